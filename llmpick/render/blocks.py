"""The blocks of an answer, before they are a table on a terminal, plain text or Markdown."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

EMPTY = ("", "-")
"""Cells that say nothing."""


class Sentence(NamedTuple):
    """Prose; wrapped where the medium wraps. *strong* marks what to read first."""

    text: str
    strong: bool = False


class Lines(NamedTuple):
    """Labelled lines: (label, text)."""

    pairs: tuple[tuple[str, str], ...]


class Grid(NamedTuple):
    """
    A table. A column whose head starts with `>` is aligned right.

    Where a terminal is too narrow, the columns named in *minor* are left out, in that order; then
    ids get shorter, in columns that are headed as such and in columns and rows named in *ids*; then
    each row becomes a paragraph, headed by the values of its first *key* columns. What folds at
    blanks is the last column, or those named in *prose*. Ids side by side have an empty first head.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    minor: tuple[str, ...] = ()
    key: int = 2
    ids: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()

    def of(self, places: Sequence[int]) -> "Grid":
        """The table with the columns at *places* only."""
        return self._replace(
            heads=tuple(self.heads[n] for n in places),
            rows=tuple(tuple(row[n] for n in places) for row in self.rows),
        )

    def filled(self) -> "Grid":
        """The table without the columns that say nothing in any row."""
        kept = [
            n
            for n in range(len(self.heads))
            if not self.rows or any(row[n] not in EMPTY for row in self.rows)
        ]
        return self if len(kept) == len(self.heads) else self.of(kept)


Block: TypeAlias = Sentence | Lines | Grid


class Answer(NamedTuple):
    """
    All forms of one answer.

    *payload* is the JSON document, a record of `records`; *records* are its rows for line-wise
    formats, *ids* the names for a script, *blocks* what a person reads.
    """

    payload: Mapping[str, object]
    records: Sequence[Mapping[str, object]]
    ids: list[str]
    blocks: list[Block]
    code: int = 0
