"""The answer of `sensitivity`: who is first where, as each weight goes from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase
from typing import TYPE_CHECKING

from llmpick.core.answers.sensitivity import Sensitivity
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking.field import Field
from llmpick.core.robustness.stability import Curves
from llmpick.render import words
from llmpick.render.answers.methods import NOTHING_FITS, head, need_lines
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording import robustness
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.core.robustness.robust import Robust
    from llmpick.core.robustness.smaa import Acceptability
    from llmpick.render.records.sensitivity import (
        AlternativeRecord,
        CurveRecord,
        SensitivityAnswer,
        StretchRecord,
    )


def answer(field: Field, found: Sensitivity | None, about: About) -> Answer:
    """All forms of what the first place hangs on."""
    payload = _payload(field, found, about)
    return Answer(
        payload=payload,
        records=payload["results"],
        ids=list(dict.fromkeys(record["route"] for record in payload["results"])),
        blocks=list(_blocks(field, found, about)),
        code=0 if found else 1,
    )


def _payload(field: Field, found: Sensitivity | None, about: About) -> SensitivityAnswer:
    return {
        **head("sensitivity", about, field.need),
        "method": found.method if found else None,
        "robustness": robustness.payload(found.robustness) if found else None,
        "acceptability": [
            _alternative(row) for row in (found.robustness.drawn.alternatives if found else ())
        ],
        "curves": {name: _curves(one, found) for name, one in found.curves.items()}
        if found
        else {},
        "results": _winners(found) if found else [],
        "warnings": about.own_words(),
    }


def _alternative(row: Acceptability) -> AlternativeRecord:
    return {
        "route": row.id,
        "p_best": row.p_best,
        "p_beats_first": row.p_beats_first,
        "confidence_factor": row.confidence_factor,
        **robustness.drawn(row),
    }


def _curves(one: Curves, found: Sensitivity) -> CurveRecord:
    return {
        "weights": list(one.points),
        "scores": {
            name: list(scores) for name, scores in zip(found.routes, one.scores, strict=True)
        },
    }


def _winners(found: Sensitivity) -> list[StretchRecord]:
    """Who is first in which stretch of each weight."""
    return [
        {"criterion": name, "from": start, "to": end, "route": found.routes[place]}
        for name, one in found.curves.items()
        for place, start, end in one.winners
    ]


def _blocks(field: Field, found: Sensitivity | None, about: About) -> Iterable[Block]:
    if found is None:
        yield Sentence(NOTHING_FITS, strong=True)
        yield need_lines(about, field.need)
        return
    sure = found.robustness
    yield Sentence(f"{sure.drawn.first} is first; {robustness.turns(sure)}.", strong=True)
    yield need_lines(about, field.need)
    yield _stretches(sure)
    yield from _picture(found)
    yield Lines(
        (("draws", robustness.draws_words(sure)), ("regret", robustness.regret_words(sure)))
    )
    yield Grid(
        ("what else makes another first", ">change"),
        tuple(
            (robustness.break_even_words(one), f"{(one.change or 0) * 100:.0f} %")
            for one in sure.break_evens
            if one.kind != "weight"
        ),
        key=1,
        ids=("what else makes another first",),
        prose=("what else makes another first",),
    )
    yield Grid(
        ("route", ">P(best)", ">P(beats first)", ">with its own weights", "best for who weighs"),
        tuple(
            (
                row.id,
                words.share(row.p_best),
                words.share(row.p_beats_first),
                words.share(row.confidence_factor),
                _central(row.central_weights),
            )
            for row in sorted(sure.drawn.alternatives, key=lambda row: (-row.p_best, row.id))
            if row.p_best >= 0.01
        ),
        title="how often each is the best",
        minor=("best for who weighs", "with its own weights"),
        key=1,
    )
    yield Lines(
        (
            ("error", f"a share of the draws is off by {words.share(sure.drawn.error)} at most"),
            ("other methods", words.listed([f"{k} picks {v}" for k, v in sure.others.items()])),
        )
    )


def _stretches(sure: Robust) -> Grid:
    """Each weight: what it is, from where to where the first stays first, who wins beyond."""
    beyond: dict[str, list[str]] = {}
    for one in sure.break_evens:
        if one.kind == "weight" and isinstance(one.needed, float) and isinstance(one.now, float):
            side = "above" if one.needed > one.now else "below"
            beyond.setdefault(one.criterion, []).append(f"{side}: {one.rival}")
    return Grid(
        ("criterion", ">weight now", ">holds from", ">to", "who wins beyond"),
        tuple(
            (
                name,
                words.share(interval.given),
                words.share(interval.low),
                words.share(interval.high),
                "; ".join(sorted(beyond.get(name, ()), reverse=True)) or "nobody",
            )
            for name, interval in sure.intervals.items()
        ),
        key=1,
        ids=("who wins beyond",),
    )


def _picture(found: Sensitivity) -> Iterable[Block]:
    """Who is first at every twentieth of each weight, by a letter, and whose letter it is."""
    winners = dict.fromkeys(
        found.routes[place] for one in found.curves.values() for place, _, _ in one.winners
    )
    first = [found.robustness.drawn.first]
    letters = {
        name: ascii_uppercase[place % len(ascii_uppercase)]
        for place, name in enumerate(dict.fromkeys([*first, *winners]))
    }
    rows = []
    for name, one in found.curves.items():
        now = found.robustness.intervals[name].given
        firsts = "".join(letters[found.routes[_at(one, point)]] for point in one.points)
        marker = "".join("^" if abs(point - now) < 0.025 else " " for point in one.points)
        rows += [(name, firsts), (f"   now {words.share(now)}", marker.rstrip())]
    yield Grid(
        ("criterion", "first as it goes from 0 to 1"),
        tuple(rows),
        title="Who is first as one weight goes from 0 to 1, the others in proportion",
        key=1,
    )
    yield Grid(
        ("", "route", "first where it weighs"),
        tuple((letter, name, _where(name, found)) for name, letter in letters.items()),
    )


def _where(route: str, found: Sensitivity) -> str:
    """Between which weights a route is first, criterion by criterion."""
    return "; ".join(
        f"{name} {words.share(start)}-{words.share(end)}"
        for name, one in found.curves.items()
        for place, start, end in one.winners
        if found.routes[place] == route and words.share(start) != words.share(end)
    )


def _at(one: Curves, point: float) -> int:
    """Who is first at a weight; at an end of a stretch, who comes before."""
    for place, _, end in one.winners:
        if point <= end:
            return place
    return one.winners[-1][0]


def _central(weights: tuple[float, ...] | None) -> str:
    if weights is None:
        return ""
    return ", ".join(
        f"{name} {words.share(share)}" for name, share in zip(CRITERIA, weights, strict=True)
    )
