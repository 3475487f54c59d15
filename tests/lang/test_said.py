"""Messages are their English, and know what they say."""

from __future__ import annotations

import json

from llmpick.lang import said


def test_a_message_is_its_english():
    """What a program reads of a message is plain English text."""
    text = said.said("{model} on {place}", model="a", place=said.said("here"))
    assert text == "a on here"
    assert json.dumps({"is": text}) == '{"is": "a on here"}'


def test_braces_of_a_message_without_fields_stay():
    """Only what has fields is a template."""
    assert said.said('{"a": 1}') == '{"a": 1}'


def test_parts_are_joined_as_english_has_them():
    """A list keeps its parts for another language."""
    assert said.listed(["a", "b", "c"]) == "a, b and c"
    assert said.joined("; ", ["a", "b"]) == "a; b"
    assert said.joined("; ", ()) == ""
    assert (said.counted(1, "day"), said.counted(1200, "day")) == ("1 day", "1,200 days")
