"""Which embedding model or reranker to use, and two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.core.answers.embeddings import SearchAnswer, SearchFacts, SearchRoute, choose
from llmpick.core.facts import days
from llmpick.errors import StaleAnswer, UserError
from llmpick.inputs.embedding_names import named
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.core.embeddings.need import SearchNeed
    from llmpick.core.embeddings.records import EmbeddingModel


def facts(catalog: Catalog) -> SearchFacts:
    """
    What *catalog* knows of embedding models, rerankers and who serves them.

    Providers that the user's own layer forbids serve none.
    """
    marks = catalog.own_layer.marks if catalog.own_layer else ()
    barred = {
        mark.provider
        for mark in marks
        if mark.what == "forbidden" and mark.model is None and mark.offering is None
    }
    models = {
        name: model._replace(
            offerings=tuple(one for one in model.offerings if one.provider not in barred)
        )
        for name, model in catalog.embeddings.items()
    }
    return SearchFacts(
        models if barred else catalog.embeddings,
        catalog.embedding_boards,
        catalog.providers,
        catalog.licences,
        catalog.scale,
    )


def recommend(catalog: Catalog, asked: SearchNeed, *, by_route: bool = False) -> SearchAnswer:
    """
    What fits *asked*, ranked where there are results; every route, or each model's best.

    Raises:
        StaleAnswer: the first rests on an older price than the need takes.
    """
    found = choose(asked, facts(catalog), by_route=by_route)
    _check_age(found)
    return found


def _check_age(found: SearchAnswer) -> None:
    most = found.asked.need.max_age_days
    shown = found.ranking[:1] or found.unranked
    read = [(one.offering.read, one.id) for one in shown if one.offering and one.offering.read]
    if most is None or not read:
        return
    oldest, route = min(read)
    age_days = days.between(oldest, found.asked.need.day)
    if age_days > most:
        raise StaleAnswer(route, age_days, most)


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
                said("{id} is of --task {other}", id=model.id, other=other),
                hint=said("compare what does the same work"),
            )
        if chosen.count(model) > 1:
            raise UserError(
                said("{id} is named twice", id=model.id), hint=said("name each model once")
            )
    answer = choose(asked, known, by_route=True)
    return answer, [
        (model, [route for route in answer.considered if route.model.id == model.id])
        for model in chosen
    ]
