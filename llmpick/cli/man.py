"""
Manual pages out of the commands themselves: the options, groups and examples of `--help`.

    python -m llmpick.cli.man FOLDER

writes `llmpick.1` and one page a command; a wheel holds them below share/man.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from llmpick.cli import help as told
from llmpick.cli.app import COMMANDS, app, loaded
from llmpick.version import __version__


def pages(day: str) -> dict[str, str]:
    """File name → page, of every command; *day* is the ISO day that they bear."""
    whole = typer.main.get_command(app)
    context = whole.make_context("llmpick", [], resilient_parsing=True)
    found = {"llmpick.1": _whole(context, whole, day)}
    for name, text in COMMANDS.items():
        found[f"llmpick-{name}.1"] = _page(context, name, text, day)
    return found


def write(folder: str, day: str) -> list[str]:
    """Write the pages into *folder*; their paths."""
    os.makedirs(folder, exist_ok=True)
    paths = []
    for name, text in pages(day).items():
        paths.append(os.path.join(folder, name))
        with open(paths[-1], "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return paths


def _whole(context: Any, whole: Any, day: str) -> str:
    lines = [*_head("llmpick", whole.help, day), ".SH SYNOPSIS"]
    lines += [f"{_bold('llmpick')} [OPTIONS] COMMAND [ARGS]...", ".SH COMMANDS"]
    lines += _rows((f"llmpick-{name}(1)", text) for name, text in COMMANDS.items())
    lines += [".SH OPTIONS", *_rows(_records(context, whole.params))]
    examples = (line.strip() for line in told.START.splitlines() if line.startswith("  "))
    lines += [".SH EXAMPLES", ".EX", *map(_plain, examples), ".EE"]
    lines += [".SH EXIT STATUS", _marked(whole.epilog.split("Exit codes: ")[1])]
    return "\n".join(lines) + "\n"


def _page(context: Any, name: str, text: str, day: str) -> str:
    command = loaded(name)
    lines = _head(f"llmpick-{name}", text, day)
    if isinstance(command, TyperGroup):
        lines += [".SH SYNOPSIS", f"{_bold(f'llmpick {name}')} COMMAND [ARGS]...", ".SH COMMANDS"]
        for each, below in command.commands.items():
            inner = below.make_context(
                f"llmpick {name} {each}", [], resilient_parsing=True, parent=None
            )
            lines += [f".SS {_plain(f'llmpick {name} {each}')}", _synopsis(inner, below)]
            lines += [*_description(below.help), *_rows(_records(inner, below.params))]
    else:
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        lines += [".SH SYNOPSIS", _synopsis(inner, command)]
        lines += [".SH DESCRIPTION", *_description(command.help)]
        groups = [
            (title, rows)
            for title, members in told.grouped(command.get_params(inner))
            if (rows := list(_records(inner, members)))
        ]
        lines += [".SH OPTIONS"]
        for title, rows in groups:
            lines += [f".SS {_plain(title)}", *_rows(iter(rows))]
    if examples := told.EXAMPLES.get(name, ()):
        lines += [".SH EXAMPLES"]
        for words, meant in examples:
            lines += [".TP", _bold(f"llmpick {name} {words}"), _marked(meant)]
    lines += [".SH SEE ALSO", f"{_bold('llmpick')}(1)"]
    return "\n".join(lines) + "\n"


def _head(name: str, text: str, day: str) -> list[str]:
    title = _plain(name.upper())
    return [
        f'.TH "{title}" 1 "{day}" "llmpick {_plain(__version__)}"',
        ".SH NAME",
        f"{_plain(name)} \\- {_plain(text.rstrip('.'))}",
    ]


def _synopsis(inner: Any, command: Any) -> str:
    pieces = " ".join(command.collect_usage_pieces(inner))
    return f"{_bold(inner.command_path)} {_plain(pieces)}"


def _records(inner: Any, params: list[Any]) -> Iterator[tuple[str, str]]:
    for one in params:
        record = one.get_help_record(inner)
        if record is not None:
            yield record


def _rows(rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        yield from (".TP", _bold(name), _marked(text) or "\\&")


def _description(text: str | None) -> Iterator[str]:
    """Paragraphs as they stand in a docstring."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", (text or "").strip())):
        yield from ([".PP"] if number else [])
        yield _marked(paragraph)


def _bold(text: str) -> str:
    return f"\\fB{_plain(text)}\\fR"


def _marked(text: str) -> str:
    """*text* in one line, what stands in backquotes bold."""
    joined = " ".join((text or "").split())
    return re.sub(r"`([^`]*)`", r"\\fB\1\\fR", _plain(joined))


def _plain(text: str) -> str:
    """*text* so that no sign of it is a command; a dash stays one that can be copied."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


if __name__ == "__main__":
    from llmpick.catalog.load import load

    write(sys.argv[1], load().meta.own_day)
