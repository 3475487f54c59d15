"""Rows of `list embeddings`."""

from __future__ import annotations

import pytest

from llmpick.core.answers.embedding_rows import embeddings
from llmpick.core.answers.listing import Filter
from llmpick.core.embeddings.records import EmbeddingModel, EmbeddingOffering

BLANK = EmbeddingModel._make([None] * len(EmbeddingModel._fields))
SOLD = EmbeddingOffering("shop", "m", None, 0.2, None, None, None, None, None, "2026-11-12")
OPEN = BLANK._replace(id="lab/open", open_weights=True, offerings=(), results={})
CLOSED = BLANK._replace(
    id="maker/closed",
    open_weights=False,
    offerings=(SOLD, SOLD._replace(provider="mall", usd_per_mtok=0.1)),
    results={"b": 1.0},
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), ["lab/open", "maker/closed"]),
        (Filter(open_weights=True), ["lab/open"]),
        (Filter(provider="mall"), ["maker/closed"]),
        (Filter(developer="lab"), ["lab/open"]),
        (Filter(provider="nobody"), []),
    ],
)
def test_filters(wanted, found):
    """By developer, provider and weights."""
    assert [row["id"] for row in embeddings((OPEN, CLOSED), wanted)] == found


def test_the_least_price_stands_and_none_is_unknown():
    """Over all who sell it."""
    free, sold = embeddings((OPEN, CLOSED), Filter())
    assert (free["usd_per_mtok"], free["providers"]) == (None, [])
    assert (sold["usd_per_mtok"], sold["providers"], sold["results"]) == (0.1, ["shop", "mall"], 1)
