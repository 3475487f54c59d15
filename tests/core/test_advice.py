"""What holds of Use, Better and Cheaper whatever is asked: on made catalogs and on the shipped."""

from __future__ import annotations

from itertools import pairwise

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from made import estimate, facts, model, need, offering, provider, required
from worlds import FLAG, SLOW, WEIGHTS, catalogs, markets

from llmpick.api.facts import rated
from llmpick.core.answers.decide import decide, decide_in
from llmpick.core.answers.picks import BETTER_CHANCE, BETTER_POINTS, chance_better, picks
from llmpick.core.need.need import CRITERIA, PRIVACY_LEVELS, normalised
from llmpick.core.ranking.field import field
from llmpick.core.ranking.score import counted
from llmpick.core.robustness.stability import moved
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options

QUALITY_AND_COST = {"performance": 0.7, "cost": 0.3, "privacy": 0.0, "customisability": 0.0}
"""Weights by which all routes are alike in privacy and customisability."""


def quality(route):
    """What counts of the expected score, 0 to 1."""
    return counted(route.estimate)


def chosen(found):
    """The candidates of the three picks."""
    three = [found.use, found.better and found.better.candidate]
    return [one for one in (*three, found.cheaper and found.cheaper.candidate) if one]


def names(found):
    """The routes of the three picks by their role, None where there is none."""
    return [
        found.use.route.id,
        found.better and found.better.candidate.route.id,
        found.cheaper and found.cheaper.candidate.route.id,
    ]


def picked(asked, tables):
    """The picks without any draws; None where nothing fits."""
    everyone = field(asked, tables)
    return picks(everyone, everyone.shown[0]) if everyone.shown else None


def use_quality(asked, tables, budget):
    """What Use is expected to score with this budget; below all where nothing fits."""
    shown = field(asked._replace(budget_usd_per_month=budget), tables).shown
    return quality(shown[0].route) if shown else -1.0


# ---- more budget


BUDGETS = (0.2, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 200.0, None)
PLAIN = st.integers(1, 19).map(
    lambda part: {**QUALITY_AND_COST, "performance": part / 20, "cost": 1 - part / 20}
)


@given(markets(alike=True), PLAIN)
@SLOW
def test_more_budget_never_lowers_the_quality_of_use(tables, weights):
    """Among routes alike in the rest; and no budget is at least as good as any."""
    asked = need(weights=weights)
    found = [use_quality(asked, tables, budget) for budget in BUDGETS]
    assert found == sorted(found)


def test_no_budget_is_as_good_as_any_on_the_shipped_catalog(answers):
    """The same by weights that leave privacy and customisability out."""
    for asked, tables, _ in answers[:6]:
        plain = asked._replace(weights=QUALITY_AND_COST)
        budgets = (5.0, 20.0, 100.0, 1000.0, 10_000.0, None)
        found = [use_quality(plain, tables, budget) for budget in budgets]
        assert found == sorted(found), asked.task.id


# ---- nothing beats a pick


def alike(one, other):
    """Whether two candidates are level in privacy and customisability."""
    return (
        one.privacy_level == other.privacy_level
        and one.customisability.share == other.customisability.share
    )


def beaten(candidate, rows):
    """The candidates that are alike, no worse, no dearer, and not the same in both."""
    own = (quality(candidate.route), -candidate.cost.total)
    return [
        row.route.id
        for row in rows
        if alike(row, candidate)
        and (values := (quality(row.route), -row.cost.total)) != own
        and all(map(float.__ge__, values, own))
    ]


def check_undominated(asked, tables):
    """Use and Cheaper among all that fits; Better among what is clearly better, at any budget."""
    everyone = field(asked, tables)
    if not everyone.shown:
        return
    found = picks(everyone, everyone.shown[0])
    fitting = [everyone.scorer.candidate(row.route) for row in everyone.fitting]
    dear = [everyone.scorer.candidate(row.route) for row in everyone.filtered.over_budget]
    assert beaten(found.use, fitting) == []
    if found.cheaper:
        assert beaten(found.cheaper.candidate, fitting) == []
    if found.better:
        own = found.use.route.estimate
        clearly = [
            row
            for row in [*fitting, *dear]
            if (quality(row.route) - counted(own)) * 100 >= BETTER_POINTS
            and chance_better(row.route.estimate, own) >= BETTER_CHANCE
        ]
        assert beaten(found.better.candidate, clearly) == []


PRIVATE = st.sampled_from(((1, 1, 9, 1), (2, 1, 5, 5), (6, 2, 1, 1), (1, 4, 4, 0))).map(
    lambda row: normalised(dict(zip(CRITERIA, map(float, row), strict=True)))
)
"""Weights by which the first may be neither the best nor the cheapest that fits."""
MANY = examples(150)


@given(markets(), PRIVATE, st.data())
@MANY
def test_no_pick_is_beaten(tables, weights, data):
    """In quality and bill at once, by a route that is alike in privacy and customisability."""
    budget = data.draw(st.sampled_from((None, 5.0, 30.0)))
    check_undominated(need(weights=weights, budget_usd_per_month=budget), tables)


def test_no_pick_is_beaten_on_the_shipped_catalog(answers):
    """The same of a dozen needs."""
    for asked, tables, _ in answers:
        check_undominated(asked, tables)


# ---- weights and limits


def check_weight(asked, tables, place, factor):
    """A criterion that weighs more: the first is no worse in it."""
    given_ = [asked.weights[name] for name in CRITERIA]
    heavier = moved(given_, place, min(1.0, given_[place] * factor + 0.05))
    more = asked._replace(weights=dict(zip(CRITERIA, heavier, strict=True)))
    before, after = (field(row, tables) for row in (asked, more))
    if before.shown:
        assert after.utilities[0][place] >= before.utilities[0][place] - 1e-9


@given(markets(), WEIGHTS, st.integers(0, 3), st.sampled_from((1.0, 1.5, 4.0)))
@SLOW
def test_a_higher_weight_never_makes_the_pick_worse_in_it(tables, weights, place, factor):
    """Of any criterion, the rest in the same proportion."""
    check_weight(need(weights=weights), tables, place, factor)


@pytest.mark.parametrize("place", range(4), ids=CRITERIA)
def test_a_higher_weight_on_the_shipped_catalog(answers, place):
    """The same of some needs."""
    for asked, tables, _ in answers[::4]:
        check_weight(asked, tables, place, 2.0)


ASKED = st.sampled_from(
    (
        {"budget_usd_per_month": 5.0},
        {"privacy_level": "internal"},
        {"privacy_level": "confidential"},
        {"region": "JP"},
        {"region": "US"},
        {"requirements": required(no_training=True)},
        {"requirements": required(dpa=True, max_retention_days=30)},
        {"requirements": required(tools=True, exclude_jurisdictions=("US",))},
        {"min_context_tokens": 100_000},
        {"modalities": ("image",)},
        {"open_weights": True},
        {"providers": ("host0",)},
        {"no_developers": ("lab0",)},
        {"min_quality": 50.0},
        {"keeps_floor": True},
        {"lives_days": 180},
        {"previews": False},
        {"patience_tokens": 120.0},
    )
)


@given(st.one_of(catalogs(), markets()), ASKED, ASKED, WEIGHTS)
@MANY
def test_adding_a_requirement_never_adds_a_route(tables, limits, more, weights):
    """Whatever else is asked, who fits both needs fits the first."""
    wide, narrow = need(weights=weights, **limits), need(weights=weights, **{**more, **limits})
    fits = {row.route.id for row in field(wide, tables).fitting}
    assert {row.route.id for row in field(narrow, tables).fitting} <= fits


STRICTER = {
    "lives": {"lives_days": 700},
    "soc2": {"requirements": required(certifications=("soc2",))},
    "DPA": {"requirements": required(dpa=True)},
    "confidential": {"privacy_level": "confidential"},
    "open weights": {"open_weights": True},
    "a budget": {"budget_usd_per_month": 20.0},
    "a region": {"region": "EU"},
    "patience": {"patience_tokens": 300.0},
    "a long window": {"min_context_tokens": 500_000},
}


def test_a_requirement_on_the_shipped_catalog(answers):
    """The same of one need that asks nothing else, and each limit stops something."""
    asked, tables, _ = answers[0]
    fits = {row.route.id for row in field(asked, tables).fitting}
    for name, more in STRICTER.items():
        narrow = {row.route.id for row in field(asked._replace(**more), tables).fitting}
        assert narrow < fits, name


# ---- members, outsiders, rows


@given(markets(), WEIGHTS)
@SLOW
def test_the_pick_is_a_member_of_its_own_toss_up(tables, weights):
    """It is the first of it; and no member but it is among the equals twice."""
    found = decide(need(weights=weights), tables)
    assert found.toss_up[0] == found.picks.use.route.id
    equal = [one.route.id for one in found.picks.equal]
    assert len(equal) == len(set(equal))
    assert found.picks.use.route.id not in equal


def test_the_pick_is_in_its_toss_up_on_the_shipped_catalog(answers):
    """The same of a dozen needs: what is used is what is first, and is among its equals."""
    for _, _, found in answers:
        assert found.picks.use == found.ranking[0].candidate
        assert found.toss_up[0] == found.picks.use.route.id


def without(tables, sold):
    """*tables* without one offering."""
    return tables._replace(offerings=[one for one in tables.offerings if one is not sold])


@given(markets(), WEIGHTS, st.sampled_from((None, 5.0, 30.0)), st.data())
@MANY
def test_removing_what_is_no_pick_changes_no_pick(tables, weights, budget, data):
    """Nothing is moved by a route that is neither Use nor Better nor Cheaper."""
    asked = need(weights=weights, budget_usd_per_month=budget)
    before = picked(asked, tables)
    if before is None:
        return
    kept = {one.route.offering.id for one in chosen(before)}
    others = [one for one in tables.offerings if one.id not in kept]
    if others:
        rest = without(tables, data.draw(st.sampled_from(others)))
        assert names(picked(asked, rest)) == names(before)


def test_removing_what_is_no_pick_on_the_shipped_catalog(answers):
    """The second of each answer, and the one that would be first without its rules."""
    for asked, tables, found in answers[::3]:
        kept = {one.route.offering.id for one in chosen(found.picks)}
        rows = [row.candidate.route.offering for row in found.ranking]
        second = next(one for one in rows if one.id not in kept)
        assert names(picked(asked, without(tables, second))) == names(found.picks)


@given(markets(), WEIGHTS, st.integers(1, 4))
@SLOW
def test_top_changes_nothing_but_the_number_of_rows(tables, weights, top):
    """Picks, equals, chances, counts and the label are those of all rows."""
    asked = need(weights=weights)
    few, all_ = decide(asked, tables, top=top), decide(asked, tables, top=100)
    assert few._replace(ranking=()) == all_._replace(ranking=())
    assert few.ranking == all_.ranking[:top]


def test_top_on_the_shipped_catalog(answers):
    """The same of one need."""
    asked, tables, found = answers[1]
    one = decide_in(field(asked, tables), top=1)
    assert one._replace(ranking=()) == found._replace(ranking=())
    assert one.ranking == found.ranking[:1]


# ---- money, evidence, ignorance


def whole_cost(asked, row):
    """The bill and what fails, USD a month; a point is a failure of a hundred."""
    failures = asked.workload.requests_per_month * (1 - quality(row.route))
    return row.cost + failures * asked.failure_cost_usd


def check_least(asked, tables):
    """Use is the least sum of bill and failures of all that fits, by brute force."""
    everyone = field(asked, tables)
    if everyone.shown:
        least = min(whole_cost(asked, row) for row in everyone.fitting)
        assert whole_cost(asked, everyone.shown[0]) == pytest.approx(least, rel=1e-9)


FAILURES = (0.0, 0.001, 0.01, 0.1, 1.0, 10.0, 1000.0)


@given(markets(), st.sampled_from(FAILURES), st.sampled_from((None, 5.0, 30.0)))
@SLOW
def test_the_least_of_bill_and_failures_wins(tables, failure, budget):
    """Whatever the privacy and the freedom of a route: these are limits only."""
    check_least(need(failure_cost_usd=failure, budget_usd_per_month=budget), tables)


def test_the_least_of_bill_and_failures_on_the_shipped_catalog(answers):
    """The same of some needs at every cost of a failure."""
    for asked, tables, _ in answers[::6]:
        for failure in FAILURES:
            check_least(asked._replace(failure_cost_usd=failure), tables)


@given(markets(), st.data())
@SLOW
def test_an_estimate_without_evidence_counts_lower(tables, data):
    """Forgetting the tests of one model never raises its routes, by weights or by money."""
    target = data.draw(st.sampled_from(list(tables.estimates)))
    blind = [
        row._replace(direct=0, near=0, of_task=None) if row is target else row
        for row in tables.estimates
    ]
    failure = data.draw(st.sampled_from((None, 0.1)))
    asked = need(failure_cost_usd=failure)

    def scores(rows):
        return {row.route.id: row.score for row in field(asked, rows, by_route=True).fitting}

    before, after = scores(tables), scores(tables._replace(estimates=blind))
    assert before.keys() == after.keys()
    for name, score in before.items():
        own = name.partition("@")[0] == target.model + (
            f":{target.effort}" if target.effort else ""
        )
        assert after[name] <= score if own else after[name] == score
    if target.has_evidence and target.spread and target.score > 0:
        assert counted(target._replace(direct=0, label="general only")) < counted(target)


FACTS = (
    *("trains_on_inputs", "zero_data_retention", "retention_days", "dpa", "processing_regions"),
    *("air_gap", "jurisdiction"),
)


@given(
    st.builds(
        provider,
        trains_on_inputs=st.sampled_from(("never", "never", "opt-in", "opt-out", "yes")),
        retention_days=st.sampled_from((0, 30, 90)),
        dpa=st.sampled_from((True, True, False)),
        air_gap=FLAG,
        processing_regions=st.sampled_from((("JP",), ("US",), ())),
        deployment=st.sampled_from(("hosted", "hosted", "router", "private", "self")),
    ),
    st.sampled_from(((), ("JP",))),
    st.sampled_from(FACTS),
)
@examples(400)
def test_what_is_unknown_of_privacy_never_raises_a_score(host, regions, fact):
    """Forgetting a fact of its terms leaves a route where it was, or lower."""

    def score(serves):
        tables = facts([model()], [offering()], [estimate()], [serves])
        [row] = field(need(processing_regions=regions), tables).fitting or [None]
        return row.score if row else 0.0

    assert score(host._replace(**{fact: None})) <= score(host)


# ---- the shipped catalog


NEEDS = [
    {"task": "general"},
    {"task": "coding", "budget": 300.0},
    {"task": "chat", "privacy": "confidential"},
    {"task": "rag", "region": "EU"},
    {"task": "agentic-coding", "weights": "quality"},
    {"task": "extraction", "weights": "cheap", "requests": 1_000_000},
    {"task": "translation", "language": "ja"},
    {"task": "writing", "language": "de", "privacy": "public"},
    {"task": "agents", "weights": "private"},
    {"task": "reasoning", "open_weights": True},
    {"task": "vision", "budget": 50.0},
    {"task": "coding", "failure_cost": 0.1},
]


@pytest.fixture(scope="module")
def answers(shipped):
    """A dozen needs, the facts that they read, and what is answered."""
    found = []
    for options in NEEDS:
        asked = need_of(shipped, need_options(options))
        tables = rated(shipped, asked)
        found.append((asked, tables, decide(asked, tables, top=10)))
    return found


def test_every_need_of_these_has_an_answer(answers):
    """Each finds something to use, and together they find many: no model suits all."""
    assert all(found.picks for _, _, found in answers)
    assert len({found.picks.use.route.model.id for _, _, found in answers}) >= 4


def test_steps_lead_where_they_say(answers):
    """Up is better by three points, down is cheaper by 40 %, and each tells its break-even."""
    for asked, _, found in answers:
        use, up, down = found.picks.use, found.picks.better, found.picks.cheaper
        if up:
            assert up.points >= BETTER_POINTS
            assert up.over_budget == (
                up.candidate.cost.total > (asked.budget_usd_per_month or 1e12)
            )
        if down:
            assert down.candidate.cost.total <= 0.6 * use.cost.total
            assert not down.over_budget
        for step in filter(None, (up, down)):
            failures = asked.workload.requests_per_month * step.points / 100
            if step.break_even_usd is not None:
                assert step.break_even_usd * failures == pytest.approx(step.usd)
            else:
                assert step.points * step.usd <= 0


def test_levels_are_worth_more_the_higher_they_are(shipped):
    """So that a more private route is never worth less for it."""
    worth = [shipped.scale.privacy_levels[name] for name in PRIVACY_LEVELS]
    assert all(one < other for one, other in pairwise(worth))
    assert all(
        sum(normalised(row).values()) == pytest.approx(1) for row in shipped.scale.weights.values()
    )
