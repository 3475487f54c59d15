"""Replacements for a model in use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.api import replacements
from llmpick.asking.query import Answered, answered, asked, check_top
from llmpick.core.answers.replacements import INHERITED, ReplacementNeed
from llmpick.errors import UserError
from llmpick.inputs import values
from llmpick.inputs.names import plan_named
from llmpick.lang.said import said
from llmpick.render.answers import alternatives as render

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.evidence.own import OwnResults
    from llmpick.inputs.options import NeedOptions

USUAL_TOP = 10


def alternatives(
    catalog: Catalog,
    name: str,
    need: NeedOptions,
    results: OwnResults | None = None,
    *,
    cheaper: bool = False,
    other_developer: bool = False,
    still_supported: int | None = None,
    any_of: Iterable[str] = (),
    top: int = USUAL_TOP,
) -> Answered:
    """
    What could replace the model called *name*.

    Args:
        catalog: The facts.
        name: The model in use.
        need: What is stated of the need.
        results: The user's own, if any.
        cheaper: It costs less a month than the one in use.
        other_developer: It is made by somebody else.
        still_supported: No end of it is announced within so many days.
        any_of: Of `INHERITED`, what need not be as it is in use.
        top: How many at most.

    Raises:
        UserError: a name that nothing or several have, or a value that is off.
    """
    check_top(top)
    if still_supported is not None and not 0 <= still_supported <= 36_500:
        raise UserError(
            said(
                "--still-supported {still_supported} cannot be used",
                still_supported=still_supported,
            ),
            hint=said("days, 0 or more"),
        )
    stated = {
        "privacy": need.job.privacy,
        "region": need.job.region or need.privacy.processing_regions,
        "modality": need.limits.modalities,
        "context": need.limits.min_context,
    }
    free = {values.one_of("property", name, INHERITED) for name in any_of}
    free |= {name for name, value in stated.items() if value}
    found = asked(catalog, need, None, results)
    if plan := plan_named(catalog, name):
        raise UserError(
            said("{plan} is a plan by the seat", plan=plan),
            hint=said("llmpick recommend --seats N ranks what could replace it; compare PLAN PLAN"),
        )
    wanted = ReplacementNeed(
        other_developer=other_developer,
        still_supported_days=still_supported,
        cheaper=cheaper,
        inherits=tuple(name for name in INHERITED if name not in free),
    )
    answer = replacements.alternatives(
        catalog, found.need, name, wanted, top=top, adjust=found.adjust
    )
    return answered(render.answer(answer, found.about, catalog.support), catalog)
