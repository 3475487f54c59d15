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
        estimate(model="lab/a", theta=1.0, score=0.7, low=0.65, high=0.75),
        estimate(model="lab/b", theta=0.0, score=0.5, low=0.45, high=0.55),
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


def reasons(*offerings, **known):
    """What speaks for lab/a, and for lab/b, which is less able."""
    world = tables(*offerings)
    models = {name: model(id=name, **known.get(name[-1], {})) for name in ("lab/a", "lab/b")}
    found = compare(need(), world._replace(models=models), BOTH)
    return [side.choose_if for side in found.sides]


def test_only_what_is_shown_speaks_for_a_side():
    """Privacy by its level, cost by a twentieth at least, weights and context by the facts."""
    dear = offering(model="lab/a", input_per_mtok=1.05)
    assert reasons(dear, offering(model="lab/b")) == [("performance",), ()]
    cheap = offering(model="lab/b", input_per_mtok=0.5)
    known = {"a": {"context_window_tokens": 9000}, "b": {"open_weights": True}}
    one, other = reasons(dear, cheap, **known)
    assert one == ("performance", "context")
    assert other[0] == "cost"
    assert other[-1] == "open weights"


def test_privacy_speaks_by_the_level_that_is_shown():
    """A route that proves less is never advised for privacy, however little it keeps."""
    world = tables(offering(model="lab/a"), offering(model="lab/b", provider="other"))
    terms = {"trains_on_inputs": "never", "retention_days": 30, "dpa": True}
    providers = facts(
        [],
        [],
        [],
        [provider(trains_on_inputs="never", retention_days=0), provider(id="other", **terms)],
    ).providers
    found = compare(need(), world._replace(providers=providers), BOTH)
    assert [side.candidate.privacy_level for side in found.sides] == ["internal", "confidential"]
    assert ["privacy" in side.choose_if for side in found.sides] == [False, True]


def test_nothing_speaks_for_what_has_ended():
    """A reseller may list it still: it is better than none, and not to be chosen."""
    known = {"open_weights": False, "status": "retired", "retires_on": "2026-03-09"}
    assert reasons(a=known)[0] == ()


@pytest.mark.parametrize(
    ("effort", "expected"),
    [
        (None, ["high", None]),
        ("low", ["low", None]),
        ("medium", ["low", None]),
        ("max", ["high", None]),
    ],
)
def test_efforts_are_alike_where_one_is_asked_for(effort, expected):
    """The one asked for, else the nearest that was measured, the lower of two; named ones stay."""
    rated = [
        estimate(model="lab/a", effort="low", theta=0.5),
        estimate(model="lab/a", effort="high", theta=1.0, score=0.9),
        estimate(model="lab/b"),
    ]
    found = compare(need(), tables(estimates=rated), BOTH, effort)
    assert [side.estimate.effort for side in found.sides] == expected
    named = compare(
        need(), tables(estimates=rated), [pick("lab/a", effort="high"), BOTH[1]], effort
    )
    assert named.sides[0].estimate.effort == "high"
