"""The answer of `check --decisions`."""

from typing import Literal

from typing_extensions import TypedDict

from llmpick.render.records.about import OwnAnswer
from llmpick.render.records.drift import MoveRecord
from llmpick.render.records.values import Count, Day


class RecheckedRecord(TypedDict):
    """A saved decision made again."""

    file: str
    """Its file."""
    state: Literal["holds", "changed", "error"]
    """Whether the same route comes first; `error`: it cannot be made again."""
    as_of: Day | None
    """Day that it stood for; null of an error."""
    first_before: str | None
    """Route that came first; null where nothing fitted, or of an error."""
    first: str | None
    """Route that comes first now; null where nothing fits, or of an error."""
    message: str
    """What became of it, or why it cannot be made again, in a sentence."""
    moves: list[MoveRecord]
    """All that moved."""


class CheckDecisionsAnswer(OwnAnswer):
    """
    All decisions of a folder made again. Exit code 0 where all hold, 1 where one changed, 2 where
    one cannot be made again. With `--format jsonl`, each line is one of `decisions`.
    """

    folder: str
    """The folder, as given."""
    hold: Count
    """Decisions that hold."""
    changed: Count
    """Decisions of which another route comes first."""
    errors: Count
    """Files that are no decision, or that cannot be made again."""
    decisions: list[RecheckedRecord]
    """In the order of their files."""
