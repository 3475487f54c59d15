"""From a need and the catalog's facts to a ranked answer, with all that was left out and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.core import days, robust, values
from llmpick.core.need import Need
from llmpick.core.routes import RULES, efforts
from llmpick.core.score import Candidate, Facts, Scorer, warnings
from llmpick.core.sift import Alone, Scored, Sieve, order, sift

CONTENDERS = 40
"""How many of the best share in P(best); the rest could not win."""
HARDLY = 0.0005
TOSS_UP = 0.25
TOLERANCE = 0.01


class Ranked(NamedTuple):
    """
    A candidate in its place.

    *p_best* is P(it is the best), *p_beats_first* P(it is above the first), both from the errors
    of the quality estimates at the given weights; *others* counts further routes of its model.
    """

    rank: int
    candidate: Candidate
    p_best: float
    p_beats_first: float
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
    """The whole answer; *routes* were looked at, *fitting* meet every limit."""

    need: Need
    ranking: tuple[Ranked, ...]
    routes: int
    fitting: int
    fitting_models: int
    excluded: tuple[Exclusion, ...]
    toss_up: tuple[str, ...]
    confidence: str
    reasons: tuple[str, ...]


def decide(need: Need, facts: Facts, *, top: int = 10, by_route: bool = False) -> Decision:
    """
    Filter, price, score and rank every route.

    Args:
        need: What is asked.
        facts: The catalog's tables on the need's day.
        top: How many to rank at most.
        by_route: Rank all routes, not the best one of each model.
    """
    scorer = Scorer(need, facts)
    sieve = sift(scorer, efforts(facts.estimates))
    fitting = sorted(sieve.fitting, key=order)
    shown = fitting if by_route else _best_of_each_model(fitting)
    ranking = _ranking(scorer, shown, Counter(row.route.model.id for row in fitting), top)
    confidence, reasons = _confidence(scorer, ranking)
    return Decision(
        need=need,
        ranking=tuple(ranking),
        routes=sieve.routes,
        fitting=len(fitting),
        fitting_models=len({row.route.model.id for row in fitting}),
        excluded=tuple(_exclusions(scorer, sieve)),
        toss_up=tuple(row.candidate.route.id for row in ranking if row.p_beats_first >= TOSS_UP),
        confidence=confidence,
        reasons=reasons,
    )


def _best_of_each_model(rows: Iterable[Scored]) -> list[Scored]:
    first: dict[str, Scored] = {}
    for row in rows:
        first.setdefault(row.route.model.id, row)
    return list(first.values())


def _ranking(
    scorer: Scorer, rows: Sequence[Scored], routes_of: Counter[str], top: int
) -> list[Ranked]:
    contenders = rows[:CONTENDERS]
    spreads = [scorer.deviation(row.route) for row in contenders]
    chances = _chances([row.score for row in contenders], spreads)
    ranking = []
    for position, row in enumerate(rows[:top]):
        candidate = scorer.candidate(row.route)
        likely = position < len(contenders)
        spread = spreads[position] if likely else scorer.deviation(row.route)
        ranking.append(
            Ranked(
                rank=position + 1,
                candidate=candidate,
                p_best=chances[position] if likely else 0.0,
                p_beats_first=robust.beats(row.score, spread, rows[0].score, spreads[0]),
                others=routes_of[row.route.model.id] - 1,
                dominated_by=_dominator(scorer, row, rows),
                warnings=tuple(warnings(scorer, candidate)),
            )
        )
    return ranking


def _chances(scores: Sequence[float], spreads: Sequence[float]) -> list[float]:
    """P(best) of each; those that hardly ever beat the first are not in the running."""
    if not scores:
        return []
    likely = [
        position
        for position, (score, spread) in enumerate(zip(scores, spreads, strict=True))
        if robust.beats(score, spread, scores[0], spreads[0]) > HARDLY
    ]
    found = robust.best_of(
        [scores[position] for position in likely], [spreads[position] for position in likely]
    )
    chances = dict(zip(likely, found, strict=True))
    return [chances.get(position, 0.0) for position in range(len(scores))]


def _utilities(scorer: Scorer, row: Scored) -> tuple[float, ...]:
    route = row.route
    return (
        scorer.quality(route.estimate),
        values.cost_utility(row.cost, *scorer.ends),
        scorer.grade(route.offering, route.provider)[1],
        scorer.customisability(route.model).share,
    )


def _dominator(scorer: Scorer, row: Scored, rows: Sequence[Scored]) -> str | None:
    """The first route that is as good everywhere and clearly better somewhere, if any."""
    own = _utilities(scorer, row)
    for other in rows:
        if other.score <= row.score:
            break
        theirs = _utilities(scorer, other)
        if all(b >= a for a, b in zip(own, theirs, strict=True)) and any(
            b > a + TOLERANCE for a, b in zip(own, theirs, strict=True)
        ):
            return other.route.id
    return None


def _exclusions(scorer: Scorer, sieve: Sieve) -> Iterable[Exclusion]:
    for rule in RULES:
        stopped, unknown, facts = sieve.stopped(rule)
        if not stopped:
            continue
        alone = sieve.alone.get(rule) or Alone()
        yield Exclusion(
            rule=rule,
            routes=stopped,
            unknown=unknown,
            facts=tuple(sorted(facts.items(), key=lambda item: (-item[1], item[0]))),
            alone=alone.count,
            best=scorer.candidate(alone.best.route) if alone.best else None,
            cheapest=scorer.candidate(alone.cheapest.route) if alone.cheapest else None,
        )


def _confidence(scorer: Scorer, ranking: Sequence[Ranked]) -> tuple[str, tuple[str, ...]]:
    """The label of section 5 of the design, with what keeps it from being higher."""
    if not ranking:
        return "none", ("nothing fits",)
    first = ranking[0]
    route = first.candidate.route
    estimate = route.estimate
    stderr = (estimate.stderr if estimate else 9.0) * scorer.facts.calibration
    direct = estimate.direct if estimate else 0
    read = route.offering.price_read
    age = days.between(read, scorer.need.day) if read else 9999
    checks = (
        (first.p_best >= 0.70, first.p_best >= 0.45, f"P(best) is {first.p_best:.2f}"),
        (
            direct >= 3 and stderr <= 0.20,
            direct >= 2,
            f"{direct} scores in the task's own domains, standard error {stderr:.2f} logit",
        ),
        (age <= 90, age <= 180, f"its price was read {age} days ago"),
        (
            first.candidate.reasoning_tokens == 0,
            True,
            "its reasoning tokens are assumed, not measured",
        ),
    )
    if all(high for high, _, _ in checks):
        return "high", ()
    medium = all(fair for _, fair, _ in checks)
    return (
        "medium" if medium else "low",
        tuple(reason for high, fair, reason in checks if not (high if medium else fair)),
    )
