"""Abilities as dictionaries, rounded, ready for a writer of JSON or TOML."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from llmpick.ability import fit
from llmpick.ability.data import DOMAINS, SOURCE_CLASSES
from llmpick.ability.summary import STORED_FACTORS, row_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmpick.ability.baskets import Basket, TaskAbility
    from llmpick.ability.data import FitBenchmark, TaskDomains
    from llmpick.ability.grid import Floats
    from llmpick.ability.summary import Abilities, AbilityRow

DIGITS = 4
Plain = dict[str, object]


def rounded(value: float) -> float:
    """A number as stored; minus zero becomes zero."""
    return round(float(value), DIGITS) + 0.0


def estimate(value: TaskAbility) -> list[object]:
    """[theta, se, p, p_lo80, p_hi80, n_direct, n_near, label]."""
    numbers = [rounded(x) for x in (value.theta, value.se, value.share, value.low, value.high)]
    return [*numbers, value.n_direct, value.n_near, value.label]


def ability(row: AbilityRow) -> Plain:
    """One (model, effort)."""
    evidence = row.evidence
    return {
        "model": row.model,
        "effort": row.effort,
        "n_scores": evidence.n_scores,
        "n_independent": evidence.n_independent,
        "n_benchmarks": evidence.n_benchmarks,
        "n_model": evidence.n_model,
        "n_model_independent": evidence.n_model_independent,
        "usual_reported": list(row.usual_reported),
        "selfreport_shift": None if row.selfreport_shift is None else rounded(row.selfreport_shift),
        "domains": {d: len(evidence.direct[d]) for d in DOMAINS if d in evidence.direct},
        "general": [rounded(x) for x in row.general],
        "prior_share": rounded(row.prior_share),
        "task": {name: estimate(value) for name, value in row.tasks.items()},
        "lang": {name: estimate(value) for name, value in row.languages.items()},
    }


def benchmark(name: str, abilities: Abilities, benchmarks: Mapping[str, FitBenchmark]) -> Plain:
    """Parameters of one benchmark; `loadings` holds every factor it loads on."""
    layout, p = abilities.fitted.grid, abilities.fitted.parameters
    j = layout.benchmarks.index(name)
    slots = [k for k in layout.support[j] if k >= 0]
    own = [k for k, kind in zip(layout.support[j], layout.kind[j], strict=True) if kind == 1]
    return {
        "mu": rounded(p.mu[j]),
        "lambda": rounded(p.loadings[j, 0]),
        "kappa": rounded(p.loadings[j, own[0]]) if own else 0.0,
        "loadings": {layout.factors[k]: rounded(p.loadings[j, k]) for k in slots},
        "psi": rounded(p.psi[j]),
        "domain": benchmarks[name].domain,
        "board": benchmarks[name].board,
        "contamination": benchmarks[name].contamination or None,
        "live": abilities.live[name],
        "models": len({layout.rows[r][0] for r in np.flatnonzero(layout.mask[:, j])}),
    }


def ability_columns(abilities: Abilities) -> list[int]:
    """Columns of the factors that tasks need, boards left out."""
    return [abilities.fitted.grid.factors.index(factor) for factor in STORED_FACTORS]


def basket(parts: Basket, abilities: Abilities) -> Plain:
    """theta = offset + contrast . factors; the items are for p = sum of shares x sigmoid."""
    columns = ability_columns(abilities)

    def named(loadings: Floats) -> dict[str, float]:
        return {
            STORED_FACTORS[i]: rounded(loadings[k])
            for i, k in enumerate(columns)
            if rounded(loadings[k])
        }

    return {
        "offset": rounded(parts.offset),
        "contrast": named(parts.contrast),
        "own_domains": sorted(parts.own_domains),
        "items": [
            {
                "benchmark": item.benchmark,
                "share": rounded(item.share),
                "mu": rounded(item.mu),
                "loadings": named(item.loadings),
            }
            for item in parts.items
        ],
    }


def sources(abilities: Abilities) -> Plain:
    """Offset (logits, subtracted) and extra variance of each source class."""
    p = abilities.fitted.parameters
    return {
        name: {
            "offset": rounded(p.offset[0]) if name == "developer" else 0.0,
            "offset_harness": rounded(p.offset[1]) if name == "developer" else 0.0,
            "variance": rounded(p.eta[i]),
        }
        for i, name in enumerate(SOURCE_CLASSES)
    }


def meta(abilities: Abilities, benchmarks: Mapping[str, FitBenchmark], day: str) -> Plain:
    """What was fitted, when, from what."""
    fitted, p = abilities.fitted, abilities.fitted.parameters
    return {
        "fit_day": day,
        "code_version": fit.CODE_VERSION,
        "input_sha256": fit.input_hash(fitted.scores, benchmarks),
        "n_scores": len(fitted.scores),
        "n_cells": int(fitted.grid.mask.sum()),
        "n_model_efforts": len(fitted.grid.rows),
        "n_models": len({model for model, _ in fitted.grid.rows}),
        "n_benchmarks": len(fitted.grid.benchmarks),
        "iterations": fitted.iterations,
        "calibration_c": rounded(abilities.calibration),
        "effort_variance": dict(
            zip(("general", "domain", "board"), map(rounded, p.tau2), strict=True)
        ),
        "effort_shared_noise": rounded(p.shared),
        "expected": {
            name: rounded(slope)
            for name, slope in zip(fitted.prior.columns, p.trend[:, 0], strict=True)
        },
        "links": {
            name: {
                "slope": rounded(line.slope),
                "intercept": rounded(line.intercept),
                "anchors": line.anchors,
                "move_sd": rounded(line.move),
            }
            for name, line in abilities.lines.items()
        },
    }


def siblings(abilities: Abilities) -> Plain:
    """Covariance of theta between efforts of a model: upper triangle per task, c not applied."""
    fitted = abilities.fitted
    out: Plain = {}
    for n, index in fitted.grid.siblings.items():
        if n < 2:
            continue
        for i, rows in enumerate(index):
            joint = fitted.posterior.joint[n][i]
            per_task = {}
            for task, parts in abilities.baskets.items():
                line = abilities.lines.get(task)
                slope = 1.0 if line is None else line.slope
                c = parts.contrast * slope
                block = np.einsum("k,rksl,l->rs", c, joint, c)
                per_task[task] = [rounded(block[r, s]) for r in range(n) for s in range(r, n)]
            model = fitted.grid.rows[rows[0]][0]
            efforts = [fitted.grid.rows[r][1] for r in rows]
            out[model] = {"efforts": efforts, "task": per_task}
    return dict(sorted(out.items()))


def posterior(abilities: Abilities) -> Plain:
    """Mean and upper triangle of the covariance of the ability factors, per row key."""
    q, columns = abilities.fitted.posterior, ability_columns(abilities)
    upper = np.triu_indices(len(columns))
    rows = {}
    for r, row in enumerate(abilities.fitted.grid.rows):
        cov = q.cov[r][np.ix_(columns, columns)][upper]
        rows[row_key(*row)] = [
            [rounded(x) for x in q.mean[r][columns]],
            [rounded(x) for x in cov],
        ]
    return {"factors": list(STORED_FACTORS), "rows": rows}


def between(abilities: Abilities) -> dict[tuple[str, str], list[float]]:
    """
    Covariance of the ability factors of two efforts of a model, row by row, by their row keys.

    Rows are the factors of the first effort, columns those of the second.
    """
    fitted, columns = abilities.fitted, ability_columns(abilities)
    found = {}
    for n, index in fitted.grid.siblings.items():
        for model, rows in zip(fitted.posterior.joint[n], index, strict=True):
            for i, j in combinations(range(n), 2):
                pair = row_key(*fitted.grid.rows[rows[i]]), row_key(*fitted.grid.rows[rows[j]])
                matrix = model[i, :, j, :][np.ix_(columns, columns)]
                found[pair] = [rounded(value) for value in matrix.ravel()]
    return found


def plain(
    abilities: Abilities,
    benchmarks: Mapping[str, FitBenchmark],
    tasks: Mapping[str, TaskDomains],
    *,
    day: str,
    report: Plain | None = None,
) -> Plain:
    """The whole outcome except the posterior, which is large (see `posterior`)."""
    header = meta(abilities, benchmarks, day)
    return {
        "meta": header if report is None else {**header, "report": report},
        "domains": list(DOMAINS),
        "benchmarks": {
            name: benchmark(name, abilities, benchmarks)
            for name in abilities.fitted.grid.benchmarks
        },
        "sources": sources(abilities),
        "tasks": {
            name: {"domains": tasks[name].domains, **basket(parts, abilities)}
            for name, parts in abilities.baskets.items()
        },
        "languages": {
            name: basket(parts, abilities) for name, parts in abilities.languages.items()
        },
        "abilities": [ability(row) for row in abilities.rows],
        "siblings": siblings(abilities),
    }
