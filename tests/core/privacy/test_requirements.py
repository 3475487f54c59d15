"""Single requirements of privacy: proved or not, and never by what is not known."""

from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from made import estimate, facts, model, need, offering, provider, required

from llmpick.core.answers.decide import decide
from llmpick.core.facts.records import Fact, Providers
from llmpick.core.need.need import PrivacyTerms
from llmpick.core.privacy.levels import CERTIFICATIONS, all_of, holds
from llmpick.core.privacy.requirements import OF_PROVIDER, of_model, of_provider

PLAIN = PrivacyTerms()


def tuple_of(value):
    """A list as a tuple, all else as it is."""
    return tuple(value) if isinstance(value, list) else value


def verdict(requirements, terms=PLAIN, sold=None, **given):
    """What the tests of *requirements* say, the worst of them."""
    return all_of(
        of_provider(one, provider(**given), sold or offering(), terms) for one in requirements
    )


@pytest.mark.parametrize(
    ("demands", "known", "expected"),
    [
        pytest.param({"no_training": True}, {"trains_on_inputs": "never"}, True, id="never"),
        pytest.param({"no_training": True}, {"trains_on_inputs": "opt-out"}, False, id="not told"),
        pytest.param({"no_training": True}, {}, None, id="training unknown"),
        pytest.param({"max_retention_days": 30}, {"retention_days": 30}, True, id="30 of 30"),
        pytest.param({"max_retention_days": 29}, {"retention_days": 30}, False, id="30 of 29"),
        pytest.param({"max_retention_days": 0}, {"retention_days": 30}, False, id="not zero"),
        pytest.param(
            {"max_retention_days": 0},
            {"retention_days": 30, "zero_data_retention": "self-serve"},
            True,
            id="zero by a switch",
        ),
        pytest.param(
            {"max_retention_days": 0},
            {"retention_days": 30, "zero_data_retention": "by-approval"},
            False,
            id="zero by an approval not held",
        ),
        pytest.param({"max_retention_days": 0}, {}, None, id="retention unknown"),
        pytest.param({"dpa": True}, {"dpa": True}, True, id="DPA"),
        pytest.param({"dpa": True}, {"dpa": False}, False, id="no DPA"),
        pytest.param({"baa": True}, {"hipaa_baa": True}, True, id="BAA"),
        pytest.param({"baa": True}, {"certifications": ("HIPAA",)}, None, id="HIPAA is no BAA"),
        pytest.param({"customer_managed_keys": True}, {}, None, id="keys unknown"),
        pytest.param({"private_network": True}, {"private_network": True}, True, id="network"),
        pytest.param({"no_human_review": True}, {"human_review": "none"}, True, id="unread"),
        pytest.param({"no_human_review": True}, {"human_review": "flagged"}, False, id="flagged"),
        pytest.param(
            {"dpa": True}, {"dpa": True, "deployment": "router"}, None, id="a router's hosts"
        ),
        pytest.param({"dpa": True}, {"dpa": Fact(True, "low")}, None, id="low confidence"),
        pytest.param(
            {"dpa": True, "baa": True}, {"dpa": True, "hipaa_baa": False}, False, id="both"
        ),
    ],
)
def test_requirement(demands, known, expected):
    """Each requirement reads its fact; unknown is not yes."""
    assert verdict(required(**demands), **known) is expected


@pytest.mark.parametrize(
    ("asked", "listed", "expected"),
    [
        ("soc2", ("SOC 2 Type II",), True),
        ("soc2-type2", ("SOC 2 Type 2",), True),
        ("soc2-type2", ("SOC 2",), None),
        ("iso27001", ("ISO/IEC 27001:2022",), True),
        ("iso27001", ("ISO 27001 (data centres)",), None),
        ("c5", ("BSI C5 Type 2",), True),
        ("pci-dss", ("PCI-DSS",), True),
        ("soc2", ("ISO 27001",), None),
        ("soc2", (), False),
        ("soc2", None, None),
    ],
)
def test_certification(asked, listed, expected):
    """Spelt as providers spell them; a list without it may be incomplete, an empty one is a no."""
    known = {} if listed is None else {"certifications": listed}
    assert holds(provider(**known), asked, PLAIN) is expected


def test_a_fact_of_its_own_comes_before_the_list():
    """ISMAP is registered or not, whatever a list of certificates leaves out."""
    assert holds(provider(ismap=True, certifications=()), "ismap", PLAIN) is True
    assert holds(provider(ismap=False, certifications=("ISMAP",)), "ismap", PLAIN) is False


ASKED: dict[str, st.SearchStrategy[Any]] = {
    "flag": st.just(True),
    "whole": st.sampled_from((0, 30)),
    "place": st.just(("CN",)),
    "certificate": st.lists(st.sampled_from(sorted(CERTIFICATIONS)), min_size=1, max_size=2),
}
DEMANDS = st.fixed_dictionaries(
    {}, optional={one.key: ASKED[one.kind].map(tuple_of) for one in OF_PROVIDER}
).map(lambda asked: required(**asked))
FLAGS = st.sampled_from((True, False, None))
PROVIDERS = st.lists(
    st.builds(
        provider,
        trains_on_inputs=st.sampled_from(("never", "opt-in", "opt-out", "yes", None)),
        retention_days=st.sampled_from((0, 30, 90, None)),
        zero_data_retention=st.sampled_from(("default", "self-serve", "by-approval", "none", None)),
        dpa=FLAGS,
        hipaa_baa=FLAGS,
        customer_managed_keys=FLAGS,
        private_network=FLAGS,
        human_review=st.sampled_from(("none", "flagged", "yes", None)),
        certifications=st.sampled_from((None, (), ("SOC 2 Type II", "ISO 27001"))),
        deployment=st.sampled_from(("hosted", "router", "self")),
    ),
    min_size=1,
    max_size=5,
)


def routes(serving, demands, **more):
    """The routes that meet *demands*, one model sold by each of *serving*."""
    serving = [item._replace(id=f"host{number}") for number, item in enumerate(serving)]
    table = facts(
        models=[model()],
        offerings=[offering(provider=item.id) for item in serving],
        providers=serving,
        estimates=[estimate()],
    )
    decision = decide(need(requirements=demands, **more), table, top=100, by_route=True)
    return {row.candidate.route.id for row in decision.ranking}


@given(PROVIDERS, DEMANDS, DEMANDS)
@examples(150)
def test_a_further_requirement_never_adds_a_route(serving, one, other):
    """Asking for more leaves the same routes or fewer."""
    both = (*one, *other)
    assert routes(serving, both) <= routes(serving, one)
    assert routes(serving, both) == routes(serving, one) & routes(serving, other)


@given(PROVIDERS, DEMANDS)
@examples(100)
def test_no_weight_revives_a_filtered_route(serving, demands):
    """A limit is not a price: whatever the weights, the same routes pass."""
    cheap = {"performance": 0.0, "cost": 1.0, "privacy": 0.0, "customisability": 0.0}
    assert routes(serving, demands, weights=cheap) == routes(serving, demands)


@given(PROVIDERS, DEMANDS, st.sampled_from(("dpa", "hipaa_baa", "human_review", "retention_days")))
@examples(100)
def test_forgetting_a_fact_never_lets_a_route_in(serving, demands, fact):
    """Unknown is never treated as yes."""
    if fact == "retention_days":  # known days stand against a zero retention that is only said
        serving = [item._replace(zero_data_retention=None) for item in serving]
    forgetful = [item._replace(**{fact: None}) for item in serving]
    assert routes(forgetful, demands) <= routes(serving, demands)


def test_a_model_with_terms_of_its_own():
    """What a provider keeps of one model decides for that model, and for no other."""
    host = provider(retention_days=0)
    table = facts(
        models=[model(id="lab/one"), model(id="lab/kept")],
        offerings=[offering(model="lab/one"), offering(model="lab/kept")],
        providers=[host],
        estimates=[estimate(model="lab/one"), estimate(model="lab/kept")],
    )
    kept = provider(retention_days=30)
    table = table._replace(providers=Providers(table.providers, {("host", "lab/kept"): kept}))
    decision = decide(need(requirements=required(max_retention_days=0)), table)
    assert [row.candidate.route.model.id for row in decision.ranking] == ["lab/one"]
    (stopped,) = decision.excluded
    assert (stopped.rule, stopped.routes, stopped.unknown) == ("max-retention", 1, 0)


@pytest.mark.parametrize(
    ("demands", "seat", "expected"),
    [
        pytest.param({"made_in": ("EU",)}, "FR", True, id="a country of the EU"),
        pytest.param({"made_in": ("EU",)}, "US", False, id="outside it"),
        pytest.param({"made_in": ("JP", "EU")}, "JP", True, id="one of two"),
        pytest.param({"made_in": ("EU",)}, None, None, id="unknown is not yes"),
        pytest.param({"not_made_in": ("CN",)}, "CN", False, id="refused"),
        pytest.param({"not_made_in": ("CN",)}, "US", True, id="from elsewhere"),
        pytest.param({"not_made_in": ("CN",)}, None, None, id="unknown is not elsewhere"),
    ],
)
def test_where_a_model_is_made(demands, seat, expected):
    """By the seat of its developer, whoever runs it and wherever."""
    assert all_of(of_model(one, model(made_in=seat)) for one in required(**demands)) is expected
