"""What a pinned region costs where a provider asks more for it."""

import pytest
from made import DAY, facts, model, need, offering, price_list, provider, workload

from llmpick.core.cost.bill import route_cost
from llmpick.core.cost.uplift import applies, uplifted
from llmpick.core.facts.records import Uplift
from llmpick.core.ranking.score import Scorer, warnings

LATE = Uplift("host", 1.1, "2026-03-05", ("US",))
ALL = Uplift("host", 1.25, None, ())


@pytest.mark.parametrize(
    ("uplift", "released", "regions", "region", "expected"),
    [
        pytest.param(LATE, "2026-04-01", ("JP",), None, True, id="abroad, and new"),
        pytest.param(LATE, "2026-03-05", ("JP",), None, True, id="of the day itself"),
        pytest.param(LATE, "2026-03-04", ("JP",), None, False, id="a day too old"),
        pytest.param(LATE, None, ("JP",), None, True, id="of an unknown day: the dearer"),
        pytest.param(LATE, "2026-04-01", ("US",), None, False, id="at home"),
        pytest.param(LATE, "2026-04-01", ("JP", "US"), None, False, id="home is allowed too"),
        pytest.param(LATE, "2026-04-01", (), None, False, id="anywhere"),
        pytest.param(LATE, "2026-04-01", ("JP",), "jp", False, id="an offering of that region"),
        pytest.param(ALL, "2020-01-01", ("US",), None, True, id="without a home"),
    ],
)
def test_applies(uplift, released, regions, region, expected):
    """Only where a region is pinned by account, for the models that it is about."""
    sold = offering(region=region)
    found = applies(sold, model(released=released), regions, {"host": uplift})
    assert (found is not None) is expected


def test_every_price_is_raised():
    """A month costs the factor more, whichever list of the offering charges it."""
    long = price_list(over_input_tokens=100, input_per_mtok=4.0, output_per_mtok=20.0)
    sold = offering(
        input_per_mtok=2.0, output_per_mtok=10.0, cache_read_per_mtok=0.2, price_lists=(long,)
    )
    [dear] = uplifted([sold], {"lab/one": model()}, ("JP",), {"host": ALL})
    for tokens in (50, 5000):
        work = workload(input_tokens=tokens)
        before, after = (route_cost(item, work, 0.0, {}, DAY) for item in (sold, dear))
        assert after.total == pytest.approx(before.total * 1.25)
    assert uplifted([sold], {"lab/one": model()}, (), {"host": ALL}) == [sold]


@pytest.mark.parametrize(
    ("uplifts", "said"),
    [
        ({"host": ALL}, "region pinned by account, with 25 % for the region"),
        ({}, "region pinned by account: may cost more than the list price"),
        ({"host": LATE}, None),
    ],
)
def test_the_answer_says_so(uplifts, said):
    """What was added is named; where nothing is known of it, that is said."""
    tables = facts([model(released="2020-01-01")], [offering()], [], [provider()])
    scorer = Scorer(need(region="JP"), tables._replace(uplifts=uplifts))
    route = scorer.candidate(_route(tables))
    found = [text for text in warnings(scorer, route) if text.startswith("region pinned")]
    assert found == ([said] if said else [])


def _route(tables):
    from llmpick.core.ranking.limits import Route

    return Route(model(released="2020-01-01"), None, offering(), provider(), None, (), ())
