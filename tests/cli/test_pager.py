"""A long answer on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from llmpick.cli import pager


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"PAGER": "sh -c true"}, ["sh", "-c", "true"]),
        ({"PAGER": "sh", "LLMPICK_PAGER": ""}, []),
        ({"PAGER": ""}, []),
        ({"PAGER": "cat"}, []),
        ({"PAGER": "no-such-pager-here"}, []),
        ({"PAGER": "an 'open quote"}, []),
    ],
)
def test_the_pager_is_the_users(monkeypatch, env, expected):
    """PAGER is taken; LLMPICK_PAGER wins; an empty one is none."""
    monkeypatch.delenv("LLMPICK_PAGER", raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert pager.command() == expected


def test_only_what_is_longer_than_a_terminal(monkeypatch):
    """A pipe is never paged, nor what fits, nor a dumb terminal."""
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("TERM", "xterm")
    assert not pager.needed("line\n" * 30)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert pager.needed("line\n" * 24)
    assert not pager.needed("line\n" * 23)
    monkeypatch.setenv("TERM", "dumb")
    assert not pager.needed("line\n" * 30)


def test_a_pager_left_early_is_no_fault(monkeypatch):
    """Whoever quits at the first page has seen what they wanted."""
    monkeypatch.setenv("PAGER", "sh -c 'exit 0'")
    assert pager.show(b"line\n" * 100_000)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_list_on_a_terminal(compiled_catalog, tmp_path):
    """A list that is longer than the terminal goes through the pager, whole."""
    kept = tmp_path / "kept"
    ours, theirs = os.openpty()
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    env |= {"PAGER": f"sh -c 'cat > {kept}'", "LINES": "5", "COLUMNS": "80", "TERM": "xterm"}
    command = (sys.executable, "-m", "llmpick", "list", "--catalog", str(compiled_catalog))
    done = subprocess.run(command, stdout=theirs, stderr=theirs, env=env, timeout=60, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0
    assert "acme/atlas-3" in kept.read_text(encoding="utf-8")


def test_no_pager_is_an_option_of_every_command(run, compiled_catalog):
    """`--no-pager` may stand before the command or behind it; after `--` it is a name."""
    where = ("--catalog", str(compiled_catalog))
    plain = run("list", "tasks", *where).stdout
    assert run("--no-pager", "list", "tasks", *where).stdout == plain
    assert run("list", "--no-pager", "tasks", *where).stdout == plain
    assert run("resolve", *where, "--", "--no-pager").code
