"""What differs between two states of a catalog, and which standing answers do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from llmpick.api.standing import Effect, effect
from llmpick.catalog import diff as facts
from llmpick.catalog import states
from llmpick.catalog.check import shape_findings
from llmpick.catalog.diff import Change, Moved
from llmpick.catalog.highlights import Counts, Highlights, by_name, counts, highlights
from llmpick.catalog.load import CHECKOUT, Catalog, of_records
from llmpick.catalog.read import Record
from llmpick.catalog.states import SHIPPED, State

__all__ = ["SHIPPED", "Diff", "diff", "home"]

METHOD = ("scale", "domains", "tasks", "derived")
"""Kinds of file that are the method and what it made of the facts, not facts."""

Tables = Mapping[str, Mapping[str, Any]]
"""Path → table"""


class Diff(NamedTuple):
    """
    All that differs, and of it the counts by kind, model and provider, and what to look for first.

    *effect* is None where it was not asked for. *one_method*: the old state's scale, presets or
    estimates are of an earlier schema, so that those of the new one stood for both; *left_out* are
    files of facts that no longer fit the schema, and took no part in the old answers.
    """

    old: State
    new: State
    day: str
    moved: list[Moved]
    effect: Effect | None
    one_method: bool
    left_out: list[str]

    @property
    def changes(self) -> list[Change]:
        """Every fact that differs, by file."""
        return [change for one in self.moved for change in one.changes]

    @property
    def counts(self) -> list[Counts]:
        """How much is new, gone and changed, by kind."""
        return counts(self.moved)

    @property
    def first(self) -> Highlights:
        """What a person looks for first."""
        return highlights(self.moved, self.day)

    def by(self, of: Literal["model", "provider"]) -> list[tuple[str, Mapping[str, int]]]:
        """Changes by what they are of, the most first."""
        return by_name(self.changes, of)


def home() -> str:
    """The folder whose repository has the revisions, where none is named."""
    return CHECKOUT if os.path.isdir(CHECKOUT) else os.curdir


def diff(old: str, new: str, home: str, *, answers: bool = True) -> Diff:
    """
    Hold the state *new* of a catalog against the state *old*.

    Args:
        old: `shipped`, a folder, or a Git revision.
        new: The same.
        home: The folder whose repository has the revisions.
        answers: Whether to answer the standing needs from both, which takes some seconds.

    Raises:
        UserError: there is no such state, or a file of it cannot be read.
    """
    before, after = states.state(old, home), states.state(new, home)
    day = max(before.day, after.day)
    paths = sorted(
        path
        for path in {*before.files, *after.files}
        if before.files.get(path) != after.files.get(path)
    )
    older = states.records(before, [path for path in paths if path in before.files])
    newer = states.records(after, [path for path in paths if path in after.files])
    one, two = states.tables(older), states.tables(newer)
    found = Diff(before, after, day, list(facts.moved(one, two, paths, day)), None, False, [])
    if not answers or not paths:
        return found
    same = states.tables(states.records(after, after.files.keys() - newer.keys()))
    return _answered(found, {**same, **one}, {**same, **two}, _unfit(older.values()))


def _unfit(records: Iterable[Record]) -> list[str]:
    """The paths of *records* that the present schema does not take."""
    return [record.path for record in records if any(True for _ in shape_findings(record))]


def _answered(found: Diff, one: Tables, two: Tables, unfit: Sequence[str]) -> Diff:
    """*found* with the standing answers of the old state's tables *one* and the new one's *two*."""
    left_out = [path for path in unfit if _kind(path) not in METHOD]
    fitted = any(path.startswith("derived/") for path in one)
    one_method = len(left_out) < len(unfit) or not fitted
    old = {path: table for path, table in one.items() if path not in unfit}
    if one_method:
        facts_alone = {path: table for path, table in old.items() if _kind(path) not in METHOD}
        old = facts_alone | {path: table for path, table in two.items() if _kind(path) in METHOD}
    before, after = _catalog(found.old, old, found.day), _catalog(found.new, two, found.day)
    turned = effect(before, after)
    return found._replace(effect=turned, one_method=one_method, left_out=left_out)


def _kind(path: str) -> str:
    return path.partition("/")[0].partition(".")[0]


def _catalog(state: State, tables: Tables, day: str) -> Catalog:
    """The catalog that *tables* make, asked on *day*."""
    records = {}
    for path, table in tables.items():
        kind, _, rest = path.rpartition(".")[0].partition("/")
        records[f"{kind}/{rest or kind}"] = table
    return of_records(records, state.version, state.day, day)
