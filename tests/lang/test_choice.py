"""Which language a person is answered in."""

from __future__ import annotations

import pytest

from llmpick.errors import UserError
from llmpick.lang import choice


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """The language of before comes back."""
    monkeypatch.setattr(choice, "language", "en")


@pytest.mark.parametrize(
    ("arguments", "environment", "terminal", "language"),
    [
        (["recommend", "--lang", "ja"], {}, False, "ja"),
        (["--lang=ja", "recommend"], {}, False, "ja"),
        (["recommend"], {"LLMPICK_LANG": "ja_JP.UTF-8"}, False, "ja"),
        (["recommend", "--lang", "en"], {"LLMPICK_LANG": "ja"}, True, "en"),
        (["recommend"], {"LANG": "ja_JP.UTF-8"}, True, "ja"),
        (["recommend"], {"LANG": "ja_JP.UTF-8"}, False, "en"),
        (["recommend"], {"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, True, "en"),
        (["recommend", "--", "--lang", "ja"], {}, True, "en"),
    ],
)
def test_the_option_goes_before_the_environment(arguments, environment, terminal, language):
    """The option, else LLMPICK_LANG, else the locale, on a terminal alone."""
    choice.choose(arguments, environment, terminal)
    assert choice.language == language


def test_the_option_is_taken_out():
    """The parser of a command does not see it."""
    assert choice.choose(["a", "--lang", "ja", "b", "--", "--lang"], {}, False) == [
        *("a", "b", "--", "--lang")
    ]


@pytest.mark.parametrize("name", ["fr", "", "japanese"])
def test_another_language_is_refused(name):
    """By the names of those that there are."""
    with pytest.raises(UserError) as refused:
        choice.choose(["--lang", name], {}, False)
    assert "en, ja" in str(refused.value.hint)
