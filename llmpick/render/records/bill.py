"""The answer of `cost`."""

from typing import Annotated, Literal

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer
from llmpick.render.records.values import (
    Amount,
    AtLeastOne,
    Count,
    Day,
    Ordinal,
    Service,
    Share,
    one_of,
)


class PricedWorkloadRecord(TypedDict):
    """The work that is priced, with every default."""

    requests_per_month: Ordinal
    """Requests a month."""
    calls_per_request: AtLeastOne
    """Calls of the model that a request takes, on average."""
    input_tokens: Count
    """Tokens into a call."""
    output_tokens: Count
    """Visible tokens out of a call; in a loop, of a turn."""
    tokens_are: Literal["as billed", "of the reference tokenizer"]
    """How tokens are counted."""
    content: str | None
    """What the text is; null where tokens are as billed."""
    cache_read_share: Share
    """Part of the input read from the cache."""
    cache_write_share: Share
    """Part written to the cache."""
    cache_write_1h_share: Share
    """Part written for an hour."""
    reasoning_tokens: Count
    """Tokens a call that are thought, at medium effort where no exact figure is given."""
    reasoning_tokens_are: Annotated[str, one_of("assumed", "medium", "exact")]
    """Assumed, given at medium effort, or given exactly."""
    tries_per_request: AtLeastOne
    """Tries of a request, on average."""
    service: Service
    """Service that is asked for."""
    batch_share: Share
    """Part of the requests sent as a batch."""
    peak_share: Share | None
    """Part of the requests at peak hours; null: even through the week."""
    images: Amount
    """Images a call."""
    searches: Amount
    """Searches of the web a call."""
    cache_hours_per_month: Amount
    """Hours of a month that what is read from the cache is kept there."""
    turns: Ordinal
    """Turns of a request."""
    context_growth_tokens: Count
    """Tokens that each turn adds."""


class CurrencyRecord(TypedDict):
    """The currency asked for."""

    code: str
    """ISO 4217 code of the answer's text."""
    units_per_usd: Amount
    """Units of it for one US dollar."""
    rate_of: str | None
    """Whose rate it is and of which day; null where it was given, or is the dollar."""


class BillTermRecord(TypedDict):
    """A term of the bill."""

    term: Annotated[
        str, one_of("input", "cache read", "cache write", "output", "reasoning", "fees")
    ]
    """What is paid for."""
    mtok_per_month: Amount | None
    """Million tokens a month; null for fees."""
    usd_per_month: Amount
    """US dollars a month."""


class AssumptionRecord(TypedDict):
    """An assumption."""

    name: str
    """What is assumed."""
    value: float
    """Its value."""
    unit: str
    """Its unit."""
    spread_log: Amount
    """Standard deviation of its logarithm."""
    basis: str
    """What it rests on."""


class BillPriceRecord(TypedDict):
    """The price list that the work is charged by."""

    input_per_mtok: Amount | None
    """Per million tokens, in the currency of the price list."""
    output_per_mtok: Amount | None
    """Per million tokens."""
    cache_read_per_mtok: Amount | None
    """Per million tokens."""
    cache_write_per_mtok: Amount | None
    """Per million tokens."""
    cache_write_1h_per_mtok: Amount | None
    """Per million tokens."""
    read: Day | None
    """Day the price was read."""
    age_days: int | None
    """Days from `read` to the day of the answer; negative where that lies before it; null where
    unknown."""


class BillChangeRecord(TypedDict):
    """A change."""

    since: Day
    """First day of the new price."""
    monthly_cost_usd: Amount
    """US dollars a month from then on."""


class BilledRouteRecord(TypedDict):
    """A route, and what a month costs there."""

    route: str
    """MODEL[:EFFORT]@PROVIDER[/VARIANT]"""
    model: str
    """Identifier of the model."""
    effort: str | None
    """Reasoning effort; null where none is named."""
    provider: str
    """Identifier of the provider."""
    variant: str | None
    """Variant of the offering."""
    monthly_cost_usd: Amount
    """US dollars a month."""


class BillDetailRecord(TypedDict):
    """What a month is made of."""

    interval_80_usd: tuple[Amount, Amount]
    """Where the cost lies in four cases of five."""
    price_currency: str
    """ISO 4217 code of the price list."""
    monthly_cost_in_price_currency: Amount
    """A month in the currency of the price list."""
    terms: list[BillTermRecord]
    """What is billed."""
    assumptions: list[AssumptionRecord]
    """What is not the user's own figure."""
    price: BillPriceRecord
    price_changes: list[BillChangeRecord]
    """Announced changes within the horizon."""
    warnings: list[str]
    """What to know of the route."""
    other_routes_of_model: Count | None
    """Further routes of the model with a price, where one stands for all; else null."""
    other_routes_at_same_cost: Count | None
    """Those of them that cost the same; else null."""


class BillRecord(BilledRouteRecord, BillDetailRecord):
    """A month at one route."""


class CostAnswer(CatalogAnswer):
    """The JSON answer of `llmpick cost`."""

    workload: PricedWorkloadRecord
    currency: CurrencyRecord
    routes_priced: Count
    """Routes with a price, those not shown too."""
    results: list[BillRecord]
    """Routes, cheapest first."""
    excluded: dict[str, Ordinal]
    """Routes that a limit stopped, by the first limit they break."""
    without_a_rate_or_price: dict[str, Ordinal]
    """Routes without a usable price, by currency, or `no price`, or `no search fee`."""
    price_known_later: dict[str, Ordinal]
    """Routes whose price on the day is not known, by the first later day on which it is."""
    warnings: list[str]
    """What to know of the answer as a whole."""


class PriceListRecord(TypedDict):
    """A price list of a route: what holds or held from a day on."""

    route: str
    """Offering, MODEL@PROVIDER[/VARIANT]."""
    since: Day | None
    """First day in force; null: since the start."""
    service: Service
    """Service that it is of."""
    window: str | None
    """Hours that it holds in; null: all."""
    over_input_tokens: Ordinal | None
    """Length of the input, tokens, above which it holds; null: any."""
    currency: str
    """Currency of the prices, ISO 4217."""
    input_per_mtok: Amount | None
    """Input, in `currency` per million tokens; null where none is stated."""
    output_per_mtok: Amount | None
    """Output, in `currency` per million tokens; null where none is stated."""
    cache_read_per_mtok: Amount | None
    """Input read from a cache, in `currency` per million tokens; null where none is stated."""
    cache_write_per_mtok: Amount | None
    """Input written to a cache, in `currency` per million tokens; null where none is stated."""
    cache_write_1h_per_mtok: Amount | None
    """The same for an hour, in `currency` per million tokens; null where none is stated."""
    disputed: bool
    """Whether it is recorded, but not in force: another one is."""
    source: str | None
    """Address or title of where it was read."""
    source_kind: str | None
    """Who speaks: `vendor`, `feed`, `independent`, `secondary` or `aggregator`."""
    read: Day | None
    """Day it was read."""
    note: str | None
    """What to know beside it."""


class CostHistoryAnswer(CatalogAnswer):
    """
    The price lists of routes, by day. Exit code 0; 1 where there is none. With `--format jsonl`,
    each line is one of `price_lists`.
    """

    price_lists: list[PriceListRecord]
    """Price lists, by route, the oldest first."""
