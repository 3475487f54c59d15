"""What the standing needs get otherwise, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from llmpick.render import words
from llmpick.render.blocks import Block, Grid, Sentence

if TYPE_CHECKING:
    from llmpick.api.standing import Effect, Pick, Picked
    from llmpick.render.records.standing import (
        StandingPickRecord,
        StandingPicksRecord,
        StandingRecord,
    )


def payload(effect: Effect) -> StandingRecord:
    """The object of the standing answers."""
    return {
        "needs": effect.asked,
        "recommended_otherwise": len(effect.of("use")),
        "answers": [
            {
                "task": one.task,
                "weights": one.preset,
                "what": one.what,
                "before": _picks(one.before),
                "after": _picks(one.after),
            }
            for one in effect.turned
        ],
    }


def _picks(found: Picked) -> StandingPicksRecord:
    return {
        "use": found.use and _pick(found.use),
        "better": found.better and _pick(found.better),
        "cheaper": found.cheaper and _pick(found.cheaper),
    }


def _pick(found: Pick) -> StandingPickRecord:
    return {
        "route": found.route,
        "monthly_cost_usd": found.usd_per_month,
        "quality": found.quality,
    }


def blocks(effect: Effect, *, verb: str = "get") -> Iterator[Block]:
    """A sentence that counts, and a table of the needs that *verb* another recommendation."""
    turned, steps, bills = (effect.of(what) for what in ("use", "steps", "bill"))
    rest = [
        *([f"{words.count(len(steps))} another step up or down"] if steps else []),
        *([f"{words.count(len(bills))} another bill"] if bills else []),
    ]
    yield Sentence(
        f"Of {effect.asked} standing needs {words.count(len(turned))} {verb} another "
        f"recommendation{'; ' if rest else ''}{', '.join(rest)}."
    )
    if turned:
        yield Grid(
            ("task", "weights", "before", ">USD", ">of 100", "after", ">USD", ">of 100"),
            tuple(
                (one.task, one.preset, *_cells(one.before.use), *_cells(one.after.use))
                for one in turned
            ),
            title="answers that change",
        )


def _cells(found: Pick | None) -> tuple[str, str, str]:
    if found is None:
        return "nothing fits", "", ""
    quality = words.NOTHING if found.quality is None else words.points(found.quality * 100)
    return found.route, words.money(found.usd_per_month), quality
