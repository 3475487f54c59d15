"""Tables for a terminal: what a narrow one shows."""

from __future__ import annotations

from llmpick.render.blocks import Grid
from llmpick.render.formats.table import table


def test_a_paragraph_hangs_below_its_row():
    """Where the columns do not fit, what follows a row is indented on every line."""
    row = ("1", "some-model (high)", *(f"value number {n}" for n in range(6)))
    heads = ("#", "model", *(f"head {n}" for n in range(6)))
    grid = Grid(heads, (row,), minor=("head 5",), key=2)
    lines = table([grid], width=40, colour=False, ascii_only=False).rstrip().split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("1  some-model"))
    below = lines[first + 1 :]
    assert len(below) > 2
    assert all(line.startswith("   ") and line[3] != " " for line in below)
