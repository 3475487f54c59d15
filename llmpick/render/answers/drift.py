"""The answer of `check FILE.toml`: whether a decision holds, what moved, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from llmpick.core.answers.drift import Move, Value
from llmpick.errors import EXIT_ANSWER, EXIT_NO
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.api.recheck import RecheckOutcome
    from llmpick.render.records.drift import CheckDecisionAnswer, MoveRecord

KIND_WORDS = {
    "gone": "no longer there",
    "excluded": "breaks a limit",
    "expired": "fact expired",
    "entrant": "new on the list",
    "retirement": "end announced",
    "own-evidence": "own results",
    "overlay": "own layer",
    "loss": "loss of the format",
}
IN_PERCENT = ("cost", "price", "rent", "purchase", "speed")
WHAT_WORDS = {
    "usd_per_gpu_hour": "USD per GPU hour",
    "usd_per_gpu": "USD per GPU",
    "output_tps": "tokens a second",
    "loss_logit": "logits",
}


OTHER_METHOD = (
    "another one scored it then: its weights are kept, its scores are not compared with today's"
)


def answer(outcome: RecheckOutcome, file: str, about: About) -> Answer:
    """All forms of *outcome*."""
    payload = _payload(outcome, file, about)
    return Answer(
        payload=payload,
        records=payload["moves"],
        ids=[outcome.first] if outcome.first else [],
        blocks=list(_blocks(outcome, about)),
        code=EXIT_ANSWER if outcome.holds else EXIT_NO,
    )


def _payload(outcome: RecheckOutcome, file: str, about: About) -> CheckDecisionAnswer:
    saved, gap = outcome.saved, outcome.gap
    return {
        **about.own_head("check"),
        "decision": {
            "file": file,
            "tool_version": saved.tool_version,
            "catalog_version": saved.catalog_version,
            "catalog_sha256": saved.catalog_sha256,
            "as_of": saved.as_of,
            "first": outcome.was_first,
            "confidence": saved.answer.confidence,
        },
        "same_catalog": saved.catalog_sha256 == about.sha256,
        "same_method": outcome.same_method,
        "holds": outcome.holds,
        "first": outcome.first,
        "confidence": outcome.decision.confidence,
        "lead": (
            {"score": gap.score, "score_before": gap.before, "contributions": gap.parts}
            if gap
            else None
        ),
        "moves": [move_record(move) for move in outcome.moves],
    }


def move_record(move: Move) -> MoveRecord:
    """A move as it stands in a document."""
    return {
        "kind": move.kind,
        "route": move.route,
        "what": move.what,
        "before": move.before,
        "after": move.after,
        "change": move.change,
        "unit": move.unit,
    }


def _blocks(outcome: RecheckOutcome, about: About) -> Iterator[Block]:
    yield Sentence(headline(outcome), strong=True)
    saved, gap = outcome.saved, outcome.gap
    lines = [
        ("decided", f"{saved.as_of}, catalog {saved.catalog_version}"),
        ("facts", about.words()),
    ]
    if not outcome.same_method:
        lines.append(("method", OTHER_METHOD))
    if gap:
        parts = [f"{name} {part:+.2f}" for name, part in gap.parts.items() if abs(part) >= 0.005]
        lines.append(
            ("lead", f"score {gap.score:+.3f}: {', '.join(parts) or 'nothing that counts'}")
        )
    yield Lines(tuple(lines))
    if outcome.moves:
        yield Grid(
            ("what moved", "route", "of", ">before", ">after", ">by"),
            tuple(_row(move) for move in outcome.moves),
        )


def headline(outcome: RecheckOutcome) -> str:
    """What became of the decision, and why, in a sentence."""
    was, first = outcome.was_first, outcome.first
    moved = words.plural(len(outcome.moves), "thing") if outcome.moves else "nothing"
    if outcome.holds:
        what = f"{first} still comes first" if first else "still nothing fits"
        return f"The decision holds: {what}; {moved} moved."
    if was is None:
        return f"The decision changed: nothing fitted, and {first} does now."
    now = f"{first} comes first" if first else "nothing fits"
    return f"The decision changed: {now} instead of {was}{_why(outcome, was)}."


def _why(outcome: RecheckOutcome, was: str) -> str:
    """What became of the old first, as far as one thing says it."""
    own = [move for move in outcome.moves if move.route == was]
    for move in own:
        if move.kind == "gone" and move.what == "effort":
            return ", which is no longer rated at its effort"
        if move.kind == "gone" and move.what == "deployment":
            return f", which can no longer be run so ({move.after})"
        if move.kind == "gone":
            return f", which is no longer sold ({move.after})"
        if move.kind in ("excluded", "expired") and move.before is None:
            return f", which no longer meets the need ({move.what}: {move.after})"
    if outcome.gap is None:
        return ""
    told = [f", which is {outcome.gap.score:.3f} behind"]
    told += [_changed(move) for move in outcome.moves if move.route in (was, outcome.first)]
    return "; ".join(filter(None, told))


def _changed(move: Move) -> str:
    """What moved the score of *move*'s route, in words; nothing where it is no cause."""
    if move.kind == "entrant":
        return f"{move.route} is new on the list"
    if move.kind not in ("cost", "rent", "speed", "loss", "quality", "privacy"):
        return ""
    change = f"from {_value(move, move.before)} to {_value(move, move.after)}"
    unit = f" {move.unit}" if move.unit and move.kind in ("rent", "speed", "loss") else ""
    return f"{move.kind} of {move.route} {change}{unit}"


def _row(move: Move) -> tuple[str, ...]:
    return (
        KIND_WORDS.get(move.kind, move.kind),
        move.route or words.NOTHING,
        WHAT_WORDS.get(move.what, move.what.removesuffix("_per_mtok").replace("_", " ")),
        _value(move, move.before),
        _value(move, move.after),
        _by(move),
    )


def _value(move: Move, value: Value) -> str:
    if value is None:
        return words.NOTHING
    if isinstance(value, str):
        return value
    if move.kind == "cost":
        return f"{words.money(value)} USD"
    if move.kind == "quality":
        return f"{value * 100:.1f}"
    if move.kind == "score":
        return f"{value:.3f}"
    return f"{value:,.6g}"


def _by(move: Move) -> str:
    if move.change is None:
        return words.NOTHING
    if move.kind == "quality":
        return f"{move.change * 100:+.1f} points"
    if move.kind == "score":
        return f"{move.change:+.3f}"
    before = move.before
    if move.kind in IN_PERCENT and isinstance(before, float | int) and before:
        return f"{move.change / before * 100:+.0f} %"
    return f"{move.change:+,.6g}"
