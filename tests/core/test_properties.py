"""
What must hold of a whole decision, by the names of section 1.8 of the method.

F1, R1, R2, M1 and M2 of the weighted sum stand in test_decide, S6 in test_robustness and
test_stability; here is what crosses methods, draws and what is shown.
"""

from __future__ import annotations

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import need, workload
from worlds import ONE, SLOW, WEIGHTS, catalogs, fields

from llmpick.core.answers.decide import decide
from llmpick.core.cost.price_lists import times
from llmpick.core.facts.records import Fact
from llmpick.core.need.need import CRITERIA, normalised
from llmpick.core.need.weights import of_points
from llmpick.core.ranking.methods import METHODS, ON_ITS_OWN
from llmpick.core.ranking.score import Scorer
from llmpick.render.answers import decision as render
from llmpick.render.blocks import Grid
from llmpick.render.formats.documents import document
from llmpick.render.wording.about import About

ABOUT = About("made", "0" * 64, "2026-11-23", "2026-11-23")
METHOD = st.sampled_from(ON_ITS_OWN)


def whole(wanted, tables, **more):
    """All routes that fit, ranked, with all that is said of them."""
    return decide(wanted, tables, top=10_000, by_route=True, **more)


def scores(decision):
    """Route → score by the method that ranked, best first."""
    return {
        row.candidate.route.id: row.judged.score if row.judged else row.candidate.score
        for row in decision.ranking
    }


def shares(decision):
    """Route → what the draws say of it."""
    return [(row.candidate.route.id, row.p_best, row.p_beats_first) for row in decision.ranking]


@given(fields(), ONE, WEIGHTS, METHOD, st.data())
@SLOW
def test_another_offering_moves_nobody_by_any_method(tables, limits, weights, method, data):
    """R1, R2: one less, or one twice, and the rest keep their scores and their order."""
    wanted = need(weights=weights, **limits)
    sold = data.draw(st.sampled_from(list(tables.offerings)))
    before = scores(whole(wanted, tables, robust=False, method=method))
    rest = [item for item in tables.offerings if item is not sold]
    after = scores(whole(wanted, tables._replace(offerings=rest), robust=False, method=method))
    assert list(after.items()) == [pair for pair in before.items() if pair[0] in after]
    twin = [*tables.offerings, sold._replace(variant="copy")]
    twice = scores(whole(wanted, tables._replace(offerings=twin), robust=False, method=method))
    assert [pair for pair in twice.items() if not pair[0].endswith("/copy")] == list(before.items())


@given(catalogs(), ONE, WEIGHTS, METHOD)
@SLOW
def test_another_currency_changes_nothing(tables, limits, weights, method):
    """R3: all prices in yen, at 128 to the dollar, which no rounding tells apart."""
    dollars = tables._replace(offerings=[one for one in tables.offerings if one.currency == "USD"])
    yen = dollars._replace(offerings=[in_yen(one, 128.0) for one in dollars.offerings])
    before = whole(need(weights=weights, **limits), dollars, method=method)
    after = whole(need(weights=weights, rates=(("JPY", 128.0),), **limits), yen, method=method)
    assert list(scores(after).items()) == list(scores(before).items())
    assert shares(after) == shares(before)
    assert [row[:4] for row in after.excluded] == [row[:4] for row in before.excluded]


def in_yen(sold, rate):
    """The same offering with every price in yen."""

    def dearer(row, **more):
        return row._replace(prices=times(row.prices, rate)._replace(currency="JPY"), **more)

    return dearer(sold, price_lists=tuple(map(dearer, sold.price_lists)))


@given(catalogs(), WEIGHTS, st.sampled_from((2, 8, 1024)))
@SLOW
def test_the_unit_of_a_request_changes_nothing(tables, weights, factor):
    """R3: so many times the tokens in so many times fewer requests: the same month."""
    small = workload(requests_per_month=1024 * 1000)
    large = small._replace(
        requests_per_month=small.requests_per_month // factor,
        input_tokens=small.input_tokens * factor,
        output_tokens=small.output_tokens * factor,
        reasoning_tokens=small.reasoning_tokens * factor,
    )
    models = {name: one._replace(context_window_tokens=None) for name, one in tables.models.items()}
    tables = tables._replace(models=models)  # a window is for one request: it would filter
    one = whole(need(weights=weights, workload=small), tables)
    other = whole(need(weights=weights, workload=large), tables)
    assert scores(other) == pytest.approx(scores(one), abs=1e-12)
    assert one.fitting == other.fitting


@given(fields(), ONE, WEIGHTS, st.sampled_from(tuple(METHODS)))
@SLOW
def test_the_parts_that_are_shown_add_up_to_the_score_that_is_shown(
    tables, limits, weights, method
):
    """S1: weight times utility to 1e-12; what is printed, to the last digit printed."""
    found = whole(need(weights=weights, **limits), tables, method=method)
    for row in found.ranking:
        candidate = row.candidate
        parts = [one.weight * one.utility for one in candidate.criteria]
        assert fsum(parts) == pytest.approx(candidate.score, rel=0, abs=1e-12)
        assert [one.contribution for one in candidate.criteria] == parts
    if method in ("product", "topsis"):
        return  # a product and a ratio of distances: no sum is shown
    grids = [
        block
        for block in render.answer(found, ABOUT, explain=True).blocks
        if isinstance(block, Grid) and block.heads[0] == "criterion" and "@" in block.title
    ]
    assert len(grids) == len(found.ranking)
    for grid in grids:
        thousandths = [round(float(line[-1]) * 1000) for line in grid.rows]
        assert sum(thousandths) == round(float(grid.title.rsplit(" ", 1)[1]) * 1000)


@given(catalogs(), ONE, st.lists(st.integers(1, 9), min_size=4, max_size=4), METHOD, st.data())
@SLOW
def test_the_size_of_raw_weights_is_nothing(tables, limits, raw, method, data):
    """S2: points of any sum are the same shares: scores, places and chances stay."""
    factor = data.draw(st.sampled_from((0.5, 2.0, 64.0)))
    one, other = (
        whole(
            need(weights=normalised(of_points(dict(zip(CRITERIA, row, strict=True)))), **limits),
            tables,
            method=method,
        )
        for row in (raw, [factor * part for part in raw])
    )
    assert list(scores(one).items()) == list(scores(other).items())
    assert shares(one) == shares(other)


@given(fields(), WEIGHTS, st.sampled_from(tuple(METHODS)))
@SLOW
def test_everyone_has_a_rank_and_every_rank_has_someone(tables, weights, method):
    """S3: of the draws of a whole decision; and of two in the group one is ahead."""
    found = whole(need(weights=weights), tables, method=method).robustness
    if found is None:
        return
    table = [row.ranks for row in found.drawn.alternatives]
    for line in (*table, *zip(*table, strict=True)):
        assert fsum(line) == pytest.approx(1.0, abs=1e-9)
    for row, line in enumerate(found.drawn.pairwise):
        for column, share in enumerate(line):
            assert share + found.drawn.pairwise[column][row] == pytest.approx(float(row != column))


@given(fields(), ONE, WEIGHTS, st.sampled_from(tuple(METHODS)), st.randoms())
@SLOW
def test_the_same_question_is_the_same_document(tables, limits, weights, method, dice):
    """S4: byte for byte, in whatever order the catalog's rows come."""
    wanted = need(weights=weights, **limits)
    offerings, estimates = list(tables.offerings), list(tables.estimates)
    dice.shuffle(offerings)
    dice.shuffle(estimates)
    mixed = tables._replace(offerings=offerings, estimates=estimates)
    one, other = (
        document(render.answer(whole(wanted, rows, method=method), ABOUT).payload)
        for rows in (tables, mixed)
    )
    assert one == other


@given(fields(), WEIGHTS, METHOD)
@SLOW
def test_at_a_break_even_the_rival_ties(tables, weights, method):
    """S5: with the utility, and with the cost or quality printed, to 1e-9, by each method."""
    wanted = need(weights=weights)
    found = whole(wanted, tables, method=method)
    if found.robustness is None:
        return
    scorer = Scorer(wanted, tables)
    rows = {row.candidate.route.id: row.candidate for row in found.ranking}
    top = found.ranking[0].candidate
    for one in found.robustness.break_evens:
        if one.kind == "weight":
            continue
        place, rival = CRITERIA.index(one.criterion), rows[one.rival]
        utilities = [one.utility_needed]
        if one.criterion == "cost":
            utilities.append(scorer.cost_scale.utility(one.needed))
        if one.criterion == "performance":
            utilities.append(scorer.quality_scale.utility(one.needed / 100))
        for utility in utilities:
            own = [part.utility for part in rival.criteria]
            own[place] = utility
            first = [part.utility for part in top.criteria]
            lead, reached = METHODS[method]([first, own], [weights[name] for name in CRITERIA])
            assert reached == pytest.approx(lead, rel=0, abs=1e-9)


@given(fields(), ONE, WEIGHTS, st.sampled_from(tuple(METHODS)))
@SLOW
def test_a_filtered_route_is_nowhere_in_the_answer(tables, limits, weights, method):
    """F1: no draw, group, rival or other method's pick holds what a limit stopped."""
    found = whole(need(weights=weights, **limits), tables, method=method)
    fitting = set(scores(found))
    assert all(
        {violation.rule for violation in row.candidate.route.violations} == set()
        for row in found.ranking
    )
    for exclusion in found.excluded:
        for spared in (exclusion.best, exclusion.cheapest):
            assert spared is None or spared.route.id not in fitting
    sure = found.robustness
    if sure is None:
        assert not fitting
        return
    assert {row.id for row in sure.drawn.alternatives} <= fitting
    assert set(sure.drawn.toss_up) <= fitting
    assert {one.rival for one in sure.break_evens} <= fitting
    assert set(sure.others.values()) <= fitting


@given(fields(), WEIGHTS, METHOD, st.data())
@SLOW
def test_better_terms_never_lower_the_rank(tables, weights, method, data):
    """M1, privacy: who proves more has no more routes of others above."""
    wanted = need(weights=weights)
    before = whole(wanted, tables, robust=False, method=method).ranking
    if not before:
        return
    route = data.draw(st.sampled_from(before)).candidate.route
    host = route.provider
    better = host._replace(
        trains_on_inputs=Fact("never", None),
        retention_days=Fact(0, None),
        dpa=Fact(True, None),
    )
    hosts = [better if one is host else one for one in tables.providers.values()]
    after = whole(
        wanted,
        tables._replace(providers=type(tables.providers)({one.id: one for one in hosts})),
        robust=False,
        method=method,
    ).ranking

    def above(ranking):
        names = [row.candidate.route for row in ranking]
        place = next(at for at, one in enumerate(names) if one.id == route.id)
        return sum(one.provider.id != host.id for one in names[:place])

    assert above(after) <= above(before)


@given(fields(), WEIGHTS, METHOD, st.data())
@SLOW
def test_more_freedom_never_lowers_a_route(tables, weights, method, data):
    """M1, customisability: whose model may be changed more has no more routes of others above."""
    wanted = need(weights=weights)
    before = whole(wanted, tables, robust=False, method=method).ranking
    if not before:
        return
    route = data.draw(st.sampled_from(before)).candidate.route
    freer = route.model._replace(open_weights=True, licence="free")
    after = whole(
        wanted,
        tables._replace(models={**tables.models, freer.id: freer}),
        robust=False,
        method=method,
    ).ranking

    def above(ranking):
        names = [row.candidate.route for row in ranking]
        place = next(at for at, one in enumerate(names) if one.id == route.id)
        return sum(one.model.id != freer.id for one in names[:place])

    assert above(after) <= above(before)


@given(fields(), ONE, WEIGHTS, st.sampled_from(ON_ITS_OWN[1:]))
@SLOW
def test_a_dominated_route_is_not_above_by_another_method(tables, limits, weights, method):
    """M2: by product and topsis too, who is nowhere better scores no higher."""
    ranking = whole(need(weights=weights, **limits), tables, robust=False, method=method).ranking
    rows = [(row.judged.score, [one.utility for one in row.candidate.criteria]) for row in ranking]
    for place, (upper, one) in enumerate(rows):
        for lower, other in rows[place + 1 :]:
            if all(b >= a for a, b in zip(one, other, strict=True)):
                assert upper == pytest.approx(lower, rel=0, abs=1e-12)
