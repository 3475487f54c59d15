"""What each kind of traffic in a log should run on, and what that saves."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum
from typing import NamedTuple

from llmpick.core.answers.compare import NamedModel, Side, compare
from llmpick.core.answers.picks import chance_better
from llmpick.core.answers.replacements import Inherited, ReplacementNeed, like
from llmpick.core.answers.usage_records import Ran, Replay
from llmpick.core.facts.facts import Facts
from llmpick.core.need.need import Need
from llmpick.core.ranking.field import Field, field
from llmpick.core.ranking.filter import Scored
from llmpick.core.ranking.score import Candidate, counted

AS_GOOD = 0.005
"""So much of the score less, half a point of 100, is a difference that nobody sees."""
WORTH_IT = 0.05
"""A move that saves less than this share of the bill is not worth its work."""
INHERITED = ("privacy", "region", "modality", "tools")
"""What a move must not lose; how long requests are, the log itself says."""


class Kind(NamedTuple):
    """
    The requests of one name in the log at one route, and what they should run on.

    *usd* is what they cost a month at list prices. *to* is the cheapest route that is as good and
    keeps what the route in use has, None where none saves enough; *chance* is P(it is no worse).
    *best* is the first for the need, whatever it costs. *inherited* is asked because the route in
    use has it.
    """

    ran: Ran
    need: Need
    usd: float
    in_use: Side
    inherited: tuple[Inherited, ...]
    to: Candidate | None
    chance: float | None
    best: Candidate | None

    @property
    def saves(self) -> float:
        """US dollars a month that moving saves; 0 where it stays."""
        return self.usd - self.to.cost.total if self.to else 0.0


class Portfolio(NamedTuple):
    """
    All kinds of traffic that have a price, the dearest first.

    *months* is how many months the log is, None where it has no times: it is taken as one. *rest*
    are further kinds, of which only the bill is known.
    """

    replay: Replay
    months: float | None
    kinds: tuple[Kind, ...]
    rest: tuple[Ran, ...]

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
) -> Kind:
    """
    What the requests *ran* should run on.

    Args:
        ran: Requests of one name, at the route that it means.
        need: What they need, with their own volume and tokens.
        facts: The catalog's tables for *need*.
        usd: What they cost a month.
        rated: The tables for another need.
    """
    offering = ran.offering
    pick = NamedModel(ran.name, offering.model, None, (offering.id,), None)
    side = compare(need, facts, [pick]).sides[0]
    same, inherited = like(need, facts, side, ReplacementNeed(inherits=INHERITED))
    if same.allowed_regions != need.allowed_regions:
        facts = rated(same)
    found = field(same, facts)
    to = _cheapest(found, side, usd)
    return Kind(
        ran=ran,
        need=same,
        usd=usd,
        in_use=side,
        inherited=inherited,
        to=found.scorer.candidate(to.route) if to else None,
        chance=_chance(side, to),
        best=found.scorer.candidate(found.shown[0].route) if found.shown else None,
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


def _chance(side: Side, to: Scored | None) -> float | None:
    if to is None or to.route.estimate is None or side.estimate is None:
        return None
    return chance_better(to.route.estimate, side.estimate)
