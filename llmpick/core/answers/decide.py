"""From a need and the catalog's facts to a ranked answer, with all that was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from llmpick.core.facts.facts import Facts
from llmpick.core.need.need import CRITERIA, Need
from llmpick.core.ranking.dominance import dominates
from llmpick.core.ranking.field import Field, field
from llmpick.core.ranking.filter import Alone, FilterResult, Scored, utilities_of
from llmpick.core.ranking.limits import RULES
from llmpick.core.ranking.score import Candidate, Scorer, warnings

if TYPE_CHECKING:
    from llmpick.core.answers.nearest_region import WayOut
    from llmpick.core.answers.picks import Picks
    from llmpick.core.ranking.judging import Judged
    from llmpick.core.robustness.robust import Robust
    from llmpick.core.robustness.smaa import Acceptability


class Ranked(NamedTuple):
    """
    A candidate in its place.

    *p_best* is the share of the draws in which it is the best, *p_beats_first* that in which it is
    above the first, 0 where it is too far behind to be drawn, None where nothing was drawn; *share*
    is all that the draws say of it. *judged* is its score by another method than the weighted sum.
    *others* counts further routes of its model.
    """

    rank: int
    candidate: Candidate
    judged: Judged | None
    share: Acceptability | None
    p_best: float | None
    p_beats_first: float | None
    others: int
    dominated_by: str | None
    warnings: tuple[str, ...]


class Exclusion(NamedTuple):
    """
    What one rule cost: the routes that it was the first to stop, those of them that were only
    unknown, the facts that stopped them, and the best route that this rule alone stopped.
    """

    rule: str
    routes: int
    unknown: int
    facts: tuple[tuple[str, int], ...]
    alone: int
    best: Candidate | None
    cheapest: Candidate | None


class Decision(NamedTuple):
    """
    The whole answer; *routes* were looked at, *fitting* meet every limit.

    *robustness* and *picks* are None where nothing fits or nobody asked for them; *ways_out* are
    what would open a region or a level, where nothing fits.
    """

    need: Need
    ranking: tuple[Ranked, ...]
    routes: int
    fitting: int
    fitting_models: int
    excluded: tuple[Exclusion, ...]
    robustness: Robust | None
    picks: Picks | None = None
    method: str = "additive"
    ways_out: tuple[WayOut, ...] = ()

    @property
    def toss_up(self) -> tuple[str, ...]:
        """The first and those that cannot be told from it, in order of score."""
        return self.robustness.drawn.toss_up if self.robustness else ()

    @property
    def confidence(self) -> str:
        """The label; `none` where nothing fits, or nothing was drawn."""
        return self.robustness.confidence.label if self.robustness else "none"


def decide(
    need: Need,
    facts: Facts,
    *,
    top: int = 10,
    by_route: bool = False,
    robust: bool = True,
    whole: bool = True,
    method: str = "additive",
) -> Decision:
    """
    Filter, price, score and rank every route.

    Args:
        need: What is asked.
        facts: The catalog's tables on the need's day.
        top: How many to rank at most.
        by_route: Rank all routes, not the best one of each model.
        robust: Say how sure the ranking is; the names alone come sooner without.
        whole: Say too what the first place hangs on, of weights, values and methods.
        method: What ranks, one of `methods.METHODS`. By any of them a model stands by its best
            route by the weighted sum.
    """
    found = field(need, facts, by_route=by_route)
    return decide_in(found, top=top, by_route=by_route, robust=robust, whole=whole, method=method)


def decide_in(
    found: Field,
    *,
    top: int = 10,
    by_route: bool = False,
    robust: bool = True,
    whole: bool = True,
    method: str = "additive",
) -> Decision:
    """The same, of a field that is at hand; see `decide`."""
    scorer, fitting = found.scorer, found.fitting
    shown, judged = by_method(scorer, found.shown, method)
    sure = _robust(found, shown, method, by_route, whole) if robust and shown else None
    routes_of = Counter(row.route.model.id for row in fitting)
    ranking = _ranking(scorer, shown, judged, routes_of, top, sure.shares if sure else None)
    toss_up = sure.drawn.toss_up if sure else ()
    return Decision(
        need=found.need,
        ranking=tuple(ranking),
        routes=found.filtered.routes,
        fitting=len(fitting),
        fitting_models=len(routes_of),
        excluded=tuple(_exclusions(scorer, found.filtered)),
        robustness=sure,
        picks=_picks(found, shown[0], toss_up) if robust and shown else None,
        method=method,
        ways_out=() if shown else _ways_out(scorer),
    )


def _picks(found: Field, use: Scored, toss_up: Sequence[str]) -> Picks:
    from llmpick.core.answers.picks import picks  # names alone need none

    return picks(found, use, toss_up)


def _ways_out(scorer: Scorer) -> tuple[WayOut, ...]:
    from llmpick.core.answers.nearest_region import ways_out  # where nothing fits

    return ways_out(scorer.need, scorer.facts)


def by_method(
    scorer: Scorer, rows: Sequence[Scored], method: str
) -> tuple[Sequence[Scored], Sequence[Judged] | None]:
    """*rows* in the order of *method*, with their scores by it."""
    if method == "additive":
        return rows, None
    from llmpick.core.ranking.judging import judge

    utilities = [utilities_of(scorer, row) for row in rows]
    found = judge(method, utilities, [scorer.weights[name] for name in CRITERIA])
    pairs = sorted(
        zip(rows, found, strict=True),
        key=lambda pair: (-pair[1].score, pair[0].cost, pair[0].route.id),
    )
    return [row for row, _ in pairs], [judged for _, judged in pairs]


def _robust(
    found: Field, shown: Sequence[Scored], method: str, by_route: bool, whole: bool
) -> Robust:
    from llmpick.core.robustness.robust import robust

    return robust(found.scorer, shown, found.fitting, method=method, by_route=by_route, whole=whole)


def _ranking(
    scorer: Scorer,
    rows: Sequence[Scored],
    judged: Sequence[Judged] | None,
    routes_of: Counter[str],
    top: int,
    shares: Mapping[str, Acceptability] | None,
) -> Iterable[Ranked]:
    for position, row in enumerate(rows[:top]):
        candidate = scorer.candidate(row.route)
        share = shares.get(row.route.id) if shares is not None else None
        yield Ranked(
            rank=position + 1,
            candidate=candidate,
            judged=judged[position] if judged else None,
            share=share,
            p_best=None if shares is None else share.p_best if share else 0.0,
            p_beats_first=None if shares is None else share.p_beats_first if share else 0.0,
            others=routes_of[row.route.model.id] - 1,
            dominated_by=_dominator(scorer, row, rows),
            warnings=tuple(warnings(scorer, candidate)),
        )


def _dominator(scorer: Scorer, row: Scored, rows: Sequence[Scored]) -> str | None:
    """The first route that is as good everywhere and clearly better somewhere, if any."""
    own = utilities_of(scorer, row)
    for other in rows:
        if other is row:
            break
        if dominates(utilities_of(scorer, other), own):
            return other.route.id
    return None


def _exclusions(scorer: Scorer, filtered: FilterResult) -> Iterable[Exclusion]:
    for rule in RULES:
        stopped, unknown, facts = filtered.stopped(rule)
        if not stopped:
            continue
        alone = filtered.alone.get(rule) or Alone()
        yield Exclusion(
            rule=rule,
            routes=stopped,
            unknown=unknown,
            facts=tuple(sorted(facts.items(), key=lambda item: (-item[1], item[0]))),
            alone=alone.count,
            best=scorer.candidate(alone.best.route) if alone.best else None,
            cheapest=scorer.candidate(alone.cheapest.route) if alone.cheapest else None,
        )
