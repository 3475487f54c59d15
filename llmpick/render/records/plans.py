"""The row of a plan by the seat in the answer of `list`."""

from typing_extensions import TypedDict

from llmpick.render.records.values import Amount, Count, Day, PrivacyLevel


class PlanRowRecord(TypedDict):
    """What is sold by the seat."""

    id: str
    """Plan, VENDOR/PLAN."""
    name: str
    """Name to show."""
    serves: list[str]
    """What it is for: coding, chat."""
    status: str
    """Whether it can be bought: current, renewal-only, closed."""
    billing: str
    """Who can buy it: per-seat a team, individual one person, account one a customer, usage no seat
    price."""
    currency: str | None
    """Of its prices, ISO 4217; null where no price is known."""
    seat_month: Amount | None
    """A seat a month, billed by the month; null where unknown."""
    seat_year: Amount | None
    """A seat a month, billed by the year; null where unknown."""
    team_month: Amount | None
    """A month for the whole team, beside its seats; null where none is known."""
    least_seats: Count | None
    """Fewest seats sold; null where unknown."""
    allowance: Amount | None
    """Use that comes with a seat; null where not published."""
    allowance_unit: str | None
    """Its unit: usd at prices of the API, calls, tokens, credits."""
    allowance_period: str | None
    """Its period: day, week, month."""
    overage: str | None
    """What use above it costs: api-price, credits, none; null where unknown."""
    sso: bool | None
    """Whether it has single sign-on; null where unknown."""
    trains_on_inputs: str | None
    """Whether inputs train models: never, opt-in, opt-out, always; null where unknown."""
    dpa: bool | None
    """Whether there is an agreement on data processing; null where unknown."""
    privacy_level: PrivacyLevel
    """Highest level that its terms prove."""
    price_confidence: str | None
    """How well its price is founded: high, medium, low."""
    price_read: Day | None
    """Day that the price was read."""
