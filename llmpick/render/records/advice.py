"""The answer of `cost --usage --advise`."""

from typing import Literal

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer
from llmpick.render.records.values import Amount, Count, Day, Positive, Share


class AdviceCurrencyRecord(TypedDict):
    """Currency of what a person is shown, at today's rate."""

    code: str
    """ISO 4217."""
    units_per_usd: Positive
    """Its units for one US dollar."""


class SavingRecord(TypedDict):
    """One way to pay less for one kind of traffic."""

    name: str
    """As the log says it."""
    route: str
    """MODEL@PROVIDER[/VARIANT] that it is priced at now."""
    input_tokens_over: Count
    """Its requests have input as long as this at least, but for a price list's rounding."""
    input_tokens_up_to: Count | None
    """And no longer than this; null: any longer one."""
    requests_per_month: Count
    """Requests a month."""
    monthly_cost_usd: Amount
    """What they cost a month, US dollars."""
    way: Literal["model", "route", "batch", "cache", "effort"]
    """Another model, the same by another route, as a batch, more from a cache, less effort."""
    to: str | None
    """The route to move to; null where none is moved to."""
    effort_now: str | None
    """The effort that is taken as in use, where another one is the way."""
    effort_then: str | None
    """The effort to run at."""
    more_of_the_input_cached: Share | None
    """Share of the input that a cache would hold beyond what it holds now, at most."""
    saves_usd_per_month: Amount
    """US dollars a month."""
    quality_points: float | None
    """Difference in points of the expected score of 100; null where nothing is known of it."""
    quality_points_interval_80: tuple[float, float] | None
    """Its 80 % interval."""
    p_no_worse: Share | None
    """P(it is no worse)."""
    estimated_from_sizes_only: bool
    """Whether the log tells no more than sizes, so that this is what could be at most."""


class ModelAheadRecord(TypedDict):
    """One name of the log in the next month."""

    name: str
    """As the log says it."""
    route: str
    """MODEL@PROVIDER[/VARIANT] that it is priced at."""
    usual_usd: Amount
    """A month like the average of the log, at today's prices, US dollars."""
    cost_usd: Amount
    """What is expected, US dollars."""
    interval_80_usd: tuple[Amount, Amount]
    """Its 80 % interval."""


class ComingRecord(TypedDict):
    """What happens to a route of the log before the next month is over."""

    name: str
    """As the log says it."""
    route: str
    """MODEL@PROVIDER[/VARIANT]."""
    what: Literal["price", "end"]
    """Its price changes, or it is no longer sold."""
    on: Day
    """The day."""
    times_todays_price: float | None
    """The price of this work from then on, by today's; null where it ends."""


class DayRecord(TypedDict):
    """A day of the log."""

    day: Day
    """UTC."""
    cost_usd: Amount
    """At today's prices, US dollars."""


class ForecastRecord(TypedDict):
    """The calendar month after the log."""

    first_day: Day
    """Its first day."""
    last_day: Day
    """Its last day."""
    cost_usd: Amount
    """What is expected, US dollars."""
    interval_80_usd: tuple[Amount, Amount]
    """Its 80 % interval."""
    models: list[ModelAheadRecord]
    """By name, the dearest first."""
    coming: list[ComingRecord]
    """Prices and ends that fall before its end."""
    days: list[DayRecord]
    """What the days of the log cost."""


class AdviceAnswer(CatalogAnswer):
    """
    What would make a log of requests cheaper, and what the month after it costs. Exit code 0; 1
    where no request has a price. With `--format jsonl`, each line is one of `results`.
    """

    advice: str
    """The largest saving, as a sentence."""
    first_day: Day | None
    """First day (UTC) of the sound rows; null where there are none."""
    last_day: Day | None
    """Last day (UTC) of the sound rows; null where there are none."""
    months_in_log: float | None
    """How many months these are; null: the log has no times, and is taken as one."""
    currency: AdviceCurrencyRecord
    monthly_cost_usd: Amount
    """What the priced requests cost a month, US dollars."""
    kinds_compared: Count
    """Kinds of traffic, by name, route and length of input, that were looked at."""
    kinds_not_compared: Count
    """Further kinds, the cheapest, and those that carry sound."""
    ways_to_save: Count
    """How many savings were found."""
    results: list[SavingRecord]
    """The largest of them first, `--top` many; those of one kind do not add up."""
    next_month: ForecastRecord | None
    """Null where the log is shorter than a week."""
    assumptions: list[str]
    """What was taken for granted."""
