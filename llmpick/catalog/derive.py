"""
The ability fit as files of the catalog: derived/fit.toml and its tables, written, never edited.

Needs the extra `fit`. Same rows, same reference scale, same bytes.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.ability.data import LANGUAGE_DOMAIN, TaskDomains
from llmpick.catalog import evidence, read
from llmpick.catalog.write import table
from llmpick.errors import MissingExtra
from llmpick.files.write import replace_all, toml

SCALE = "anchors.csv"
LANGUAGE = "language-"
"""Prefix of the tasks that are a language alone."""


class FitOptions(NamedTuple):
    """What to leave out of a fit, its day, and whether models are expected by their traits."""

    exclude_sources: Collection[str] = ()
    exclude_benchmarks: Collection[str] = ()
    as_of: str | None = None
    prior: bool = True


class Fit(NamedTuple):
    """The files of a fit by their name below derived/, and the fit itself."""

    files: dict[str, bytes]
    rows: list[dict[str, Any]]
    abilities: Any
    report: dict[str, Any]


Progress = Callable[[str, int, int], None]


def fit(
    tables: evidence.Tables,
    version: str,
    wanted: FitOptions,
    *,
    with_report: bool,
    progress: Progress | None = None,
) -> Fit:
    """
    Fit the abilities on all rows of *tables*.

    Args:
        tables: The catalog's records, days as ISO texts.
        version: The catalog's version; its day is the day of the fit.
        wanted: What to leave out.
        with_report: Hold rows out and measure the fit, which takes some minutes; else the report
            and the calibration of the last fit are carried over.
        progress: Told the stage, the step and the number of steps.

    Raises:
        MissingExtra: numpy is not installed.
    """
    # before numpy is first imported: its threads only fight over matrices this small, and how many
    # there are would show in the last digits
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from llmpick.ability import baskets, carried, plain, summary, validate
        from llmpick.ability import fit as fitting
    except ImportError:
        raise MissingExtra("the fit", "numpy", "fit") from None
    found = evidence.inputs(tables)
    tasks = {**found.tasks, **_languages()}
    day = wanted.as_of or read.day_of(version)
    before: Mapping[str, Any] = tables["derived"].get("fit") or {}
    settings: dict[str, Any] = {
        "exclude_sources": wanted.exclude_sources,
        "exclude_benchmarks": wanted.exclude_benchmarks,
        "as_of": wanted.as_of,
        "traits": found.traits,
        "efforts": found.efforts,
        "with_prior": wanted.prior,
    }
    fitted = fitting.fit_factors(
        found.scores,
        found.benchmarks,
        found.releases,
        progress=_iterations(progress),
        **settings,
    )
    report: dict[str, Any] = dict(before.get("report") or {})
    if with_report:
        report = {
            **_external((validate, fitting, baskets), found, tasks, day, settings, progress),
            **_sources_left_out((validate, fitting), fitted, found, settings, progress),
            **validate.report(fitted, found.benchmarks, progress),
            "carried": carried.report(fitted, found.benchmarks, progress),
        }
    calibration = float(report.get("held_out", {}).get("calibration_c", 1.0))
    # as it is stored, so that a later fit without a report widens alike
    widening = carried.widening(_plain(report.get("carried", {})))

    def summed(scale: Mapping[str, Mapping[str, float]] | None) -> Any:
        return summary.summarise(
            fitted,
            found.benchmarks,
            tasks,
            day=day,
            calibration=calibration,
            widening=widening,
            near=found.near,
            previous=scale,
        )

    reference = _reference(tables)
    if reference is None:
        reference = _rounded(summary.anchor_values(summed(None).rows))
    abilities = summed(reference)
    known = tables["models"]
    rows = [plain.ability(row) for row in abilities.rows if row.model in known]
    header = plain.meta(abilities, found.benchmarks, day)
    files = {
        "fit.toml": toml(_fit_file(header, abilities, report, found, tables, calibration, day)),
        "estimates.csv": table(_estimates(rows)),
        "evidence.csv": table(_evidence(rows)),
        "baskets.csv": table(_baskets(abilities)),
        SCALE: table(_anchors(reference)),
        "posterior.csv": table(_posterior(plain.posterior(abilities), known)),
        "siblings.csv": table(_siblings(plain.between(abilities), known)),
    }
    return Fit(files, rows, abilities, report)


def write(folder: str, files: Mapping[str, bytes]) -> list[str]:
    """
    Put *files* below derived/ of *folder*, all or none; the paths written.

    Raises:
        UserError: the folder does not take them.
    """
    found = {os.path.join(folder, "derived", name): data for name, data in files.items()}
    replace_all(found)
    return list(found)


def _languages() -> dict[str, TaskDomains]:
    return {
        f"{LANGUAGE}{code}": TaskDomains(f"{LANGUAGE}{code}", {domain: 1.0})
        for code, domain in LANGUAGE_DOMAIN.items()
    }


def _iterations(progress: Progress | None) -> Callable[[int, float], None] | None:
    if progress is None:
        return None
    import math

    from llmpick.ability.factor import TOLERANCE

    told: list[float] = []  # the first change, and the largest part of the way so far, in percent

    def step(_: int, change: float) -> None:
        told[:] = told or [max(change, 2 * TOLERANCE), 0.0]
        way = math.log(told[0] / max(change, TOLERANCE)) / math.log(told[0] / TOLERANCE)
        told[1] = max(told[1], min(99.0, 100 * way))
        progress("fit, percent", round(told[1]), 100)

    return step


def _external(
    modules: tuple[Any, Any, Any],
    found: evidence.Inputs,
    tasks: Mapping[str, TaskDomains],
    day: str,
    settings: Mapping[str, Any],
    progress: Progress | None,
) -> dict[str, Any]:
    """The arenas left out, and predicted by the rest: a test by other people's votes."""
    validate, fitting, baskets = modules
    if progress:
        progress("arenas left out", 0, 1)

    def general(fitted: Any) -> Any:
        live = fitting.live_benchmarks(fitted, found.benchmarks, fitting.year_of(day))
        by_domain = baskets.live_by_domain(live, found.benchmarks)
        of_tasks, _ = fitting.make_baskets({"general": tasks["general"]}, by_domain, fitted)
        return of_tasks["general"].offset + fitted.posterior.mean @ of_tasks["general"].contrast

    outcome = validate.external_check(
        found.scores,
        found.benchmarks,
        found.releases,
        general,
        board_prefix="lmarena",
        target="lmarena_text_overall",
        year=day[:4],
        **{name: settings[name] for name in ("as_of", "traits", "with_prior")},
    )
    return {"arenas_left_out": outcome}


def _sources_left_out(
    modules: tuple[Any, Any],
    fitted: Any,
    found: evidence.Inputs,
    settings: Mapping[str, Any],
    progress: Progress | None,
) -> dict[str, Any]:
    """Every larger independent source left out, and its order of models foretold by the rest."""
    from llmpick.ability.held_out import FOLD_ITERATIONS

    validate, fitting = modules

    def fit_without(source: str) -> Any:
        return fitting.fit_factors(
            found.scores,
            found.benchmarks,
            found.releases,
            exclude_sources=(*settings["exclude_sources"], source),
            exclude_benchmarks=settings["exclude_benchmarks"],
            as_of=settings["as_of"],
            traits=settings["traits"],
            with_prior=settings["with_prior"],
            max_iterations=FOLD_ITERATIONS,
        )

    outcome = validate.leave_sources_out(
        fitted, fitted.scores, found.benchmarks, fit_without, progress
    )
    return {"sources_left_out": outcome}


def _reference(tables: evidence.Tables) -> dict[str, dict[str, float]] | None:
    """The reference scale that every fit is linked to, or None before the first."""
    anchors = tables["derived"].get("anchors")
    if anchors is None:
        return None
    found: dict[str, dict[str, float]] = {}
    for row in anchors["rows"]:
        found.setdefault(row["scale"], {})[row["row"]] = float(row["theta"])
    return found


def _rounded(scale: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {
        name: {row: round(value, 4) for row, value in values.items()}
        for name, values in scale.items()
    }


def _anchors(scale: Mapping[str, Mapping[str, float]]) -> list[dict[str, Any]]:
    return [
        {"scale": name, "row": row, "theta": value}
        for name, values in sorted(scale.items())
        for row, value in sorted(values.items())
    ]


def _estimates(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    heads = ("theta", "stderr", "score", "low", "high", "direct", "near", "label")
    return [
        {
            "model": row["model"],
            "effort": row["effort"] or "",
            "task": task,
            **dict(zip(heads, values, strict=True)),
        }
        for row in sorted(rows, key=_key)
        for task, values in sorted(row["task"].items())
    ]


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["model"], row["effort"] or ""


def _evidence(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "model": row["model"],
            "effort": row["effort"] or "",
            "scores": row["n_scores"],
            "model_scores": max(row["n_model"], row["n_scores"]),
            "independent": row["n_independent"],
            "benchmarks": row["n_benchmarks"],
            "usual_reported": row["usual_reported"][0],
            "usual_of": row["usual_reported"][1],
            "selfreport_shift": "" if row["selfreport_shift"] is None else row["selfreport_shift"],
            "general": row["general"][0],
            "general_stderr": row["general"][1],
            "prior_share": row["prior_share"],
        }
        for row in sorted(rows, key=_key)
    ]


def _baskets(abilities: Any) -> list[dict[str, Any]]:
    """What each task's estimate is made of, so that new results can change it without a fit."""
    from llmpick.ability import plain

    return [
        {
            "task": task,
            "benchmark": item["benchmark"] or "",
            "share": item["share"],
            "mu": item["mu"],
            "loadings": " ".join(f"{name}={value}" for name, value in item["loadings"].items()),
            "slope": plain.rounded(line.slope if line else 1.0),
            "intercept": plain.rounded(line.intercept if line else 0.0),
        }
        for task, parts in sorted(abilities.baskets.items())
        for line in [abilities.lines.get(task)]
        for item in plain.basket(parts, abilities)["items"]  # type: ignore[attr-defined]
    ]


def _posterior(posterior: Mapping[str, Any], known: Collection[str]) -> list[dict[str, Any]]:
    """Mean and upper triangle of the covariance of each row's factors, as numbers in one cell."""
    names = " ".join(posterior["factors"])
    return [
        {
            "row": row,
            f"mean of {names}": " ".join(map(_short, mean)),
            "covariance, upper triangle": " ".join(map(_short, upper)),
        }
        for row, (mean, upper) in sorted(posterior["rows"].items())
        if row.partition("@")[0] in known
    ]


def _siblings(
    between: Mapping[tuple[str, str], Sequence[float]], known: Collection[str]
) -> list[dict[str, Any]]:
    """Covariance of the factors of two efforts of a model, in the order of the posterior's."""
    return [
        {"row": one, "other": other, "covariance, row by row": " ".join(map(_short, values))}
        for (one, other), values in sorted(between.items())
        if one.partition("@")[0] in known
    ]


def _short(value: float) -> str:
    return f"{value:.4g}"


def _fit_file(
    header: Mapping[str, Any],
    abilities: Any,
    report: Mapping[str, Any],
    found: evidence.Inputs,
    tables: evidence.Tables,
    calibration: float,
    day: str,
) -> dict[str, Any]:
    scale = tables["scale"]["scale"]
    return {
        "meta": {
            "made": datetime.date.fromisoformat(day),
            "as_of": datetime.date.fromisoformat(day),
            "scale_version": scale["scale_version"],
            "inputs_sha256": evidence.inputs_hash(tables),
            "code_version": header["code_version"],
            "rows": header["n_scores"],
            "cells": header["n_cells"],
            "model_efforts": header["n_model_efforts"],
            "models": header["n_models"],
            "benchmarks": header["n_benchmarks"],
            "iterations": header["iterations"],
            "calibration": calibration,
        },
        "report": _plain(report),
        "source_classes": _plain(_sources(abilities)),
        "frontiers": {
            name: _frontier(best) for name, best in sorted(_frontiers(abilities).items())
        },
        "benchmarks": _benchmarks(abilities, found),
    }


def _sources(abilities: Any) -> dict[str, Any]:
    from llmpick.ability import plain

    return dict(plain.sources(abilities))


def _benchmarks(abilities: Any, found: evidence.Inputs) -> dict[str, Any]:
    from llmpick.ability import plain

    return {
        name: _plain(plain.benchmark(name, abilities, found.benchmarks))
        for name in sorted(abilities.fitted.grid.benchmarks)
    }


def _frontiers(abilities: Any) -> dict[str, Any]:
    from llmpick.ability.summary import frontiers

    spoken = frontiers(abilities.rows, "languages")
    return frontiers(abilities.rows, "tasks") | {
        f"{LANGUAGE}{code}": best for code, best in spoken.items()
    }


def _frontier(best: Any) -> dict[str, Any]:
    found = {"score": round(best.share, 4), "model": best.model}
    return found if best.effort is None else {**found, "effort": best.effort}


def _plain(value: Any) -> Any:
    """*value* as TOML takes it: no None, floats at four digits."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value if item is not None]
    if isinstance(value, bool | int | str):
        return value
    return round(float(value), 4) + 0.0
