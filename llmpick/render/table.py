"""Tables for a terminal, by Rich: the only module that imports it."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from llmpick.render.blocks import Block, Grid, Lines, Sentence
from llmpick.render.words import printable


def table(blocks: Iterable[Block], *, width: int, colour: bool, ascii_only: bool) -> str:
    """All *blocks* for a terminal of *width* cells."""
    out = StringIO()
    console = Console(
        file=out,
        width=max(20, width),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
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
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _print(console: Console, block: Block, colour: bool) -> None:
    if isinstance(block, Sentence):
        console.print(Text(printable(block.text), "bold" if block.strong and colour else ""))
    elif isinstance(block, Lines):
        console.print(_lines(block, colour))
    else:
        console.print(_grid(block, colour))


def _lines(block: Lines, colour: bool) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan" if colour else "", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, line in block.pairs:
        grid.add_row(Text(printable(label)), Text(printable(line)))
    return grid


def _grid(block: Grid, colour: bool) -> Table:
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
