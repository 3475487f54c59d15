"""Other methods than the weighted sum: what their scores are made of, and how they rank routes."""

from __future__ import annotations

from math import log

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from made import estimate, facts, model, need, offering, provider

from llmpick.core.answers.decide import decide
from llmpick.core.ranking.field import field
from llmpick.core.ranking.judging import judge
from llmpick.core.ranking.methods import METHODS, picks
from llmpick.core.robustness.draws import weights_around
from llmpick.core.robustness.pool import Pool
from llmpick.core.robustness.smaa import Alternative, scored, weighted

ROW = st.tuples(*[st.integers(0, 20).map(lambda x: x / 20) for _ in range(4)])
WEIGHTS = (0.4, 0.25, 0.2, 0.15)


@given(st.lists(ROW, min_size=1, max_size=8), st.sampled_from(tuple(METHODS)))
def test_parts_add_up_to_the_score(rows, method):
    """S1: of a product to its logarithm; of topsis the distances make it."""
    for found in judge(method, rows, WEIGHTS):
        if method == "topsis":
            short, far = found.distances
            assert found.score == pytest.approx(far / (short + far))
            assert found.parts is None
        else:
            whole = log(found.score) if method == "product" else found.score
            assert sum(found.parts) == pytest.approx(whole, abs=1e-12)


def tables():
    """Three models: able and dear, middling, cheap and weak."""
    given_ = {"lab/a": (0.78, 12.0), "lab/b": (0.65, 2.0), "lab/c": (0.3, 0.1)}
    return facts(
        [model(id=name) for name in given_],
        [
            offering(model=name, input_per_mtok=price, output_per_mtok=price)
            for name, (_, price) in given_.items()
        ],
        [
            estimate(model=name, score=score, low=score - 0.1, high=score + 0.1)
            for name, (score, _) in given_.items()
        ],
        [provider(trains_on_inputs="never")],
    )


@pytest.mark.parametrize("method", METHODS)
def test_the_ranking_is_the_methods_and_its_pick_is_the_first(method):
    """`--method` and `compare-methods` agree; routes stand in the order of the method's score."""
    found = decide(need(), tables(), method=method)
    scores = [row.judged.score if row.judged else row.candidate.score for row in found.ranking]
    assert scores == sorted(scores, reverse=True)
    assert (found.ranking[0].judged is None) == (method == "additive")
    everyone = field(need(), tables())
    chosen = {
        pick.method: pick.id
        for pick in picks(everyone.utilities, everyone.weights, everyone.costs, everyone.ids)
    }
    assert chosen[method] == found.ranking[0].candidate.route.id
    assert {**found.robustness.others, method: chosen[method]} == chosen
    assert sum(row.p_best for row in found.ranking) == pytest.approx(1.0)


@given(st.lists(ROW, min_size=1, max_size=4))
@examples(10)
def test_the_draws_of_any_method_are_its_scores(rows):
    """With exact measures each draw is the method at the drawn weights; sums agree both ways."""
    pool = Pool(draws=20)
    drawn = weights_around(pool, WEIGHTS)
    everyone = [Alternative(f"r{place}", 1.0, row) for place, row in enumerate(rows)]
    for method, score in METHODS.items():
        found = scored(everyone, drawn, pool, method)
        for draw, weights in enumerate(zip(*drawn, strict=True)):
            expected = score(rows, weights)
            assert [column[draw] for column in found] == pytest.approx(expected)
    assert scored(everyone, drawn, pool, "additive") == weighted(everyone, drawn, pool)


def test_what_another_method_picks_is_told():
    """A weakness that the sum pays for and the product does not: who, and by which method."""
    weights = {"performance": 0.15, "cost": 0.85, "privacy": 0.0, "customisability": 0.0}
    found = decide(need(weights=weights), tables())
    first = found.ranking[0].candidate.route.model.id
    others = {name: pick.partition("@")[0] for name, pick in found.robustness.others.items()}
    assert first == "lab/c"
    assert set(others) == set(METHODS) - {"additive"}
    assert others["product"] == "lab/b"
