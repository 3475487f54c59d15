"""People who work with it: how much they ask, and what cannot be asked of them."""

from __future__ import annotations

import pytest

from llmpick.errors import UserError
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options


def need(catalog, **options):
    """The need that *options* state."""
    return need_of(catalog, need_options({"task": "coding", **options}))


def test_people_make_the_requests_of_the_month(small):
    """As many as is published of such people, or as is stated."""
    usual = need(small, seats=3)
    assert usual.workload.requests_per_month == 3 * 10 * 20
    assert (usual.seats.requests_per_day, usual.seats.heavy) == (10.0, 2.0)
    assert need(small, seats=3, daily_requests=2.5).workload.requests_per_month == 150


def test_requests_that_are_stated_are_spread_over_the_people(small):
    """A thousand a month of five people on twenty days are ten a day."""
    found = need(small, seats=5, requests=1000)
    assert found.workload.requests_per_month == 1000
    assert found.seats.requests_per_day == 10.0


def test_without_people_nothing_is_asked_by_the_seat(small):
    """The need is as it was."""
    assert need(small).seats is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"daily_requests": 5.0}, "--daily-requests is of people"),
        ({"individual": True}, "--individual is of people"),
        ({"seats": 0}, "nobody"),
        ({"seats": 5, "daily_requests": 0.0}, "0 requests a day cannot be used"),
        ({"seats": 5, "daily_requests": 5.0, "requests": 10}, "both say how much"),
        ({"seats": 5, "task": "pictures"}, "nothing is sold by the seat for pictures"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(small, options, words):
    """A mistake of the user ends in one sentence and a hint."""
    with pytest.raises(UserError, match=words):
        need(small, **options)
