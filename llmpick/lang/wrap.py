"""Breaks lines of Japanese by the cells they take, where Japanese may be broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import combining, east_asian_width

_UNIT = re.compile(r"`[^`]*`|[!-~]+|\s+|.")
_CLOSING = "、。，．」』）｝］〉》】ー々っゃゅょッャュョぁぃぅぇぉァィゥェォ〜:;,.!?)]}%"
_OPENING = "「『（｛［〈《【([{"


def cells(text: str) -> int:
    """What *text* takes of a line; wide characters take two cells."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def wrapped(text: str, width: int) -> list[str]:
    """
    *text* in lines of at most *width* cells.

    Latin words, numbers and commands stay whole where they fit on a line; none begins with a mark
    that closes, and none ends with one that opens.
    """
    lines, line, used = [], "", 0
    for unit in _units(text):
        takes = cells(unit)
        if used and used + takes > width and not unit.isspace():
            lines.append(line.rstrip())
            line, used = "", 0
        if unit.isspace() and not line:
            continue
        line, used = line + unit, used + takes
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _units(text: str) -> Iterator[str]:
    """What may not be broken: a word, or a character with the marks that cling to it."""
    held = ""
    for unit in _UNIT.findall(text):
        clings = unit[0] in _CLOSING or held[-1:] in _OPENING or _is_number(held, unit)
        if held and not (clings and not held[-1].isspace()):
            yield held
            held = ""
        held += unit
    if held:
        yield held


def _is_number(before: str, unit: str) -> bool:
    """Whether a unit of count follows its number: 200万, 71点"""
    return before[-1:].isdigit() and unit in ("万", "億", "円", "点", "件", "日", "社", "倍", "回")
