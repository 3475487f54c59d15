"""Which of two prices holds."""

from __future__ import annotations

import datetime

import pytest

from llmpick.feeds.decide import Vote, keeps

DAY = datetime.date(2026, 11, 20)
FAMILIES = {"pi": "aggregate", "dev": "aggregate", "lite": "lite", "genai": "genai"}
RANKS = {"pi": 1, "lite": 2, "genai": 3, "dev": 4}


def vote(feed, age, *, preferred=False, vendor=False):
    """A feed whose state is *age* days old on DAY."""
    read = DAY - datetime.timedelta(days=age)
    return Vote(feed, FAMILIES.get(feed, feed), RANKS.get(feed, 99), preferred, read, vendor)


@pytest.mark.parametrize(
    ("held", "other", "stays"),
    [
        ([vote("page", 400, vendor=True)], [vote("pi", 0), vote("lite", 0)], True),
        ([vote("dev", 51)], [vote("lite", 0)], False),
        ([vote("genai", 10), vote("lite", 8)], [vote("pi", 0)], True),
        ([vote("dev", 10), vote("pi", 8)], [vote("lite", 0), vote("genai", 0)], False),
        ([vote("dev", 10), vote("pi", 20)], [vote("lite", 0)], False),
        ([vote("genai", 20)], [vote("lite", 0)], False),
        ([vote("pi", 10)], [vote("lite", 0)], True),
        ([vote("lite", 10)], [vote("pi", 0)], False),
        ([vote("pi", 5)], [vote("lite", 40)], True),
        ([], [vote("lite", 0)], False),
    ],
    ids=[
        "the maker's page",
        "older than 30 days is silent",
        "two families against one",
        "one family is one witness",
        "within 14 days by rank",
        "newer by more than 14 days",
        "first rank held",
        "first rank comes",
        "the other is too old",
        "nobody holds",
    ],
)
def test_what_holds(held, other, stays):
    """Each rule decides where those before it are silent."""
    assert bool(keeps(held, other, is_global=False, start=None)) is stays


def test_a_feed_that_is_preferred_there_holds_before_two():
    """Of a provider that it reads best; but for offerings of the region `global`."""
    held, other = [vote("lite", 0), vote("genai", 0)], [vote("pi", 0, preferred=True)]
    assert keeps(held, other, is_global=False, start=None) is None
    assert keeps(held, other, is_global=True, start=None) == "two feeds against one"


def test_of_two_that_are_preferred_alike_the_newer_holds():
    """A feed that copies another's list does not outlive it."""
    held, other = [vote("pi", 25, preferred=True)], [vote("pi", 0, preferred=True)]
    assert keeps(held, other, is_global=False, start=None) is None


def test_a_state_before_the_first_day_of_the_new_price_is_silent():
    """Three feeds that were read before it began cannot speak against it."""
    held = [vote("lite", 9), vote("genai", 9), vote("pi", 9)]
    start = DAY - datetime.timedelta(days=5)
    assert keeps(held, [vote("dev", 0)], is_global=False, start=start) is None
