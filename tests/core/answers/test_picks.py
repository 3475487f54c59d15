"""What to use, and the steps from it: each rule at its bound, each amount by hand."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from made import TASK, estimate, facts, model, need, offering, provider

from llmpick.core.answers import picks as steps
from llmpick.core.answers.decide import decide
from llmpick.core.answers.picks import chance_better, picks
from llmpick.core.facts.records import Z80
from llmpick.core.ranking.field import field


class Sold(NamedTuple):
    """
    A route: its expected *score*, 0 to 1, with a standard error, for *usd* a month.

    *model* and *effort* stand for themselves; *host* serves it.
    """

    model: str
    score: float
    usd: float
    error: float = 0.01
    host: str = "host"
    effort: str | None = None
    blind: bool = False


USE = Sold("use", 0.66, 100.0)


def tables(*rows: Sold):
    """The facts of *rows*: a thousand requests of a thousand tokens, so that a price is a bill."""
    rated = {(row.model, row.effort): row for row in rows}
    sold = {(row.model, row.host): row for row in rows}
    return facts(
        [model(id=f"lab/{name}") for name in {row.model: None for row in rows}],
        [
            offering(
                model=f"lab/{row.model}",
                provider=row.host,
                input_per_mtok=row.usd,
                output_per_mtok=0.0,
            )
            for row in sold.values()
        ],
        [
            estimate(
                model=f"lab/{row.model}",
                effort=row.effort,
                score=row.score,
                low=row.score - Z80 * row.error,
                high=row.score + Z80 * row.error,
                direct=0 if row.blind else 3,
            )
            for row in rated.values()
        ],
        [provider(id=host) for host in {row.host: None for row in rows}],
    )


def found(*rows: Sold, toss_up=(), use=USE, **limits):
    """The picks around *use*, whoever has the best score."""
    asked = need(task=TASK._replace(floor_points=20.0), **limits)
    everyone = field(asked, tables(use, *rows), by_route=True)
    [first] = [row for row in everyone.fitting if row.route.id == name(use)]
    return picks(everyone, first, [name(row) for row in toss_up])


def name(row: Sold) -> str:
    """As a route is called."""
    return f"lab/{row.model}{f':{row.effort}' if row.effort else ''}@{row.host}"


def routes(candidates):
    """The names of *candidates*."""
    return [one.route.id for one in candidates]


UP = [
    pytest.param([Sold("b", 0.691, 150.0)], "b", id="three points"),
    pytest.param([Sold("b", 0.689, 150.0)], None, id="less than three"),
    pytest.param(
        [Sold("b", 0.71, 150.0, 0.075)], None, id="five points, hardly known: .75 not met"
    ),
    pytest.param([Sold("b", 0.71, 150.0, 0.070)], "b", id="five points, a little surer"),
    pytest.param(
        [Sold("b", 0.70, 140.0), Sold("c", 0.76, 150.0)], "c", id="the cheapest further point"
    ),
    pytest.param(
        [Sold("b", 0.70, 120.0), Sold("c", 0.76, 200.0)], "b", id="not the most of all points"
    ),
    pytest.param([Sold("b", 0.75, 150.0, 0.01, blind=True)], "b", id="untested, and still ahead"),
    pytest.param(
        [Sold("b", 0.75, 150.0, 0.07, blind=True)], None, id="untested: counts lower, too little"
    ),
    pytest.param(
        [Sold("b", 0.70, 20.0), Sold("c", 0.76, 20.0)], "c", id="no dearer: the most points"
    ),
    pytest.param(
        [Sold("b", 0.70, 20.0), Sold("c", 0.70, 40.0)], "b", id="no dearer: then the cheapest"
    ),
]


@pytest.mark.parametrize(("rows", "expected"), UP)
def test_better(rows, expected):
    """Three points, as likely as three to one, at the least price of a further point."""
    step = found(*rows).better
    assert (step and step.candidate.route.model.id) == (expected and f"lab/{expected}")


DOWN = [
    pytest.param(USE, [Sold("d", 0.62, 60.0)], "d", id="saves two fifths"),
    pytest.param(USE, [Sold("d", 0.62, 60.01)], None, id="saves less"),
    pytest.param(Sold("use", 0.66, 10.0), [Sold("d", 0.62, 5.0)], "d", id="saves five dollars"),
    pytest.param(Sold("use", 0.66, 10.0), [Sold("d", 0.62, 5.01)], None, id="saves less than five"),
    pytest.param(Sold("use", 0.66, 4.0), [Sold("d", 0.65, 0.0)], None, id="nothing much to save"),
    pytest.param(USE, [Sold("d", 0.601, 10.0)], "d", id="just above the floor"),
    pytest.param(USE, [Sold("d", 0.599, 10.0)], None, id="under it"),
    pytest.param(
        USE, [Sold("d", 0.62, 10.0, 0.05, blind=True)], None, id="untested: counts under it"
    ),
    pytest.param(
        USE, [Sold("d", 0.65, 50.0), Sold("e", 0.61, 10.0)], "d", id="loses least for a dollar"
    ),
    pytest.param(
        USE, [Sold("d", 0.63, 50.0), Sold("e", 0.62, 10.0)], "e", id="not least of all points"
    ),
    pytest.param(
        USE, [Sold("d", 0.70, 50.0), Sold("e", 0.70, 10.0)], "e", id="no worse: the cheapest"
    ),
    pytest.param(
        USE, [Sold("d", 0.70, 10.0), Sold("e", 0.72, 10.0)], "e", id="no worse: then the best"
    ),
]


@pytest.mark.parametrize(("use", "rows", "expected"), DOWN)
def test_cheaper(use, rows, expected):
    """Two fifths and five dollars less, above the floor of the task, at the least loss."""
    step = found(*rows, use=use).cheaper
    assert (step and step.candidate.route.model.id) == (expected and f"lab/{expected}")


def test_where_a_step_pays():
    """The difference of the bills by that of the failures, in a thousand requests."""
    up, down = Sold("b", 0.76, 150.0), Sold("d", 0.62, 60.0)
    answer = found(up, down)
    assert (answer.better.points, answer.better.usd) == (pytest.approx(10), pytest.approx(50))
    assert answer.better.break_even_usd == pytest.approx(50 / (1000 * 0.10))
    assert (answer.cheaper.points, answer.cheaper.usd) == (pytest.approx(-4), pytest.approx(-40))
    assert answer.cheaper.break_even_usd == pytest.approx(40 / (1000 * 0.04))


def test_where_a_step_pays_it_pays():
    """At the break-even bill and failures of both are one sum; beyond it the better one wins."""
    up = Sold("b", 0.76, 150.0)
    even = found(up).better.break_even_usd

    def whole(row, failure):
        return row.usd + 1000 * (1 - row.score) * failure

    assert whole(up, even) == pytest.approx(whole(USE, even))
    assert whole(up, 1.01 * even) < whole(USE, 1.01 * even)
    for failure, expected in ((1.01 * even, "lab/b"), (0.99 * even, "lab/use")):
        first = decide(need(failure_cost_usd=failure), tables(USE, up)).picks.use
        assert first.route.model.id == expected


@pytest.mark.parametrize("usd", [100.0, 40.0])
def test_what_costs_no_more_has_no_break_even(usd):
    """Better for as much or for less: it pays from nothing on, and something else holds it back."""
    step = found(Sold("b", 0.76, usd)).better
    assert step.usd == usd - 100
    assert step.break_even_usd is None


def test_better_may_be_over_the_budget_and_says_so():
    """What the budget alone stops counts as a step up, and as no step down, equal or use."""
    up = Sold("b", 0.76, 150.0)
    answer = found(up, toss_up=[up], budget_usd_per_month=149.0)
    assert answer.better.candidate.route.model.id == "lab/b"
    assert answer.better.over_budget
    assert answer.equal == ()
    assert not found(up, budget_usd_per_month=150.0).better.over_budget
    assert not found(up).better.over_budget


def test_better_breaks_no_other_limit_than_the_budget():
    """Over the budget and refused besides: no step."""
    up = Sold("b", 0.76, 150.0, host="elsewhere")
    answer = found(up, budget_usd_per_month=120.0, no_providers=("elsewhere",))
    assert answer.better is None


ALIKE = [
    pytest.param(Sold("e", 0.66, 100.0), True, id="the same"),
    pytest.param(Sold("e", 0.66, 200.0), True, id="twice the bill"),
    pytest.param(Sold("e", 0.66, 200.01), False, id="more than twice"),
    pytest.param(Sold("e", 0.66, 61.0), True, id="cheaper, and no step"),
    pytest.param(Sold("e", 0.66, 1.0), False, id="the step down itself"),
    pytest.param(Sold("e", 0.669, 100.0), True, id="not clearly better"),
    pytest.param(Sold("e", 0.671, 100.0), False, id="clearly better"),
    pytest.param(Sold("e", 0.651, 100.0), True, id="not clearly worse"),
    pytest.param(Sold("e", 0.649, 100.0), False, id="clearly worse"),
]


@pytest.mark.parametrize(("other", "is_equal"), ALIKE)
def test_equal(other, is_equal):
    """Of the toss-up, who is not clearly better or worse, for a bill of its size."""
    assert routes(found(other, toss_up=[USE, other]).equal) == ([name(other)] if is_equal else [])
    assert found(other, toss_up=[USE]).equal == ()


def test_equal_holds_the_other_hosts_of_the_first():
    """As good a choice elsewhere: the same model and effort at a score that is as near."""
    near, far = USE._replace(host="near"), USE._replace(host="far", usd=300.0)
    assert routes(found(near, far).equal) == ["lab/use@near"]


def test_another_effort_is_no_other_host():
    """It is another choice, and equal where the draws say so."""
    low = USE._replace(effort="low")
    high = low._replace(effort="high", host="elsewhere")
    everyone = found(high, use=low)
    assert routes(everyone.equal) == ["lab/use:low@elsewhere"]


def test_efforts_of_a_model_share_an_error():
    """What is not known of a model is not known of both: a small gap tells its efforts apart."""
    one, other = (
        estimate(effort=effort, score=score) for effort, score in (("low", 0.5), ("high", 0.6))
    )
    apart = chance_better(other._replace(model="lab/two"), one)
    assert 0.5 < apart < chance_better(other, one) < 1
    assert chance_better(one, other) == pytest.approx(1 - chance_better(other, one))
    exact = [row._replace(low=row.score, high=row.score) for row in (one, other)]
    assert [chance_better(*exact), chance_better(*exact[::-1])] == [0.0, 1.0]
    assert chance_better(exact[0], exact[0]) == 0.5


def test_the_rules_are_the_stated_ones():
    """Three points at three to one, 40 % and 5 USD, twice the bill."""
    assert (steps.BETTER_POINTS, steps.BETTER_CHANCE) == (3.0, 0.75)
    assert (steps.SAVES_SHARE, steps.SAVES_USD, steps.DOUBLE) == (0.4, 5.0, 2.0)


def test_a_decision_has_its_picks():
    """The first is what to use; nothing is picked where nothing fits, or nothing was drawn."""
    everyone = tables(USE, Sold("b", 0.76, 150.0), Sold("d", 0.62, 20.0))
    answer = decide(need(), everyone)
    assert answer.picks.use == answer.ranking[0].candidate
    assert decide(need(), everyone, robust=False).picks is None
    assert decide(need(no_providers=("host",)), everyone).picks is None
