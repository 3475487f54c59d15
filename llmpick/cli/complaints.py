"""What the parser of the command line complains of, as messages that can be said."""

from __future__ import annotations

import re

from llmpick.lang.said import said


def spoken(complaint: str) -> str:
    """The parser's *complaint* as a message of ours; itself where it is none that is known."""
    for form, message in (
        (
            r"no such option: (\S+) \(Possible options: (.+)\)",
            lambda name, near: said(
                "no such option: {name} (Possible options: {near})", name=name, near=near
            ),
        ),
        (
            r"no such option: (\S+) Did you mean (\S+)\?",
            lambda name, near: said(
                "no such option: {name} Did you mean {near}?", name=name, near=near
            ),
        ),
        (r"no such option: (\S+)", lambda name: said("no such option: {name}", name=name)),
        (r"no such command '(.+)'", lambda name: said("no such command '{name}'", name=name)),
        (r"missing argument '(.+)'", lambda name: said("missing argument '{name}'", name=name)),
        (
            r"option '(.+)' requires an argument",
            lambda name: said("option '{name}' requires an argument", name=name),
        ),
        (
            r"got unexpected extra arguments? \((.+)\)",
            lambda words: said("got unexpected extra argument ({words})", words=words),
        ),
        (
            r"invalid value for '(.+)': '(.*)' is not a whole number",
            lambda name, text: said(
                "invalid value for '{name}': '{text}' is not a whole number", name=name, text=text
            ),
        ),
        (
            r"invalid value for '(.+)': '(.*)' is not a number",
            lambda name, text: said(
                "invalid value for '{name}': '{text}' is not a number", name=name, text=text
            ),
        ),
    ):
        found = re.fullmatch(form, complaint)
        if found:
            return message(*found.groups())
    return complaint
