"""The answer of `alternatives`."""

from typing_extensions import TypedDict

from llmpick.render.records.candidates import RouteRecord
from llmpick.render.records.comparison import BrokenLimitRecord, SideRecord
from llmpick.render.records.needs import NeedAnswer
from llmpick.render.records.values import Amount, Count, Day, Dialect, Ordinal, Share


class DifferenceRecord(TypedDict):
    """The replacement against what is in use."""

    monthly_cost_usd: float | None
    """Cost of the replacement less that of the model in use, US dollars a month."""
    cost_ratio: Amount | None
    """Cost of the replacement divided by that of the model in use."""
    quality_points: float | None
    """Expected score of the replacement less that of the model in use, points of 100."""
    quality_points_interval_80: tuple[float, float] | None
    """Low and high end of the 80 % interval of `quality_points`."""
    p_better: Share | None
    """P(the replacement is the abler one)."""
    privacy_levels: int | None
    """Levels of privacy up; negative: down."""
    context_tokens: int | None
    """Context of the replacement less that of the model in use, tokens."""
    open_weights: tuple[bool | None, bool | None]
    """Before and after; null where unknown."""
    licence: tuple[str | None, str | None]
    """Licence of the weights, before and after; null where there is none or it is unknown."""
    same_api: bool | None
    """Whether both endpoints are known to speak one dialect at least; null where those of one are
    not known."""
    api_dialects: list[Dialect] | None
    """Dialects that the endpoint of the replacement speaks, so far as sources say; null where they
    are not known."""
    shared_api_dialects: list[Dialect] | None
    """Dialects that both speak; null where those of one are not known."""


class ReplacementRecord(RouteRecord):
    """A replacement by its best route."""

    named_by_maker: bool
    """Whether the maker of the model in use names it as the replacement."""
    ends: Day | None
    """Day on which it ends; null where none is announced."""
    supported_days: int | None
    """Days from now to `ends`; null where none is announced."""
    limits_broken: list[BrokenLimitRecord]
    """Limits that it breaks: of the maker's own replacement alone, which is shown in any case."""
    difference: DifferenceRecord
    """The replacement against what is in use; null where one of the two is not known."""
    warnings: list[str]
    """What to know about the whole answer, one sentence each."""


class InheritedRecord(TypedDict, total=False):
    """What a replacement is held to because the route in use has it; what is absent is not."""

    privacy: str
    """Privacy level."""
    region: str
    """Region in which requests are processed."""
    modality: tuple[str, ...]
    """What it reads beside text."""
    tools: bool
    """Calls tools."""
    context: Ordinal
    """Context window, tokens."""


class AlternativesAnswer(NeedAnswer):
    """
    Replacements for a model in use. Exit code 0; 1 where there is none. With `--format jsonl`, each
    line is one of `results`.
    """

    headline: str
    """The line to act on."""
    inherited: InheritedRecord
    """What a replacement is held to because the route in use has it."""
    named_by_maker: list[str]
    """Models that its maker names in its place, one after another where the first ends too."""
    in_use: SideRecord
    in_use_api_dialects: list[Dialect] | None
    """Dialects that the endpoint in use speaks, so far as sources say; its maker's where the model
    is not on sale; null where they are not known."""
    results: list[ReplacementRecord]
    """The maker's own replacement first, then the best for the need."""
    models_fitting: Count
    """Other models of which a route meets the need and can do what the model in use does."""
    left_out: dict[str, Ordinal]
    """By rule: routes that the need stops, and models that a further condition stops
    (other-developer, still-supported, cheaper)."""
    warnings: list[str]
    """What to know about the whole answer, one sentence each."""
