"""A converged fit as plain data: estimates of every task, posterior, scale, benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from llmpick.ability import baskets, fit, link, posterior
from llmpick.ability.data import ABILITY_FACTORS, RESIDUAL, SOURCE_CLASSES
from llmpick.ability.grid import trained_part
from llmpick.ability.transform import expected_value, measure

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from llmpick.ability.baskets import Basket, TaskAbility, Widening
    from llmpick.ability.data import FitBenchmark, PublishedScore, TaskDomains
    from llmpick.ability.fit import Evidence, Fitted
    from llmpick.ability.grid import Floats
    from llmpick.ability.link import LinkLine

STORED_FACTORS = (*ABILITY_FACTORS, *RESIDUAL)


class AbilityRow(NamedTuple):
    """
    One (model, effort) with all that is known of it; estimates per task and language.

    *prior_share* is how much of its general ability comes of what was expected before its scores
    (date, size, family), 0 to 1: the variance that its scores leave of the variance before them.
    """

    model: str
    effort: str | None
    evidence: Evidence
    usual_reported: tuple[int, int]
    selfreport_shift: float | None
    general: tuple[float, float]
    prior_share: float
    tasks: dict[str, TaskAbility]
    languages: dict[str, TaskAbility]


class Best(NamedTuple):
    """The highest expected *share* of a task's points, 0 to 1, and who has it."""

    share: float
    model: str
    effort: str | None


class Abilities(NamedTuple):
    """The outcome of a fit; `plain` turns it into dictionaries, rounded."""

    fitted: Fitted
    rows: list[AbilityRow]
    baskets: dict[str, Basket]
    languages: dict[str, Basket]
    live: dict[str, bool]
    lines: dict[str, LinkLine]
    calibration: float


def selfreport_shifts(fitted: Fitted) -> Floats:
    """
    How much the general factor of each row falls without its makers' own numbers.

    The benchmarks keep their parameters, so only the model's own evidence changes;
    nan where nothing but such numbers is known.
    """
    layout = fitted.grid
    others = layout.mask & (layout.source_class != 1)
    own = (layout.mask & (layout.source_class == 1)).sum(1) > 0
    of_model = posterior.over_siblings(layout, own[:, None].astype(np.float64))[:, 0] > 0.0
    known = trained_part(layout._replace(mask=others, trained=of_model))
    plan = posterior.plan_of(known)
    rest = posterior.expect(known, fitted.parameters, fitted.prior.x[of_model], plan)
    shift = np.zeros(len(layout.rows))
    shift[of_model] = fitted.posterior.mean[of_model, 0] - rest.mean[:, 0]
    left = posterior.over_siblings(layout, others.sum(1, keepdims=True).astype(np.float64))[:, 0]
    return np.where(left == 0, np.nan, np.where(own, shift, 0.0))


def frontiers(rows: Sequence[AbilityRow], kind: Literal["tasks", "languages"]) -> dict[str, Best]:
    """
    The best of every task, or language, by its expected score.

    Rows with evidence in the task's domains and two scores at least; where none has any, those
    with evidence elsewhere. Where efforts are named, a row without one is no setting to choose.
    """
    found = {}
    named = {row.model for row in rows if row.effort is not None}
    ranked = [row for row in rows if row.effort is not None or row.model not in named]
    for name in getattr(rows[0], kind) if rows else ():
        known = [(getattr(row, kind)[name], row) for row in ranked]
        for labels in (("direct", "some"), ("general only",)):
            if able := [
                Best(one.share, row.model, row.effort) for one, row in known if one.label in labels
            ]:
                found[name] = max(able, key=lambda best: (*best[:2], best.effort or ""))
                break
    return found


def linked(estimate: TaskAbility, line: LinkLine) -> TaskAbility:
    """An estimate on the scale of the fit before; shares are not on that scale."""
    return estimate._replace(
        theta=line.slope * estimate.theta + line.intercept, se=line.slope * estimate.se
    )


def anchor_values(rows: Sequence[AbilityRow]) -> dict[str, dict[str, float]]:
    """What a later fit is linked to: scale name -> row key -> value, well-measured rows only."""
    out: dict[str, dict[str, float]] = {}
    for row in rows:
        key = row_key(row.model, row.effort)
        if "general" in row.tasks and row.tasks["general"].label != "direct":
            continue
        out.setdefault("g", {})[key] = row.general[0]
        for task, estimate in row.tasks.items():
            out.setdefault(task, {})[key] = estimate.theta
    return out


def link_lines(
    rows: Sequence[AbilityRow], previous: Mapping[str, Mapping[str, float]] | None
) -> dict[str, LinkLine]:
    """Linking line of the general factor ("g") and of every task against an earlier fit."""
    now = anchor_values(rows)
    return {
        name: link.mean_sigma(now[name], previous[name])
        for name in sorted(now)
        if previous and name in previous
    }


def relinked(row: AbilityRow, lines: Mapping[str, LinkLine]) -> AbilityRow:
    """A row with its values on the scale of the earlier fit."""
    line = lines.get("g", link.IDENTITY)
    mean, se = row.general
    tasks = {t: linked(e, lines.get(t, link.IDENTITY)) for t, e in row.tasks.items()}
    general = (line.slope * mean + line.intercept, line.slope * se)
    return row._replace(general=general, tasks=tasks)


def row_key(model: str, effort: str | None) -> str:
    """Name of a row in plain data: `model` or `model@effort`."""
    return model if effort is None else f"{model}@{effort}"


def residuals(
    scores: Sequence[PublishedScore], abilities: Abilities, benchmarks: Mapping[str, FitBenchmark]
) -> list[tuple[float | None, float | None]]:
    """
    Expected value (published unit) and standardised residual of each score.

    The score itself took part in the fit; its residual therefore understates how
    far it lies off. None where row or benchmark is not in the fit.
    """
    layout, p, q = abilities.fitted.grid, abilities.fitted.parameters, abilities.fitted.posterior
    row_of = {row: i for i, row in enumerate(layout.rows)}
    column_of = {name: j for j, name in enumerate(layout.benchmarks)}
    out: list[tuple[float | None, float | None]] = []
    for score in scores:
        r, j = row_of.get((score.model, score.effort)), column_of.get(score.benchmark)
        if r is None or j is None:
            out.append((None, None))
            continue
        benchmark = benchmarks[score.benchmark]
        measured = measure(score, benchmark)
        mean, variance = posterior.predict(layout, p, q, (np.array([r]), np.array([j])))
        source_class = SOURCE_CLASSES.index(score.source_class)
        offset = p.offset[int(layout.harness[j])] if source_class == 1 else 0.0
        error = float(np.sqrt(variance[0] + measured.v + p.eta[source_class]))
        expected = float(mean[0] + offset)
        out.append((expected_value(expected, benchmark), (measured.z - expected) / error))
    return out


def summarise(
    fitted: Fitted,
    benchmarks: Mapping[str, FitBenchmark],
    tasks: Mapping[str, TaskDomains],
    *,
    day: str,
    calibration: float = 1.0,
    widening: Widening = baskets.AS_FITTED,
    near: Mapping[str, Collection[str]] = baskets.NOTHING_NEAR,
    previous: Mapping[str, Mapping[str, float]] | None = None,
) -> Abilities:
    """
    Estimates of every row for every task and language.

    Args:
        fitted: A converged fit.
        benchmarks: The registry.
        tasks: Baskets wanted.
        day: Day of the fit, ISO; it decides which benchmarks are recent and the value scale.
        calibration: Factor c on standard errors in the 80 % intervals.
        widening: Factors on the errors of what is carried over.
        near: Domains near each domain, for which evidence is counted apart.
        previous: `anchor_values` of an earlier fit, to stay on its scale.
    """
    live = fit.live_benchmarks(fitted, benchmarks, fit.year_of(day))
    by_domain = baskets.live_by_domain(live, benchmarks)
    of_tasks, of_languages = fit.make_baskets(tasks, by_domain, fitted)
    usual, shifts = fit.usual_reported(fitted, live), selfreport_shifts(fitted)
    evidences = fit.evidence_of(fitted)
    by_task, by_language = (
        {
            name: fit.estimates(parts, fitted, evidences, calibration, widening, near)
            for name, parts in group.items()
        }
        for group in (of_tasks, of_languages)
    )
    rows = []
    for r, evidence in enumerate(evidences):
        spread = float(fitted.posterior.cov[r, 0, 0])
        if evidence.n_model_independent < baskets.MIN_INDEPENDENT:
            spread += baskets.SELF_REPORT_VARIANCE
        general = (float(fitted.posterior.mean[r, 0]), spread**0.5)
        shift = None if np.isnan(shifts[r]) else float(shifts[r])
        rows.append(
            AbilityRow(
                *fitted.grid.rows[r],
                evidence,
                usual[r],
                shift,
                general,
                min(1.0, float(fitted.posterior.cov[r, 0, 0])),
                {name: found[r] for name, found in by_task.items()},
                {name: found[r] for name, found in by_language.items()},
            )
        )
    lines = link_lines(rows, previous)
    rows = [relinked(row, lines) for row in rows]
    return Abilities(fitted, rows, of_tasks, of_languages, live, lines, calibration)
