"""
What of a table a width can hold: fewer columns by importance, then shorter ids, then a list.

The one place that decides it, for every command; how it is drawn is another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from llmpick.render.blocks import EMPTY, Grid
from llmpick.render.formats.plain import width as cell_width

GAP = 2
"""Cells between two columns."""
HANGING = 3
"""Cells that what follows a row of a list is indented by."""
FOLDED = 24
"""Cells that the last column keeps at least, where it is the only one that folds."""
FOLDED_OF_MANY = 12
"""Cells that each column keeps at least, where a table names those that fold."""
IDS = ("route", "model", "id", "provider")
"""Heads of columns of ids in any table, beside those that a table names."""

_MAKER = re.compile(r"(?<![^\s(])[a-z0-9][a-z0-9._-]*/(?=[A-Za-z0-9])")
_REGION = re.compile(r"(@[a-z0-9._-]+|^[a-z0-9-]+)/[A-Za-z0-9._/-]+")


class FittedTable(NamedTuple):
    """A table that fits, with the cells of each of its columns."""

    grid: Grid
    widths: tuple[int, ...]


def fitted(grid: Grid, width: int) -> FittedTable | None:
    """
    The table as *width* cells can hold it.

    Minor columns go first, in the order that the table names them, then ids get shorter; a column
    that has room again after that comes back.

    Returns:
        None where no table fits and a list must do.
    """
    minor = tuple(name.lstrip(">") for name in grid.minor)
    steps = [(0, minor[:count]) for count in range(len(minor) + 1)]
    for level, gone in (*steps, (1, minor), (2, minor)):
        whole = shorter(grid, level)
        if sum(_least(_without(whole, gone))) > width:
            continue
        for name in reversed(gone):
            fewer = tuple(other for other in gone if other != name)
            if sum(_least(_without(whole, fewer))) <= width:
                gone = fewer
        found = _without(whole, gone)
        return FittedTable(found, _widths(found, width))
    return None


def listed(grid: Grid, width: int) -> list[tuple[str, list[str]]]:
    """
    The table as a list: for each row its key columns as one text, and lines of the others.

    A line breaks between two values where it can; ids are as short as the width asks for.
    """
    for level in range(0 if grid.heads[0] else 1, 3):
        found = [_paragraph(shorter(grid, level), row, width) for row in shorter(grid, level).rows]
        if all(cell_width(title) <= width for title, _ in found):
            break
    return found


def _paragraph(grid: Grid, row: tuple[str, ...], width: int) -> tuple[str, list[str]]:
    title = "  ".join(cell for cell in row[: grid.key] if cell)
    heads = [head.lstrip(">") for head in grid.heads[grid.key :]]
    items = [
        f"{head} {cell}".strip()
        for head, cell in zip(heads, row[grid.key :], strict=True)
        if cell not in EMPTY
    ]
    lines: list[str] = []
    for item in items:
        joined = f"{lines[-1]} · {item}" if lines else ""
        if lines and cell_width(joined) <= width - HANGING:
            lines[-1] = joined
        else:
            lines.append(item)
    return title, lines


def shorter(grid: Grid, level: int) -> Grid:
    """
    The table with shorter ids, where they still tell its rows and columns apart.

    Args:
        grid: Any table; heads are ids where the first is empty.
        level: 0 leaves them, 1 takes the maker off, 2 the region of the provider as well.
    """
    if not level:
        return grid
    if not grid.heads[0]:
        heads = tuple(_shorter(grid.heads, level))
        now = dict(zip(grid.heads, heads, strict=True))
        rows = tuple(
            (row[0], *_shorter(row[1:], level)) if row[0] in grid.ids else row for row in grid.rows
        )
        prose = tuple(now.get(name, name) for name in grid.prose)
        return grid._replace(heads=heads, rows=rows, prose=prose)
    columns = [
        _shorter(cells, level, provider=head == "provider") if head in (*grid.ids, *IDS) else cells
        for head, cells in _columns(grid)
    ]
    return grid._replace(rows=tuple(zip(*columns, strict=True)))


def _shorter(texts: Iterable[str], level: int, *, provider: bool = False) -> list[str]:
    """*texts* with shorter ids, unless two that differ would become one."""
    old = list(texts)
    new = old if provider else [_MAKER.sub("", text) for text in old]
    if level > 1:
        new = [_REGION.sub(r"\1", text) if provider or "@" in text else text for text in new]
    return new if len(set(new)) == len(set(old)) else old


def _columns(grid: Grid) -> Iterable[tuple[str, tuple[str, ...]]]:
    return ((head, tuple(row[n] for row in grid.rows)) for n, head in enumerate(grid.heads))


def _without(grid: Grid, names: Iterable[str]) -> Grid:
    gone = set(names)
    kept = [n for n, head in enumerate(grid.heads) if head.lstrip(">") not in gone]
    return grid.of(kept)


def _prose(grid: Grid) -> tuple[set[int], int]:
    """The places of the columns that fold, and the cells that each keeps at least."""
    if grid.prose:
        return {n for n, head in enumerate(grid.heads) if head in grid.prose}, FOLDED_OF_MANY
    last = len(grid.heads) - 1
    return set() if grid.heads[last].startswith(">") else {last}, FOLDED


def _least(grid: Grid) -> list[int]:
    """The cells that each column cannot do without, its gap to the next one included."""
    folding, kept = _prose(grid)
    found = []
    for n, (head, cells) in enumerate(_columns(grid)):
        whole = max(map(cell_width, cells), default=0)
        if n in folding:
            whole = min(whole, max(kept, *(_longest_word(cell) for cell in cells), 0))
        found.append(max(whole, _longest_word(head.lstrip(">"))) + (GAP if n else 0))
    return found


def _widths(grid: Grid, width: int) -> tuple[int, ...]:
    """The cells of each column without gaps: what is left over goes where least is missing."""
    least = [cells - (GAP if n else 0) for n, cells in enumerate(_least(grid))]
    wanted = [
        max(cell_width(head.lstrip(">")), *map(cell_width, cells), 0)
        for head, cells in _columns(grid)
    ]
    left = width - sum(least) - GAP * (len(least) - 1)
    short = sorted(
        (n for n in range(len(least)) if wanted[n] > least[n]), key=lambda n: wanted[n] - least[n]
    )
    for place, n in enumerate(short):
        more = min(wanted[n] - least[n], left // (len(short) - place))
        least[n] += more
        left -= more
    return tuple(least)


def _longest_word(text: str) -> int:
    """Cells of the longest part of *text* that no line may split."""
    # full-width scripts have no blanks: a line may end after any of their characters
    return max((cell_width(word) if word.isascii() else 2 for word in text.split()), default=0)
