"""Plain aligned text, for pipes: never cut, never coloured, the same at any width."""

from __future__ import annotations

from collections.abc import Iterable

from llmpick.render.blocks import Block, Grid, Lines, Sentence


def text(blocks: Iterable[Block]) -> str:
    """All *blocks*, a blank line between them."""
    return "\n\n".join(filter(None, map(_block, blocks))) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Sentence):
        return block.text
    if isinstance(block, Lines):
        margin = max((width(label) for label, _ in block.pairs), default=0)
        return "\n".join(f"{pad(label, margin)}  {line}".rstrip() for label, line in block.pairs)
    return _grid(block.filled())


def _grid(grid: Grid) -> str:
    heads = [head.lstrip(">") for head in grid.heads]
    right = [head.startswith(">") for head in grid.heads]
    columns = list(zip(heads, *grid.rows, strict=True))
    widths = [max(map(width, column)) for column in columns]
    lines = [
        "  ".join(
            pad(cell, size, left=not to_right)
            for cell, size, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in (heads, *grid.rows)
    ]
    return "\n".join([grid.title, *lines] if grid.title else lines)


def width(text: str) -> int:
    """The terminal cells that *text* occupies."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    # accents combine with the letter before; wide and full-width characters occupy two cells
    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def pad(text: str, cells: int, *, left: bool = True) -> str:
    """*text* filled with blanks to *cells*, at its left or right."""
    blanks = " " * (cells - width(text))
    return text + blanks if left else blanks + text
