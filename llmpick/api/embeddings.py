"""Which embedding model or reranker to use, and two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.core.answers.embeddings import SearchAnswer, SearchFacts, SearchRoute, choose
from llmpick.errors import UserError
from llmpick.inputs.embedding_names import named

if TYPE_CHECKING:
    from llmpick.catalog.load import Catalog
    from llmpick.core.embeddings.need import SearchNeed
    from llmpick.core.embeddings.records import EmbeddingModel


def facts(catalog: Catalog) -> SearchFacts:
    """What *catalog* knows of embedding models, rerankers and who serves them."""
    return SearchFacts(
        catalog.embeddings,
        catalog.embedding_boards,
        catalog.providers,
        catalog.licences,
        catalog.scale,
    )


def recommend(catalog: Catalog, asked: SearchNeed, *, by_route: bool = False) -> SearchAnswer:
    """What fits *asked*, ranked where there are results; every route, or each model's best."""
    return choose(asked, facts(catalog), by_route=by_route)


def compare(
    catalog: Catalog, asked: SearchNeed, names: Sequence[str]
) -> tuple[SearchAnswer, list[tuple[EmbeddingModel, list[SearchRoute]]]]:
    """
    The models called *names* with all their routes, whatever limits these break, in that order.

    Raises:
        AmbiguousName, UnknownName, UserError: a name is of several, of none, of another kind, or
            stands twice.
    """
    known = facts(catalog)
    chosen = [known.models[named(catalog, name)] for name in names]
    for model in chosen:
        if model.kind != asked.kind:
            other = "reranking" if model.kind == "reranker" else "embeddings"
            raise UserError(
                f"{model.id} is of --task {other}", hint="compare what does the same work"
            )
        if chosen.count(model) > 1:
            raise UserError(f"{model.id} is named twice", hint="name each model once")
    answer = choose(asked, known, by_route=True)
    return answer, [
        (model, [route for route in answer.considered if route.model.id == model.id])
        for model in chosen
    ]
