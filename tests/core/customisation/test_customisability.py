"""Points for making a model one's own: each from a fact, the unknown ones kept apart."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import DAY, licence, model

from llmpick.core.customisation.customisability import POINTS, customisability
from llmpick.core.customisation.tunable import UNKNOWN
from llmpick.core.facts.records import BIT, BITS, Custom, Hosted

OPEN = {"open_weights": True, "licence": "some"}


def test_points_add_to_a_hundred():
    """The rubric is out of 100."""
    assert sum(POINTS.values()) == 100


@pytest.mark.parametrize(
    ("facts", "terms", "use", "expected"),
    [
        pytest.param({}, None, None, (0, 100), id="nothing known"),
        pytest.param({"open_weights": False}, None, None, (0, 46), id="closed, no more known"),
        pytest.param(
            {"open_weights": False, "tool_calling": True, "structured_output": True},
            None,
            None,
            (13, 33),
            id="closed with tools and schemas",
        ),
        pytest.param({"open_weights": True}, None, None, (25, 75), id="open, licence unknown"),
        pytest.param(
            {**OPEN, "tool_calling": True, "structured_output": True},
            {"commercial_use": "yes", "outputs_train_other_models": "yes"},
            None,
            (59, 41),
            id="permissive",
        ),
        pytest.param(
            OPEN,
            {"commercial_use": "conditional", "display_duty": "x"},
            None,
            (33, 60),
            id="conditional with a duty",
        ),
        pytest.param(
            OPEN,
            {"commercial_use": "no", "outputs_train_other_models": "yes"},
            "commercial",
            (0, 40),
            id="not for business: nothing of the weights counts",
        ),
        pytest.param(
            OPEN,
            {"commercial_use": "no", "outputs_train_other_models": "no"},
            "research",
            (25, 54),
            id="not for business, and no business",
        ),
    ],
)
def test_customisability(facts, terms, use, expected):
    """Points proved, and points that unknown facts could bring."""
    found = customisability(model(**facts), licence(**terms) if terms else None, use, DAY)
    assert (found.score, found.unknown_points) == expected


FACTS = {
    "open_weights": (None, True, False),
    "structured_output": (None, True, False),
    "tool_calling": (None, True, False),
}
TERMS = {
    "commercial_use": (None, "yes", "conditional", "no"),
    "outputs_train_other_models": (None, "yes", "conditional", "no"),
    "display_duty": (None, "shown"),
}


def every(table):
    """Every combination of the values of *table*."""
    return [dict(zip(table, row, strict=True)) for row in itertools.product(*table.values())]


def cases():
    """Every model under every licence it may have."""
    for facts in every(FACTS):
        for terms in [None, *every(TERMS)]:
            # a closed model has no licence of weights, which `catalog validate` sees to
            if not (facts["open_weights"] is False and terms is not None):
                yield facts, terms


def points(facts, terms, use, custom=UNKNOWN, region=None):
    """Lower and upper end."""
    some = None if terms is None else licence(**terms)
    found = customisability(
        model(**facts, licence=some and some.id), some, use, DAY, custom, region
    )
    return found.score, found.score + found.unknown_points


@pytest.mark.parametrize("use", [None, "commercial", "internal", "research"])
def test_both_ends_lie_on_the_scale(use):
    """From 0 to 100, the lower end not above the upper."""
    for facts, terms in cases():
        low, high = points(facts, terms, use)
        assert 0 <= low <= high <= 100


@pytest.mark.parametrize("use", [None, "commercial"])
def test_a_closed_model_reaches_46_at_most(use):
    """Weights, licence and own training are 54 of 100."""
    for facts, terms in cases():
        if facts["open_weights"] is False:
            assert points(facts, terms, use)[1] <= 46


LEARNT = [
    *((name, value) for name, values in FACTS.items() for value in values if value is not None),
    *((name, value) for name, values in TERMS.items() for value in values if value is not None),
]


@pytest.mark.parametrize("use", [None, "internal", "research"])
@pytest.mark.parametrize(("fact", "value"), LEARNT)
def test_learning_only_narrows(fact, value, use):
    """A fact that was unknown never lowers the lower end nor raises the upper one."""
    for facts, terms in cases():
        known = terms if fact in TERMS else facts
        if known is None or known[fact] is not None:
            continue
        if fact in TERMS:
            after = facts, {**terms, fact: value}
        else:
            closed = fact == "open_weights" and value is False
            after = {**facts, fact: value}, None if closed else terms
        before, now = points(facts, terms, use), points(*after, use)
        assert before[0] <= now[0], (facts, terms, fact, value)
        assert now[1] <= before[1], (facts, terms, fact, value)


# ---- what the bits and the hosts add


def bits(*names):
    """The bits of *names*."""
    return sum(BIT[name] for name in names)


def host(*methods, **given):
    """A host that tunes by *methods*, without end."""
    plain = {"preview": False, "jobs_end": None, "models_end": None, "regions": None}
    return Hosted("host", methods, **{**plain, **given})


EVERYTHING = sum(BIT.values())
OWN = {"open_weights": True}
CLOSED = {"open_weights": False, "tool_calling": True, "structured_output": True}
YES = {"commercial_use": "yes", "outputs_train_other_models": "yes"}
WHOLE = {"open_weights": True, "tool_calling": True, "structured_output": True}


@pytest.mark.parametrize(
    ("facts", "terms", "custom", "expected"),
    [
        pytest.param(
            WHOLE,
            YES,
            Custom(EVERYTHING, 0, (host("sft", "dpo", "rft"),)),
            (100, 100),
            id="everything",
        ),
        pytest.param(
            {"open_weights": False, "tool_calling": False, "structured_output": False},
            None,
            Custom(0, EVERYTHING),
            (0, 6),
            id="nothing, but its maker may let outputs train",
        ),
        pytest.param(OWN, YES, Custom(bits("lora")), (56, 100), id="LoRA by a library"),
        pytest.param(OWN, YES, Custom(bits("lora", "full")), (60, 100), id="LoRA and full"),
        pytest.param(OWN, YES, Custom(bits("preference")), (46, 100), id="a preference is none"),
        pytest.param(
            OWN, YES, Custom(bits("lora"), bits("full")), (56, 96), id="full training missing"
        ),
        pytest.param(
            {"open_weights": False},
            None,
            Custom(bits("lora", "full")),
            (0, 46),
            id="closed: no own",
        ),
        pytest.param(CLOSED, None, Custom(0, 0, (host("sft"),)), (21, 46), id="supervised"),
        pytest.param(CLOSED, None, Custom(0, 0, (host("dpo"),)), (17, 46), id="preferences"),
        pytest.param(CLOSED, None, Custom(0, 0, (host("rft"),)), (16, 46), id="by a reward"),
        pytest.param(
            CLOSED,
            None,
            Custom(0, 0, (host("sft"), host("sft", "dpo", preview=True))),
            (25, 46),
            id="two hosts: each method once, a preview counts",
        ),
        pytest.param(
            CLOSED,
            None,
            Custom(0, bits("hosted sft", "hosted dpo", "hosted rft")),
            (13, 31),
            id="no host",
        ),
        pytest.param(
            CLOSED,
            None,
            Custom(0, 0, (host("sft", "dpo", jobs_end="2027-01-06"),)),
            (13, 46),
            id="ends within 180 days, others unknown",
        ),
        pytest.param(
            CLOSED,
            None,
            Custom(
                0,
                bits("hosted sft", "hosted dpo", "hosted rft"),
                (host("sft", "dpo", models_end="2027-01-14"),),
            ),
            (13, 31),
            id="ends within 180 days, and no other host",
        ),
        pytest.param(CLOSED, None, Custom(bits("temperature")), (14, 46), id="temperature"),
        pytest.param(CLOSED, None, Custom(bits("other sampling")), (15, 46), id="top k"),
        pytest.param(
            CLOSED,
            None,
            Custom(bits("seed", "logprobs", "system prompt")),
            (22, 46),
            id="seed, logprobs, system prompt",
        ),
        pytest.param(
            CLOSED, None, Custom(0, bits("seed", "logprobs")), (13, 41), id="seed, logprobs missing"
        ),
        pytest.param(
            {**CLOSED, "structured_output": None},
            None,
            Custom(bits("json mode")),
            (9, 46),
            id="JSON, perhaps by a schema",
        ),
        pytest.param(
            {**CLOSED, "structured_output": False},
            None,
            Custom(bits("json mode")),
            (9, 42),
            id="JSON, by no schema",
        ),
        pytest.param(
            {**CLOSED, "structured_output": False},
            None,
            Custom(0, bits("json mode")),
            (6, 39),
            id="text alone",
        ),
    ],
)
def test_what_is_known_of_tuning_and_parameters(facts, terms, custom, expected):
    """Lower and upper end."""
    assert points(facts, terms, None, custom) == expected


@pytest.mark.parametrize(
    ("end", "counts"), [("2027-05-22", False), ("2027-05-23", True), ("2026-11-01", False)]
)
@pytest.mark.parametrize("which", ["jobs_end", "models_end"])
def test_hosted_tuning_that_ends_within_180_days_is_worth_nothing(which, end, counts):
    """From the 181st day on it counts: 180 days after 2026-11-23 is 2027-05-22."""
    custom = Custom(0, 0, (host("sft", **{which: end}),))
    assert points(CLOSED, None, None, custom)[0] == (21 if counts else 13)


@pytest.mark.parametrize(
    ("regions", "region", "low"),
    [
        (("US",), None, 21),
        (("US",), "US", 21),
        (("US",), "EU", 13),
        (("EU", "US"), "EU", 21),
        (None, "EU", 13),
    ],
)
def test_hosted_tuning_counts_where_it_may_run(regions, region, low):
    """Elsewhere, or where nobody says, it is not proved."""
    custom = Custom(0, 0, (host("sft", regions=regions),))
    assert points(CLOSED, None, None, custom, region)[0] == low


def test_a_business_gets_nothing_of_weights_it_may_not_use():
    """Neither weights, licence, own training nor distillation."""
    terms = {"commercial_use": "no", "outputs_train_other_models": "yes"}
    custom = Custom(bits("lora", "full"))
    assert points(OWN, terms, "commercial", custom) == (0, 40)
    assert points(OWN, terms, "research", custom)[0] == 25 + 14 + 6


CUSTOMS = st.tuples(st.integers(0, EVERYTHING), st.integers(0, EVERYTHING)).map(
    lambda pair: (pair[0], pair[1] & ~pair[0])
)
OFFERS = st.lists(
    st.builds(
        host,
        st.sampled_from(["sft", "dpo", "rft"]),
        jobs_end=st.sampled_from([None, "2026-12-01", "2028-01-01"]),
        regions=st.sampled_from([None, ("US",), ("EU", "US")]),
    ),
    max_size=3,
).map(tuple)
CASES = st.sampled_from(list(cases()))
REGIONS = st.sampled_from([None, "US", "EU"])


@given(CASES, CUSTOMS, OFFERS, REGIONS, st.sampled_from([None, "commercial", "research"]))
def test_ends_lie_on_the_scale(case, known, offers, region, use):
    """From 0 to 100, the lower not above the upper; a closed model reaches 46 at most."""
    facts, terms = case
    low, high = points(facts, terms, use, Custom(*known, offers), region)
    assert 0 <= low <= high <= (46 if facts["open_weights"] is False else 100)


@given(
    CASES, CUSTOMS, OFFERS, REGIONS, st.sampled_from(BITS), st.booleans(), st.sampled_from([None])
)
def test_learning_a_bit_only_narrows(case, known, offers, region, name, there, use):
    """Never a lower lower end, nor a higher upper one."""
    (yes, no), bit = known, BIT[name]
    if (yes | no) & bit or (there and name.startswith("hosted")):
        return  # known before; and that a host is there is learnt by its offer
    after = (yes | bit, no) if there else (yes, no | bit)
    before = points(*case, use, Custom(yes, no, offers), region)
    now = points(*case, use, Custom(*after, offers), region)
    assert before[0] <= now[0]
    assert now[1] <= before[1]


@given(CASES, CUSTOMS, OFFERS, OFFERS, REGIONS)
def test_learning_an_offer_only_narrows(case, known, offers, more, region):
    """As long as nobody had said that there are no further hosts."""
    yes, no = known
    no &= ~bits("hosted sft", "hosted dpo", "hosted rft")
    before = points(*case, None, Custom(yes, no, offers), region)
    now = points(*case, None, Custom(yes, no, offers + more), region)
    assert before[0] <= now[0]
    assert now[1] <= before[1]


@given(CUSTOMS, OFFERS)
def test_open_weights_that_one_may_use_and_train_beat_every_closed_model(known, offers):
    """At least 50 of 100."""
    custom = Custom(known[0] | BIT["lora"], known[1] & ~BIT["lora"], offers)
    facts = dict.fromkeys(FACTS) | {"open_weights": True}
    assert points(facts, {"commercial_use": "yes"}, None, custom)[0] >= 50
