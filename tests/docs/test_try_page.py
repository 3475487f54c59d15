"""docs/try.md: its commands are run against a server, and its tables are whole."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import evidence_catalog
import pytest
from model_server import Plays, reached, serving

from llmpick.api import reached as reaching
from llmpick.trying.graders import NAMES

PAGE = (Path(__file__).parents[2] / "docs" / "try.md").read_text(encoding="utf-8")
LOOP = PAGE.partition("## One loop")[2].partition("\n## ")[0]


@pytest.fixture
def ask(run, small_catalog, tmp_path, monkeypatch):
    """Run a line of the page in a folder of its own, on the small catalog."""
    folder = str(evidence_catalog.make(small_catalog, tmp_path / "catalog"))
    env = {
        "LLMPICK_EVIDENCE_DIR": str(tmp_path / "own"),
        "LLMPICK_TRIES_DIR": str(tmp_path / "tries"),
        "SOME_KEY": "key",
    }
    monkeypatch.chdir(tmp_path)

    def call(line, *more):
        return run(*shlex.split(line)[1:], *more, "--catalog", folder, env=env)

    return call


def test_the_loop_is_as_the_page_says(ask, tmp_path, monkeypatch):
    """Need, decision, dry run, trial, and the decision again with own results in it."""
    lines = re.findall(r"^    (llmpick .*)$", LOOP, re.MULTILINE)
    prompts = re.search(r"```json\n(.*?)```", LOOP, re.DOTALL)
    assert prompts is not None
    (tmp_path / "tickets.jsonl").write_text(prompts[1])

    def there(catalog, need, offering, urls, environment):
        return reached(model.url, "openai-chat", "SOME_KEY", offering.api_model)

    monkeypatch.setattr(reaching, "connected", there)
    with serving(lambda told, number: Plays(words=("2",))) as model:
        kept, planned, tried, again, checked = lines
        assert ask(kept).code == 0
        assert "Nothing was sent" in ask(planned).stdout
        assert model.told == []
        done = ask(tried, "--yes")
    assert done.code == 0, done.stderr
    assert "kept" in done.stdout
    assert "quality includes your own results: tickets" in ask(again).stdout
    assert ask(checked).code in (0, 1)


def test_every_grader_has_a_row():
    """With its name as it is given."""
    table = PAGE.partition("| grader |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)[:`]", table)) >= set(NAMES)
