"""The Japanese pages: their examples print what is shown, and their commands are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from llmpick.lang import choice

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.ja.md", ROOT / "docs" / "ja" / "guide.md"]
BLOCK = re.compile(r"```console\n(\$ llmpick [^\n]*)\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"`llmpick ([a-z-]+)")
LINK = re.compile(r"\]\(([^):]+)\)")
EXAMPLES = [
    (page, command, shown)
    for page in PAGES
    for command, shown in BLOCK.findall(page.read_text(encoding="utf-8"))
]


@pytest.fixture(autouse=True)
def english_after(monkeypatch):
    """The language of before comes back."""
    monkeypatch.setattr(choice, "language", "en")


@pytest.mark.parametrize(
    ("page", "command", "shown"), EXAMPLES, ids=[line[2:] for _, line, _ in EXAMPLES]
)
def test_example(run, page, command, shown, request):
    """`--write-snapshots` rewrites what is shown."""
    done = run(*shlex.split(command)[2:])
    assert done.code == 0, done.stderr
    if request.config.getoption("--write-snapshots", default=False):
        text = page.read_text(encoding="utf-8")
        whole = text.replace(f"{command}\n{shown}```", f"{command}\n{done.stdout}```")
        page.write_text(whole, encoding="utf-8")
        return
    assert done.stdout == shown


@pytest.mark.parametrize("page", [*PAGES, ROOT / "docs" / "glossary.ja.md"], ids=lambda p: p.name)
def test_commands_and_links_are_there(page):
    """Every command that is named, and every file that is linked."""
    from llmpick.cli.app import COMMANDS

    text = page.read_text(encoding="utf-8")
    assert set(NAMED.findall(text)) <= set(COMMANDS)
    assert [link for link in LINK.findall(text) if not (page.parent / link).exists()] == []
