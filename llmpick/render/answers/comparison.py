"""The answer of `compare`: facts as rows, models as columns, what differs marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from llmpick.core.answers import age
from llmpick.core.answers.age import PriceAge
from llmpick.core.answers.compare import Comparison, Side
from llmpick.core.facts.records import NO_PRICES, Support
from llmpick.core.need.need import Need
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
        ("run yourself on", *[_own_place(way) if way else "does not fit" for way in ways]),
        ("a month so", *[f"{words.money(way.usd_per_month)} USD" if way else "-" for way in ways]),
        (
            "tokens a second so",
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
                f"{task_words(need)} · {work_words(need.workload)}",
            ),
            ("facts", about.words_with(_ages(comparison))),
        )
    )
    rows = [(label, *[fact(side) for side in comparison.sides]) for label, fact in _FACTS]
    rows.insert(1, ("evidence", *[_evidence(side, need, backing) for side in comparison.sides]))
    if own is not None:
        place = next((at for at, row in enumerate(rows) if row[0] == "per Mtok"), len(rows) - 1)
        rows[place + 1 : place + 1] = _own_rows(comparison, own)
    marked = tuple(
        (f"{row[0]} {DIFFERS}" if len(set(row[1:])) > 1 else row[0], *row[1:])
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
    ends = "; ".join(filter(None, map(_ends, comparison.sides)))
    return f"{ends}. {_better(comparison)}" if ends else _better(comparison)


def _ends(side: Side) -> str:
    sold = side.candidate.route.offering if side.candidate else None
    found = life.sentence(side.model, sold, side.life)
    named = side.model.replacement
    return f"{found} (its maker names {named})" if found and named else found


def _better(comparison: Comparison) -> str:
    named = [
        (name, side, f"{name} ({effort_words(effort)})" if effort else name)
        for name, side in zip(_names(comparison.sides), comparison.sides, strict=True)
        for effort in [_effort_of(side) if name == side.model.id else None]
    ]
    rated = [(side.p_best, name, shown) for name, side, shown in named if side.p_best is not None]
    if len(rated) < 2:
        return "There is too little evidence to compare their quality; see the facts."
    chance, best, first = max(rated, key=lambda row: row[0])
    others = words.listed([shown for _, name, shown in rated if name != best])
    at = f"at {task_words(comparison.need)}, with a chance of {words.chance(chance)}"
    if chance >= 0.8:
        return f"{first} is likely better than {others} {at}."
    if chance >= 0.65:
        return f"{first} is probably better than {others} {at}."
    return f"The tests show no clear difference between {first} and {others} {at} for the first."


def _effort_of(side: Side) -> str | None:
    return side.estimate.effort if side.estimate else None


def _quality(side: Side) -> str:
    if side.estimate is None:
        return "no estimate"
    return words.quality(side.estimate.score, side.estimate.low, side.estimate.high)


def _evidence(side: Side, need: Need, backing: Backing) -> str:
    if side.estimate is None:
        return words.NOTHING
    found = f"{side.estimate.label}, {words.plural(side.estimate.scores, 'score')}"
    return "; ".join([found, *evidence_words(side.estimate, need, backing)])


def _effort(side: Side) -> str:
    return _effort_of(side) or words.NOTHING


def _cost(side: Side) -> str:
    if side.candidate is None:
        return "not on sale"
    found = side.candidate
    return f"{words.money_range(found.cost.total, *found.cost_interval)} USD"


def _price(side: Side) -> str:
    if side.candidate is None:
        return words.NOTHING
    offering, own = side.candidate.route.offering, side.candidate.deployed
    if own is not None:
        return f"{words.price(own.usd_per_mtok)} USD, in and out alike"
    prices = offering.prices or NO_PRICES
    return (
        f"{words.price(prices.input_per_mtok)} in, {words.price(prices.output_per_mtok)} out "
        f"({offering.currency}, read {offering.price_read})"
    )


def _privacy(side: Side) -> str:
    if side.candidate is None:
        return words.NOTHING
    return side.candidate.privacy_level


def _licence(side: Side) -> str:
    if side.candidate is not None:
        return licence(side.candidate) or "unknown"
    return side.model.licence or side.model.licence_tag or words.NOTHING


def _violations(side: Side) -> str:
    if not side.violations:
        return "none" if side.candidate else words.NOTHING
    return ", ".join(
        f"{violation.rule} ({violation.fact}{' unknown' if violation.unknown else ''})"
        for violation in side.violations
    )


_FACTS: tuple[tuple[str, Callable[[Side], str]], ...] = (
    ("quality (80 %)", _quality),
    ("at effort", _effort),
    ("best route", lambda side: side.candidate.route.offering.place if side.candidate else "none"),
    ("a month", _cost),
    ("per Mtok", _price),
    ("privacy", _privacy),
    ("limits broken", _violations),
    ("open weights", lambda side: words.yes(side.model.open_weights)),
    ("licence", _licence),
    (
        "customisability",
        lambda side: str(side.candidate.customisability.score) if side.candidate else words.NOTHING,
    ),
    ("context", lambda side: words.short_count(side.model.context_window_tokens)),
    ("longest output", lambda side: words.short_count(side.model.max_output_tokens)),
    ("reads", lambda side: ", ".join(side.model.input_modalities or ()) or "unknown"),
    ("tools", lambda side: words.yes(side.model.tool_calling)),
    ("structured output", lambda side: words.yes(side.model.structured_output)),
    ("reasoning", lambda side: words.yes(side.model.reasoning)),
    ("providers", lambda side: str(side.hosts)),
    ("released", lambda side: side.model.released or "unknown"),
    ("status", lambda side: side.model.status or "unknown"),
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
            yield name, f"No test of it at {comparison.effort} effort: this is the nearest."
        for warning in side.warnings:
            if not (side.life.on and side.life.on in warning):
                yield name, warning
        if side.pick.note:
            yield side.pick.name, side.pick.note
    yield DIFFERS, "marks what differs"


def _choice(side: Side) -> str:
    """When to choose *side*, as a sentence."""
    named = side.model.replacement
    instead = f" Its maker names {named} instead." if named else ""
    if side.candidate is None:
        return f"No route is on sale in a current listing.{instead}"
    if side.life.state == "resold":
        return f"Choose it for nothing new: its maker has ended it.{instead}"
    if not side.choose_if:
        return "Nothing shown here speaks for it before the others."
    until = f", until it ends on {side.life.on}" if side.life.on else ""
    return f"Choose it for {words.listed([REASONS[why] for why in side.choose_if])}{until}."


def _is_nearest(comparison: Comparison, side: Side) -> bool:
    """Whether it stands at another effort than the one asked for."""
    asked, found = comparison.effort, _effort_of(side)
    return None not in (asked, found) and side.pick.effort is None and found != asked
