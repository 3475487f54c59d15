"""Answers to the standing needs, before and after a change of the catalog."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.values import Amount, Count, Share, one_of


class StandingPickRecord(TypedDict):
    """A route that is picked."""

    route: str
    """Route, MODEL[:EFFORT]@PROVIDER[/VARIANT]."""
    monthly_cost_usd: Amount
    """Cost of the workload, US dollars a month."""
    quality: Share | None
    """Expected score, a share, 0 to 1; null where there is no estimate."""


class StandingPicksRecord(TypedDict):
    """The picks for a standing need."""

    use: StandingPickRecord | None
    """What to use; null where nothing fits."""
    better: StandingPickRecord | None
    """The step up; null where none is worth it."""
    cheaper: StandingPickRecord | None
    """The step down; null where none is worth it."""


class StandingAnswerRecord(TypedDict):
    """A standing need whose answer differs."""

    task: str
    """Task, its identifier."""
    weights: str
    """Preset of weights."""
    what: Annotated[str, one_of("use", "steps", "bill")]
    """`use`: another route is recommended; `steps`: the same, but other steps from it; `bill`: the
    same routes at another cost."""
    before: StandingPicksRecord
    after: StandingPicksRecord


class StandingRecord(TypedDict):
    """What the standing needs (every preset of weights for six tasks) get otherwise."""

    needs: Count
    """Needs that both catalogs answer."""
    recommended_otherwise: Count
    """Those of them that get another route to use."""
    answers: list[StandingAnswerRecord]
    """Those whose answer differs in anything."""
