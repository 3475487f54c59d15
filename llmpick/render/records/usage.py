"""The answer of `cost --usage`."""

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer
from llmpick.render.records.values import Amount, Count, Day, Ordinal, Positive


class UnusedColumnRecord(TypedDict):
    """A column of the log that bears on a price, and moved nothing."""

    column: str
    """Its name."""
    measure: str | None
    """What it counts; null: not known."""
    rows: Count
    """Rows that say something in it."""
    sum: float | None
    """Its sum; null where it is no number."""


class ReadRecord(TypedDict):
    """How a log was read."""

    format: str
    """Its format: a name of `--log-format`."""
    cached_tokens_are: str
    """Where the format counts tokens of a cache."""
    rows_repeated: Count
    """Rows of requests that were there before; each request counts once."""
    rows_with_another_total: Count
    """Rows whose own total is not what their tokens add up to."""
    paid_by_a_plan: bool
    """Whether what the format records is mostly paid by a plan, not by the token."""
    not_used: list[UnusedColumnRecord]
    """Columns that bear on a price and moved nothing here."""


class LogRecord(ReadRecord):
    """What was read."""

    rows: Count
    """Rows of the log."""
    rows_at_fault: dict[str, Ordinal]
    """Rows that are no request, by what is wrong with them."""
    first_day: Day | None
    """First day (UTC) of the sound rows; null where there are none."""
    last_day: Day | None
    """Last day (UTC) of the sound rows; null where there are none."""


class DayRateRecord(TypedDict):
    """The rate that some days of a log took."""

    rate_of: Day | None
    """The day that it is of; null: it was given."""
    units_per_usd: Positive
    """Units for one US dollar."""
    first_day: Day
    """First day of the log that took it."""
    last_day: Day
    """Last day of the log that took it."""


class LogCurrencyRecord(TypedDict):
    """Currency of what a person is shown."""

    code: str
    """ISO 4217."""
    units_per_usd: Positive
    """Its units for one US dollar; of a log of several days their mean by cost."""
    rates: list[DayRateRecord]
    """The rates of the log's days, in their order; none for US dollars."""


class PricedNameRecord(TypedDict):
    """One name of the log, priced."""

    name: str
    """As the log says it."""
    route: str
    """MODEL@PROVIDER[/VARIANT] that it is priced at."""
    requests: Count
    """Requests."""
    input_tokens: Count
    """Tokens in, those of the cache included, as billed."""
    output_tokens: Count
    """Tokens out, as billed."""
    cached_tokens: Count
    """Of the tokens in, those read from a cache."""
    written_tokens: Count
    """Of the tokens in, those written to a cache."""
    written_1h_tokens: Count
    """Of those written, for an hour."""
    cost_usd: Amount
    """US dollars."""
    log_cost_usd: float | None
    """What the log itself says, US dollars; null where it says nothing."""


class FreeNameRecord(TypedDict):
    """Requests of the log that cost nothing."""

    name: str
    """As the log says it."""
    why: str
    """Why they cost nothing."""
    requests: Count
    """Requests."""


class NoteRecord(TypedDict):
    """What of some requests was priced as something else."""

    name: str
    """As the log says it."""
    note: str
    """What has no price of its own, and what it was priced as."""
    requests: Count
    """Requests."""


class CostDifferenceRecord(TypedDict):
    """A name and day whose cost in the log is another than here."""

    name: str
    """As the log says it."""
    day: Day
    """UTC."""
    rows: Count
    """Rows."""
    log_cost_usd: float
    """What the log says, US dollars."""
    cost_usd: Amount
    """What it is here, US dollars."""


class UnpricedNameRecord(TypedDict):
    """One name of the log, or some of its days."""

    name: str
    """As the log says it."""
    why: str
    """Why it has no price."""
    requests: Count
    """Requests."""
    input_tokens: Count
    """Tokens in, those of the cache included, as billed."""
    output_tokens: Count
    """Tokens out, as billed."""


class ElsewhereRecord(TypedDict):
    """The priced requests at another route."""

    route: str
    """MODEL@PROVIDER[/VARIANT]."""
    model: str
    """Its model."""
    provider: str
    """Its provider."""
    cost_usd: Amount
    """What the priced requests would have cost, US dollars."""
    interval_80_usd: tuple[Amount, Amount]
    """Its 80 % interval, as far as the tokenizers are not known."""
    difference_usd: float
    """What more it would have cost than the log did; less than 0: it is cheaper."""
    input_tokens_per_logged_token: Amount
    """Its tokens in for one of the log's."""


class PaidRecord(CatalogAnswer):
    """What a log of requests cost."""

    log: LogRecord
    currency: LogCurrencyRecord
    cost_usd: Amount
    """What the priced requests of the log cost, US dollars."""
    log_cost_usd: float | None
    """What the log itself says of the priced and free requests; null where it says nothing."""


class ElsewhereAnswer(TypedDict):
    """What is in a log, and what it would have cost elsewhere."""

    models: list[PricedNameRecord]
    """What each name of the log cost, the dearest first."""
    unpriced: list[UnpricedNameRecord]
    """Requests that have no price, by name, the most first; they cost nothing here, neither in the
    log nor elsewhere."""
    free: list[FreeNameRecord]
    """Requests that cost nothing."""
    notes: list[NoteRecord]
    """What was priced as something else, the most requests first."""
    differences: list[CostDifferenceRecord]
    """Where the log's own cost is another, the furthest apart first."""
    routes_compared: Count
    """How many routes could have taken the priced requests, and have a price."""
    results: list[ElsewhereRecord]
    """The cheapest of them, `--top` many."""
    excluded: dict[str, Ordinal]
    """Routes that were not compared, by the first limit that they break."""
    assumptions: list[str]
    """What was taken for granted."""


class CostUsageAnswer(PaidRecord, ElsewhereAnswer):
    """
    What a log of requests cost, and would have cost elsewhere. Exit code 0; 1 where no request has
    a price. With `--format jsonl`, each line is one of `results`.
    """
