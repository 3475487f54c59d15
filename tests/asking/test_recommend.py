"""What is asked for and has no known price is told, and never passes for free."""

from __future__ import annotations

import pytest

DAY = ("--as-of", "2026-11-23")


def test_a_route_whose_search_fee_is_not_known_is_left_out(run, compiled_catalog):
    """No route of the small catalog states a fee: none is ranked, and the answer says why."""
    where = (*DAY, "--catalog", str(compiled_catalog))
    found = run("recommend", "-t", "coding", "--searches", "2", *where)
    assert found.code == 1
    assert "left out: what a search of the web costs there is not known" in found.stdout
    priced = run("cost", "atlas-3", "--searches", "2", *where)
    assert priced.code == 1
    assert "left out: what a search costs there is not known" in priced.stdout


@pytest.mark.parametrize(
    ("option", "told"), [("--images", "--image-size WxH"), ("--cache-hours", "a fee of keeping it")]
)
def test_what_may_change_nothing_is_told(run, compiled_catalog, option, told):
    """Fees that few routes have."""
    where = (*DAY, "--catalog", str(compiled_catalog))
    found = run("recommend", "-t", "coding", option, "3", *where)
    assert found.code == 0
    assert told in found.stdout
