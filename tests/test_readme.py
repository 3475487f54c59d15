"""The README's examples run, and print what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(\$ llmpick [^\n]*)\n(.*?)```", re.DOTALL)


def output_of(command: str) -> str:
    """What a command of the README prints, in a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "llmpick", *shlex.split(command)[2:]],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


EXAMPLES = BLOCK.findall(README.read_text(encoding="utf-8"))


def test_there_are_examples():
    """The README shows recommend, compare and resolve."""
    shown = " ".join(command for command, _ in EXAMPLES)
    assert all(name in shown for name in ("recommend", "compare", "resolve"))


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[line[2:] for line, _ in EXAMPLES])
def test_example(command, shown, request):
    """An example prints what the README shows of it; `--write-snapshots` rewrites it."""
    printed = output_of(command)
    if request.config.getoption("--write-snapshots", default=False):
        text = README.read_text(encoding="utf-8")
        README.write_text(
            text.replace(f"{command}\n{shown}```", f"{command}\n{printed}```"), encoding="utf-8"
        )
        return
    assert printed == shown


def test_every_command_stands_in_the_readme():
    """A command that a user can call is named in the README."""
    from llmpick.cli.app import COMMANDS

    text = README.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`llmpick {name}" not in text] == []
