"""The label by its rule, and which checks hold it down."""

import pytest

from llmpick.core.robustness.confidence import Grounds, confidence
from llmpick.core.robustness.stability import WeightInterval
from llmpick.render.wording.robustness import reason

SURE = Grounds(
    first="a",
    p_best=0.8,
    p_group=None,
    direct=3,
    independent=5,
    stderr=0.2,
    price_age_days=90,
    assumed_reasoning=False,
)


@pytest.mark.parametrize(
    ("change", "label", "limits"),
    [
        pytest.param({}, "high", [], id="all holds"),
        pytest.param({"p_best": 0.69}, "medium", ["p-best"], id="likely, not sure"),
        pytest.param({"p_best": 0.3, "p_group": 0.9}, "high", [], id="one of the equals shown"),
        pytest.param({"p_best": 0.44}, "low", ["p-best"], id="unlikely"),
        pytest.param({"direct": 2}, "medium", ["direct-scores"], id="two scores of the task"),
        pytest.param({"direct": 1}, "low", ["direct-scores"], id="one"),
        pytest.param({"independent": 1}, "medium", ["independent-scores"], id="its maker's word"),
        pytest.param({"stderr": 0.21}, "medium", ["stderr"], id="a wide error"),
        pytest.param({"price_age_days": 91}, "medium", ["price-age"], id="an old price"),
        pytest.param({"price_age_days": 181}, "low", ["price-age"], id="a very old price"),
        pytest.param({"price_age_days": None}, "low", ["price-age"], id="nobody knows how old"),
        pytest.param({"assumed_reasoning": True}, "medium", ["assumed-reasoning"], id="assumed"),
        pytest.param(
            {"direct": 2, "stderr": 0.5, "p_best": 0.4}, "low", ["p-best"], id="the worst decides"
        ),
        pytest.param(
            {"others": {"product": "b", "topsis": "a"}}, "medium", ["other-method"], id="one step"
        ),
        pytest.param(
            {"others": {"product": "b", "topsis": "b"}, "p_best": 0.5},
            "low",
            ["p-best", "other-method", "other-method"],
            id="one step down from medium, whatever the number of reasons",
        ),
        pytest.param(
            {"intervals": {"cost": WeightInterval(0.25, 0.2, 0.8)}},
            "medium",
            ["stability"],
            id="near",
        ),
        pytest.param(
            {"intervals": {"cost": WeightInterval(0.25, 0.19, 0.8)}}, "high", [], id="not near"
        ),
        pytest.param(
            {"intervals": {"cost": WeightInterval(0.03, 0.0, 0.8)}}, "high", [], id="no end below 0"
        ),
        pytest.param(
            {"intervals": {"cost": WeightInterval(0.0, 0.0, 0.01)}},
            "high",
            [],
            id="no weight, no matter",
        ),
        pytest.param(
            {"others": {"product": "b"}, "p_best": 0.1}, "low", ["p-best", "other-method"], id="low"
        ),
    ],
)
def test_label(change, label, limits):
    """Each condition alone, and the step down."""
    found = confidence(SURE._replace(**change))
    assert found.label == label
    assert [check.name for check in found.limits] == limits
    assert found.checks[: len(limits)] == found.limits


def test_the_reasons_are_data():
    """What was found, what each label asks, and who else was picked."""
    found = confidence(SURE._replace(p_best=0.5, others={"product": "b"}))
    check = found.limits[0]
    assert (check.value, check.high, check.medium, check.allows) == (0.5, 0.70, 0.45, "medium")
    step = found.limits[1]
    assert (step.value, step.subject) == ("product", "b")
    assert (found.before, found.label) == ("medium", "low")


def test_nothing_fits():
    """No choice, no confidence."""
    assert confidence(None).label == "none"


def test_scores_in_a_language_are_named_as_such():
    """What is counted is said: scores of the task, or those in the language of the work."""
    found = confidence(SURE._replace(direct=1, language="ja"))
    assert [(check.name, check.subject) for check in found.limits] == [("direct-scores", "ja")]
    assert reason(found.limits[0]) == "1 score in Japanese"
    assert reason(confidence(SURE._replace(direct=1)).limits[0]) == (
        "1 score in the task's own domains"
    )
