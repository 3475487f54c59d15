"""The answer of `compare`."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.candidates import QualityRecord, RouteRecord
from llmpick.render.records.needs import NeedAnswer
from llmpick.render.records.values import (
    Amount,
    AtLeastTwo,
    Count,
    Effort,
    Ordinal,
    PartialDay,
    Rule,
    Share,
    told,
)


class QualityAtEffortRecord(QualityRecord):
    """Expected quality for the task, and the effort at which it is expected."""

    effort: Effort | None
    """Reasoning effort; null where the model has no setting that was measured."""


class BrokenLimitRecord(TypedDict):
    """A limit that the best route breaks."""

    rule: Rule
    """Rule."""
    fact: str
    """Fact that breaks it."""
    unknown: bool
    """Whether the fact is only unknown."""


class SideRecord(TypedDict):
    """One of the models compared."""

    name: str
    """The name as asked for."""
    model: str
    """Model, DEVELOPER/MODEL."""
    note: str | None
    """How the name was understood, where that needs saying."""
    quality: QualityAtEffortRecord | None
    """Expected quality for the task; null where there is no estimate."""
    p_best: Share | None
    """Share of the draws in which its quality is the best of the compared, 0 to 1; null where there
    is no estimate."""
    best_route: RouteRecord | None
    """The route that serves the need best, even one that breaks a limit; null where none is on sale
    at a known price."""
    limits_broken: list[BrokenLimitRecord]
    """Limits of the need that `best_route` breaks."""
    providers: Count
    """Providers that sell it now."""
    released: PartialDay | None
    """Day, month or year of release; null where unknown."""
    status: str | None
    """Where it is in its life, as its maker says; null where unknown."""
    deprecated_on: PartialDay | None
    """Day (or month) from which its maker advises against it; null where none is known."""
    retires_on: PartialDay | None
    """Day (or month) on which its maker ends it; null where none is announced."""
    route_ends_on: PartialDay | None
    """Day (or month) on which the provider ends `best_route`; null where none is announced."""
    replacement: str | None
    """What its maker names instead; null where nothing is named."""
    context_window_tokens: Ordinal | None
    """Context window, tokens; null where unknown."""
    max_output_tokens: Ordinal | None
    """Longest output, tokens; null where unknown."""
    input_modalities: list[str] | None
    """What it reads; null where unknown."""
    reasoning: bool | None
    """Whether it can reason before it answers; null where unknown."""
    tool_calling: bool | None
    """Whether it calls tools; null where unknown."""
    structured_output: bool | None
    """Whether it keeps to a JSON schema; null where unknown."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    licence: str | None
    """Licence of the weights, its identifier or tag; null where unknown or closed."""
    parameters_total_b: Amount | None
    """Parameters, thousands of millions; null where unknown."""
    parameters_active_b: Amount | None
    """Parameters that a token uses, thousands of millions; null where unknown."""
    choose_if: list[str]
    """What it is clearly better in than all others compared; nothing of a model that has ended."""
    warnings: list[str]
    """What to know before choosing it, one sentence each."""


class OwnWayRecord(TypedDict):
    """A deployment of the user's own."""

    accelerator: str
    """Identifier of the accelerator."""
    gpus_per_copy: Ordinal
    """Accelerators of one copy."""
    copies: Ordinal
    """Copies that run."""
    format: str
    """Identifier of the format of the weights."""
    monthly_cost_usd: Amount | None
    """US dollars a month, people apart; null where it has no price."""
    single_tokens_per_second: Amount | None
    """Tokens a second of one request alone; null where not known."""


class WithOwnWays(TypedDict, total=False):
    """How the user would run each model, where that was asked for."""

    self_hosted: dict[
        str,
        Annotated[
            OwnWayRecord | None,
            told("The cheapest sane deployment that takes the work; null where none fits."),
        ],
    ]
    """How the user would run each model, by model; only with --self-host, --gpu or an air-gapped
    level."""


class CompareAnswer(NeedAnswer, WithOwnWays):
    """
    Models side by side, in the order asked for. Exit code 0. With `--format jsonl`, each line is
    one of `results`.
    """

    headline: str
    """What to know first: what ends or has ended, and which is better."""
    results: AtLeastTwo[SideRecord]
    """The models, in the order asked for."""
    p_better: dict[str, Annotated[dict[str, Share], told("By the second name.")]]
    """Share of the draws (seeded, always the same) in which the quality of the first name is above
    that of the second, 0 to 1, by the names as asked for; a pair without estimates is absent."""
    warnings: list[str]
    """How names were understood, where that needs saying, and that a price is old."""
