"""Embedding models as they stand on a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from llmpick.catalog.load import load

if TYPE_CHECKING:
    from conftest import Run

SOURCE = '[sources.s]\nkind = "vendor"\nurl = "https://elm.example/"\nread = 2026-11-20\n'
MODEL = (
    'kind = "embedding"\nname = "Elm Embed"\n[facts]\n'
    'released = [{ value = 2026-03-01, source = "s" }]\n'
    'dimensions = [{ value = 512, source = "s" }, '
    '{ value = 1024, since = 2026-06-01, source = "s" }]\n'
    '[[offerings]]\nprovider = "acme"\napi_model = "elm"\nusd_per_mtok = 0.1\nsource = "s"\n'
    '[[offerings]]\nprovider = "borealis"\napi_model = "elm"\nusd_per_mtok = 0.2\n'
    'retires_on = 2026-09-01\nsource = "s"\n' + SOURCE
)


@pytest.fixture
def folder(own_catalog: Path) -> str:
    """The small catalog with an embedding model in it."""
    target = own_catalog / "embeddings" / "birch"
    target.mkdir(parents=True)
    (target / "elm-embed.toml").write_text(MODEL, encoding="utf-8")
    return str(own_catalog)


@pytest.mark.parametrize(
    ("day", "dimensions", "providers"),
    [
        pytest.param("2026-03-01", 512, ["acme", "borealis"], id="the day it comes out"),
        pytest.param("2026-06-01", 1024, ["acme", "borealis"], id="a value begins"),
        pytest.param("2026-08-31", 1024, ["acme", "borealis"], id="the last day of an offering"),
        pytest.param("2026-09-01", 1024, ["acme"], id="the day it ends"),
    ],
)
def test_facts_of_a_day(folder, day, dimensions, providers):
    """Both days around a change."""
    found = load(folder, day).embeddings["birch/elm-embed"]
    assert found.dimensions == dimensions
    assert [one.provider for one in found.offerings] == providers
    assert found.offerings[0].read == "2026-11-20"


def test_before_it_is_out_it_is_not_there(folder):
    """As any model."""
    assert load(folder, "2026-02-28").embeddings == {}


def test_what_writes_is_ranked_without_it(folder, run: Run):
    """No answer about models that write names it, nor counts it."""
    for command in (("recommend", "--top", "100"), ("list", "models"), ("list", "offerings")):
        found = run(*command, "--catalog", folder, "--as-of", "2026-11-23", "--json")
        assert found.code == 0
        assert "elm-embed" not in found.stdout
