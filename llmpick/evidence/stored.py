"""The fit as the catalog keeps it, and the scales that its benchmarks are on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from llmpick.ability.data import FitBenchmark, PublishedScore
from llmpick.ability.expected import FittedBenchmark, SourceClass
from llmpick.ability.update import State, full_matrix
from llmpick.catalog.contents import Catalog
from llmpick.core.facts.estimates import Benchmark
from llmpick.errors import CatalogError
from llmpick.evidence.files import OwnScore

AS_REPORTED = SourceClass(0.0, 0.0, 0.0)


class Stored(NamedTuple):
    """The fit as the catalog keeps it: factors and their posterior by row, benchmarks, classes."""

    factors: tuple[str, ...]
    posterior: Mapping[str, tuple[str, str]]
    parameters: Mapping[str, FittedBenchmark]
    tables: Mapping[str, Mapping[str, Any]]
    reporters: Mapping[str, SourceClass]
    calibration: float

    def state(self, row: str) -> State | None:
        """Factors of a row, None where the fit has none."""
        found = self.posterior.get(row)
        if found is None:
            return None
        mean = [float(value) for value in found[0].split()]
        return State(mean, full_matrix([float(value) for value in found[1].split()], len(mean)))


def stored(catalog: Catalog) -> Stored | None:
    """
    The fit of *catalog*, None where it holds none in full.

    Raises:
        CatalogError: its tables are broken.
    """
    if not {"fit", "posterior"} <= set(catalog.ids("derived")):
        return None
    fit, rows = catalog.record("derived", "fit"), catalog.record("derived", "posterior")["rows"]
    if not rows or not fit["benchmarks"]:
        return None
    scatter = fit["report"].get("scatter", {}).get("scores", {})
    try:
        _, mean, covariance = rows[0]
        return Stored(
            factors=tuple(mean.removeprefix("mean of ").split()),
            posterior={row["row"]: (row[mean], row[covariance]) for row in rows},
            parameters={
                name: FittedBenchmark(
                    table["mu"],
                    table["loadings"],
                    table["psi"],
                    scatter.get(table["domain"], 1.0),
                )
                for name, table in fit["benchmarks"].items()
            },
            tables=fit["benchmarks"],
            reporters={
                name: SourceClass(table["offset"], table["offset_harness"], table["variance"])
                for name, table in fit["source_classes"].items()
            },
            calibration=float(fit["meta"]["calibration"]),
        )
    except (KeyError, ValueError, TypeError):
        raise unknown_form() from None


def unknown_form() -> CatalogError:
    return CatalogError(
        "the catalog's fit is not in the form that is known here",
        hint="run `llmpick catalog fit` on its files",
    )


def row_key(model: str, effort: str | None) -> str:
    """The name of a row of the fit."""
    return model if effort is None else f"{model}@{effort}"


def scale_of(benchmark: Benchmark) -> FitBenchmark:
    """A benchmark as the arithmetic of the fit takes it."""
    return FitBenchmark(
        benchmark.id,
        benchmark.domain,
        benchmark.scale_min,
        benchmark.scale_max,
        benchmark.chance,
        benchmark.higher_is_better,
        benchmark.link,  # type: ignore[arg-type]  # the schema allows these words only
        benchmark.board,
        benchmark.role,  # type: ignore[arg-type]
        benchmark.in_fit,
    )


def own_score(score: OwnScore) -> PublishedScore:
    """An own result as the arithmetic of the fit takes it."""
    return PublishedScore(
        *(score.model, score.effort, None, score.test, score.score, "own", "independent", ""),
        items=score.items,
        stderr=score.stderr,
    )
