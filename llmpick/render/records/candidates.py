"""A priced and scored route, and the evidence of its quality."""

from typing import NotRequired

from typing_extensions import TypedDict

from llmpick.render.records.values import (
    Amount,
    ByCriterion,
    Count,
    Day,
    Effort,
    Ordinal,
    PartialDay,
    Points,
    PrivacyLevel,
    Share,
)


class CostTermsRecord(TypedDict):
    """What `monthly_cost_usd` is made of, by what is paid for."""

    input: Amount
    """Input not read from a cache, US dollars a month."""
    cache_read: Amount
    """Input read from a cache, US dollars a month."""
    cache_write: Amount
    """Input written to a cache, US dollars a month."""
    output: Amount
    """Visible output, US dollars a month."""
    reasoning: Amount
    """Reasoning tokens, US dollars a month."""
    fees: Amount
    """Fees per request and image, US dollars a month."""


class RoutePriceRecord(TypedDict):
    """The base price list of the offering."""

    currency: str | None
    """Currency of the three prices, ISO 4217."""
    input_per_mtok: Amount | None
    """Input, in `currency` per million tokens."""
    output_per_mtok: Amount | None
    """Output, in `currency` per million tokens."""
    cache_read_per_mtok: Amount | None
    """Input read from a cache, in `currency` per million tokens; null where the provider names
    none."""
    read: Day | None
    """Day on which the prices were read; null where unknown."""
    age_days: int | None
    """Days from `read` to the day of the answer; negative where that lies before it; null where
    unknown."""


class OwnDeploymentRecord(TypedDict):
    """
    Of a deployment of your own alone: what it is. Its month is `monthly_cost_usd`, whose one term
    is `fees`, and whose interval holds the speed's error and the tokens that are assumed; it has no
    price by the token.
    """

    accelerator: str
    """Its id, as `llmpick list accelerators` has it."""
    gpus: Ordinal
    """Accelerators that run, of all copies."""
    gpus_per_copy: Ordinal
    """Accelerators of one copy."""
    gpus_billed: int | None
    """With those of whole machines that stand idle; null: nothing prices it."""
    copies: Ordinal
    """Replicas that the busiest hour needs, or that given hardware holds."""
    format: str
    """Quantisation, as `llmpick list formats` has it."""
    engine: str
    """What serves it: vllm, llama.cpp or ollama."""
    terms: str | None
    """on-demand, reserved, spot or owned; null: nothing prices it."""
    rented_from: str | None
    """The provider whose price it is; null where it is not rented."""
    price_read: str | None
    """ISO day on which that price was read."""
    mtok_per_month: float
    """Tokens of the month, prompt and answer, millions."""
    usd_per_mtok: float | None
    """The month's cost by all of these tokens; null: nothing prices it."""


class CostChangeRecord(TypedDict):
    """A price that is announced."""

    since: Day
    """First day of the next price."""
    monthly_cost_usd: Amount
    """Cost of the workload from then on, US dollars a month."""


class QualityRecord(TypedDict):
    """Expected quality of one model at one effort for the task."""

    score: Share
    """Expected score over the task's benchmarks, a share, 0 to 1."""
    interval_80: tuple[Share, Share]
    """Low and high end of the 80 % interval of `score`, shares, 0 to 1."""
    theta_logit: float
    """Ability in the task, logits."""
    stderr_logit: Amount
    """Standard error of `theta_logit`, logits."""
    scores: Count
    """Published scores that the estimate rests on, at this effort."""
    independent_scores: Count
    """Those of `scores` that the developer did not publish."""
    scores_of_this_task: Count
    """Independent scores in the task's own domains."""
    label: str
    """How well it is founded, in a word or two: `direct` (three independent scores or more in the
    task's own domains, and a standard error of .35 logit at most), `some` (scores of the model in
    them), `general only` (none in them), `thin` (fewer than two scores of the model)."""
    usual_benchmarks: NotRequired[Count]
    """Benchmarks that models of that time usually report."""
    usual_benchmarks_reported: NotRequired[Count]
    """Those of `usual_benchmarks` that this model has a score on."""
    selfreport_shift_logit: NotRequired[float | None]
    """How far the developer's own numbers move the general ability, logits; null where there are no
    others."""
    general_stderr_logit: NotRequired[Amount]
    """Standard error of the general ability, logits, to compare the shift with."""
    language_label: NotRequired[str]
    """How well the estimate is founded in the language asked for: `direct`, `some`, `general only`,
    `thin`."""


class CriterionRecord(TypedDict):
    """One of the four views of a route."""

    value: float | str | None
    """The fact, in `unit`; null where unknown."""
    unit: str
    """Unit of `value`."""
    utility: Share
    """What the value is worth on its fixed scale, 0 to 1."""
    weight: Share
    """Weight, a share, 0 to 1; 0 where all that may fit is alike in it."""
    contribution: Share
    """`weight` times `utility`: what it adds to the route's `score`."""


class CustomisabilityRecord(TypedDict):
    """How far the model can be adapted."""

    points: Points
    """Points that the facts prove, 0 to 100."""
    unknown_points: Points
    """Points on which nothing is known, 0 to 100."""


class WithDeployment(TypedDict, total=False):
    """What a route of the user's own stands for."""

    own_deployment: OwnDeploymentRecord
    """Of a deployment of your own alone: what it is. Its month is `monthly_cost_usd`, whose one
    term is `fees`, and whose interval holds the speed's error and the tokens that are assumed; it
    has no price by the token."""


class RouteRecord(WithDeployment):
    """A priced and scored route."""

    route: str
    """Route, MODEL[:EFFORT]@PROVIDER[/VARIANT]."""
    model: str
    """Model, DEVELOPER/MODEL."""
    effort: Effort | None
    """Reasoning effort; null where the model has no setting that was measured."""
    provider: str
    """Provider, its identifier."""
    variant: str | None
    """Variant of the offering (a region, a tier, a quantisation); null where there is one only."""
    region: str | None
    """Region that the offering is pinned to; null where unknown or pinned by account."""
    api_model: str
    """The model's name in the provider's API."""
    score: Share
    """Sum of the contributions of all criteria, 0 to 1."""
    monthly_cost_usd: Amount
    """Cost of the workload, US dollars a month."""
    monthly_cost_interval_80_usd: tuple[Amount, Amount]
    """Where the cost lies in four cases of five, as far as what is assumed of tokens spreads."""
    monthly_cost_terms_usd: CostTermsRecord
    reasoning_tokens_per_request: Amount
    """Reasoning tokens of a call at this effort."""
    price: RoutePriceRecord
    price_change: CostChangeRecord | None
    """The next announced change of the price; null where none is known."""
    quality: QualityRecord | None
    """Expected quality; null where there is no estimate."""
    criteria: ByCriterion[CriterionRecord]
    """The four criteria."""
    privacy_level: PrivacyLevel
    """Highest level whose every test the facts prove."""
    customisability: CustomisabilityRecord
    licence: str | None
    """Licence of the weights, its identifier or tag; `proprietary` where they are closed; null
    where unknown."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    retires_on: PartialDay | None
    """Day (or month) on which the provider ends the offering; null where none is announced."""
