"""The examples of the README and of the pages run, and print what is shown."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(\$ llmpick [^\n]*)\n(.*?)```", re.DOTALL)


def output_of(command: str) -> str:
    """What a command of the README prints, in a pipe; `| head -N` keeps its first lines."""
    command, _, most = command.partition(" | head -")
    done = subprocess.run(
        [sys.executable, "-m", "llmpick", *shlex.split(command)[2:]],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines(keepends=True)
    return "".join(lines[: int(most)] if most else lines)


PAGES = (README, ROOT / "docs" / "privacy.md")
EXAMPLES = [
    (page, command, shown)
    for page in PAGES
    for command, shown in BLOCK.findall(page.read_text(encoding="utf-8"))
]


def test_there_are_examples():
    """The README shows recommend, compare and resolve."""
    shown = " ".join(command for page, command, _ in EXAMPLES if page == README)
    assert all(name in shown for name in ("recommend", "compare", "resolve"))


@pytest.mark.parametrize(
    ("page", "command", "shown"), EXAMPLES, ids=[line[2:] for _, line, _ in EXAMPLES]
)
def test_example(page, command, shown, request):
    """An example prints what the page shows of it; `--write-snapshots` rewrites it."""
    printed = output_of(command)
    if request.config.getoption("--write-snapshots", default=False):
        text = page.read_text(encoding="utf-8")
        page.write_text(
            text.replace(f"{command}\n{shown}```", f"{command}\n{printed}```"), encoding="utf-8"
        )
        return
    assert printed == shown


def test_every_command_stands_in_the_readme():
    """A command that a user can call is named in the README."""
    from llmpick.cli.app import COMMANDS

    text = README.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`llmpick {name}" not in text] == []
