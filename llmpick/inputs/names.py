"""What a user's names mean: models, and the offerings they are sold as."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from llmpick.catalog.contents import Catalog
from llmpick.core.facts.records import Offering
from llmpick.core.names.provider_path import remark
from llmpick.core.names.resolve import resolve as resolved
from llmpick.errors import AmbiguousName, UnknownName, UserError, near_names, shown
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.core.names.gpu_names import Gpus


def model_of(catalog: Catalog, name: str) -> tuple[str, str | None, tuple[str, ...], str | None]:
    """
    The model that a user's *name* means: id, effort, routes that the name fixes, a note.

    Raises:
        AmbiguousName: several fit. UnknownName: none does.
    """
    found = resolved(name, catalog.names)
    if found.model is None:
        if why := remark(name):
            raise UserError(said("`{name}` is {why}", name=shown(name), why=why))
        if found.candidates:
            raise AmbiguousName(name, found.candidates)
        raise UnknownName("model", name, found.suggestions, "llmpick list models")
    return found.model, found.effort, found.routes, found.said


def wanted_offerings(catalog: Catalog, names: Iterable[str]) -> dict[str, str | None] | None:
    """The offerings that *names* mean, with the effort each names; None where none is named."""
    given = list(names)
    if not given:
        return None
    found: dict[str, str | None] = {}
    for name in given:
        model, effort, routes, _ = model_of(catalog, name)
        sold = [item.id for item in catalog.offerings if item.model == model]
        chosen = [route for route in sold if not routes or route in routes]
        if not chosen:
            raise UserError(
                said("`{name}` is sold nowhere", name=shown(name)),
                hint=said("llmpick show {model}", model=model),
            )
        found |= dict.fromkeys(chosen, effort)
    return found


def remarks(catalog: Catalog, names: Iterable[str]) -> tuple[str, ...]:
    """What is to be said of how *names* were read: what was taken off, what is not sold so."""
    said = ((name, resolved(name, catalog.names).said) for name in names)
    return tuple(f"`{shown(name)}`: {note}" for name, note in said if note)


def record_path(offering: Offering) -> str:
    """The identifier of an offering's record: PROVIDER/DEVELOPER/MODEL[@VARIANT]"""
    variant = f"@{offering.variant}" if offering.variant else ""
    return f"{offering.provider}/{offering.model}{variant}"


_UNSAID: dict[str, Any] = {
    "name": "",
    "id": "",
    "effort": None,
    "state": "found",
    "routes": [],
    "rule": "plan",
    "note": "a plan by the seat",
    "candidates": [],
    "suggestions": [],
}
"""The row of a plan."""


def resolve(catalog: Catalog, names: Iterable[str]) -> list[dict[str, Any]]:
    """What each of *names* means: one row a name, found or not."""
    rows = []
    for name in names:
        found = resolved(name, catalog.names)
        if found.model is None and (plan := plan_named(catalog, name)):
            rows.append({**_UNSAID, "name": name, "id": plan})
            continue
        state = "found" if found.model else "ambiguous" if found.candidates else "unknown"
        rows.append(
            {
                "name": name,
                "id": found.model,
                "effort": found.effort,
                "state": state,
                "routes": list(found.routes),
                "rule": found.rule,
                "note": found.said,
                "candidates": list(found.candidates),
                "suggestions": list(found.suggestions),
            }
        )
    return rows


def plan_named(catalog: Catalog, name: str) -> str | None:
    """The plan that is called *name*, by its identifier or by one of its names; or None."""
    from llmpick.core.names import plan_names

    return plan_names.exact(name, catalog.section("plan_names"))


def plans_named(catalog: Catalog, names: Sequence[str]) -> list[str]:
    """
    The plans that *names* mean; empty where none of them is one.

    Raises:
        UserError: some are plans and others are not.
    """
    found = [plan_named(catalog, name) for name in names]
    plans = [plan for plan in found if plan]
    if plans and len(plans) < len(names):
        other = names[found.index(None)]
        raise UserError(
            said("`{other}` is no plan, and {plans} is one", other=shown(other), plans=plans[0]),
            hint=said(
                "compare plans with plans; `llmpick recommend --seats N` ranks them beside routes"
            ),
        )
    return plans


def plan_of(catalog: Catalog, name: str) -> str:
    """
    The plan that *name* means.

    Raises:
        UserError: none does, or several do.
    """
    from llmpick.core.names import plan_names

    known = catalog.section("plan_names")
    found = plan_names.matches(name, known)
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(found[:8])
        raise UserError(
            said("`{name}` fits {found} plans", name=shown(name), found=len(found)),
            hint=said("name one of {several}", several=several),
        )
    raise UnknownName("plan", name, near_names(name.lower(), known), "llmpick list plans")


def gpus_of(catalog: Catalog, text: str) -> Gpus:
    """
    The accelerator, the count and the memory that *text* means, such as `2xL40S`.

    Raises:
        UserError: no count of one or more, no such accelerator, or several.
    """
    from llmpick.core.names import gpu_names

    sold = {one.id: [one.memory_gib] for one in catalog.accelerators.values()}
    for one in catalog.configurations:
        sold[one.accelerator].append(one.memory_gib)
    return gpu_names.gpus(text, catalog.section("hardware_names"), sold)


def format_named(catalog: Catalog, text: str) -> str | None:
    """The identifier of the format that is called *text*, or None."""
    folded = text.strip().lower().replace("-", "_")
    known = catalog.section("format_names")
    return next(
        (
            item
            for item in known
            if folded in {name.lower().replace("-", "_") for name in (item, *known[item])}
        ),
        None,
    )
