"""`llmpick catalog refresh`: what a state of a feed changes, what stops it, what it writes."""

from __future__ import annotations

import datetime
import json
import tomllib

import pytest
from feed_files import price_map, with_feed

from llmpick.files.write import toml

ATLAS_3 = "offerings/acme/acme/atlas-3.toml"
RELAY = "offerings/relay/acme/atlas-3.toml"
LENGTHS = {
    "acme/atlas-3": {
        "input_cost_per_token_above_200k_tokens": 4e-6,
        "output_cost_per_token_above_200k_tokens": 15e-6,
        "input_cost_per_token_batches": 1e-6,
        "output_cost_per_token_batches": 5e-6,
    }
}
SAME = {
    "acme/atlas-2-20250601": (1, 4, 0.1),
    "acme/atlas-3": (2, 10, 0.2),
    "acme/atlas-4": (5, 25),
    "relay/acme/atlas-3": (2, 10, 0.2),
}


@pytest.fixture
def folder(own_catalog):
    """The small catalog with a feed of prices, whose last state was that of 2026-11-20."""
    with_feed(own_catalog)
    return own_catalog


@pytest.fixture
def refresh(run, folder, tmp_path):
    """Run it on a price map: `refresh({"acme/atlas-4": (5, 25)}, "--apply")`."""

    def call(prices, *more, day="2026-11-27", code=0, feed="price-list", lists=LENGTHS):
        path = price_map(tmp_path, prices, **lists)
        given = ("--from", str(path), "--day", day, "--catalog", str(folder), "--json")
        found = run("catalog", "refresh", feed, *given, *more)
        assert found.code == code, found.stderr
        return json.loads(found.stdout) if found.stdout else found.stderr

    return call


def every_file(folder):
    """The bytes of all files."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def offering(folder, path):
    """An offering's table."""
    return tomllib.loads((folder / path).read_text(encoding="utf-8"))


def of(answer, outcome):
    """The changes of an outcome, by offering."""
    return {row["offering"]: row for row in answer["changes"] if row["outcome"] == outcome}


def test_nothing_is_written_without_apply(refresh, folder):
    """A proposal is only said."""
    before = every_file(folder)
    answer = refresh({**SAME, "relay/acme/atlas-3": (1.5, 9, 0.15)})
    assert answer["counts"] == {"changed": 1, "confirmed": 3}
    assert not answer["applied"]
    change = of(answer, "changed")["relay/acme/atlas-3"]
    assert change["old"]["input_per_mtok"] == 2.0
    assert change["new"] == {
        "input_per_mtok": 1.5,
        "output_per_mtok": 9.0,
        "cache_read_per_mtok": 0.15,
    }
    assert change["since"] == "2026-11-27"
    assert every_file(folder) == before


def test_a_moved_price_is_a_new_entry_and_the_old_keeps_its_state(refresh, folder, run):
    """The new price is whole and from its day on; the old one is still of the state it was in."""
    refresh({**SAME, "relay/acme/atlas-3": (1.5, 9, None)}, "--apply")
    found = offering(folder, RELAY)
    old, new = found["prices"]
    assert (old["input_per_mtok"], old["cache_read_per_mtok"]) == (2.0, 0.2)
    assert new["input_per_mtok"] == 1.5
    assert "cache_read_per_mtok" not in new
    assert new["since"].isoformat() == "2026-11-27"
    assert found["sources"][old["source"]]["read"].isoformat() == "2026-11-20"
    assert found["sources"][new["source"]]["read"].isoformat() == "2026-11-27"
    assert run("catalog", "validate", "--catalog", str(folder)).code == 0
    assert (folder / "VERSION").read_text(encoding="utf-8") == "2026.11.27\n"
    assert b"dated = 2026-11-27" in (folder / "feeds" / "price-list.toml").read_bytes()


def test_a_confirmed_price_moves_the_day_it_was_read_and_keeps_the_first(refresh, folder, run):
    """`since` belongs to the value; what was known before is not forgotten."""
    before = offering(folder, RELAY)
    refresh(SAME, "--apply")
    after = offering(folder, RELAY)
    assert after["sources"]["list"]["read"].isoformat() == "2026-11-27"
    first = before["sources"]["list"]["read"]
    assert after["prices"] == [{"source": "list", **before["prices"][0], "first_read": first}]
    for day, code in ((first, 0), (first - datetime.timedelta(days=1), 1)):
        asked = ("cost", "atlas-3@relay", "--catalog", str(folder), "--as-of", day.isoformat())
        assert run(*asked).code == code


def test_run_twice_it_changes_nothing(refresh, folder):
    """The same state says nothing new."""
    prices = {**SAME, "relay/acme/atlas-3": (1.5, 9, 0.15), "acme/atlas-4": (6, 30)}
    refresh(prices, "--apply")
    after = every_file(folder)
    answer = refresh(prices, "--apply")
    assert answer["counts"] == {"confirmed": 4}
    assert every_file(folder) == after


def test_two_states_in_turn_are_the_history_between_them(refresh, folder, run):
    """Each state adds what moved since the one before; an older one than the last adds nothing."""
    refresh({**SAME, "acme/atlas-4": (4, 20)}, "--apply", day="2026-11-24")
    refresh({**SAME, "acme/atlas-4": (3, 15)}, "--apply", day="2026-11-27")
    path = "offerings/acme/acme/atlas-4.toml"
    found = offering(folder, path)
    assert [(p["input_per_mtok"], str(p.get("since"))) for p in found["prices"]] == [
        (5.0, "None"),
        (4.0, "2026-11-24"),
        (3.0, "2026-11-27"),
    ]
    days = [found["sources"][price["source"]]["read"].isoformat() for price in found["prices"]]
    assert days == ["2026-11-20", "2026-11-24", "2026-11-27"]
    after = every_file(folder)
    answer = refresh({**SAME, "acme/atlas-4": (4, 20)}, "--apply", day="2026-11-24")
    assert answer["counts"] == {"older": 4}
    assert every_file(folder) == after
    assert run("catalog", "validate", "--catalog", str(folder)).code == 0


def test_a_feed_that_had_the_price_first_confirms_it_later(refresh, folder):
    """Read again, its older state neither contradicts what came into force since nor moves it."""
    with_feed(folder, "second", rank=1)
    moved = {**SAME, "acme/atlas-4": (4, 20)}
    refresh(moved, "--apply", day="2026-11-22")
    answer = refresh(moved, "--apply", day="2026-11-27", feed="second")
    assert answer["counts"] == {"confirmed": 4}
    answer = refresh(moved, "--apply", day="2026-11-21", feed="second")
    assert answer["counts"] == {"older": 4}
    with_feed(folder, "third", rank=9)
    refresh(moved, "--apply", day="2026-11-21", feed="third")
    prices = offering(folder, "offerings/acme/acme/atlas-4.toml")["prices"]
    assert [price.get("disputed") for price in prices] == [None, None]
    assert prices[1]["agreeing"] == ["second", "third"]


@pytest.mark.parametrize(
    ("guard", "prices"),
    [
        ("five-fold", (30, 60)),
        ("five-fold", (0.5, 25)),
        ("zero", (0, 0)),
        ("cache-equals-input", (6, 30, 6)),
    ],
)
def test_a_guard_stops_one_offering_and_a_person_lets_it_through(refresh, folder, guard, prices):
    """Nothing of it is applied without a word; the rest is."""
    state = {**SAME, "acme/atlas-4": prices, "relay/acme/atlas-3": (1.5, 9, 0.15)}
    answer = refresh(state, "--apply", code=1)
    stopped = of(answer, "refused")["acme/acme/atlas-4"]
    assert stopped["guard"] == guard
    assert len(offering(folder, "offerings/acme/acme/atlas-4.toml")["prices"]) == 1
    assert len(offering(folder, RELAY)["prices"]) == 2
    if guard != "zero":
        answer = refresh(state, "--apply", "--accept", guard)
        assert of(answer, "changed")["acme/acme/atlas-4"]["new"]["input_per_mtok"] == prices[0]


def test_a_jump_that_was_accepted_is_reviewed(refresh, folder, run):
    """The catalog stays free of findings, and says who let it through."""
    refresh({**SAME, "acme/atlas-4": (30, 60)}, "--apply", "--accept", "five-fold")
    (entry,) = offering(folder, "offerings/acme/acme/atlas-4.toml")["reviewed"]
    assert entry["rule"] == "price-move"
    assert run("catalog", "validate", "--catalog", str(folder)).code == 0


def test_lists_that_the_feed_lacks_stop_a_new_base_price(refresh):
    """Batch and long inputs would stay at the old price."""
    answer = refresh({**SAME, "acme/atlas-3": (3, 12)}, code=1, lists={})
    stopped = of(answer, "refused")["acme/acme/atlas-3"]
    assert stopped["guard"] == "terms"
    assert stopped["why"] == "the feed has no list for over 200,000 tokens, batch"


def test_a_list_of_another_currency_is_not_overwritten(refresh, folder):
    """US dollars of an aggregator are a conversion."""
    with_feed(folder, converted=["relay"])
    answer = refresh(SAME, code=1)
    assert of(answer, "refused")["relay/acme/atlas-3"]["guard"] == "currency"


def test_a_provider_that_shrinks_is_left_as_it_was(refresh, folder):
    """Two of acme's are missing at once, and the third changes: nothing of it is believed."""
    path = folder / "feeds" / "price-list.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "[price_feed]", "dated = 2026-11-20\n[price_feed]", 1
        ),
        encoding="utf-8",
    )
    answer = refresh({"acme/atlas-4": (6, 30)}, code=1)
    assert of(answer, "refused")["acme/acme/atlas-4"]["guard"] == "shrink"
    answer = refresh({"acme/atlas-4": (6, 30)}, "--accept", "shrink")
    assert of(answer, "changed")["acme/acme/atlas-4"]
    assert set(of(answer, "gone")) >= {"acme/acme/atlas-2", "acme/acme/atlas-3"}


def test_what_two_states_lack_is_removed(refresh, folder):
    """A feed that lists what is on sale may end a listing, and says it twice."""
    listed = '\nlast_listed_on = [\n    { value = 2026-11-20, source = "list" },\n]\n'
    path = folder / RELAY
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + listed, encoding="utf-8")
    without = {key: value for key, value in SAME.items() if key != "relay/acme/atlas-3"}
    refresh(SAME, "--apply", day="2026-11-21")
    assert of(refresh(without, "--apply", day="2026-11-24"), "gone")
    assert offering(folder, RELAY)["facts"]["listing"][-1]["value"] == "current"
    again = refresh(without, "--apply", day="2026-11-24")
    assert not of(again, "removed")
    assert of(refresh(without, "--apply", day="2026-11-27"), "removed")
    last = offering(folder, RELAY)["facts"]["listing"][-1]
    assert (last["value"], str(last["since"])) == ("removed", "2026-11-27")


def test_an_entry_that_is_no_offering_is_new(refresh):
    """It is said with the model that it may be of, and never written."""
    answer = refresh({**SAME, "relay/acme/Atlas-4": (5, 25), "relay/unheard": (1, 2)})
    assert [(row["key"], row["why"]) for row in answer["changes"]] == [
        ("relay/acme/Atlas-4", "perhaps acme/atlas-4"),
        ("relay/unheard", "no model of the catalog"),
    ]


def test_only_what_is_named_is_changed(refresh, folder):
    """A model or a provider alone; the feed's own day does not move then."""
    state = {**SAME, "acme/atlas-4": (6, 30), "relay/acme/atlas-3": (1.5, 9, 0.15)}
    answer = refresh(state, "--apply", "--only", "relay")
    assert answer["counts"] == {"changed": 1}
    assert len(offering(folder, "offerings/acme/acme/atlas-4.toml")["prices"]) == 1
    assert b"dated" not in (folder / "feeds" / "price-list.toml").read_bytes()
    assert "did you mean" in refresh(state, "--only", "rellay", code=2)


def test_another_unit_stops_the_whole_file(refresh, folder, monkeypatch):
    """Prices a token filed as prices a million: not one is taken."""
    from llmpick.feeds import guards

    monkeypatch.setattr(guards, "FEWEST_FOR_UNIT", 4)
    before = every_file(folder)
    tenth = {key: tuple(amount / 1000 for amount in amounts) for key, amounts in SAME.items()}
    assert "another unit, or another form" in refresh(tenth, "--apply", code=2)
    assert every_file(folder) == before


def test_a_compiled_catalog_stays_compiled(refresh, folder, run):
    """A query after a refresh is as fast as before."""
    run("catalog", "build", "--catalog", str(folder))
    refresh({**SAME, "acme/atlas-4": (6, 30)}, "--apply")
    found = run("show", "acme/atlas-3", "--catalog", str(folder), "--as-of", "2026-11-27")
    assert found.code == 0
    assert "slow" not in found.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nobody", "--from", "x"), "no feed `nobody` that is read"),
        (("leaderboard", "--from", "x"), "no feed `leaderboard` that is read"),
        (("price-list", "--from", "no-such-file"), "does not exist"),
        (("price-list", "--from", "http://prices.example/x"), "only https addresses"),
        (("price-list", "--from", "file:///etc/passwd"), "only https addresses"),
        (("price-list", "--from", "x", "--accept", "all"), "no guard `all`"),
        (("price-list", "--from", "x", "--apply", "--dry-run"), "differ"),
    ],
)
def test_mistakes(run, folder, arguments, message):
    """One sentence each."""
    found = run("catalog", "refresh", *arguments, "--catalog", str(folder))
    assert found.code == 2
    assert message in found.stderr


def test_a_file_without_its_day_needs_one(run, folder, tmp_path):
    """The day of copying is no day of a value."""
    path = price_map(tmp_path, SAME)
    found = run("catalog", "refresh", "price-list", "--from", str(path), "--catalog", str(folder))
    assert found.code == 2
    assert "does not bear its day" in found.stderr


def test_a_disk_that_takes_nothing_leaves_the_catalog_as_it_was(refresh, folder, monkeypatch):
    """All files or none."""
    from llmpick.errors import UserError
    from llmpick.files import write

    def full(*given):
        raise UserError("the disk is full")

    before = every_file(folder)
    monkeypatch.setattr(write, "_fill", full)
    assert "the disk is full" in refresh({**SAME, "acme/atlas-4": (6, 30)}, "--apply", code=2)
    assert every_file(folder) == before


def test_a_person_reads_it_as_a_table(run, folder, tmp_path):
    """Counts first, then what changed and why."""
    path = price_map(tmp_path, {**SAME, "relay/acme/atlas-3": (1.5, 9, 0.15)}, **LENGTHS)
    given = ("--from", str(path), "--day", "2026-11-27", "--catalog", str(folder))
    found = run("catalog", "refresh", "price-list", *given, "--format", "text")
    assert "1 changed, 3 confirmed" in found.stdout
    assert "2 / 10 / 0.2" in found.stdout
    assert "1.5 / 9 / 0.15" in found.stdout
    assert "--apply changes 4 files" in found.stdout


def test_agreement_that_the_state_does_not_bear_out_is_taken_back(refresh, folder):
    """Written by hand as of that day, though the feed does not name the offering."""
    refresh(SAME, "--apply")
    path = folder / "offerings/relay/birch/sapling-8b.toml"
    data = offering(folder, "offerings/relay/birch/sapling-8b.toml")
    source = {"kind": "feed", "feed": "price-list", "read": datetime.date(2026, 11, 27)}
    data["sources"]["price-list"] = source
    data["prices"][0]["agreeing"] = ["price-list"]
    path.write_bytes(toml(data))
    assert list(of(refresh(SAME, "--apply"), "withdrawn")) == ["relay/birch/sapling-8b"]
    after = tomllib.loads(path.read_text(encoding="utf-8"))
    assert "agreeing" not in after["prices"][0]
    assert "price-list" not in after["sources"]


def test_new_offerings_are_drafted_and_written_where_they_are_meant(refresh, folder, run):
    """With --new; --only takes the names of drafts as well."""
    state = {**SAME, "relay/acme/Atlas-4": (5, 25), "relay/acme/atlas-2": (1, 4)}
    assert not of(refresh(state), "drafted")
    assert set(of(refresh(state, "--new"), "drafted")) == {
        "relay/acme/atlas-4",
        "relay/acme/atlas-2",
    }
    refresh(state, "--new", "--apply", "--only", "relay/acme/atlas-4")
    assert offering(folder, "offerings/relay/acme/atlas-4.toml")["api_model"] == "acme/Atlas-4"
    assert not (folder / "offerings/relay/acme/atlas-2.toml").exists()
    assert run("catalog", "validate", "--catalog", str(folder)).code == 0
    assert not of(refresh(state, "--new"), "drafted").keys() - {"relay/acme/atlas-2"}


def with_ends(folder):
    """Say in the catalog *folder* that lists of ends are read."""
    feed = {"form": "end-list", "kind": "vendor", "confidence": "high"}
    feed |= {"providers": {"acme": ["acme"]}, "joins_checked": datetime.date(2026, 11, 20)}
    (folder / "feeds/pages.toml").write_bytes(
        toml({"name": "Pages", "licence": "MIT", "end_feed": feed})
    )


def test_ends_are_read_from_a_list(folder, run, tmp_path):
    """Shown as days; written to the offering and to the maker's model, once."""
    with_ends(folder)
    path = tmp_path / "ends.csv"
    path.write_text("provider,model,ends_on\nacme,atlas-4,2027-03-01\n", encoding="utf-8")
    given = ("--from", str(path), "--day", "2026-11-27", "--catalog", str(folder))
    found = run("catalog", "refresh", "pages", *given, "--apply", "--format", "text")
    assert found.code == 0, found.stderr
    assert "2027-03-01" in found.stdout
    for file in ("offerings/acme/acme/atlas-4.toml", "models/acme/atlas-4.toml"):
        assert (
            offering(folder, file)["facts"]["retires_on"][-1]["value"].isoformat() == "2027-03-01"
        )
    before = every_file(folder)
    again = run("catalog", "refresh", "pages", *given, "--apply", "--json")
    assert json.loads(again.stdout)["counts"] == {"confirmed": 1}
    assert every_file(folder) == before
    assert run("catalog", "validate", "--catalog", str(folder)).code == 0


def test_a_feed_that_has_no_ends_is_said_so(refresh):
    """With the one that has."""
    assert "no feed of ends" in refresh(SAME, "--ends", code=2)


def test_exchange_rates_are_read(folder, run, tmp_path):
    """Behind those that are there, with their own day."""
    rates = {
        "name": "Bank",
        "base": "EUR",
        "sources": {"b": {"kind": "secondary", "title": "T", "read": datetime.date(2026, 10, 6)}},
        "exchange": [{"source": "b", "currency": "USD", "value": 1.1}],
    }
    (folder / "rates").mkdir(exist_ok=True)
    (folder / "rates/bank.toml").write_bytes(toml(rates))
    feed = {"name": "Bank", "licence": "x", "rate_feed": {"form": "ecb", "rates": "bank"}}
    (folder / "feeds/bank.toml").write_bytes(toml(feed))
    path = tmp_path / "eurofxref.csv"
    path.write_text("Date,USD\n2026-11-20,1.2\n", encoding="utf-8")
    given = ("--from", str(path), "--day", "2026-11-20", "--catalog", str(folder))
    assert run("catalog", "refresh", "bank", *given, "--apply").code == 0
    assert offering(folder, "rates/bank.toml")["exchange"][-1]["value"] == 1.2
    assert run("catalog", "validate", "--catalog", str(folder)).code == 0


def test_a_release_is_stopped_by_what_nobody_looked_for(folder, run):
    """`validate` alone does not ask for it."""
    assert run("catalog", "validate", "--catalog", str(folder)).code == 0
    found = run("catalog", "validate", "--release", "--catalog", str(folder), "--json")
    assert found.code == 1
    facts = {one["fact"] for one in json.loads(found.stdout)["findings"]}
    assert "price_feed.newest" in facts


def test_a_feed_that_files_another_currency_as_dollars_confirms_the_figure(refresh, folder):
    """The list is in euro, and so is what the feed has; the currency stays."""
    with_feed(folder, converted=["acme"])
    path = folder / ATLAS_3
    data = offering(folder, ATLAS_3)
    for price in data["prices"]:
        price["currency"] = "EUR"
    path.write_bytes(toml(data))
    answer = refresh(SAME, "--apply", "--only", "acme/acme/atlas-3")
    assert answer["counts"].get("refused") is None
    assert {price["currency"] for price in offering(folder, ATLAS_3)["prices"]} == {"EUR"}


def test_a_proposal_says_which_answers_it_would_change(run, refresh, folder):
    """A dear model is recommended no more; the files are as they were until --apply."""
    before = every_file(folder)
    dear = {**SAME, "acme/atlas-3": (2, 40, 0.2)}
    answers = refresh(dear)["answers"]
    assert answers["needs"] > 0
    assert answers["answers"]
    assert every_file(folder) == before
    assert refresh(dear, "--no-answers")["answers"] is None
    assert refresh(SAME)["answers"]["answers"] == []
    asked = ("recommend", "--catalog", str(folder), "--as-of", "2026-11-27", "--json")
    refresh(dear, "--apply")
    for one in answers["answers"]:
        need = ("--task", one["task"], "--weights", one["weights"])
        use = json.loads(run(*asked, *need).stdout)["picks"]["use"]
        assert use["route"] == one["after"]["use"]["route"]
