"""
Manual pages out of the commands themselves: the options, groups and examples of `--help`.

    python -m llmpick.cli.man FOLDER

writes `llmpick.1` and one page a command; a wheel holds them below share/man.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator

from llmpick.cli.described import Described, program
from llmpick.version import __version__


def pages(day: str) -> dict[str, str]:
    """File name → page, of every command; *day* is the ISO day that they bear."""
    whole = program()
    found = {"llmpick.1": _whole(whole, day)}
    for command in whole.below:
        found[f"llmpick-{command.name}.1"] = _page(command, day)
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


def _whole(whole: Described, day: str) -> str:
    lines = [*_head("llmpick", whole.text, day), ".SH SYNOPSIS", _synopsis(whole), ".SH COMMANDS"]
    lines += _rows((f"llmpick-{one.name}(1)", one.text) for one in whole.below)
    lines += [".SH OPTIONS", *(line for _, rows in whole.groups for line in _rows(rows))]
    examples = (_plain(f"llmpick {words}") for words, _ in whole.examples)
    lines += [".SH EXAMPLES", ".EX", *examples, ".EE"]
    lines += [".SH EXIT STATUS", _marked(whole.description[-1].split("Exit codes: ")[1])]
    return "\n".join(lines) + "\n"


def _page(command: Described, day: str) -> str:
    lines = [
        *_head(f"llmpick-{command.name}", command.text, day),
        ".SH SYNOPSIS",
        _synopsis(command),
    ]
    if command.below:
        lines += [".SH COMMANDS"]
        for one in command.below:
            lines += [f".SS {_plain(f'llmpick {one.name}')}", _synopsis(one)]
            lines += [*_description(one), *(line for _, rows in one.groups for line in _rows(rows))]
    else:
        lines += [".SH DESCRIPTION", *_description(command), ".SH OPTIONS"]
        for title, rows in command.groups:
            lines += [f".SS {_plain(title)}", *_rows(rows)]
    if command.examples:
        lines += [".SH EXAMPLES"]
        for words, meant in command.examples:
            lines += [".TP", _bold(f"llmpick {command.name} {words}"), _marked(meant)]
    lines += [".SH SEE ALSO", f"{_bold('llmpick')}(1)"]
    return "\n".join(lines) + "\n"


def _head(name: str, text: str, day: str) -> list[str]:
    title = _plain(name.upper())
    return [
        f'.TH "{title}" 1 "{day}" "llmpick {_plain(__version__)}"',
        ".SH NAME",
        f"{_plain(name)} \\- {_plain(text.rstrip('.'))}",
    ]


def _synopsis(one: Described) -> str:
    name = f"llmpick {one.name}".rstrip()
    return f"{_bold(name)} {_plain(one.usage.removeprefix(name).lstrip())}"


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        yield from (".TP", _bold(name), _marked(text) or "\\&")


def _description(one: Described) -> Iterator[str]:
    for number, paragraph in enumerate(one.description):
        yield from ([".PP"] if number else [])
        yield _marked(paragraph)


def _bold(text: str) -> str:
    return f"\\fB{_plain(text)}\\fR"


def _marked(text: str) -> str:
    """*text*, what stands in backquotes bold."""
    return re.sub(r"`([^`]*)`", r"\\fB\1\\fR", _plain(text))


def _plain(text: str) -> str:
    """*text* so that no sign of it is a command; a dash stays one that can be copied."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


if __name__ == "__main__":
    from llmpick.catalog.load import load

    write(sys.argv[1], load().meta.own_day)
