"""What is said of what to use and of the steps from it."""

from __future__ import annotations

import pytest

from llmpick.core.answers.picks import Picks, Step
from llmpick.core.cost.bill import PriceChange
from llmpick.render.wording import picks


def at(found, usd, points=None, **given):
    """*found* at another bill, with another estimate where *points* of 100 are given."""
    route = found.route
    if points is not None:
        route = route._replace(estimate=route.estimate._replace(score=points / 100))
    cost = found.cost._replace(total=usd)
    return found._replace(cost=cost, route=route, change=None, **given)


@pytest.fixture(scope="module")
def use(decided):
    """The first of the part, for 100 USD at 60 points."""
    return at(decided.picks.use, 100.0, 60.0)


def test_use_says_what_it_costs_and_what_may_be_expected(use, decided):
    """One sentence, which is the headline too."""
    told = f"{picks.route_words(use)}: 100 USD a month, 60 of 100 expected at coding"
    assert picks.use_words(use, decided.need) == told
    found = Picks(use, None, None, ())
    assert picks.headline(found, decided.need) == f"Use {told}."
    assert list(picks.lines(found, decided.need, 0)) == [("Use", told)]


@pytest.mark.parametrize(
    ("then", "said"),
    [(160.0, "100 USD a month (160 from 2027-01-01), "), (100.2, "100 USD a month, ")],
    ids=["another bill", "the same to two digits"],
)
def test_an_announced_price_is_told(use, decided, then, said):
    """With its day, where it makes another bill in the digits that are shown."""
    change = PriceChange("2027-01-01", then)
    assert said in picks.use_words(use._replace(change=change), decided.need)


def test_a_bill_stands_in_the_users_currency_too(use, decided):
    """Beside US dollars, at the rate of the need."""
    euro = decided.need._replace(money=("EUR", 0.9))
    assert ": 100 USD (90 EUR) a month, " in picks.use_words(use, euro)


def test_better_says_from_which_failure_it_pays(use, decided):
    """Dearer and better: the cost of a failed request; above the budget it says so."""
    dear = at(use, 300.0, 70.0)
    step = Step(dear, 10.0, 200.0, 0.25, over_budget=False)
    told = (
        f"{picks.route_words(dear)}: 300 USD a month, 70 of 100: "
        "pays if a failed request costs you more than 0.25 USD"
    )
    assert picks.better_words(step, use, decided.need) == told
    over = step._replace(over_budget=True)
    assert picks.better_words(over, use, decided.need) == f"{told} (above your budget)"


def test_cheaper_says_what_it_saves_and_until_when_it_is_enough(use, decided):
    """What is saved, and the cost of a failed request from which it is not worth it."""
    little = at(use, 20.0, 55.0)
    step = Step(little, -5.0, -80.0, 0.5, over_budget=False)
    assert picks.cheaper_words(step, use, decided.need) == (
        f"{picks.route_words(little)}: 20 USD a month, 55 of 100, saves 80 USD: "
        "enough unless a failed request costs you more than 0.50 USD"
    )


def untested(found):
    """*found* without a test of the task, or of anything near it."""
    estimate = found.route.estimate._replace(label="thin", direct=0, near=0, scores=0)
    return found._replace(route=found.route._replace(estimate=estimate))


def closed(found):
    """*found* of a model whose weights nobody has."""
    route = found.route
    return found._replace(route=route._replace(model=route.model._replace(open_weights=False)))


LACKING = {
    "untested": (untested, "never tested on the task or near it"),
    "less private": (
        lambda found: found._replace(privacy_level="internal"),
        "only internal, not confidential",
    ),
    "closed": (closed, "its weights are closed"),
    "less can be changed": (lambda found: found, "less can be changed about it"),
}


@pytest.mark.parametrize("name", LACKING)
def test_what_is_no_worse_and_no_dearer_lacks_something(use, decided, name):
    """Else it would be the first; the step says what, up and down."""
    make, lacking = LACKING[name]
    first = use._replace(privacy_level="confidential")
    model = first.route.model._replace(open_weights=True)
    first = first._replace(route=first.route._replace(model=model))
    other = make(first)
    assert picks.lacking(other, first) == lacking
    step = Step(other, 5.0, -40.0, None, over_budget=False)
    assert picks.better_words(step, first, decided.need).endswith(f"and no dearer, but {lacking}")
    told = picks.cheaper_words(step, first, decided.need)
    assert told.endswith(f"saves 40 USD: no worse, but {lacking}")


def named(found, name):
    """*found* of another model."""
    model = found.route.model._replace(id=f"lab/{name}")
    return found._replace(route=found.route._replace(model=model))


def test_equal_names_hosts_first_then_models_and_counts_the_rest(use, decided):
    """Four models by name; hosts of the model itself by theirs alone."""
    others = tuple(named(use, name) for name in ("a", "b", "c", "d", "e", "f"))
    found = Picks(use, None, None, (*others, use))
    told = dict(picks.lines(found, decided.need, 9))["Equal"]
    place, effort = picks.place_words(use), f" ({picks.effort_words(use.route.effort)})"
    models = "; ".join(f"{name}{effort} on {place}" for name in "abcd")
    assert told == f"the same model on {place}; {models} and 2 more: choose by contract or habit"


def test_where_nothing_is_equal_that_is_said(use, decided):
    """Where other models fit at all."""
    alone = Picks(use, None, None, ())
    said = dict(picks.lines(alone, decided.need, 1))
    assert said["Equal"] == "none: the evidence tells them apart"
    assert "Equal" not in dict(picks.lines(alone, decided.need, 0))


def test_why_says_what_each_step_gives_and_takes(use):
    """What the first gains beside Cheaper, what Better would cost beside it, and where none is."""
    up = Step(at(use, 300.0, 70.0), 10.0, 200.0, 0.25, over_budget=True)
    down = Step(at(use, 20.0, 55.0), -5.0, -80.0, 0.5, over_budget=False)
    assert picks.why(Picks(use, up, down, ())) == (
        "5 points better and 80 USD dearer than Cheaper; "
        "Better costs 200 USD more for 10 points, beyond your budget"
    )
    assert picks.why(Picks(use, None, None, ())) == (
        "nothing that fits is clearly better, whatever it costs; "
        "nothing much cheaper is good enough for the task"
    )
