"""How robust a choice is: exact cases, brute force, and what must hold for any."""

import json
from itertools import count
from math import fsum, sqrt
from pathlib import Path
from statistics import NormalDist

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from llmpick.core.ranking.values import CostScale, QualityScale
from llmpick.core.robustness.draws import (
    Uncertain,
    middle,
    ordered_weights,
    sample,
    spacings,
    weights_around,
)
from llmpick.core.robustness.pool import Pool
from llmpick.core.robustness.smaa import (
    Alternative,
    Robustness,
    beat_shares,
    central_weights,
    in_the_running,
    orders,
    p_above,
    pairwise,
    rank_shares,
    smaa,
    weighted,
)

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def cases(name):
    """The cases of one file, each under its own name."""
    found = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["id"]) for case in found]


def alternatives(values):
    """Exact utilities, named by their place."""
    return [Alternative(f"a{place}", 1.0, tuple(row)) for place, row in enumerate(values)]


def restricted(given_, draws):
    """Even weights within bounds: shrunk onto the lower ones, what is above the upper left out."""
    criteria = len(given_["values"][0])
    low = given_.get("lower", [0.0] * criteria)
    high = given_.get("upper", [1.0] * criteria)
    if given_.get("ordinal"):
        return ordered_weights(range(criteria), draws)
    for tries in count(1):
        rows = [
            [bound + (1 - sum(low)) * weight for bound, weight in zip(low, row, strict=True)]
            for row in spacings(criteria, draws * tries)
        ]
        kept = [
            row for row in rows if all(w <= top + 1e-12 for w, top in zip(row, high, strict=True))
        ]
        if len(kept) >= draws:
            return [list(column) for column in zip(*kept[:draws], strict=True)]
    return []


@pytest.mark.parametrize("case", cases("smaa"))
def test_reference(case):
    """Exact volumes of weight space, within four standard errors of 2,000 draws."""
    given_, expected = case["input"], case["expected"]
    pool = Pool()
    drawn = restricted(given_, pool.draws)
    within = 4 * sqrt(0.25 / pool.draws)
    totals = weighted(alternatives(given_["values"]), drawn, pool)
    found = orders(totals, range(len(totals)))
    ranks, winners = rank_shares(found), [one[0] for one in found]
    for shares, row in zip(ranks, expected["rank_acceptability"], strict=True):
        assert shares == pytest.approx(row, abs=within)
    for found, row in zip(pairwise(totals), expected["pairwise_winning"], strict=True):
        assert found == pytest.approx(row, abs=within)
    central = central_weights(winners, drawn, len(totals))
    for place, weights in enumerate(expected["central_weights"]):
        times = winners.count(place)
        if times < 100:  # too few draws to say
            continue
        assert central[place] == pytest.approx(weights, abs=4 * 0.5 / sqrt(times))


@pytest.mark.parametrize("case", cases("gauss_first"))
def test_normal_measures(case):
    """P(best) and P(above) of independent normal values, by quadrature."""
    rows = [
        Alternative(
            f"a{place}", 1.0, (Uncertain((mean + 5) / 10, sd / 10, f"own {place}", 0.0, ""),)
        )
        for place, (mean, sd) in enumerate(
            zip(case["input"]["mean"], case["input"]["sd"], strict=True)
        )
    ]
    pool = Pool()
    within = 4 * sqrt(0.25 / pool.draws)
    totals = weighted(rows, [[1.0] * pool.draws], pool)
    ranks = rank_shares(orders(totals, range(len(rows))))
    assert [row[0] for row in ranks] == pytest.approx(case["expected"]["p_first"], abs=within)
    for found, row in zip(pairwise(totals), case["expected"]["pairwise"], strict=True):
        assert found == pytest.approx(row, abs=within)


QUALITY = QualityScale(0.8, 0.5)
COST = CostScale(100.0)
WEIGHTS = (0.4, 0.25, 0.2, 0.15)


def quality(score, deviation, model, effort="", scale=QUALITY):
    """An expected score, half of whose variance the efforts of its model share."""
    half = deviation * 0.5**0.5 / scale.span
    return Uncertain(scale.utility(score), half, f"{model}:{effort}", half, model)


def cost(usd, model="m", route="r", *, of_tokens=0.0, of_price=0.0, scale=COST):
    """A bill: what is guessed of tokens is the model's, what a price moves is the route's."""
    steep = scale.steepness(usd)
    own, shared = steep * of_price, steep * of_tokens
    return Uncertain(scale.utility(usd), own, f"price {route}", shared, f"tokens {model}")


def route(name, score=0.5, usd=100.0, model=None, privacy=0.2, custom=0.3, **given_):
    """A route with a measured quality and a known price."""
    model = model or name
    bill = cost(usd, model, name, **given_)
    return Alternative(name, usd, (quality(score, 0.05, model), bill, privacy, custom))


def robustness(*rows, **given_) -> Robustness:
    """All of it, with weights around the usual ones."""
    pool = Pool()
    return smaa(rows, WEIGHTS, weights_around(pool, WEIGHTS), pool, **given_)


def test_middle():
    """What enters a score: points of the frontier, the bill by its reference, proved facts."""
    row = route("a", score=0.6, usd=300.0)
    assert [middle(one) for one in row.measures] == pytest.approx([0.6, 0.25, 0.2, 0.3])
    straight = CostScale(1000.0, straight=True)
    assert middle(cost(300.0, scale=straight)) == pytest.approx(0.7)
    assert middle(quality(0.9, 0.1, "m")) == 1.0  # beyond the frontier is worth no more


@pytest.mark.parametrize(
    "measure",
    [
        pytest.param(quality(0.5, 0.05, "m"), id="quality"),
        pytest.param(quality(0.78, 0.05, "m"), id="quality near the frontier"),
        pytest.param(cost(100.0, of_tokens=0.3, of_price=0.4), id="both errors of a cost"),
        pytest.param(cost(900.0, of_price=0.3), id="its price alone"),
        pytest.param(cost(30.0, of_tokens=0.5, scale=CostScale(50.0, True)), id="money as money"),
    ],
)
def test_draws_lie_around_the_middle(measure):
    """As far apart as both errors together say."""
    pool = Pool()
    found = sample(measure, pool)
    mean = fsum(found) / len(found)
    assert mean == pytest.approx(middle(measure), abs=0.1 * measure.deviation)
    spread = sqrt(fsum((x - mean) ** 2 for x in found) / len(found))
    assert spread == pytest.approx(measure.deviation, rel=0.1)


def test_what_is_exact_is_one_number():
    """A level of privacy, and a measure without an error, need no draws."""
    pool = Pool()
    assert sample(0.25, pool) == 0.25
    assert sample(quality(0.6, 0.0, "m"), pool) == pytest.approx(0.6)
    assert sample(cost(100.0), pool) == 0.5


def test_a_draw_beyond_the_frontier_counts():
    """An error goes to both sides at the frontier: clamped, it would only ever cost the best."""
    found = sample(quality(0.8, 0.1, "m"), Pool())
    assert max(found) > 1.2
    assert sum(x > 1 for x in found) / len(found) == pytest.approx(0.5, abs=0.04)


def test_a_clear_winner():
    """Better everywhere: first in every draw, nothing regretted, no equals."""
    found = robustness(route("good", score=0.78, usd=20.0), route("bad", score=0.3, usd=500.0))
    good, bad = found.alternatives
    assert (found.first, found.toss_up, found.p_toss_up) == ("good", ("good",), 1.0)
    assert good.ranks == (1.0, 0.0)
    assert bad.ranks == (0.0, 1.0)
    assert (good.confidence_factor, bad.confidence_factor) == (1.0, None)
    assert bad.central_weights is None
    assert found.regret == (0.0, 0.0, 0.0, 1.0)


def test_siblings_share_what_they_share():
    """The same model at two prices: the dearer one never wins, however little is known of it."""
    found = robustness(
        route("cheap", usd=99.0, model="m", of_tokens=0.5),
        route("dear", usd=100.0, model="m", of_tokens=0.5),
    )
    assert found.alternatives[1].p_beats_first == 0.0
    apart = robustness(route("cheap", usd=99.0, of_tokens=0.5), route("dear", of_tokens=0.5))
    assert apart.alternatives[1].p_beats_first == pytest.approx(0.5, abs=0.045)
    assert apart.toss_up == ("cheap", "dear")


def test_the_general_part_is_shared_among_efforts():
    """Two efforts of a model differ by less than two models do."""

    def chance(one, other):
        rows = [
            Alternative(name, 1.0, (quality(score, 0.03, model, name),))
            for name, score, model in (("low", 0.5, one), ("high", 0.52, other))
        ]
        pool = Pool()
        totals = weighted(rows, [[1.0] * pool.draws], pool)
        return p_above(totals[1], totals[0])

    apart = NormalDist(0.02, 0.03 * sqrt(2)), NormalDist(0.02, 0.03)
    assert chance("m", "n") == pytest.approx(1 - apart[0].cdf(0), abs=0.04)
    assert chance("m", "m") == pytest.approx(1 - apart[1].cdf(0), abs=0.04)


def test_equals_are_shown_as_equals():
    """A copy under another name is in the group; a tie is half a win."""
    found = robustness(route("a", model="m"), route("b", model="m"))
    assert found.toss_up == ("a", "b")
    assert found.alternatives[1].p_beats_first == 0.5
    assert found.alternatives[0].p_best == 1.0
    assert found.pairwise == ((0.0, 0.5), (0.5, 0.0))


@pytest.mark.parametrize("near", [0.0, 0.01, 0.05, 1.0])
def test_near_the_best_is_a_share_of_the_regrets(near):
    """How often the first lacks no more than that, draw by draw."""
    rows = [route("a", score=0.6, usd=90.0), route("b", score=0.55, usd=40.0), route("c")]
    pool = Pool()
    drawn = weights_around(pool, WEIGHTS)
    found = smaa(rows, WEIGHTS, drawn, pool, near=near)
    totals = weighted(rows, drawn, pool)
    own = totals[[row.id for row in rows].index(found.first)]
    lacks = [
        max(column) - mine for column, mine in zip(zip(*totals, strict=True), own, strict=True)
    ]
    assert found.regret.p_near == sum(lack <= near for lack in lacks) / pool.draws
    assert found.regret.highest == max(lacks)
    if not near:
        best = next(row for row in found.alternatives if row.id == found.first)
        assert found.regret.p_near == best.p_best


def test_a_first_that_is_given_leads_its_equals():
    """Also where another one has the better middle: what counts need not be the middle."""
    rows = [route("a", score=0.6), route("b", score=0.59), route("c", score=0.3)]
    found = robustness(*rows, first=1)
    assert (found.first, found.toss_up) == ("b", ("b", "a"))
    assert found.pairwise[1][0] == found.alternatives[0].p_beats_first > 0.5


UTILITY = st.integers(0, 100).map(lambda part: part / 100)
TABLES = st.lists(st.lists(UTILITY, min_size=3, max_size=3), min_size=1, max_size=6)


@given(TABLES)
@examples(30)
def test_ranks_add_up(values):
    """S3: everyone has a rank and every rank has someone; so has every group."""
    pool = Pool(draws=200)
    weights = (0.5, 0.3, 0.2)
    found = smaa(alternatives(values), weights, weights_around(pool, weights), pool)
    table = [row.ranks for row in found.alternatives]
    assert all(sum(row) == pytest.approx(1.0) for row in table)
    assert all(sum(column) == pytest.approx(1.0) for column in zip(*table, strict=True))
    assert sum(row.p_best for row in found.alternatives) == pytest.approx(1.0)
    assert found.first in found.toss_up
    for row in found.alternatives:
        if row.central_weights is not None:
            assert sum(row.central_weights) == pytest.approx(1.0)


@given(TABLES, st.integers(0, 5))
@examples(30)
def test_who_beats_the_first_is_read_off_the_orders(values, first):
    """The share of the draws above it, ties as half: as pair by pair, equals and all."""
    first %= len(values)
    pool = Pool(draws=50)
    rows = [*alternatives(values), *alternatives(values[:2])]
    totals = weighted(rows, weights_around(pool, (0.5, 0.3, 0.2)), pool)
    found = beat_shares(orders(totals, range(len(rows))), totals, first)
    assert found == [p_above(column, totals[first]) for column in totals]


def test_the_order_of_the_question_does_not_matter():
    """The same alternatives in another order: the same answer of each."""
    rows = [
        route(f"r{place}", score=0.4 + 0.02 * place, usd=50.0 + 40 * place) for place in range(5)
    ]
    one = {row.id: row for row in robustness(*rows).alternatives}
    other = {row.id: row for row in robustness(*rows[::-1]).alternatives}
    assert one == other


def test_an_outsider_moves_nothing():
    """R1 in the draws: who never wins leaves P(best) of the rest as it is."""
    rows = [route("a", score=0.54), route("b", score=0.53), route("c", usd=60.0)]
    outsider = route("z", score=0.05, usd=900.0)
    before, after = robustness(*rows), robustness(*rows, outsider)
    assert [row.p_best for row in before.alternatives] == [
        row.p_best for row in after.alternatives[:3]
    ]


def test_weights_around():
    """They add to 1, spread round what was given, and a weight of 0 stays 0."""
    pool = Pool()
    columns = weights_around(pool, (0.6, 0.4, 0.0))
    assert all(sum(row) == pytest.approx(1.0) for row in zip(*columns, strict=True))
    assert set(columns[2]) == {0.0}
    assert sum(columns[0]) / pool.draws == pytest.approx(0.6, abs=0.01)


def test_ordered_weights():
    """The most important weighs most in every draw; the mean is the rank-order centroid."""
    columns = ordered_weights([2, 0, 1], 2000)
    assert all(row[2] >= row[0] >= row[1] for row in zip(*columns, strict=True))
    assert [sum(column) / 2000 for column in columns] == pytest.approx(
        [0.2778, 0.1111, 0.6111], abs=0.005
    )


def test_one_criterion():
    """All the weight is on it."""
    assert spacings(1, 3) == [[1.0], [1.0], [1.0]]


def test_who_is_in_the_running():
    """The far behind are left out; who is left out is never first."""
    rows = [route(f"r{place}", score=0.78 - 0.025 * place) for place in range(30)]
    kept = in_the_running(rows, WEIGHTS)
    assert 0 in kept
    assert 1 < len(kept) < 20
    found = robustness(*rows)
    for place, row in enumerate(found.alternatives):
        assert row.p_best < 0.005 or place in kept


def test_the_same_bytes_everywhere():
    """Published to six figures, these are the numbers of every Python."""
    found = robustness(
        route("a", score=0.7, usd=300.0, of_tokens=0.6),
        route("b", score=0.6, usd=150.0, of_tokens=0.2, of_price=0.1),
        route("c", score=0.55, usd=30.0),
        near=0.02,
    )
    assert [f"{row.p_best:.6g}" for row in found.alternatives] == P_BEST
    assert [f"{value:.6g}" for value in found.regret] == REGRET
    assert [f"{value:.6g}" for value in found.alternatives[0].central_weights] == CENTRAL


P_BEST = ["0.4105", "0.0755", "0.514"]
REGRET = ["0.0279067", "0.120417", "0.315587", "0.629"]
CENTRAL = ["0.426719", "0.226205", "0.197242", "0.149834"]
