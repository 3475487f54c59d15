"""What licences let users do: clause by clause, the shipped ones against seven needs, always."""

from __future__ import annotations

from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from made import licence

from llmpick.core.facts.records import Licence
from llmpick.core.facts.regions import EEA, EU, overlap
from llmpick.core.legal.licences import LicenceNeed, judge, permission, side_of

YEN = (("JPY", 155.0),)


def read(**given: Any) -> Licence:
    """A licence whose whole text was read, free for business unless more is said."""
    return licence(**{"commercial_use": "yes", "text_read": True, **given})


def clauses(found: Licence | None, need: LicenceNeed, **more: Any) -> list[tuple[str, str]]:
    """The outcome and fact of each clause that meets the need."""
    return [(clause.outcome, clause.fact) for clause in judge(found, need, **more).clauses]


USERS = ("monthly-active-users", 700, None, None)
YEARLY = ("annual-revenue", 1_000_000, None, "USD")
MONTHLY = ("monthly-revenue", 1_000_000, None, "USD")
EITHER = ("users-or-monthly-revenue", 1_000_000, 700, "USD")
IN_YEN = ("annual-revenue", 1_550_000, None, "JPY")


@pytest.mark.parametrize(
    ("cap", "need", "side"),
    [
        pytest.param(USERS, LicenceNeed(), "unstated", id="users not stated"),
        pytest.param(USERS, LicenceNeed(monthly_users=700), "below", id="exactly at the cap"),
        pytest.param(USERS, LicenceNeed(monthly_users=701), "above", id="one over"),
        pytest.param(USERS, LicenceNeed(annual_revenue_usd=9e9), "unstated", id="other measure"),
        pytest.param(YEARLY, LicenceNeed(annual_revenue_usd=1e6), "below", id="a year's money"),
        pytest.param(YEARLY, LicenceNeed(annual_revenue_usd=1.1e6), "above", id="more money"),
        pytest.param(MONTHLY, LicenceNeed(annual_revenue_usd=12e6), "below", id="a twelfth"),
        pytest.param(MONTHLY, LicenceNeed(annual_revenue_usd=12.1e6), "above", id="over a twelfth"),
        pytest.param(IN_YEN, LicenceNeed(annual_revenue_usd=1.0), "no-rate", id="no rate stated"),
        pytest.param(
            IN_YEN, LicenceNeed(annual_revenue_usd=10_000, rates=YEN), "below", id="in yen, at it"
        ),
        pytest.param(
            IN_YEN, LicenceNeed(annual_revenue_usd=10_001, rates=YEN), "above", id="in yen, over"
        ),
        pytest.param(EITHER, LicenceNeed(annual_revenue_usd=1.0), "unstated", id="one of two"),
        pytest.param(
            EITHER, LicenceNeed(annual_revenue_usd=1.0, monthly_users=1), "below", id="both below"
        ),
        pytest.param(EITHER, LicenceNeed(monthly_users=701), "above", id="either above decides"),
        pytest.param(
            ("users-or-monthly-revenue", 1, 700, "JPY"),
            LicenceNeed(annual_revenue_usd=1.0, monthly_users=1),
            "no-rate",
            id="one of two, without a rate",
        ),
    ],
)
def test_side_of_a_cap(cap, need, side):
    """Which side of a cap a user stands on; currencies only by a stated rate."""
    assert side_of(cap, need) == side


@pytest.mark.parametrize(
    ("found", "need", "expected"),
    [
        pytest.param(None, LicenceNeed(), [("unknown", "licence")], id="no licence known"),
        pytest.param(read(), LicenceNeed(), [], id="free"),
        pytest.param(
            read(commercial_use="no"), LicenceNeed(), [("broken", "commercial_use")], id="nc"
        ),
        pytest.param(
            read(commercial_use="no"),
            LicenceNeed("internal"),
            [("unknown", "commercial_use")],
            id="own work under a non-commercial licence is not said",
        ),
        pytest.param(
            read(commercial_use="no", research_use="yes"),
            LicenceNeed("research"),
            [],
            id="research is said",
        ),
        pytest.param(
            read(commercial_use="no", internal_use="no"),
            LicenceNeed("internal"),
            [("broken", "internal_use")],
            id="own work is forbidden",
        ),
        pytest.param(
            licence(commercial_use="yes"),
            LicenceNeed(),
            [("unknown", "cap"), ("duty", "text_read")],
            id="a cap may stand in a text that nobody read",
        ),
        pytest.param(read(cap=USERS), LicenceNeed(), [("duty", "cap")], id="cap, users not stated"),
        pytest.param(
            read(cap=USERS), LicenceNeed(monthly_users=900), [("broken", "cap")], id="over the cap"
        ),
        pytest.param(
            read(cap=USERS, cap_binds="hosts"),
            LicenceNeed(monthly_users=900),
            [],
            id="a cap on hosts leaves others alone",
        ),
        pytest.param(
            read(cap=USERS, cap_binds="hosts"),
            LicenceNeed(monthly_users=900, hosts=True),
            [("broken", "cap")],
            id="a cap on hosts binds hosts",
        ),
        pytest.param(
            read(cap=USERS, internal_use="yes"),
            LicenceNeed("internal", monthly_users=900),
            [],
            id="own work is exempt",
        ),
        pytest.param(
            read(cap=IN_YEN),
            LicenceNeed(annual_revenue_usd=1.0),
            [("unknown", "cap")],
            id="a cap in yen without a rate",
        ),
        pytest.param(
            read(excluded_regions=("EU",)),
            LicenceNeed(established=("DE",)),
            [("broken", "excluded_regions")],
            id="Germany is in the EU",
        ),
        pytest.param(
            read(excluded_regions=("EU",)), LicenceNeed(established=("JP",)), [], id="Japan is not"
        ),
        pytest.param(
            read(), LicenceNeed(established=("EU",)), [], id="read, and no region excluded"
        ),
        pytest.param(
            licence(commercial_use="yes", cap=USERS),
            LicenceNeed(established=("EU",)),
            [("duty", "cap"), ("unknown", "excluded_regions"), ("duty", "text_read")],
            id="not read: a region may be excluded",
        ),
        pytest.param(
            read(outputs_train_other_models="no"),
            LicenceNeed(distils=True),
            [("broken", "outputs_train_other_models")],
            id="outputs may not train",
        ),
        pytest.param(
            read(),
            LicenceNeed(distils=True),
            [("unknown", "outputs_train_other_models")],
            id="of outputs nothing is known",
        ),
        pytest.param(
            read(outputs_train_other_models="yes", naming_duty="Llama", display_duty="Built"),
            LicenceNeed(distils=True),
            [("duty", "display_duty"), ("duty", "naming_duty")],
            id="display and naming",
        ),
        pytest.param(
            read(display_duty="Kimi", display_cap=USERS),
            LicenceNeed(monthly_users=1),
            [],
            id="display only above a size: below",
        ),
        pytest.param(
            read(display_duty="Kimi", display_cap=USERS),
            LicenceNeed(monthly_users=800),
            [("duty", "display_duty")],
            id="display only above a size: above",
        ),
        pytest.param(
            read(display_duty="Kimi", display_cap=USERS),
            LicenceNeed(),
            [("duty", "display_cap")],
            id="display only above a size: not stated",
        ),
        pytest.param(
            read(redistribution="non-commercial", notice_duty="NOTICE"),
            LicenceNeed(redistributes=True),
            [("broken", "redistribution"), ("duty", "notice_duty")],
            id="weights are not passed on in business",
        ),
        pytest.param(
            read(redistribution="no"),
            LicenceNeed("research", redistributes=True),
            [("broken", "redistribution")],
            id="weights are not passed on at all",
        ),
        pytest.param(
            read(hosting="no"), LicenceNeed(hosts=True), [("broken", "hosting")], id="no hosting"
        ),
        pytest.param(
            read(registration_duty="apply", acceptable_use_policy=True),
            LicenceNeed(),
            [("duty", "registration_duty"), ("duty", "acceptable_use_policy")],
            id="registration and use policy",
        ),
    ],
)
def test_clauses(found, need, expected):
    """Which clause of a licence meets a need, and what it does."""
    assert clauses(found, need) == expected


@pytest.mark.parametrize(
    ("multimodal", "state"), [(True, "fails"), (False, "passes"), (None, "unknown")]
)
def test_regions_excluded_for_multimodal_models(multimodal, state):
    """The EU is excluded for models that take more than text; not knowing which is unknown."""
    found = read(excluded_regions=("EU",), excluded_only="multimodal")
    need = LicenceNeed(established=("EU",))
    assert judge(found, need, multimodal=multimodal).state == state


def test_areas():
    """An area overlaps with its members and with the areas around it."""
    assert len(EU) == 27
    assert len(EEA) == 30
    assert overlap("EU", "FR")
    assert overlap("EEA", "EU")
    assert overlap("GB", "GB")
    assert not overlap("EU", "GB")
    assert not overlap("EU", "NO")


# ---- the licences of the catalog

NEEDS = {
    "a Japanese company with personal data": LicenceNeed(
        "internal", annual_revenue_usd=100e6, established=("JP",), rates=YEN
    ),
    "an EU health-care provider": LicenceNeed("internal", established=("EU",)),
    "a US start-up below every cap": LicenceNeed("commercial", 900_000, 10_000, ("US",), rates=YEN),
    "owns the weights, sells in the EU": LicenceNeed(
        "commercial", 5e6, 100_000, ("EU",), redistributes=True, rates=YEN
    ),
    "a British school": LicenceNeed("internal", established=("GB",)),
    "a laboratory that distils": LicenceNeed("research", distils=True),
    "a host beyond every cap": LicenceNeed(
        "commercial", 1e12, 2_000_000_000, hosts=True, rates=YEN
    ),
}
WORDS = {"p": "passes", "d": "passes with duties", "f": "fails", "?": "unknown"}
STATES = {
    "apache-2.0": "pppdppp",
    "bigscience-openrail-m": "???????",
    "cc-by-nc-4.0-cohere": "??ff??f",
    "dbrx": "dddddff",
    "deepseek-model-1.0": "ddddddd",
    "exaone-1.2-nc": "fffffff",
    "falcon-llm-2.0": "???????",
    "gemma-tou": "ddddddd",
    "gemma4-apache": "ddddddd",
    "glm-5.3": "?????df",
    "grok-2-community": "f??f?ff",
    "jamba-open-model": "???????",
    "k-exaone": "???f???",
    "kimi-k2-modified-mit": "ddpdddd",
    "kimi-k3": "ddpdddf",
    "llama2": "dddddff",
    "llama3": "dddddff",
    "llama3.1": "ddddddf",
    "llama3.2": "dfdfddf",
    "llama3.3": "dfdfddf",
    "llama4": "dfdfddf",
    "minimax-m2.5": "ddddddd",
    "minimax-m2.7-nc": "??ff??f",
    "minimax-m3-community": "fddfd?f",
    "mistral-modified-mit": "pdpdd?f",
    "mistral-nonproduction": "fffff?f",
    "mistral-research": "fffff?f",
    "mit": "pppdppp",
    "nvidia-nemotron-open-model": "pppdppp",
    "nvidia-open-model-2025-04": "ddddddd",
    "openmdw-1.0": "pppdppp",
    "plamo-community": "f?????f",
    "qwen-2024": "ddddddf",
    "qwen-community-1.0": "??????f",
    "sarashina-nc": "??ff??f",
    "stability-community": "fddfdff",
    "swallow": "???????",
    "tencent-hunyuan-community": "dfdffff",
    "tongyi-qianwen-2023": "ddpddff",
    "tongyi-qianwen-research": "??ff?ff",
    "tsuzumi": "???????",
}
"""A letter a need, in the order of `NEEDS`; the model takes more than text."""


def test_every_licence_has_its_line(shipped):
    """A licence that is added gets its line, read against its record."""
    assert set(STATES) == set(shipped.licences)


@pytest.mark.parametrize("name", STATES)
def test_licences_of_the_catalog(shipped, name):
    """Each licence against each need, as read against its record by hand."""
    found = [judge(shipped.licences[name], need, multimodal=True).state for need in NEEDS.values()]
    assert found == [WORDS[letter] for letter in STATES[name]]


@pytest.mark.parametrize(
    ("name", "need", "wanted"),
    [
        ("llama3.1", LicenceNeed(), ("display_duty", "Built with Llama")),
        ("llama3.1", LicenceNeed(distils=True), ("naming_duty", "Llama")),
        ("llama3", LicenceNeed(distils=True), ("outputs_train_other_models", None)),
        ("llama4", LicenceNeed(established=("DE",)), ("excluded_regions", "EU")),
        (
            "kimi-k2-modified-mit",
            LicenceNeed(annual_revenue_usd=300e6),
            ("display_duty", "Kimi K2"),
        ),
        (
            "mistral-modified-mit",
            LicenceNeed(annual_revenue_usd=300e6),
            ("cap", "20,000,000 USD monthly revenue"),
        ),
        (
            "plamo-community",
            LicenceNeed(annual_revenue_usd=7e6, rates=YEN),
            ("cap", "1,000,000,000 JPY annual revenue"),
        ),
        ("stability-community", LicenceNeed(), ("registration_duty", "register with Stability AI")),
        ("qwen-community-1.0", LicenceNeed(hosts=True), ("hosting", None)),
    ],
)
def test_named_clauses_of_the_catalog(shipped, name, need, wanted):
    """Clauses that people meet, in the licence's own words."""
    found = judge(shipped.licences[name], need, multimodal=True)
    assert wanted in [(clause.fact, clause.text) for clause in found.clauses]


# ---- properties

WORD = st.sampled_from([None, "yes", "conditional", "no"])
CAP = st.none() | st.sampled_from([USERS, YEARLY, MONTHLY, EITHER, IN_YEN])
LICENCES = st.builds(
    licence,
    commercial_use=WORD,
    internal_use=WORD,
    research_use=WORD,
    hosting=WORD,
    outputs_train_other_models=WORD,
    redistribution=st.sampled_from([None, "yes", "conditional", "non-commercial", "no"]),
    cap=CAP,
    cap_binds=st.sampled_from([None, "hosts"]),
    display_cap=CAP,
    display_duty=st.sampled_from([None, "show"]),
    excluded_regions=st.sampled_from([None, (), ("EU",), ("EU", "GB")]),
    excluded_only=st.sampled_from([None, "multimodal"]),
    acceptable_use_policy=st.sampled_from([None, True, False]),
    text_read=st.sampled_from([None, True]),
)
PLAIN = st.sampled_from(["commercial", "internal", "research"]).map(LicenceNeed)
MORE: dict[str, Any] = {
    "annual_revenue_usd": st.floats(0, 1e12),
    "monthly_users": st.integers(0, 10**10),
    "established": st.sampled_from([("EU",), ("DE", "GB"), ("JP",)]),
    "distils": st.just(True),
    "redistributes": st.just(True),
    "hosts": st.just(True),
}
BOTH = st.sampled_from([None, True, False])


@examples(400)
@given(LICENCES, PLAIN, BOTH, st.permutations(sorted(MORE)), st.data())
def test_a_further_requirement_never_adds_a_pass(found, need, multimodal, names, data):
    """Whatever is stated beside a need, what did not pass does not pass then."""
    need = need._replace(rates=YEN)
    before = judge(found, need, multimodal=multimodal).allowed
    for name in names:
        need = need._replace(**{name: data.draw(MORE[name])})
        after = judge(found, need, multimodal=multimodal).allowed
        assert not (after is True and before is not True), name
        before = after


@examples(400)
@given(LICENCES, PLAIN, BOTH, st.fixed_dictionaries({}, optional=MORE), st.data())
def test_unknown_is_never_yes(found, need, multimodal, more, data):
    """Taking a permission out of a record, or not having read the text, never makes it pass."""
    need = need._replace(**more)
    known = judge(found, need, multimodal=multimodal).allowed
    name = data.draw(
        st.sampled_from(
            ["commercial_use", "hosting", "outputs_train_other_models", "redistribution"]
        )
    )
    if name == "hosting" and getattr(found, name) == "no" and found.text_read:
        return  # where the text was read, absence is a fact
    less = judge(found._replace(**{name: None}), need, multimodal=multimodal).allowed
    assert not (less is True and known is not True)
    unread = judge(found._replace(text_read=None), need, multimodal=multimodal).allowed
    assert not (unread is True and known is not True)


@given(LICENCES, st.sampled_from(["commercial", "internal", "research"]))
def test_nothing_known_permits_nothing(found, use):
    """Where no use is spoken of, none is allowed."""
    silent = found._replace(commercial_use=None, internal_use=None, research_use=None)
    assert permission(silent, use) is None
    assert judge(silent, LicenceNeed(use)).allowed is not True
