"""The blocks of an answer, before they are a table on a terminal, plain text or Markdown."""

from typing import Any, NamedTuple, TypeAlias


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

    Where a terminal is too narrow, the columns named in *minor* are left out, in that order. If the
    table is still too wide and *minor* names any, each row becomes a paragraph, headed by the
    values of its first *key* columns.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    minor: tuple[str, ...] = ()
    key: int = 2


Block: TypeAlias = Sentence | Lines | Grid


class Answer(NamedTuple):
    """
    All forms of one answer.

    *payload* is the JSON document, *records* its rows for line-wise formats, *ids* the names for
    a script, *blocks* what a person reads.
    """

    payload: dict[str, Any]
    records: list[dict[str, Any]]
    ids: list[str]
    blocks: list[Block]
    code: int = 0
