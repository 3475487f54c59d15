"""From which volume on running a model oneself is the cheaper way."""

from __future__ import annotations

from collections.abc import Iterator

from llmpick.api import selfhost
from llmpick.api.facts import Adjust, estimates_of
from llmpick.catalog.contents import Catalog
from llmpick.core.cost import bill as costs
from llmpick.core.cost import tokens
from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.records import Model, Offering
from llmpick.core.need.need import Need
from llmpick.core.ranking.limits import MIN_SCORES, gone, model_violations
from llmpick.core.self_hosting import break_even as even
from llmpick.core.self_hosting import deployment
from llmpick.core.self_hosting.break_even import (
    SAME_QUALITY,
    SAME_WEIGHTS,
    BreakEvenAnswer,
    Rival,
    Unit,
)
from llmpick.core.self_hosting.running import Point
from llmpick.errors import UserError
from llmpick.inputs.options import HostingOptions
from llmpick.lang.said import said

SCALE = 1_000_000
"""Requests that are priced to know what one costs: prices by the token are linear in them."""


def break_even(
    catalog: Catalog,
    need: Need,
    asked: HostingOptions,
    name: str | None,
    *,
    top: int | None = None,
    adjust: Adjust | None = None,
) -> BreakEvenAnswer | None:
    """
    Where the model *name*, run oneself, meets the price of each offering of the same weights,
    and of the cheapest route of the same quality; None where nothing fits.

    Raises:
        UserError: no model; a value that is absurd.
    """
    if name is None:
        raise UserError(
            said("a break-even is that of a model"),
            hint=said("llmpick selfhost gpt-oss-120b --break-even"),
        )
    model, estimate, found = selfhost.all_ways(catalog, need, asked, name, adjust, larger=True)
    units = even.units_of(found.ways)
    if not units:
        return None
    unit = units[0]
    same = list(_offerings(catalog, need, model))
    equal = _equal(catalog, need, model, unit, adjust)
    met = even.evens(units, found.job, [*same, *([equal[0]] if equal else [])])
    reference = next((one.rival for one in met if one.rival.why == SAME_WEIGHTS), None)
    points = (
        even.curve(units, found.job, reference, even.volumes(unit, found.job)) if reference else ()
    )
    drawn = []
    if reference:
        at = even.drawn_volumes(unit, found.job)
        mine = "owned" if found.job.own else "rented"
        drawn.append((mine, tuple(even.curve(units, found.job, reference, at))))
        if asked.own or asked.owned:
            drawn += _rented(catalog, need, asked, name, reference, at, adjust)
    first = [one for one in met if not _is_kept(one.rival)][:top]
    return BreakEvenAnswer(
        job=found.job,
        row=selfhost.row(catalog, found.job, unit.way, estimate),
        unit=unit,
        evens=tuple(met),
        shown=tuple(one for one in met if _is_kept(one.rival) or one in first),
        points=tuple(points),
        reference=reference,
        equal=(catalog.models[equal[0].offering.model], equal[1]) if equal else None,
        assumed=found.assumed,
        note=found.note,
        drawn=tuple(drawn),
    )


def _rented(
    catalog: Catalog,
    need: Need,
    asked: HostingOptions,
    name: str,
    reference: Rival,
    volumes: list[float],
    adjust: Adjust | None,
) -> list[tuple[str, tuple[Point, ...]]]:
    """What the same would cost on rented hardware, where it has a price."""
    rented = asked._replace(
        own=False, owned=False, years=None, power_price=None, pue=None, purchase_usd=None
    )
    found = selfhost.all_ways(catalog, need, rented, name, adjust, larger=True)[2]
    units = even.units_of(found.ways)
    if not units:
        return []
    return [("rented", tuple(even.curve(units, found.job, reference, volumes)))]


def _is_kept(rival: Rival) -> bool:
    """Whether a rival is shown however dear: the developer's own, and that of equal quality."""
    return rival.why == SAME_QUALITY or rival.offering.first_party


def _offerings(catalog: Catalog, need: Need, model: Model) -> Iterator[Rival]:
    """All offerings of the same weights that have a price."""
    for offering in catalog.offerings:
        if offering.model == model.id and not gone(need, offering, model):
            usd = _usd_per_request(catalog, need, model, offering, None)
            if usd:
                yield Rival(offering, None, SAME_WEIGHTS, usd)


def _usd_per_request(
    catalog: Catalog, need: Need, model: Model, offering: Offering, effort: str | None
) -> float | None:
    work = need.workload._replace(requests_per_month=SCALE)
    ratio = tokens.ratio(catalog.tokens, model.id, work.content)
    reasoning = tokens.thinking(
        catalog.tokens, model, effort, work, catalog.scale.effort_multipliers
    )
    rates = dict(need.rates)
    found = costs.route_cost(offering, work, reasoning.value, rates, need.day, ratio.value)
    return found.total / (work.calls_per_month * work.attempts) if found else None


def _equal(
    catalog: Catalog, need: Need, model: Model, unit: Unit, adjust: Adjust | None
) -> tuple[Rival, float] | None:
    """The cheapest route of another model that is expected to be as able, with its score."""
    quality = deployment.quality(unit.way.option)
    if quality is None:
        return None
    able: dict[str, list[Estimate]] = {}
    limits = need._replace(open_weights=False, licence=None)
    for row in estimates_of(catalog, need.task.id, need.language, adjust):
        enough = row.model_scores >= MIN_SCORES and row.theta >= quality.ability
        if (
            enough
            and row.model != model.id
            and not model_violations(limits, catalog.models[row.model], None)
        ):
            able.setdefault(row.model, []).append(row)
    best: tuple[Rival, float] | None = None
    for offering in catalog.offerings:
        other = catalog.models[offering.model]
        for estimate in able.get(other.id, ()) if not gone(need, offering, other) else ():
            usd = _usd_per_request(catalog, need, other, offering, estimate.effort)
            rival = Rival(offering, estimate.effort, SAME_QUALITY, usd or 0.0)
            if usd and (best is None or (usd, rival.id) < (best[0].usd_per_request, best[0].id)):
                best = rival, estimate.score
    return best
