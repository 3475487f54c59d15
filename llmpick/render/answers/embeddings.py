"""The answer of `recommend` about embedding models and rerankers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from llmpick.core.answers.embeddings import SearchAnswer, SearchRoute, SearchStep
from llmpick.core.embeddings.expected import ExpectedPoints, chance_better
from llmpick.core.embeddings.records import Board
from llmpick.core.facts import days
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording import embeddings as wording
from llmpick.render.wording.about import About
from llmpick.render.wording.needs import need_payload, privacy_words

if TYPE_CHECKING:
    from llmpick.core.embeddings.need import SearchNeed
    from llmpick.render.records.embeddings import (
        BoardRecord,
        ExpectedRecord,
        RecommendEmbeddingsAnswer,
        SearchNeedRecord,
        SearchResultRecord,
        SearchRouteRecord,
        SearchStepRecord,
    )
    from llmpick.render.wording.heard import Heard


def answer(
    found: SearchAnswer,
    about: About,
    *,
    bare: tuple[str, ...] = (),
    explain: bool = False,
    top: int = 10,
    shown: int = 5,
    heard: Heard | None = None,
) -> Answer:
    """
    All forms of *found*.

    Args:
        found: The answer.
        about: The catalog.
        bare: Options that were given without a value.
        explain: Show every result, and what a score is made of.
        top: Ranked routes at most; what is not ranked is whole.
        shown: Rows of the table that a person sees.
        heard: What was made of a need in plain words.
    """
    results = [_result(found, row, rank) for rank, row in enumerate(found.ranking[:top], 1)]
    unranked = [route_payload(row) for row in found.unranked]
    payload: RecommendEmbeddingsAnswer = {
        **about.head("recommend"),
        "need": need_of(found.asked),
        "headline": wording.headline(found),
        "picks": {
            "use": found.ranking[0].id if found.ranking else None,
            "better": _step(found.steps.better),
            "cheaper": _step(found.steps.cheaper),
        },
        "equal": [row.id for row in found.steps.equal],
        "boards": list(map(board_payload, found.boards)),
        "frontier_points": found.frontier,
        "results": results,
        "unranked": unranked,
        "first_if_known": found.ahead.id if found.ahead else None,
        "excluded": {
            "routes_considered": found.routes,
            "routes_fitting": found.fitting,
            "models_fitting": found.models,
            "models_not_sold": found.unsold,
            "rules": [
                {"rule": one.rule, "routes": one.routes, "unknown": one.unknown}
                for one in found.excluded
            ],
        },
        "notes": wording.notes(found),
        "heard": None,
    }
    told: list[Block] = []
    if heard:
        from llmpick.render.wording import heard as plain  # said by few

        payload["heard"] = plain.payload(heard)
        told = [Lines(tuple(plain.lines(heard)))]
    rows = found.ranking[:top] or found.unranked
    return Answer(
        payload=payload,
        records=[*results, *unranked],
        ids=[row.id for row in rows],
        blocks=[*told, *_blocks(found, about, bare, explain, shown)],
        code=0 if found.fitting else 1,
    )


def need_of(asked: SearchNeed) -> SearchNeedRecord:
    """The need, with every default that was filled in."""
    plain = need_payload(asked.need)
    kept = {key: plain[key] for key in _OF_ANY_NEED}  # type: ignore[literal-required]
    work = asked.work
    found = {
        "task": asked.need.task.id,
        "tested_on": asked.of,
        "subject": asked.subject,
        "language": asked.language,
        "work": {
            "documents": work.documents,
            "chunk_tokens": work.chunk_tokens,
            "queries_per_month": work.queries,
            "query_tokens": work.query_tokens,
            "batch_share": work.batch_share,
        },
        "dimensions": asked.dimensions,
        "self_hosted": asked.self_hosted,
        **kept,
    }
    return cast("SearchNeedRecord", found)


_OF_ANY_NEED = (
    *("budget_usd_per_month", "budget_stated", "currency", "currency_units_per_usd"),
    *("privacy_level", "region", "processing_regions", "demands", "have"),
    *("accept_low_confidence", "allow_unknown", "min_context_tokens", "modalities"),
    *("made_in", "not_made_in", "open_weights", "use", "providers", "excluded_providers"),
    *("developers", "excluded_developers", "min_quality", "keeps_floor", "lives_days"),
    *("previews", "weights"),
)
"""Keys of any need that say something here."""


def board_payload(board: Board) -> BoardRecord:
    """A board."""
    return {
        "board": board.id,
        "name": board.name,
        "tests": board.of,
        "tasks": board.tasks,
        "url": board.url,
        "note": board.note,
    }


def expected_payload(expected: ExpectedPoints | None) -> ExpectedRecord | None:
    """What is expected of a model."""
    if expected is None:
        return None
    return {
        "points": expected.points,
        "interval_80": expected.interval,
        "stderr_points": expected.stderr,
        "tasks": expected.tasks,
        "means": [{"board": board.id, "points": mean} for board, mean in expected.means],
    }


def route_payload(route: SearchRoute) -> SearchRouteRecord:
    """A route."""
    model, offering, month = route.model, route.offering, route.bill
    return {
        "route": route.id,
        "model": model.id,
        "kind": model.kind,
        "provider": route.provider.id,
        "region": offering.region if offering else None,
        "api_model": offering.api_model if offering else None,
        "monthly_cost_usd": {
            "indexing": month.indexing,
            "queries": month.queries,
            "total": month.total,
        }
        if month
        else None,
        "usd_per_mtok": offering.usd_per_mtok if offering else None,
        "usd_per_mtok_batch": offering.usd_per_mtok_batch if offering else None,
        "usd_per_query": offering.usd_per_query if offering else None,
        "price_read": offering.read if offering else None,
        "dimensions": route.dimensions,
        "dimensions_full": model.dimensions,
        "index_gb": route.index_gb,
        "max_input_tokens": _longest(route),
        "weights_gb": model.weights_gb,
        "open_weights": model.open_weights,
        "licence": model.licence or model.licence_tag,
        "made_in": model.made_in,
        "ends_on": _ends(route),
        "privacy_level": route.privacy_level,
        "expected": expected_payload(route.expected),
        "note": model.note,
    }


def _longest(route: SearchRoute) -> int | None:
    known = (route.model.max_input_tokens, route.offering and route.offering.max_input_tokens)
    return min((size for size in known if size), default=None)


def _ends(route: SearchRoute) -> str | None:
    own = None if route.model.open_weights else route.model.retires_on
    return (route.offering.retires_on if route.offering else None) or own


def _result(found: SearchAnswer, route: SearchRoute, rank: int) -> SearchResultRecord:
    first = found.ranking[0].expected
    assert first is not None
    assert route.expected is not None
    return {
        "rank": rank,
        **route_payload(route),
        "score": route.score or 0.0,
        "utilities": dict(route.criteria),
        "p_beats_first": chance_better(route.expected, first),
    }


def _step(step: SearchStep | None) -> SearchStepRecord | None:
    if step is None:
        return None
    sold = step.route.offering is not None
    return {
        "route": step.route.id,
        "points_more": step.points,
        "usd_more_per_month": step.cost if sold else None,
        "weights_gb_more": None if sold else step.cost,
    }


def _blocks(
    found: SearchAnswer, about: About, bare: tuple[str, ...], explain: bool, shown: int
) -> Iterable[Block]:
    if found.ranking:
        yield Lines(tuple(wording.lines(found)))
        yield routes_grid(found.ranking[:shown], ranked=True)
    else:
        yield Sentence(wording.headline(found), strong=True)
        if found.unranked:
            yield routes_grid(found.unranked[:shown], ranked=False)
    yield Lines(tuple(_below(found, about, bare, shown)))
    if explain:
        yield from _explained(found)


def routes_grid(rows: Sequence[SearchRoute], *, ranked: bool) -> Grid:
    """
    Routes, a row each; what is not ranked has no place and no points, and a reranker no vectors.
    """
    cells = []
    vectors = any(row.model.kind == "embedding" for row in rows)
    for rank, row in enumerate(rows, 1):
        own = row.offering is None
        cost = wording.gb(row.model.weights_gb) if own else _money(row)
        cells.append(
            (
                *([str(rank)] if ranked else []),
                row.model.id,
                "own hardware" if row.offering is None else row.offering.place,
                cost,
                *([wording.points(row)] if ranked else []),
                *([words.count(row.dimensions)] if vectors else []),
                words.short_count(_longest(row)),
                *([wording.gb(row.index_gb)] if vectors else []),
                privacy_words(row.privacy_level),
                words.yes(row.model.open_weights),
                *([str(row.expected.tasks)] if ranked and row.expected else []),
                wording.licence(row.model),
            )
        )
    own_only = bool(cells) and all(row[2 if ranked else 1] == "own hardware" for row in cells)
    cost = ">GB of weights" if own_only else ">USD/month"
    return Grid(
        (
            *([">#"] if ranked else []),
            *("model", "provider", cost),
            *([">of 100"] if ranked else []),
            *([">dims"] if vectors else []),
            ">reads",
            *([">index GB"] if vectors else []),
            *("privacy", "open"),
            *([">tasks"] if ranked else []),
            "licence",
        ),
        tuple(cells),
        minor=("licence", "open", ">reads", ">index GB", ">tasks", "privacy"),
        key=3 if ranked else 2,
    )


def _money(row: SearchRoute) -> str:
    return words.money(row.bill.total) if row.bill else words.NOTHING


def _below(
    found: SearchAnswer, about: About, bare: tuple[str, ...], shown: int
) -> Iterable[tuple[str, str]]:
    yield "for", wording.asked_words(found, bare)
    if found.ranking:
        yield "sure?", wording.sure(found)
        if told := list(wording.watched(found)):
            yield "watch", "; ".join(told)
        if found.unranked:
            yield "unranked", wording.unranked(found)
    left = len(found.ranking or found.unranked) - shown
    if left > 0:
        yield "more", f"{words.plural(left, 'model')} more fit (--top N); --explain shows results"
    if found.excluded:
        yield "out", wording.excluded(found)
    for note in [*wording.notes(found), _facts(found, about)]:
        yield "note", note


def _facts(found: SearchAnswer, about: About) -> str:
    """The catalog, and how old the prices are."""
    read = [row.offering.read for row in (*found.ranking, *found.unranked) if row.offering]
    if not read:
        return about.words()
    oldest = days.between(min(read), found.asked.need.day)
    return f"{about.words()}; prices read up to {words.plural(oldest, 'day')} ago"


def _explained(found: SearchAnswer) -> Iterable[Block]:
    """The means behind each, and what its score is made of."""
    if not found.ranking:
        return
    boards = list(found.boards)
    yield Grid(
        ("route", *(f">{board.name}" for board in boards), *(f">{name}" for name in _CRITERIA)),
        tuple(
            (
                row.id,
                *(_mean(row, board) for board in boards),
                *(words.share(row.criteria[name]) for name in _CRITERIA),
            )
            for row in found.ranking
        ),
        title="Means by board, and what each criterion is worth, 0 to 1",
    )
    yield Lines(
        tuple(
            (board.id, f"{board.url} · {words.plural(board.tasks, 'task')} · {board.note or ''}")
            for board in boards
        )
    )


_CRITERIA = ("performance", "cost", "privacy", "customisability")


def _mean(row: SearchRoute, board: Board) -> str:
    mean = row.model.results.get(board.id)
    return words.NOTHING if mean is None else f"{mean:.1f}"
