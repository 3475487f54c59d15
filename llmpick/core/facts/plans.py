"""What is sold by the seat, in force on one day: plans, and how much people use them."""

from typing import NamedTuple

from llmpick.core.facts.records import Provider


class Allowance(NamedTuple):
    """
    How much use comes with a seat: *amount* a *period*, in *unit*.

    *unit* is `usd` at prices of the API, `calls`, `tokens`, or `credits`, which say nothing of
    tokens; *period* is `day`, `week` or `month`.
    """

    amount: float
    unit: str
    period: str


class Plan(NamedTuple):
    """
    A product that is sold by the seat. Prices are a month, in *currency*; unknown is None.

    *seat_year* is a month of a seat that is billed by the year. *makers* stands where no page names
    the models. *provider* holds the terms for what is sent, with what the plan states itself.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    vendor: str
    serves: tuple[str, ...]
    status: str
    billing: str
    currency: str | None
    seat_month: float | None
    seat_year: float | None
    team_month: float | None
    least_seats: int | None
    most_seats: int | None
    included: str | None
    allowance: Allowance | None
    pooled: bool | None
    overage: str | None
    overage_default: str | None
    models: tuple[str, ...] | None
    makers: tuple[str, ...] | None
    tools: tuple[str, ...] | None
    sso: bool | None
    policy_controls: bool | None
    indemnity: bool | None
    provider: Provider
    price_read: str | None
    price_confidence: str | None

    @property
    def vendor_id(self) -> str:
        """The first part of the identifier."""
        return self.id.partition("/")[0]

    @property
    def usual_price(self) -> float | None:
        """
        A seat a month: by the month where that is sold, else by the year; 0 where all is metered.
        """
        if self.billing == "usage":
            return 0.0
        return self.seat_year if self.seat_month is None else self.seat_month


class SeatUse(NamedTuple):
    """
    How much a person uses a product for *tasks*: requests a day of use, days of use a month.

    *heavy* is what a heavy month is of a usual one, None where nothing is published of it.
    """

    tasks: tuple[str, ...]
    serves: str
    requests_per_day: float
    days_per_month: float
    heavy: float | None
