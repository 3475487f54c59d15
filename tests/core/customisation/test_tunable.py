"""Whether a model meets a need to change it: yes, no or unknown, with the fact that says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import DAY, model

from llmpick.core.customisation.tunable import (
    NEEDS,
    UNKNOWN,
    hosted_method,
    judge,
)
from llmpick.core.facts.records import BIT, BITS, Custom, Hosted

HOSTED_NO = BIT["hosted sft"] | BIT["hosted dpo"] | BIT["hosted rft"]


def host(*methods, provider="host", **given):
    """A host that tunes by *methods*, without end."""
    plain = {"preview": False, "jobs_end": None, "models_end": None, "regions": None}
    return Hosted(provider, methods, **{**plain, **given})


def bits(*names):
    """The bits of *names*."""
    return sum(BIT[name] for name in names)


OPEN, CLOSED, EITHER = True, False, None


@pytest.mark.parametrize(
    ("need", "weights", "custom", "expected"),
    [
        ("weights", OPEN, UNKNOWN, (True, "open_weights")),
        ("weights", CLOSED, UNKNOWN, (False, "open_weights")),
        ("weights", EITHER, UNKNOWN, (None, "open_weights")),
        ("lora", OPEN, Custom(bits("lora")), (True, "libraries")),
        ("lora", OPEN, Custom(bits("full")), (None, "libraries")),
        ("lora", OPEN, Custom(0, bits("lora")), (False, "libraries")),
        ("lora", CLOSED, Custom(bits("lora")), (False, "libraries")),
        ("lora", EITHER, Custom(bits("lora")), (None, "libraries")),
        ("fine-tune", OPEN, Custom(bits("full")), (True, "libraries")),
        ("fine-tune", OPEN, UNKNOWN, (None, "hosted_tuning")),
        ("fine-tune", CLOSED, UNKNOWN, (None, "hosted_tuning")),
        ("fine-tune", CLOSED, Custom(0, HOSTED_NO), (False, "hosted_tuning")),
        ("fine-tune", CLOSED, Custom(0, 0, (host("rft"),)), (True, "hosted_tuning")),
        ("fine-tune", CLOSED, Custom(0, HOSTED_NO, (host("rft"),)), (True, "hosted_tuning")),
        (
            "fine-tune",
            CLOSED,
            Custom(0, HOSTED_NO, (host("sft", jobs_end="2027-01-06"),)),
            (False, "hosted_tuning"),
        ),
        ("dpo", CLOSED, Custom(0, 0, (host("sft"),)), (None, "hosted_tuning")),
        ("dpo", CLOSED, Custom(0, 0, (host("sft", "dpo"),)), (True, "hosted_tuning")),
        ("dpo", OPEN, Custom(bits("preference")), (True, "libraries")),
        ("dpo", OPEN, Custom(bits("lora")), (None, "hosted_tuning")),
        ("logprobs", CLOSED, Custom(bits("logprobs")), (True, "logprobs")),
        ("logprobs", CLOSED, Custom(0, bits("logprobs")), (False, "logprobs")),
        ("seed", OPEN, UNKNOWN, (None, "seed")),
        ("system-prompt", OPEN, Custom(bits("system prompt")), (True, "system_prompt")),
    ],
)
def test_judge(need, weights, custom, expected):
    """The verdict and its fact."""
    assert judge(need, model(open_weights=weights), custom, DAY) == expected


def test_a_route_is_judged_by_what_it_takes_itself():
    """Another route of the model proves nothing of this one."""
    custom = Custom(bits("seed"))
    lacking, silent = Custom(0, bits("seed")), UNKNOWN
    assert judge("seed", model(), custom, DAY).met is True
    assert judge("seed", model(), custom, DAY, route=lacking).met is False
    assert judge("seed", model(), custom, DAY, route=silent).met is None


def test_a_provider_is_judged_by_its_own_tuning():
    """That another host tunes the model does not say that this one does."""
    custom = Custom(0, 0, (host("sft", provider="one"),))
    closed = model(open_weights=False)
    assert judge("fine-tune", closed, custom, DAY, provider="one").met is True
    assert judge("fine-tune", closed, custom, DAY, provider="two").met is None


@pytest.mark.parametrize(
    ("offers", "region", "expected"),
    [
        ((host("sft", regions=("US",)),), "EU", False),
        ((host("sft", regions=("US",)), host("sft", regions=("EU",))), "EU", True),
        ((host("sft"),), "EU", None),
        ((host("sft"),), None, True),
    ],
)
def test_where_training_runs(offers, region, expected):
    """Unknown regions leave it open, even where no further host is possible."""
    assert hosted_method(Custom(0, HOSTED_NO, offers), "sft", DAY, region) is expected


def test_no_such_need():
    """A need nobody knows is the caller's mistake."""
    with pytest.raises(KeyError):
        judge("telepathy", model(), UNKNOWN, DAY)


@given(
    st.sampled_from(NEEDS),
    st.sampled_from([True, False, None]),
    st.integers(0, (1 << len(BITS)) - 1),
    st.integers(0, (1 << len(BITS)) - 1),
    st.sampled_from(BITS),
    st.booleans(),
)
def test_learning_a_bit_never_overturns_a_verdict(need, weights, yes, no, name, there):
    """A yes stays a yes and a no a no: only the unknown is decided."""
    no, bit = no & ~yes, BIT[name]
    if (yes | no) & bit:
        return
    after = Custom(yes | bit, no) if there else Custom(yes, no | bit)
    some = model(open_weights=weights)
    before = judge(need, some, Custom(yes, no), DAY).met
    assert before is None or judge(need, some, after, DAY).met is before


@pytest.mark.parametrize("need", NEEDS)
def test_of_nothing_known_nothing_is_said(need):
    """Unknown is neither yes nor no."""
    assert judge(need, model(), UNKNOWN, DAY).met is None
