"""`llmpick report` without a browser: what the files hold, and what they must not."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from llmpick.render.page import shell

DAY = ("--as-of", "2026-11-23")
NEED = ("--task", "coding", "--budget", "300", "--privacy", "internal")
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Structure(HTMLParser):
    """The elements of a page: whether they nest, their identifiers, what would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.used: list[str] = []
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.heads: list[str] = []
        self.model = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.used += (given.get(name) or "").split()
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif given.get("src") or given.get("href"):
            self.fetched.append(given.get("src") or given.get("href") or "")
        self.faults += [f"{tag} {name}" for name in given if name.startswith("on")]
        if tag in ("h1", "h2", "h3"):
            self.heads.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script" and data.startswith('{"criteria"'):
            self.model += data


def parsed(text: str) -> Structure:
    """The structure of a page."""
    found = Structure()
    found.feed(text)
    found.close()
    return found


@pytest.fixture
def written(run, compiled_catalog, tmp_path):
    """Write a report and give its text: `written("--task", "coding", name="r.md")`."""

    def call(*arguments: str, name: str = "r.html", catalog: Path = compiled_catalog, code=0):
        target = tmp_path / name
        done = run("report", *arguments, *DAY, "--catalog", str(catalog), "--out", str(target))
        assert (done.code, done.stderr) == (code, "")
        return target.read_text(encoding="utf-8")

    return call


def test_a_page_is_whole_and_fetches_nothing(written):
    """Elements nest, references resolve, and only links lead out of it."""
    found = parsed(written(*NEED))
    assert found.faults == []
    assert found.open == []
    assert found.fetched == ["data:,"]
    assert len(found.ids) == len(set(found.ids))
    assert set(found.used) <= set(found.ids)
    assert found.heads[0] == "h1"
    assert found.heads[1] == "h2"
    assert set(found.heads[1:]) == {"h2", "h3"}
    assert all(link.startswith(("https://", "http://", "#")) for link in found.links)


def test_the_policy_lets_only_its_own_scripts_run(written):
    """Each inline script is named by its hash; nothing is fetched from anywhere."""
    text = written(*NEED)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; ")
    assert policy[1].count("'sha256-") == 6
    assert "http" not in policy[1]
    assert "unsafe-eval" not in policy[1]
    assert len(re.findall(r"<script>", text)) == 6


def test_the_model_is_what_the_program_scores(written, run, compiled_catalog):
    """Weights, utilities and costs are those of `recommend --json`, to the last bit."""
    found = json.loads(parsed(written(*NEED)).model)
    where = ("--catalog", str(compiled_catalog), *DAY)
    given = json.loads(run("recommend", *NEED, "--by", "route", "--json", *where).stdout)
    held = {route["id"]: route for route in found["routes"]}
    assert found["weights"] == [given["need"]["weights"][name] for name in found["criteria"]]
    assert given["results"]
    for result in given["results"]:
        route = held[result["route"]]
        for name, utility in zip(found["criteria"], route["utility"], strict=True):
            assert result["criteria"][name]["utility"] == pytest.approx(utility, abs=1e-11)
        assert route["cost"] == pytest.approx(result["monthly_cost_usd"], rel=1e-11)
        assert sum(route["terms"]) == pytest.approx(route["cost"], rel=1e-9)
        assert len(route["ledger"]) == len(found["asked"])


def test_same_input_same_bytes(written):
    """A page and a record are the same however often they are written."""
    for name in ("a.html", "a.md"):
        assert written(*NEED, name=name) == written(*NEED, name=name)


def test_a_page_of_the_shipped_catalog_is_small(run, tmp_path):
    """With as many routes as it takes, and all their evidence: below 1 MB."""
    target = tmp_path / "all.html"
    assert run("report", *DAY, "--out", str(target)).code == 0
    assert target.stat().st_size < 1_000_000
    text = target.read_text(encoding="utf-8")
    found = json.loads(parsed(text).model)
    assert len(found["routes"]) == 300
    assert found["complete"]
    assert f"This page holds 300 of {found['fitting']:,} routes that fit" in text


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&lt;$${x}$style"


def test_hostile_names_are_text(own_catalog, run, tmp_path):
    """What a record holds stands in the page as text, and in the record as text."""
    for path, old in (
        (own_catalog / "providers" / "acme.toml", 'name = "'),
        (own_catalog / "tasks" / "coding.toml", 'name = "'),
    ):
        text = path.read_text(encoding="utf-8")
        assert old in text
        hostile = json.dumps(HOSTILE)[1:-1]
        path.write_text(text.replace(old, f"{old}{hostile}", 1), encoding="utf-8")
    for name in ("r.html", "r.md"):
        target = tmp_path / name
        done = run(
            *("report", "--task", "coding", *DAY, "--catalog", str(own_catalog)),
            *("--out", str(target)),
        )
        assert done.code == 0, done.stderr
        text = target.read_text(encoding="utf-8")
        assert not re.search(r"(?<!\\)<(img src=x|script>alert)", text)
        assert "alert(1)" in text
        if name == "r.html":
            found = parsed(text)
            assert found.faults == []
            routes = json.loads(found.model)["routes"]
            assert any("</script><script>alert(1)" in route["name"] for route in routes)


@pytest.mark.parametrize("name", ["r.html", "r.md"])
def test_plans_by_the_seat_stand_in_a_report(written, name):
    """Those that fit, and why others do not; without people there are none."""
    form = "markdown" if name.endswith("md") else "html"
    asked = written("--task", "coding", "--seats", "10", "--format", form, name=name)
    assert "Acme Desk: 10 seats 200 USD a month" in asked
    assert "1 sold to one person" in asked
    assert "Acme Desk" not in written("--task", "coding", "--format", form, name=name)


def test_json_in_a_script_ends_nothing():
    """No text in it can end the element, and it reads back as it was."""
    given = {"name": "</script><!--<script>&\u2028\u2029\x00"}
    text = shell.script_json(given)
    assert not set(text) & set("<>&\u2028\u2029\x00")
    assert json.loads(text) == given


def test_a_record_has_the_form_of_madr(written):
    """The sections of MADR 4.0.0, in order, with status and day."""
    text = written(*NEED, "--weights", "cheap", name="r.md")
    assert text.startswith("---\nstatus: proposed\ndate: 2026-11-23\n---\n\n# Which language model")
    assert re.findall(r"^##? .*|^### Conse.*|^### Confirm.*", text, re.M)[1:] == [
        "## Context and Problem Statement",
        "## Decision Drivers",
        "## Considered Options",
        "## Decision Outcome",
        "### Consequences",
        "### Confirmation",
        "## Pros and Cons of the Options",
        "## More Information",
    ]
    assert 'Chosen option: "' in text
    assert "* Better: " in text
    assert "--budget 300 --privacy internal" in text
    assert "--weights cheap --as-of 2026-11-23" in text


def test_a_record_says_why_what_it_costs_and_what_would_change_it(written):
    """A defence in its order: why, how sure, the steps not taken, what turns it, when again."""
    text = written(*NEED, name="r.md")
    told = text[text.index("## Decision Outcome") : text.index("## Pros and Cons")]
    order = [
        'Chosen option: "',
        "95 USD a month, 57 of 100 expected at coding; Better costs 430 USD more for 16 points",
        "How sure: medium: it has 2 independent tests of coding",
        "### Consequences",
        "* Better: atlas-3 (low) on ",
        "* Equal: none",
        "### What would change it",
        " wins if ",
        "stays first while ",
        "### Confirmation",
        "* Look at it again on ",
        "--save decision.toml",
        "llmpick check decision.toml",
    ]
    places = [told.index(part) for part in order]
    assert places == sorted(places)


def test_a_record_says_of_the_first_what_the_answer_says(written, run, compiled_catalog):
    """Its option, how sure, and each step: word for word what `recommend` prints."""
    text = written(*NEED, name="r.md").replace("\\", "")
    where = ("--catalog", str(compiled_catalog), *DAY)
    spoken = run("recommend", *NEED, "--format", "text", *where).stdout
    lines = {line.split()[0]: line.split(None, 1)[1] for line in spoken.splitlines() if line}
    option, _, expected = lines["Use"].partition(": ")
    assert f'Chosen option: "{option}", because\n{expected}; {lines["why"]}.' in text
    assert f"How sure: {lines['sure?']}." in text
    for step in ("Better", "Equal"):
        assert f"* {step}: {lines[step]}." in text
    assert "Cheaper" not in lines
    assert "* Cheaper: " not in text


def test_a_record_can_be_kept_and_checked(written, run, compiled_catalog, tmp_path, monkeypatch):
    """The two commands under Confirmation work as they stand, and the decision holds."""
    monkeypatch.chdir(tmp_path)
    text = written(*NEED, name="r.md")
    keep, check = re.findall(
        r"^ +llmpick ((?:recommend .*--save|check) decision\.toml)", text, re.M
    )
    assert run(*keep.split(), *DAY).code == 0
    assert run(*check.split(), *DAY, "--catalog", str(compiled_catalog)).code == 0


def test_own_deployments_stand_in_a_report_as_in_an_answer(run, part, tmp_path):
    """What must run without a way out is the user's own: the report says what `recommend` does."""
    asked = ("--task", "rag", "--privacy", "air-gapped", "--gpu", "4xH100", *DAY)
    asked = (*asked, "--catalog", str(part))
    target = tmp_path / "own.md"
    done = run("report", *asked, "--out", str(target))
    assert done.code == 0
    assert "priced as rented hardware" in done.stderr
    text = target.read_text(encoding="utf-8").replace("\\", "")
    ids = run("recommend", *asked, "--format", "ids", "--top", "5").stdout.split()
    listed = re.findall(r"^\* (\S+@\S+)$", text, re.M)
    assert listed == ids
    assert "--gpu 4xH100" in text
    assert "rent of one h100-sxm, on-demand, " in text
    assert "* Own deployments: priced as rented hardware" in text
    page = tmp_path / "own.html"
    assert run("report", *asked, "--out", str(page)).code == 0
    model = json.loads(parsed(page.read_text(encoding="utf-8")).model)
    assert set(ids) <= {route["id"] for route in model["routes"]}
    assert "--save" not in text


def test_rules_that_are_about_the_user_stand_in_a_report(run, part, tmp_path):
    """What `recommend` flags for a region and a sector, the page and the record list as well."""
    where = (*DAY, "--catalog", str(part))
    asked = ("--task", "rag", "--region", "EU", "--sector", "health", *where)
    flagged = json.loads(run("recommend", *asked, "--json").stdout)["regulations"]
    assert flagged
    for name in ("r.html", "r.md"):
        target = tmp_path / name
        assert run("report", *asked, "--out", str(target)).code == 0
        text = target.read_text(encoding="utf-8").replace("\\", "")
        for rule in flagged:
            assert f"{rule['regulation']}/{rule['duty']}" in text
        assert "not legal advice" in text
    plain = tmp_path / "none.html"
    assert run("report", "--task", "rag", *where, "--out", str(plain)).code == 0
    assert 'id="rules"' not in plain.read_text(encoding="utf-8")


@pytest.mark.parametrize(("code", "some"), [("de", True), ("sw", False)])
def test_a_language_is_met_by_scores_in_it(run, code, some):
    """Scores of the task prove nothing of a language; those in the language count for it alone."""
    asked = ("--task", "coding", "--language", code, "--top", "60", *DAY)
    results = json.loads(run("recommend", *asked, "--json").stdout)["results"]
    ledgers = [{item["need"]: item for item in row["ledger"]} for row in results]
    assert any(row["language"]["state"] == "met" for row in ledgers) is some
    assert any(row["task"]["state"] == "met" for row in ledgers)
    for row in ledgers:
        for entry in (row["task"], row["language"]):
            assert (entry["state"] == "met") is not entry["is"].startswith("0 scores")


def test_the_command_asks_the_same_again(written, run, compiled_catalog):
    """What stands under how to repeat it gives the first choice of the page."""
    asked = (*NEED, "--tools", "--no-provider", "relay", "--weights", "perf=3,cost=1")
    text = written(*asked, "--max-retention", "30")
    found = json.loads(parsed(text).model)
    again = found["again"].split()
    assert again[:2] == ["llmpick", "recommend"]
    ids = run(*again[1:], "--format", "ids").stdout.split()
    best = max(
        found["routes"],
        key=lambda route: sum(
            weight * utility
            for weight, utility in zip(found["weights"], route["utility"], strict=True)
        ),
    )
    assert ids[0] == best["id"]


def test_nothing_fits_is_a_report_too(written):
    """What was left out and the price of each rule are what is asked for then; exit 1."""
    text = written("--budget", "0.001", code=1)
    assert "Nothing fits" in text
    assert json.loads(parsed(text).model)["routes"] == []
    assert "--budget" in written("--budget", "0.001", name="r.md", code=1)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("--out", "r.html", "--format", "pdf"), "no report as `pdf`", "html or markdown"),
        (("--out", "."), "`.` is no file", "--out report.html"),
        (("--out", ""), "`` is no file", "--out report.html"),
        (("--out", "a\0b"), "is no file", "--out report.html"),
        (("--out", "r.html", "--task", "codng"), "no task `codng`", "did you mean `coding`"),
    ],
    ids=["form", "folder", "nothing", "nul", "task"],
)
def test_mistakes(run, compiled_catalog, arguments, message, hint, tmp_path, monkeypatch):
    """One sentence and a hint, exit 2, and no file."""
    monkeypatch.chdir(tmp_path)
    done = run("report", *arguments, *DAY, "--catalog", str(compiled_catalog))
    assert (done.code, done.raw) == (2, b"")
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 2
    assert lines[0].startswith("error: ")
    assert message in lines[0]
    assert hint in lines[1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_takes_nothing(run, compiled_catalog, tmp_path, monkeypatch, error):
    """Full, read-only or forbidden: a sentence, and what was there before is as it was."""
    target = tmp_path / "r.html"
    target.write_text("before", encoding="utf-8")

    def refuse(source: str, destination: str) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        done = run("report", *DAY, "--catalog", str(compiled_catalog), "--out", str(target))
    assert (done.code, done.raw) == (2, b"")
    assert f"cannot be written: {os.strerror(error)}" in done.stderr
    assert "hint: " in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]
    assert target.read_text(encoding="utf-8") == "before"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_a_full_disk_while_it_is_written(spawn, tmp_path):
    """The bytes themselves do not go in: nothing is left behind."""
    limit = "ulimit -f 40; LLMPICK report --as-of 2026-11-23 --out r.html"
    shell = f"cd {shutil.os.fspath(tmp_path)}; {limit}"
    done = spawn(shell=f"trap '' XFSZ; {shell}")
    assert done.returncode == 2
    assert b"error: " in done.stderr
    assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
