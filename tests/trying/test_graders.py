"""What replies are worth."""

from __future__ import annotations

import sys

import pytest

from llmpick.errors import UserError
from llmpick.trying.graders import grader_of
from llmpick.trying.prompts import Prompt, Prompts


def given(*targets):
    """Prompts of one, with these targets."""
    return Prompts("a.jsonl", "0", (Prompt("1", "how many?", targets),))


@pytest.mark.parametrize(
    ("grader", "target", "reply", "grade"),
    [
        ("exact", "four", " four\n", 1),
        ("exact", "four", "four.", 0),
        ("includes", "Four", "it is four.", 1),
        ("includes", "four", "it is five.", 0),
        ("number", "1,234.5", "First 3, then 1234.50", 1),
        ("number", "-3", "it is \N{MINUS SIGN}3", 1),
        ("number", "3", "3 or 4", 0),
        ("number", "3", "no number", 0),
        ("regex", "^f.ur$", "four", 1),
        ("regex:f.ur", None, "it is four", 1),
        ("regex:^f.ur", None, "it is four", 0),
        ("json-schema", '{"required": ["a"]}', '```json\n{"a": 1}\n```', 1),
        ("json-schema", '{"required": ["a"]}', '{"b": 1}', 0),
        ("json-schema", '{"required": ["a"]}', "no JSON", 0),
    ],
)
def test_a_reply_is_graded(grader, target, reply, grade):
    """By each grader, right and wrong."""
    prompts = given(target) if target else given()
    assert grader_of(grader, prompts).grade(prompts.items[0], reply) == grade


@pytest.mark.parametrize(
    ("code", "grade"),
    [
        ("import json,sys; sys.exit(json.load(sys.stdin)['output'] != 'four')", 1.0),
        ("import sys; sys.exit(1)", 0.0),
        ("import sys; sys.exit(3)", None),
        ("print(0.25)", 0.25),
        ("print(7)", None),
    ],
)
def test_a_program_grades(code, grade):
    """By its exit code, or by a share that it prints; anything else is no grade."""
    prompts = given("four")
    grader = grader_of(f'command:{sys.executable} -S -c "{code}"', prompts)
    assert grader.grade(prompts.items[0], "four") == grade


def test_a_program_sees_no_key(monkeypatch):
    """The variables that hold keys are not handed on."""
    monkeypatch.setenv("SOME_KEY", "secret")
    prompts = given("four")
    code = "import os; print(float('SOME_KEY' in os.environ))"
    grader = grader_of(f'command:{sys.executable} -S -c "{code}"', prompts, {"SOME_KEY"})
    assert grader.grade(prompts.items[0], "four") == 0.0


def test_what_is_not_stated_is_by_the_targets():
    """`includes` where every prompt has one, nothing where none has."""
    assert grader_of(None, given("four")).name == "includes"
    assert grader_of(None, given()).name == "none"


@pytest.mark.parametrize(
    ("grader", "words"),
    [
        ("exactly", "did you mean `exact`"),
        ("exact", "needs a target"),
        ("regex", "needs a pattern"),
        ("regex:(", "is no pattern"),
        ("json-schema", "needs a schema"),
        ("command", "needs one"),
        ("judge", "needs one"),
    ],
)
def test_a_grader_that_cannot_be_is_refused(grader, words):
    """With what is missing."""
    with pytest.raises(UserError) as caught:
        grader_of(grader, given())
    assert words in f"{caught.value} {caught.value.hint}"
