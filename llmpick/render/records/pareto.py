"""The answer of `pareto`."""

from typing_extensions import TypedDict

from llmpick.render.records.candidates import RouteRecord
from llmpick.render.records.needs import NeedAnswer
from llmpick.render.records.values import AtLeastTwo, Count


class NextStepRecord(TypedDict):
    """The next route of the front."""

    to: str
    """The route."""
    changes: dict[str, float]
    """By criterion: what changes, in its unit; of privacy in what the grade is worth."""
    price_of_a_unit: float | None
    """Of two criteria: the change of the second for one unit of the first, such as USD a month for
    a point of quality; null where there are more."""


class FrontMemberRecord(RouteRecord):
    """A route of the front."""

    dominates: Count
    """Routes that are nowhere better and somewhere worse on the criteria."""
    equals: list[str]
    """Routes of exactly the same values on the criteria."""
    next_step: NextStepRecord | None
    """The next route of the front; null for the last one."""


class BeatenRecord(TypedDict):
    """A route that is beaten."""

    route: str
    """The route."""
    by: list[str]
    """Routes of the front that beat it."""


class ParetoAnswer(NeedAnswer):
    """
    The routes that no other one beats on every chosen criterion. Exit code 0; 1 where nothing fits.
    With `--format jsonl`, each line is one of `results`.
    """

    criteria: AtLeastTwo[str]
    """Criteria that were compared."""
    results: list[FrontMemberRecord]
    """The front, worst first on the first criterion."""
    dominated: list[BeatenRecord]
    """All others that fit."""
    warnings: list[str]
    """What to know about the whole answer, one sentence each."""
