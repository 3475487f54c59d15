"""
The source of a notebook's cells, as spans of its JSON text.

Lines and columns that a program shows are those of the file, which only a reader that keeps the
places of strings can tell; outputs of cells are left out, they are no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]++')
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
DEEPEST = 64


class NotANotebook(ValueError):
    """The text is no notebook."""


class CellText(NamedTuple):
    """
    One string of a cell's source.

    *places* are the offsets in the file of each character of *text*, and of its end.
    """

    cell: int
    is_code: bool
    text: str
    places: tuple[int, ...]


def cells(text: str) -> Iterator[CellText]:
    """
    The strings of the sources of all cells, in order; cells are numbered from 1.

    Raises:
        NotANotebook: it is not the JSON of a notebook.
    """
    import json

    try:
        table = json.loads(text)
    except RecursionError:
        raise NotANotebook("nested too deeply") from None
    except ValueError:
        raise NotANotebook("no JSON") from None
    found = table.get("cells") if isinstance(table, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NotANotebook("no list of cells")
    kinds = [one.get("cell_type") == "code" for one in found]
    for path, start, end in _strings(text):
        if len(path) >= 3 and path[0] == "cells" and path[2] == "source":
            number = int(path[1])
            yield CellText(number + 1, kinds[number], *_decoded(text, start + 1, end - 1))


def _strings(text: str) -> Iterator[tuple[list[str], int, int]]:
    """Every string value with the keys and places that lead to it, and its span."""
    path: list[str] = []
    in_list: list[bool] = []
    key_next = False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "{[":
            in_list.append(sign == "[")
            path.append("0" if sign == "[" else "")
            key_next = sign == "{"
        elif sign in "}]":
            in_list.pop()
            path.pop()
            key_next = False
        elif sign == ",":
            if in_list[-1]:
                path[-1] = str(int(path[-1]) + 1)
            else:
                key_next = True
        elif sign == ":":
            key_next = False
        elif sign[0] == '"':
            if key_next:
                path[-1] = sign[1:-1]
            else:
                yield path, *token.span()


def _decoded(text: str, start: int, end: int) -> tuple[str, tuple[int, ...]]:
    """The characters of a JSON string's inside, and where each stands."""
    raw = text[start:end]
    if "\\" not in raw:
        return raw, tuple(range(start, end + 1))
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for found in _ESCAPE.finditer(raw):
        parts.append(raw[at : found.start()])
        places.extend(range(start + at, start + found.start()))
        code, plain = found.groups()
        parts.append(chr(int(code, 16)) if code else _PLAIN.get(plain, plain))
        places.append(start + found.start())
        at = found.end()
    parts.append(raw[at:])
    places.extend(range(start + at, end + 1))
    return "".join(parts), tuple(places)
