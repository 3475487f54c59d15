"""Tables for a terminal, by Rich: the only module that imports it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from llmpick.render.blocks import Block, Grid, Lines, Sentence
from llmpick.render.formats.fit import GAP, HANGING, fitted, listed
from llmpick.render.formats.plain import width as cell_width
from llmpick.render.words import printable

LABEL = 10
"""Cells that a label beside its text may have at any width."""

_FILLING = re.compile(r"(?:[ ]|\x1b\[[0-9;]*m)+$", re.MULTILINE)


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
    return _FILLING.sub(lambda end: end.group().replace(" ", ""), out.getvalue())


def _print(console: Console, block: Block, colour: bool) -> None:
    if isinstance(block, Sentence):
        console.print(Text(printable(block.text), "bold" if block.strong and colour else ""))
    elif isinstance(block, Lines):
        _print_lines(console, block, "cyan" if colour else "")
    else:
        _print_grid(console, block.filled(), "bold" if colour else "")


def _print_lines(console: Console, block: Lines, style: str) -> None:
    """Labels beside their texts; a label that is long for the width stands above its own."""
    most = max(LABEL, console.width // 4)
    margin = 2 + max(
        (cells for label, _ in block.pairs if (cells := cell_width(label)) <= most), default=LABEL
    )
    for label, line in block.pairs:
        head, text = Text(printable(label), style), Text(printable(line))
        if cell_width(label) > most:
            console.print(head)
            head = Text()
        both = Table.grid()
        both.add_column(width=margin, no_wrap=True)
        both.add_column(overflow="fold")
        both.add_row(head, text)
        console.print(both)


def _print_grid(console: Console, block: Grid, style: str) -> None:
    if block.title:
        console.print(Text(printable(block.title), style))
    found = fitted(block, console.width)
    if found is None:
        _print_list(console, block, style)
        return
    drawn = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
        header_style=style,
    )
    for head, width in zip(found.grid.heads, found.widths, strict=True):
        drawn.add_column(
            Text(printable(head.lstrip(">"))),
            justify="right" if head.startswith(">") else "left",
            overflow="fold",
            width=width,
        )
    for row in found.grid.rows:
        drawn.add_row(*(Text(printable(cell)) for cell in row))
    console.print(drawn)


def _print_list(console: Console, block: Grid, style: str) -> None:
    """One paragraph a row: its key columns, and below them the rest with their heads."""
    for title, items in listed(block, console.width):
        console.print(Text(printable(title), style))
        for line in items:
            console.print(Padding(Text(printable(line)), (0, 0, 0, HANGING)))
