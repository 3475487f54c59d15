"""The answer of `compare`: facts as rows, models as columns, what differs marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from llmpick.core.answers import age
from llmpick.core.answers.age import PriceAge
from llmpick.core.answers.compare import Comparison, Side
from llmpick.core.facts.estimates import Support
from llmpick.core.facts.records import NO_PRICES
from llmpick.core.need.need import Need
from llmpick.lang.said import joined, said, term
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording import life
from llmpick.render.wording.about import About, old_price
from llmpick.render.wording.candidates import Backing, candidate, evidence_words, licence, quality
from llmpick.render.wording.needs import need_payload, task_words, work_words
from llmpick.render.wording.picks import effort_words

if TYPE_CHECKING:
    from llmpick.core.ranking.limits import Violations
    from llmpick.core.self_hosting.ways import Way
    from llmpick.render.records.comparison import (
        BrokenLimitRecord,
        CompareAnswer,
        OwnWayRecord,
        SideRecord,
        WithOwnWays,
    )

    Ways: TypeAlias = Mapping[tuple[str, str | None], Way]

DIFFERS = "*"


def answer(
    comparison: Comparison,
    about: About,
    *,
    support: Mapping[tuple[str, str | None], Support] | None = None,
    spoken: Mapping[tuple[str, str | None], str] | None = None,
    own: Ways | None = None,
) -> Answer:
    """
    All forms of *comparison*; *support* and *spoken* as for `recommend`.

    *own* is how the user would run a model, where that was asked for.
    """
    backing = Backing(support or {}, spoken or {})
    payload = _payload(comparison, about, backing, own)
    return Answer(
        payload=payload,
        records=payload["results"],
        ids=[side.model.id for side in comparison.sides],
        blocks=list(_blocks(comparison, about, backing, own)),
    )


def _payload(
    comparison: Comparison, about: About, backing: Backing, own: Ways | None
) -> CompareAnswer:
    return {
        **about.own_head("compare"),
        "need": need_payload(comparison.need),
        "headline": _headline(comparison),
        "results": [side_record(side, comparison.need.day, backing) for side in comparison.sides],
        "p_better": {
            one.pick.name: {
                other.pick.name: chance
                for other, chance in zip(comparison.sides, row, strict=True)
                if chance is not None
            }
            for one, row in zip(comparison.sides, comparison.better, strict=True)
        },
        "warnings": [
            *[side.pick.note for side in comparison.sides if side.pick.note],
            *old_price(_ages(comparison)),
        ],
        **_own_payload(comparison, own),
    }


def _ages(comparison: Comparison) -> list[PriceAge]:
    """How old the prices of the sides are."""
    return age.ages(comparison.offerings, comparison.need.day)


def side_record(side: Side, day: str, backing: Backing) -> SideRecord:
    """One model of a comparison, on the *day* of the answer."""
    model, estimate = side.model, side.estimate
    return {
        "name": side.pick.name,
        "model": model.id,
        "note": side.pick.note,
        "quality": (
            {**quality(estimate, backing), "effort": estimate.effort} if estimate else None
        ),
        "p_best": side.p_best,
        "best_route": candidate(side.candidate, day, backing) if side.candidate else None,
        "limits_broken": limits_broken(side.violations),
        "providers": side.hosts,
        "released": model.released,
        "status": model.status,
        "deprecated_on": model.deprecated_on,
        "retires_on": model.retires_on,
        "route_ends_on": _route_ends(side),
        "replacement": model.replacement,
        "context_window_tokens": model.context_window_tokens,
        "max_output_tokens": model.max_output_tokens,
        "input_modalities": list(model.input_modalities or ()) or None,
        "reasoning": model.reasoning,
        "tool_calling": model.tool_calling,
        "structured_output": model.structured_output,
        "open_weights": model.open_weights,
        "licence": model.licence or model.licence_tag,
        "parameters_total_b": model.parameters_total_b,
        "parameters_active_b": model.parameters_active_b,
        "choose_if": list(side.choose_if),
        "warnings": list(side.warnings),
    }


def _route_ends(side: Side) -> str | None:
    """When the seller of its route ends it; without a route, when its maker ended it."""
    return side.candidate.route.offering.retires_on if side.candidate else side.model.retires_on


def limits_broken(found: Violations) -> list[BrokenLimitRecord]:
    """The limits that a route breaks."""
    return [
        {"rule": violation.rule, "fact": violation.fact, "unknown": violation.unknown}
        for violation in found
    ]


def _own_payload(comparison: Comparison, own: Ways | None) -> WithOwnWays:
    if own is None:
        return {}
    return {"self_hosted": {side.model.id: _own_way(_way(side, own)) for side in comparison.sides}}


def _own_way(way: Way | None) -> OwnWayRecord | None:
    return way and {
        "accelerator": way.hardware.accelerator.id,
        "gpus_per_copy": way.sized.replica.layout.gpus,
        "copies": way.copies,
        "format": way.option.form.id,
        "monthly_cost_usd": way.usd_per_month,
        "single_tokens_per_second": way.option.single_tps,
    }


def _way(side: Side, own: Ways) -> Way | None:
    """How the user would run a side's model, at its effort if it was sized for that."""
    effort = side.estimate.effort if side.estimate else None
    return own.get((side.model.id, effort)) or own.get((side.model.id, None))


def _own_rows(comparison: Comparison, own: Ways) -> list[tuple[str, ...]]:
    ways = [_way(side, own) for side in comparison.sides]
    return [
        (
            said("run yourself on"),
            *[_own_place(way) if way else said("does not fit") for way in ways],
        ),
        (
            said("a month so"),
            *[
                said("{usd} USD", usd=words.money(way.usd_per_month)) if way else "-"
                for way in ways
            ],
        ),
        (
            said("tokens a second so"),
            *[words.count(way.option.single_tps) if way else words.NOTHING for way in ways],
        ),
    ]


def _own_place(way: Way) -> str:
    gpus = f"{way.sized.replica.layout.gpus}x{way.hardware.accelerator.id}"
    copies = f"{way.copies} x {gpus}" if way.copies > 1 else gpus
    return f"{copies}, {way.option.form.name or way.option.form.id}"


def _blocks(
    comparison: Comparison, about: About, backing: Backing, own: Ways | None
) -> Iterable[Block]:
    yield Sentence(_headline(comparison), strong=True)
    need = comparison.need
    yield Lines(
        (
            (
                "need",
                joined(" · ", (task_words(need), work_words(need.workload))),
            ),
            ("facts", about.words_with(_ages(comparison))),
        )
    )
    rows = [(said(label), *[fact(side) for side in comparison.sides]) for label, fact in _FACTS]
    rows.insert(
        1, (said("evidence"), *[_evidence(side, need, backing) for side in comparison.sides])
    )
    if own is not None:
        place = next((at for at, row in enumerate(rows) if row[0] == "per Mtok"), len(rows) - 1)
        rows[place + 1 : place + 1] = _own_rows(comparison, own)
    marked = tuple(
        (joined("", [row[0], f" {DIFFERS}"]) if len(set(row[1:])) > 1 else row[0], *row[1:])
        for row in rows
        if set(row[1:]) != {words.NOTHING}
    )
    names = _names(comparison.sides)
    ids = ("replacement", f"replacement {DIFFERS}")
    yield Grid(("", *names), marked, key=1, ids=ids, prose=tuple(names))
    notes = [*about.own_words(), *old_price(_ages(comparison))]
    yield Lines((*_below(comparison), *[("note", text) for text in notes]))


def _names(sides: Sequence[Side]) -> list[str]:
    """The models; as they were asked for where one is on more than one side."""
    times = Counter(side.model.id for side in sides)
    return [side.model.id if times[side.model.id] == 1 else side.pick.name for side in sides]


def _headline(comparison: Comparison) -> str:
    """What ends or has ended, what its maker names instead, and which is the better one."""
    ends = joined("; ", filter(None, map(_ends, comparison.sides)))
    better = _better(comparison)
    return said("{ends}. {better}", ends=ends, better=better) if ends else better


def _ends(side: Side) -> str:
    sold = side.candidate.route.offering if side.candidate else None
    found = life.sentence(side.model, sold, side.life)
    named = side.model.replacement
    return (
        said("{found} (its maker names {named})", found=found, named=named)
        if found and named
        else found
    )


def _better(comparison: Comparison) -> str:
    named = [
        (
            name,
            side,
            said("{model} ({effort})", model=name, effort=effort_words(effort)) if effort else name,
        )
        for name, side in zip(_names(comparison.sides), comparison.sides, strict=True)
        for effort in [_effort_of(side) if name == side.model.id else None]
    ]
    rated = [(side.p_best, name, shown) for name, side, shown in named if side.p_best is not None]
    if len(rated) < 2:
        return said("There is too little evidence to compare their quality; see the facts.")
    chance, best, first = max(rated, key=lambda row: row[0])
    others = words.listed([shown for _, name, shown in rated if name != best])
    task, likely = task_words(comparison.need), words.chance(chance)
    at = said("at {task}, with a chance of {chance}", task=task, chance=likely)
    where = {"at": at, "task": task, "chance": likely}
    if chance >= 0.8:
        return said(
            "{first} is likely better than {others} {at}.", first=first, others=others, **where
        )
    if chance >= 0.65:
        return said(
            "{first} is probably better than {others} {at}.", first=first, others=others, **where
        )
    return said(
        "The tests show no clear difference between {first} and {others} {at} for the first.",
        first=first,
        others=others,
        **where,
    )


def _effort_of(side: Side) -> str | None:
    return side.estimate.effort if side.estimate else None


def _quality(side: Side) -> str:
    if side.estimate is None:
        return said("no estimate")
    return words.quality(side.estimate.score, side.estimate.low, side.estimate.high)


def _evidence(side: Side, need: Need, backing: Backing) -> str:
    if side.estimate is None:
        return words.NOTHING
    found = said(
        "{label}, {scores}",
        label=term("evidence", side.estimate.label),
        scores=words.plural(side.estimate.scores, "score"),
    )
    return joined("; ", [found, *evidence_words(side.estimate, need, backing)])


def _effort(side: Side) -> str:
    return _effort_of(side) or words.NOTHING


def _cost(side: Side) -> str:
    if side.candidate is None:
        return said("not on sale")
    found = side.candidate
    return said(
        "{money_range} USD", money_range=words.money_range(found.cost.total, *found.cost_interval)
    )


def _price(side: Side) -> str:
    if side.candidate is None:
        return words.NOTHING
    offering, own = side.candidate.route.offering, side.candidate.deployed
    if own is not None:
        return said("{usd} USD, in and out alike", usd=words.price(own.usd_per_mtok))
    prices = offering.prices or NO_PRICES
    return said(
        "{usd} in, {usd2} out ({currency}, read {price_read})",
        usd=words.price(prices.input_per_mtok),
        usd2=words.price(prices.output_per_mtok),
        currency=offering.currency,
        price_read=offering.price_read,
    )


def _privacy(side: Side) -> str:
    if side.candidate is None:
        return words.NOTHING
    return term("level", side.candidate.privacy_level)


def _licence(side: Side) -> str:
    if side.candidate is not None:
        return licence(side.candidate) or said("unknown")
    return side.model.licence or side.model.licence_tag or words.NOTHING


def _violations(side: Side) -> str:
    if not side.violations:
        return said("none") if side.candidate else words.NOTHING
    return joined(
        ", ",
        (
            said(
                "{rule} ({fact} unknown)" if violation.unknown else "{rule} ({fact})",
                rule=term("rule", violation.rule),
                fact=violation.fact,
            )
            for violation in side.violations
        ),
    )


_FACTS: tuple[tuple[str, Callable[[Side], str]], ...] = (
    ("quality (80 %)", _quality),
    ("at effort", _effort),
    (
        "best route",
        lambda side: side.candidate.route.offering.place if side.candidate else said("none"),
    ),
    ("a month", _cost),
    ("per Mtok", _price),
    ("privacy", _privacy),
    ("limits broken", _violations),
    ("open weights", lambda side: words.yes(side.model.open_weights, "weights")),
    ("licence", _licence),
    (
        "customisability",
        lambda side: str(side.candidate.customisability.score) if side.candidate else words.NOTHING,
    ),
    ("context", lambda side: words.short_count(side.model.context_window_tokens)),
    ("longest output", lambda side: words.short_count(side.model.max_output_tokens)),
    ("reads", lambda side: ", ".join(side.model.input_modalities or ()) or said("unknown")),
    ("tools", lambda side: words.yes(side.model.tool_calling)),
    ("structured output", lambda side: words.yes(side.model.structured_output)),
    ("reasoning", lambda side: words.yes(side.model.reasoning)),
    ("providers", lambda side: str(side.hosts)),
    ("released", lambda side: side.model.released or said("unknown")),
    (
        "status",
        lambda side: term("status", side.model.status) if side.model.status else said("unknown"),
    ),
    ("its maker ends it", lambda side: side.model.retires_on or words.NOTHING),
    ("route ends", lambda side: _route_ends(side) or words.NOTHING),
    ("replacement", lambda side: side.model.replacement or words.NOTHING),
)


REASONS = {
    "every limit must hold": "keeping every limit",
    "performance": "better answers",
    "cost": "a lower bill",
    "privacy": "stricter privacy",
    "customisability": "making it your own",
    "context": "a longer context",
    "open weights": "having the weights",
}
"""What speaks for one side, after `choose it for`."""


def _below(comparison: Comparison) -> Iterable[tuple[str, str]]:
    sides = comparison.sides
    names = _names(sides)
    for name, side in zip(names, sides, strict=True):
        yield name, _choice(side)
        if _is_nearest(comparison, side):
            yield (
                name,
                said(
                    "No test of it at {effort} effort: this is the nearest.",
                    effort=comparison.effort,
                ),
            )
        for warning in side.warnings:
            if not (side.life.on and side.life.on in warning):
                yield name, warning
        if side.pick.note:
            yield side.pick.name, side.pick.note
    yield DIFFERS, said("marks what differs")


def _choice(side: Side) -> str:
    """When to choose *side*, as a sentence."""
    named = side.model.replacement
    instead = said(" Its maker names {named} instead.", named=named) if named else ""
    if side.candidate is None:
        return said("No route is on sale in a current listing.{instead}", instead=instead)
    if side.life.state == "resold":
        return said("Choose it for nothing new: its maker has ended it.{instead}", instead=instead)
    if not side.choose_if:
        return said("Nothing shown here speaks for it before the others.")
    until = said(", until it ends on {on}", on=side.life.on) if side.life.on else ""
    return said(
        "Choose it for {reasons}{until}.",
        reasons=words.listed([said(REASONS[why]) for why in side.choose_if]),
        until=until,
    )


def _is_nearest(comparison: Comparison, side: Side) -> bool:
    """Whether it stands at another effort than the one asked for."""
    asked, found = comparison.effort, _effort_of(side)
    return None not in (asked, found) and side.pick.effort is None and found != asked
