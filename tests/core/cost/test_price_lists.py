"""From when on a price of an offering is known."""

import made
import pytest

from llmpick.core.cost.price_lists import known_from, prices

DAY = "2026-11-23"


@pytest.mark.parametrize(
    ("base", "lists", "expected"),
    [
        pytest.param(True, [], None, id="known"),
        pytest.param(False, [], None, id="never"),
        pytest.param(False, ["2026-11-24", "2026-12-01"], "2026-11-24", id="the first reading"),
        pytest.param(True, ["2026-12-01"], None, id="known, and another later"),
    ],
)
def test_known_from(base, lists, expected):
    """The first later day, where none is known on the day itself."""
    sold = made.offering(
        **({} if base else {"prices": None}),
        price_lists=tuple(
            made.price_list(unread_until=day, input_per_mtok=1.0, output_per_mtok=2.0)
            for day in lists
        ),
    )
    assert known_from(sold, DAY) == expected


@pytest.mark.parametrize(("day", "known"), [("2026-11-23", False), ("2026-11-24", True)])
def test_a_list_holds_from_its_first_reading(day, known):
    """On the day before, it is not known."""
    listed = made.price_list(unread_until="2026-11-24", input_per_mtok=1.0, output_per_mtok=2.0)
    sold = made.offering(prices=None, price_lists=(listed,))
    assert (prices(sold, 1000, day) is not None) is known
