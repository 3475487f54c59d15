"""What a user wants of an embedding model or a reranker, beside what may be asked of any model."""

from typing import NamedTuple

from llmpick.core.embeddings.records import Kind
from llmpick.core.need.need import Need


class EmbeddingWork(NamedTuple):
    """
    A month's work: texts of *chunk_tokens* each, queries of *query_tokens*.

    *documents* are the texts indexed a month by an embedding model, and those of each query that a
    reranker orders; *batch_share* is the part of the indexing that is sent as a batch, 0 to 1.
    """

    documents: int
    chunk_tokens: int
    queries: int
    query_tokens: int
    batch_share: float = 0.0


class SearchNeed(NamedTuple):
    """
    All that an answer depends on, beside the catalog.

    *need* holds what may be asked of any model and provider. *of* is what a board must test: a
    language, `multilingual` or a subject. *dimensions* are the most that a vector may have;
    *self_hosted*: on the user's own hardware, and nowhere else.
    """

    kind: Kind
    need: Need
    work: EmbeddingWork
    of: str
    subject: str | None = None
    language: str | None = None
    dimensions: int | None = None
    self_hosted: bool = False
