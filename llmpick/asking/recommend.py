"""What to use for a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llmpick.api import decisions
from llmpick.lang.said import said
from llmpick.render.answers import decision as render

if TYPE_CHECKING:
    from llmpick.asking.query import Query
    from llmpick.core.answers.decide import Decision
    from llmpick.render.blocks import Answer
    from llmpick.render.wording.heard import Heard

USUAL_TOP = 10
METHODS = ("additive", "product", "topsis", "promethee")


class Recommended(NamedTuple):
    """A *decision*, and the *answer* that says it in every form."""

    decision: Decision
    answer: Answer


def recommend(
    found: Query,
    *,
    top: int = USUAL_TOP,
    shown: int = render.SHOWN,
    by_route: bool = False,
    method: str = "additive",
    explain: bool = False,
    robust: bool = True,
    evidence: bool = True,
    whole: bool = True,
    bare: tuple[str, ...] = (),
    heard: Heard | None = None,
) -> Recommended:
    """
    What *found* asks for, ranked, plans by the seat where people are asked for.

    Args:
        found: The checked need and its facts.
        top: Ranked routes at most.
        shown: Rows of the table that a person sees.
        by_route: Every route, not each model's best.
        method: What ranks, one of `METHODS`.
        explain: Show contributions, cost terms and evidence.
        robust: Say how sure it is.
        evidence: Each record with what its estimate rests on.
        whole: Say what the first place hangs on.
        bare: Options that were given without a value.
        heard: What was made of a need in plain words.

    Raises:
        StaleAnswer: what is picked rests on older prices than the need takes.
    """
    catalog, need = found.catalog, found.need
    made = decisions.recommend(
        catalog,
        need,
        top=top,
        by_route=by_route,
        adjust=found.adjust,
        robust=robust,
        whole=whole,
        method=method,
        own=found.deployments,
    )
    plans = None
    if need.seats is not None:
        from llmpick.api import seats

        plans = seats.rank(catalog, need, found.adjust)
    answer = render.answer(
        made,
        found.about,
        bare=bare,
        explain=explain,
        support=catalog.support if evidence else {},
        spoken=decisions.spoken_labels(catalog, need, found.adjust) if evidence else {},
        flags=decisions.flags(catalog, need, made),
        shown=shown,
        seats=plans,
        heard=heard,
    )
    return Recommended(made, answer)


def check_method(name: str) -> None:
    """
    Refuse a method that there is not.

    Raises:
        UserError: it is none of `METHODS`.
    """
    from llmpick.errors import UserError, shown

    if name not in METHODS:
        raise UserError(
            said("--method `{name}` cannot be used", name=shown(name)), hint=", ".join(METHODS)
        )
