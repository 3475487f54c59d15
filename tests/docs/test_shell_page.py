"""docs/shell.md: its examples print what is shown, its lines are those that shells need."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from llmpick.cli.complete import answer
from llmpick.cli.complete_scripts import PLACES, SCRIPTS

TEXT = (Path(__file__).parents[2] / "docs" / "shell.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ llmpick ([^\n]*)\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize(("words", "shown"), EXAMPLES, ids=[words for words, _ in EXAMPLES])
def test_example(run, words, shown):
    """As it is typed; a list may be shown by its first lines."""
    typed = shlex.split(words)
    if typed[0] == "__complete":
        assert answer(typed[1:]) == shown
        return
    found = run(*typed)
    assert (found.code, found.stderr) == (0, "")
    assert found.stdout.startswith(shown)


@pytest.mark.parametrize("shell", SCRIPTS)
def test_each_shell_has_its_line(run, shell):
    """The command in the table writes the script; the wheel holds it where the page says."""
    assert f"llmpick completion {shell}" in TEXT
    assert run("completion", shell).stdout == SCRIPTS[shell]
    assert PLACES[shell].rpartition("/")[0] in TEXT
