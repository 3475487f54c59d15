"""What a reseller will charge: its maker's later price, announced or come since it was read."""

import pytest
from made import DAY, estimate, facts, model, need, offering, price_list, provider

from llmpick.core.facts.records import PriceList
from llmpick.core.need.need import Need
from llmpick.core.ranking.limits import Route
from llmpick.core.ranking.score import Scorer

BEFORE, READ, AFTER = "2026-11-01", "2026-11-18", "2026-11-21"
ANNOUNCED = "2027-01-01"
assert AFTER < DAY < ANNOUNCED


def twice(since: str) -> PriceList:
    """Twice the price that all begin with."""
    return price_list(since=since, input_per_mtok=2.0, output_per_mtok=4.0)


def lasting(
    maker: dict[str, object],
    *,
    opened: bool | None = False,
    asked: Need | None = None,
    **own: object,
) -> float:
    """The dearest month of a reseller beside its month of today."""
    made, host = model(open_weights=opened), provider()
    sold = offering(**{"price_read": READ, **own})
    first = offering(provider="lab", first_party=True, **maker)
    rated = estimate()
    tables = facts([made], [first, sold], [rated], [host, provider(id="lab")])
    scorer = Scorer(asked or need(lives_days=180), tables)
    today = scorer.cost(sold, made, None)
    assert today is not None
    return (
        scorer.lasting_cost(Route(made, None, sold, host, rated, (), ()), today.total) / today.total
    )


CHANGED = {
    "input_per_mtok": 2.0,
    "output_per_mtok": 4.0,
    "price_since": AFTER,
    "price_lists": (price_list(since=BEFORE, input_per_mtok=1.0, output_per_mtok=2.0),),
}
"""A maker that doubled its price after the reseller's was read."""


@pytest.mark.parametrize("opened", [True, False, None])
def test_the_makers_price_is_followed(opened):
    """At the maker's price the reseller doubles it as the maker does, whatever the weights."""
    assert lasting({"price_lists": (twice(ANNOUNCED),)}, opened=opened) == pytest.approx(2)
    assert lasting(CHANGED, opened=opened) == pytest.approx(2)


def test_a_price_read_since_is_the_resellers_own():
    """Whoever still asks the old price after the maker's change keeps it."""
    assert lasting(CHANGED, price_read=AFTER) == 1


@pytest.mark.parametrize(
    ("opened", "dearer", "expected"),
    [
        pytest.param(False, 1.25, 2 / 1.25, id="a closed model: never under its maker"),
        pytest.param(False, 3.0, 1.0, id="above the maker's later price it need not rise"),
        pytest.param(True, 1.25, 1.0, id="open weights: who hosts them sets the price"),
        pytest.param(None, 1.25, 1.0, id="not known whether they are open"),
        pytest.param(False, 0.5, 1.0, id="under its maker today: terms of its own"),
    ],
)
def test_who_asks_another_price(opened, dearer, expected):
    """A closed model is sold at its maker's price at least."""
    prices = {"input_per_mtok": dearer, "output_per_mtok": 2 * dearer}
    for maker in ({"price_lists": (twice(ANNOUNCED),)}, CHANGED):
        assert lasting(maker, opened=opened, **prices) == pytest.approx(expected)


def test_prices_of_its_own_hold():
    """What a reseller announces itself, or has charged since the maker's change, is its own."""
    dearer = price_list(since=ANNOUNCED, input_per_mtok=3.0, output_per_mtok=6.0)
    assert lasting({"price_lists": (twice(ANNOUNCED),)}, price_lists=(dearer,)) == pytest.approx(3)
    assert lasting(CHANGED, price_since=AFTER) == 1


def test_only_as_far_as_the_need_looks():
    """Beyond `--lives` nothing announced counts; what has come into force does."""
    for days in (0, 5):
        soon = need(lives_days=days)
        assert lasting({"price_lists": (twice(ANNOUNCED),)}, asked=soon) == 1
        assert lasting(CHANGED, asked=soon) == pytest.approx(2)
