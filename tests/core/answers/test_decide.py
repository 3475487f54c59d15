"""
The decision on made catalogs: filters never bend, scores never depend on who else is there.

The names of the properties (R1 ...) are those of section 1.8 of the method.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made import estimate, facts, licence, model, need, offering, provider, required, workload
from worlds import LIMITS, SLOW, WEIGHTS, catalogs

from llmpick.core.answers.decide import decide
from llmpick.core.cost.price_lists import times
from llmpick.core.need.need import PRIVACY_LEVELS, LicenceNeed, normalised
from llmpick.core.ranking.limits import RULES
from llmpick.core.ranking.score import Scorer


def everything(wanted, tables):
    """All routes that fit, ranked."""
    return decide(wanted, tables, top=10_000, by_route=True)


def scores(decision):
    """Route → score, best first."""
    return {row.candidate.route.id: row.candidate.score for row in decision.ranking}


@given(catalogs(), LIMITS, WEIGHTS)
@SLOW
def test_contributions_add_to_the_score(tables, limits, weights):
    """S1: weight times utility, criterion by criterion, is the whole score."""
    for row in everything(need(weights=weights, **limits), tables).ranking:
        found = row.candidate
        assert sum(part.contribution for part in found.criteria) == pytest.approx(found.score)
        for part in found.criteria:
            assert part.contribution == pytest.approx(part.weight * part.utility)
            assert 0 <= part.utility <= 1
        total = sum(part.weight for part in found.criteria)
        assert total == pytest.approx(1.0) or total == 0


@given(catalogs(), LIMITS, WEIGHTS)
@SLOW
def test_the_ranking_is_in_order(tables, limits, weights):
    """Higher score first; equals by lower cost, then by identifier; ranks count from 1."""
    ranking = everything(need(weights=weights, **limits), tables).ranking
    keys = [
        (-row.candidate.score, row.candidate.cost.total, row.candidate.route.id) for row in ranking
    ]
    assert [row.rank for row in ranking] == list(range(1, len(ranking) + 1))
    for one, other in pairwise(keys):
        # the sum of contributions may differ from the score in the last bit
        assert one[0] <= other[0] + 1e-12
        if one[0] == other[0]:
            assert one[1:] < other[1:]


@given(catalogs(), LIMITS)
@SLOW
def test_exclusions_add_up(tables, limits):
    """Every route fits or is counted once, under one rule, in the order of the rules."""
    decision = everything(need(**limits), tables)
    assert len(decision.ranking) == decision.fitting
    assert sum(row.routes for row in decision.excluded) == decision.routes - decision.fitting
    assert [row.rule for row in decision.excluded] == [
        rule for rule in RULES if rule in {row.rule for row in decision.excluded}
    ]
    for row in decision.excluded:
        assert 0 <= row.unknown <= row.routes
        assert row.routes > 0
        assert sum(count for _, count in row.facts) == row.routes
        assert row.alone <= row.routes
        if row.best:
            assert row.rule in {violation.rule for violation in row.best.route.violations}
            assert len({violation.rule for violation in row.best.route.violations}) == 1


@given(catalogs(), LIMITS, LIMITS)
@SLOW
def test_a_requirement_never_adds_a_route(tables, limits, more):
    """Asking for more leaves fewer."""
    both = {**more, **limits}
    assume(both != limits)
    before = everything(need(**limits), tables)
    after = everything(need(**both), tables)
    assert set(scores(after)) <= set(scores(before))
    assert after.routes == before.routes


@given(catalogs(), LIMITS, WEIGHTS, WEIGHTS)
@SLOW
def test_weights_never_revive_a_filtered_route(tables, limits, weights, others):
    """F1: what fits does not depend on what matters."""
    one = everything(need(weights=weights, **limits), tables)
    other = everything(need(weights=others, **limits), tables)
    assert set(scores(one)) == set(scores(other))
    assert [row[:4] for row in one.excluded] == [row[:4] for row in other.excluded]


@given(catalogs(), LIMITS, WEIGHTS, st.data())
@SLOW
def test_another_offering_moves_nobody(tables, limits, weights, data):
    """R1: without one offering, the rest keep their scores and their order."""
    assume(tables.offerings)
    wanted = need(weights=weights, **limits)
    gone = data.draw(st.sampled_from(list(tables.offerings)))
    rest = [sold for sold in tables.offerings if sold is not gone]
    before = scores(everything(wanted, tables))
    after = scores(everything(wanted, tables._replace(offerings=rest)))
    assert list(after.items()) == [
        (name, score)
        for name, score in before.items()
        if not name.endswith(f"@{gone.place}")
        or name.partition("@")[0].partition(":")[0] != gone.model
    ]


@given(catalogs(), LIMITS, WEIGHTS, st.data())
@SLOW
def test_a_copy_moves_nobody(tables, limits, weights, data):
    """R2: an offering twice, under another variant, scores the same and moves nobody."""
    assume(tables.offerings)
    wanted = need(weights=weights, **limits)
    twin = data.draw(st.sampled_from(list(tables.offerings)))
    copy = twin._replace(variant="copy")
    before = scores(everything(wanted, tables))
    after = scores(everything(wanted, tables._replace(offerings=[*tables.offerings, copy])))
    assert [(name, score) for name, score in after.items() if not name.endswith("/copy")] == list(
        before.items()
    )
    for name, score in after.items():
        if name.endswith("/copy"):
            assert score == before[name.removesuffix("/copy")]


@given(catalogs(), WEIGHTS, st.data())
@SLOW
def test_a_better_price_never_lowers_the_rank(tables, weights, data):
    """M1, cost: cheaper is never worse, among other offerings; its other efforts gain as well."""
    wanted = need(weights=weights)
    before = everything(wanted, tables).ranking
    assume(before)
    row = data.draw(st.sampled_from(before))
    sold = row.candidate.route.offering
    cheaper = sold._replace(prices=times(sold.prices, 0.5)._replace(cache_read_per_mtok=None))
    swapped = [cheaper if item is sold else item for item in tables.offerings]
    after = everything(wanted, tables._replace(offerings=swapped)).ranking
    name = row.candidate.route.id
    assert others_before(after, name) <= others_before(before, name)


@given(catalogs(), WEIGHTS, st.data())
@SLOW
def test_a_better_quality_never_lowers_the_rank(tables, weights, data):
    """M1, performance: abler is never worse, among routes of other models and efforts."""
    wanted = need(weights=weights)
    before = everything(wanted, tables).ranking
    assume(before)
    row = data.draw(st.sampled_from(before))
    rated = row.candidate.route.estimate
    better = rated._replace(theta=rated.theta + 0.5)
    swapped = [better if item is rated else item for item in tables.estimates]
    after = everything(wanted, tables._replace(estimates=swapped)).ranking
    assert rank_of(after, row.candidate.route.id) <= row.rank


def others_before(ranking, name):
    """The routes of other offerings that stand before the route of that name."""
    names = [one.candidate.route.id for one in ranking]
    place = names.index(name)
    offering = ranking[place].candidate.route.offering.id
    return {
        one.candidate.route.id
        for one in ranking[:place]
        if one.candidate.route.offering.id != offering
    }


def rank_of(ranking, name):
    """The place of the route of that name."""
    return next(row.rank for row in ranking if row.candidate.route.id == name)


@given(catalogs(), LIMITS, WEIGHTS)
@SLOW
def test_a_dominated_route_never_outranks_its_dominator(tables, limits, weights):
    """M2: what is nowhere better and somewhere worse stands below, or ties."""
    ranking = everything(need(weights=weights, **limits), tables).ranking
    utilities = [[part.utility for part in row.candidate.criteria] for row in ranking]
    for upper, one in enumerate(utilities):
        for other, lower in zip(utilities[upper + 1 :], ranking[upper + 1 :], strict=True):
            dominated = all(b >= a for a, b in zip(one, other, strict=True)) and one != other
            if dominated:
                assert lower.candidate.score == pytest.approx(ranking[upper].candidate.score)
    places = {row.candidate.route.id: row.rank for row in ranking}
    for row in ranking:
        if row.dominated_by:
            assert places[row.dominated_by] < row.rank


@given(catalogs(), LIMITS, WEIGHTS)
@SLOW
def test_one_line_a_model_is_its_best_route(tables, limits, weights):
    """By default each model stands once, by its best route, with the number of the others."""
    wanted = need(weights=weights, **limits)
    routes = everything(wanted, tables).ranking
    count = Counter(row.candidate.route.model.id for row in routes)
    best = {}
    for row in routes:
        best.setdefault(row.candidate.route.model.id, row.candidate.route.id)
    shown = decide(wanted, tables, top=10_000).ranking
    assert [row.candidate.route.id for row in shown] == list(best.values())
    assert [row.others for row in shown] == [
        count[row.candidate.route.model.id] - 1 for row in shown
    ]


@given(catalogs(), LIMITS, st.integers(1, 4))
@SLOW
def test_top_cuts_and_changes_nothing(tables, limits, top):
    """Fewer answers are the first of the same answers."""
    wanted = need(**limits)
    whole = decide(wanted, tables, top=10_000)
    part = decide(wanted, tables, top=top)
    assert part.ranking == whole.ranking[:top]
    assert (part.fitting, part.excluded) == (whole.fitting, whole.excluded)


@given(catalogs(), LIMITS, st.randoms(use_true_random=False))
@SLOW
def test_the_order_of_the_files_does_not_matter(tables, limits, chooser):
    """The same facts in another order give the same answer."""
    sold, rated = list(tables.offerings), list(tables.estimates)
    chooser.shuffle(sold)
    chooser.shuffle(rated)
    wanted = need(**limits)
    mixed = everything(wanted, tables._replace(offerings=sold, estimates=rated))
    assert scores(mixed) == scores(everything(wanted, tables))
    assert list(scores(mixed)) == list(scores(everything(wanted, tables)))


@given(catalogs(), LIMITS)
@SLOW
def test_chances(tables, limits):
    """P(best) adds to one; the first is its own equal, and stands in the group of equals."""
    decision = everything(need(**limits), tables)
    ranking = decision.ranking
    if ranking:
        assert sum(row.p_best for row in ranking) == pytest.approx(1.0)
        assert ranking[0].p_beats_first == 0.5
        assert decision.toss_up[0] == ranking[0].candidate.route.id
    for row in ranking:
        assert 0 <= row.p_beats_first <= 1
        assert (row.candidate.route.id in decision.toss_up) == (row.p_beats_first >= 0.25)


@given(catalogs(), LIMITS, st.sampled_from(("tools", "context", "training", "licence", "region")))
@SLOW
def test_allowing_an_unknown_only_adds(tables, limits, fact):
    """What is let through is added, marked, and what is refused stays out."""
    strict = everything(need(**limits), tables)
    lax = everything(need(allow_unknown=frozenset({fact}), **limits), tables)
    assert set(scores(strict)) <= set(scores(lax))
    for row in lax.ranking:
        if row.candidate.route.id not in scores(strict):
            assert {violation.fact for violation in row.candidate.route.waived} == {fact}


# ---- by hand


def two(**given):
    """Two models alike in all but what is given for the second."""
    models = [model(id="lab/a"), model(id="lab/b", **given.pop("model", {}))]
    sold = [
        offering(model="lab/a"),
        offering(**{"model": "lab/b", **given.pop("offering", {})}),
    ]
    rated = [estimate(model="lab/a"), estimate(**{"model": "lab/b", **given.pop("estimate", {})})]
    return facts(models, sold, rated, [provider()])


def test_ties_break_on_cost_then_on_the_identifier():
    """Equal scores stand cheapest first, then in the order of their names."""
    assert list(scores(everything(need(), two()))) == ["lab/a@host", "lab/b@host"]
    only_quality = normalised({"performance": 1.0})
    cheaper = two(offering={"input_per_mtok": 0.5})
    assert list(scores(everything(need(weights=only_quality), cheaper))) == [
        "lab/b@host",
        "lab/a@host",
    ]


def test_a_retired_route_is_not_recommended_and_an_ending_one_is_with_a_warning():
    """A route that has ended is out; one that ends within 180 days is in, with its day."""
    gone = two(offering={"retires_on": "2026-11-23"})
    assert list(scores(everything(need(), gone))) == ["lab/a@host"]
    for day, warned in (("2027-05-22", True), ("2027-05-23", False)):
        ending = everything(need(), two(offering={"retires_on": day}))
        notes = {row.candidate.route.id: row.warnings for row in ending.ranking}
        assert (f"ends {day}" in notes["lab/b@host"]) is warned


@pytest.mark.parametrize(
    ("limits", "facts_", "rule", "unknown"),
    [
        ({}, {"offering": {"listing": "retired"}}, "available", 0),
        ({}, {"offering": {"listing": "unknown"}}, "available", 0),
        ({}, {"offering": {"currency": "JPY"}}, "price", 1),
        ({}, {"offering": {"output_per_mtok": None}}, "price", 1),
        ({}, {"estimate": {"scores": 1}}, "evidence", 1),
        ({"min_quality": 51.0}, {"estimate": {"score": 0.9}}, "quality", 0),
        ({"requirements": required(tools=True)}, {"model": {"tool_calling": False}}, "tools", 0),
        ({"requirements": required(tools=True)}, {}, "tools", 1),
        ({"modalities": ("image",)}, {"model": {"input_modalities": ("text",)}}, "modality", 0),
        ({"min_context_tokens": 9}, {"model": {"context_window_tokens": 8}}, "context", 0),
        ({"min_context_tokens": 9}, {}, "context", 1),
        ({"open_weights": True}, {"model": {"open_weights": False}}, "open-weights", 0),
        ({"budget_usd_per_month": 1.0}, {}, "budget", 0),
        ({"privacy_level": "internal"}, {}, "privacy", 1),
        ({"region": "JP"}, {"offering": {"region": "eu"}}, "region", 0),
        ({"no_developers": ("lab",)}, {}, "developer", 0),
        ({"providers": ("other",)}, {}, "provider", 0),
    ],
)
def test_each_rule_stops_and_says_so(limits, facts_, rule, unknown):
    """Each limit has a rule that counts what it stopped, refused and unknown apart."""
    decision = everything(need(**limits), two(**facts_))
    found = {row.rule: row for row in decision.excluded}
    assert rule in found
    assert bool(found[rule].unknown) is bool(unknown) or found[rule].routes == 2


def test_the_request_must_fit_the_window():
    """A window shorter than one request of the work is refused without being asked."""
    narrow = two(model={"context_window_tokens": 1199})
    assert list(scores(everything(need(), narrow))) == ["lab/a@host"]


def test_open_weights_for_business_need_a_licence_that_allows_it():
    """--use commercial stops weights whose licence forbids it, and those of unknown licence."""
    tables = facts(
        [
            model(id="lab/free", open_weights=True, licence="free"),
            model(id="lab/bound", open_weights=True, licence="bound"),
            model(id="lab/none", open_weights=True),
        ],
        [offering(model=f"lab/{name}") for name in ("free", "bound", "none")],
        [estimate(model=f"lab/{name}") for name in ("free", "bound", "none")],
        [provider()],
        [
            licence(id="free", commercial_use="yes", text_read=True),
            licence(id="bound", commercial_use="no", research_use="yes", text_read=True),
        ],
    )
    fits = everything(need(open_weights=True, licence=LicenceNeed("commercial")), tables)
    assert list(scores(fits)) == ["lab/free@host"]
    studies = everything(need(open_weights=True, licence=LicenceNeed("research")), tables)
    assert set(scores(studies)) == {"lab/free@host", "lab/bound@host"}


def test_what_is_asked_of_privacy_changes_nobodys_score():
    """A level is a limit: who meets it keeps its score and its weights, whatever is asked."""
    own = facts([model()], [offering()], [estimate()], [provider(deployment="self")])
    found = {
        level: everything(need(privacy_level=level), own).ranking[0].candidate
        for level in PRIVACY_LEVELS
    }
    assert {one.criteria for one in found.values()} == {found["public"].criteria}
    weights = [part.weight for part in found["air-gapped"].criteria]
    assert weights == list(need().weights.values())
    assert found["air-gapped"].criteria[2].utility == 1.0


def test_efforts_think_by_their_multiplier():
    """High effort costs twice the thinking of medium, low half, none nothing."""
    scorer = Scorer(need(workload=workload(reasoning_tokens=100)), two())
    thinks = model(reasoning=True)
    found = [scorer.reasoning_tokens(thinks, effort) for effort in (None, "low", "high", "none")]
    assert found == [100, 50, 200, 0]
    assert scorer.reasoning_tokens(model(reasoning=False), "high") == 0
    assert scorer.reasoning_tokens(model(), None) == 100


def test_where_efforts_are_named_the_unnamed_estimate_is_no_route():
    """An estimate without effort beside named ones stands for no setting that can be chosen."""
    tables = facts(
        [model()],
        [offering()],
        [estimate(), estimate(effort="low"), estimate(effort="high")],
        [provider()],
    )
    assert set(scores(everything(need(), tables))) == {"lab/one:low@host", "lab/one:high@host"}


def test_nothing_fits_is_an_answer():
    """No route, no first, no confidence."""
    decision = everything(need(budget_usd_per_month=0.01), two())
    assert decision.ranking == ()
    assert decision.confidence == "none"
    assert decision.excluded[0].cheapest is not None


def test_changing_the_currency_changes_nothing():
    """R3: the same price in yen at its rate is the same answer."""
    yen = [
        sold._replace(prices=times(sold.prices, 150)._replace(currency="JPY"))
        for sold in two().offerings
    ]
    dollars = everything(need(), two())
    found = everything(need(rates=(("JPY", 150.0),)), two()._replace(offerings=yen))
    assert list(scores(found)) == list(scores(dollars))
    assert list(scores(found).values()) == pytest.approx(list(scores(dollars).values()))


@pytest.mark.parametrize(
    ("budget", "fits"), [(1.6, True), (1.5999, False)], ids=["just enough", "a little less"]
)
def test_a_budget_is_met_or_not(budget, fits):
    """A month may cost the whole budget and no more; the nearest miss is told."""
    decision = everything(need(budget_usd_per_month=budget), two())
    assert bool(decision.ranking) is fits
    if not fits:
        missed = next(row for row in decision.excluded if row.rule == "budget")
        assert missed.cheapest is not None
        assert missed.cheapest.cost.total > budget
