"""The answer of `recommend`."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.candidates import RouteRecord
from llmpick.render.records.needs import LedgerLineRecord, NeedAnswer
from llmpick.render.records.picks import PicksRecord
from llmpick.render.records.robustness import (
    AcceptabilityRecord,
    CheckRecord,
    JudgedRecord,
    RobustnessRecord,
)
from llmpick.render.records.seats import PlanResultRecord, SeatsRecord
from llmpick.render.records.values import Amount, Count, Day, Ordinal, Rule, Share, one_of


class ResultRecord(RouteRecord):
    """One answer of the ranking."""

    rank: Ordinal
    """Place, from 1."""
    p_best: Share
    """Share of the draws in which it is the best; 0 where it is too far behind to be drawn."""
    p_beats_first: Share
    """Share of the draws in which it is above the first, ties as half; 0 where it is too far behind
    to be drawn."""
    acceptability: AcceptabilityRecord | None
    """What the draws say of it; null where it is too far behind to be drawn."""
    by_method: JudgedRecord | None
    """The score that ranked it where --method is another than `additive`; else null: `score`
    ranks."""
    dominated_by: str | None
    """A route that is as good in every criterion and better in one; null where there is none."""
    other_routes_of_model: Count
    """Further routes of the same model that fit."""
    ledger: list[LedgerLineRecord]
    """Every stated need."""
    warnings: list[str]
    """What to know before choosing it, one sentence each."""


class ShortRouteRecord(TypedDict):
    """A route in short."""

    route: str
    """Route, MODEL[:EFFORT]@PROVIDER[/VARIANT]."""
    score: Share
    """Sum of the contributions of all criteria, 0 to 1."""
    monthly_cost_usd: Amount
    """Cost of the workload, US dollars a month."""
    quality: Share | None
    """Expected score, a share, 0 to 1; null where there is no estimate."""


class ExclusionRecord(TypedDict):
    """What one rule stopped."""

    rule: Rule
    """Rule. A route that breaks several is counted under the first of this order."""
    option: str | None
    """Option that sets the rule; null for a rule that no user set."""
    routes: Count
    """Routes that it was the first to stop."""
    unknown: Count
    """Those of `routes` of which the fact is only unknown."""
    by_fact: dict[str, Count]
    """Routes by the fact that stopped them."""
    excluded_by_this_rule_alone: Count
    """Routes that fit in everything else."""
    best_without_it: ShortRouteRecord | None
    """Best route that only this rule stopped; null where none is, or where no user set the rule."""
    nearest_miss: ShortRouteRecord | None
    """Of the rule `budget`: the cheapest route that only it stopped; null elsewhere."""


class ExclusionsRecord(TypedDict):
    """What was left out, and why."""

    routes_considered: Count
    """Routes looked at."""
    routes_fitting: Count
    """Routes that meet every limit."""
    models_fitting: Count
    """Models of which a route meets every limit."""
    routes_excluded: Count
    """Routes that break a limit."""
    rules: list[ExclusionRecord]
    """Rules that stopped a route."""


class ConfidenceRecord(TypedDict):
    """How sure the answer is."""

    label: Annotated[str, one_of("high", "medium", "low", "none")]
    """How often such a first place is three points of quality, or what is worth as much, or less
    behind the best: `high` in nine answers of ten, `medium` in three of four; `none` where nothing
    fits."""
    reasons: list[str]
    """Why it is not surer."""
    would_raise_it: str | None
    """What would make it surer; null where nothing holds it down."""
    toss_up: list[str]
    """Routes of the ranking that cannot be told apart from the first, the first included."""
    probability_cap: Share
    """Words say no probability above this, 0 to 1; the numbers here are not capped."""
    checks: list[CheckRecord]
    """All that the label rests on, what holds it down first."""


class RegulationFlagRecord(TypedDict):
    """A duty of a law or guideline."""

    regulation: str
    """Identifier of the law or guideline."""
    duty: str
    """Name of the duty within it."""
    binding: bool
    """Whether it is law; else guidance."""
    since: Day | None
    """First day in force; null where none was read."""
    in_force: bool
    """Whether it is in force on the day asked about."""
    about_you: bool | None
    """Whether it is about such a user and the first route; null where the fact it hangs on is
    unknown."""
    asks: str
    """What it asks of who uses a model."""
    source: str
    """Address or title of where it was read."""
    read: Day
    """Day it was read."""


class UnderstoodRecord(TypedDict):
    """Words that were understood."""

    words: str
    """Words of the text, lower case."""
    options: str
    """The options that say the same."""


class NotUnderstoodRecord(TypedDict):
    """Words of which nothing was made."""

    words: str
    """Words of the text, lower case."""
    why: str | None
    """Why, and what to do; null where they have no rule."""


class HeardRecord(TypedDict):
    """A need in plain words."""

    text: str
    """The words."""
    command: str
    """The command line that says what was understood."""
    understood: list[UnderstoodRecord]
    """Words with a meaning, in their order."""
    not_understood: list[NotUnderstoodRecord]
    """All other words that may bear on the answer."""


class RecommendAnswer(NeedAnswer):
    """
    What to use for a job, ranked, with reasons and with what was left out. Exit code 0; 1 where
    nothing fits: `results` is then empty. With `--format jsonl`, each line is one of `results`.
    """

    headline: str
    """What to use, in one sentence; where nothing fits, that, and what would."""
    picks: PicksRecord
    """What to use, and the steps from it."""
    equal: list[str]
    """Routes that are as good a choice as the one to use: other hosts of its model, and other
    models that the evidence does not tell from it."""
    results: list[ResultRecord]
    """Routes by score, the best first: of each model its best route, or all with --by route. Empty
    where nothing fits."""
    excluded: ExclusionsRecord
    confidence: ConfidenceRecord
    warnings: list[str]
    """What to know about the whole answer, one sentence each."""
    heard: HeardRecord | None
    """What was made of a need in plain words; null where it was stated by options."""
    regulations: list[RegulationFlagRecord]
    """Rules that are about the user, by region and sector; information, not legal advice."""
    seats: SeatsRecord | None
    """With --seats: the people, and the plans that do not fit them; else null."""
    plans: list[PlanResultRecord]
    """With --seats: plans by the seat that fit, the best first; else empty."""
    robustness: RobustnessRecord | None
    """How robust the first place is, by stochastic acceptability analysis (SMAA-2): weights are
    drawn around the given ones, quality and cost within their errors; what is unknown of
    privacy and customisability stands at what is proved. Null where nothing fits."""
