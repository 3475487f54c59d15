"""The answer of `check` of a saved decision."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.about import OwnAnswer
from llmpick.render.records.values import ByCriterion, Day, one_of


class SavedDecisionRecord(TypedDict):
    """The decision on file."""

    file: str
    """Its file, without folders."""
    tool_version: str
    """Version of the program that saved it."""
    catalog_version: str
    """Version of the catalog that it was made from."""
    catalog_sha256: str
    """SHA-256 over that catalog's files."""
    as_of: Day
    """Day that it stood for."""
    first: str | None
    """Route that came first; null where nothing fitted."""
    confidence: str
    """How sure it was: high, medium, low or none."""


class LeadRecord(TypedDict):
    """Differences, the new less the old."""

    score: float
    """Difference of the scores now."""
    score_before: float | None
    """The same difference as it was; null where the new one was not on the shortlist."""
    contributions: ByCriterion[float]
    """What each criterion adds to the difference now."""


class MoveRecord(TypedDict):
    """Something that moved since the decision was made."""

    kind: Annotated[
        str,
        one_of(
            "gone",
            "excluded",
            "expired",
            "entrant",
            "price",
            "rent",
            "purchase",
            "speed",
            "loss",
            "cost",
            "retirement",
            "licence",
            "privacy",
            "quality",
            "score",
            "preset",
            "own-evidence",
            "overlay",
        ),
    ]
    """What kind of thing moved. `gone`: no longer on sale, no longer rated at its effort, or no
    longer to be run so; `excluded`: breaks a limit of the need; `expired`: a fact is no longer
    known, or a price was last read more than 90 days ago; `rent`, `purchase`, `speed`, `loss`: of a
    deployment of the user's own, what its accelerators cost, what a copy makes, and what its format
    takes of the ability; `entrant`: on the shortlist now and not then; `preset`: the catalog's
    preset of the task, of which the decision keeps its own; `overlay`: the user's own layers over
    the catalog, by the first twelve digits of their hash."""
    route: str | None
    """Route that it is of; null for the need."""
    what: str
    """Field, rule or preset."""
    before: str | float | None
    """Value when the decision was made; null where there was none."""
    after: str | float | None
    """Value now; null where there is none."""
    change: float | None
    """After less before, where both are numbers."""
    unit: str | None
    """Unit of the values; prices are in the offering's currency."""


class CheckDecisionAnswer(OwnAnswer):
    """
    A saved decision made again. Exit code 0 where it holds, 1 where another route comes first. With
    `--format jsonl`, each line is one of `moves`.
    """

    decision: SavedDecisionRecord
    same_catalog: bool
    """Whether the catalog is the one that the decision was made from, by its hash."""
    same_method: bool
    """Whether routes were scored as they are now. Where they were not, scores do not compare: none
    is among `moves`, and neither are presets of weights."""
    holds: bool
    """Whether the same route comes first, or still nothing fits."""
    first: str | None
    """Route that comes first now; null where nothing fits."""
    confidence: str
    """How sure the answer is now: high, medium, low or none."""
    lead: LeadRecord | None
    """The first now against the first then; null where they are the same, or the old one is out."""
    moves: list[MoveRecord]
    """All that moved: by route in the order of the shortlist, then who entered it, then the
    presets."""
