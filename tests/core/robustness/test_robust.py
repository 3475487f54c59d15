"""How sure a ranking of routes is: what is drawn, and what is said to turn it, does turn it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import (
    ANCHORS,
    SCALE,
    estimate,
    facts,
    licence,
    model,
    need,
    offering,
    provider,
    workload,
)

from llmpick.core.answers.decide import decide
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking import values
from llmpick.core.ranking.limits import Route
from llmpick.core.ranking.methods import METHODS
from llmpick.core.ranking.score import Scorer
from llmpick.core.robustness.draws import Between, Normal
from llmpick.core.robustness.flip_points import grade_at, score_at, score_slope, theta_at
from llmpick.core.robustness.measures import alternative, possible_grade
from llmpick.core.robustness.robust import in_order
from llmpick.core.robustness.stability import moved
from llmpick.core.terms.privacy import grade

NAMES = [f"lab/m{place}" for place in range(5)]


def tables(rows=((1.0, 9.0), (0.8, 3.0), (0.2, 1.0), (0.1, 0.2), (-1.0, 0.1)), **more):
    """Models of an ability, in logits, for a price in USD per Mtok."""
    return facts(
        [model(id=name, open_weights=place % 2 == 1) for place, name in enumerate(NAMES)],
        [
            offering(model=name, input_per_mtok=price, output_per_mtok=5 * price)
            for name, (_, price) in zip(NAMES, rows, strict=True)
        ],
        [
            estimate(model=name, theta=theta, score=0.5 + theta / 10)
            for name, (theta, _) in zip(NAMES, rows, strict=True)
        ],
        [provider(**{"trains_on_inputs": "never", **more})],
        [licence(id="free", commercial_use="yes")],
    )


ROWS = st.tuples(
    *[
        st.tuples(st.integers(-15, 15).map(lambda x: x / 10), st.sampled_from((0.1, 1.0, 3.0, 9.0)))
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
@settings(max_examples=40, deadline=None)
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
@settings(max_examples=30, deadline=None)
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
        elif one.criterion == "cost":
            gain = values.cost_utility(one.needed, *scorer.ends) - rival.criteria[1].utility
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
    found = decide(need(), tables(((1.5, 0.1), (-1, 9), (-1, 9), (-1.5, 9), (-1.5, 9))))
    assert found.ranking[0].p_best > 0.99
    assert found.toss_up == (found.ranking[0].candidate.route.id,)
    assert found.robustness.drawn.regret.p95 == 0


@pytest.mark.parametrize(
    ("known", "spread"),
    [
        pytest.param({}, ("P0", "P4"), id="nothing is known"),
        pytest.param({"trains_on_inputs": "yes"}, ("P0", "P0"), id="it trains"),
        pytest.param(
            {"trains_on_inputs": "never", "retention_days": 90, "dpa": True},
            ("P1", "P1"),
            id="long",
        ),
        pytest.param(
            {"trains_on_inputs": "never", "retention_days": 30}, ("P1", "P3"), id="no paper yet"
        ),
        pytest.param(
            {"trains_on_inputs": "never", "dpa": True, "zero_data_retention": "none"},
            ("P1", "P3"),
            id="something is kept",
        ),
        pytest.param({"deployment": "self"}, ("P5", "P5"), id="own machine"),
        pytest.param({"deployment": "router"}, ("P0", "P4"), id="whoever it passes on to"),
    ],
)
def test_the_grade_that_is_possible(known, spread):
    """What is known for sure stays; the rest is taken at its best."""
    host = provider(**known)
    assert (grade(host, offering()), possible_grade(host, offering())) == spread


def test_what_is_uncertain_is_drawn_and_what_is_known_is_not():
    """Ability with its calibrated error; an unknown privacy between its ends; a known one exact."""
    table = tables()
    scorer = Scorer(need(), table)
    sold = table.offerings[0]
    route = Route(
        table.models[sold.model], None, sold, table.providers["host"], table.estimates[0], (), ()
    )
    quality, cost, private, custom = alternative(scorer, route).measures
    assert isinstance(quality, Normal)
    whole = (quality.own_deviation**2 + quality.shared_deviation**2) ** 0.5
    assert whole == pytest.approx(0.2 * table.calibration)
    assert isinstance(cost, Normal)
    assert cost.own_deviation == 0
    assert isinstance(private, Between)
    assert isinstance(custom, Between)
    own = provider(deployment="self")
    assert alternative(Scorer(need(), table), route._replace(provider=own)).measures[2] == 1.0


@given(st.floats(0, 1))
def test_theta_at_is_the_inverse_of_the_utility(utility):
    """The ability worth a utility is worth it."""
    theta = theta_at(utility, ANCHORS, 0.85)
    assert values.quality_utility(theta, ANCHORS, 0.85) == pytest.approx(utility)


def test_score_at_rises_with_the_ability_as_the_estimates_do():
    """On the line of the estimates; their own score at their own ability."""
    rows = [
        estimate(theta=x, score=1 / (1 + 2.718281828459045 ** (-2 * x))) for x in (-1.0, 0.0, 0.7)
    ]
    assert score_slope(rows) == pytest.approx(2.0)
    assert score_at(0.7, -1.0, rows[0].score, 2.0) == pytest.approx(rows[2].score)
    assert score_at(0.3, 0.3, 0.4, 2.0) == pytest.approx(0.4)
    assert score_slope(rows[:1]) == 1.0


@pytest.mark.parametrize(
    ("utility", "required", "expected"),
    [(0.0, 0.0, "P0"), (0.46, 0.0, "P3"), (0.65, 0.0, "P3"), (1.0, 0.45, "P5"), (0.3, 0.45, "P3")],
)
def test_grade_at(utility, required, expected):
    """The lowest grade that is worth enough beyond what is required."""
    assert grade_at(utility, SCALE.privacy_grades, required) == expected


def test_measured_reasoning_is_not_assumed():
    """Who gives the tokens that are thought is not told that they are assumed."""
    table = tables()
    said = {
        given_: {
            check.name: check.value
            for check in decide(
                need(workload=workload(measured_reasoning=given_)), table
            ).robustness.confidence.checks
        }["assumed-reasoning"]
        for given_ in (None, "exact")
    }
    assert said == {None: 1.0, "exact": 0.0}


@given(st.permutations(CRITERIA), st.integers(1, 4))
@settings(max_examples=20, deadline=None)
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
    table = tables(((1.5, 6.0), (0.8, 3.0), (0.2, 1.0), (0.1, 0.2), (-1.0, 0.1)))
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
