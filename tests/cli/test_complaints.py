"""The parser's complaints become messages, and stay what they were in English."""

from __future__ import annotations

import pytest

from llmpick.cli.complaints import spoken
from llmpick.lang.said import Said


@pytest.mark.parametrize(
    "complaint",
    [
        "no such option: --foo",
        "no such option: --foo (Possible options: --from, --to)",
        "no such option: --foo Did you mean --from?",
        "no such command 'foo'",
        "missing argument 'NAME...'",
        "option '--budget' requires an argument",
        "got unexpected extra argument (a b)",
        "invalid value for '--top': 'x' is not a whole number",
    ],
)
def test_a_complaint_is_a_message(complaint):
    """Word for word the same in English."""
    found = spoken(complaint)
    assert isinstance(found, Said)
    assert found == complaint


def test_another_complaint_stays_as_it_is():
    """Nothing is lost."""
    assert spoken("something else") == "something else"
