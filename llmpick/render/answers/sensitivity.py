"""The answer of `sensitivity`: who is first where, as each weight goes from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any

from llmpick.core.answers.sensitivity import Sensitivity
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking.field import Field
from llmpick.core.robustness.stability import Curves
from llmpick.render import words
from llmpick.render.answers.methods import NOTHING_FITS, head, need_lines
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording import robustness
from llmpick.render.wording.about import About


def answer(field: Field, found: Sensitivity | None, about: About) -> Answer:
    """All forms of what the first place hangs on."""
    records = _winners(found) if found else []
    return Answer(
        payload={
            **head("sensitivity", about, field.need),
            "method": found.method if found else None,
            "robustness": robustness.payload(found.robustness) if found else None,
            "acceptability": [
                {
                    "route": row.id,
                    "p_best": row.p_best,
                    "p_beats_first": row.p_beats_first,
                    "confidence_factor": row.confidence_factor,
                    **(robustness.acceptability(row) or {}),
                }
                for row in (found.robustness.drawn.alternatives if found else ())
            ],
            "curves": {name: _curves(one, found) for name, one in found.curves.items()}
            if found
            else {},
            "results": records,
            "warnings": about.own_words(),
        },
        records=records,
        ids=list(dict.fromkeys(record["route"] for record in records)),
        blocks=list(_blocks(field, found, about)),
        code=0 if found else 1,
    )


def _curves(one: Curves, found: Sensitivity) -> dict[str, Any]:
    return {
        "weights": list(one.points),
        "scores": {
            name: list(scores) for name, scores in zip(found.routes, one.scores, strict=True)
        },
    }


def _winners(found: Sensitivity) -> list[dict[str, Any]]:
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
    letters = {name: _letter(place) for place, name in enumerate(found.routes)}
    for name, one in found.curves.items():
        yield _picture(name, one, found, letters)
    yield from robustness.explained(sure)
    yield Grid(
        ("what makes another first", ">change"),
        tuple(
            (robustness.break_even_words(one), f"{(one.change or 0) * 100:.0f} %")
            for one in sure.break_evens
        ),
        key=1,
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
    )
    yield Lines(
        (
            ("error", f"a share of the draws is off by {words.share(sure.drawn.error)} at most"),
            ("other methods", words.listed([f"{k} picks {v}" for k, v in sure.others.items()])),
        )
    )


def _letter(place: int) -> str:
    return ascii_uppercase[place] if place < len(ascii_uppercase) else "?"


def _picture(name: str, one: Curves, found: Sensitivity, letters: dict[str, str]) -> Grid:
    """Scores in tenths at every twentieth of the weight, and below who is first there."""
    now = found.robustness.intervals[name].given
    rows = []
    for place, (route, scores) in enumerate(zip(found.routes, one.scores, strict=True)):
        stretches = [
            f"{words.share(start)}-{words.share(end)}"
            for winner, start, end in one.winners
            if winner == place
        ]
        line = "".join(str(min(9, max(0, int(score * 10)))) for score in scores)
        rows.append((letters[route], route, line, ", ".join(stretches)))
    firsts = "".join(letters[found.routes[_at(one, point)]] for point in one.points)
    marker = "".join("^" if abs(point - now) < 0.025 else " " for point in one.points).rstrip()
    rows.append(("", "first", firsts, ""))
    rows.append(("", f"weight now {words.share(now)}", marker, ""))
    return Grid(
        ("", "route", "score in tenths, weight 0 to 1", "first where it weighs"),
        tuple(rows),
        title=f"{name} from 0 to 1, the others in proportion",
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
