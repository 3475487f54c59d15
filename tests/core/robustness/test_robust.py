"""How sure a ranking of routes is: what is drawn, and what is said to turn it, does turn it."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from made import LEVELS, estimate, facts, licence, model, need, offering, provider

from llmpick.core.answers.decide import decide
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking.limits import Route
from llmpick.core.ranking.methods import METHODS
from llmpick.core.ranking.score import Scorer
from llmpick.core.robustness.draws import Uncertain
from llmpick.core.robustness.flip_points import level_at
from llmpick.core.robustness.measures import VOLATILE_DEVIATION, alternative
from llmpick.core.robustness.robust import in_order
from llmpick.core.robustness.stability import moved

NAMES = [f"lab/m{place}" for place in range(5)]


def tables(rows=((0.78, 9.0), (0.72, 3.0), (0.6, 1.0), (0.58, 0.2), (0.35, 0.1)), **more):
    """Models of an expected score, 0 to 1, for a price in USD per Mtok."""
    return facts(
        [model(id=name, open_weights=place % 2 == 1) for place, name in enumerate(NAMES)],
        [
            offering(model=name, input_per_mtok=price, output_per_mtok=5 * price)
            for name, (_, price) in zip(NAMES, rows, strict=True)
        ],
        [
            estimate(model=name, score=score, low=score - 0.1, high=score + 0.1)
            for name, (score, _) in zip(NAMES, rows, strict=True)
        ],
        [provider(**{"trains_on_inputs": "never", **more})],
        [licence(id="free", commercial_use="yes")],
    )


ROWS = st.tuples(
    *[
        st.tuples(st.integers(3, 17).map(lambda x: x / 20), st.sampled_from((0.1, 1.0, 3.0, 9.0)))
        for _ in NAMES
    ]
)
WEIGHTS = st.tuples(*[st.integers(1, 9) for _ in CRITERIA]).map(
    lambda row: {name: part / sum(row) for name, part in zip(CRITERIA, row, strict=True)}
)


def first(weights, table):
    """The best route with these weights."""
    ranking = decide(need(weights=weights), table, robust=False).ranking
    return ranking[0].candidate.route.id


@given(ROWS, WEIGHTS, st.data())
@examples(40)
def test_beyond_an_interval_another_is_first_and_within_it_none(rows, weights, data):
    """S6: the route that is named passes at the end of the stretch, and nobody before."""
    table = tables(rows)
    decision = decide(need(weights=weights), table)
    own = decision.ranking[0].candidate.route.id
    place = data.draw(st.integers(0, 3))
    given_weights = [weights[name] for name in CRITERIA]

    def at(weight):
        row = moved(given_weights, place, weight)
        return first(dict(zip(CRITERIA, row, strict=True)), table)

    interval = decision.robustness.intervals[CRITERIA[place]]
    for end, out, rival in (
        (interval.low, -1e-6, interval.below),
        (interval.high, 1e-6, interval.above),
    ):
        if abs(end - interval.given) > 1e-5:
            assert at(end - out) == own
        if rival is not None:
            assert at(end + out) != own


@given(ROWS, WEIGHTS)
@examples(30)
def test_at_a_break_even_the_two_tie(rows, weights):
    """S5: a cost or a weight that is printed makes the scores equal."""
    table = tables(rows)
    wanted = need(weights=weights)
    decision = decide(wanted, table)
    scorer = Scorer(wanted, table)
    ranked = {row.candidate.route.id: row.candidate for row in decision.ranking}
    top = decision.ranking[0].candidate
    for one in decision.robustness.break_evens:
        rival = ranked[one.rival]
        place = CRITERIA.index(one.criterion)
        if one.kind == "weight":
            row = moved([weights[name] for name in CRITERIA], place, one.needed)
            lead = [
                a.utility - b.utility for a, b in zip(top.criteria, rival.criteria, strict=True)
            ]
            assert sum(w * x for w, x in zip(row, lead, strict=True)) == pytest.approx(0, abs=1e-9)
        elif one.criterion == "performance":
            gain = scorer.quality_scale.utility(one.needed / 100) - rival.criteria[0].utility
            lead = rival.score + weights["performance"] * gain
            assert lead == pytest.approx(top.score, abs=1e-9)
        elif one.criterion == "privacy":
            gain = LEVELS[one.needed] - rival.criteria[2].utility
            assert rival.score + weights["privacy"] * gain >= top.score - 1e-9
        elif one.criterion == "cost":
            gain = scorer.cost_scale.utility(one.needed) - rival.criteria[1].utility
            assert rival.score + weights["cost"] * gain == pytest.approx(top.score, abs=1e-9)
    changes = [one.change for one in decision.robustness.break_evens]
    assert changes == sorted(changes)


def test_names_alone_draw_nothing():
    """Without robustness the ranking is the same, and nothing is said of how sure it is."""
    with_, without = decide(need(), tables()), decide(need(), tables(), robust=False)
    assert [row.candidate for row in with_.ranking] == [row.candidate for row in without.ranking]
    assert without.robustness is None
    assert (without.ranking[0].p_best, without.confidence, without.toss_up) == (None, "none", ())


def test_a_far_and_sharp_lead_is_sure():
    """A model that is clearly better, cheaper and as private is the best in nearly all draws."""
    found = decide(need(), tables(((0.9, 0.1), (0.4, 9), (0.4, 9), (0.35, 9), (0.35, 9))))
    assert found.ranking[0].p_best > 0.99
    assert found.toss_up == (found.ranking[0].candidate.route.id,)
    assert found.robustness.drawn.regret.p95 == 0


def measures(known=None, **sold):
    """The measures of the first made route, and the scorer."""
    table = tables(**(known or {}))
    scorer = Scorer(need(), table)
    offered = table.offerings[0]._replace(**sold)
    host = table.providers["host"]
    route = Route(table.models[offered.model], None, offered, host, table.estimates[0], (), ())
    return alternative(scorer, route).measures, scorer, route


@pytest.mark.parametrize("volatile", [True, False, None])
def test_what_is_uncertain_is_drawn_and_what_is_known_is_not(volatile):
    """The expected score with its error, the bill with what is guessed; the rest is exact."""
    (quality, cost, private, custom), scorer, route = measures(volatile_price=volatile)
    assert isinstance(quality, Uncertain)
    assert quality.utility == scorer.quality_scale.utility(0.78)
    span = scorer.quality_scale.span
    assert quality.deviation == pytest.approx(route.estimate.spread / span)
    assert quality.own_deviation == pytest.approx(quality.shared_deviation)
    assert isinstance(cost, Uncertain)
    whole = scorer.cost(route.offering, route.model, None)
    steepness = scorer.cost_scale.steepness(whole.total)
    assert cost.own_deviation == (steepness * VOLATILE_DEVIATION if volatile else 0.0)
    of_tokens = scorer.cost_spread(route, whole)
    assert cost.shared_deviation == pytest.approx(steepness * of_tokens)
    assert private == scorer.privacy(route.offering, route.provider)[1]
    assert custom == scorer.customisability(route.model).share


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({"trains_on_inputs": None}, "public", id="nothing is known"),
        pytest.param({"trains_on_inputs": "yes"}, "public", id="it trains"),
        pytest.param({"retention_days": 30}, "internal", id="no paper known"),
        pytest.param({"retention_days": 30, "dpa": True}, "confidential", id="proved"),
        pytest.param({"deployment": "router", "dpa": True}, "public", id="whoever it passes it to"),
        pytest.param({"deployment": "self"}, "air-gapped", id="own machine"),
    ],
)
def test_what_is_unknown_wins_no_draw(known, expected):
    """Privacy stands at what is proved in every draw, whatever else may be true."""
    (_, _, private, _), _, _ = measures(known)
    assert private == LEVELS[expected]


def test_a_rival_of_which_more_is_unknown_is_never_first_for_it():
    """Two routes that differ in nothing but that less is known of the terms of one."""
    weights = {"performance": 0.0, "cost": 0.0, "privacy": 1.0, "customisability": 0.0}
    table = facts(
        [model()],
        [offering(provider="a"), offering(provider="b")],
        [estimate()],
        [
            provider(id="a", trains_on_inputs="never", retention_days=30, dpa=True),
            provider(id="b", trains_on_inputs="never", retention_days=30),
        ],
    )
    found = decide(need(weights=weights), table, by_route=True)
    assert found.ranking[0].candidate.route.offering.provider == "a"
    assert [row.p_best for row in found.ranking] == [1.0, 0.0]


@pytest.mark.parametrize(
    ("utility", "expected"),
    [
        (0.0, "public"),
        (0.2, "internal"),
        (0.25, "internal"),
        (0.26, "confidential"),
        (0.5 + 1e-15, "confidential"),
        (1.0, "air-gapped"),
        (1.1, None),
    ],
)
def test_level_at(utility, expected):
    """The lowest level that is worth enough."""
    assert level_at(utility, LEVELS) == expected


@given(st.permutations(CRITERIA), st.integers(1, 4))
@examples(20)
def test_weights_of_which_only_the_order_is_known_keep_it(order, count):
    """Every draw adds to one and falls along the ranking; who is not ranked weighs nothing."""
    ranking = order[:count]
    columns = dict(zip(CRITERIA, in_order(ranking), strict=True))
    for row in zip(*(columns[name] for name in ranking), strict=True):
        assert sum(row) == pytest.approx(1)
        assert list(row) == sorted(row, reverse=True)
    for name in order[count:]:
        assert set(columns[name]) == {0.0}


def test_a_ranking_is_drawn_wider_than_weights_are():
    """The same weights, known by their order alone, leave the choice less sure."""
    weights = {"performance": 0.4, "cost": 0.3, "privacy": 0.2, "customisability": 0.1}
    table = tables(((0.78, 6.0), (0.72, 3.0), (0.6, 1.0), (0.58, 0.2), (0.35, 0.1)))
    given_ = decide(need(weights=weights), table).robustness
    ranked = decide(need(weights=weights, rank=tuple(weights)), table).robustness
    assert (given_.sigma, ranked.sigma) == (0.25, None)
    assert given_.drawn.first == ranked.drawn.first
    assert given_.drawn.regret.highest < ranked.drawn.regret.highest


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rank", [(), ("privacy",)])
def test_where_nothing_weighs_the_cheapest_is_first(method, rank):
    """All that fits has the most privacy, and nothing else counts: no weight is left to draw."""
    weights = dict.fromkeys(CRITERIA, 0.0) | {"privacy": 1.0}
    wanted = need(weights=weights, rank=rank, privacy_level="air-gapped")
    found = decide(wanted, tables(deployment="self"), method=method)
    assert found.ranking[0].candidate.route.model.id == "lab/m4"
    assert found.ranking[0].p_best == 1.0
