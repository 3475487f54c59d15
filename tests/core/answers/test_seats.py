"""Plans beside routes, of the small catalog: which fit, in which order, and why others do not."""

from __future__ import annotations

import pytest

from llmpick.api import seats
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options


@pytest.fixture
def ask(small):
    """The plans for a need that is stated by options."""

    def call(**options):
        need = need_of(small, need_options({"task": "coding", "seats": 10, **options}))
        return seats.rank(small, need)

    return call


def ids(answer):
    """The plans that fit, in order."""
    return [one.plan.id for one in answer.ranking]


def out(answer):
    """Rule → the plans that it stopped."""
    return {one.rule: one.plans for one in answer.excluded}


def test_every_plan_fits_or_is_counted_with_its_reason(ask):
    """Nothing is dropped in silence."""
    answer = ask()
    assert set(ids(answer)) == {"acme/desk", "birch/club"}
    assert out(answer) == {
        "plan-work": ("cumulus/talk",),
        "plan-person": ("acme/solo",),
        "plan-price": ("relay/quote",),
        "privacy": ("dojo/pass",),
    }
    assert len(answer.ranking) + sum(map(len, out(answer).values())) == answer.plans


def test_the_work_is_that_of_the_people(ask, small):
    """Ten people, ten requests each on twenty days: 2,000 a month, valued at the maker's API."""
    answer = ask()
    desk = next(one for one in answer.ranking if one.plan.id == "acme/desk")
    assert desk.bill.licences == 200.0
    need = need_of(small, need_options({"task": "coding", "seats": 10}))
    assert need.workload.requests_per_month == 2000
    assert desk.bill.most == 200.0 + max(0.0, 2 * desk.bill.use - 200.0)


def test_a_plan_that_trains_is_out_unless_it_is_allowed(ask):
    """As of routes: opt-out is no `never`, and --privacy public lets it through."""
    assert "dojo/pass" in ids(ask(privacy="public"))
    assert "dojo/pass" in ids(ask(have=("opt-out",)))


@pytest.mark.parametrize(
    ("options", "rule", "plan"),
    [
        ({"budget": 100.0}, "budget", "acme/desk"),
        ({"needs": ("lora",)}, "needs", "acme/desk"),
        ({"no_developers": ("acme",)}, "developer", "acme/desk"),
        ({"no_providers": ("acme",)}, "provider", "acme/desk"),
        ({"privacy": "confidential"}, "privacy", "birch/club"),
        ({"open_weights": True}, "open-weights", "acme/desk"),
        ({"min_quality": 60.0}, "quality", "birch/club"),
    ],
)
def test_limits_hold_for_plans_as_for_routes(ask, options, rule, plan):
    """What stops a route stops a plan, under the same rule."""
    assert plan in out(ask(**options))[rule]


def test_plans_for_one_person_are_let_through_when_asked(ask):
    """For a single person they are not out at all."""
    assert "acme/solo" in ids(ask(individual=True))
    assert "acme/solo" in ids(ask(seats=1))


def test_a_team_may_be_too_large_for_a_plan(ask):
    """What is sold to forty at most is out for fifty."""
    assert "cumulus/talk" in ids(ask(task="general", seats=40))
    assert out(ask(task="general", seats=50))["plan-seats"] == ("cumulus/talk",)


def test_models_that_no_page_names_are_those_that_its_maker_sells(ask):
    """`makers` stands for their models, and the answer knows that it is not sure."""
    club = next(one for one in ask().ranking if one.plan.id == "birch/club")
    assert club.model.developer == "birch"
    assert not club.named


def test_a_seat_lets_nothing_be_changed(ask):
    """With all weight on customisability a plan is worth nothing."""
    assert {one.score for one in ask(weights="custom=1").ranking} == {0.0}


def test_sides_of_a_comparison_stand_whatever_they_break(small):
    """Each plan with what it costs and with the rules that it breaks."""
    need = need_of(small, need_options({"task": "coding", "seats": 10}))
    talk, solo = seats.compare(small, need, ["cumulus/talk", "acme/solo"])
    assert [one.rule for one in talk.violations] == ["plan-work"]
    assert [one.rule for one in solo.violations] == ["plan-person"]
    assert solo.judged.bill.licences == 100.0
