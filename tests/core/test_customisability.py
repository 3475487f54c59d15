"""Points for making a model one's own: each from a fact, the unknown ones kept apart."""

import itertools

import pytest
from made import licence, model

from llmpick.core.customisability import POINTS, customisability

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
    found = customisability(model(**facts), licence(**terms) if terms else None, use)
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


def points(facts, terms, use):
    """Lower and upper end."""
    some = None if terms is None else licence(**terms)
    found = customisability(model(**facts, licence=some and some.id), some, use)
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
