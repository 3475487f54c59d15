"""What a policy says to a model and to its routes: each rule, exceptions, and properties."""

from __future__ import annotations

from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from made import BY_KEY, DAY, facts, licence, model, offering, provider, required

from llmpick.core.answers.policy import (
    EXPIRED,
    RULES,
    UNUSED,
    CheckedName,
    Policy,
    Waiver,
    judge,
    lapsed,
)
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.records import Fact
from llmpick.core.need.need import LicenceNeed

ASKED = CheckedName("one", "lab/one")
ROUTE = "lab/one@host"


def tables(*hosts: Any, **of_model: Any) -> Facts:
    """lab/one, sold by each of the hosts."""
    found = list(hosts) or [provider()]
    free = licence(id="free", commercial_use="yes", text_read=True)
    sold = [offering(provider=host.id) for host in found]
    return facts([model(**of_model)], sold, [], found, [free])


def rules(policy: Policy, world: Facts, asked: CheckedName = ASKED) -> list[tuple[str, bool]]:
    """(rule, unknown) of each finding."""
    [verdict] = judge(policy, [asked], world, DAY)
    return [(finding.rule, finding.unknown) for finding in verdict.findings]


NOTHING = Policy("none")
GOOD = provider(
    jurisdiction="EU",
    trains_on_inputs="never",
    retention_days=0,
    dpa=True,
    hipaa_baa=True,
    processing_regions=("EU",),
    certifications=("SOC 2 Type II", "ISO/IEC 27001"),
)


def policy(name: str, **asks: Any) -> Policy:
    """A policy with what is required by its key."""
    kept = {key: asks.pop(key) for key in [*asks] if key in BY_KEY}
    return Policy(name, **asks, requirements=required(**kept))


STRICT: dict[str, Any] = {
    "level": "confidential",
    "region": "EU",
    "training": "never",
    "max_retention_days": 0,
    "certifications": ("soc2", "iso27001"),
    "dpa": True,
    "baa": True,
    "exclude_jurisdictions": ("CN",),
}


@pytest.mark.parametrize(
    ("policy", "world", "expected"),
    [
        pytest.param(NOTHING, tables(), [], id="nothing asked"),
        pytest.param(
            policy("p", allowed_models=("lab/two",)), tables(), [("models.allowed", False)], id="am"
        ),
        pytest.param(
            policy("p", denied_models=("lab/one",)), tables(), [("models.denied", False)], id="dm"
        ),
        pytest.param(
            policy("p", allowed_developers=("shop",)),
            tables(),
            [("developers.allowed", False)],
            id="developer not allowed",
        ),
        pytest.param(
            policy("p", denied_developers=("lab",)),
            tables(),
            [("developers.denied", False)],
            id="developer denied",
        ),
        pytest.param(
            policy("p", allowed_providers=("other",)),
            tables(),
            [("providers.allowed", False)],
            id="provider not allowed",
        ),
        pytest.param(
            policy("p", denied_providers=("host",)),
            tables(),
            [("providers.denied", False)],
            id="provider denied",
        ),
        pytest.param(policy("p", **STRICT), tables(GOOD), [], id="all of them kept"),
        *(
            pytest.param(
                policy("p", **{key: value}),
                tables(),
                [(f"privacy.{key}", True)] * (len(value) if key == "certifications" else 1),
                id=f"{key}: nothing is known",
            )
            for key, value in STRICT.items()
            if key != "level"
        ),
        pytest.param(
            policy("p", level="confidential"),
            tables(provider(trains_on_inputs="yes", dpa=True, retention_days=1)),
            [("privacy.level", False)],
            id="trains",
        ),
        pytest.param(
            policy("p", training="opt-in"),
            tables(provider(trains_on_inputs="opt-in")),
            [],
            id="only who agrees",
        ),
        pytest.param(
            policy("p", training="never"),
            tables(provider(trains_on_inputs="opt-in")),
            [("privacy.training", False)],
            id="only who agrees is not never",
        ),
        pytest.param(
            policy("p", max_retention_days=29),
            tables(provider(retention_days=30)),
            [("privacy.max_retention_days", False)],
            id="a day too long",
        ),
        pytest.param(
            policy("p", max_retention_days=30), tables(provider(retention_days=30)), [], id="30"
        ),
        pytest.param(
            policy("p", baa=True),
            tables(provider(hipaa_baa=Fact(True, "low"))),
            [("privacy.baa", True)],
            id="of low confidence",
        ),
        pytest.param(
            policy("p", baa=True, accept_low_confidence=True),
            tables(provider(hipaa_baa=Fact(True, "low"))),
            [],
            id="low confidence accepted",
        ),
        pytest.param(
            policy("p", certifications=("soc2",)),
            tables(provider(certifications=("ISO 27001",))),
            [("privacy.certifications", True)],
            id="another certificate",
        ),
        pytest.param(
            policy("p", certifications=("soc2",)),
            tables(GOOD._replace(deployment="router")),
            [("privacy.certifications", True)],
            id="a router passes on",
        ),
        pytest.param(
            policy("p", certifications=("c5",)), tables(provider(c5=True)), [], id="fact of its own"
        ),
        pytest.param(
            policy("p", denied_status=("preview",)),
            tables(status="preview"),
            [("lifecycle.denied_status", False)],
            id="preview",
        ),
        pytest.param(
            policy("p", denied_status=("preview",)),
            tables(),
            [("lifecycle.denied_status", True)],
            id="status not known",
        ),
        pytest.param(
            policy("p", licence=LicenceNeed()),
            tables(open_weights=True, licence="free"),
            [],
            id="licence allows",
        ),
        pytest.param(
            policy("p", licence=LicenceNeed(distils=True)),
            tables(open_weights=True, licence="free"),
            [("licence.use", True)],
            id="licence says nothing of outputs",
        ),
        pytest.param(
            policy("p", licence=LicenceNeed()),
            tables(open_weights=True),
            [("licence.use", True)],
            id="licence not known",
        ),
        pytest.param(
            policy("p", licence=LicenceNeed()), tables(open_weights=False), [], id="no weights"
        ),
        pytest.param(
            policy("p", licence=LicenceNeed()), tables(), [("licence.use", True)], id="weights?"
        ),
    ],
)
def test_rules(policy, world, expected):
    """Each rule where it is kept, broken, and not known to be kept."""
    assert rules(policy, world) == expected


@pytest.mark.parametrize(
    ("ends", "status", "expected"),
    [
        ("2026-12-23", "active", [("lifecycle.min_days_supported", False)]),
        ("2026-12-24", "active", []),
        (None, "active", []),
        (None, "deprecated", [("lifecycle.min_days_supported", True)]),
    ],
)
def test_days_supported(ends, status, expected):
    """An end that was announced counts to the day; deprecated without a day is unknown."""
    sold = [offering(first_party=True)]
    world = tables(status=status, retires_on=ends)._replace(offerings=sold)
    assert rules(policy("p", min_days_supported=31), world) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({"retires_on": "2026-12-01"}, [True], id="only its maker tells a day"),
        pytest.param({"retires_on": "2027-06-01"}, [], id="a day far off"),
        pytest.param(
            {"retires_on": "2026-02-19", "status": "retired"}, [True], id="only resellers list it"
        ),
        pytest.param(
            {"retires_on": "2026-02-19", "status": "retired", "open_weights": True},
            [],
            id="open weights outlive their maker's API",
        ),
    ],
)
def test_what_its_maker_ends_does_not_pass_at_a_reseller(known, expected):
    """A seller that tells no day of its own has the model from its maker: unknown, never silent."""
    world = tables(**{"open_weights": False, **known})._replace(offerings=[offering()])
    asked = policy("p", min_days_supported=31)
    assert [unknown for _, unknown in rules(asked, world)] == expected
    for found in judge(asked, [CheckedName("x", "lab/one")], world, DAY)[0].findings:
        assert found.resold is ("status" in known)
        assert found.value == known["retires_on"]


def test_the_day_that_a_reseller_tells_counts():
    """Its own word on its end is enough, whatever its maker says."""
    world = tables(open_weights=False, status="retired", retires_on="2026-02-19")
    world = world._replace(offerings=[offering(retires_on="2027-06-01")])
    assert rules(policy("p", min_days_supported=31), world) == []


def test_any_way_to_run_it():
    """A model alone keeps a rule where one route does; the answer says which."""
    world = tables(
        provider(id="bad", trains_on_inputs="yes"),
        provider(id="good", **{"trains_on_inputs": "never"}),
    )
    asks = policy("p", training="never")
    [verdict] = judge(asks, [ASKED], world, DAY)
    assert verdict.state == "kept"
    assert verdict.routes == ("lab/one@good",)
    [verdict] = judge(asks, [ASKED._replace(routes=("lab/one@bad",))], world, DAY)
    assert verdict.state == "broken"
    assert [finding.route for finding in verdict.findings] == ["lab/one@bad"]


def test_sold_nowhere():
    """Who would handle requests is not known where nobody sells it."""
    world = tables()._replace(offerings=[])
    assert rules(policy("p", dpa=True), world) == [("available", True)]
    assert rules(policy("p", denied_models=("lab/two",)), world) == []


def waiver(**given: Any) -> Waiver:
    """An exception from the ban on lab/one, in force on the day."""
    plain = ("models.denied", "lab/one", "why", "who", "2026-11-23")
    return Waiver(*plain)._replace(**given)


@pytest.mark.parametrize(
    ("given", "state", "found"),
    [
        pytest.param(waiver(), "excepted", [], id="on its last day"),
        pytest.param(waiver(rule="models"), "excepted", [], id="all rules of a table"),
        pytest.param(waiver(expires="2026-11-22"), "broken", [EXPIRED], id="the day after"),
        pytest.param(waiver(rule="developers"), "broken", [UNUSED], id="another rule"),
        pytest.param(waiver(subject="lab/two"), "broken", [UNUSED], id="another model"),
    ],
)
def test_exceptions(given, state, found):
    """An exception covers its rule and model until its last day; expired or idle it is reported."""
    asks = policy("p", denied_models=("lab/one",), waivers=(given,))
    verdicts = judge(asks, [ASKED], tables(), DAY)
    assert verdicts[0].state == state
    assert [rule for rule, _ in lapsed(asks, verdicts, DAY)] == found
    partial = lapsed(asks, verdicts, DAY, partial=True)
    assert [rule for rule, _ in partial] == [rule for rule in found if rule == EXPIRED]


def test_an_exception_for_a_route_or_a_provider():
    """It covers that route, or all that the provider serves."""
    for subject in (ROUTE, "host"):
        asks = policy("p", dpa=True, waivers=(waiver(rule="privacy.dpa", subject=subject),))
        assert judge(asks, [ASKED], tables(), DAY)[0].state == "excepted"


# ---- properties

KNOWN: dict[str, Any] = {
    "jurisdiction": st.sampled_from(["US", "EU", "CN"]),
    "trains_on_inputs": st.sampled_from(["never", "opt-in", "opt-out", "yes"]),
    "retention_days": st.sampled_from([0, 30, 90]),
    "dpa": st.booleans(),
    "hipaa_baa": st.booleans(),
    "processing_regions": st.sampled_from([(), ("EU",), ("US", "EU")]),
    "certifications": st.sampled_from([(), ("SOC 2 Type II",), ("SOC 2", "ISO 27001")]),
}
ASKS: dict[str, Any] = {
    "level": st.sampled_from(["internal", "confidential", "regulated", "air-gapped"]),
    "region": st.just("EU"),
    "training": st.sampled_from(["never", "opt-in"]),
    "max_retention_days": st.sampled_from([0, 30]),
    "certifications": st.just(("soc2",)),
    "dpa": st.just(True),
    "baa": st.just(True),
    "exclude_jurisdictions": st.just(("CN",)),
    "denied_providers": st.just(("host",)),
    "denied_models": st.just(("lab/one",)),
    "denied_status": st.just(("preview",)),
    "min_days_supported": st.just(90),
    "licence": st.just(LicenceNeed()),
}


@examples(300)
@given(
    st.fixed_dictionaries({}, optional=KNOWN),
    st.permutations(sorted(ASKS)),
    st.data(),
)
def test_a_further_rule_never_adds_a_pass(terms, names, data):
    """Rule upon rule, the routes that keep the policy only grow fewer."""
    world = tables(provider(**terms), GOOD._replace(id="good"))
    asked: dict[str, Any] = {}
    before = None
    for name in names:
        asked[name] = data.draw(ASKS[name])
        if name == "region" and asked.get("level") == "regulated":
            before = None  # the level reads the region: without one it is unknown
        [verdict] = judge(policy("p", **asked), [ASKED], world, DAY)
        kept = verdict.state == "kept"
        if before is not None:
            assert not (kept and not before), name
        before = kept


@examples(300)
@given(st.fixed_dictionaries(KNOWN), st.sampled_from(sorted(KNOWN)), st.fixed_dictionaries(ASKS))
def test_unknown_is_never_yes(terms, name, asked):
    """Taking a fact out of a record never lets a name keep the policy."""
    asked = {key: value for key, value in asked.items() if not key.startswith("denied_m")}
    for key, value in asked.items():
        asks = policy("p", **{**{key: value}, **({"region": "EU"} if key == "level" else {})})
        if asks.denied_providers:
            continue
        [known] = judge(asks, [ASKED], tables(provider(**terms)), DAY)
        [less] = judge(asks, [ASKED], tables(provider(**{**terms, name: None})), DAY)
        assert not (less.state == "kept" and known.state != "kept"), key


def test_every_rule_has_its_words():
    """A rule that is added gets its sentence in the report."""
    from llmpick.render.answers.policy import RULE_WORDS

    assert list(RULE_WORDS) == [*RULES, EXPIRED, UNUSED]
