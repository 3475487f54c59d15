"""Named models side by side: each by its best route, whatever limit that route breaks."""

import pytest
from made import estimate, facts, model, need, offering, provider

from llmpick.core.answers.compare import NamedModel, compare


def pick(name, **given):
    """What the user named."""
    return NamedModel(
        **{"name": name, "model": name, "effort": None, "routes": (), "note": None, **given}
    )


def tables(*offerings, estimates=None):
    """lab/a and lab/b, sold as given."""
    rated = [
        estimate(model="lab/a", score=0.7, low=0.6, high=0.8),
        estimate(model="lab/b", score=0.5, low=0.4, high=0.6),
    ]
    return facts(
        [model(id="lab/a"), model(id="lab/b")],
        list(offerings) or [offering(model="lab/a"), offering(model="lab/b")],
        rated if estimates is None else estimates,
        [provider(), provider(id="other")],
    )


BOTH = [pick("lab/a"), pick("lab/b")]


def test_the_sides_stand_in_the_order_asked_for():
    """Not in the order of their scores."""
    found = compare(need(), tables(), BOTH[::-1])
    assert [side.model.id for side in found.sides] == ["lab/b", "lab/a"]


def test_chances_agree():
    """P(a above b) and P(b above a) add to one; those of the best too."""
    found = compare(need(), tables(), BOTH)
    assert found.better[0][1] + found.better[1][0] == pytest.approx(1.0)
    assert found.better[0][1] > 0.9
    assert sum(side.p_best for side in found.sides) == pytest.approx(1.0)


def test_a_model_without_evidence_has_no_chance_told():
    """Unknown is not beaten: it is unknown."""
    found = compare(need(), tables(estimates=[estimate(model="lab/a")]), BOTH)
    assert found.sides[1].estimate is None
    assert found.sides[1].p_best is None
    assert found.better[0][1] is None


def test_a_route_that_breaks_no_limit_is_preferred():
    """The dearer route within the rules stands before the cheap one outside."""
    found = compare(
        need(no_providers=("host",)),
        tables(
            offering(model="lab/a"),
            offering(model="lab/a", provider="other", input_per_mtok=9.0),
            offering(model="lab/b"),
        ),
        BOTH,
    )
    assert found.sides[0].candidate.route.offering.provider == "other"
    assert found.sides[0].violations == ()
    assert {violation.rule for violation in found.sides[1].violations} == {"provider"}


@pytest.mark.parametrize(
    ("budget", "broken"), [(1.6, set()), (1.5999, {"budget"})], ids=["met", "broken"]
)
def test_a_budget_that_is_broken_is_told(budget, broken):
    """The route is shown all the same."""
    found = compare(need(budget_usd_per_month=budget), tables(), BOTH)
    assert found.sides[0].candidate is not None
    assert {violation.rule for violation in found.sides[0].violations} == broken


def test_what_is_not_on_sale_has_no_route():
    """A retired or unpriced route is none."""
    sold = [
        offering(model="lab/a", listing="retired"),
        offering(model="lab/b", output_per_mtok=None),
    ]
    found = compare(need(), tables(*sold), BOTH)
    assert [side.candidate for side in found.sides] == [None, None]
    assert found.sides[0].choose_if == ()


def test_a_route_that_was_named_is_the_one_compared():
    """model@provider fixes the provider, though another is cheaper."""
    found = compare(
        need(),
        tables(
            offering(model="lab/a"),
            offering(model="lab/a", provider="other", input_per_mtok=9.0),
            offering(model="lab/b"),
        ),
        [pick("lab/a", routes=("lab/a@other",)), pick("lab/b")],
    )
    assert found.sides[0].candidate.route.id == "lab/a@other"
