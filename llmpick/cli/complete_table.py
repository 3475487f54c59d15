"""What the command line takes where, out of its commands: the table that completion reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import typer
from typer.core import TyperGroup

from llmpick.catalog.container import dumps
from llmpick.cli.app import COMMANDS, app, loaded
from llmpick.cli.complete_values import FREE, VALUES

LONGEST = 78
"""A shell shows what a word is in one line."""


def commands() -> dict[str, Any]:
    """Path → a command as plain values; llmpick itself is ``."""
    whole = typer.main.get_command(app)
    found = {"": {**_plain("", whole), "commands": {**COMMANDS, "help": "Explains a command."}}}
    for name in COMMANDS:
        found |= dict(_below(name, loaded(name)))
    return found


def packed(found: Mapping[str, Any], sources: tuple[int, int] | None) -> bytes:
    """The file that holds the table, made from *sources*; None for a wheel, where they stay."""
    return dumps({"sources": sources, **{f"command {path}": one for path, one in found.items()}})


def _below(path: str, command: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, _plain(path, command)
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from _below(f"{path} {name}", below)


def _plain(path: str, command: Any) -> dict[str, Any]:
    inner = command.commands if isinstance(command, TyperGroup) else {}
    options, arguments, goes_on = [], [], False
    for one in command.params:
        if one.param_type_name == "argument":
            arguments.append(values_of(path, one))
            goes_on = one.nargs == -1
        elif not one.hidden:
            takes = not one.is_flag
            told = (takes, bool(one.multiple), _first(one.help), values_of(path, one))
            for names in (one.opts, one.secondary_opts):
                if names:
                    options.append((tuple(sorted(names, key=len, reverse=True)), *told))
    options.append((("--help", "-h"), False, False, "Show help and exit.", ()))
    return {
        "commands": {name: _first(below.help) for name, below in inner.items()},
        "options": options,
        "arguments": (arguments, goes_on),
    }


def values_of(path: str, one: Any) -> tuple[str, ...]:
    """
    What an option or argument of the command *path* takes, as parts.

    Raises:
        KeyError: nobody said; `complete_values` must.
    """
    if one.param_type_name == "option" and one.is_flag:
        return ()
    name = one.opts[0] if one.param_type_name == "option" else one.name
    for key in (f"{path} {name}", name):
        if key in VALUES:
            return VALUES[key]
    if one.metavar in FREE:
        return FREE[one.metavar]
    raise KeyError(f"what may stand for {name} of `llmpick {path}` (complete_values.py)")


def _first(text: str | None) -> str:
    """The first sentence of a help, in one line."""
    words = " ".join((text or "").split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
