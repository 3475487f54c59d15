"""Help: a start page, options in groups with the usual ones first, examples that can be asked."""

from __future__ import annotations

import re
import shlex
from importlib import import_module

import pytest
import typer

from llmpick.cli import help as shown
from llmpick.cli.app import COMMANDS
from llmpick.version import __version__


def test_a_bare_name_starts_a_newcomer(run):
    """What it is, what to type, exit code 0."""
    found = run()
    assert (found.code, found.stdout) == (0, shown.START)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_by_every_name(run, name):
    """`--help`, `-h` and `help NAME` are one."""
    found = run(name, "--help")
    assert found.code == 0
    assert run(name, "-h").stdout == run("help", name).stdout == found.stdout


def test_the_usual_options_come_first(run):
    """Some two dozen in groups, all of them with --help-all, none twice."""
    short, whole = (run("recommend", flag).stdout for flag in ("--help", "--help-all"))
    flags = re.compile(r"^  (?:-\w, )?(--[a-z-]+)", re.MULTILINE)
    few, every = flags.findall(short), flags.findall(whole)
    assert 20 <= len(few) <= 32
    assert set(few) < set(every)
    assert len(every) == len(set(every)) > 90
    left = re.search(r"(\d+) more options: llmpick recommend --help-all", short)
    assert left
    assert int(left[1]) == len(every) - len(few)
    assert [f"{title}:" in whole for title in shown.GROUPS] == [True] * len(shown.GROUPS)


@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for name, rows in shown.EXAMPLES.items() for words, _ in rows]
)
def test_examples_can_be_asked(name, words):
    """Their options are there and take such values."""
    module = import_module(f"llmpick.cli.{name.replace('-', '_')}")
    command = typer.main.get_command(module.app)
    command.make_context(name, shlex.split(words))


def test_the_version_by_every_name(run):
    """In the list of options, and said."""
    assert "--version" in run("--help").stdout
    assert run("--version").stdout == f"llmpick {__version__}\n"


def test_commands_are_told_in_full(run):
    """No text of a command is cut."""
    said = " ".join(run("--help").stdout.split())
    assert [text for text in COMMANDS.values() if text not in said] == []
