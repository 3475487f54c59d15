"""The answers of `recommend` and `compare` about embedding models and rerankers."""

from typing import Annotated, Literal, TypeAlias

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer
from llmpick.render.records.decision import HeardRecord
from llmpick.render.records.needs import DemandsRecord
from llmpick.render.records.values import (
    Amount,
    ByCriterion,
    Count,
    Day,
    Language,
    LicenceUse,
    Ordinal,
    PartialDay,
    Positive,
    PrivacyLevel,
    Score100,
    Share,
    told,
)

EmbeddingKind: TypeAlias = Literal["embedding", "reranker"]


class SearchWorkRecord(TypedDict):
    """A month's work."""

    documents: Ordinal
    """Texts: indexed a month by an embedding model, or ordered a query by a reranker."""
    chunk_tokens: Ordinal
    """Tokens of such a text."""
    queries_per_month: Count
    """Queries a month."""
    query_tokens: Ordinal
    """Tokens of a query."""
    batch_share: Share
    """Part of the indexing sent as a batch, 0 to 1."""


class SearchNeedRecord(TypedDict):
    """The need, with every default that was filled in."""

    task: Literal["embeddings", "reranking"]
    """Task."""
    tested_on: str
    """What a board must test to rank: a language, `multilingual` or a subject."""
    subject: str | None
    """Subject of the texts; null where none was named."""
    language: Language | None
    """Language of the texts, ISO 639-1; null where none was named, or English."""
    work: SearchWorkRecord
    dimensions: Ordinal | None
    """Most dimensions of a vector; null where not asked."""
    self_hosted: bool
    """Whether only the user's own hardware is asked about."""
    budget_usd_per_month: Amount | None
    """Most that it may cost, US dollars a month; null where no limit was set."""
    budget_stated: str | None
    """The budget in the user's own currency or period; null where it was US dollars a month."""
    currency: str
    """Of the bills beside US dollars, ISO 4217."""
    currency_units_per_usd: Positive
    """Units of it for one US dollar."""
    privacy_level: PrivacyLevel
    """Least level of privacy."""
    region: str | None
    """Where the user is; null where not asked."""
    processing_regions: list[str]
    """Requests must be processed in one of these; empty: anywhere."""
    demands: Annotated[DemandsRecord, told("What is required of providers, where it was stated.")]
    have: list[str]
    """Agreements that the user holds: zdr-approval, opt-out."""
    accept_low_confidence: bool
    """Whether facts of low confidence prove privacy too."""
    allow_unknown: list[str]
    """Facts that may be unknown."""
    min_context_tokens: Count | None
    """Least text that must be read whole, tokens; null where not asked."""
    modalities: list[str]
    """What it must read beside text."""
    made_in: list[str]
    """Only models whose developer has its seat in one of these; empty: anywhere."""
    not_made_in: list[str]
    """No models whose developer has its seat in one of these."""
    open_weights: bool
    """Whether the weights must be open."""
    use: LicenceUse | None
    """Use that the licence must allow; null where not asked."""
    providers: list[str]
    """Only these providers; empty: any."""
    excluded_providers: list[str]
    """Not these providers."""
    developers: list[str]
    """Only models made by these; empty: by anyone."""
    excluded_developers: list[str]
    """No models made by these."""
    min_quality: Score100 | None
    """Least expected points, 0 to 100; null where not asked."""
    keeps_floor: bool
    """Whether nothing more than 15 points under the best is let through."""
    lives_days: Count
    """No end is announced within so many days."""
    previews: bool
    """Whether previews are let through."""
    weights: ByCriterion[Share]
    """Weight of each criterion; they add to 1."""


class BoardMeanRecord(TypedDict):
    """A mean over the tasks of a board."""

    board: str
    """Board."""
    points: Score100
    """Mean of the main score, 0 to 100."""


class ExpectedRecord(TypedDict):
    """What is expected of a model for the need."""

    points: float
    """Expected points of 100, on the scale of the first of `boards`."""
    interval_80: tuple[Score100, Score100]
    """Low and high end of the 80 % interval: of another set of as many tasks."""
    stderr_points: Amount
    """Standard error of `points`."""
    tasks: Ordinal
    """Tasks that it rests on."""
    means: list[BoardMeanRecord]
    """What it is made of."""


class SearchCostRecord(TypedDict):
    """A month's bill, US dollars."""

    indexing: Amount
    """Texts that are indexed; 0 for a reranker."""
    queries: Amount
    """Queries, and of a reranker the texts of each."""
    total: Amount
    """Both together."""


class SearchRouteRecord(TypedDict):
    """A model by an offering, or on the user's own hardware."""

    route: str
    """MODEL@PROVIDER[/REGION]; `self-hosted` stands for own hardware."""
    model: str
    """Model, DEVELOPER/MODEL."""
    kind: EmbeddingKind
    """What it does."""
    provider: str
    """Who serves it."""
    region: str | None
    """Region that it is pinned to; null where unknown or pinned by account."""
    api_model: str | None
    """Identifier that a request names; null on own hardware."""
    monthly_cost_usd: SearchCostRecord | None
    """The bill; null where nothing prices it."""
    usd_per_mtok: Amount | None
    """US dollars per million tokens; null where unknown or not how it is priced."""
    usd_per_mtok_batch: Amount | None
    """The same of a batch; null where unknown."""
    usd_per_query: Amount | None
    """US dollars a query; null where it is not priced so."""
    price_read: Day | None
    """Day of the price; null on own hardware."""
    dimensions: Ordinal | None
    """Dimensions of a vector, as many as the need allows; null where unknown, or of a reranker."""
    dimensions_full: Ordinal | None
    """Its dimensions unless fewer are asked for, at which it was tested unless said otherwise."""
    index_gb: Amount | None
    """Vectors of a month's texts at four bytes a dimension, GB; null where unknown."""
    max_input_tokens: Ordinal | None
    """Longest text that is read whole, tokens; null where unknown."""
    weights_gb: Amount | None
    """Weights in memory at two bytes a parameter, GB; null where they are not to be had."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    licence: str | None
    """Licence of the weights, its identifier or tag; null where unknown or closed."""
    made_in: str | None
    """Country of its developer's seat, ISO 3166; null where unknown."""
    ends_on: PartialDay | None
    """Day on which the provider, or its maker, ends it; null where none is announced."""
    privacy_level: PrivacyLevel
    """Highest level of privacy that is proved."""
    expected: ExpectedRecord | None
    """What is expected of it for the need; null where it has no result that ranks."""
    note: str | None
    """What to know before choosing the model."""


class SearchResultRecord(SearchRouteRecord):
    """One answer of the ranking."""

    rank: Ordinal
    """Place, from 1."""
    score: Share
    """Sum of weight times utility over all criteria, 0 to 1."""
    utilities: ByCriterion[Share]
    """What it is worth by each criterion; `cost` of own hardware is of the memory it takes."""
    p_beats_first: Share
    """Chance that it does better than the first on another set of tasks."""


class SearchStepRecord(TypedDict):
    """A route beside the first."""

    route: str
    """MODEL@PROVIDER[/REGION]"""
    points_more: float
    """Expected points more than the first has."""
    usd_more_per_month: float | None
    """US dollars a month more; null on own hardware."""
    weights_gb_more: float | None
    """GB of weights more; null where it is sold."""


class SearchPicksRecord(TypedDict):
    """What to use, and the steps from it; null where nothing is ranked, or no step is worth it."""

    use: str | None
    """MODEL@PROVIDER[/REGION]"""
    better: SearchStepRecord | None
    """Clearly better, at the least for a point more."""
    cheaper: SearchStepRecord | None
    """Much cheaper, or on own hardware smaller, and at most 15 points under the best of all."""


class BoardRecord(TypedDict):
    """A set of tasks on which models are compared."""

    board: str
    """Board."""
    name: str
    """Name to show."""
    tests: str
    """What it tests: a language, `multilingual` or a subject."""
    tasks: Ordinal
    """Tasks that a mean is over."""
    url: str
    """Where its results are."""
    note: str | None
    """What to know before trusting it."""


class SearchExclusionRecord(TypedDict):
    """What one rule stopped."""

    rule: str
    """Rule. A route that breaks several is counted under one."""
    routes: Count
    """Routes that it was the first to stop."""
    unknown: Count
    """Those of them of which the fact is only unknown."""


class SearchExclusionsRecord(TypedDict):
    """What was left out, and why."""

    routes_considered: Count
    """Routes looked at."""
    routes_fitting: Count
    """Routes that meet every limit."""
    models_fitting: Count
    """Models of which a route meets every limit."""
    models_not_sold: Count
    """Models that nobody is known to sell, so that they have no route."""
    rules: list[SearchExclusionRecord]
    """Rules that stopped a route."""


class RecommendEmbeddingsAnswer(CatalogAnswer):
    """
    Which embedding model or reranker to use. Exit code 0; 1 where nothing fits. With `--format
    jsonl`, each line is one of `results`, then of `unranked`.
    """

    need: SearchNeedRecord
    headline: str
    """What to use, in one sentence; where nothing is ranked, that, and why."""
    picks: SearchPicksRecord
    equal: list[str]
    """Routes that the results do not tell from the first."""
    boards: list[BoardRecord]
    """What ranks; empty where nothing does."""
    frontier_points: Score100 | None
    """The best expected points of any model, whoever may use it; null where nothing ranks."""
    results: list[SearchResultRecord]
    """Routes by score, the best first: of each model its best route, or all with --by route."""
    unranked: list[SearchRouteRecord]
    """Routes that fit and have no result that ranks, the cheapest first."""
    first_if_known: str | None
    """A route that would be first if facts held that nobody has stated; null: there is none."""
    excluded: SearchExclusionsRecord
    notes: list[str]
    """What to know about the whole answer, one sentence each."""
    heard: HeardRecord | None
    """What was made of a need in plain words; null where it was stated by options."""


class ComparedModelRecord(TypedDict):
    """A model with all its routes."""

    model: str
    """Model, DEVELOPER/MODEL."""
    name: str
    """Name to show."""
    kind: EmbeddingKind
    """What it does."""
    dimensions: Ordinal | None
    """Dimensions of a vector; null where unknown, or of a reranker."""
    dimensions_selectable: list[Ordinal]
    """Dimensions that can be asked for; empty where none are named."""
    max_input_tokens: Ordinal | None
    """Longest text that is read whole, tokens; null where unknown."""
    languages: Ordinal | None
    """How many languages it is made for; null where unknown."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    licence: str | None
    """Licence of the weights, its identifier or tag; null where unknown or closed."""
    made_in: str | None
    """Country of its developer's seat, ISO 3166; null where unknown."""
    weights_gb: Amount | None
    """Weights in memory at two bytes a parameter, GB; null where they are not to be had."""
    means: list[BoardMeanRecord]
    """All its results."""
    expected: ExpectedRecord | None
    """What is expected of it for the need; null where it has no result that ranks."""
    p_beats_first_named: Share | None
    """Chance that it does better than the first named; null where either has no result."""
    routes: list[SearchRouteRecord]
    """All offerings, the cheapest first, whatever limits they break."""
    stopped_by: dict[str, list[str]]
    """By route the rules that it breaks; a route that is not named fits."""
    note: str | None
    """What to know before choosing it."""


class CompareEmbeddingsAnswer(CatalogAnswer):
    """Embedding models or rerankers side by side. Exit code 0."""

    need: SearchNeedRecord
    boards: list[BoardRecord]
    """What ranks for the need; empty where nothing does."""
    results: list[ComparedModelRecord]
    """In the order in which they were named."""
    notes: list[str]
    """What to know about the whole answer, one sentence each."""
