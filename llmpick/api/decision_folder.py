"""All decisions of a folder made again, one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from llmpick.api import recheck
from llmpick.api.facts import Adjust
from llmpick.api.recheck import RecheckOutcome
from llmpick.catalog.contents import Catalog
from llmpick.errors import UserError, shown
from llmpick.files.walk import below, check_exists
from llmpick.inputs import decision_file
from llmpick.inputs.decision_file import Saved


class Rechecked(NamedTuple):
    """A file: what became of its decision, or why it cannot be said, with the hint."""

    file: str
    outcome: RecheckOutcome | None
    error: str | None = None
    hint: str | None = None


Results = Callable[[Saved], tuple[Adjust | None, tuple[str, ...]]]
"""The user's own results for a decision: how they adjust the estimates, and their names."""


def again(
    catalog: Catalog, folder: str, results: Results, complain: Callable[[str], None]
) -> Iterator[Rechecked]:
    """
    Every TOML file below *folder* as a decision, in the order of names.

    Raises:
        UserError: there is no such folder, or no TOML file in it.
    """
    check_exists(folder)
    if not os.path.isdir(folder):
        raise UserError(
            f"`{shown(folder, 200)}` is no folder",
            hint=f"llmpick check {shown(folder, 200)} takes one decision",
        )
    count = 0
    for path in below(folder, lambda one: one.endswith((".toml", os.sep)), complain):
        count += 1
        yield _one(catalog, path, results)
    if not count:
        raise UserError(
            f"no decision is in `{shown(folder, 200)}`",
            hint="`llmpick recommend --save FILE.toml` writes one",
        )


def _one(catalog: Catalog, path: str, results: Results) -> Rechecked:
    try:
        saved = decision_file.read(path)
        return Rechecked(path, recheck.again(catalog, saved, *results(saved)))
    except UserError as error:
        return Rechecked(path, None, str(error), error.hint)
