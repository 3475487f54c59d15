"""What a month of indexing and searching costs, by hand."""

from __future__ import annotations

import pytest

from llmpick.core.embeddings.bill import bill, index_gb, tokens_per_month
from llmpick.core.embeddings.need import EmbeddingWork
from llmpick.core.embeddings.records import EmbeddingOffering

WORK = EmbeddingWork(documents=2_000_000, chunk_tokens=500, queries=1_000_000, query_tokens=20)
RERANK = EmbeddingWork(documents=50, chunk_tokens=480, queries=1000, query_tokens=20)


def offered(**prices: float) -> EmbeddingOffering:
    """An offering at *prices*."""
    blank = EmbeddingOffering("shop", "m", None, None, None, None, None, None, None, "2026-11-12")
    return blank._replace(**prices)


@pytest.mark.parametrize(
    ("work", "prices", "indexing", "queries"),
    [
        pytest.param(WORK, {"usd_per_mtok": 0.1}, 100.0, 2.0, id="one price for all"),
        pytest.param(
            WORK._replace(batch_share=0.5),
            {"usd_per_mtok": 0.1, "usd_per_mtok_batch": 0.05},
            75.0,
            2.0,
            id="half of the indexing as a batch",
        ),
        pytest.param(
            WORK._replace(batch_share=1.0),
            {"usd_per_mtok": 0.1},
            100.0,
            2.0,
            id="a batch without a price of its own costs as much",
        ),
        pytest.param(WORK, {"usd_per_mtok": 0.0}, 0.0, 0.0, id="free of charge is a price"),
    ],
)
def test_a_month_of_embeddings(work, prices, indexing, queries):
    """Texts and queries by the million tokens."""
    found = bill("embedding", work, offered(**prices))
    assert found == pytest.approx((indexing, queries))


@pytest.mark.parametrize(
    ("prices", "usd"),
    [
        # 1,000 queries x 50 texts x (480 + 20) tokens are 25 Mtok
        pytest.param({"usd_per_mtok": 0.02}, 0.5, id="by the token"),
        pytest.param({"usd_per_query": 0.002}, 2.0, id="by the query"),
    ],
)
def test_a_month_of_reranking(prices, usd):
    """By the token each text is read with its query; by the query it is one price."""
    found = bill("reranker", RERANK, offered(**prices))
    assert found is not None
    assert found.total == pytest.approx(usd)
    assert tokens_per_month("reranker", RERANK) == 25e6


@pytest.mark.parametrize("kind", ["embedding", "reranker"])
def test_without_a_price_there_is_no_bill(kind):
    """Unknown is never 0."""
    assert bill(kind, WORK, offered()) is None


def test_an_index_is_four_bytes_a_dimension():
    """Two million texts of 1,024 dimensions."""
    assert index_gb(WORK, 1024) == pytest.approx(8.192)
    assert index_gb(WORK, None) is None
