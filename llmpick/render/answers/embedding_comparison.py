"""The answer of `compare` about embedding models or rerankers: side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from llmpick.core.answers.embeddings import SearchAnswer, SearchRoute
from llmpick.core.embeddings.expected import chance_better
from llmpick.core.embeddings.records import EmbeddingModel
from llmpick.render import words
from llmpick.render.answers.embeddings import (
    board_payload,
    expected_payload,
    need_of,
    route_payload,
)
from llmpick.render.blocks import Answer, Block, Grid, Lines
from llmpick.render.wording import embeddings as wording
from llmpick.render.wording.about import About
from llmpick.render.wording.needs import privacy_words

if TYPE_CHECKING:
    from llmpick.render.records.embeddings import ComparedModelRecord, CompareEmbeddingsAnswer

Compared = tuple[EmbeddingModel, list[SearchRoute]]


def answer(found: SearchAnswer, models: Sequence[Compared], about: About) -> Answer:
    """All forms of *models* side by side, each with its routes, for the need of *found*."""
    results = [_model(found, models[0][0], one) for one in models]
    payload: CompareEmbeddingsAnswer = {
        **about.head("compare"),
        "need": need_of(found.asked),
        "boards": list(map(board_payload, found.boards)),
        "results": results,
        "notes": _notes(found, models),
    }
    return Answer(
        payload=payload,
        records=results,
        ids=[model.id for model, _ in models],
        blocks=list(_blocks(found, models, about)),
        code=0,
    )


def _model(found: SearchAnswer, first: EmbeddingModel, one: Compared) -> ComparedModelRecord:
    model, routes = one
    own, other = found.expected.get(model.id), found.expected.get(first.id)
    return {
        "model": model.id,
        "name": model.name,
        "kind": model.kind,
        "dimensions": model.dimensions,
        "dimensions_selectable": list(model.dimensions_selectable),
        "max_input_tokens": model.max_input_tokens,
        "languages": model.languages,
        "open_weights": model.open_weights,
        "licence": model.licence or model.licence_tag,
        "made_in": model.made_in,
        "weights_gb": model.weights_gb,
        "means": [{"board": name, "points": mean} for name, mean in model.results.items()],
        "expected": expected_payload(own),
        "p_beats_first_named": chance_better(own, other) if own and other else None,
        "routes": [route_payload(route) for route in _by_cost(routes)],
        "stopped_by": {
            route.id: list(dict.fromkeys(one.rule for one in route.violations))
            for route in routes
            if route.violations
        },
        "note": model.note,
    }


def _by_cost(routes: Iterable[SearchRoute]) -> list[SearchRoute]:
    return sorted(routes, key=lambda route: (route.cost, route.id))


def _notes(found: SearchAnswer, models: Sequence[Compared]) -> list[str]:
    notes = [f"{model.id}: {model.note.rstrip('.')}" for model, _ in models if model.note]
    if not found.boards:
        notes.append(wording.why_unranked(found).rstrip("."))
    return notes


def _blocks(found: SearchAnswer, models: Sequence[Compared], about: About) -> Iterable[Block]:
    yield Grid(
        ("", *(model.id for model, _ in models)),
        tuple(_rows(found, models)),
        key=1,
        prose=tuple(model.id for model, _ in models),
    )
    yield Grid(
        ("route", ">USD/month", ">USD per Mtok", "privacy", "ends", "stopped by"),
        tuple(
            (
                route.id,
                words.money(route.bill.total) if route.bill else words.NOTHING,
                words.price(route.offering.usd_per_mtok if route.offering else None),
                privacy_words(route.privacy_level),
                (route.offering.retires_on if route.offering else None) or words.NOTHING,
                ", ".join(dict.fromkeys(one.rule for one in route.violations)) or "fits",
            )
            for _, routes in models
            for route in _by_cost(routes)
        ),
        title="Offerings",
    )
    yield Lines(
        (
            ("for", wording.asked_words(found, ())),
            *(("note", note) for note in _notes(found, models)),
            ("note", about.words()),
        )
    )


def _rows(found: SearchAnswer, models: Sequence[Compared]) -> Iterable[tuple[str, ...]]:
    expected = [found.expected.get(model.id) for model, _ in models]
    first = expected[0]

    def row(head: str, *cells: str) -> tuple[str, ...]:
        return (head, *cells)

    known = [model for model, _ in models]
    if found.boards:
        what = wording.search_words(found.asked)
        yield row(f"of 100, {what}", *map(wording.expected_points, expected))
        yield row(
            "P(better than the first)",
            *(
                words.chance(chance_better(own, first))
                if own and first and place
                else words.NOTHING
                for place, own in enumerate(expected)
            ),
        )
    for board in found.boards:
        means = [model.results.get(board.id) for model in known]
        yield row(
            f"{board.name}, {words.plural(board.tasks, 'task')}",
            *(words.NOTHING if mean is None else f"{mean:.1f}" for mean in means),
        )
    if found.asked.kind == "embedding":
        yield row("dimensions", *(_dimensions(model) for model in known))
    yield row("reads, tokens", *(words.count(model.max_input_tokens) for model in known))
    yield row("languages", *(words.count(model.languages) for model in known))
    yield row("open weights", *(words.yes(model.open_weights) for model in known))
    yield row("licence", *(wording.licence(model) for model in known))
    yield row("made in", *(model.made_in or "unknown" for model in known))
    yield row("weights, GB", *(wording.gb(model.weights_gb) for model in known))


def _dimensions(model: EmbeddingModel) -> str:
    fewer = [size for size in model.dimensions_selectable if size != model.dimensions]
    also = f" (or {', '.join(map(str, fewer))})" if fewer else ""
    return f"{words.count(model.dimensions)}{also}"
