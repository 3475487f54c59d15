"""A decision on file made again: does it hold, and what has moved since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from llmpick.api import decisions
from llmpick.api import deployments as own_routes
from llmpick.api.deployments import OwnDeployments
from llmpick.api.facts import Adjust, rated
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import compare, drift
from llmpick.core.answers.decide import Decision
from llmpick.core.answers.drift import Move, ShortlistGap, ShortlistRow
from llmpick.core.need.need import Need, Workload
from llmpick.core.self_hosting.offering import SMALL_LOSS_LOGITS
from llmpick.errors import UserError, shown
from llmpick.inputs.decision_file import Saved, rows_of
from llmpick.inputs.need import need_of
from llmpick.inputs.options import (
    HOSTING,
    NEED,
    HostingOptions,
    NeedOptions,
    is_stated,
    stated,
)


class RecheckOutcome(NamedTuple):
    """
    A decision made again: it *holds* where the same route comes first.

    *moves* are in the order of the shortlist, then who entered it, then the presets; *gap* is the
    lead of the new first over the old one, None where it holds or where the old is out. Where the
    method is not the same, scores of then and of now do not compare, and are no moves.
    """

    saved: Saved
    decision: Decision
    moves: tuple[Move, ...]
    gap: ShortlistGap | None
    same_method: bool

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
    return _pinned(_asked(catalog, saved), saved)


def _pinned(need: Need, saved: Saved) -> Need:
    """*need* with the weights and the workload of *saved*, which may be no preset's any more."""
    preset = need.preset if saved.weights == need.weights else None
    return need._replace(
        weights=saved.weights, workload=saved.workload.sending(need.workload), preset=preset
    )


def _asked(catalog: Catalog, saved: Saved) -> Need:
    need, weighting = saved.need, saved.need.weighting
    stated_weights = weighting.weights
    if stated_weights and "=" not in stated_weights and stated_weights not in catalog.scale.weights:
        # a preset that there is no more: what it stood for is on file
        need = need._replace(weighting=weighting._replace(weights=None))
    try:
        return need_of(catalog, need)
    except UserError as error:
        raise _named(saved, error) from None


def _named(saved: Saved, error: UserError) -> UserError:
    return UserError(f"the decision `{shown(saved.path, 200)}`: {error}", hint=error.hint)


def own_for(
    catalog: Catalog, saved: Saved, need: Need, adjust: Adjust | None = None
) -> OwnDeployments | None:
    """
    The user's own deployments as *saved* states them, None where none took part.

    Raises:
        UserError: the catalog no longer knows the hardware, or what is stated is absurd.
    """
    if saved.hosting.self_host == "never":
        return None
    try:
        return own_routes.own(
            catalog, need, saved.hosting, alone=saved.hosting.self_host == "only", adjust=adjust
        )
    except UserError as error:
        raise _named(saved, error) from None


def contradictions(
    saved: Saved, need: NeedOptions, hosting: HostingOptions, others: Mapping[str, object]
) -> None:
    """
    That nothing typed beside a decision says otherwise.

    Args:
        saved: The decision.
        need: What was typed of the need.
        hosting: What was typed of the user's own deployments.
        others: What was typed of further options.

    Raises:
        UserError: it does.
    """
    own = saved.options._asdict()
    typed, kept = stated(need) | stated(hosting), stated(saved.need) | stated(saved.hosting)
    pairs = [(one.key, typed.get(one.field), kept.get(one.field)) for one in (*NEED, *HOSTING)]
    pairs += [(name.replace("_", "-"), value, own[name]) for name, value in others.items()]
    for name, value, before in pairs:
        if is_stated(value) and value != before:
            says = f"says {_words(before)}" if is_stated(before) else "does not ask it"
            raise UserError(
                f"--{name} contradicts the decision `{shown(saved.path, 200)}`, which {says}",
                hint="leave the option out, or --decision",
            )


def _words(value: object) -> str:
    return shown(", ".join(map(str, value)) if isinstance(value, tuple) else f"`{value}`")


def again(
    catalog: Catalog,
    saved: Saved,
    adjust: Adjust | None = None,
    own: tuple[str, ...] = (),
) -> RecheckOutcome:
    """
    The decision of *saved* made on the catalog's day, and what has moved since.

    Args:
        catalog: The facts.
        saved: The decision.
        adjust: Puts the user's own results into the estimates.
        own: The names of these results.
    """
    preset = _asked(catalog, saved)
    need = _pinned(preset, saved)
    mine = own_for(catalog, saved, need, adjust)
    decision = decisions.recommend(
        catalog,
        need,
        top=saved.options.top,
        by_route=saved.options.by == "route",
        adjust=adjust,
        own=mine,
    )
    sides = _sides(catalog, need, saved, adjust, mine)
    today = catalog.meta.day
    small_loss = saved.hosting.self_host == "also"
    moves = [
        move
        for row in saved.shortlist
        for move in drift.moves(
            row, sides.get(row.route), saved.as_of, today, _lost(catalog, row, small_loss)
        )
    ]
    moves += drift.entrants(saved.shortlist, list(rows_of(decision)))
    same_method = saved.scale_version == catalog.scale.version
    if same_method:
        moves += drift.presets("weights", saved.weights, preset.weights)
    else:
        moves = [move for move in moves if move.kind != "score"]
    moves += drift.presets("workload", *_by_key(saved.workload, preset.workload.as_stated()))
    if saved.options.own_evidence != own:
        names = (", ".join(saved.options.own_evidence) or None, ", ".join(own) or None)
        moves.append(Move("own-evidence", None, "own_evidence", *names, None, None))
    if saved.overlay_sha256 != catalog.meta.own_layer:
        hashes = (saved.overlay_sha256, catalog.meta.own_layer)
        before, after = (one[:12] if one else None for one in hashes)
        moves.append(Move("overlay", None, "overlay", before, after, None, None))
    gap = _gap(saved, decision, sides)
    if gap and not same_method:
        gap = gap._replace(before=None)
    return RecheckOutcome(saved, decision, tuple(moves), gap, same_method)


def _by_key(saved: Workload, now: Workload) -> Iterator[dict[str, object]]:
    """Both workloads as tables; a file of before thinking was stated by effort says none of it."""
    for work in (saved, now):
        table: dict[str, object] = work._asdict()
        del table["thinking_tokens"]
        if saved.thinking_tokens is not None:
            for effort, tokens in (work.thinking_tokens or {}).items():
                table[f"thinking_tokens.{effort}"] = tokens
        yield table


def _sides(
    catalog: Catalog,
    need: Need,
    saved: Saved,
    adjust: Adjust | None,
    mine: OwnDeployments | None,
) -> dict[str, compare.Side]:
    """
    Each route of the shortlist as it is now, where the catalog still holds its model.

    *mine* are the deployments that are the best today: one on file that is none of them is made
    again on its hardware and in its format.
    """
    facts = rated(catalog, need, adjust)
    picks = {
        row: compare.NamedModel(row.route, row.model, _effort(row), (_offering(row),), None)
        for row in saved.shortlist
        if row.model in catalog.models
    }
    tables = mine.among(facts) if mine else facts
    sides = list(compare.compare(need, tables, list(picks.values())).sides)
    for row, pick in picks.items():
        if row.accelerator is not None and not _is_had(row, mine):
            kept = _kept(catalog, need, saved, row, adjust)
            if kept is not None:
                sides += compare.compare(need, kept.among(facts), [pick]).sides
    return {side.pick.name: side for side in sides}


def _is_had(row: ShortlistRow, mine: OwnDeployments | None) -> bool:
    return mine is not None and _effort(row) in mine.deployments.get(_offering(row), {})


def _kept(
    catalog: Catalog, need: Need, saved: Saved, row: ShortlistRow, adjust: Adjust | None
) -> OwnDeployments | None:
    """The deployment of *row* made again, None where it takes the work no longer."""
    if row.accelerator not in catalog.accelerators or row.format not in catalog.formats:
        return None
    hosting = saved.hosting._replace(quantization=row.format)
    for gpu in (row.accelerator, f"{row.gpus}x{row.accelerator}"):
        found = own_routes.own(
            catalog,
            need,
            hosting._replace(gpu=gpu),
            alone=saved.hosting.self_host == "only",
            adjust=adjust,
            only=row.model,
        )
        if _is_had(row, found):
            return found
    return None


def _lost(catalog: Catalog, row: ShortlistRow, small_loss: bool) -> str:
    """Why the route of *row* is not to be had, where it is not; *small_loss*: only so much may."""
    if row.accelerator is None:
        return "not on sale"
    if row.accelerator not in catalog.accelerators:
        return f"no accelerator `{row.accelerator}` in the catalog"
    if row.format not in catalog.formats:
        return f"no format `{row.format}` in the catalog"
    loss = catalog.formats[row.format].quality_loss
    if small_loss and row.loss_logit and (loss is None or loss[0] > SMALL_LOSS_LOGITS):
        return f"{row.format} loses {loss[0]:.2f} logit" if loss else f"loss of {row.format} unread"
    return "it takes the work no longer, or has no price"


def _effort(row: ShortlistRow) -> str | None:
    return row.route.removeprefix(row.model).partition("@")[0].removeprefix(":") or None


def _offering(row: ShortlistRow) -> str:
    return f"{row.model}@{row.route.partition('@')[2]}"


def _gap(
    saved: Saved, decision: Decision, sides: Mapping[str, compare.Side]
) -> ShortlistGap | None:
    if not decision.ranking or not saved.shortlist:
        return None
    first, was = decision.ranking[0].candidate, saved.shortlist[0].route
    side = sides.get(was)
    old = side.candidate if side else None
    if side is None or old is None or side.violations or was in (first.route.id, None):
        return None
    if old.route.id != was:
        return None
    return drift.gap(first, old, saved.shortlist)
