"""Every command in every form: strict, plain where it is piped, harmless whatever names hold."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil

import pytest

DAY = ("--as-of", "2026-11-23")
FORMS = ("table", "text", "json", "jsonl", "csv", "tsv", "markdown", "ids")
COMMANDS = {
    "recommend": ("recommend", "--task", "coding", "--budget", "300"),
    "recommend all": ("recommend", "--by", "route", "--explain", "--rate", "JPY=150"),
    "recommend none": ("recommend", "--budget", "0.01"),
    "compare": ("compare", "atlas-3", "sapling-8b", "thin-9"),
    "show model": ("show", "atlas-2"),
    "show route": ("show", "birch/sapling-8b@relay"),
    "show provider": ("show", "dojo"),
    "show licence": ("show", "community-2"),
    "show benchmark": ("show", "duel-elo"),
    "show task": ("show", "coding"),
    "list models": ("list",),
    "list models of a task": ("list", "models", "--task", "japanese", "--sort", "-quality"),
    "list offerings": ("list", "offerings", "--all"),
    "list providers": ("list", "providers"),
    "list licences": ("list", "licences"),
    "list benchmarks": ("list", "benchmarks"),
    "list tasks": ("list", "tasks"),
    "list hardware": ("list", "hardware"),
    "list plans": ("list", "plans"),
    "recommend for people": ("recommend", "-t", "coding", "--seats", "10"),
    "compare plans": ("compare", "acme/desk", "birch/club"),
    "show plan": ("show", "acme desk"),
    "overlay": ("overlay", "list"),
    "resolve": ("resolve", "atlas-2", "oak-70b"),
    "stats": ("catalog", "stats"),
    "sources": ("catalog", "sources"),
    "gaps": ("catalog", "gaps"),
}


@pytest.fixture
def ask(run, compiled_catalog):
    """Run one of COMMANDS on the small catalog."""

    def call(name, *more, **given):
        command = COMMANDS.get(name) or tuple(name.split())
        return run(*command, *DAY, "--catalog", str(compiled_catalog), *more, **given)

    return call


def strict(text):
    """*text* as JSON, without what JSON has not."""

    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_form(ask, name, form):
    """Each form is there, whole, ends with a line end, and holds no control character."""
    found = ask(name, "--format", form)
    nothing = name in ("recommend none", "list hardware")
    assert found.code == (1 if nothing else 0)
    text = found.stdout
    if text:
        assert text.endswith("\n")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u200b]", text)
    if form != "tsv":
        assert "\t" not in text
    if form == "json":
        assert isinstance(strict(text), dict)
    if form == "jsonl":
        assert all(isinstance(strict(line), dict) for line in text.splitlines())
    if form in ("csv", "tsv"):
        rows = list(csv.reader(io.StringIO(text), delimiter="," if form == "csv" else "\t"))
        assert len({len(row) for row in rows if row}) <= 1
    if form == "ids" and name != "sources":
        assert all(re.fullmatch(r"[a-z0-9@:/._-]+", line) for line in text.splitlines())


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv", "tsv", "markdown", "ids"])
@pytest.mark.parametrize("name", ["recommend", "compare", "show model", "list offerings"])
def test_what_is_piped_is_the_same_at_any_width(ask, name, form):
    """Full identifiers, no cut, no colour, whatever COLUMNS says."""
    texts = {ask(name, "--format", form, columns=columns).raw for columns in (20, 80, 200)}
    assert len(texts) == 1


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 100, 140, 200])
@pytest.mark.parametrize("name", ["recommend", "compare", "show model", "list models"])
def test_a_table_keeps_to_the_width(ask, name, columns):
    """No line is wider than the terminal."""
    found = ask(name, "--format", "table", columns=columns)
    assert found.code == 0
    assert max(map(len, found.stdout.splitlines())) <= columns


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_a_narrow_table_cuts_no_identifier(ask, columns):
    """What does not fit on a line is folded: every character of a route can be read."""
    routes = ask("recommend", "--format", "ids").stdout.split()
    text = ask("recommend", "--format", "table", columns=columns).stdout
    folded = re.sub(r"\s", "", text)
    for route in routes:
        model, _, place = route.partition("/")[2].partition("@")
        for part in (model.partition(":")[0], place):
            assert part in (text if columns >= 40 else folded)


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        pytest.param({}, False, id="a pipe"),
        pytest.param({"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="NO_COLOR wins"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": ""}, True, id="an empty NO_COLOR is unset"),
        pytest.param({"NO_COLOR": "1"}, False, id="NO_COLOR"),
    ],
)
@pytest.mark.parametrize("form", ["table", "text", "json", "markdown", "csv"])
def test_colour(ask, env, coloured, form):
    """Colour in tables only, and only where it is wanted."""
    found = ask("recommend", "--format", form, env=env)
    assert ("\x1b[" in found.stdout) is (coloured and form == "table")


def test_colour_adds_nothing_but_colour(ask):
    """A table without its colours is the plain table."""
    plain = ask("recommend", "--format", "table", columns=100).stdout
    env = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    bright = ask("recommend", "--format", "table", columns=100, env=env).stdout
    lines = re.sub(r"\x1b\[[0-9;]*m", "", bright).split("\n")
    assert [line.rstrip() for line in lines] == plain.split("\n")


@pytest.mark.parametrize("form", ["table", "text"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("birch/sapling-8b", "gpt[/] Sapling :smile: [link=https://x.example]8B[/link]"),
        ("acme/atlas-2", "Atlas 2 [v2]"),
        ("birch/oak-70b", "=1+1 Oak 70B"),
    ],
)
def test_markup_in_names_is_text(ask, form, name, words):
    """Rich's markup, emoji codes and links in a name are printed as they are."""
    assert words in ask(f"show {name}", "--format", form, columns=200).stdout


def test_markdown_in_names_is_text(ask):
    """What Markdown would obey is made literal."""
    text = ask("show birch/sapling-8b", "--format", "markdown").stdout
    assert "[link=" not in text.replace("\\[link=", "")


HOSTILE = "\\u001b]0;title\\u0007\\u202e=1+1\\u200b"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "path", ["models/acme/atlas-3.toml", "providers/acme.toml", "licences/community-2.toml"]
)
def test_a_name_with_escapes_never_reaches_a_terminal(run, own_catalog, path, form):
    """Refused by the schema, and told without repeating it."""
    file = own_catalog / path
    text = re.sub(
        "^name = .*$", lambda _: f'name = "{HOSTILE}"', file.read_text(), count=1, flags=re.M
    )
    file.write_text(text)
    for command in (("recommend",), ("catalog", "validate")):
        day = DAY if command == ("recommend",) else ()
        found = run(*command, "--catalog", str(own_catalog), "--format", form, *day)
        assert found.code != 0
        assert not re.search("[\x1b\x07\u202e\u200b]", found.stdout + found.stderr)


def cells(text, delimiter=","):
    """The cells of all rows but the first."""
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    return [cell for row in rows[1:] for cell in row]


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("name", ["list models", "show model", "compare", "recommend all"])
def test_no_cell_is_a_formula(ask, name, form, delimiter):
    """A text that a spreadsheet would run is marked; a number stays one."""
    for cell in cells(ask(name, "--format", form).stdout, delimiter):
        if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝")):
            assert float(cell) <= 0, cell


def test_a_formula_is_marked_and_whole(ask):
    """The name is all there, behind an apostrophe."""
    assert "'=1+1 Oak 70B" in cells(ask("list models", "--format", "csv").stdout)


def test_json_keys_of_recommend(ask):
    """The keys that are promised."""
    found = strict(ask("recommend", "--json").stdout)
    assert list(found) == [
        "schema_version",
        "tool",
        "catalog",
        "need",
        "headline",
        "picks",
        "equal",
        "results",
        "excluded",
        "confidence",
        "robustness",
        "warnings",
        "regulations",
        "seats",
        "plans",
        "heard",
    ]
    row = found["results"][0]
    assert {
        "rank",
        "route",
        "model",
        "provider",
        "api_model",
        "score",
        "monthly_cost_usd",
        "criteria",
        "ledger",
        "privacy_level",
        "licence",
        "warnings",
    } <= set(row)
    for part in row["criteria"].values():
        assert {"value", "unit", "utility", "weight", "contribution"} <= set(part)
    total = sum(part["contribution"] for part in row["criteria"].values())
    assert total == pytest.approx(row["score"], abs=1e-9)
    excluded = found["excluded"]
    assert sum(rule["routes"] for rule in excluded["rules"]) == excluded["routes_excluded"]
    assert {entry["state"] for entry in row["ledger"]} <= {
        "met",
        "not met",
        "unknown",
        "ignored",
    }


def test_the_forms_agree(ask):
    """JSON Lines, CSV and identifiers name the routes of the document, in its order."""
    routes = [row["route"] for row in strict(ask("recommend", "--json").stdout)["results"]]
    lines = ask("recommend", "--format", "jsonl").stdout.splitlines()
    assert [strict(line)["route"] for line in lines] == routes
    table = csv.DictReader(io.StringIO(ask("recommend", "--format", "csv").stdout))
    assert [row["route"] for row in table] == routes
    assert ask("recommend", "--format", "ids").stdout.split() == routes
    text = ask("recommend", "--format", "text").stdout
    _, _, table_text = text.partition("\n#  ")
    rows = [line.split() for line in table_text.partition("\n\n")[0].splitlines()[1:]]
    for rank, (row, route) in enumerate(zip(rows, routes, strict=True), 1):
        model, _, place = route.partition("/")[2].partition("@")
        assert row[:2] == [str(rank), model.partition(":")[0]]
        assert place in row


def test_a_route_can_be_asked_for_by_its_name(ask):
    """What is printed as a route can be shown."""
    for route in ask("recommend", "--by", "route", "--format", "ids").stdout.split():
        assert ask(f"show {route}").code == 0


def test_the_form_by_the_environment(ask):
    """LLMPICK_FORMAT is the default; an option wins."""
    assert ask("list tasks", env={"LLMPICK_FORMAT": "ids"}).stdout.split()[0] == "coding"
    assert ask("list tasks", "--json", env={"LLMPICK_FORMAT": "ids"}).stdout.startswith("{")


def test_notes_go_to_stderr(run, small_catalog):
    """What is not the answer does not stand in it."""
    found = run("list", "--catalog", str(small_catalog), "--json", *DAY)
    assert found.stderr.startswith("note: ")
    assert isinstance(strict(found.stdout), dict)


def test_another_catalogs_answer_is_its_own(run, own_catalog, tmp_path):
    """Two catalogs in one process do not mix."""
    other = tmp_path / "other"
    shutil.copytree(own_catalog, other)
    (other / "offerings/borealis/birch/oak-70b.toml").unlink()

    def ask_of(folder):
        return run("list", "offerings", "--format", "ids", "--catalog", str(folder), *DAY).stdout

    first = ask_of(own_catalog)
    assert set(first.split()) - set(ask_of(other).split()) == {"birch/oak-70b@borealis"}
    assert ask_of(own_catalog) == first


@pytest.mark.parametrize("form", FORMS)
def test_what_was_typed_cannot_steer_a_terminal(run, compiled_catalog, form):
    """Also in JSON, and where colours are asked for: C1 controls and marks of direction."""
    found = run(
        *("resolve", "\x9b31m\u202eatlas-2\x85", "--format", form),
        *("--catalog", str(compiled_catalog)),
        env={"FORCE_COLOR": "1"},
    )
    assert found.code == 2
    assert not re.search(r"[\x7f-\x9f\u202e]", found.stdout + found.stderr)
