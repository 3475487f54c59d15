"""The answer of `check --decisions`: each saved decision, whether it holds, and by what not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from llmpick.errors import EXIT_ANSWER, EXIT_NO, EXIT_NONE, shown
from llmpick.render import words
from llmpick.render.answers import drift
from llmpick.render.blocks import Answer, Block, Grid, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.api.decision_folder import Rechecked
    from llmpick.render.records.decisions import CheckDecisionsAnswer, RecheckedRecord


def answer(found: Sequence[Rechecked], folder: str, about: About) -> Answer:
    """All forms of what was *found* in *folder*."""
    rows = [_row(one) for one in found]
    states = [row["state"] for row in rows]
    payload: CheckDecisionsAnswer = {
        **about.own_head("check"),
        "folder": folder,
        "hold": states.count("holds"),
        "changed": states.count("changed"),
        "errors": states.count("error"),
        "decisions": rows,
    }
    code = EXIT_NONE if "error" in states else EXIT_NO if "changed" in states else EXIT_ANSWER
    return Answer(
        payload=payload,
        records=rows,
        ids=[row["file"] for row in rows if row["state"] != "holds"],
        blocks=list(_blocks(rows, about)),
        code=code,
    )


def _row(one: Rechecked) -> RecheckedRecord:
    made = one.outcome
    if made is None:
        message = f"{one.error}; {one.hint}" if one.hint else str(one.error)
        nothing = {"as_of": None, "first_before": None, "first": None}
        return {"file": one.file, "state": "error", **nothing, "message": message, "moves": []}  # type: ignore[typeddict-item]
    return {
        "file": one.file,
        "state": "holds" if made.holds else "changed",
        "as_of": made.saved.as_of,
        "first_before": made.was_first,
        "first": made.first,
        "message": drift.headline(made),
        "moves": [drift.move_record(move) for move in made.moves],
    }


def _blocks(rows: Sequence[RecheckedRecord], about: About) -> Iterator[Block]:
    held = sum(row["state"] == "holds" for row in rows)
    verb = "holds" if held == 1 else "hold"
    yield Sentence(f"{held} of {words.plural(len(rows), 'decision')} {verb}", strong=True)
    yield Sentence(f"facts: {about.words()}")
    yield Grid(
        ("decision", "state", "what became of it"),
        tuple((shown(row["file"], 200), row["state"], row["message"]) for row in rows),
    )
