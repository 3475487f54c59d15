"""A decision on file made again: does it hold, and what has moved since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from llmpick.api import decisions
from llmpick.api.wish import need_of
from llmpick.catalog.load import Catalog
from llmpick.core import compare, drift
from llmpick.core.decide import Decision
from llmpick.core.drift import Gap, Move, Row
from llmpick.core.need import Need, Wish
from llmpick.decision_file import Saved, rows_of
from llmpick.errors import UserError, shown
from llmpick.needfile import Keys, stated


class Outcome(NamedTuple):
    """
    A decision made again: it *holds* where the same route comes first.

    *moves* are in the order of the shortlist, then who entered it, then the presets; *gap* is the
    lead of the new first over the old one, None where it holds or where the old is out.
    """

    saved: Saved
    decision: Decision
    moves: tuple[Move, ...]
    gap: Gap | None

    @property
    def holds(self) -> bool:
        """Whether the same route comes first; or still nothing does."""
        return self.first == self.was_first

    @property
    def first(self) -> str | None:
        """The route that comes first now."""
        ranking = self.decision.ranking
        return ranking[0].candidate.route.id if ranking else None

    @property
    def was_first(self) -> str | None:
        """The route that came first."""
        return self.saved.shortlist[0].route if self.saved.shortlist else None


def need_for(catalog: Catalog, saved: Saved) -> Need:
    """
    The need of *saved* on the catalog's day: its own weights and workload, whatever the presets.

    Raises:
        UserError: the catalog no longer knows something that it names.
    """
    return _asked(catalog, saved)._replace(weights=saved.weights, workload=saved.workload)


def _asked(catalog: Catalog, saved: Saved) -> Need:
    try:
        return need_of(catalog, saved.wish)
    except UserError as error:
        raise UserError(
            f"the decision `{shown(saved.path, 200)}`: {error}", hint=error.hint
        ) from None


def contradictions(saved: Saved, asked: Wish, keys: Keys, others: Mapping[str, object]) -> None:
    """
    That nothing typed beside a decision says otherwise: *asked*, and *others* of its options.

    Raises:
        UserError: it does.
    """
    own = saved.options._asdict()
    pairs = [(name, asked.get(key.field), saved.wish.get(key.field)) for name, key in keys.items()]
    pairs += [(name.replace("_", "-"), value, own[name]) for name, value in others.items()]
    for name, typed, kept in pairs:
        if stated(typed) and typed != kept:
            says = f"says {_said(kept)}" if stated(kept) else "does not ask it"
            raise UserError(
                f"--{name} contradicts the decision `{shown(saved.path, 200)}`, which {says}",
                hint="leave the option out, or --decision",
            )


def _said(value: object) -> str:
    return shown(", ".join(map(str, value)) if isinstance(value, tuple) else f"`{value}`")


def again(
    catalog: Catalog,
    saved: Saved,
    adjust: decisions.Adjust | None = None,
    own: tuple[str, ...] = (),
) -> Outcome:
    """
    The decision of *saved* made on the catalog's day, and what has moved since.

    Args:
        catalog: The facts.
        saved: The decision.
        adjust: Puts the user's own results into the estimates.
        own: The names of these results.
    """
    preset = _asked(catalog, saved)
    need = preset._replace(weights=saved.weights, workload=saved.workload)
    decision = decisions.recommend(
        catalog,
        need,
        top=saved.options.top,
        by_route=saved.options.by == "route",
        adjust=adjust,
    )
    sides = _sides(catalog, need, saved, decision, adjust)
    today = catalog.meta.day
    moves = [
        move
        for row in saved.shortlist
        for move in drift.moves(row, sides.get(row.route), saved.as_of, today)
    ]
    moves += drift.entrants(saved.shortlist, list(rows_of(decision)))
    moves += drift.presets("weights", saved.weights, preset.weights)
    moves += drift.presets("workload", saved.workload._asdict(), preset.workload._asdict())
    if saved.options.own_evidence != own:
        names = (", ".join(saved.options.own_evidence) or None, ", ".join(own) or None)
        moves.append(Move("own-evidence", None, "own_evidence", *names, None, None))
    return Outcome(saved, decision, tuple(moves), _gap(saved, decision, sides))


def _sides(
    catalog: Catalog,
    need: Need,
    saved: Saved,
    decision: Decision,
    adjust: decisions.Adjust | None,
) -> dict[str, compare.Side]:
    """Each route of the shortlist as it is now, where the catalog still holds its model."""
    picks = [
        compare.Pick(row.route, row.model, _effort(row), (_offering(row),), None)
        for row in saved.shortlist
        if row.model in catalog.models
    ]
    facts = decisions.facts_for(catalog, need, adjust)
    return {side.pick.name: side for side in compare.compare(need, facts, picks).sides}


def _effort(row: Row) -> str | None:
    return row.route.removeprefix(row.model).partition("@")[0].removeprefix(":") or None


def _offering(row: Row) -> str:
    return f"{row.model}@{row.route.partition('@')[2]}"


def _gap(saved: Saved, decision: Decision, sides: Mapping[str, compare.Side]) -> Gap | None:
    if not decision.ranking or not saved.shortlist:
        return None
    first, was = decision.ranking[0].candidate, saved.shortlist[0].route
    side = sides.get(was)
    old = side.candidate if side else None
    if side is None or old is None or side.misses or was in (first.route.id, None):
        return None
    if old.route.id != was:
        return None
    return drift.gap(first, old, saved.shortlist)
