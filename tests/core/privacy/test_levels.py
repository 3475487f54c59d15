"""Levels of privacy: only what is proved counts, and each level holds all lower ones."""

import itertools
import tomllib
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from made import SCALE, model, need, offering, provider
from made import facts as made_facts

from llmpick.core.facts.records import Fact
from llmpick.core.need.need import PRIVACY_LEVELS, PrivacyTerms
from llmpick.core.privacy.levels import in_region, outside, region_of
from llmpick.core.privacy.requirements import highest_level, level_tests
from llmpick.core.ranking.score import Scorer

PLAIN = PrivacyTerms()
SAFE = {"trains_on_inputs": "never", "dpa": True, "retention_days": 30, "jurisdiction": "US"}
PINNED = {"retention_days": 0, "processing_regions": ("JP",)}


def level(terms=PLAIN, sold=None, **given):
    """The level of a provider with the facts given."""
    return highest_level(provider(**given), sold or offering(), terms)


@pytest.mark.parametrize(
    ("facts", "terms", "expected"),
    [
        pytest.param({}, PLAIN, "public", id="nothing known proves nothing"),
        pytest.param({"trains_on_inputs": "yes"}, PLAIN, "public", id="trains"),
        pytest.param({"trains_on_inputs": "opt-out"}, PLAIN, "public", id="trains unless told"),
        pytest.param(
            {"trains_on_inputs": "opt-out"},
            PrivacyTerms(have=frozenset({"opt-out"})),
            "internal",
            id="told",
        ),
        pytest.param({"trains_on_inputs": "opt-in"}, PLAIN, "internal", id="trains if asked to"),
        pytest.param({"trains_on_inputs": "never"}, PLAIN, "internal", id="never trains, no more"),
        pytest.param(
            {"trains_on_inputs": "never", "deployment": "router", **PINNED, "dpa": True},
            PLAIN,
            "public",
            id="a router passes it on to who knows whom",
        ),
        pytest.param(
            {"trains_on_inputs": "opt-out", "deployment": "router"},
            PrivacyTerms(have=frozenset({"opt-out"})),
            "internal",
            id="a router told to pick no host that trains",
        ),
        pytest.param(
            {"trains_on_inputs": "opt-out", "deployment": "router"},
            PLAIN,
            "public",
            id="a router not told so",
        ),
        pytest.param(SAFE, PLAIN, "confidential", id="never trains, DPA, 30 days"),
        pytest.param({**SAFE, "retention_days": 31}, PLAIN, "internal", id="31 days"),
        pytest.param({**SAFE, "retention_days": None}, PLAIN, "internal", id="days unknown"),
        pytest.param({**SAFE, "dpa": False}, PLAIN, "internal", id="no DPA"),
        pytest.param({**SAFE, "dpa": None}, PLAIN, "internal", id="DPA unknown"),
        pytest.param(
            {**SAFE, "trains_on_inputs": "opt-in"}, PLAIN, "internal", id="opt-in is a switch"
        ),
        pytest.param({**SAFE, "plan": "consumer"}, PLAIN, "internal", id="a consumer plan"),
        pytest.param({**SAFE, "plan": "free-api"}, PLAIN, "internal", id="a free plan"),
        pytest.param(
            {**SAFE, "retention_days": 90, "zero_data_retention": "self-serve"},
            PLAIN,
            "confidential",
            id="zero retention by a switch",
        ),
        pytest.param(
            {**SAFE, "retention_days": 90, "zero_data_retention": "by-approval"},
            PLAIN,
            "internal",
            id="zero retention by an approval not held",
        ),
        pytest.param(
            {**SAFE, "retention_days": 90, "zero_data_retention": "by-approval"},
            PrivacyTerms(have=frozenset({"zdr-approval"})),
            "confidential",
            id="zero retention by an approval held",
        ),
        pytest.param(
            {**SAFE, "dpa": Fact(True, "low")}, PLAIN, "internal", id="low confidence is unknown"
        ),
        pytest.param(
            {**SAFE, "dpa": Fact(True, "low")},
            PrivacyTerms(accept_low_confidence=True),
            "confidential",
            id="low confidence taken",
        ),
        pytest.param(
            {**SAFE, "dpa": Fact(True, "medium")}, PLAIN, "confidential", id="medium will do"
        ),
        pytest.param({**SAFE, **PINNED}, PLAIN, "confidential", id="regulated asks for a region"),
        pytest.param(
            {**SAFE, **PINNED}, PrivacyTerms(regions=("JP",)), "regulated", id="zero days, pinned"
        ),
        pytest.param(
            {**SAFE, **PINNED}, PrivacyTerms(regions=("EU",)), "confidential", id="pinned elsewhere"
        ),
        pytest.param(
            {**SAFE, **PINNED, "retention_days": 1},
            PrivacyTerms(regions=("JP",)),
            "confidential",
            id="a day is not zero days",
        ),
        pytest.param({"deployment": "self"}, PLAIN, "air-gapped", id="own machines"),
        pytest.param(
            {**SAFE, **PINNED, "deployment": "private", "air_gap": True},
            PrivacyTerms(regions=("JP",)),
            "air-gapped",
            id="a private deployment cut off",
        ),
        pytest.param(
            {**SAFE, **PINNED, "deployment": "private"},
            PrivacyTerms(regions=("JP",)),
            "regulated",
            id="a private deployment, perhaps not cut off",
        ),
    ],
)
def test_level(facts, terms, expected):
    """The highest level of the rubric that the facts prove."""
    assert level(terms, **facts) == expected


TRAINING = ("never", "opt-in", "opt-out", "yes", None)
ZERO = ("default", "self-serve", "by-approval", "none", None)
DAYS = (0, 30, 31, None)
FLAGS = (True, False, None)

PROVIDERS = st.builds(
    provider,
    trains_on_inputs=st.sampled_from(TRAINING),
    zero_data_retention=st.sampled_from(ZERO),
    retention_days=st.sampled_from(DAYS),
    dpa=st.sampled_from(FLAGS),
    air_gap=st.sampled_from(FLAGS),
    jurisdiction=st.sampled_from(("US", "CN", None)),
    processing_regions=st.sampled_from((("JP",), ("any-of-the-cloud",), (), None)),
    plan=st.sampled_from(("api", "cloud", "consumer", "free-api")),
    deployment=st.sampled_from(("hosted", "router", "private", "self")),
)
OFFERINGS = st.builds(offering, region=st.sampled_from((None, "jp", "us-east-1", "global")))
TERMS = st.builds(
    PrivacyTerms,
    regions=st.sampled_from(((), ("JP",), ("US", "JP"))),
    have=st.sets(st.sampled_from(("opt-out", "zdr-approval"))).map(frozenset),
)


@given(PROVIDERS, OFFERINGS, TERMS)
@examples(300)
def test_levels_are_cumulative(serves, sold, terms):
    """What passes a level passes every lower one."""
    passed = [
        all(test(serves, sold, terms) is True for _, test in level_tests(name))
        for name in PRIVACY_LEVELS
    ]
    assert passed == sorted(passed, reverse=True)
    assert highest_level(serves, sold, terms) == PRIVACY_LEVELS[sum(passed) - 1]


FACTS = ("trains_on_inputs", "zero_data_retention", "retention_days", "dpa", "jurisdiction")


@given(PROVIDERS, OFFERINGS, TERMS, st.sampled_from((*FACTS, "processing_regions", "air_gap")))
@examples(300)
def test_unknown_is_never_yes(serves, sold, terms, fact):
    """Forgetting a fact never raises the level; no test passes on what is not known."""
    if fact == "retention_days":  # known days stand against a zero retention that is only said
        serves = serves._replace(zero_data_retention=None)
    before = highest_level(serves, sold, terms)
    after = highest_level(serves._replace(**{fact: None}), sold, terms)
    assert PRIVACY_LEVELS.index(after) <= PRIVACY_LEVELS.index(before)


@given(PROVIDERS, OFFERINGS, TERMS)
@examples(100)
def test_holding_more_never_lowers_the_level(serves, sold, terms):
    """Holding approvals, and taking facts of low confidence, can only help."""
    more = terms._replace(have=frozenset({"opt-out", "zdr-approval"}), accept_low_confidence=True)
    before, after = highest_level(serves, sold, terms), highest_level(serves, sold, more)
    assert PRIVACY_LEVELS.index(after) >= PRIVACY_LEVELS.index(before)


def test_every_verdict_is_three_valued():
    """Yes, no, or unknown: nothing in between passes for a yes."""
    for days, zero, dpa in itertools.product(DAYS, ZERO, FLAGS):
        serves = provider(retention_days=days, zero_data_retention=zero, dpa=dpa)
        for name in PRIVACY_LEVELS:
            for _, test in level_tests(name):
                assert test(serves, offering(), PrivacyTerms(regions=("JP",))) in (
                    True,
                    False,
                    None,
                )


JAPAN = PrivacyTerms(regions=("JP",))


@pytest.mark.parametrize(
    ("facts", "sold", "expected"),
    [
        pytest.param({"processing_regions": ("JP",)}, {}, "confidential", id="30 days are not 0"),
        pytest.param(PINNED, {}, "regulated", id="nothing kept, and the account pins it"),
        pytest.param(PINNED, {"region": "jp"}, "regulated", id="the route bears the region"),
        pytest.param(PINNED, {"region": "global"}, "confidential", id="a global route does not"),
        pytest.param(PINNED, {"other_terms": True}, "public", id="under terms that nobody read"),
        pytest.param(
            {"retention_days": 0, "processing_regions": ()}, {}, "confidential", id="a known none"
        ),
        pytest.param(
            {**PINNED, "retention_days": None, "zero_data_retention": "default"},
            {},
            "regulated",
            id="zero retention in force",
        ),
        pytest.param(
            {**PINNED, "retention_days": 30, "zero_data_retention": "default"},
            {},
            "confidential",
            id="zero retention said, and 30 days: the stricter stands",
        ),
    ],
)
def test_the_level_of_a_route(facts, sold, expected):
    """What the offering itself says is heard beside its provider's terms."""
    assert level(JAPAN, offering(**sold), **{**SAFE, **facts}) == expected


@pytest.mark.parametrize(
    ("facts", "have", "expected"),
    [
        ({"zero_data_retention": "by-approval"}, {"zdr-approval"}, "regulated"),
        ({"zero_data_retention": "self-serve"}, set(), "regulated"),
        ({"zero_data_retention": "none"}, {"zdr-approval"}, "confidential"),
        ({"zero_data_retention": "by-approval"}, {"opt-out"}, "confidential"),
        ({"trains_on_inputs": "opt-out"}, {"zdr-approval"}, "public"),
        ({"trains_on_inputs": "opt-out"}, {"opt-out"}, "internal"),
        ({"trains_on_inputs": "yes"}, {"opt-out"}, "public"),
    ],
)
def test_what_the_user_holds_is_in_force(facts, have, expected):
    """An approval of zero retention, an opt-out of training."""
    terms = JAPAN._replace(have=frozenset(have))
    assert level(terms, **{**SAFE, "processing_regions": ("JP",), **facts}) == expected


@given(PROVIDERS, OFFERINGS, TERMS)
@examples(100)
def test_a_score_takes_the_level_that_is_proved(serves, sold, terms):
    """What privacy is worth is the scale's word for the level, and higher levels are worth more."""
    sold = sold._replace(provider=serves.id)
    asked = need(processing_regions=terms.regions, have=terms.have, accept_low_confidence=False)
    scorer = Scorer(asked, made_facts([model()], [sold], [], [serves]))
    name = highest_level(serves, sold, terms)
    assert scorer.privacy(sold, serves) == (name, SCALE.privacy_levels[name])


@pytest.mark.parametrize("folder", ["catalog", "tests/small_catalog"])
def test_a_higher_level_is_worth_more(folder):
    """From nothing for training on what is sent to all for what leaves no machine of one's own."""
    text = (Path(__file__).parents[3] / folder / "scale.toml").read_text(encoding="utf-8")
    worth = tomllib.loads(text)["privacy_levels"]
    assert tuple(worth) == PRIVACY_LEVELS
    found = list(worth.values())
    assert (found[0], found[-1]) == (0.0, 1.0)
    assert all(one < other for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("facts", "region", "expected"),
    [
        pytest.param({"processing_regions": ("JP",)}, None, True, id="by account"),
        pytest.param({"processing_regions": ("US",)}, None, False, id="another by account"),
        pytest.param({"processing_regions": ()}, None, False, id="a known none"),
        pytest.param({}, None, None, id="unknown"),
        pytest.param({"processing_regions": Fact(("JP",), "low")}, None, None, id="hardly known"),
        pytest.param({}, "ap-northeast-1", True, id="the route's own region"),
        pytest.param({"processing_regions": ("JP",)}, "us-west-2", False, id="a route elsewhere"),
        pytest.param({"processing_regions": ("JP",)}, "global", False, id="a global route"),
        pytest.param(
            {"plan": "cloud", "processing_regions": ("JP",)}, None, None, id="a cloud: not by model"
        ),
        pytest.param({"deployment": "self"}, "us-west-2", True, id="own machines are anywhere"),
    ],
)
def test_in_region(facts, region, expected):
    """Where requests are processed, as far as that is known."""
    assert in_region(provider(**facts), offering(region=region), "JP", PLAIN) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("us-west-2", "US"),
        ("EU", "EU"),
        ("eu-west-2", "GB"),
        ("eu-central-1", "EU"),
        ("ap-northeast-1", "JP"),
        ("global", None),
        ("geo", None),
        ("", None),
    ],
)
def test_region_of(text, expected):
    """A region's country; none for what is global or not known."""
    assert region_of(text) == expected


@pytest.mark.parametrize(
    ("facts", "terms", "expected"),
    [
        pytest.param({"jurisdiction": "CN"}, PLAIN, False, id="under it"),
        pytest.param({"jurisdiction": "US"}, PLAIN, True, id="under another"),
        pytest.param({}, PLAIN, None, id="unknown is not outside"),
        pytest.param({"jurisdiction": Fact("US", "low")}, PLAIN, None, id="hardly known"),
        pytest.param(
            {"jurisdiction": Fact("US", "low")},
            PrivacyTerms(accept_low_confidence=True),
            True,
            id="hardly known, and taken",
        ),
        pytest.param(
            {"jurisdiction": "US", "deployment": "router"}, PLAIN, None, id="a router's hosts"
        ),
        pytest.param(
            {"jurisdiction": "CN", "deployment": "router"}, PLAIN, False, id="a router under it"
        ),
        pytest.param({"deployment": "self"}, PLAIN, True, id="own machines"),
    ],
)
def test_outside(facts, terms, expected):
    """Whether the operator is under none of the refused jurisdictions."""
    assert outside(provider(**facts), offering(), terms, ("CN", "RU")) is expected
