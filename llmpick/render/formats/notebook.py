"""An answer as HTML for a notebook's cell: no style of its own, no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from llmpick.render.blocks import Block, Grid, Lines, Sentence


def html(blocks: Iterable[Block]) -> str:
    """*blocks* as paragraphs and tables, all text escaped."""
    return f"<div>{''.join(_block(block) for block in blocks)}</div>"


def _block(block: Block) -> str:
    if isinstance(block, Sentence):
        return _paragraph(block)
    return _lines(block) if isinstance(block, Lines) else "".join(_grid(block))


def _paragraph(sentence: Sentence) -> str:
    text = escape(sentence.text)
    return f"<p><strong>{text}</strong></p>" if sentence.strong else f"<p>{text}</p>"


def _lines(lines: Lines) -> str:
    rows = "".join(
        f'<tr><th scope="row" style="text-align: left">{escape(label)}</th>'
        f'<td style="text-align: left">{escape(text)}</td></tr>'
        for label, text in lines.pairs
    )
    return f"<table>{rows}</table>"


def _grid(grid: Grid) -> Iterator[str]:
    sides = ["right" if head.startswith(">") else "left" for head in grid.heads]
    yield "<table>"
    if grid.title:
        yield f"<caption>{escape(grid.title)}</caption>"
    yield _row("th", [head.removeprefix(">") for head in grid.heads], sides)
    for row in grid.rows:
        yield _row("td", row, sides)
    yield "</table>"


def _row(tag: str, cells: Iterable[str], sides: Iterable[str]) -> str:
    inner = "".join(
        f'<{tag} style="text-align: {side}">{escape(cell)}</{tag}>'
        for cell, side in zip(cells, sides, strict=True)
    )
    return f"<tr>{inner}</tr>"
