"""The answer of `selfhost --break-even`."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.about import OwnAnswer
from llmpick.render.records.selfhost import IntervalRecord, JobRecord, WayRecord
from llmpick.render.records.values import Amount, Count, Ordinal, Share, Terms, one_of


class UnitRecord(TypedDict):
    """What is added one at a time: a copy, or all given hardware."""

    gpus: Ordinal
    """Accelerators of it."""
    capacity_tokens_per_second: IntervalRecord
    capacity_requests_per_month: Amount
    """Requests a month that it takes at the peak to mean."""
    usd_per_month: Amount
    """Its cost, people apart."""
    terms: Terms | None
    """Terms."""


class EqualModelRecord(TypedDict):
    """The model of the route of the same quality."""

    model: str
    """Model, DEVELOPER/MODEL."""
    score: Share
    """Its expected score."""


class CurvePointRecord(TypedDict):
    """Both costs at a volume."""

    requests_per_month: Amount
    """Volume."""
    own_usd_per_month: IntervalRecord
    always_on_usd_per_month: IntervalRecord | None
    """The same, were it always on; null where it is."""
    route_usd_per_month: Amount
    """Cost of the route, US dollars a month."""
    used_share: Share
    """Mean load as a part of what runs."""


class BreakEvenRecord(TypedDict):
    """Where a route by the token is met."""

    route: str
    """MODEL[:EFFORT]@PROVIDER[/VARIANT]."""
    why: Annotated[str, one_of("same weights", "same quality")]
    """Why it is compared."""
    first_party: bool
    """Whether the model's developer sells it."""
    usd_per_million_requests: Amount
    """Its price, US dollars a million requests."""
    on: str
    """What meets it, or is cheapest when full: NxACCELERATOR/FORMAT."""
    requests_per_month: Amount | None
    """Least volume at which running it yourself is cheaper; 0: from the first request; null: never.
    """
    mtok_per_month: Amount | None
    """The same in million tokens, prompt and answer."""
    settled_requests_per_month: Amount | None
    """Volume from which it stays so; null: never."""
    requests_per_month_if_fast: Amount | None
    """The least volume at the upper end of the speed; null: never."""
    requests_per_month_if_slow: Amount | None
    """The least volume at the lower end; null: never."""
    never: str | None
    """Why never; null where it is met."""


class ComparedRecord(TypedDict):
    """What is compared with routes by the token; all null and empty where nothing fits."""

    job: JobRecord | None
    """What had to be run; null where nothing fits."""
    way: WayRecord | None
    """The way that is compared; null where nothing fits."""
    unit: UnitRecord | None
    """What is added one at a time; null where nothing fits."""
    equal: EqualModelRecord | None
    """Null where there is none."""
    routes: Count
    """Routes that were compared."""
    curve_of: str | None
    """The route whose cost is in the curve; null where there is none."""
    curve: list[CurvePointRecord]
    """Both costs by volume."""
    assumed: list[str]
    """What the user left open."""


class SelfhostBreakEvenAnswer(OwnAnswer, ComparedRecord):
    """
    From which volume running a model oneself is cheaper than a route by the token. Exit code 0; 1
    where nothing fits. With `--format jsonl`, each line is one of `results`.
    """

    task: str
    """Task that quality is of."""
    results: list[BreakEvenRecord]
    """Routes by the token, the cheapest first."""
