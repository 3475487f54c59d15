"""What differs between two states of a catalog, and which standing answers do."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from llmpick.api.standing import Effect, effect
from llmpick.catalog import diff as facts
from llmpick.catalog import read, states
from llmpick.catalog.check import shape_findings
from llmpick.catalog.contents import Catalog
from llmpick.catalog.diff import FactChange, Moved
from llmpick.catalog.highlights import Counts, Highlights, by_name, counts, highlights
from llmpick.catalog.load import CHECKOUT, of_records
from llmpick.catalog.read import Record
from llmpick.catalog.states import SHIPPED, CatalogState

__all__ = ["SHIPPED", "Diff", "diff", "home"]

METHOD = ("scale", "domains", "tasks", "derived")
"""Kinds of file that are the method and what it made of the facts, not facts."""

MethodOf: TypeAlias = Literal["each", "new", "shipped"]
Records: TypeAlias = Mapping[str, Record]
"""By path."""


class Diff(NamedTuple):
    """
    All that differs, and of it the counts by kind, model and provider, and what to look for first.

    *effect* is None where it was not asked for. *method_of* says whose scale, presets and estimates
    stood for the answers: each its own; where those of the old state do not fit the present schema,
    the new one's for both; where neither's do, those that come with llmpick. *left_out* are files
    of facts that do not fit it, and took no part in the answers.
    """

    old: CatalogState
    new: CatalogState
    day: str
    moved: list[Moved]
    effect: Effect | None
    method_of: MethodOf
    left_out: list[str]

    @property
    def changes(self) -> list[FactChange]:
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
    moved = list(facts.moved(states.tables(older), states.tables(newer), paths, day))
    found = Diff(before, after, day, moved, None, "each", [])
    if not answers or not paths:
        return found
    same = states.records(after, after.files.keys() - newer.keys())
    return _answered(found, {**same, **older}, {**same, **newer})


def _answered(found: Diff, older: Records, newer: Records) -> Diff:
    """*found* with the standing answers of both states, whose records are all at hand."""
    every = {id(record): record for records in (older, newer) for record in records.values()}
    bad = {name for name, record in every.items() if any(True for _ in shape_findings(record))}
    one, two = (
        {path: record for path, record in records.items() if id(record) not in bad}
        for records in (older, newer)
    )
    method_of: MethodOf = "each"
    if not (_has_method(older, one) and _has_method(newer, two)):
        method_of = "new" if _has_method(newer, two) else "shipped"
        whose = two if method_of == "new" else _shipped_method()
        method = {path: record for path, record in whose.items() if _kind(path) in METHOD}
        one, two = ({**_facts_of(records), **method} for records in (one, two))
    left_out = {
        path
        for records in (older, newer)
        for path, record in records.items()
        if id(record) in bad and _kind(path) not in METHOD
    }
    before, after = _catalog(found.old, one, found.day), _catalog(found.new, two, found.day)
    return found._replace(
        effect=effect(before, after), method_of=method_of, left_out=sorted(left_out)
    )


def _has_method(records: Records, fit: Records) -> bool:
    """Whether all files of the method are *fit*, those of the estimates among them."""
    whole = all(path in fit for path in records if _kind(path) in METHOD)
    return whole and "scale.toml" in fit and "derived/fit.toml" in fit


def _facts_of(records: Records) -> Records:
    return {path: record for path, record in records.items() if _kind(path) not in METHOD}


def _shipped_method() -> Records:
    """The files of the method that come with llmpick."""
    shipped = states.state(SHIPPED, os.curdir)
    return states.records(shipped, [path for path in shipped.files if _kind(path) in METHOD])


def _kind(path: str) -> str:
    return path.partition("/")[0].partition(".")[0]


def _catalog(state: CatalogState, records: Records, day: str) -> Catalog:
    """The catalog that *records* make, asked on *day*."""
    tables = {f"{record.kind}/{record.id}": read.plain(record.data) for record in records.values()}
    return of_records(tables, state.version, state.day, day)
