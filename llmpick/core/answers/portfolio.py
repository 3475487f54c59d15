"""What each kind of traffic in a log should run on, and what that saves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import fsum
from typing import Literal, NamedTuple

from llmpick.core.answers.compare import NamedModel, Side, compare
from llmpick.core.answers.forecast import Forecast
from llmpick.core.answers.picks import chance_better
from llmpick.core.answers.replacements import Inherited, ReplacementNeed, like, quality_gap
from llmpick.core.answers.usage_cost import elsewhere, fold, part_cost, service_day
from llmpick.core.answers.usage_records import Group, Ran, Replay, Size
from llmpick.core.cost import tokens
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.records import Offering
from llmpick.core.need.need import EFFORTS, Need, Workload
from llmpick.core.ranking.field import Field, field
from llmpick.core.ranking.filter import Scored
from llmpick.core.ranking.score import Candidate, counted

AS_GOOD = 0.005
"""So much of the score less, half a point of 100, is a difference that nobody sees."""
WORTH_IT = 0.05
"""A move that saves less than this share of the bill is not worth its work."""
INHERITED = ("privacy", "region", "modality", "tools")
"""What a move must not lose; how long requests are, the log itself says."""


class Saving(NamedTuple):
    """
    One way to pay less for a kind of traffic, *usd* a month less.

    *what*: `model`: another one, by *to*; `route`: the same one, by *to*; `batch`: as a batch what
    is none; `cache`: *share* of the input more from the cache, as far as sizes tell; `effort`: the
    same model at a lower *effort*. *quality* is the difference in points of the expected score with
    the ends of its 80 % interval, each None where nothing is known of it; *chance* is P(it is no
    worse).
    """

    what: Literal["model", "route", "batch", "cache", "effort"]
    usd: float
    to: Candidate | None = None
    quality: tuple[float | None, float | None, float | None] = (0.0, 0.0, 0.0)
    chance: float | None = None
    share: float | None = None
    effort: tuple[str, str] | None = None


class SizedTraffic(NamedTuple):
    """
    The sums of a kind of traffic, whose input is *over* and *up_to* so many tokens, in a log of so
    many *months*. *sizes* are its requests by the size of their input, as far as they are known.
    """

    groups: tuple[Group, ...]
    months: float
    over: int = 0
    up_to: int | None = None
    sizes: tuple[Size, ...] = ()


class Kind(NamedTuple):
    """
    The requests of one name in the log at one route, and what they should run on.

    *usd* is what they cost a month at list prices. *to* is the cheapest route that is as good and
    keeps what the route in use has, None where none saves enough; *chance* is P(it is no worse).
    *best* is the first for the need, whatever it costs. *inherited* is asked because the route in
    use has it. *savings* are all ways to pay less, the largest first; each is by itself. *sized*
    are the sums behind it.
    """

    ran: Ran
    need: Need
    usd: float
    in_use: Side
    inherited: tuple[Inherited, ...]
    to: Candidate | None
    chance: float | None
    best: Candidate | None
    savings: tuple[Saving, ...] = ()
    sized: SizedTraffic | None = None

    @property
    def first(self) -> Saving | None:
        """The largest saving that is as good and more than a guess from sizes; else the largest."""
        sure = [
            one
            for one in self.savings
            if one.what != "cache" and (one.quality[0] or 0.0) >= -100 * AS_GOOD
        ]
        return next(iter([*sure, *self.savings]), None)

    @property
    def saves(self) -> float:
        """US dollars a month that moving saves; 0 where it stays."""
        return self.usd - self.to.cost.total if self.to else 0.0


class Portfolio(NamedTuple):
    """
    All kinds of traffic that have a price, the dearest first.

    *months* is how many months the log is, None where it has no times: it is taken as one. *rest*
    are further kinds, of which only the bill is known. *forecast* is of the month after the log.
    """

    replay: Replay
    months: float | None
    kinds: tuple[Kind, ...]
    rest: tuple[Ran, ...]
    forecast: Forecast | None = None

    @property
    def usd(self) -> float:
        """US dollars a month that all priced requests cost."""
        return self.replay.usd / (self.months or 1.0)

    @property
    def saves(self) -> float:
        """US dollars a month that all moves save."""
        return fsum(kind.saves for kind in self.kinds)


def kind(
    ran: Ran,
    need: Need,
    facts: Facts,
    usd: float,
    rated: Callable[[Need], Facts],
    sized: SizedTraffic | None = None,
) -> Kind:
    """
    What the requests *ran* should run on.

    Args:
        ran: Requests of one name, at the route that it means.
        need: What they need, with their own volume and tokens.
        facts: The catalog's tables for *need*.
        usd: What they cost a month.
        rated: The tables for another need.
        sized: The sums behind *ran*; None: what only they tell is left out.
    """
    offering = ran.offering
    pick = NamedModel(ran.name, offering.model, None, (offering.id,), None)
    side = compare(need, facts, [pick]).sides[0]
    same, inherited = like(need, facts, side, ReplacementNeed(inherits=INHERITED))
    if same.allowed_regions != need.allowed_regions:
        facts = rated(same)
    found = field(same, facts)
    cheapest = _cheapest(found, side, usd)
    to = found.scorer.candidate(cheapest.route) if cheapest else None
    chance = _chance(side, to)
    savings = []
    if to is not None:
        same_model = to.route.model.id == side.model.id
        gap = quality_gap(side.estimate, to.route.estimate)
        savings.append(
            Saving("route" if same_model else "model", usd - to.cost.total, to, gap, chance)
        )
    if sized is not None:
        savings += list(_ways(found, side, ran, sized, to))
    savings.sort(key=lambda one: (-one.usd, one.what))
    return Kind(
        ran=ran,
        need=same,
        usd=usd,
        in_use=side,
        inherited=inherited,
        to=to,
        chance=chance,
        best=found.scorer.candidate(found.shown[0].route) if found.shown else None,
        savings=tuple(savings),
        sized=sized,
    )


def _cheapest(found: Field, side: Side, usd: float) -> Scored | None:
    """The cheapest route that is as good and saves enough; of several alike the better one."""
    own = side.estimate
    if own is None:
        return None
    as_good = [
        (row.cost, -counted(row.route.estimate), row.route.id, row)
        for row in found.fitting
        if row.route.estimate is not None
        and row.cost <= (1 - WORTH_IT) * usd
        and counted(row.route.estimate) >= own.score - AS_GOOD
        and (row.route.offering.id, row.route.model.id) != (side.pick.routes[0], side.model.id)
    ]
    return min(as_good)[3] if as_good else None


def _chance(side: Side, to: Candidate | None) -> float | None:
    if to is None or to.route.estimate is None or side.estimate is None:
        return None
    return chance_better(to.route.estimate, side.estimate)


# ---- the same model, for less


def _ways(
    found: Field, side: Side, ran: Ran, sized: SizedTraffic, to: Candidate | None
) -> Iterable[Saving]:
    """What is saved without another model, by what the log says of its requests."""
    work, rates = found.need.workload, dict(found.need.rates)
    least = WORTH_IT * ran.usd / sized.months
    ways = [
        _other_route(found, side, ran, sized, to),
        _batch(ran.offering, sized, work, rates),
        _cache(ran.offering, sized, work, rates),
        _effort(found, side, ran.offering, sized),
    ]
    return (one for one in ways if one is not None and one.usd >= least)


def _other_route(
    found: Field, side: Side, ran: Ran, sized: SizedTraffic, to: Candidate | None
) -> Saving | None:
    """The same model by the cheapest route that meets the need, which may be another region."""
    if to is not None and to.route.model.id == side.model.id:
        return None
    rows = {
        row.route.offering.id: row.route
        for row in found.fitting
        if row.route.model.id == side.model.id and row.route.offering.id != ran.offering.id
    }
    offerings = [route.offering for route in rows.values()]
    work, rates = found.need.workload, dict(found.need.rates)
    measured = found.scorer.facts.tokens
    priced = elsewhere([(ran.offering, list(sized.groups))], offerings, work, rates, measured)
    if not priced:
        return None
    best = priced[0]
    saved = (ran.usd - best.usd) / sized.months
    return Saving("route", saved, found.scorer.candidate(rows[best.offering.id]))


def _batch(
    offering: Offering, sized: SizedTraffic, work: Workload, rates: Mapping[str, float]
) -> Saving | None:
    """What ran as standard, as a batch."""
    plain = [group for group in sized.groups if group.service == "standard"]
    moved = [group._replace(service="batch") for group in plain]
    if not plain or any(service_day(offering, one.day, "batch") is None for one in moved):
        return None
    saved = _cost(offering, plain, work, rates) - _cost(offering, moved, work, rates)
    return Saving("batch", saved / sized.months)


def _cache(
    offering: Offering, sized: SizedTraffic, work: Workload, rates: Mapping[str, float]
) -> Saving | None:
    """
    What a cache would save if all requests began alike, as far as their sizes allow that.

    No more than `PREFIX_REACHED` of the requests have in tokens can be common to them. It is
    written once a day, and read with all other requests: what comes rarely saves less.
    """
    requests = fold(one.requests for one in sized.sizes)
    into = fold(group.input_tokens for group in sized.groups)
    if not requests or not into:
        return None
    prefix = _reached(sized.sizes, requests)
    days = len({group.day for group in sized.groups})
    read = max(0.0, 1 - days / requests)
    alike = prefix * requests / into
    if prefix < LEAST_PREFIX or not read or alike <= 0:
        return None
    before, after, more = 0.0, 0.0, 0
    for group in sized.groups:
        known = group.cached_tokens + group.written_tokens
        common = min(group.input_tokens, round(alike * group.input_tokens))
        if common <= known:
            continue
        cached = round(common * read)
        new = group._replace(
            cached_tokens=cached, written_tokens=common - cached, long_written_tokens=0
        )
        costs = [part_cost(offering, one, work, rates) for one in (group, new)]
        if costs[0] is not None and costs[1] is not None and costs[1] < costs[0]:
            before, after = before + costs[0], after + costs[1]
            more += cached - group.cached_tokens
    return Saving("cache", (before - after) / sized.months, share=more / into)


PREFIX_REACHED = 0.9
"""Of the requests are at least as long as what all of them are taken to begin with."""
LEAST_PREFIX = 1024
"""Tokens; providers keep no shorter beginning."""


def _reached(sizes: Iterable[Size], requests: int) -> int:
    """The size of input that `PREFIX_REACHED` of the requests have or exceed."""
    left = requests
    found = 0
    for size in sorted(sizes, key=lambda one: one.shortest):
        if left < PREFIX_REACHED * requests:
            break
        found = size.shortest
        left -= size.requests
    return found


def _effort(found: Field, side: Side, offering: Offering, sized: SizedTraffic) -> Saving | None:
    """
    A lower effort, for what the log says was thought: of those as good the one that saves most,
    else the one that loses least. The effort in use is taken to be the one that serves best.
    """
    thought = fold(one.thought for one in sized.sizes)
    own = side.estimate
    if not thought or own is None or own.effort not in EFFORTS:
        return None
    facts, work = found.scorer.facts, found.need.workload
    steps = facts.scale.effort_multipliers

    def thinks(effort: str | None) -> float:
        return tokens.thinking(facts.tokens, side.model, effort, work, steps).value

    now = thinks(own.effort)
    found_ways = []
    for row in facts.estimates:
        if row.model != own.model or row.effort not in EFFORTS or thinks(row.effort) >= now:
            continue
        kept = thinks(row.effort) / now
        usd = _thinking_cost(offering, sized, work, dict(found.need.rates), thought * (1 - kept))
        if usd is not None:
            gap = quality_gap(own, row)
            chance = chance_better(row, own)
            pair = (str(own.effort), str(row.effort))
            saved = Saving("effort", usd / sized.months, None, gap, chance, effort=pair)
            lost = max(0.0, own.score - row.score - AS_GOOD)
            found_ways.append((lost, -saved.usd, pair, saved))
    return min(found_ways)[3] if found_ways else None


def _thinking_cost(
    offering: Offering, sized: SizedTraffic, work: Workload, rates: Mapping[str, float], less: float
) -> float | None:
    """USD for so many tokens of output *less*, of every group by its share of the output."""
    out = fold(group.output_tokens for group in sized.groups)
    if not out:
        return None
    share = min(1.0, less / out)
    fewer = [
        one._replace(output_tokens=round(one.output_tokens * (1 - share))) for one in sized.groups
    ]
    return _cost(offering, sized.groups, work, rates) - _cost(offering, fewer, work, rates)


def _cost(
    offering: Offering, groups: Iterable[Group], work: Workload, rates: Mapping[str, float]
) -> float:
    return fsum(part_cost(offering, group, work, rates) or 0.0 for group in groups)
