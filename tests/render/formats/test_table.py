"""Tables for a terminal: what a narrow one shows."""

from __future__ import annotations

import re

import pytest

from llmpick.cli import out
from llmpick.render.answers.listing import COLUMNS
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.formats.plain import width as cell_width
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


WIDTHS = (60, 80, 100, 120, 160)
JOB = ("--task", "coding")
COMMANDS = {
    "recommend": ("recommend", *JOB),
    "recommend explained": ("recommend", *JOB, "--explain", "--top", "2"),
    "recommend for people": ("recommend", *JOB, "--seats", "10"),
    "compare": ("compare", "atlas-3", "oak-70b", "nc-20b", "sapling-8b", *JOB),
    "compare plans": ("compare", "acme desk", "birch for teams", "Dojo Pass", "--seats", "10"),
    "compare-methods": ("compare-methods", *JOB),
    "cost": ("cost", "atlas-3", "--images", "5"),
    "cost of little": ("cost", "oak-70b", "--requests", "3"),
    "cost history": ("cost", "atlas-3", "--history"),
    "pareto": ("pareto", *JOB),
    "alternatives": ("alternatives", "atlas-2"),
    "selfhost": ("selfhost", "llama-3.1-8b", "--top", "6"),
    "sensitivity": ("sensitivity", *JOB),
    "show": ("show", "atlas-3"),
    "show provider": ("show", "cumulus"),
    "connect": ("connect", "atlas-3"),
    "keys": ("keys",),
    "resolve": ("resolve", "atlas 2", "oak 70b"),
    **{f"list {kind}": ("list", kind) for kind in COLUMNS},
    "list quality": ("list", *JOB),
    "list wide": ("list", "models", "--wide"),
}


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    """The answers of this module's commands: each is asked once."""
    return {}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_width(run, monkeypatch, request, answers, snapshot, name):
    """
    Every command at every width: within it, whole words, and the same with colour.

    A name in Japanese, which is twice as wide as it is long, moves no column.
    """
    monkeypatch.setattr(out, "_table", lambda answer: answers.update({name: answer}) or "")
    # only models of the shipped catalog can be sized
    catalog = request.getfixturevalue("part" if name == "selfhost" else "compiled_catalog")
    where = ("--catalog", str(catalog), "--as-of", "2026-11-23", "--format", "table")
    found = run(*COMMANDS[name], *where)
    blocks = answers[name].blocks
    shown = []
    for width in WIDTHS:
        text = table(blocks, width=width, colour=False, ascii_only=False)
        coloured = table(blocks, width=width, colour=True, ascii_only=False)
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text
        _within(text, width)
        _within(
            table(list(map(_japanese, blocks)), width=width, colour=False, ascii_only=False), width
        )
        shown.append(f"---------- {width} columns\n{text}")
    snapshot(found._replace(raw="".join(shown).encode()))


def _within(text: str, width: int) -> None:
    assert max(map(cell_width, text.splitlines()), default=0) <= width


def _japanese(block: Block) -> Block:
    """The block with two names that are written in Japanese."""
    if isinstance(block, Sentence):
        return block._replace(text=_named(block.text))
    if isinstance(block, Lines):
        return Lines(tuple((_named(label), _named(line)) for label, line in block.pairs))
    rows = tuple(tuple(map(_named, row)) for row in block.rows)
    return block._replace(heads=tuple(map(_named, block.heads)), rows=rows)


def _named(text: str) -> str:
    return text.replace("atlas", "アトラス").replace("cumulus", "積雲クラウド")


def test_a_name_in_japanese_keeps_columns_in_line():
    """What stands to the right of a wide name begins in the same cell in every row."""
    grid = Grid(("model", "provider"), (("アトラス-3", "acme"), ("oak-70b", "acme")))
    lines = table([grid], width=60, colour=False, ascii_only=False).splitlines()
    starts = {cell_width(line[: line.index("acme")]) for line in lines[2:]}
    assert starts == {cell_width("アトラス-3") + 2}
