"""The answer of `selfhost --fine-tune`: memory, hours and cost of a run, and hosted tuning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from llmpick.core.self_hosting.speed import Interval
from llmpick.core.self_hosting.tuning_runs import Run, TuningAnswer
from llmpick.render import blocks, words
from llmpick.render.answers import selfhost as ways
from llmpick.render.blocks import Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.render.records.fine_tune import (
        RecipeRecord,
        SelfhostFineTuneAnswer,
        TuningOfferRecord,
        TuningRunRecord,
    )


def answer(found: TuningAnswer, about: About) -> blocks.Answer:
    """All forms of the runs *found*."""
    records = [_record(run, place) for place, run in enumerate(found.runs, 1)]
    payload: SelfhostFineTuneAnswer = {
        **about.head("selfhost"),
        "model": found.model.id,
        "recipe": _recipe(found),
        "results": records,
        "fitting": found.fitting,
        "hosted": [_offer(row) for row in found.hosted],
        "assumed": list(found.assumed),
    }
    return blocks.Answer(
        payload=payload,
        records=records,
        ids=[f"{run.gpus}x{run.accelerator.id}" for run in found.runs],
        blocks=list(_blocks(found, about)),
        code=0 if found.runs else 1,
    )


def _recipe(found: TuningAnswer) -> RecipeRecord:
    return {
        "method": found.how.method,
        "rank": None if found.how.method == "full" else found.how.rank,
        "batch": found.how.batch,
        "sequence_tokens": found.how.sequence_tokens,
        "tokens": found.data.tokens,
        "epochs": found.data.epochs,
    }


def _record(run: Run, position: int) -> TuningRunRecord:
    return {
        "rank": position,
        "accelerator": run.accelerator.id,
        "gpus": run.gpus,
        "memory_per_gpu_gib": ways.interval(run.memory_gib),
        "memory_of_gpu_gib": run.accelerator.memory_gib,
        "hours": ways.interval(run.hours),
        "costs": [
            {
                "terms": price.rental.terms,
                "usd": ways.interval(price.usd),
                "provider": price.rental.provider,
                "usd_per_gpu_hour": price.rental.usd_per_gpu_hour,
                "price_read": price.rental.read,
            }
            for price in run.prices
        ],
        "notes": list(run.notes),
    }


def _offer(row: dict[str, Any]) -> TuningOfferRecord:
    return {
        "provider": row["provider"],
        "methods": row["methods"],
        "preview": row["preview"],
        "jobs_end": row["jobs_end"],
        "models_end": row["models_end"],
        "lasts": row["lasts"],
        "usd": row["usd"],
        "source": row["source"],
        "read": row["read"],
    }


def _blocks(found: TuningAnswer, about: About) -> Iterable[Block]:
    yield Sentence(_headline(found), strong=True)
    yield Lines(tuple(_header(found, about)))
    if found.runs:
        yield Grid(
            ("on", ">GiB each", ">of", ">hours", ">USD", ">spot", "from"),
            tuple(_row(run) for run in found.runs),
            title="On accelerators of your own or rented",
            minor=("from",),
            key=1,
        )
    if found.hosted:
        yield Grid(
            ("hosted at", "methods", ">USD", "no new jobs from", "tuned models end", "read"),
            tuple(_hosted(row) for row in found.hosted),
            title="Hosted",
            key=1,
        )
    yield Lines(tuple(_below(found)))


def _headline(found: TuningAnswer) -> str:
    what = f"{found.how.method} fine-tuning of {found.model.name}"
    if not found.runs:
        return f"Nothing of the hardware has room for {what}."
    first = found.runs[0]
    cost = f" for {words.money(first.usd)} USD" if first.usd is not None else ""
    hours = words.money(first.hours.value)
    return f"{what} takes about {hours} hours on {first.gpus}x{first.accelerator.id}{cost}."


def _header(found: TuningAnswer, about: About) -> Iterable[tuple[str, str]]:
    data, how = found.data, found.how
    rank = "" if how.method == "full" else f", rank {how.rank}"
    yield "data", f"{words.short_count(round(data.tokens))} tokens, {data.epochs:g} epochs"
    yield "recipe", f"{how.method}{rank}, {how.batch} x {how.sequence_tokens:,} tokens a step"
    yield "as of", f"{about.day} · {about.words()}"
    if found.note:
        yield "read", found.note


def _row(run: Run) -> tuple[str, ...]:
    by_terms = {price.rental.terms: price for price in run.prices}
    steady = by_terms.get("on-demand") or by_terms.get("reserved")
    spot = by_terms.get("spot")
    return (
        f"{run.gpus}x{run.accelerator.id}",
        _range(run.memory_gib),
        f"{run.accelerator.memory_gib:g}",
        _range(run.hours),
        words.money_range(*steady.usd) if steady else words.NOTHING,
        words.money_range(*spot.usd) if spot else words.NOTHING,
        f"{steady.rental.provider} {steady.rental.read}" if steady else words.NOTHING,
    )


def _range(found: Interval) -> str:
    return f"{found.value:,.1f} ({found.low:,.1f}-{found.high:,.1f})"


def _hosted(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        row["provider"],
        ", ".join(row["methods"]),
        words.money(row["usd"]) if row["usd"] is not None else "price not read",
        row["jobs_end"] or "no end known",
        row["models_end"] or "no end known",
        str(row["read"]),
    )


def _below(found: TuningAnswer) -> Iterable[tuple[str, str]]:
    for note in dict.fromkeys(note for run in found.runs for note in run.notes):
        yield "note", note
    if not found.hosted:
        yield "hosted", "no provider is known to tune it"
    for text in found.assumed:
        yield "assumed", text
    yield "left out", "runs that fail, evaluation, and serving the tuned model"
