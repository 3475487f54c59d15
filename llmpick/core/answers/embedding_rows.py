"""Rows of embedding models and rerankers, for `list`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.embeddings.records import EmbeddingModel

if TYPE_CHECKING:
    from llmpick.core.answers.listing import Filter, Row


def embeddings(rows: Iterable[EmbeddingModel], wanted: Filter) -> list[Row]:
    """One row a model; of *wanted* its developer, its provider and open weights count."""
    return [
        _row(model)
        for model in rows
        if wanted.developer in (None, model.id.partition("/")[0])
        and (not wanted.open_weights or model.open_weights)
        and (
            wanted.provider is None
            or any(one.provider == wanted.provider for one in model.offerings)
        )
    ]


def _row(model: EmbeddingModel) -> Row:
    tokens = [one.usd_per_mtok for one in model.offerings if one.usd_per_mtok is not None]
    queries = [one.usd_per_query for one in model.offerings if one.usd_per_query is not None]
    return {
        "id": model.id,
        "kind": model.kind,
        "dimensions": model.dimensions,
        "max_input_tokens": model.max_input_tokens,
        "languages": model.languages,
        "open_weights": model.open_weights,
        "licence": model.licence or model.licence_tag,
        "parameters_b": model.parameters_b,
        "usd_per_mtok": min(tokens, default=None),
        "usd_per_query": min(queries, default=None),
        "providers": list(dict.fromkeys(one.provider for one in model.offerings)),
        "results": len(model.results),
    }
