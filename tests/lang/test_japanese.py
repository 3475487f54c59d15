"""Numbers and money as Japanese has them."""

from __future__ import annotations

import pytest

from llmpick.lang import japanese


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (9_500, "9,500"),
        (10_000, "1万"),
        (2_000_000, "200万"),
        (15_500, "15,500"),
        (120_000_000, "1.2億"),
        (0, "0"),
        (2.5, "2.5"),
    ],
)
def test_counts(number, text):
    """万 and 億 where one decimal says all of it, every digit where not."""
    assert japanese.count(number) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        ("1,900", "1,900ドル（約28.5万円）"),
        ("0.014", "0.014ドル（約2.1円）"),
        ("0.0012", "0.0012ドル（約0.18円）"),
        ("2,000,000", "2,000,000ドル（約3億円）"),
        ("-", "-ドル"),
    ],
)
def test_yen_stand_beside_dollars(usd, text):
    """To three digits, two below one yen; never instead of dollars."""
    assert f"{japanese.dollars(usd, 150.0):yen}" == text
    assert f"{japanese.dollars(usd, None):yen}" == f"{usd}ドル"
    assert f"{japanese.dollars(usd, 150.0)}" == usd
