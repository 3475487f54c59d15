"""What a Japanese reader is answered; `pytest --write-snapshots` rewrites the texts."""

from __future__ import annotations

import re

import pytest

from llmpick.lang import choice
from llmpick.lang.said import amount, counted, joined, said
from llmpick.lang.speak import Speaker, YenRate

DAY = ("--as-of", "2026-11-23")
VIEWS = {
    "recommend": ("recommend", "--format", "table", "--budget", "50", "--region", "EU"),
    "recommend explained": (
        *("recommend", "--task", "coding", "--language", "ja", "--top", "2", "--explain"),
        *("--format", "table"),
    ),
    "nothing fits": ("recommend", "--format", "table", "--budget", "0.5"),
    "compare": ("compare", "--format", "table", "atlas-3", "oak-70b", "--task", "coding"),
    "cost": ("cost", "--format", "table", "atlas-3"),
    "alternatives": ("alternatives", "--format", "table", "atlas-2"),
    "help": ("recommend", "--help"),
}
ASIDE = re.compile(r"`[^`]*`|\$ .*|[\w.-]*[/@:][\w./@:-]*|--?[a-z][\w-]*( [A-Z]+)?")
"""Commands, identifiers and options: what is never translated."""


@pytest.fixture(autouse=True)
def english_after(monkeypatch):
    """The language of before comes back."""
    monkeypatch.setattr(choice, "language", "en")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", VIEWS)
def test_view(run, snapshot, compiled_catalog, name, columns):
    """The command's answer in Japanese, at the two usual widths."""
    where = () if "--help" in VIEWS[name] else ("--catalog", str(compiled_catalog), *DAY)
    snapshot(run("--lang", "ja", *VIEWS[name], *where, columns=columns))


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "ids"])
@pytest.mark.parametrize("name", ["recommend explained", "compare", "cost", "alternatives"])
def test_data_is_the_same_in_every_language(run, compiled_catalog, form, name):
    """Byte for byte."""
    where = ("--catalog", str(compiled_catalog), *DAY, "--format", form)
    english, japanese = (run("--lang", one, *VIEWS[name], *where) for one in ("en", "ja"))
    assert english.stdout == japanese.stdout
    assert english.code == japanese.code


@pytest.mark.parametrize("name", ["recommend", "nothing fits"])
def test_no_english_is_left_in_an_answer(run, compiled_catalog, name):
    """Of the usual answer every sentence is said: no two English words stand side by side."""
    where = ("--catalog", str(compiled_catalog), *DAY, "--format", "text")
    found = run("--lang", "ja", *VIEWS[name], *where).stdout
    left = ASIDE.sub("", found)
    names = {"Cumulus Cloud", "Acme AI", "European Central", "Central Bank"}
    pairs = set(re.findall(r"\b[a-z]{3,} [a-z]{2,}\b", left)) - names
    assert pairs <= {"llmpick connect", "llmpick try"}, found


MISTAKES = {
    ("recommend", "--task", "codin"): "エラー: 用途 `codin` はカタログにありません",
    ("recommend", "--privacy", "secret"): "エラー: データ保護のレベル `secret` はありません",
    ("recommend", "--nonsense"): "エラー: オプション --nonsense はありません",
    ("compare",): "エラー: 引数 NAME... が必要です",
    ("recommend", "--budget", "abc"): "エラー: `abc` は金額として読めません",
}


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_mistakes_are_said(run, compiled_catalog, arguments):
    """What is wrong, and a hint, in Japanese."""
    found = run("--lang", "ja", *arguments)
    assert found.stderr.startswith(MISTAKES[arguments])
    assert "\nヒント: " in found.stderr


def test_parts_and_numbers_are_said():
    """Lists, counts and money have their own forms, and the rate is asked for where yen stand."""
    speaker = Speaker(YenRate(150.0, "2026-11-20"))
    assert speaker.text(joined(", ", ["a", counted(2000, "route")])) == "a、2,000件"
    assert speaker.text(amount("share", 0.71, ".71")) == "0.71"
    assert not speaker.converted
    text = said("{usd} USD a month{later}", usd=amount("usd", 1900.0, "1,900"), later="")
    assert speaker.text(text) == "月1,900ドル（約28.5万円）"
    assert speaker.converted


def test_what_has_no_translation_stays_english():
    """And is noted."""
    speaker = Speaker()
    assert speaker.text(said("never translated {x}", x=1)) == "never translated 1"
    assert speaker.missed == ["never translated {x}"]
