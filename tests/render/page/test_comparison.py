"""`llmpick compare --out`: what the page holds, read as HTML."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def compared(run, part, tmp_path):
    """The page of a comparison, its text, and the JSON of the same answer."""

    def call(*arguments: str):
        where = (*arguments, *DAY, "--catalog", str(part))
        target = tmp_path / "c.html"
        done = run("compare", *where, "--out", str(target))
        assert (done.code, done.stderr) == (0, "")
        page = target.read_text(encoding="utf-8")
        answer = json.loads(run("compare", *where, "--json").stdout)
        return page, " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split()), answer

    return call


def test_a_tile_a_side_with_what_the_answer_says(compared):
    """Headline, bill and points of each model; both charts; the facts; the command."""
    page, text, answer = compared("gpt-5", "glm-5.3-flash", "--task", "coding")
    assert answer["headline"] in text
    assert page.count('<li class="tile">') == 2
    for side in answer["results"]:
        assert side["model"].partition("/")[2] in text
        assert f"{side['quality']['score'] * 100:.0f} of 100" in text
    assert re.findall(r'<figure id="([^"]+)"', page) == ["c-quality", "c-cost"]
    assert "marks what differs" in text
    assert "llmpick compare gpt-5 glm-5.3-flash --task coding" in text
    assert len(page) < 100_000


def test_it_loads_nothing_and_runs_its_own_script_alone(compared):
    """No address is fetched; one script, named by its hash."""
    page, _, _ = compared("gpt-5", "glm-5.3-flash")
    assert re.search(r"<script>", page)
    assert page.count("'sha256-") == 1
    assert not re.search(r'(?:src|href)="http', page)


def test_plans_stand_side_by_side_too(run, compiled_catalog, tmp_path):
    """What is no model has its table and its lines, and no tile of a model."""
    target = tmp_path / "p.html"
    listed = run("list", "plans", "--format", "ids", "--catalog", str(compiled_catalog), *DAY)
    plans = listed.stdout.split()[:2]
    where = (*DAY, "--catalog", str(compiled_catalog), "--seats", "10")
    done = run("compare", *plans, *where, "--out", str(target))
    assert done.code == 0, done.stderr
    page = target.read_text(encoding="utf-8")
    assert "<table>" in page
    assert '<li class="tile">' not in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--out", "c.html", "--json"), "--out and --format cannot stand together"),
        (("--out", "c.html", "--format", "csv"), "--out and --format cannot stand together"),
        (("--open",), "--open without --out"),
        (("--out", ""), "is no file"),
    ],
)
def test_mistakes(run, part, tmp_path, monkeypatch, arguments, message):
    """One sentence, exit 2, and nothing written."""
    monkeypatch.chdir(tmp_path)
    done = run("compare", "gpt-5", "glm-5.3-flash", *arguments, "--catalog", str(part))
    assert (done.code, done.raw) == (2, b"")
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []
