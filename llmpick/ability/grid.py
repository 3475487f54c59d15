"""Cells as arrays: rows are (model, effort), columns benchmarks, efforts of a model siblings."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from llmpick.ability.data import (
    DOMAINS,
    HARNESS_DOMAINS,
    PARENT,
    RESIDUAL,
    SOURCE_CLASSES,
    TECHNICAL,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from llmpick.ability.cells import Cell
    from llmpick.ability.data import FitBenchmark

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
ShortInts = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

MIN_MODELS = 5
MIN_CELLS = 2
MIN_BOARD = 3
# The arena's own factor is the preference domain itself: its categories share voters and style.
BOARD_IS_DOMAIN = {"lmarena_text": "chat_pref"}
# Slots of a benchmark: general, domain, board, parent, residual factors.
WIDTH = 4 + len(RESIDUAL)


class ScoreGrid(NamedTuple):
    """
    Everything the EM needs, as arrays.

    `z` and `v` are rows x benchmarks (logits, squared logits), valid where `mask`;
    `support` holds the factors of each benchmark, -1 where there is none, and `kind`
    what they are: 0 general, 1 domain, 2 board, 3 parent of the domain, 4 residual;
    `siblings` maps a number of efforts to an array of row indices, one line a model;
    `trained` marks rows that take part in the M-step: measured, of models with enough cells.
    """

    rows: tuple[tuple[str, str | None], ...]
    benchmarks: tuple[str, ...]
    factors: tuple[str, ...]
    z: Floats
    v: Floats
    mask: Bools
    source_class: Ints
    harness: Bools
    support: Ints
    kind: Ints
    siblings: dict[int, Ints]
    trained: Bools


def enough(cells: Sequence[Cell]) -> tuple[frozenset[str], frozenset[str]]:
    """Benchmarks with five models and models with two cells, found by turns until both hold."""
    models = {cell.model for cell in cells}
    benchmarks = {cell.benchmark for cell in cells}
    while True:
        inside = [c for c in cells if c.model in models and c.benchmark in benchmarks]
        seen: defaultdict[str, set[str]] = defaultdict(set)
        for cell in inside:
            seen[cell.benchmark].add(cell.model)
        n_cells = Counter(cell.model for cell in inside)
        next_benchmarks = {b for b in benchmarks if len(seen[b]) >= MIN_MODELS}
        next_models = {m for m in models if n_cells[m] >= MIN_CELLS}
        if next_benchmarks == benchmarks and next_models == models:
            return frozenset(benchmarks), frozenset(models)
        benchmarks, models = next_benchmarks, next_models


def board_factors(ids: Sequence[str], benchmarks: Mapping[str, FitBenchmark]) -> list[str]:
    """Boards with enough benchmarks for a factor of their own, sorted."""
    sizes = Counter(benchmarks[i].board for i in ids)
    return sorted(b for b, n in sizes.items() if n >= MIN_BOARD and b not in BOARD_IS_DOMAIN)


def loads_on(benchmark: FitBenchmark, factors: Sequence[str]) -> list[tuple[str, int]]:
    """
    Factors of a benchmark with their kind, as in `ScoreGrid`.

    Votes load on no residual factor: they would become what voters like, and that shared with
    tests. What is liked and not right stays in the factor of the arena.
    """
    names = [("general", 0)]
    if benchmark.domain in DOMAINS:
        names.append((benchmark.domain, 1))
    board = BOARD_IS_DOMAIN.get(benchmark.board, f"board:{benchmark.board}")
    if board in factors and board != benchmark.domain:
        names.append((board, 2))
    if benchmark.domain in PARENT:
        names.append((PARENT[benchmark.domain], 3))
    if benchmark.link == "elo":
        return names
    return [*names, *((factor, 4) for factor in RESIDUAL)]


def sibling_groups(rows: Sequence[tuple[str, str | None]]) -> dict[int, Ints]:
    """Row indices of each model, collected by the number of its efforts."""
    by_model: defaultdict[str, list[int]] = defaultdict(list)
    for index, (model, _) in enumerate(rows):
        by_model[model].append(index)
    sizes: defaultdict[int, list[list[int]]] = defaultdict(list)
    for indices in by_model.values():
        sizes[len(indices)].append(indices)
    return {n: np.array(sizes[n], dtype=np.int64) for n in sorted(sizes)}


def trained_part(grid: ScoreGrid) -> ScoreGrid:
    """The rows that take part in the M-step, nothing else changed."""
    keep = grid.trained
    rows = tuple(row for row, kept in zip(grid.rows, keep, strict=True) if kept)
    return grid._replace(
        rows=rows,
        z=grid.z[keep],
        v=grid.v[keep],
        mask=grid.mask[keep],
        source_class=grid.source_class[keep],
        siblings=sibling_groups(rows),
        trained=grid.trained[keep],
    )


def build(
    cells: Sequence[Cell],
    benchmarks: Mapping[str, FitBenchmark],
    efforts: Mapping[str, Collection[str]] | None = None,
) -> ScoreGrid:
    """
    Lay sorted cells out; benchmarks under the minimum are left out, thin models stay as rows.

    Args:
        cells: The measurements.
        benchmarks: The registry.
        efforts: Efforts by model that get a row though nothing was measured at them, if the model
            was measured at another that has a name.
    """
    inside, trained = enough(cells)
    cells = [cell for cell in cells if cell.benchmark in inside]
    measured = {(c.model, c.effort or "") for c in cells}
    named = {model for model, effort in measured if effort}
    wanted = {(m, e) for m, some in (efforts or {}).items() if m in named for e in some}
    keys = sorted(measured | wanted)
    rows = tuple((model, effort or None) for model, effort in keys)
    ids = tuple(sorted(inside))
    factors = (
        "general",
        *DOMAINS,
        TECHNICAL,
        *RESIDUAL,
        *(f"board:{b}" for b in board_factors(ids, benchmarks)),
    )
    row_of = {key: i for i, key in enumerate(keys)}
    column_of = {b: j for j, b in enumerate(ids)}
    shape = (len(rows), len(ids))
    z, v = np.zeros(shape), np.ones(shape)
    mask, classes = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=np.int64)
    for cell in cells:
        at = row_of[(cell.model, cell.effort or "")], column_of[cell.benchmark]
        z[at], v[at], mask[at] = cell.z, cell.v, True
        classes[at] = SOURCE_CLASSES.index(cell.source_class)
    support = np.full((len(ids), WIDTH), -1, dtype=np.int64)
    kind = np.full((len(ids), WIDTH), -1, dtype=np.int64)
    for j, name in enumerate(ids):
        for slot, (factor, factor_kind) in enumerate(loads_on(benchmarks[name], factors)):
            support[j, slot], kind[j, slot] = factors.index(factor), factor_kind
    harness = np.array([benchmarks[b].domain in HARNESS_DOMAINS for b in ids], dtype=bool)
    return ScoreGrid(
        rows,
        ids,
        factors,
        z,
        v,
        mask,
        classes,
        harness,
        support,
        kind,
        sibling_groups(rows),
        np.array([m in trained and (m, e or "") in measured for m, e in rows], dtype=bool),
    )
