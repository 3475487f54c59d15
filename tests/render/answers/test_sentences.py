"""The sentences of an answer: how sure it is, and which option lifts what nobody stated."""

from __future__ import annotations

import pytest

from llmpick.core.robustness.confidence import Grounds, confidence
from llmpick.render.answers import sentences

RAISED = "fifty prompts of your own would settle it (llmpick try)"
SURE = {
    "high": (
        Grounds(0.41, "direct", 3, 10),
        "high: it has 3 independent tests of coding at this effort, and the chance that nothing "
        "else is clearly better is .41",
    ),
    "not near enough the best": (
        Grounds(0.84, "some", 1, 10),
        "medium: it has 1 independent test of coding at this effort, and the chance that nothing "
        f"else is clearly better is .84; {RAISED}",
    ),
    "tests at other efforts": (
        Grounds(0.5, "some", 0, 10),
        "medium: it has tests of coding at other efforts only, and the chance that nothing else is "
        f"clearly better is .50; {RAISED}",
    ),
    "no test": (
        Grounds(0.5, "general only", 0, 10),
        "low: it has no test of coding, and the chance that nothing else is clearly better is .50; "
        f"{RAISED}",
    ),
    "an old price": (
        Grounds(0.9, "direct", 4, 91),
        "medium: its price was read 91 days ago; read its price at the provider",
    ),
    "a price of no day": (
        Grounds(0.9, "direct", 4, None),
        "medium: the day on which its price was read is unknown; read its price at the provider",
    ),
    "in a language": (
        Grounds(0.9, "direct", 4, 10, "de"),
        "high: it has 4 independent tests in German at this effort, and the chance that nothing "
        "else is clearly better is .90",
    ),
}


@pytest.mark.parametrize("name", SURE)
def test_how_sure_says_the_one_reason_and_what_would_raise_it(decided, name):
    """The label, what it rests on or what holds it down, and what the reader can do."""
    grounds, said = SURE[name]
    robust = decided.robustness._replace(confidence=confidence(grounds))
    assert sentences.sure(decided._replace(robustness=robust)) == said


def test_what_was_not_drawn_has_no_reason(decided):
    """Names alone, and answers without one, have a label and nothing more."""
    undrawn = decided._replace(robustness=None)
    assert sentences.sure(undrawn) == "none"
    assert sentences.reasons(undrawn) == ["not drawn"]


LIFTED = {
    "patience": "--patience 100k",
    "lives": "--lives 0",
    "previews": "--previews",
    "evidence": "--include-unrated",
    "budget": "",
    "available": "",
}


@pytest.mark.parametrize("rule", LIFTED)
def test_a_rule_that_nobody_stated_names_what_lifts_it(decided, rule):
    """And a rule that was stated, or cannot be lifted, names nothing."""
    assert sentences.lifting(rule, decided.need) == LIFTED[rule]


def test_privacy_and_quality_are_lifted_where_they_are_of_the_preset(decided):
    """A level that was asked for is no preset; the floor holds under `cheap` alone."""
    need = decided.need
    assert sentences.lifting("privacy", need) == "--privacy public"
    stricter = need._replace(privacy_level="confidential")
    assert sentences.lifting("privacy", stricter) == ""
    assert sentences.lifting("quality", need._replace(keeps_floor=True)) == "--min-quality 0"
    assert sentences.lifting("quality", need) == ""


def test_every_option_that_lifts_is_one_of_the_command(run, known, part):
    """Asked with all of them nothing is stopped by a rule that nobody stated."""
    options = " ".join(filter(None, LIFTED.values())).split()
    given = (*options, "--privacy", "public", "--min-quality", "0")
    found = run("recommend", *given, "--catalog", str(part), "--as-of", known.meta.day)
    assert found.code == 0, found.stderr
    [out] = [line for line in found.stdout.splitlines() if line.startswith("out ")]
    assert sentences.RULE_WORDS["available"] in out
    assert "(--" not in out
    for rule in ("patience", "lives", "previews", "quality"):
        assert sentences.RULE_WORDS[rule] not in out
    assert " privacy" not in out
