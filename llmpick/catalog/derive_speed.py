"""
The fit of speeds as a file of the catalog: derived/speed.toml, written, never edited.

Needs the extra `fit`. Same rows, same bytes.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from llmpick.catalog import sizing
from llmpick.errors import CatalogError, MissingExtra
from llmpick.files.write import replace, toml

if TYPE_CHECKING:
    from llmpick.sizing.report import ScoredRow

DIGITS = 5


def fit(tables: sizing.Tables, day: str) -> dict[str, Any]:
    """
    The table of derived/speed.toml, fitted on the measured rows of *tables*.

    Raises:
        MissingExtra: numpy is not installed.
        CatalogError: the catalog has no measured rows.
    """
    try:
        from llmpick.sizing import fit as fitting
    except ImportError:
        raise MissingExtra("the fit", "numpy", "fit") from None
    rows, world = sizing.measurements(tables), sizing.world(tables, day)
    if not rows:
        raise CatalogError("the catalog has no measured rows", hint="add files to measurements/")
    found = fitting.fit(rows, world)
    return {
        "meta": {
            "as_of": datetime.date.fromisoformat(day),
            "inputs_sha256": sizing.inputs_hash(tables, day),
            "rows": len(rows),
            "dev_rows": found.dev_rows,
            "test_rows": found.test_rows,
        },
        "constants": {name: _rounded(one) for name, one in sorted(found.constants.items())},
        "offsets": {name: _rounded(one) for name, one in sorted(found.offsets.items())},
        "residuals": {name: _rounded(one) for name, one in sorted(found.residuals.items())},
        "report": _report(rows, world, found),
    }


def _rounded(found: Any) -> dict[str, Any]:
    return {name: _digits(value) for name, value in found._asdict().items()}


def _digits(value: Any) -> Any:
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def _report(rows: Any, world: Any, found: Any) -> dict[str, Any]:
    """Errors by task and part; the first token stands apart from the time between tokens."""
    from llmpick.sizing import fit as fitting
    from llmpick.sizing import report

    speed = found.speed()
    answer: dict[str, Any] = {}
    for stage in fitting.STAGES:
        chosen = [row for row in rows if row.task in stage.tasks and fitting.usable(row)]
        score = report.score_first if stage.name == "first" else report.score
        answer[stage.name] = _parts(score(chosen, world, speed))
    return answer


def _parts(scored: Iterable[ScoredRow]) -> dict[str, Any]:
    from llmpick.core.hosting import validation
    from llmpick.sizing import report

    answer: dict[str, Any] = {}
    held = list(scored)
    for part in ("dev", "test"):
        errors = report.errors([one for one in held if validation.part(one.row) == part])
        if errors is not None:
            answer[part] = {
                name: _digits(value)
                for name, value in errors._asdict().items()
                if value is not None
            }
    return answer


def write(folder: str, table: Mapping[str, Any]) -> str:
    """
    Put *table* into the catalog in *folder*; the path.

    Raises:
        UserError: the folder does not take the file.
    """
    path = os.path.join(folder, "derived", "speed.toml")
    replace(path, toml(table))
    return path
