"""Tables for a terminal, by Rich: the only module that imports it."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from llmpick.render.blocks import Block, Grid, Lines, Sentence
from llmpick.render.formats.plain import width as cell_width
from llmpick.render.words import printable

FOLDED = 24
"""Cells that the last column of a table may be folded to."""


def table(blocks: Iterable[Block], *, width: int, colour: bool, ascii_only: bool) -> str:
    """
    All *blocks* for a terminal.

    Args:
        blocks: What to show.
        width: Cells of the terminal; below 20 counts as 20.
        colour: Whether escape sequences for colour may be written.
        ascii_only: Whether lines must be drawn in ASCII.
    """
    out = StringIO()
    console = Console(
        file=out,
        width=max(20, width),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        # texts of the catalog come out as they are, whatever brackets and colons are in them
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
        safe_box=ascii_only,
    )
    for position, block in enumerate(blocks):
        if position:
            console.print()
        _print(console, block, colour)
    # Rich fills lines up with blanks, which would break in a narrower window
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _print(console: Console, block: Block, colour: bool) -> None:
    if isinstance(block, Sentence):
        console.print(Text(printable(block.text), "bold" if block.strong and colour else ""))
    elif isinstance(block, Lines):
        console.print(_lines(block, colour))
    else:
        console.print(_grid(block, console.width, colour))


def _lines(block: Lines, colour: bool) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan" if colour else "", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, line in block.pairs:
        grid.add_row(Text(printable(label)), Text(printable(line)))
    return grid


def _grid(block: Grid, width: int, colour: bool) -> Table:
    whole, block = block, fitted(block, width)
    if whole.minor and natural_width(block) > width:
        return _paragraphs(whole, colour)
    found = Table(
        box=SIMPLE_HEAD,
        title=Text(printable(block.title), "bold" if colour else "") if block.title else None,
        title_justify="left",
        header_style="bold" if colour else "",
        pad_edge=False,
        padding=(0, 1),
    )
    for head in block.heads:
        found.add_column(
            Text(printable(head.lstrip(">"))),
            justify="right" if head.startswith(">") else "left",
            overflow="fold",
        )
    for row in block.rows:
        found.add_row(*(Text(printable(cell)) for cell in row))
    return found


def fitted(block: Grid, width: int) -> Grid:
    """
    Leave out minor columns until a table fits.

    Args:
        block: The table; its minor columns go in the order that it names them.
        width: Cells of the terminal.

    Returns:
        A table that may still be too wide.
    """
    for name in block.minor:
        if natural_width(block) <= width:
            break
        heads = [head.lstrip(">") for head in block.heads]
        if name not in heads:
            continue
        gone = heads.index(name)
        block = block._replace(
            heads=block.heads[:gone] + block.heads[gone + 1 :],
            rows=tuple(row[:gone] + row[gone + 1 :] for row in block.rows),
        )
    return block


def natural_width(block: Grid) -> int:
    """The cells that *block* occupies unfolded; its last column may fold to a few words."""
    columns = list(zip((head.lstrip(">") for head in block.heads), *block.rows, strict=True))
    widths = [max(map(cell_width, column)) for column in columns]
    widths[-1] = min(widths[-1], FOLDED)
    return sum(widths) + 3 * len(widths)  # a blank on both sides of a cell, and a separator


def _paragraphs(block: Grid, colour: bool) -> Table:
    """One paragraph a row: its key columns, and below them the rest with their heads."""
    found = Table.grid(padding=(0, 1))
    found.add_column(overflow="fold")
    heads = [head.lstrip(">") for head in block.heads]
    for row in block.rows:
        title = "  ".join(row[: block.key])
        found.add_row(Text(printable(title), "bold" if colour else ""))
        rest = [
            f"{head} {cell}"
            for head, cell in zip(heads[block.key :], row[block.key :], strict=True)
            if cell
        ]
        found.add_row(Padding(Text(printable(" · ".join(rest))), (0, 0, 0, 3)))
    return found
