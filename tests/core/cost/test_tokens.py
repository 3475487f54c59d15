"""Tokens differ from model to model, and what is not known of them is said."""

import pytest
from made import EFFORTS, model, workload

from llmpick.core.cost import tokens
from llmpick.core.facts.records import Thinking, Tokenizer, Tokens

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
        pytest.param(True, "high", {"reasoning_tokens": 4000}, (16000.0, 0.6), id="by effort"),
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
    ("effort", "turns", "expected"),
    [
        pytest.param("high", 1, (100.0, 0.6), id="one answer"),
        pytest.param("high", 20, (600.0, 0.6), id="a run of turns"),
        pytest.param("medium", 1, (50.0, 0.6), id="another effort of one answer"),
        pytest.param("medium", 20, (300.0, 0.6), id="another effort of a run"),
        pytest.param("low", 1, (800.0, 0.2), id="its own effort before its own kind of work"),
    ],
)
def test_thinking_beside_a_median_at_high_effort(effort, turns, expected):
    """The median stands for its own effort; a run of turns is priced by runs of turns."""
    known = Tokens(REFERENCE, {}, {"lab/one": RUNS})
    work = workload(reasoning_tokens=100, turns=turns)
    assert tokens.thinking(known, model(), effort, work, EFFORTS)[:2] == expected


def test_thinking_of_a_model_nobody_measured():
    """The preset as it is, with the spread between models."""
    found = tokens.thinking(KNOWN, model(id="lab/new"), "low", workload(), EFFORTS)
    assert found[:2] == (50.0, 0.6)
