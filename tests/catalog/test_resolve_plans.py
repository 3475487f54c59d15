"""Plans as they stand on a day, and whose terms hold for what is sent."""

from __future__ import annotations

import pytest

from llmpick.catalog.load import load
from llmpick.core.facts.plans import Allowance


def test_a_plan_holds_what_its_file_says(small):
    """Price, allowance, who pays beyond it; what is not stated is unknown."""
    desk = small.plans["acme/desk"]
    assert (desk.seat_month, desk.currency, desk.seat_year) == (20.0, "USD", None)
    assert desk.allowance == Allowance(20.0, "usd", "month")
    assert (desk.pooled, desk.overage, desk.overage_default) == (True, "api-price", "on")
    assert (desk.sso, desk.indemnity) == (True, None)


def test_the_terms_of_a_plan_are_those_of_its_provider_and_its_own(small):
    """What a plan states itself stands for what the record of its terms says."""
    talk, terms = small.plans["cumulus/talk"].provider, small.providers["cumulus"]
    assert talk.trains_on_inputs == terms.trains_on_inputs
    assert talk.dpa is not None
    assert talk.dpa.confidence == "high"


def test_the_compiled_form_holds_the_same_plans(own_catalog, run):
    """A catalog reads alike from TOML and compiled."""
    plain = load(str(own_catalog))
    before, uses = plain.plans, plain.seat_uses
    assert run("catalog", "build", "--catalog", str(own_catalog)).code == 0
    again = load(str(own_catalog))
    assert again.meta.compiled
    assert (again.plans, again.seat_uses) == (before, uses)


@pytest.mark.parametrize(
    ("line", "wrong", "fault"),
    [
        ('terms = "acme"', 'terms = "nobody"', "terms"),
        ('"acme/atlas-3",', '"acme/atlas-99",', "facts.models"),
    ],
)
def test_a_plan_that_names_what_is_not_there_is_refused(own_catalog, run, line, wrong, fault):
    """Terms and models are records of the catalog."""
    path = own_catalog / "plans" / "acme" / "desk.toml"
    text = path.read_text(encoding="utf-8")
    assert line in text
    path.write_text(text.replace(line, wrong), encoding="utf-8")
    found = run("catalog", "validate", "--catalog", str(own_catalog))
    assert found.code == 1
    assert fault in found.stdout
