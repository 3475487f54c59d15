"""The answer of `compare-methods`: one line a method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.core.need.need import Need
from llmpick.core.ranking.field import Field
from llmpick.core.ranking.methods import MethodPick
from llmpick.lang.said import joined, term
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About
from llmpick.render.wording.needs import budget, need_payload, work_words
from llmpick.render.wording.picks import weights_words

if TYPE_CHECKING:
    from llmpick.render.records.methods import CompareMethodsAnswer, MethodPickRecord
    from llmpick.render.records.needs import NeedAnswer

NOTHING_FITS = (
    "Nothing fits: `llmpick recommend` with the same options says what stands in the way."
)


def head(command: str, about: About, need: Need) -> NeedAnswer:
    """The first keys of a document about a need."""
    return {**about.own_head(command), "need": need_payload(need)}


def need_lines(about: About, need: Need) -> Lines:
    """What the answer stands on."""
    parts = (
        term("task", need.task.id),
        work_words(need.workload),
        budget(need),
        term("level", need.privacy_level),
    )
    return Lines(
        (
            ("need", joined(" · ", parts)),
            (term("criterion", "weights"), weights_words(need)),
            ("facts", about.words()),
        )
    )


def answer(found: Field, picks: Sequence[MethodPick], about: About) -> Answer:
    """All forms of what each method picks."""
    records: list[MethodPickRecord] = [
        {
            "method": pick.method,
            "route": pick.id,
            "score": pick.score,
            "kendall_tau_with_additive": pick.tau,
        }
        for pick in picks
    ]
    blocks: list[Block] = [Sentence(_headline(picks), strong=True), need_lines(about, found.need)]
    if picks:
        blocks += [
            Grid(
                ("method", "picks", ">score", ">tau"),
                tuple(
                    (pick.method, pick.id, f"{pick.score:.3f}", f"{pick.tau:.2f}") for pick in picks
                ),
                key=1,
            ),
            Lines(
                (
                    ("tau", "1 where the order of all routes is that of the weighted sum"),
                    ("promethee", "compares routes with each other: others may change its order"),
                )
            ),
        ]
    payload: CompareMethodsAnswer = {
        **head("compare-methods", about, found.need),
        "results": records,
        "agree": len({pick.id for pick in picks}) <= 1,
        "ranked": len(found.shown),
        "warnings": about.own_words(),
    }
    return Answer(
        payload=payload,
        records=records,
        ids=list(dict.fromkeys(pick.id for pick in picks)),
        blocks=blocks,
        code=0 if picks else 1,
    )


def _headline(picks: Sequence[MethodPick]) -> str:
    if not picks:
        return NOTHING_FITS
    names = list(dict.fromkeys(pick.id for pick in picks))
    if len(names) == 1:
        return f"All {len(picks)} methods pick {names[0]}."
    other = [pick.method for pick in picks if pick.id != picks[0].id]
    return f"The weighted sum picks {names[0]}; {words.listed(other)} would pick another."
