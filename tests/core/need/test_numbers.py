"""Numbers as people type them."""

import pytest

from llmpick.core.need.numbers import number, whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("32000", 32_000),
        ("32k", 32_000),
        ("1.5M", 1_500_000),
        ("2b", 2_000_000_000),
        ("1e3", 1000),
        ("9007199254740993", 9_007_199_254_740_993),
        ("-4", -4),
    ],
)
def test_whole(text, expected):
    """Thousands, millions and billions are said in a letter; digits are taken to the last."""
    assert whole(text) == expected


@pytest.mark.parametrize("text", ["k", "1.5", "1.0001k", "nan", "inf", "1e400", "1kk", "１k "])
def test_what_is_no_whole_number(text):
    """Nothing is rounded."""
    with pytest.raises(ValueError, match=r"k|1|could not|nan|inf"):
        whole(text)


@pytest.mark.parametrize(("text", "expected"), [("0.5", 0.5), ("2K", 2000.0), ("-1m", -1e6)])
def test_number(text, expected):
    """A fraction too."""
    assert number(text) == expected


@pytest.mark.parametrize("text", ["", "m", "1e3k", "--5", "0x10", "1,000"])
def test_what_is_no_number(text):
    """A comma may be a point or a separator: neither is guessed."""
    with pytest.raises(ValueError, match="could not convert"):
        number(text)
