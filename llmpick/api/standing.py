"""
Standing needs: a fixed list of questions, and which of their answers differ between two catalogs.

They show what a change of facts does to those who ask: every preset of weights for the main tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from llmpick.api.facts import rated
from llmpick.catalog.contents import Catalog
from llmpick.catalog.load import load, of_records
from llmpick.catalog.read import plain
from llmpick.core.answers.picks import Picks, picks
from llmpick.core.ranking.field import field
from llmpick.core.ranking.score import Candidate
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options

TASKS = ("general", "coding", "agents", "chat", "rag", "extraction")
PRESETS = ("value", "quality", "cheap", "private", "own")
SAME_BILL = 0.005
"""A bill that moved by less of itself is the same."""

What: TypeAlias = Literal["use", "steps", "bill"]


class Pick(NamedTuple):
    """A route that is picked, its bill in USD a month, its quality from 0 to 1."""

    route: str
    usd_per_month: float
    quality: float | None


class Picked(NamedTuple):
    """The answer to one standing need: what to use, and the steps from it."""

    use: Pick | None
    better: Pick | None
    cheaper: Pick | None

    @property
    def routes(self) -> tuple[str | None, ...]:
        """The routes, None where there is none."""
        return tuple(one and one.route for one in self)


class Turned(NamedTuple):
    """
    A standing need whose answer differs.

    *what*: another route to `use`; the same with other `steps`; the same routes at another `bill`.
    """

    task: str
    preset: str
    what: What
    before: Picked
    after: Picked


class Effect(NamedTuple):
    """Of so many standing needs *asked*, those whose answer differs."""

    asked: int
    turned: list[Turned]

    def of(self, what: What) -> list[Turned]:
        """Those that differ in *what*."""
        return [one for one in self.turned if one.what == what]


def effect(before: Catalog, after: Catalog) -> Effect | None:
    """
    What the standing needs get from *after* that they did not get from *before*.

    None where one of the two has no estimates of quality, so that it answers nothing.
    """
    if not before.fit or not after.fit:
        return None
    one, two = dict(answers(before)), dict(answers(after))
    turned = [
        Turned(*need, what, one[need], two[need])
        for need in one
        if need in two and (what := _differs(one[need], two[need]))
    ]
    return Effect(len(one.keys() & two.keys()), turned)


def effect_of_files(folder: str, files: Mapping[str, Mapping[str, Any]], day: str) -> Effect | None:
    """
    What the standing needs would get otherwise if the catalog in *folder* had *files*.

    Args:
        folder: The catalog, which stays as it is.
        files: Tables by path, as they would be written.
        day: ISO day that is asked about, where the catalog's own is not later.

    Raises:
        CatalogError: the catalog is broken.
    """
    if not files:
        return Effect(0, [])
    before = load(folder, day, earliest=True)
    meta = before.meta
    records: dict[str, Mapping[str, Any]] = {
        name: before.record(*name.split("/", 1)) for name in before.paths()
    }
    records |= {path.removesuffix(".toml"): plain(table) for path, table in files.items()}
    return effect(before, of_records(records, meta.version, meta.own_day, meta.day))


def answers(catalog: Catalog) -> Iterator[tuple[tuple[str, str], Picked]]:
    """The picks for every standing need whose task *catalog* has; no draws, so no equals."""
    for task in TASKS:
        for preset in PRESETS:
            if task in catalog.tasks and preset in catalog.scale.weights:
                yield (task, preset), _answer(catalog, task, preset)


def _answer(catalog: Catalog, task: str, preset: str) -> Picked:
    need = need_of(catalog, need_options({"task": task, "weights": preset}))
    found = field(need, rated(catalog, need))
    return _picked(picks(found, found.shown[0])) if found.shown else Picked(None, None, None)


def _picked(found: Picks) -> Picked:
    steps = (found.better and found.better.candidate, found.cheaper and found.cheaper.candidate)
    return Picked(_pick(found.use), *(step and _pick(step) for step in steps))


def _pick(found: Candidate) -> Pick:
    estimate = found.route.estimate
    return Pick(found.route.id, found.cost.total, estimate.score if estimate else None)


def _differs(before: Picked, after: Picked) -> What | None:
    if before.routes[0] != after.routes[0]:
        return "use"
    if before.routes != after.routes:
        return "steps"
    return "bill" if any(_moved(zip(before, after, strict=True))) else None


def _moved(pairs: Iterable[tuple[Pick | None, Pick | None]]) -> Iterator[bool]:
    for one, two in pairs:
        if one and two:
            yield abs(two.usd_per_month - one.usd_per_month) > SAME_BILL * one.usd_per_month
