"""`catalog refresh --mine`: newer states of feeds, in a layer below what one states oneself."""

from __future__ import annotations

import json

import own_layer
import pytest
from feed_files import price_map, with_feed

from llmpick.catalog import compile

DAY = "2026-11-27"
PRICES = {
    "acme/atlas-2-20250601": (1, 4, 0.1),
    "acme/atlas-3": (1.5, 8, 0.15),
    "acme/atlas-4": (5, 25),
    "relay/acme/atlas-3": (2, 10, 0.2),
}
LENGTHS = {
    "acme/atlas-3": {
        "input_cost_per_token_above_200k_tokens": 4e-6,
        "output_cost_per_token_above_200k_tokens": 15e-6,
        "input_cost_per_token_batches": 1e-6,
        "output_cost_per_token_batches": 5e-6,
    }
}
BECAUSE = f"price-list of {DAY}"


@pytest.fixture
def folder(own_catalog):
    """The small catalog, compiled and not to be written, whose feed was read on 2026-11-20."""
    with_feed(own_catalog)
    compile.write(str(own_catalog))
    return own_catalog


@pytest.fixture
def ask(run, folder, tmp_path):
    """Run a command on it, with folders of the test's own."""

    def call(*arguments, over=tmp_path / "layer", day=DAY):
        (tmp_path / "layer").mkdir(exist_ok=True)
        env = {
            "LLMPICK_OVERLAY": str(over),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
        }
        asked = ["--as-of", day] if day else []
        return run(*arguments, "--catalog", str(folder), *asked, env=env)

    return call


@pytest.fixture
def refresh(ask, tmp_path):
    """Read a state of the feed into one's own layer: `refresh(prices, day)`."""

    def call(prices=PRICES, day=DAY, *more, code=0):
        path = price_map(tmp_path, prices, **LENGTHS)
        given = ("--from", str(path), "--day", day, "--json", "--mine")
        found = ask("catalog", "refresh", "price-list", *given, *more, day=None)
        assert found.code == code, found.stderr
        return found

    return call


@pytest.fixture
def kept(tmp_path):
    """Where it is kept."""
    return tmp_path / "data" / "llmpick" / "refreshed.toml"


def price(ask, **more):
    """The bill of atlas-3 at its maker, and what it rests on."""
    found = ask("cost", "atlas-3@acme", "--json", **more)
    assert found.code == 0, found.stderr
    answer = json.loads(found.stdout)
    grounds = [row["because"] for row in answer["overlay"]["rests_on"]]
    return answer["results"][0]["price"]["input_per_mtok"], grounds


def files(folder):
    """The bytes of all files."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_newer_prices_lie_over_the_catalog_which_stays_as_it_is(ask, refresh, folder, kept):
    """The answer follows, says whose price it is, and the catalog's files are untouched."""
    before = files(folder)
    refresh()
    assert files(folder) == before
    assert price(ask) == (1.5, [BECAUSE])
    assert price(ask, day="2026-11-22")[0] == 2
    note = ask("cost", "atlas-3@acme").stdout
    assert f"prices of 1 route from your own layer: {BECAUSE}" in note
    assert ask("cost").stderr == ""  # it is compiled
    listed = ask("overlay", "list").stdout
    assert str(kept) in listed
    assert BECAUSE in listed
    kept.unlink()
    assert "overlay" not in json.loads(ask("cost", "--json").stdout)


def test_twice_it_changes_nothing(refresh, kept):
    """The same state again, or an older one, leaves the bytes as they are."""
    refresh()
    first = kept.read_bytes()
    assert "0 records newer" in refresh().stderr
    assert kept.read_bytes() == first
    refresh(PRICES | {"acme/atlas-3": (2, 10, 0.2)}, "2026-11-24")
    assert kept.read_bytes() == first


def test_without_writing(refresh, kept):
    """--dry-run says what would change, and keeps nothing; --apply is another thing."""
    answer = json.loads(refresh(PRICES, DAY, "--dry-run").stdout)
    assert [row["offering"] for row in answer["changes"] if row["outcome"] == "changed"]
    assert not kept.exists()
    assert "differ" in refresh(PRICES, DAY, "--apply", code=2).stderr


def test_a_day_to_come(refresh, kept):
    """It would make every state that follows an older one."""
    assert "still to come" in refresh(PRICES, "2999-01-01", code=2).stderr
    assert not kept.exists()


def test_two_states_in_turn(ask, refresh):
    """The second is held against the first."""
    refresh()
    refresh(PRICES | {"acme/atlas-3": (1.2, 7, 0.12)}, "2026-11-30")
    assert price(ask, day="2026-11-30")[0] == 1.2
    assert price(ask, day="2026-11-28")[0] == 1.5


def test_what_one_states_lies_over_it(ask, refresh, tmp_path):
    """A discount is off the newer price; an own list price wins over it."""
    own_layer.write(tmp_path / "layer", {"overlay.toml": own_layer.TABLE})
    refresh()
    assert price(ask)[0] == pytest.approx(0.85 * 1.5)
    own = (
        'prices = [{ source = "own", input_per_mtok = 1.1, output_per_mtok = 6.0 }]\n\n'
        f"{own_layer.OWN}"
    )
    own_layer.write(tmp_path / "layer", {"offerings/acme/acme/atlas-3.toml": own})
    found, grounds = price(ask)
    assert found == 1.1
    assert "own list prices, Platform team of 2026-11-01" in grounds


def test_for_another_catalog_it_says_nothing(ask, refresh, folder):
    """A newer catalog has states of its own; the layer is listed as not in force."""
    refresh()
    (folder / "VERSION").write_text("2026.11.26\n", encoding="utf-8")
    compile.write(str(folder))
    assert "overlay" not in json.loads(ask("cost", "atlas-3@acme", "--json").stdout)
    listed = json.loads(ask("overlay", "list", "--json").stdout)
    assert [one["in_force"] for one in listed["layers"]] == [False, False]
    assert "for catalog 2026.11.20: refresh again" in ask("overlay", "list").stdout
    refresh()
    assert price(ask) == (1.5, [BECAUSE])


@pytest.mark.parametrize(
    "text",
    [
        b"x = [",
        b"\xff\xff",
        b"catalog = 1\nfeeds = {}\nrecords = {}\n",
        b'catalog = "2026.11.20"\n[feeds]\n[records."offerings/acme/acme/atlas-3"]\nx = 1\n',
        b'catalog = "2026.11.20"\n[feeds]\n[records."derived/../../x"]\nx = 1\n',
        b"x = " + b"[" * 100_000,
    ],
)
def test_a_file_that_is_not_as_it_was_written(ask, kept, text):
    """One sentence, that names it and how to be rid of it."""
    kept.parent.mkdir(parents=True)
    kept.write_bytes(text)
    found = ask("cost")
    assert (found.code, found.stdout) == (2, "")
    assert str(kept) in found.stderr
    assert ask("overlay", "check", day=None).code == 1
