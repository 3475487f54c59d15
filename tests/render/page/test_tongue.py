"""The page and the decision record in Japanese, where a person asks for it and nowhere else."""

from __future__ import annotations

import re

import pytest

from llmpick.render.page import texts

NEED = ("--task", "coding", "--budget", "300", "--privacy", "confidential", "--region", "EU")
KANA = re.compile("[ぁ-んァ-ヶ]")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
"""Of a script, which nobody sees."""


@pytest.fixture
def written(run, tmp_path):
    """What `report` writes, by the ending of its file and the rest of the line."""

    def write(ending: str, *more: str, **environment: str) -> str:
        target = tmp_path / f"report.{ending}"
        found = run("report", *NEED, "--out", str(target), *more, env=environment or None)
        assert found.code == 0, found.stderr
        return COMMENT.sub("", target.read_text(encoding="utf-8"))

    return write


def sentences() -> set[str]:
    """Every text of ours that is a sentence, up to its first field."""
    tables = (texts.PAGE, texts.REPORT, texts.RECORD, texts.TILE, texts.PRIVACY, texts.SCRIPT)
    found = {str(text).partition("{")[0] for table in tables for text in table.values()}
    return {text for text in found if text.count(" ") > 2}


@pytest.mark.parametrize("ending", ["html", "md"])
def test_no_sentence_of_ours_stays_english(written, ending):
    """Names, identifiers and what sources say do; in English all of it is there."""
    found = written(ending, "--lang", "ja")
    assert KANA.search(found)
    assert [one for one in sentences() if one in found] == []
    assert [one for one in sentences() if one in written(ending)] != []


def test_the_page_says_which_language_it_is_in(written):
    """For browsers, readers on screen, and fonts."""
    assert '<html lang="ja">' in written("html", LLMPICK_LANG="ja")
    assert '<html lang="en">' in written("html", "--lang", "en", LLMPICK_LANG="ja")


def test_the_locale_alone_changes_no_file(written):
    """A file is the same on every machine."""
    assert written("md", LC_ALL="ja_JP.UTF-8") == written("md", LC_ALL="C.UTF-8")


def test_weights_of_a_command_and_of_the_address_stay_english(written):
    """What is typed again is no word for a person."""
    found = written("html", "--lang", "ja")
    assert '"criteria":["performance","cost","privacy","customisability"]' in found
    assert '"called":["品質","コスト","データ保護","カスタマイズ性"]' in found
