"""docs/changes.md: its examples run on the small catalog, and print what is shown."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from two_states import make_newer

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "changes.md"
CHANGELOG = ROOT / "catalog" / "CHANGELOG.md"
BLOCK = re.compile(r"```console\n\$ llmpick ([^\n]*)\n(.*?)```", re.DOTALL)


@pytest.fixture
def here(small_catalog, tmp_path, monkeypatch):
    """A folder with `old` and `new`, two states of the small catalog."""
    for name in ("old", "new"):
        shutil.copytree(small_catalog, tmp_path / name)
    make_newer(tmp_path / "new")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("command", "shown"), BLOCK.findall(PAGE.read_text(encoding="utf-8")))
def test_example(run, here, request, command, shown):
    """An example prints what the page shows of it; `--write-snapshots` rewrites it."""
    words = shlex.split(command)
    found = run(*words, *(() if words[0] == "catalog" else ("--catalog", "new")))
    notes = ("note:", "hint: a", "\n")
    printed = found.stdout or "".join(
        line for line in found.stderr.splitlines(keepends=True) if not line.startswith(notes)
    )
    if request.config.getoption("--write-snapshots"):
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            text.replace(f"{command}\n{shown}```", f"{command}\n{printed}```"), encoding="utf-8"
        )
        return
    assert printed == shown


def test_the_changelog_of_the_catalog_is_whole():
    """Each version stands against the one below it, the newest is the catalog's own."""
    text = CHANGELOG.read_text(encoding="utf-8")
    versions = re.findall(r"^## (\S+)$", text, re.M)
    pairs = re.findall(r"^## \S+\n\n\*\*Catalog (\S+) against (\S+):", text, re.M)
    assert [new for new, _ in pairs] == versions
    assert [old for _, old in pairs[:-1]] == versions[1:]
    assert versions[0] == (ROOT / "catalog" / "VERSION").read_text(encoding="utf-8").strip()
