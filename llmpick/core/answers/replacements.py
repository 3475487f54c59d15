"""What else would do the work of a model in use, and how it differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import erf, sqrt
from typing import Any, NamedTuple

from llmpick.core.answers.compare import NamedModel, Side, compare
from llmpick.core.facts import days
from llmpick.core.facts.dialects import DialectChange, DialectTable, Spoken, change
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.records import Estimate
from llmpick.core.need.need import PRIVACY_LEVELS, Need, Required
from llmpick.core.privacy.requirements import TOOLS
from llmpick.core.ranking.field import field
from llmpick.core.ranking.filter import Scored
from llmpick.core.ranking.limits import RULES, Violations
from llmpick.core.ranking.score import Candidate, Scorer, warnings

FILTERS = ("other-developer", "open-weights", "still-supported", "cheaper")
"""In the order in which a model that fails several is counted."""


class ReplacementNeed(NamedTuple):
    """
    What a replacement must be, beside able to do the work.

    *still_supported_days*: no end announced within so many days. Without *same_context* it need
    only hold what the job holds, not as much as the model in use.
    """

    other_developer: bool = False
    open_weights: bool = False
    still_supported_days: int | None = None
    cheaper: bool = False
    same_context: bool = True


class Difference(NamedTuple):
    """
    The replacement against what is in use; None where one of the two is not known.

    *cost* in USD a month and *cost_ratio*; *quality* in points of the expected score, 0 to 100,
    with its 80 % interval *quality_low* to *quality_high*, and *p_better*, P(it is the abler one);
    *privacy* in levels up; *context* in tokens; *open_weights* and *licence* as (before, after);
    *dialects* of the API.
    """

    cost: float | None
    cost_ratio: float | None
    quality: float | None
    quality_low: float | None
    quality_high: float | None
    p_better: float | None
    privacy: int | None
    context: int | None
    open_weights: tuple[bool | None, bool | None]
    licence: tuple[str | None, str | None]
    dialects: DialectChange


class Replacement(NamedTuple):
    """
    One that would do.

    *violations* are limits that it breaks: of the maker's own replacement alone, which is shown in
    any case. *ends* is the day on which it ends, *supported_days* how long that is from now, None
    where no end is announced.
    """

    candidate: Candidate
    named_by_maker: bool
    difference: Difference
    violations: Violations
    ends: str | None
    supported_days: int | None
    warnings: tuple[str, ...]


class Alternatives(NamedTuple):
    """
    The model in use by one route, and what would do its work, the maker's own choice first.

    *dialects* are those of the API in use: of that route, or of its maker's where it is not on
    sale. *models* fit the need; *left_out* counts, by rule, the routes that the need stops and the
    models that a filter does.
    """

    need: Need
    in_use: Side
    dialects: Spoken | None
    replacements: tuple[Replacement, ...]
    models: int
    left_out: tuple[tuple[str, int], ...]


def alternatives(
    need: Need,
    facts: Facts,
    in_use: NamedModel,
    wanted: ReplacementNeed,
    *,
    dialects: DialectTable,
    successor: str | None = None,
    top: int = 10,
) -> Alternatives:
    """
    Replacements for a model in use, the best for the need first.

    Args:
        need: What it is used for. The modalities, the tools and the context of the model in use
            are asked for beside it.
        facts: The catalog's tables on the need's day.
        in_use: The model, perhaps at an effort and by certain routes; without any, by its maker's
            own where it sells the model.
        wanted: Further conditions.
        dialects: Which dialects of API providers speak.
        successor: The model that its maker names as its replacement, where there is one.
        top: How many to give at most, the maker's choice included.
    """
    side = compare(need, facts, [_at_its_maker(facts, in_use)]).sides[0]
    speech = Speech(dialects, spoken(dialects, facts, side))
    same = like(need, side, wanted)
    running = field(same, facts)
    scorer = running.scorer
    best = [row for row in running.shown if row.route.model.id != in_use.model]
    passing, failed = _passing(same, side, best, wanted)
    left_out = {rule: running.filtered.stopped(rule)[0] for rule in RULES}
    left_out |= {name: failed[name] for name in FILTERS}
    found: list[Replacement] = []
    if successor is not None and successor != in_use.model and successor in facts.models:
        found.extend(_named(scorer, side, speech, successor))
    others = [row for row in passing if row.route.model.id != successor]
    for row in others[: max(0, top - len(found))]:
        candidate = scorer.candidate(row.route)
        found.append(_replacement(scorer, side, speech, candidate, named=False))
    return Alternatives(
        need=same,
        in_use=side,
        dialects=speech.in_use,
        replacements=tuple(found[:top]),
        models=len(best),
        left_out=tuple((rule, count) for rule, count in left_out.items() if count),
    )


def _at_its_maker(facts: Facts, in_use: NamedModel) -> NamedModel:
    """A model without a route is most often used at its maker."""
    own = tuple(
        row.id
        for row in facts.offerings
        if row.model == in_use.model and row.first_party and row.listing == "current"
    )
    return in_use if in_use.routes else in_use._replace(routes=own)


class Speech(NamedTuple):
    """Which dialects providers speak, and those of the endpoint *in_use*."""

    dialects: DialectTable
    in_use: Spoken | None


def spoken(dialects: DialectTable, facts: Facts, side: Side) -> Spoken | None:
    """What the endpoint in use speaks; its maker's own where the model is not on sale."""
    if side.candidate is not None:
        return dialects.of(side.candidate.route.offering)
    own = (row for row in facts.offerings if row.model == side.model.id and row.first_party)
    found = {dialects.of(offering) for offering in own}
    return found.pop() if len(found) == 1 else None


def like(need: Need, side: Side, wanted: ReplacementNeed) -> Need:
    """*need*, and what the model in use takes in, calls and holds."""
    model = side.model
    known = model.input_modalities or ()
    context = model.context_window_tokens if wanted.same_context else None
    return need._replace(
        modalities=need.modalities + tuple(sorted(set(known) - set(need.modalities))),
        requirements=_with_tools(need.requirements) if model.tool_calling else need.requirements,
        min_context_tokens=max(need.min_context_tokens or 0, context or 0) or None,
    )


def _with_tools(required: tuple[Required[Any], ...]) -> tuple[Required[Any], ...]:
    calls = Required(TOOLS, True)
    return required if calls in required else (calls, *required)


def _passing(
    need: Need, side: Side, rows: Iterable[Scored], wanted: ReplacementNeed
) -> tuple[list[Scored], Counter[str]]:
    """Those of *rows* that pass every filter, and how many each filter is the first to stop."""
    passing: list[Scored] = []
    stopped: Counter[str] = Counter()
    for row in rows:
        failed = _failed(need, side, row, wanted)
        if failed is None:
            passing.append(row)
        else:
            stopped[failed] += 1
    return passing, stopped


def _failed(need: Need, side: Side, row: Scored, wanted: ReplacementNeed) -> str | None:
    """The first filter that *row* does not pass; unknown passes none."""
    model = row.route.model
    if wanted.other_developer and model.developer == side.model.developer:
        return "other-developer"
    if wanted.open_weights and not model.open_weights:
        return "open-weights"
    if wanted.still_supported_days is not None:
        left = _left(need, _end(row.route.offering.retires_on, model.retires_on))
        if left is not None and left < wanted.still_supported_days:
            return "still-supported"
    if wanted.cheaper and not (side.candidate and row.cost < side.candidate.cost.total):
        return "cheaper"
    return None


def _named(scorer: Scorer, side: Side, speech: Speech, successor: str) -> Iterable[Replacement]:
    """The maker's own replacement, with the limits that it breaks; none where it is not sold."""
    pick = NamedModel(successor, successor, None, (), None)
    found = compare(scorer.need, scorer.facts, [pick]).sides[0]
    if found.candidate is not None:
        yield _replacement(scorer, side, speech, found.candidate, named=True)


def _replacement(
    scorer: Scorer, side: Side, speech: Speech, candidate: Candidate, *, named: bool
) -> Replacement:
    route = candidate.route
    ends = _end(route.offering.retires_on, route.model.retires_on)
    return Replacement(
        candidate=candidate,
        named_by_maker=named,
        difference=_difference(scorer, side, speech, candidate),
        violations=route.violations,
        ends=ends,
        supported_days=_left(scorer.need, ends),
        warnings=tuple(warnings(scorer, candidate)),
    )


def _end(offering: str | None, model: str | None) -> str | None:
    """The earlier of the days on which the offering and, by its maker, the model end."""
    return min((day for day in (offering, model) if day is not None), default=None)


def _left(need: Need, ends: str | None) -> int | None:
    return None if ends is None else days.between(need.day, ends)


def _difference(scorer: Scorer, side: Side, speech: Speech, candidate: Candidate) -> Difference:
    old, model = side.candidate, candidate.route.model
    before, after = (old.cost.total if old else None), candidate.cost.total
    quality, low, high = _quality(side.estimate, candidate.route.estimate)
    levels = PRIVACY_LEVELS.index
    up = levels(candidate.privacy_level) - levels(old.privacy_level) if old else None
    windows = (side.model.context_window_tokens, model.context_window_tokens)
    return Difference(
        cost=None if before is None else after - before,
        cost_ratio=after / before if before else None,
        quality=quality,
        quality_low=low,
        quality_high=high,
        p_better=_p_better(scorer.facts, side.estimate, candidate.route.estimate),
        privacy=up,
        context=None if None in windows else (windows[1] or 0) - (windows[0] or 0),
        open_weights=(side.model.open_weights, model.open_weights),
        licence=(side.model.licence, model.licence),
        dialects=change(speech.in_use, speech.dialects.of(candidate.route.offering)),
    )


def _quality(
    old: Estimate | None, new: Estimate | None
) -> tuple[float | None, float | None, float | None]:
    """Points of the expected score between two models, with the 80 % interval of that."""
    if old is None or new is None:
        return None, None, None
    gap = (new.score - old.score) * 100
    half = sqrt((old.high - old.low) ** 2 + (new.high - new.low) ** 2) * 50
    return gap, gap - half, gap + half


def _p_better(facts: Facts, old: Estimate | None, new: Estimate | None) -> float | None:
    if old is None or new is None:
        return None
    wide = facts.calibration
    return beats(new.theta, new.stderr * wide, old.theta, old.stderr * wide)


def beats(mean: float, deviation: float, other: float, other_deviation: float) -> float:
    """P(a normal value is above another, independent one)."""
    spread = sqrt(deviation**2 + other_deviation**2)
    if spread == 0:
        return 0.5 if mean == other else float(mean > other)
    return 0.5 * (1.0 + erf((mean - other) / spread / sqrt(2.0)))
