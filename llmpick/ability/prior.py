"""
What is expected of a model before its scores: date, size and family, and a curve of effort.

The factors of a row are expected at `x @ trend`, a linear regression with a ridge that the fit
estimates with everything else (a hierarchical prior; Gelman and Hill, *Data Analysis Using
Regression and Multilevel Models*, 2007, ch. 12). Columns that are the same for all efforts of a
model say where the model is expected; those of effort say how its efforts lie to one another, and
all models share them. Price is no column: every question weighs cost, and dear is not good.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from llmpick.ability.data import ABILITY_FACTORS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmpick.ability.data import Traits
    from llmpick.ability.grid import Bools, Floats, ScoreGrid

# Steps of effort from `medium`, for the fit of abilities: an order of efforts, not their tokens.
DOUBLINGS = {
    "minimal": -2.0,
    "low": -1.0,
    "medium": 0.0,
    "thinking": 0.0,
    "high": 1.0,
    "xhigh": 2.0,
    "max": 3.0,
}
# Precision of "no influence" for each kind of column, per squared unit of it: on the general
# factor, then on all others. Units: years, yes or no, doublings.
RIDGE = {
    "year": (20.0, 40.0),
    "undated": (20.0, 100.0),
    "size": (10.0, 50.0),
    "unsized": (10.0, 50.0),
    "named": (10.0, 50.0),
    "family": (12.0, 25.0),
    "doublings": (25.0, 100.0),
    "off": (10.0, 30.0),
    "unstated": (25.0, 200.0),
}
MIN_FAMILY = 2
# Words that makers put into names of their smaller and larger models.
SIZE_WORDS = {
    **dict.fromkeys(("nano", "tiny", "micro"), "nano"),
    **dict.fromkeys(("mini", "lite", "small", "flash", "haiku", "fast", "air", "edge"), "small"),
    **dict.fromkeys(("pro", "max", "ultra", "large", "opus", "heavy", "plus"), "large"),
}
BILLIONS = re.compile(r"(?:^|[^0-9a-z.])(?:(\d+)x)?(\d+(?:\.\d+)?)b(?![a-z])")


class Prior(NamedTuple):
    """
    The regression before any score.

    `columns` are names (the part before a colon is the kind, a key of RIDGE); `x` is rows x
    columns; `ridge` columns x 2, the precision of "no influence" on the general factor and on
    the other factors of ability.
    """

    columns: tuple[str, ...]
    x: Floats
    ridge: Floats

    def of(self, rows: Bools) -> Prior:
        """The same for some rows (a mask)."""
        return self._replace(x=self.x[rows])


def size_of(model: str, traits: Traits | None) -> float | None:
    """Parameters in billions: as recorded, else as the name says (`8x7b`, `a3b` is not read)."""
    if traits is not None and traits.size is not None:
        return traits.size
    found = BILLIONS.findall(model.rpartition("/")[2].lower())
    return max((float(n or 1) * float(b) for n, b in found), default=0.0) or None


def size_words(model: str) -> set[str]:
    """Classes of size (`nano`, `small`, `large`) that the name of a model claims."""
    words = re.split(r"[^a-z]+", model.rpartition("/")[2].lower())
    return {SIZE_WORDS[word] for word in words if word in SIZE_WORDS}


def effort_columns(rows: Sequence[tuple[str, str | None]]) -> dict[str, Floats]:
    """
    Doublings of thinking from medium, whether it is off, and whether a row names no effort.

    The last counts only where another row of the model names one: else there is nothing to be
    told apart from.
    """
    named = {model for model, effort in rows if effort is not None}
    return {
        "doublings": np.array([DOUBLINGS.get(effort or "", 0.0) for _, effort in rows]),
        "off": np.array([float(effort == "none") for _, effort in rows]),
        "unstated": np.array([float(e is None and m in named) for m, e in rows]),
    }


def model_columns(
    rows: Sequence[tuple[str, str | None]], years: Floats, traits: Mapping[str, Traits]
) -> dict[str, Floats]:
    """Date (years around the mean), size (doublings around the mean) and family."""
    dated = np.isfinite(years)
    centre = float(years[dated].mean()) if dated.any() else 0.0
    sizes = np.array([np.log2(size_of(m, traits.get(m)) or np.nan) for m, _ in rows])
    sized = np.isfinite(sizes)
    middle = float(sizes[sized].mean()) if sized.any() else 0.0
    out = {
        "year": np.where(dated, years - centre, 0.0),
        "undated": np.asarray(~dated, dtype=np.float64) * float(dated.any()),
        "size": np.where(sized, sizes - middle, 0.0),
        "unsized": np.asarray(~sized, dtype=np.float64) * float(sized.any()),
    }
    for word in sorted(set(SIZE_WORDS.values())):
        out[f"named:{word}"] = np.array([float(word in size_words(m)) for m, _ in rows])
    members: defaultdict[str, set[str]] = defaultdict(set)
    for model, _ in rows:
        if model in traits and traits[model].family:
            members[traits[model].family or ""].add(model)
    for family in sorted(f for f, some in members.items() if len(some) >= MIN_FAMILY):
        out[f"family:{family}"] = np.array([float(m in members[family]) for m, _ in rows])
    return out


def build(
    rows: Sequence[tuple[str, str | None]],
    years: Floats,
    traits: Mapping[str, Traits],
    *,
    of_models: bool = True,
) -> Prior:
    """The columns of every row; without *of_models* nothing but effort is expected."""
    columns = effort_columns(rows)
    if of_models:
        columns = {**model_columns(rows, years, traits), **columns}
    columns = {name: values for name, values in columns.items() if values.any()}
    ridge = np.array([RIDGE[name.partition(":")[0]] for name in columns]).reshape(-1, 2)
    x = np.stack([*columns.values()], axis=1) if columns else np.zeros((len(rows), 0))
    return Prior(tuple(columns), x, ridge)


def sibling_weighted(grid: ScoreGrid, values: Floats, tau2: float) -> Floats:
    """Prior precision of the rows of a factor times *values* (rows x columns)."""
    out = values.copy()
    for n, index in grid.siblings.items():
        if n > 1:
            shared = (1.0 - tau2) / (tau2 + n * (1.0 - tau2))
            part = values[index]
            out[index] = (part - shared * part.sum(axis=1, keepdims=True)) / tau2
    return out


def slopes(grid: ScoreGrid, mean: Floats, prior: Prior, tau2: Floats) -> Floats:
    """
    M-step of the trend: generalised least squares of the factors' *mean* on the columns.

    Args:
        grid: Rows and siblings.
        mean: Posterior mean of the factors, rows x factors.
        prior: The columns.
        tau2: Variance between efforts of each factor.

    Returns:
        Columns x factors; 0 for factors that are no ability.
    """
    out = np.zeros((len(prior.columns), len(grid.factors)))
    if not prior.columns:
        return out
    ability = [k for k, factor in enumerate(grid.factors) if factor in ABILITY_FACTORS]
    for place, group in ((0, ability[:1]), (1, ability[1:])):
        weighted = sibling_weighted(grid, prior.x, float(tau2[group[0]]))
        system = weighted.T @ prior.x + np.diag(prior.ridge[:, place])
        out[:, group] = np.linalg.solve(system, weighted.T @ mean[:, group])
    return out
