"""What is found to be said in a module."""

from __future__ import annotations

from io import BytesIO

from llmpick.lang import extract

MODULE = b"""
yield "label", said("a {field}", field=1)
yield said("one" if sure else "two")
Grid((">USD", *("route", "80 %")), rows)
words.plural(3, "day")
term("task", "coding")
UnknownName("model", name)
raise UserError(said("llmpick list models"))
"""


class File(BytesIO):
    """A file by a name."""

    name = "llmpick/render/any.py"


def test_messages_of_a_module():
    """Templates, both sides of a condition, heads, labels, nouns and terms; commands are none."""
    found = {message for _, _, message, _ in extract.python(File(MODULE))}
    assert found == {
        *(("", "a {field}"), ("", "one"), ("", "two")),
        *(("label", "label"), ("label", "USD"), ("label", "route"), ("label", "80 %")),
        *(("count", "day"), ("task", "coding"), ("kind", "model")),
    }
