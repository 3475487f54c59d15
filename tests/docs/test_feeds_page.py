"""The page on feeds: its commands, its feeds and its list are those of the program."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from llmpick.feeds.end_rows import rows
from llmpick.feeds.guards import GUARDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ llmpick (catalog .*)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_fails_only_for_its_file(run, own_catalog, command):
    """Its options are known, and its feed is one that is read."""
    feed = command.split()[2]
    record = ROOT / "catalog" / "feeds" / f"{feed}.toml"
    (own_catalog / "feeds" / f"{feed}.toml").write_bytes(record.read_bytes())
    found = run(*command.split(), "--catalog", str(own_catalog))
    assert found.code == 2
    assert "does not exist" in found.stderr


def test_its_feeds_are_those_that_are_read():
    """Each that has a table of how it is read, and no other."""
    table = PAGE.partition("| --- | --- | --- |\n")[2].partition("\n\n")[0]
    first = [line.split("|")[1] for line in table.splitlines()]
    named = {word.split()[0] for cell in first for word in re.findall(r"`([^`]+)`", cell)}
    read = {
        path.stem
        for path in (ROOT / "catalog" / "feeds").glob("*.toml")
        if {"price_feed", "end_feed", "rate_feed"}
        & set(tomllib.loads(path.read_text(encoding="utf-8")))
    }
    assert named == read


def test_its_list_is_read():
    """As a person would write it down."""
    text = PAGE.partition("```csv\n")[2].partition("```")[0]
    assert [(row.model, row.is_floor) for row in rows("end-list", {"f": text.encode()})] == [
        ("some-model-3", False),
        ("some-model-5", True),
    ]


def test_the_guards_it_names_are_there():
    """By the name that --accept takes."""
    for guard in ("unlisted", "listed-after"):
        assert guard in GUARDS
        assert guard in PAGE
