"""`recommend --save`, `recommend --decision` and `check FILE.toml`: a decision that lasts."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from examples import some

DAY = "2026-11-23"
ASKED = (
    "--task",
    "coding",
    "--budget",
    "300",
    "--exclude-jurisdiction",
    "CN",
    "--top",
    "3",
    "--weights",
    "performance=2,cost=3",
)


@pytest.fixture
def where(own_catalog: Path):
    """The options that name a catalog that the test may change, and a day."""

    def call(day: str = DAY) -> tuple[str, ...]:
        return ("--catalog", str(own_catalog), "--as-of", day)

    return call


@pytest.fixture
def saved(run, where, tmp_path: Path) -> Path:
    """A decision on file."""
    path = tmp_path / "decision.toml"
    found = run("recommend", *ASKED, "--save", str(path), *where())
    assert found.code == 0
    assert f"saved {path}" in found.stderr
    return path


def change(catalog: Path, file: str, old: str, new: str) -> None:
    """Put *new* for *old* in a file of the catalog."""
    path = catalog / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def checked(run, path: Path, where: tuple[str, ...], code: int) -> dict[str, Any]:
    """The answer of `check` as JSON."""
    found = run("check", str(path), "--json", *where)
    assert found.code == code, found.stderr
    answer: dict[str, Any] = json.loads(found.stdout)
    return answer


def test_nothing_moved(run, saved, where, snapshot):
    """On the same day, of the same catalog, the decision holds and nothing moved."""
    answer = checked(run, saved, where(), 0)
    assert answer["holds"] is True
    assert answer["same_catalog"] is True
    assert answer["moves"] == []
    snapshot(run("check", str(saved), *where()))


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown"])
def test_a_decision_is_repeated_to_the_byte(run, saved, where, form):
    """`recommend --decision` prints what was printed when it was saved."""
    first = run("recommend", *ASKED, *where(), "--format", form)
    again = run("recommend", "--decision", str(saved), *where(), "--format", form)
    assert again.code == 0
    assert again.raw == first.raw


def test_options_without_a_value_are_kept(run, where, tmp_path):
    """The header of the repeated answer names a bare option too."""
    path = str(tmp_path / "bare.toml")
    first = run("recommend", "--budget", "--privacy", "--save", path, *where())
    again = run("recommend", "--decision", path, *where())
    assert "(bare --budget)" in again.stdout
    assert again.raw == first.raw


def test_later_presets_change_nothing(run, saved, where, own_catalog):
    """The workload and the weights of the day it was saved are kept, and the change is told."""
    first = run("recommend", "--decision", str(saved), *where(), "--format", "csv")
    change(own_catalog, "tasks/coding.toml", "requests_per_month = 20000", "requests_per_month = 9")
    again = run("recommend", "--decision", str(saved), *where(), "--format", "csv")
    assert again.raw == first.raw
    assert "note: the decision was made from catalog 2026.11.20" in again.stderr
    answer = checked(run, saved, where(), 0)
    assert answer["same_catalog"] is False
    [move] = answer["moves"]
    assert (move["kind"], move["what"]) == ("preset", "workload.requests_per_month")
    assert (move["before"], move["after"]) == (20000, 9)


def test_another_scale_is_another_method(run, saved, where, own_catalog):
    """Said in one line; scores of then and presets of weights are no moves, facts still are."""
    change(own_catalog, "scale.toml", "performance = 65.0", "performance = 71.0")
    change(own_catalog, "scale.toml", "quality_span_points = 55.0", "quality_span_points = 50.0")
    answer = checked(run, saved, where(), 0)
    assert answer["same_method"] is True
    assert {row["kind"] for row in answer["moves"]} == {"score"}
    change(own_catalog, "scale.toml", '"test.2"', '"test.3"')
    file = "offerings/borealis/delta/nc-20b.toml"
    change(own_catalog, file, "input_per_mtok = 0.1", "input_per_mtok = 0.2")
    answer = checked(run, saved, where(), 0)
    assert answer["same_method"] is False
    assert {row["kind"] for row in answer["moves"]} == {"price", "cost"}
    text = run("check", str(saved), *where()).stdout
    assert text.count("another one scored it then") == 1
    again = run("recommend", "--decision", str(saved), *where())
    assert again.code == 0
    assert "note: the decision was made by another method" in again.stderr


MOVES = {
    "a price": (
        *("offerings/borealis/delta/nc-20b.toml", "input_per_mtok = 0.1", "input_per_mtok = 0.2"),
        *("price", "input_per_mtok", 0.1, 0.2),
    ),
    "a licence": (
        *("models/delta/nc-20b.toml", '"research-only"', '"permissive-1.0"'),
        *("licence", "licence", "research-only", "permissive-1.0"),
    ),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_fact_that_moved_is_told_with_before_and_after(run, saved, where, own_catalog, name):
    """What moved, from what to what, by how much; the first stays first, so it holds."""
    file, old, new, kind, what, before, after = MOVES[name]
    change(own_catalog, file, old, new)
    answer = checked(run, saved, where(), 0)
    rows = [row for row in answer["moves"] if (row["kind"], row["what"]) == (kind, what)]
    assert [(row["before"], row["after"]) for row in rows] == [(before, after)]
    if isinstance(before, float):
        assert rows[0]["change"] == pytest.approx(after - before)
        assert any(row["kind"] == "cost" and row["change"] > 0 for row in answer["moves"])


def test_a_first_that_becomes_dear_is_overtaken(run, saved, where, own_catalog, snapshot):
    """Exit 1, the new first, by how much it leads, and why."""
    file = "offerings/borealis/delta/nc-20b.toml"
    change(own_catalog, file, "input_per_mtok = 0.1", "input_per_mtok = 1.5")
    answer = checked(run, saved, where(), 1)
    assert answer["holds"] is False
    assert answer["decision"]["first"] == "delta/nc-20b@borealis"
    assert answer["first"] == "birch/oak-70b@cumulus"
    lead = answer["lead"]
    assert lead["score"] > 0 > lead["score_before"]
    assert sum(lead["contributions"].values()) == pytest.approx(lead["score"])
    snapshot(run("check", str(saved), *where()))


def test_a_first_that_breaks_a_limit_now(run, saved, where, own_catalog):
    """The rule that it breaks is the reason."""
    file = "offerings/borealis/delta/nc-20b.toml"
    change(own_catalog, file, "input_per_mtok = 0.1", "input_per_mtok = 100")
    found = run("check", str(saved), *where())
    assert found.code == 1
    assert "no longer meets the need (budget: budget)" in found.stdout


RETIRES = """[facts]
retires_on = [
    { value = 2027-08-01, source = "list" },
]
"""


def test_a_first_that_retires(run, saved, where, own_catalog):
    """An end that is far moves nothing; one within half a year, or that has come, breaks it."""
    file = "offerings/borealis/delta/nc-20b.toml"
    change(own_catalog, file, "[facts]\n", RETIRES)
    answer = checked(run, saved, where(), 0)
    ends = [row for row in answer["moves"] if row["kind"] == "retirement"]
    assert [(row["before"], row["after"]) for row in ends] == [(None, "2027-08-01")]
    near = run("check", str(saved), *where("2027-02-03"))
    assert near.code == 1
    assert "no longer meets the need (lives: end)" in near.stdout
    assert run("check", str(saved), *where("2027-02-02")).code == 0
    answer = checked(run, saved, where("2027-08-15"), 1)
    assert answer["moves"][0]["kind"] == "gone"
    assert answer["moves"][0]["route"] == "delta/nc-20b@borealis"
    text = run("check", str(saved), *where("2027-08-15")).stdout
    assert "instead of delta/nc-20b@borealis, which is no longer sold" in text


def test_an_effort_that_is_no_longer_rated(run, where, own_catalog, tmp_path):
    """The route is sold, but nothing is known of it at the effort of the decision."""
    path = tmp_path / "effort.toml"
    asked = ("--provider", "acme", "--by", "route")
    assert run("recommend", *asked, "--save", str(path), *where()).code == 0
    assert 'route = "acme/atlas-3:high@acme"' in path.read_text(encoding="utf-8")
    table = own_catalog / "derived" / "estimates.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("acme/atlas-3,high,")]
    assert len(kept) < len(lines)
    table.write_text("".join(kept), encoding="utf-8")
    rows = checked(run, path, where(), 1)["moves"]
    gone = [(row["route"], row["what"]) for row in rows if row["kind"] == "gone"]
    assert gone == [("acme/atlas-3:high@acme", "effort")]
    assert "no longer rated at its effort" in run("check", str(path), *where()).stdout


def test_a_price_that_was_not_read_for_long_expires(run, saved, where):
    """A fact that was fresh and is old now is told with its age in days."""
    answer = checked(run, saved, where("2027-02-23"), 0)
    expired = [row for row in answer["moves"] if row["kind"] == "expired"]
    assert {(row["what"], row["before"], row["after"]) for row in expired} == {
        ("price_read", 3, 95)
    }


def test_a_new_entrant(run, where, own_catalog, tmp_path):
    """A route that was not on the list and is now."""
    path = tmp_path / "open.toml"
    asked = ("--task", "coding", "--open-weights", "--previews", "--top", "3")
    assert run("recommend", *asked, "--save", str(path), *where()).code == 0
    file = "offerings/borealis/birch/oak-70b.toml"
    change(own_catalog, file, 'value = "current"', 'value = "retired"')
    moves = checked(run, path, where(), 1)["moves"]
    kinds = {row["kind"]: row["route"] for row in moves}
    assert kinds["gone"] == "birch/oak-70b@borealis"
    assert kinds["entrant"] == "birch/oak-70b@cumulus"


def test_a_decision_that_nothing_fits(run, where, tmp_path):
    """Saved too: it holds as long as nothing fits."""
    path = tmp_path / "none.toml"
    assert run("recommend", "--budget", "0.5", "--save", str(path), *where()).code == 1
    answer = checked(run, path, where(), 0)
    assert (answer["first"], answer["decision"]["first"]) == (None, None)


CONTRADICTIONS = [
    (("--budget", "200"), "--budget contradicts the decision", "says `300.0`"),
    (("--task", "general"), "--task contradicts the decision", "says `coding`"),
    (("--tools",), "--tools contradicts the decision", "does not ask it"),
    (("--top", "5"), "--top contradicts the decision", "says `3`"),
    (("--by", "route"), "--by contradicts the decision", "says `model`"),
    (("--exclude-jurisdiction", "US"), "--exclude-jurisdiction contradicts", "says CN"),
]


@pytest.mark.parametrize(("more", "message", "detail"), CONTRADICTIONS)
def test_an_option_that_contradicts_the_decision(run, saved, where, more, message, detail):
    """One sentence that names the option and what the decision says, exit 2."""
    found = run("recommend", "--decision", str(saved), *more, *where())
    assert found.code == 2
    assert message in found.stderr
    assert detail in found.stderr
    assert found.raw == b""


def test_an_option_that_says_the_same(run, saved, where):
    """What the decision says may be said again."""
    found = run("recommend", "--decision", str(saved), *ASKED, *where())
    assert found.code == 0


EDITS = [
    ("budget = 300.0", "budget = 500.0", "`need.budget` was changed"),
    ("budget = 300.0\n", "", "`need.budget` is missing"),
    ("[need]\n", "[need]\ntools = true\n", "`need.tools` was added"),
    ("rank = 2", "rank = 3", "`shortlist.2.rank` was changed"),
    ("performance = 0.4", "performance = 0.5", "`weights.performance` was changed"),
    ("[options]", "[choices]", "edited by hand: `options` is missing"),
    ('schema_version = "1.3"', 'schema_version = "2.0"', "has schema `2.0`"),
    ('schema_version = "1.3"', "", "is no decision"),
    ("[need]", "[need", "is not TOML"),
    ("[need]", "[need]\nx = " + "9" * 5000, "is not TOML"),
    ("[seal]\n", "[seal]\nmarks = []\n", "is not TOML"),
]


@pytest.mark.parametrize(("old", "new", "message"), EDITS)
@pytest.mark.parametrize("command", ["check", "recommend"])
def test_a_file_edited_by_hand(run, saved, where, old, new, message, command):
    """The sentence names the key; nothing is answered."""
    text = saved.read_text(encoding="utf-8")
    assert old in text
    saved.write_text(text.replace(old, new, 1), encoding="utf-8")
    named = (str(saved),) if command == "check" else ("--decision", str(saved))
    found = run(command, *named, *where())
    assert found.code == 2
    assert message in found.stderr
    assert "hint: " in found.stderr
    assert found.raw == b""


def test_a_type_that_a_forged_seal_hides(run, saved, where):
    """Who mends the seal too still gets no crash, whatever the value."""
    import tomllib

    import tomli_w

    from llmpick.inputs import decision_file

    good = tomllib.loads(saved.read_text(encoding="utf-8"))
    places = ("need", "options", "weights", "workload", "answer", "catalog", "shortlist")

    def table(file, place):
        return file[place][0] if place == "shortlist" else file[place]

    cases = [
        (place, key, wrong)
        for place in places
        for key, right in table(good, place).items()
        for wrong in ([1], {"a": 1}, 10**400, -1.5, "", True)
        if right != wrong
    ]
    for place, key, wrong in some(cases):
        bad = copy.deepcopy(good)
        table(bad, place)[key] = wrong
        bad["seal"] = {"marks": decision_file._seal(bad)}
        saved.write_text(tomli_w.dumps(bad), encoding="utf-8")
        found = run("check", str(saved), *where())
        assert found.code in (0, 1, 2)


def test_what_is_no_decision_file(run, where, tmp_path):
    """A folder, a file too large, no file, and other names beside it: a sentence each."""
    folder, large = tmp_path / "folder.toml", tmp_path / "large.toml"
    folder.mkdir()
    large.write_text("a = 1\n" * 100_000, encoding="utf-8")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe")
    for arguments, message in (
        ((str(folder),), "is no ordinary file"),
        ((str(large),), "is larger than"),
        ((str(binary),), "is UTF-16, not UTF-8"),
        ((str(tmp_path / "missing.toml"),), "does not exist"),
        ((str(large), "atlas-3"), "cannot be checked with other names"),
        ((str(large), "--policy", "x"), "cannot be checked with other names"),
        ((str(large), "--format", "sarif"), "no findings for SARIF"),
    ):
        found = run("check", *arguments, *where())
        assert found.code == 2
        assert message in found.stderr
        assert found.raw == b""


def test_where_a_decision_cannot_be_saved(run, saved, where, tmp_path):
    """Not over another file, not under another ending, not below a file: nothing is left."""
    before = saved.read_bytes()
    for path, message in (
        (str(saved), "exists already"),
        (str(tmp_path / "decision.txt"), "cannot be saved as"),
        (str(saved / "below.toml"), "cannot be written"),
    ):
        found = run("recommend", *ASKED, "--save", path, *where())
        assert found.code == 2
        assert message in found.stderr
    assert saved.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir() if item.is_file()] == ["decision.toml"]


def test_a_decision_about_what_the_catalog_no_longer_has(run, where, own_catalog, tmp_path):
    """The sentence names the file and what is unknown."""
    path = str(tmp_path / "d.toml")
    assert run("recommend", "--no-provider", "relay", "--save", path, *where()).code == 0
    for file in (own_catalog / "offerings" / "relay").rglob("*.toml"):
        file.unlink()
    (own_catalog / "providers" / "relay.toml").unlink()
    found = run("check", path, *where())
    assert found.code == 2
    assert "d.toml`: no provider `relay`" in found.stderr


def test_the_file_keeps_no_path(saved, own_catalog):
    """Nothing of the machine is in a file that is handed to others."""
    text = saved.read_text(encoding="utf-8")
    assert str(own_catalog) not in text
    assert not re.search(r"/(home|tmp|work)/", text)
