"""How sure a ranking is, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.need.need import CRITERIA, LANGUAGES, Need
from llmpick.lang.said import joined, said, term
from llmpick.render import words
from llmpick.render.blocks import Block, Grid, Lines

if TYPE_CHECKING:
    from llmpick.core.ranking.judging import Judged
    from llmpick.core.ranking.score import Candidate
    from llmpick.core.robustness.confidence import Check, Confidence
    from llmpick.core.robustness.flip_points import FlipPoint
    from llmpick.core.robustness.robust import Robust
    from llmpick.core.robustness.smaa import Acceptability
    from llmpick.core.robustness.stability import WeightInterval
    from llmpick.render.records.robustness import (
        AcceptabilityRecord,
        CheckRecord,
        FlipPointRecord,
        JudgedRecord,
        RobustnessRecord,
        WeightIntervalRecord,
    )


def payload(found: Robust) -> RobustnessRecord:
    """The object `robustness`."""
    drawn = found.drawn
    return {
        "seed": drawn.seed,
        "draws": drawn.draws,
        "weight_deviation": found.sigma,
        "sampling_error": drawn.error,
        "drawn": [row.id for row in drawn.alternatives],
        "p_toss_up": drawn.p_toss_up,
        "p_row_beats_column": [list(row) for row in drawn.pairwise],
        "regret": {
            "mean": drawn.regret.mean,
            "p95": drawn.regret.p95,
            "highest": drawn.regret.highest,
            "p_near": drawn.regret.p_near,
        },
        "weight_stability": {
            name: interval_payload(interval) for name, interval in found.intervals.items()
        },
        "other_methods": dict(found.others),
        "break_evens": [break_even_payload(one) for one in found.break_evens],
    }


def interval_payload(interval: WeightInterval) -> WeightIntervalRecord:
    """How far a weight may move."""
    return {"weight": interval.given, "from": interval.low, "to": interval.high}


def break_even_payload(one: FlipPoint) -> FlipPointRecord:
    """One factor that would make another route the first."""
    return {
        "route": one.rival,
        "criterion": one.criterion,
        "kind": one.kind,
        "now": one.now,
        "needed": one.needed,
        "unit": one.unit,
        "relative_change": one.change,
    }


def acceptability(share: Acceptability | None) -> AcceptabilityRecord | None:
    """What the draws say of one route; None where it was too far behind to be drawn."""
    return drawn(share) if share else None


def drawn(share: Acceptability) -> AcceptabilityRecord:
    """What the draws say of one route."""
    central = share.central_weights
    return {
        "ranks": list(share.ranks),
        "central_weights": dict(zip(CRITERIA, central, strict=True)) if central else None,
    }


def judged(found: Judged | None) -> JudgedRecord | None:
    """The score by another method than the weighted sum, and what it is made of."""
    if found is None:
        return None
    ideal, worst = found.distances or (None, None)
    return {
        "method": found.method,
        "score": found.score,
        "parts": dict(zip(CRITERIA, found.parts, strict=True)) if found.parts else None,
        "distance_to_ideal": ideal,
        "distance_to_worst": worst,
    }


PARTS = {
    "product": "weight x ln utility",
    "promethee": "net flow",
    "topsis": "weight x utility",
}


def judged_grid(found: Judged, route: Candidate, name: str) -> Grid:
    """What a score by another method than the weighted sum is made of."""
    parts = found.parts or tuple(one.contribution for one in route.criteria)
    shown = [f"{part:.3f}" for part in parts]
    if found.method == "promethee":  # whose parts add up to the score itself
        shown = words.adding_up(parts, found.score, 3)
    rows = [
        (one.name, words.share(one.utility), words.share(one.weight), f"{float(part):+.3f}")
        for one, part in zip(route.criteria, shown, strict=True)
    ]
    title = f"{name}  {found.method} {found.score:.3f}"
    if found.distances:
        ideal, worst = found.distances
        title += f" = {worst:.3f} from the worst / ({ideal:.3f} from the best + {worst:.3f})"
    heads = ("criterion", ">utility", ">weight", f">{PARTS[found.method]}")
    return Grid(heads, tuple(rows), title=title)


def check_payload(check: Check) -> CheckRecord:
    """One check of the confidence label."""
    return {
        "check": check.name,
        "value": check.value,
        "high_needs": check.high,
        "medium_needs": check.medium,
        "allows": check.allows,
    }


def reason(check: Check, found: Confidence, need: Need) -> str:
    """Why the label is not higher."""
    value = check.value
    if check.name == "near-best":
        return said(
            "{tests}, and {chance}", tests=tests_words(found, need), chance=chance_words(found)
        )
    if value is None:
        return said("the day on which its price was read is unknown")
    return said("its price was read {days:.0f} days ago", days=value)


def tests_words(found: Confidence, need: Need) -> str:
    """How well the first was tested."""
    where = LANGUAGES.get(found.language or "", found.language)
    what = (
        said("in {language}", language=term("language", where))
        if where
        else said("of {task}", task=term("task", need.task.id))
    )
    if found.tests:
        tests = words.plural(found.tests, "independent test")
        return said("it has {tests} {what} at this effort", tests=tests, what=what)
    if found.evidence in ("direct", "some"):
        return said("it has tests {what} at other efforts only", what=what)
    return said("it has no test {what}", what=what)


def chance_words(found: Confidence) -> str:
    """How likely the first is near the best."""
    near = next(check for check in found.checks if check.name == "near-best")
    return said(
        "the chance that nothing else is clearly better is {chance}",
        chance=words.chance(near.value),
    )


def would_raise(check: Check) -> str:
    """What would make the answer surer."""
    if check.name == "price-age":
        return said("read its price at the provider")
    return said("fifty prompts of your own would settle it (llmpick try)")


def turns(found: Robust) -> str:
    """The smallest changes that would make another first: of a weight, and of a rival's own."""
    smallest: dict[str, FlipPoint] = {}
    for one in found.break_evens:
        if one.change is not None:
            smallest.setdefault(one.kind, one)
    if not smallest:
        return said("no change of a single weight, cost or score makes another one first")
    return joined("; ", map(break_even_words, smallest.values()))


def break_even_words(one: FlipPoint) -> str:
    """A break-even in plain words: who wins, and if what."""
    if one.kind == "weight":
        assert isinstance(one.now, float)
        assert isinstance(one.needed, float)
        needed, now = words.apart(one.needed, one.now)
        return said(
            "{route} wins if {criterion} weighs more than {needed} (now {now})"
            if one.needed > one.now
            else "{route} wins if {criterion} weighs less than {needed} (now {now})",
            route=one.rival,
            criterion=term("criterion", one.criterion),
            needed=needed,
            now=now,
        )
    return said("{route} wins if {what}", route=one.rival, what=_value_words(one))


def _value_words(one: FlipPoint) -> str:
    if isinstance(one.needed, str):
        return said(
            "its {criterion} is {needed} (now {now})",
            criterion=term("criterion", one.criterion),
            needed=one.needed,
            now=one.now,
        )
    assert isinstance(one.needed, float)
    assert isinstance(one.now, float | int)
    if one.criterion == "cost":
        needed, now = words.money(one.needed), words.money(one.now)
        if needed == now:
            needed, now = f"{one.needed:,.2f}", f"{one.now:,.2f}"
        return said("it costs less than {needed} USD a month (now {now})", needed=needed, now=now)
    quality = one.criterion == "performance"
    what = said("quality") if quality else term("criterion", one.criterion)
    needed, now = words.points_apart(one.needed, one.now)
    return said("its {what} is above {needed} (now {now})", what=what, needed=needed, now=now)


def draws_words(found: Robust) -> str:
    """What was drawn, and from which seed."""
    return said(
        "{draws:,} draws of weights, scores and costs, seed {seed}"
        if found.sigma is not None
        else "{draws:,} draws of weights in that order, scores and costs, seed {seed}",
        draws=found.drawn.draws,
        seed=found.drawn.seed,
    )


def regret_words(found: Robust) -> str:
    """What the first falls short of the best over the draws."""
    lost = found.drawn.regret
    return said(
        "the first falls {mean:.1f} points of the score (of 100) short of the best "
        "of a draw on average, {rare:.1f} in one of twenty, {most:.1f} at most",
        mean=lost.mean * 100,
        rare=lost.p95 * 100,
        most=lost.highest * 100,
    )


def explained(found: Robust) -> Iterable[Block]:
    """The part of `--explain` that is about the whole ranking."""
    yield Grid(
        ("criterion", ">weight", ">first from", ">to"),
        tuple(
            (
                term("criterion", name),
                words.share(interval.given),
                words.share(interval.low),
                words.share(interval.high),
            )
            for name, interval in found.intervals.items()
        ),
        title=said("how far one weight may move before a route of another model is first"),
    )
    yield Lines((("draws", draws_words(found)), ("regret", regret_words(found))))
