"""The answer of `catalog diff`: counts, answers that change, then what to look for first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Sentence
from llmpick.render.wording import standing
from llmpick.render.wording.about import head

if TYPE_CHECKING:
    from llmpick.api.catalog_diff import Diff
    from llmpick.catalog.diff import FactChange
    from llmpick.catalog.states import CatalogState
    from llmpick.render.records.diff import (
        CatalogDiffAnswer,
        CatalogStateRecord,
        FactChangeRecord,
        NamedCountsRecord,
    )

LONGEST = 60
"""So many characters of a value are shown to a person."""
SOURCE_HEADS = ("since", "source", "read")
METHOD_WORDS = {
    "new": ("the new state", "the old one"),
    "shipped": ("the catalog that comes with llmpick", "these two"),
}
COUNTED = ("new", "gone", "changed")


def answer(found: Diff, *, top: int, every: bool) -> Answer:
    """
    All forms of what differs.

    Args:
        found: What differs.
        top: Rows of each table that a person sees.
        every: Show each fact, not the first of each table.
    """
    rows = [_record(change) for change in found.changes]
    payload: CatalogDiffAnswer = {
        **head("catalog diff"),
        "old": _state(found.old),
        "new": _state(found.new),
        "day": found.day,
        "counts": [
            {
                "kind": one.kind,
                "records": dict(one.records),
                "facts": dict(one.facts),
                "read_again": one.read_again,
            }
            for one in found.counts
        ],
        "models": _named(found.by("model")),
        "providers": _named(found.by("provider")),
        "answers": standing.payload(found.effect) if found.effect else None,
        "method_of": found.method_of,
        "left_out": found.left_out,
        "changes": rows,
    }
    return Answer(
        payload=payload,
        records=rows,
        ids=[f"{one.kind}/{one.record}" for one in found.moved],
        blocks=list(_blocks(found, top, every)),
    )


def _state(state: CatalogState) -> CatalogStateRecord:
    return {"name": state.name, "version": state.version}


def _named(rows: Sequence[tuple[str, Mapping[str, int]]]) -> list[NamedCountsRecord]:
    return [{"name": name, "facts": dict(facts)} for name, facts in rows]


def _record(change: FactChange) -> FactChangeRecord:
    return {
        "what": change.what,
        "kind": change.kind,
        "record": change.record,
        "model": change.model,
        "provider": change.provider,
        "fact": change.fact,
        "of": change.of,
        "old": change.old,
        "new": change.new,
        "old_confidence": change.old_confidence,
        "new_confidence": change.new_confidence,
        "price_factor": change.price_factor,
        "since": change.since,
        "source": change.source,
        "source_kind": change.source_kind,
        "read": change.read,
    }


def _blocks(found: Diff, top: int, every: bool) -> Iterator[Block]:
    old, new = found.old.version, found.new.version
    yield Sentence(f"Catalog {new} against {old}: {_sum(found)}.", strong=True)
    if not found.moved:
        return
    yield _counts(found)
    if found.effect:
        yield from standing.blocks(found.effect)
        yield from _conditions(found)
    if every:
        yield _grid("each fact", found.changes, found.changes)
        return
    first = found.first
    for title, changes in (
        ("largest moves of a price", first.price_moves),
        ("ends", first.ends),
        ("new models", first.new_models),
        ("routes no longer on sale", first.gone_routes),
        ("terms that changed", first.terms),
    ):
        if changes:
            yield _grid(title, changes, changes[:top])
    for title, rows in (("by model", found.by("model")), ("by provider", found.by("provider"))):
        if rows:
            yield _most(title, rows, top)


def _sum(found: Diff) -> str:
    if not found.moved:
        return "nothing differs"
    parts = [
        f"{words.count(sum(one.records.get(what, 0) for one in found.counts))} {what}"
        for what in COUNTED
    ]
    facts = [
        f"{words.count(sum(one.facts.get(what, 0) for one in found.counts))} {what}"
        for what in COUNTED
    ]
    return f"records {words.listed(parts)}; values {words.listed(facts)}"


def _counts(found: Diff) -> Grid:
    heads = [f">{what}" for what in COUNTED]
    return Grid(
        ("kind", *heads, *(f"{head} values" for head in heads), ">beside", ">read again"),
        tuple(
            (
                one.kind,
                *(_many(one.records.get(what, 0)) for what in COUNTED),
                *(_many(one.facts.get(what, 0)) for what in COUNTED),
                _many(one.facts.get("recorded", 0) + one.facts.get("dropped", 0)),
                _many(one.read_again),
            )
            for one in found.counts
        ),
        key=1,
    )


def _many(number: int) -> str:
    return words.count(number) if number else ""


def _conditions(found: Diff) -> Iterator[Block]:
    if found.method_of != "each":
        whose, others = METHOD_WORDS[found.method_of]
        yield Sentence(
            f"Both by the scale, presets and estimates of {whose}: those of {others} are of "
            "another schema."
        )
    if found.left_out:
        yield Sentence(
            f"Without {words.plural(len(found.left_out), 'file')} of another schema; --json names "
            "them."
        )


def _grid(title: str, changes: Sequence[FactChange], shown: Sequence[FactChange]) -> Grid:
    more = f", {len(shown)} of {words.count(len(changes))}" if len(shown) < len(changes) else ""
    return Grid(
        ("record", "fact", "old", "new", *SOURCE_HEADS),
        tuple(
            (
                change.record,
                ", ".join(filter(None, (change.fact, change.of))),
                _value(change, change.old, change.old_confidence),
                _value(change, change.new, change.new_confidence),
                change.since or "",
                _short(change.source or ""),
                change.read or "",
            )
            for change in shown
        ),
        title=f"{title}{more}",
        minor=("since", "source"),
        key=2,
    )


def _value(change: FactChange, value: Any, confidence: str | None) -> str:
    """A value for a person, with its confidence where that alone differs."""
    if value is None:
        return words.NOTHING
    if change.fact == "prices":
        text = _prices(value)
    elif isinstance(value, dict):
        text = ", ".join(f"{key} {item}" for key, item in value.items())
    elif isinstance(value, list):
        text = ", ".join(map(str, value)) or "none"
    elif isinstance(value, bool):
        text = words.yes(value)
    else:
        text = str(value)
    alone = f" ({confidence or 'no'} confidence)" if change.old == change.new else ""
    return _short(text) + alone


def _prices(value: Mapping[str, Any]) -> str:
    """Input, output and cache-read price per Mtok."""
    names = ("input_per_mtok", "output_per_mtok", "cache_read_per_mtok")
    amounts = [words.price(value[name]) for name in names if value.get(name) is not None]
    return f"{' / '.join(amounts)} {value.get('currency', 'USD')}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _most(title: str, rows: Sequence[tuple[str, Mapping[str, int]]], top: int) -> Grid:
    heads = ("new", "gone", "changed", "recorded", "dropped")
    more = f", {top} of {words.count(len(rows))}" if top < len(rows) else ""
    return Grid(
        ("name", *(f">{head}" for head in heads)),
        tuple((name, *(_many(facts.get(head, 0)) for head in heads)) for name, facts in rows[:top]),
        title=f"changes {title}{more}",
        key=1,
    )
