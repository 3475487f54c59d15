"""What a month of indexing and searching costs by an offering, and how large an index is."""

from __future__ import annotations

from typing import NamedTuple

from llmpick.core.embeddings.need import EmbeddingWork
from llmpick.core.embeddings.records import EmbeddingOffering, Kind

FLOAT_BYTES = 4
"""Bytes of a dimension as the API sends it; whoever stores less loses some of the quality."""


class EmbeddingBill(NamedTuple):
    """US dollars a month; *indexing* is nothing for a reranker."""

    indexing: float
    queries: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.indexing + self.queries


def tokens_per_month(kind: Kind, work: EmbeddingWork) -> float:
    """
    The tokens that are read in a month.

    A reranker reads each text together with its query, as its providers count them.
    """
    if kind == "reranker":
        return float(work.queries) * work.documents * (work.chunk_tokens + work.query_tokens)
    return float(work.documents) * work.chunk_tokens + float(work.queries) * work.query_tokens


def bill(kind: Kind, work: EmbeddingWork, offering: EmbeddingOffering) -> EmbeddingBill | None:
    """
    What *work* costs by *offering*; None where no price was read.

    Where no price of a batch is known, the part sent as one costs as much as the rest.
    """
    price = offering.usd_per_mtok
    if kind == "reranker":
        if offering.usd_per_query is not None:
            return EmbeddingBill(0.0, work.queries * offering.usd_per_query)
        if price is None:
            return None
        return EmbeddingBill(0.0, tokens_per_month(kind, work) / 1e6 * price)
    if price is None:
        return None
    batch = price if offering.usd_per_mtok_batch is None else offering.usd_per_mtok_batch
    blended = (1 - work.batch_share) * price + work.batch_share * batch
    return EmbeddingBill(
        float(work.documents) * work.chunk_tokens / 1e6 * blended,
        float(work.queries) * work.query_tokens / 1e6 * price,
    )


def index_gb(work: EmbeddingWork, dimensions: int | None) -> float | None:
    """The vectors of a month's texts, GB, each dimension as a number of four bytes."""
    return None if dimensions is None else work.documents * dimensions * FLOAT_BYTES / 1e9
