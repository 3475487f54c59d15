"""Tokens differ from model to model, and what is not known of them is said."""

import pytest
from made import EFFORTS, model, workload

from llmpick.core.cost import tokens
from llmpick.core.facts.counting import Thinking, Tokenizer, Tokens

REFERENCE = Tokenizer("ref", "Ref", True, 0.05, {"en": 1.0, "ja": 1.0}, {"ja": 0.85})
OTHER = Tokenizer("other", "Other", False, 0.15, {"ja": 1.4}, {})
ROWS = (
    Thinking("knowledge", None, 0.5, 0.3, 280.0),
    Thinking("puzzle", None, 2.0, 0.6, 3000.0),
)
KNOWN = Tokens(REFERENCE, {"lab/ref": REFERENCE, "lab/other": OTHER}, {"lab/one": ROWS})


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("lab/ref", "ja", (1.0, 0.0), id="the reference"),
        pytest.param("lab/other", "ja", (1.4, 0.15), id="measured"),
        pytest.param("lab/other", "en", (1.0, 0.25), id="not measured on this content"),
        pytest.param("lab/new", "ja", (1.0, 0.25), id="tokenizer unknown"),
        pytest.param("lab/new", None, (1.0, 0.0), id="tokens as they are billed"),
    ],
)
def test_ratio(name, content, expected):
    """A measured ratio with its spread; else a token is a token, and the spread is wide."""
    assert tokens.ratio(KNOWN, name, content)[:2] == expected


@pytest.mark.parametrize(
    ("reasons", "effort", "given", "expected"),
    [
        pytest.param(False, "high", {}, (0.0, 0.0), id="does not reason"),
        pytest.param(True, "none", {}, (0.0, 0.0), id="is told not to"),
        pytest.param(True, None, {"reasoning_tokens": 300}, (150.0, 0.3), id="nearest prompts"),
        pytest.param(True, "high", {"reasoning_tokens": 4000}, (16000.0, 1.1), id="by effort"),
        pytest.param(
            True,
            "high",
            {"reasoning_tokens": 900, "measured_reasoning": "exact"},
            (900.0, 0.0),
            id="measured by the user",
        ),
        pytest.param(
            True,
            "high",
            {"reasoning_tokens": 900, "measured_reasoning": "medium"},
            (1800.0, 0.0),
            id="measured by the user at medium effort",
        ),
    ],
)
def test_thinking(reasons, effort, given, expected):
    """The preset times what is measured of the model; the user's own figure replaces both."""
    found = tokens.thinking(KNOWN, model(reasoning=reasons), effort, workload(**given), EFFORTS)
    assert found[:2] == expected


RUNS = (
    Thinking("questions", "high", 0.5, None, 900.0, "high"),
    Thinking("agents", "high", 3.0, None, 19000.0, "high"),
    Thinking("agents", "low", 4.0, 0.2, 19000.0, "high"),
)


@pytest.mark.parametrize(
    ("effort", "given", "expected"),
    [
        pytest.param("high", {}, (100.0, 0.6), id="one answer"),
        pytest.param("high", {"turns": 20}, (600.0, 0.6), id="a run of turns"),
        pytest.param("high", {"calls_per_request": 8.8}, (600.0, 0.6), id="a run of calls"),
        pytest.param("medium", {}, (50.0, 1.1), id="another effort of one answer"),
        pytest.param("medium", {"turns": 20}, (300.0, 1.1), id="another effort of a run"),
        pytest.param("low", {"turns": 20}, (800.0, 0.2), id="a run at its own effort"),
        pytest.param("low", {}, (800.0, 1.1), id="its own effort before its own kind of work"),
    ],
)
def test_thinking_beside_a_median_at_high_effort(effort, given, expected):
    """
    The median stands for its own effort; a run is priced by runs. What was counted at another
    effort, or on another kind of work, is not sure.
    """
    known = Tokens(REFERENCE, {}, {"lab/one": RUNS})
    work = workload(reasoning_tokens=100, **given)
    assert tokens.thinking(known, model(), effort, work, EFFORTS)[:2] == expected


def test_thinking_of_a_model_nobody_measured():
    """The preset as it is, with the spread between models."""
    found = tokens.thinking(KNOWN, model(id="lab/new"), "low", workload(), EFFORTS)
    assert found[:2] == (50.0, 1.1)


@pytest.mark.parametrize(
    ("effort", "given", "spread"),
    [
        pytest.param("high", {}, 0.6, id="many single answers were counted at high"),
        pytest.param("max", {}, 1.1, id="few at max"),
        pytest.param("max", {"turns": 9}, 0.6, id="many runs were counted at max"),
        pytest.param("medium", {"turns": 9}, 1.1, id="medium lies between what was counted"),
    ],
)
def test_the_spread_is_wide_where_few_were_counted(effort, given, spread):
    """An effort that is interpolated, or of one model alone, is not as sure as one of many."""
    found = tokens.thinking(KNOWN, model(id="lab/new"), effort, workload(**given), EFFORTS)
    assert found.spread == spread


STATED = {"low": 120, "high": 910}
STEPS = {
    **{"none": 0.0, "minimal": 0.03, "low": 0.37, "medium": 1.0, "thinking": 2.5},
    **{"high": 2.7, "xhigh": 5.4, "max": 8.1},
}


def test_efforts_that_a_task_does_not_state():
    """Halfway in the logarithm below high, multiples of high beside and above it, 0 at none."""
    found = tokens.by_effort(STATED, STEPS)
    assert found == {
        **{"none": 0, "minimal": 10, "low": 120, "medium": 331, "thinking": 843},
        **{"high": 910, "xhigh": 1820, "max": 2730},
    }
    assert tokens.by_effort({**STATED, "max": 1000}, STEPS)["max"] == 1000
    assert tokens.by_effort({"low": 0, "high": 0}, STEPS) == dict.fromkeys(STEPS, 0)


def test_the_task_says_what_is_thought_at_an_effort():
    """What a task states of an effort is what the median model thinks there, not a doubling."""
    work = workload(reasoning_tokens=331, thinking_tokens=tokens.by_effort(STATED, STEPS))
    new = model(id="lab/new")
    found = {name: tokens.thinking(KNOWN, new, name, work, STEPS).value for name in STEPS}
    assert found == work.thinking_tokens
    known = Tokens(None, {}, {"lab/one": (Thinking("questions", "low", 0.2, 0.1, 910.0, "high"),)})
    own = tokens.thinking(known, model(), "low", work, STEPS)
    assert own[:2] == (pytest.approx(120 * 0.2 * 2.7 / 0.37), 0.1)
