"""
BenchPress's checks (arXiv 2606.24020) of the ability fit, on a public matrix of scores.

    python bench/ability.py MATRIX.csv [--folds 10] [--cutoff 2025-07-01] [--shown 5]

The matrix has the columns model, release_date, benchmark, domain and score (0 to 1), as Epoch's
benchmark-stitching data. Nothing but the fit's own code is run, with its own priors:

- hidden halves: half of every model's cells hidden, in turn; median absolute error in points;
- new releases: models out since the cutoff keep so many cells and hide the rest;
- pairs: of two models on a benchmark, both hidden, whether the better one is foretold.

BenchPress publishes 4.60 (median), 5.0 (new releases) and 92.1 % (pairs) on a matrix of its own;
theirs are other cells, so that the figures stand beside each other and are no contest.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import sys
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from llmpick.ability import accuracy, factor, fit, held_out
from llmpick.ability.data import FitBenchmark, PublishedScore

DOMAIN = {
    "coding": "coding_gen",
    "agentic": "agentic_tool",
    "general": "other",
    "language": "other",
    "longctx": "long_context",
}


def read(path: str) -> tuple[list[PublishedScore], dict[str, FitBenchmark], dict[str, str]]:
    """Scores, benchmarks and days of release of a matrix."""
    scores, benchmarks, releases = [], {}, {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["benchmark"]
            domain = DOMAIN.get(row["domain"], row["domain"])
            benchmarks[name] = FitBenchmark(
                name, domain, 0.0, 1.0, None, True, "logit", name, "single", True
            )
            releases[row["model"]] = row["release_date"]
            value, day = float(row["score"]), row["release_date"] or "2025-01-01"
            scores.append(
                PublishedScore(row["model"], None, None, name, value, "matrix", "independent", day)
            )
    return scores, benchmarks, releases


def order(name: str) -> int:
    """A fixed shuffle."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])


def halves(grid: Any) -> list[Any]:
    """Two masks of hidden cells: each model's cells in a shuffled order, every other one."""
    masks = [np.zeros_like(grid.mask), np.zeros_like(grid.mask)]
    for r, (model, _) in enumerate(grid.rows):
        columns = np.flatnonzero(grid.mask[r])
        for place, j in enumerate(
            sorted(columns, key=lambda j: order(f"{model}|{grid.benchmarks[j]}"))
        ):
            masks[place % 2][r, j] = True
    return masks


def tenths(grid: Any, folds: int) -> list[Any]:
    """Masks of hidden cells, a share of all in each."""
    number = np.array([[order(f"{m}|{b}") % folds for b in grid.benchmarks] for m, _ in grid.rows])
    return [grid.mask & (number == fold) for fold in range(folds)]


def new_releases(grid: Any, releases: dict[str, str], cutoff: str, shown: int) -> list[Any]:
    """One mask: of models out since the cutoff all cells but so many."""
    mask = np.zeros_like(grid.mask)
    for r, (model, _) in enumerate(grid.rows):
        if releases[model] >= cutoff:
            columns = sorted(
                np.flatnonzero(grid.mask[r]), key=lambda j: order(f"{model}|{grid.benchmarks[j]}")
            )
            mask[r, columns[shown:]] = True
    return [mask]


def foretold(fitted: Any, hidden: list[Any]) -> Any:
    """Rows, columns, true and foretold shares of all hidden cells."""
    parts = []
    for mask in hidden:
        rest, at = held_out.predictable(fitted.grid, mask)
        p, q, _ = factor.run(rest, fitted.prior)
        mean, _ = held_out.predicted(fitted.grid, p, q, at)
        parts.append((*at, accuracy.shares(fitted.grid.z[at]), accuracy.shares(mean)))
    return [np.concatenate(part) for part in zip(*parts, strict=True)]


def pairs(rows: Any, columns: Any, truth: Any, said: Any) -> tuple[int, float]:
    """Pairs of models on a benchmark that differ, and the share of them in the right order."""
    right = total = 0
    for j in np.unique(columns):
        at = np.flatnonzero(columns == j)
        first, second = np.triu_indices(len(at), 1)
        differ = truth[at[first]] - truth[at[second]]
        agree = (differ * (said[at[first]] - said[at[second]])) > 0.0
        total += int((differ != 0.0).sum())
        right += int((agree & (differ != 0.0)).sum())
    return total, right / max(total, 1)


def line(name: str, found: Any) -> None:
    """Print one check."""
    rows, columns, truth, said = found
    error = 100.0 * (said - truth)
    n, share = pairs(rows, columns, truth, said)
    print(
        f"{name:34} {len(error):5} cells  median {np.median(np.abs(error)):5.2f}"
        f"  rmse {np.sqrt((error**2).mean()):5.2f}  pairs {100.0 * share:5.1f} % of {n}"
    )


def main() -> int:
    """Run the checks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("matrix")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--cutoff", default="2025-07-01")
    parser.add_argument("--shown", type=int, default=5)
    asked = parser.parse_args()
    scores, benchmarks, releases = read(asked.matrix)
    fitted = fit.fit_factors(scores, benchmarks, releases)
    line("half of each model hidden", foretold(fitted, halves(fitted.grid)))
    line(f"{asked.folds} folds of cells", foretold(fitted, tenths(fitted.grid, asked.folds)))
    late = new_releases(fitted.grid, releases, asked.cutoff, asked.shown)
    line(f"released since {asked.cutoff}, {asked.shown} shown", foretold(fitted, late))
    return 0


if __name__ == "__main__":
    sys.exit(main())
