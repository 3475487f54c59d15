"""The answer of `selfhost`: ways to run a model, what they do and cost, how they are started."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.need.need import Need
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.rows import HostingAnswer, HostingRow
from llmpick.core.self_hosting.speed import Interval
from llmpick.core.self_hosting.ways import Priced
from llmpick.lang.said import joined, said, term
from llmpick.render import blocks, words
from llmpick.render.answers import load_tests
from llmpick.render.blocks import Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.render.records.selfhost import (
        HardwareRecord,
        IntervalRecord,
        JobRecord,
        MonthRecord,
        PickedWaysRecord,
        SelfhostAnswer,
        WayRecord,
    )

NOT_KNOWN = "which builds in a format were published, and how good each is"


def answer(found: HostingAnswer, need: Need, about: About, *, by_model: bool) -> blocks.Answer:
    """All forms of the ways *found*: of one model, or each model's best on given hardware."""
    records = [record(row, place) for place, row in enumerate(found.rows, 1)]
    payload: SelfhostAnswer = {
        **about.own_head("selfhost"),
        "task": need.task.id,
        "job": job_of(found.job, found.hardware),
        "results": records,
        "fitting": found.fitting,
        "misfits": [{"reason": reason, "count": count} for reason, count in found.misfits],
        "assumed": list(found.assumed),
        "read": found.note,
        "picks": _picks(found),
        "room": [
            {
                "cache": room.cache,
                "largest_context_tokens_alone": room.alone,
                "largest_context_tokens": room.together,
                "sessions": [
                    {"context_tokens": context, "requests": requests}
                    for context, requests in room.sessions
                ],
            }
            for room in found.rooms
        ],
        "load_tests": load_tests.records(found.load_tests),
        "excluded_by": list(found.excluded),
    }
    return blocks.Answer(
        payload=payload,
        records=records,
        ids=list(
            dict.fromkeys(row.model.id if by_model else identifier(row) for row in found.rows)
        ),
        blocks=list(_blocks(found, need, about, by_model)),
        # an answer is what serves, or of what that is not known; the nearest that fails is none
        code=0 if found.rows and found.rows[0].way.serves is not False else 1,
    )


def _picks(found: HostingAnswer) -> PickedWaysRecord:
    ranked = {name: record(row, place) for place, (name, row) in enumerate(found.picks, 1)}
    return {
        "cheapest": ranked.get("cheapest"),
        "fastest": ranked.get("fastest"),
        "native": ranked.get("native"),
    }


def identifier(row: HostingRow) -> str:
    """MODEL@NxHARDWARE/FORMAT"""
    return f"{row.model.id}@{place(row)}/{row.way.option.form.id}"


def place(row: HostingRow) -> str:
    """The accelerators of one copy: 2xl40s"""
    if row.way.hardware.kinds:
        return row.way.hardware.accelerator.id
    return f"{row.way.sized.replica.layout.gpus}x{row.way.hardware.accelerator.id}"


def job_of(asked: HostingJob, hardware: Hardware | None) -> JobRecord:
    """What was to be run, with its units."""
    return {
        "requests_per_month": asked.load.requests,
        "prompt_tokens": asked.load.prompt_tokens,
        "output_tokens": asked.load.output_tokens,
        "peak_to_mean": asked.load.peak_to_mean,
        "context_tokens": asked.context_tokens,
        "concurrency": asked.concurrency,
        "min_tokens_per_second": asked.min_tps,
        "spare_copies": asked.redundancy,
        "scale_to_zero": asked.scaling is not None,
        "starts_per_month": asked.scaling and asked.scaling.starts,
        "cold_start_seconds": asked.scaling and asked.scaling.cold_start_s,
        "idle_minutes": asked.scaling and asked.scaling.idle_s and asked.scaling.idle_s / 60,
        "people_usd_per_month": asked.people_usd,
        "storage_usd_per_month": asked.storage_usd,
        "traffic_usd_per_month": asked.traffic_usd,
        "hardware": _hardware(hardware),
        "prefix_share": asked.prefix_share,
        "adapters": asked.adapters,
        "adapter_rank": asked.adapter_rank,
        "main_memory_gib": asked.ram_gib,
        "main_memory_gb_per_second": asked.ram_gb_per_s,
    }


def _hardware(given: Hardware | None) -> HardwareRecord | None:
    return given and {"accelerator": given.accelerator.id, "number": given.number}


def interval(found: Interval) -> IntervalRecord:
    """A value with the ends of its 80 % interval."""
    return {"value": found.value, "low": found.low, "high": found.high}


def interval_or_none(found: Interval | None) -> IntervalRecord | None:
    """The same where the value is known."""
    return interval(found) if found else None


def record(row: HostingRow, position: int) -> WayRecord:
    """All that is known of one way, unrounded, with units."""
    way = row.way
    held, replica = way.sized.footprint, way.sized.replica
    load, full = way.sized.under_load, way.capacity
    return {
        "rank": position,
        "id": identifier(row),
        "model": row.model.id,
        "effort": row.estimate.effort if row.estimate else None,
        "accelerator": way.hardware.accelerator.id,
        "gpus_per_copy": replica.layout.gpus,
        "copies": way.copies,
        "serves_the_load": way.serves,
        "format": way.option.form.id,
        "bits_per_weight": way.option.form.bits,
        "engine": replica.engine.id,
        "score": row.score and row.score[0],
        "score_interval_80": row.score[1:] if row.score else None,
        "loss_is_sourced": way.quality.sourced,
        "memory_per_gpu_gib": {
            "weights": held.weights_gib,
            "cache": held.cache_gib,
            "overhead": held.overhead_gib,
            "usable": held.usable_gib,
            "headroom": held.headroom_gib,
        },
        "cache_tokens": held.cache_tokens,
        "sequences": held.sequences,
        "single_tokens_per_second": interval_or_none(way.sized.single_tps),
        "loaded_first_token_s": interval_or_none(load.time_to_first_token_s if load else None),
        "loaded_tokens_per_second": interval_or_none(load.output_tps if load else None),
        "capacity_requests_at_a_time": full.running if full else None,
        "capacity_tokens_per_second": interval_or_none(full.output_tps if full else None),
        "saturated_at_requests_per_second": interval_or_none(
            full.saturated_at_per_s if full else None
        ),
        "busy_first_token_p95_s": interval_or_none(full.first_token_p95_s if full else None),
        "costs": [cost(one) for one in way.prices],
        "command": row.command,
        "weights_in_command": row.launch.build,
        "notes": list(way.notes),
        "experts_in_main_memory_gib": way.spill.gib if way.spill else None,
    }


def cost(one: Priced) -> MonthRecord:
    """A month on some terms."""
    rental = one.rental
    return {
        "terms": one.terms,
        "usd_per_month": interval(one.month.usd),
        "people_usd_per_month": one.month.people_usd,
        "usd_per_mtok": one.month.usd_per_mtok,
        "used_share": one.month.used,
        "gpus_billed": one.month.gpus_billed,
        "provider": rental.provider if rental else None,
        "region": rental.region if rental else None,
        "usd_per_gpu_hour": rental.usd_per_gpu_hour if rental else None,
        "price_read": rental.read if rental else None,
    }


def _blocks(found: HostingAnswer, need: Need, about: About, by_model: bool) -> Iterable[Block]:
    yield Sentence(_headline(found, by_model), strong=True)
    yield Lines(tuple(_header(found, need, about)))
    if found.picks:
        yield Lines(tuple((said(name), _pick(row)) for name, row in found.picks))
    if found.rows:
        shown = (
            list(enumerate(found.rows, 1))
            if by_model
            else [(places[0], found.rows[places[0] - 1]) for places in _together(found)]
        )
        yield _models(found) if by_model else _formats(found)
        yield Grid(
            (">#", "started by", "weights"),
            tuple(
                (str(position), row.command, row.launch.build or words.NOTHING)
                for position, row in shown
            ),
            key=1,
            prose=("started by", "weights"),
        )
    if found.rooms:
        yield _room(found)
    yield from load_tests.blocks(found.load_tests)
    yield Lines(tuple(_below(found)))
    yield from map(Sentence, about.own_words())


def _headline(found: HostingAnswer, by_model: bool) -> str:
    where = hardware_words(found.hardware)
    if not found.rows:
        return said("Nothing fits {where}.", where=where)
    first = found.rows[0]
    way = first.way
    what = said(
        "{name} in {name2}", name=first.model.name, name2=way.option.form.name or way.option.form.id
    )
    on = f"{way.copies} x {place(first)}" if way.copies > 1 else place(first)
    if by_model:
        return said(
            "{what} is the best of {models} that fit {where}.",
            what=what,
            models=words.plural(found.fitting, "model"),
            where=where,
        )
    price = first.way.prices[0] if first.way.prices else None
    costs = said(" for {usd} USD a month", usd=words.usd(way.usd_per_month or 0.0)) if price else ""
    if way.serves is None:
        fits = said("{ways} fit {where}", ways=words.plural(found.fitting, "way"), where=where)
        return said(
            "{what} fits {on}; its speed under load is not known; {fits}.",
            what=what,
            on=on,
            fits=fits,
        )
    if not way.serves:
        return said(
            "No way on {where} takes the load; the nearest is {what} on {on}{costs}.",
            where=where,
            what=what,
            on=on,
            costs=costs,
        )
    return said(
        "{what} on {on}{costs}; {ways} fit {where}.",
        what=what,
        on=on,
        costs=costs,
        ways=words.plural(found.fitting, "way"),
        where=where,
    )


CACHES = {"bf16": "16 bits", "q8_0": "8 bits (q8_0)", "q4_0": "4 bits (q4_0)"}


def _room(found: HostingAnswer) -> Grid:
    """Of the first way: the largest contexts, and requests at a time by context and cache."""
    lengths = [context for context, _ in found.rooms[0].sessions]
    at = words.plural(found.job.concurrency, "request")
    return Grid(
        (
            "cache of #1",
            ">longest alone",
            said(">longest, {at}", at=at),
            *(said(">at {k}", k=_k(one)) for one in lengths),
        ),
        tuple(
            (
                said(CACHES.get(room.cache, room.cache)),
                f"{room.alone:,}",
                f"{room.together:,}",
                *(f"{requests:,}" for _, requests in room.sessions),
            )
            for room in found.rooms
        ),
        title=said("Tokens of a context that have room, and requests at a time by context"),
    )


def _k(tokens: int) -> str:
    """A length in binary thousands where it is one: 8192 is 8k."""
    return f"{tokens // 1024}k" if tokens % 1024 == 0 else f"{tokens:,}"


def _pick(row: HostingRow) -> str:
    """One way in a line: format, machines, engine, speed and month."""
    way = row.way
    copies = f"{way.copies} x " if way.copies > 1 else ""
    alone = way.sized.single_tps
    parts = [
        said(
            "{name} on {copies}{place}, {id}",
            name=way.option.form.name or way.option.form.id,
            copies=copies,
            place=place(row),
            id=way.sized.replica.engine.id,
        ),
        said("{value:,.0f} tokens a second alone", value=alone.value)
        if alone
        else said("speed not known"),
    ]
    if way.tps is not None and way.capacity is not None:
        parts.append(said("{copies:,.0f} when full", copies=way.copies * way.tps.value))
    if way.prices:
        parts.append(said("{usd} USD a month", usd=words.usd(way.usd_per_month or 0.0)))
    return joined("; ", parts)


def hardware_words(given: Hardware | None) -> str:
    """Given hardware, or that all was looked at."""
    if given is None:
        return said("the hardware of the catalog, up to eight in a machine")
    if given.kinds:
        return given.accelerator.name
    if given.number is None:
        return said("{name}, up to eight in a machine", name=given.accelerator.name)
    return f"{given.number} x {given.accelerator.name}"


def _header(found: HostingAnswer, need: Need, about: About) -> Iterable[tuple[str, str]]:
    asked = found.job
    load, work = asked.load, need.workload
    sent = said("requests") if work.calls_per_month == work.requests_per_month else said("calls")
    yield (
        "load",
        said(
            "{requests:,.0f} {sent} a month, {prompt_tokens:,.0f} tokens in, "
            "{output_tokens:,.0f} out; peak to mean {peak_to_mean:g}",
            requests=load.requests,
            sent=sent,
            prompt_tokens=load.prompt_tokens,
            output_tokens=load.output_tokens,
            peak_to_mean=load.peak_to_mean,
        ),
    )
    yield (
        "room",
        said(
            "{requests} at a time of up to {context_tokens:,} tokens",
            requests=words.plural(asked.concurrency, "request"),
            context_tokens=asked.context_tokens,
        ),
    )
    yield "task", term("task", need.task.id)
    yield "as of", joined(" · ", (about.day, about.words()))
    if found.note:
        yield "read", found.note


def speed(found: Interval | None) -> str:
    """Tokens per second with their interval."""
    if found is None:
        return words.NOTHING
    return f"{found.value:,.0f} ({found.low:,.0f}-{found.high:,.0f})"


def month(row: HostingRow, terms: tuple[str, ...]) -> str:
    """The cheapest month on any of *terms*, with its interval where it has one."""
    for one in row.way.prices:
        if one.terms in terms:
            return words.money_range(*one.month.usd)
    return words.NOTHING


STEADY = ("on-demand", "reserved", "owned")


def _common(row: HostingRow) -> tuple[str, ...]:
    way = row.way
    return (
        str(way.copies),
        f"{way.sized.footprint.headroom_gib:.1f}",
        speed(way.sized.single_tps),
        speed(way.capacity.output_tps if way.capacity else None),
        month(row, STEADY),
        month(row, ("spot",)),
        _from(row),
    )


HEADS = (">copies", ">GiB free", ">tok/s alone", ">tok/s full", ">USD/month", ">spot", "from")
MINOR = ("from", "GiB free", "spot")


def _from(row: HostingRow) -> str:
    for one in row.way.prices:
        if one.terms in STEADY and one.rental:
            return f"{one.rental.provider} {one.rental.read}"
    return words.NOTHING


def _together(found: HostingAnswer) -> list[list[int]]:
    """The places of ways on the same hardware and engine, the best of each first."""
    places: dict[tuple[int, str, str], list[int]] = {}
    for position, row in enumerate(found.rows, 1):
        key = (row.way.copies, place(row), row.way.sized.replica.engine.id)
        places.setdefault(key, []).append(position)
    return list(places.values())


def _format(row: HostingRow) -> str:
    return row.way.option.form.name or row.way.option.form.id


def _formats(found: HostingAnswer) -> Grid:
    """One row for each hardware and engine: its best format, and the others that fit."""
    rows = []
    for positions in _together(found):
        best, *others = (found.rows[position - 1] for position in positions)
        rows.append(
            (
                str(positions[0]),
                _format(best),
                place(best),
                best.way.sized.replica.engine.id,
                score(best),
                *_common(best),
                ", ".join(
                    f"{_format(other)} (#{position})"
                    for position, other in zip(positions[1:], others, strict=True)
                ),
            )
        )
    return Grid(
        (">#", "format", "copy", "engine", ">score", *HEADS, "other formats"),
        tuple(rows),
        minor=(*MINOR, "other formats", "copies", "score", "tok/s full"),
        key=3,
    )


def _models(found: HostingAnswer) -> Grid:
    return Grid(
        (">#", "model", ">score", "format", "copy", *HEADS),
        tuple(
            (
                str(position),
                row.model.id
                + (f":{row.estimate.effort}" if row.estimate and row.estimate.effort else ""),
                score(row),
                row.way.option.form.name or row.way.option.form.id,
                place(row),
                *_common(row),
            )
            for position, row in enumerate(found.rows, 1)
        ),
        minor=(*MINOR, "copies", "tok/s full"),
        key=2,
    )


def score(row: HostingRow) -> str:
    """The expected score with its interval, in points."""
    return words.quality(*row.score) if row.score else words.NOTHING


def _below(found: HostingAnswer) -> Iterable[tuple[str, str]]:
    seen: dict[str, list[int]] = {}
    for position, row in enumerate(found.rows, 1):
        for note in row.way.notes:
            seen.setdefault(note, []).append(position)
    for note, positions in seen.items():
        at = ", ".join(f"#{position}" for position in positions)
        yield "note", joined("", [note, f" ({at})"])
    for text in load_tests.notes(found.load_tests):
        yield "note", text
    if found.excluded:
        country = found.rows[0].model.made_in if found.rows else None
        limits = ", ".join(f"--{one}" for one in found.excluded)
        yield (
            "excluded",
            said(
                "weights made in {country} break {limits}: sized all the same",
                country=country,
                limits=limits,
            )
            if country and set(found.excluded) <= {"made-in", "not-made-in"}
            else said("the model breaks {limits}: sized all the same", limits=limits),
        )
    for text in found.assumed:
        yield "assumed", text
    if found.misfits:
        reasons = (joined("", [f"{count:,} ", reason]) for reason, count in found.misfits)
        yield "left out", joined("; ", reasons)
    yield "unknown", said(NOT_KNOWN)
