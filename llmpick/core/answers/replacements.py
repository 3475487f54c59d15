"""What else would do the work of a model in use, and how it differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import erf, sqrt
from typing import Any, NamedTuple

from llmpick.core.answers.compare import NamedModel, Side, compare
from llmpick.core.facts.dialects import DialectChange, DialectTable, Spoken, change
from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.life import Life, life_of, successors_of
from llmpick.core.facts.records import Offering
from llmpick.core.need.need import PRIVACY_LEVELS, Need, Required
from llmpick.core.privacy import levels
from llmpick.core.privacy.requirements import TOOLS, highest_level
from llmpick.core.ranking.field import field
from llmpick.core.ranking.filter import Scored
from llmpick.core.ranking.limits import RULES, Violations
from llmpick.core.ranking.score import Candidate, Scorer, warnings

FILTERS = ("other-developer", "open-weights", "still-supported", "cheaper")
"""In the order in which a model that fails several is counted."""

INHERITED = ("privacy", "region", "modality", "tools", "context")
"""What a replacement has as the route in use has it, unless it is told otherwise."""


class ReplacementNeed(NamedTuple):
    """
    What a replacement must be, beside able to do the work.

    *still_supported_days*: no end announced within so many days. *inherits*: what of `INHERITED`
    must be as it is in use; of the rest only what the need states is asked.
    """

    other_developer: bool = False
    open_weights: bool = False
    still_supported_days: int | None = None
    cheaper: bool = False
    inherits: tuple[str, ...] = INHERITED


class Inherited(NamedTuple):
    """What is asked because the route in use has it: one of `INHERITED`, and its value."""

    what: str
    value: str | int | tuple[str, ...] | bool


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
    any case.
    """

    candidate: Candidate
    named_by_maker: bool
    difference: Difference
    violations: Violations
    life: Life
    warnings: tuple[str, ...]

    @property
    def broken(self) -> tuple[str, ...]:
        """The rules of the limits that it breaks, each once."""
        return tuple(dict.fromkeys(violation.rule for violation in self.violations))


class Alternatives(NamedTuple):
    """
    The model in use by one route, and what would do its work, the maker's own choice first.

    *need* is what a replacement is held to: what was *asked*, and what is *inherited*. *successors*
    are what its maker names in its place, one after another where the first has an end too.
    *dialects* are those of the API in use: of that route, or of its maker's where it is not on
    sale. *models* fit the need; *left_out* counts, by rule, the routes that the need stops and the
    models that a filter does.
    """

    need: Need
    asked: Need
    inherited: tuple[Inherited, ...]
    in_use: Side
    successors: tuple[str, ...]
    dialects: Spoken | None
    replacements: tuple[Replacement, ...]
    models: int
    left_out: tuple[tuple[str, int], ...]

    @property
    def best(self) -> Replacement | None:
        """
        The one to move to: the maker's where it breaks no limit, else the best for the need.

        That the maker's was hardly measured yet is no limit: it is said.
        """
        return next((row for row in self.replacements if set(row.broken) <= {"evidence"}), None)


def alternatives(
    need: Need,
    facts: Facts,
    in_use: NamedModel,
    wanted: ReplacementNeed,
    *,
    dialects: DialectTable,
    top: int = 10,
    priced: Callable[[Need], Facts] | None = None,
) -> Alternatives:
    """
    Replacements for a model in use, the best for the need first.

    Args:
        need: What it is used for. What a replacement inherits is asked for beside it.
        facts: The catalog's tables on the need's day.
        in_use: The model, perhaps at an effort and by certain routes; without any, by its maker's
            own where it sells the model.
        wanted: Further conditions.
        dialects: Which dialects of API providers speak.
        top: How many to give at most, the maker's choice included.
        priced: The tables at the prices of another need's regions.
    """
    side = compare(need, facts, [_at_its_maker(facts, in_use)]).sides[0]
    speech = Speech(dialects, spoken(dialects, facts, side))
    same, inherited = like(need, facts, side, wanted)
    if priced is not None and same.allowed_regions != need.allowed_regions:
        facts = priced(same)
    running = field(same, facts)
    scorer = running.scorer
    best = [row for row in running.shown if row.route.model.id != in_use.model]
    passing, failed = _passing(same, side, best, wanted)
    left_out = {rule: running.filtered.stopped(rule)[0] for rule in RULES}
    left_out |= {name: failed[name] for name in FILTERS}
    found: list[Replacement] = []
    successors = successors_of(side.model, facts.models)
    # a maker often names a preview, or less context: that is said of it, and not refused
    held = Scorer(same._replace(min_context_tokens=need.min_context_tokens, previews=True), facts)
    found.extend(_named(held, side, speech, successors))
    named = {row.candidate.route.model.id for row in found}
    others = [row for row in passing if row.route.model.id not in named]
    for row in others[: max(0, top - len(found))]:
        candidate = scorer.candidate(row.route)
        found.append(_replacement(scorer, side, speech, candidate, named=False))
    return Alternatives(
        need=same,
        asked=need,
        inherited=inherited,
        in_use=side,
        successors=successors,
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


def like(
    need: Need, facts: Facts, side: Side, wanted: ReplacementNeed
) -> tuple[Need, tuple[Inherited, ...]]:
    """*need* with what a replacement has as the route in use has it, and what that is."""
    found = tuple(row for row in _in_use(need, facts, side) if row.what in wanted.inherits)
    for what, value in found:
        need = _AS_IN_USE[what](need, value)
    return need, found


def _in_use(need: Need, facts: Facts, side: Side) -> Iterable[Inherited]:
    """What the route in use has that a replacement can be held to, beyond what *need* says."""
    model, route = side.model, _route_in_use(facts, side)
    if route is not None:
        level = highest_level(facts.providers.serving(route), route, need.privacy_terms)
        if PRIVACY_LEVELS.index(level) > PRIVACY_LEVELS.index(need.privacy_level):
            yield Inherited("privacy", level)
        region = levels.region_of(route.region or "")
        if region is not None and not need.allowed_regions:
            yield Inherited("region", region)
    if more := set(model.input_modalities or ()) - set(need.modalities) - {"text"}:
        yield Inherited("modality", tuple(sorted(more)))
    if model.tool_calling and need.requires(TOOLS) is None:
        yield Inherited("tools", True)
    if (model.context_window_tokens or 0) > (need.min_context_tokens or 0):
        yield Inherited("context", model.context_window_tokens or 0)


def _route_in_use(facts: Facts, side: Side) -> Offering | None:
    """The route named or sold by its maker, else what its maker sold: its terms were in use."""
    sold = side.candidate.route.offering if side.candidate else None
    if sold is not None and (side.pick.routes or sold.first_party):
        return sold
    own = (row for row in facts.offerings if row.model == side.model.id and row.first_party)
    return min(own, key=lambda row: row.id, default=sold)


_AS_IN_USE: dict[str, Callable[[Need, Any], Need]] = {
    "privacy": lambda need, level: need._replace(privacy_level=level),
    "region": lambda need, code: need._replace(processing_regions=(code,)),
    "modality": lambda need, kinds: need._replace(modalities=need.modalities + kinds),
    "tools": lambda need, _: need._replace(requirements=_with_tools(need.requirements)),
    "context": lambda need, tokens: need._replace(min_context_tokens=tokens),
}


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
        left = life_of(model, row.route.offering, need.day).days_left
        if left is not None and left < wanted.still_supported_days:
            return "still-supported"
    if wanted.cheaper and not (side.candidate and row.cost < side.candidate.cost.total):
        return "cheaper"
    return None


def _named(
    scorer: Scorer, side: Side, speech: Speech, successors: Sequence[str]
) -> Iterable[Replacement]:
    """
    The last of the maker's *successors* that is sold, with the limits that it breaks.

    By the provider in use where it sells it within the limits: its contract is there.
    """
    used = _route_in_use(scorer.facts, side)
    place = used.provider if used else None
    for name in reversed(successors):
        there = tuple(
            row.id for row in scorer.facts.offerings if row.model == name and row.provider == place
        )
        for routes in dict.fromkeys((there, ())):
            pick = NamedModel(name, name, None, routes, None)
            found = compare(scorer.need, scorer.facts, [pick]).sides[0]
            if found.candidate is not None and not (routes and found.violations):
                yield _replacement(scorer, side, speech, found.candidate, named=True)
                return


def _replacement(
    scorer: Scorer, side: Side, speech: Speech, candidate: Candidate, *, named: bool
) -> Replacement:
    route = candidate.route
    return Replacement(
        candidate=candidate,
        named_by_maker=named,
        difference=_difference(scorer, side, speech, candidate),
        violations=route.violations,
        life=life_of(route.model, route.offering, scorer.need.day),
        warnings=tuple(warnings(scorer, candidate)),
    )


def _difference(scorer: Scorer, side: Side, speech: Speech, candidate: Candidate) -> Difference:
    old, model = side.candidate, candidate.route.model
    before, after = (old.cost.total if old else None), candidate.cost.total
    quality, low, high = quality_gap(side.estimate, candidate.route.estimate)
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


def quality_gap(
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
