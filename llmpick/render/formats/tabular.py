"""Rows for other programs: CSV, TSV, JSON Lines, and Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from llmpick.render.blocks import Block, Lines, Sentence
from llmpick.render.words import printable

# What spreadsheets take for the beginning of a formula, full-width forms among them (OWASP, CSV
# injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def separated(records: Sequence[Mapping[str, Any]], delimiter: str) -> str:
    """
    *records* with a header, nested values flattened to `a.b`.

    A text that a spreadsheet would run as a formula gets a leading apostrophe.

    Args:
        records: Rows, which need not have the same keys.
        delimiter: A comma or a tab.
    """
    import csv
    from io import StringIO

    rows = [flat(record) for record in records]
    # the columns of all rows, in the order that they first come up
    heads = list(dict.fromkeys(head for row in rows for head in row))
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(map(_cell, heads))
    for row in rows:
        writer.writerow([_cell(row.get(head)) for head in heads])
    return out.getvalue()


def flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested tables as dotted keys; lists as their items joined by `; `."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            found.update(flat(value, f"{name}."))
        elif isinstance(value, list | tuple):
            found[name] = "; ".join(map(_item, value))
        else:
            found[name] = value
    return found


def _item(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}={_item(item)}" for key, item in value.items() if item is not None)
    return str(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        # the shortest text that reads back as the same number
        return repr(value) if isinstance(value, float) else str(value)
    text = printable(value.replace("\n", " "))
    # as it came and as it is written, since replacing line ends may bring a sign to the front
    led = value.lstrip(" \n").startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if led else text


def markdown(blocks: Iterable[Block]) -> str:
    """All *blocks* as GitHub-flavoured Markdown."""
    return "\n\n".join(map(_markdown, blocks)) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, Sentence):
        return f"**{escaped(block.text)}**" if block.strong else escaped(block.text)
    if isinstance(block, Lines):
        return "\n".join(f"- **{escaped(label)}**: {escaped(line)}" for label, line in block.pairs)
    block = block.filled()
    heads = [escaped(head.lstrip(">")) for head in block.heads]
    marks = ["---:" if head.startswith(">") else "---" for head in block.heads]
    lines = [heads, marks, *([escaped(cell) for cell in row] for row in block.rows)]
    grid = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"### {escaped(block.title)}\n\n{grid}" if block.title else grid


def escaped(text: str) -> str:
    """*text* with the characters that Markdown would interpret made literal."""
    # the backslash first, or it would escape the escapes
    for sign in "\\`*_[]<>|":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")
