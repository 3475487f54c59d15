"""Numbers as a person reads them."""

import pytest

from llmpick.render import words


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.999, ".95"), (0.001, ".05"), (0.5, ".50"), (None, words.NOTHING)],
)
def test_no_certainty_is_shown(probability, expected):
    """Errors of the model itself are not in the number: .95 is the most that is said."""
    assert words.chance(probability) == expected


@pytest.mark.parametrize(
    ("probability", "expected"), [(0.999, ".95"), (0.0099, "<.01"), (0.01, ".01"), (None, "-")]
)
def test_many_share_one_certainty(probability, expected):
    """Among many a small chance is small."""
    assert words.chance_of_best(probability) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (58.2, 56.1, ("58", "56")),
        (55.4, 54.8, ("55.4", "54.8")),
        (55.04, 55.01, ("55.04", "55.01")),
        (55.0, 55.0, ("55.00", "55.00")),
    ],
)
def test_what_differs_is_shown_apart(one, other, expected):
    """No "above 55 (now 55)"."""
    assert words.points_apart(one, other) == expected


@pytest.mark.parametrize(
    ("mtok", "shown"),
    [(None, "-"), (0.0, "0.000"), (2.64, "2.640"), (0.0018, "0.0018"), (0.00000403, "0.0000040")],
)
def test_few_tokens_are_not_none(mtok, shown):
    """A handful of tokens a month is not shown as 0.000 Mtok."""
    assert words.mtok(mtok) == shown
