"""Which test of which model would narrow the catalog's answers most."""

from __future__ import annotations

from typing import NamedTuple

from llmpick.ability import expected
from llmpick.ability.gaps import UNMEASURED_VARIANCE, error_after
from llmpick.catalog.contents import Catalog
from llmpick.core.facts.estimates import Estimate
from llmpick.evidence import stored
from llmpick.evidence.own import stored_baskets

CONTENDERS = 12
"""Models of a task whose order matters: the highest by ability and one error."""


class Gap(NamedTuple):
    """
    A score that nobody has, and the standard error of a task's estimate without and with it.

    Errors are in logits; *narrower* is their difference.
    """

    task: str
    model: str
    effort: str | None
    benchmark: str
    stderr: float
    stderr_after: float
    narrower: float


def gaps(catalog: Catalog, task: str | None = None, limit: int = 20) -> list[Gap]:
    """
    The *limit* scores that would narrow the estimates of the leading models most.

    Each by itself, at the effort that leads, of 200 items and by somebody independent; what it
    would tell of other efforts and tasks is not counted. None where the catalog has no fit in full.

    Args:
        catalog: The catalog.
        task: One task; None for all.
        limit: How many.
    """
    fit = stored.stored(catalog)
    if fit is None or "baskets" not in catalog.ids("derived"):
        return []
    parts = stored_baskets(catalog)
    found: list[Gap] = []
    for name in [task] if task else sorted(catalog.tasks):
        if name not in parts:
            continue
        basket, live = parts[name]
        contrast = [basket.contrast.get(factor, 0.0) for factor in fit.factors]
        for row in _contenders(catalog.estimates(name)):
            state = fit.state(stored.row_key(row.model, row.effort))
            if state is None:
                continue
            known = _measured(catalog, row.model, row.effort)
            for benchmark in sorted(live - known):
                parameters = fit.parameters[benchmark]
                loadings, unstored = expected.stored_loadings(parameters, fit.factors)
                noise = parameters.psi + unstored + UNMEASURED_VARIANCE
                before, after = error_after(state, contrast, loadings, noise)
                found.append(
                    Gap(name, row.model, row.effort, benchmark, before, after, before - after)
                )
    return sorted(found, key=lambda gap: (-gap.narrower, _name(gap)))[:limit]


def _name(gap: Gap) -> tuple[str, str, str, str]:
    return gap.task, gap.model, gap.effort or "", gap.benchmark


def _contenders(rows: list[Estimate]) -> list[Estimate]:
    """The leading effort of each of the leading models."""
    best: dict[str, Estimate] = {}
    for row in sorted(rows, key=lambda row: (-row.theta - row.stderr, row.effort or "")):
        best.setdefault(row.model, row)
    return list(best.values())[:CONTENDERS]


def _measured(catalog: Catalog, model: str, effort: str | None) -> set[str]:
    scores = catalog.record("models", model).get("scores") or ()
    return {score["benchmark"] for score in scores if score.get("effort") == effort}
