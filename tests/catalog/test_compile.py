"""With or without the compiled form, whole or damaged, the answer is the same bytes."""

from __future__ import annotations

import os
import random
import shutil
import sys

import pytest

from llmpick.catalog import compile, container, load, read
from llmpick.core.names import name_index

QUESTIONS = [
    ("recommend",),
    ("recommend", "--task", "coding", "--by", "route", "--top", "50", "--input-tokens", "250000"),
    ("recommend", "--task", "japanese", "--rate", "JPY=150", "--privacy", "internal"),
    ("compare", "atlas-3", "oak-70b", "thin-9"),
    ("show", "atlas-3"),
    ("list", "offerings", "--all"),
    ("list", "models", "--task", "coding"),
    ("resolve", "atlas-2"),
]
DAYS = [
    pytest.param("2026-11-23", id="after the catalog's day"),
    pytest.param("2026-11-20", id="on it"),
    pytest.param("2026-01-15", id="before it"),
    pytest.param("2026-12-31", id="the day before a price changes"),
    pytest.param("2027-01-01", id="the day it changes"),
    pytest.param("2027-01-15", id="the day a model comes out"),
    pytest.param("2027-02-02", id="after a route has ended"),
    pytest.param("2027-03-01", id="the day terms change"),
    pytest.param("2035-01-01", id="long after"),
]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda words: " ".join(words[:3]))
def test_compiled_and_toml_answer_alike(run, small_catalog, compiled_catalog, question, day):
    """Byte for byte, on every day."""

    def answer(folder):
        return run(*question, "--json", "--as-of", day, "--catalog", str(folder))

    toml, compiled = answer(small_catalog), answer(compiled_catalog)
    assert compiled.raw == toml.raw
    assert compiled.code == toml.code
    if toml.code != 2:
        assert "from TOML" in toml.stderr
        assert "from TOML" not in compiled.stderr


@pytest.mark.parametrize(
    ("name", "day", "listing", "status"),
    [
        pytest.param("atlas-1", "2026-02-28", "current", None, id="before its end"),
        pytest.param("atlas-1", "2026-03-01", "retired", "retired", id="the day of its end"),
        pytest.param("atlas-2", "2026-08-31", "current", "active", id="before its notice"),
        pytest.param("atlas-2", "2027-01-31", "current", "deprecated", id="before a later end"),
        pytest.param("atlas-2", "2027-02-01", "retired", "retired", id="the day of a later end"),
    ],
)
def test_an_end_holds_from_its_day_on(compiled_catalog, name, day, listing, status):
    """On sale until the end, retired from then on, whatever the catalog's own day is."""
    found = load.load(str(compiled_catalog), day)
    (sold,) = [row for row in found.offerings if row.id == f"acme/{name}@acme"]
    assert sold.listing == listing
    assert found.models[f"acme/{name}"].status == status


@pytest.fixture
def built(own_catalog):
    """A compiled catalog that the test may spoil."""
    compile.write(str(own_catalog))
    return own_catalog


def ids(folder, **given):
    """What the catalog in *folder* holds, and whether the compiled form was read."""
    found = load.load(str(folder), "2026-11-23", **given)
    rows = [found.models, found.offerings, found.providers, found.licences, found.tasks]
    rows += [found.benchmarks, found.scale, found.estimates("coding"), found.fit]
    rows += [found.names, found.ids("models"), found.record("models", "acme/atlas-3")]
    return rows, found.meta.compiled


def test_the_compiled_form_is_read(built, small_catalog):
    """It is there and fresh: it is used, and holds the same."""
    assert ids(built) == (ids(small_catalog)[0], True)


def offsets(size: int) -> list[int]:
    """Twenty-five places over a file of *size* bytes, its ends among them."""
    dice = random.Random(11)
    return sorted({0, 1, 7, 8, 15, 16, size - 1, *(dice.randrange(size) for _ in range(18))})


def test_a_compiled_form_that_is_cut_off(built, small_catalog):
    """Cut anywhere, the answer is right, or the damage is told; never another answer."""
    path, expected = built / compile.COMPILED, ids(small_catalog)[0]
    whole = path.read_bytes()
    for length in offsets(len(whole)):
        path.write_bytes(whole[:length])
        assert ids(built)[0] == expected, length


def test_a_compiled_form_with_a_flipped_byte(built, small_catalog):
    """A flipped byte anywhere: the TOML is read, and the answer is right."""
    path, expected = built / compile.COMPILED, ids(small_catalog)[0]
    whole = path.read_bytes()
    for position in offsets(len(whole)):
        spoilt = bytearray(whole)
        spoilt[position] ^= 0x55
        path.write_bytes(spoilt)
        assert ids(built)[0] == expected, position


@pytest.mark.parametrize("data", [b"", b"\0" * 4096, b"not a catalog", b"LLMPICK\x03" + b"\0" * 64])
def test_a_compiled_form_that_is_something_else(built, small_catalog, data):
    """Another file in its place is passed over."""
    (built / compile.COMPILED).write_bytes(data)
    assert ids(built) == (ids(small_catalog)[0], False)


def test_a_compiled_form_that_is_a_folder(built, small_catalog):
    """A folder in its place is passed over."""
    (built / compile.COMPILED).unlink()
    (built / compile.COMPILED).mkdir()
    assert ids(built) == (ids(small_catalog)[0], False)


ATLAS = "offerings/acme/acme/atlas-2.toml"


def edited(folder):
    """A price is changed, in as many bytes."""
    text = (folder / ATLAS).read_text()
    (folder / ATLAS).write_text(text.replace("input_per_mtok = 1.0", "input_per_mtok = 7.0"))


def price(folder):
    """The price that was changed."""
    found = load.load(str(folder), "2026-11-23")
    return next(
        row.prices.input_per_mtok for row in found.offerings if row.id == "acme/atlas-2@acme"
    )


def test_an_edit_is_seen_at_once(built):
    """A compiled form that is older than its TOML is never used."""
    assert price(built) == 1.0
    edited(built)
    assert price(built) == 7.0


def test_an_edit_in_place_with_the_old_time_is_seen(built):
    """Even one of the same length: the system's own time of change cannot be set back."""
    path = built / ATLAS
    before = path.stat()
    text = path.read_text()
    path.write_text(text.replace("input_per_mtok = 1.0", "input_per_mtok = 7.5"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert price(built) == 7.5


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such rights")
def test_a_compiled_form_that_others_may_write_is_not_read(built):
    """Marshal is for what one trusts: the TOML is read, and building mends it."""
    path = built / compile.COMPILED
    path.chmod(0o666)
    assert load.load(str(built), "2026-11-23").meta.compiled is False
    compile.write(str(built))
    assert path.stat().st_mode & 0o777 == 0o644
    assert load.load(str(built), "2026-11-23").meta.compiled is True


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such owners")
@pytest.mark.parametrize(("owner", "trusted"), [(0, True), (1, True), (2, True), (3, False)])
def test_whose_compiled_form_is_read(built, monkeypatch, owner, trusted):
    """Root's, the user's, and that of whose the program is; nobody else's."""
    path = str(built / compile.COMPILED)
    whole, place = os.fstat, os.stat

    def of(about, uid):
        return os.stat_result([*about[:4], uid, *about[5:10]])

    def owned(name, *given, **more):
        return of(place(name), 2) if name == container.HERE else place(name, *given, **more)

    monkeypatch.setattr(os, "geteuid", lambda: 1)
    monkeypatch.setattr(os, "fstat", lambda number: of(whole(number), owner))
    monkeypatch.setattr(os, "stat", owned)
    assert (load.opened(path) is not None) is trusted


def test_an_edit_with_the_old_time_is_seen(built):
    """Even where the time of the file was set back, as archives do."""
    path = built / ATLAS
    before = path.stat()
    text = path.read_text()
    path.unlink()
    path.write_text(text.replace("input_per_mtok = 1.0", "input_per_mtok = 7.5"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert price(built) == 7.5


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda base: (base / "models/acme/atlas-1.toml").touch(), id="touched"),
        pytest.param(
            lambda base: (base / "offerings/relay/birch/sapling-8b.toml").unlink(), id="gone"
        ),
        pytest.param(
            lambda base: shutil.copy(base / ATLAS, base / "offerings/acme/acme/atlas-2@eu.toml"),
            id="new",
        ),
        pytest.param(lambda base: (base / "VERSION").write_text("2026.11.21\n"), id="VERSION"),
        pytest.param(lambda base: (base / "scale.toml").touch(), id="scale"),
        pytest.param(lambda base: os.utime(base / ATLAS, (0, 0)), id="dated back"),
        pytest.param(
            lambda base: (base / ATLAS).rename(base / "offerings/acme/acme/atlas-3@b.toml"),
            id="renamed",
        ),
    ],
)
def test_any_change_makes_it_stale(built, change):
    """Touched, removed, added, renamed: the TOML is read."""
    change(built)
    assert load.load(str(built), "2026-11-23").meta.compiled is False


def test_a_copy_of_a_catalog_is_not_trusted(built, tmp_path):
    """Another folder's compiled form does not answer for this one."""
    shutil.copytree(built, tmp_path / "copy")
    assert load.load(str(tmp_path / "copy"), "2026-11-23").meta.compiled is False


def test_building_twice_makes_the_same_bytes(built):
    """A build depends on the files alone."""
    assert compile.build(str(built)) == compile.build(str(built))
    assert compile.build(str(built), portable=True) == compile.build(str(built), portable=True)


def test_names_of_tools_are_taken_in_their_own_order():
    """Not in that of a set, which differs between processes: two builds are the same bytes."""
    offerings = [name_index.OfferingNames("a/m@p", "a/m", "p", ())]
    words = ["two", "one", "three"]
    made = [
        name_index.build([], offerings, {"p": order}).providers for order in (words, words[::-1])
    ]
    assert [list(found) for found in made] == [["one", "three", "two", "p"]] * 2


def test_a_failed_build_leaves_no_file(own_catalog, run):
    """A broken catalog is not compiled, and nothing half-written stays."""
    (own_catalog / ATLAS).write_text("broken")
    found = run("catalog", "build", "--catalog", str(own_catalog))
    assert found.code == 2
    assert not (own_catalog / compile.COMPILED).exists()
    assert not list(own_catalog.rglob("*.partial"))


def test_the_day_defaults_to_the_catalogs_own(small_catalog):
    """Without a day it is the catalog's; a clock that lies before it does not turn it back."""
    assert load.load(str(small_catalog)).meta.day == "2026-11-20"
    early = load.load(str(small_catalog), "1999-01-01", earliest=True)
    assert early.meta.day == "2026-11-20"
    assert load.load(str(small_catalog), "1999-01-01").meta.day == "1999-01-01"
    assert load.load(str(small_catalog), "2027-01-01", earliest=True).meta.day == "2027-01-01"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2025-05-31", {"acme/atlas-1"}, id="the day before"),
        pytest.param("2025-06-01", {"acme/atlas-1", "acme/atlas-2"}, id="the day itself"),
    ],
)
def test_models_of_that_day(small_catalog, day, expected):
    """A model that is not out yet is not there; one of unknown day is."""
    found = load.load(str(small_catalog), day)
    assert set(found.models) == expected
    assert {row.model for row in found.offerings} == expected
    assert {row.model for row in found.estimates("coding")} == expected


@pytest.mark.parametrize(
    ("day", "input_price"),
    [("2026-12-31", 2.0), ("2027-01-01", 3.0)],
)
def test_the_price_shown_is_the_price_in_force(small_catalog, compiled_catalog, day, input_price):
    """On both days around a change, in both forms."""
    for folder in (small_catalog, compiled_catalog):
        found = load.load(str(folder), day)
        sold = next(row for row in found.offerings if row.id == "acme/atlas-3@acme")
        assert sold.prices.input_per_mtok == input_price


def test_every_record_is_there(small_catalog, small):
    """What the folder has, the catalog has; a record is the file, with days as texts."""
    for kind in ("models", "offerings", "providers", "licences", "benchmarks", "tasks", "feeds"):
        paths = (path for path in read.files(str(small_catalog)) if path.startswith(f"{kind}/"))
        assert small.ids(kind) == [path[len(kind) + 1 : -len(".toml")] for path in paths]
    assert small.record("models", "acme/atlas-2")["facts"]["released"][0]["value"] == "2025-06-01"
    with pytest.raises(KeyError):
        small.record("models", "acme/atlas-9")
