"""The short answers of the tools: the keys of the JSON answers, fewer of them, figures rounded."""

from __future__ import annotations

from typing import Any, NotRequired, TypeAlias

from typing_extensions import TypedDict

Row: TypeAlias = "dict[str, str | int | float | bool | None]"


class Short(TypedDict):
    """What every answer holds."""

    as_of: str
    """Day that the answer stands for."""
    full: NotRequired[dict[str, Any]]
    """With detail=full: the whole JSON answer of the command of the same meaning."""


class ShortNeed(TypedDict):
    """The need as it was understood, with its defaults."""

    task: str
    """The job."""
    requests_per_month: int | None
    """Requests a month; null for work of another kind."""
    input_tokens: int | None
    """Tokens into a call; null as above."""
    output_tokens: int | None
    """Visible tokens out of a call; null as above."""
    privacy_level: str | None
    """Least level of privacy; null where it was stated by single facts."""
    budget_usd_per_month: float | None
    """Most that it may cost, US dollars a month; null where no limit was set."""


class ShortRoute(TypedDict):
    """A route that fits."""

    route: str
    """MODEL[:EFFORT]@PROVIDER[/VARIANT]; connect_route takes it."""
    monthly_cost_usd: float | None
    """US dollars a month; null where there is no price."""
    quality: float | None
    """Expected score for the task, a share, 0 to 1; null where there is no estimate."""
    privacy_level: str | None
    """Highest level that the facts prove; null where none is."""


class RecommendRoutes(Short):
    """What to use for a job."""

    headline: str
    """What to use, in one sentence; where nothing fits, that."""
    need: ShortNeed
    better: str | None
    """A route worth its further cost; null where there is none."""
    cheaper: str | None
    """A route that saves much and loses little; null where there is none."""
    equal: list[str]
    """Routes that are as good a choice as the first."""
    results: list[ShortRoute]
    """Routes, the best first; empty where nothing fits."""
    plans: list[Row]
    """Plans by the seat that fit, where people are stated; else empty."""
    routes_considered: int
    """Routes of the catalog."""
    excluded: dict[str, int]
    """Routes left out, by rule."""
    confidence: str | None
    """high, medium or low; null where nothing is ranked by weights."""
    warnings: list[str]
    """What to know, one sentence each."""


class ShortSide(TypedDict):
    """A model among those compared."""

    model: str
    """DEVELOPER/MODEL."""
    best_route: str | None
    """The route that serves the need best; null where none is on sale."""
    monthly_cost_usd: float | None
    """US dollars a month there; null where unknown."""
    quality: float | None
    """Expected score for the task, a share, 0 to 1; null where there is no estimate."""
    limits_broken: list[str]
    """Limits of the need that this route breaks."""
    context_window_tokens: int | None
    """Context window; null where unknown."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    retires_on: str | None
    """Day on which its maker ends it; null where none is announced."""
    choose_if: list[str]
    """What it is clearly better in than all others compared."""


class CompareRoutes(Short):
    """Models side by side."""

    headline: str | None
    """What to know first; null of plans and of embedding models."""
    results: list[ShortSide]
    """The models, in the order asked for."""
    others: list[Row]
    """Plans by the seat or embedding models, where these were named; else empty."""
    warnings: list[str]
    """What to know, one sentence each."""


class ShortBill(TypedDict):
    """A month at one route."""

    route: str
    """MODEL[:EFFORT]@PROVIDER[/VARIANT]."""
    monthly_cost_usd: float
    """US dollars a month."""
    interval_80_usd: tuple[float, float]
    """Where the cost lies in four cases of five."""
    terms: dict[str, float]
    """US dollars a month, by what is paid for."""
    price_read: str | None
    """Day on which the price was read; null where unknown."""
    price_changes: dict[str, float]
    """US dollars a month from an announced day on."""


class EstimateCost(Short):
    """A month's work, priced."""

    requests_per_month: int
    """Requests a month."""
    input_tokens: int
    """Tokens into a call."""
    output_tokens: int
    """Visible tokens out of a call."""
    cache_read_share: float
    """Part of the input read from the cache."""
    results: list[ShortBill]
    """Routes, the cheapest first."""
    routes_priced: int
    """Routes with a price, those not shown too."""
    warnings: list[str]
    """What to know, one sentence each."""


class ShortFact(TypedDict):
    """A value in force, or the last that was stated."""

    fact: str
    """What is known."""
    value: Any
    """Its value."""
    read: str | None
    """Day on which it was read; null where unknown."""
    source: str | None
    """Where it was read; null where unknown."""


class ShowRecord(Short):
    """One record."""

    kind: str
    """model, offering, provider, benchmark ..."""
    id: str
    """Its identifier."""
    note: str | None
    """How the name was understood, where that needs saying."""
    facts: list[ShortFact]
    """What is known; a fact that is not there is not known."""
    record: dict[str, Any] | None
    """A record that has no dated facts, as it is; else null."""
    quality: dict[str, float]
    """Of a model: expected score by task, at its best effort, a share, 0 to 1."""
    routes: list[str]
    """Of a model: its routes, those on sale first, ten at most."""


class ListRecords(Short):
    """Records of one kind."""

    kind: str
    """What they are."""
    total: int
    """How many there are."""
    results: list[Row]
    """The first of them: id and name; of models for a task also quality, a share."""


class ShortFinding(TypedDict):
    """A rule that is not kept."""

    name: str
    """The name as asked for."""
    rule: str
    """The rule."""
    state: str
    """broken, or unknown: the fact that would decide is missing."""
    message: str
    """In words."""


class CheckPolicy(Short):
    """Names against a policy."""

    passed: bool
    """Whether every rule is kept."""
    policy: str
    """Name of the policy."""
    states: dict[str, str]
    """By name: kept, excepted, unknown or broken."""
    findings: list[ShortFinding]
    """Every rule that a name does not keep, twenty at most."""
    findings_total: int
    """How many there are."""


class ShortWay(TypedDict):
    """A way to run a model oneself."""

    id: str
    """MODEL@NxACCELERATOR/FORMAT."""
    copies: int
    """Copies that run."""
    engine: str
    """What runs it."""
    quality: float | None
    """Expected score for the task in this format, a share; null without an estimate."""
    usd_per_month: float | None
    """The cheapest month, US dollars; null where it has no price."""
    terms: str | None
    """Terms of that month: on-demand, spot, owned ...; null as above."""
    tokens_per_second: float | None
    """Of one request alone; null where not known."""
    command: str
    """How a copy is started."""


class SizeSelfHosting(Short):
    """Hardware for a model, or models for hardware."""

    results: list[ShortWay]
    """Ways, the sane ones first; empty where nothing fits."""
    fitting: int
    """Ways (for given hardware: models) that fit."""
    misfits: dict[str, int]
    """What does not fit, by reason."""
    assumed: list[str]
    """What was left open."""


class ShortConnection(TypedDict):
    """How a route is reached."""

    route: str
    """MODEL@PROVIDER[/VARIANT]."""
    base_url: str | None
    """Base address; null where none is known."""
    api_model: str
    """What a request calls the model."""
    dialect: str | None
    """openai-chat, anthropic-messages, gemini ...; null where unknown."""
    key_variable: str | None
    """Variable of the environment that holds the key; null where unknown."""
    sign_in: str
    """key: as it is; else what is made of it."""
    region: str | None
    """Region that the address keeps to; null where none is promised."""
    yours: list[str]
    """What stands in {BRACES} and is the user's own."""
    notes: list[str]
    """What to know."""
    refusal: str | None
    """Why it cannot be reached as asked; null where it can."""
    curl: str | None
    """A request for a shell; null where a key alone is not enough."""


class ConnectRoute(Short):
    """How routes are reached."""

    results: list[ShortConnection]
    """One a route, five at most."""
    total: int
    """How many there are."""
