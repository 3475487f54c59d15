"""What each command says of itself, for pages that are made of it: manual pages, the reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from llmpick.cli import help as told
from llmpick.cli.app import COMMANDS, app, loaded

Rows = tuple[tuple[str, str], ...]
"""Spelling of an option, or words of an example, → what it says."""


class Described(NamedTuple):
    """One command."""

    name: str
    """As it is typed, without `llmpick`: `catalog fit`; empty: the program itself."""
    text: str
    """In a sentence."""
    usage: str
    """As it is typed, with what follows: `llmpick show [OPTIONS] NAME`."""
    description: tuple[str, ...]
    """Paragraphs."""
    groups: tuple[tuple[str, Rows], ...]
    """Title of a group of options → its options; arguments stand with the options."""
    examples: Rows
    """What is typed after the name → what it answers."""
    below: tuple[Described, ...] = ()
    """Its own commands."""


def program() -> Described:
    """The program, with every command of it."""
    whole = typer.main.get_command(app)
    context = whole.make_context("llmpick", [], resilient_parsing=True)
    starts = (line.strip() for line in told.START.splitlines() if line.startswith("  "))
    return Described(
        "",
        str(whole.help),
        "llmpick [OPTIONS] COMMAND [ARGS]...",
        (str(whole.epilog),),
        (("", _rows(context, whole.params)),),
        tuple((line.removeprefix("llmpick "), "") for line in starts),
        tuple(_command(context, name, text) for name, text in COMMANDS.items()),
    )


def _command(context: Any, name: str, text: str) -> Described:
    command = loaded(name)
    examples = told.EXAMPLES.get(name, ())
    if isinstance(command, TyperGroup):
        below = tuple(_below(name, each, one) for each, one in command.commands.items())
        return Described(name, text, f"llmpick {name} COMMAND [ARGS]...", (), (), examples, below)
    inner = command.make_context(name, [], parent=context, resilient_parsing=True)
    groups = told.grouped(command.get_params(inner))
    return Described(
        name,
        text,
        _usage(inner, command),
        _paragraphs(command.help),
        _groups(inner, groups),
        examples,
    )


def _below(group: str, name: str, command: Any) -> Described:
    inner = command.make_context(f"llmpick {group} {name}", [], resilient_parsing=True, parent=None)
    paragraphs = _paragraphs(command.help)
    many = len(command.params) > told.MANY
    groups = told.grouped(command.params) if many else [("", command.params)]
    return Described(
        f"{group} {name}",
        paragraphs[0] if paragraphs else "",
        _usage(inner, command),
        paragraphs,
        _groups(inner, groups),
        (),
    )


def _groups(inner: Any, groups: Iterable[tuple[str, Any]]) -> tuple[tuple[str, Rows], ...]:
    found = ((title, _rows(inner, members)) for title, members in groups)
    return tuple((title, rows) for title, rows in found if rows)


def _usage(inner: Any, command: Any) -> str:
    return f"{inner.command_path} {' '.join(command.collect_usage_pieces(inner))}"


def _rows(inner: Any, params: Iterable[Any]) -> Rows:
    records = (one.get_help_record(inner) for one in params)
    return tuple((name, _line(text)) for name, text in filter(None, records))


def _paragraphs(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, map(_line, re.split(r"\n\s*\n", text or ""))))


def _line(text: str) -> str:
    return " ".join((text or "").split())


def every(one: Described) -> Iterator[Described]:
    """*one*, then all commands below it, as they are listed."""
    yield one
    for each in one.below:
        yield from every(each)
