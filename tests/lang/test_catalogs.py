"""Every message of what is translated has its translation, and the files hold nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

pytest.importorskip("babel")

from babel.messages.mofile import read_mo

from llmpick.lang import catalogs

FIELDS_OF_ITS_OWN = {
    "without {rule}",
    "{usd} USD ({own} JPY) a month{later}",
    "{route} at {usd} USD",
    "{route} at {usd} USD, {steps}",
    "{first} is likely better than {others} {at}.",
    "{first} is probably better than {others} {at}.",
    "The tests show no clear difference between {first} and {others} {at} for the first.",
}
"""Messages whose Japanese says in its sentence what English says elsewhere."""


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, str], str]:
    """The translations, by context and English."""
    return catalogs.translated()


def test_every_message_has_its_japanese(known):
    """Whoever adds a message adds its translation."""
    missing = {
        (path, context, text)
        for path, context, text in catalogs.messages()
        if (context, text) not in known
    }
    assert missing == set(), "add their Japanese to llmpick/lang/ja/LC_MESSAGES/llmpick.po"


def test_the_files_are_made_of_the_sources():
    """`python -m llmpick.lang.catalogs` writes them; translations of nothing are left out."""
    text, _ = catalogs.written()
    folder = Path(catalogs.FOLDER)
    assert (folder / "llmpick.po").read_bytes() == text


def test_the_compiled_file_is_fresh(known):
    """What is read at run time holds the translations on file."""
    with (Path(catalogs.FOLDER) / "llmpick.mo").open("rb") as file:
        compiled = {(one.context or "", one.id): one.string for one in read_mo(file) if one.id}
    assert compiled == known


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_translations_have_the_fields_of_their_message(known):
    """None is lost, and none is asked for that is not given."""
    for (context, text), found in known.items():
        if context == "count":
            assert fields(found) == {"count"}, text
        elif "{" in text and text not in FIELDS_OF_ITS_OWN and '{"' not in text:
            assert fields(found) <= fields(text), text
            assert fields(text) - fields(found) <= {"currency", "at", "what"}, text


HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")
BLANK_BY_A_DIGIT = re.compile(r"[ぁ-んァ-ヶ一-龠] \d|\d [ぁ-んァ-ヶ一-龠]")
WRONG = ("，", "．", "～", "！", "あなた", "お客様", "信頼度", "サンセット", "ベンダー", "推論努力")


def test_translations_keep_to_the_house_style(known):
    """No half-width kana, no foreign marks, no blank by a digit, no word decided against."""
    for text, found in known.items():
        assert not HALF_WIDTH_KANA.search(found), text
        example = "--" in found or text[1].startswith("as ")
        assert example or not BLANK_BY_A_DIGIT.search(found), text
        assert not [word for word in WRONG if word in found], text
