"""The records of answers, key by key as in the JSON."""
# Made by `python -m llmpick.python.generate`.

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from llmpick.python.value import AnswerValue, Value


class PlainAnswer(Value):
    """What every answer begins with."""

    schema_version: Literal["1.0"]
    """Version MAJOR.MINOR of this format. Adding a key raises the minor number, removing or
    changing one the major: a reader of 1.0 that passes over keys it does not know can read every
    1.x."""
    tool: Tool


class Tool(Value):
    """What answered."""

    name: Literal["llmpick"]
    """The program."""
    version: str
    """Version of the program."""
    command: str
    """The command that answered."""


class WithOverlay(Value):
    """The user's own layers, where there are some."""

    overlay: Overlay
    """The user's own layers that lie over the catalog; absent where there are none."""


class Overlay(Value):
    """The user's own layers over the catalog."""

    sha256: str
    """SHA-256 over all layers."""
    layers: tuple[OwnLayerFiles, ...]
    """The layers, the lowest first."""
    rests_on: tuple[RestsOn, ...]
    """What of the answer rests on them; empty where nothing does."""


class OwnLayerFiles(Value):
    """A layer of the user's own."""

    name: Literal["refreshed", "user", "project"]
    """Which: what `catalog refresh --mine` read, the user's, or that of the project."""
    files: int
    """Its files."""
    sha256: str
    """SHA-256 over what they state."""


class RestsOn(Value):
    """What of the answer rests on the layers."""

    what: Literal["prices", "terms", "facts", "quality", "route", "forbidden"]
    """Which part of the routes."""
    facts: tuple[str, ...]
    """Names of the facts, where it is terms or facts."""
    because: str
    """On which ground: a discount with its contract, a source with its day, a reason."""
    routes: tuple[str, ...]
    """Offerings of the answer, MODEL@PROVIDER[/VARIANT], that it is of."""
    names: tuple[str, ...]
    """Models and providers of the answer that it is of, where no route of theirs is in it."""


class CatalogAnswer(PlainAnswer, WithOverlay):
    """An answer made from a catalog."""

    catalog: CatalogUsed


class CatalogUsed(Value):
    """The catalog that the answer was made from."""

    version: str
    """Version of the catalog, a day with dots: 2026.11.23."""
    sha256: str
    """SHA-256 over the catalog's files."""
    as_of: str
    """Day that the answer stands for: --as-of, else the catalog's own reading of today."""
    age_days: int
    """Days from the catalog's own day to `as_of`; negative where `as_of` lies before it."""


class WithOwnEvidence(Value):
    """The user's own results, where there are some."""

    own_evidence: tuple[OwnEvidence, ...]
    """The user's own results that are in the answer; absent where there are none."""


class OwnEvidence(Value):
    """A source of own results."""

    name: str
    """Its name."""
    models: int
    """Models that it has results of."""


class OwnAnswer(CatalogAnswer, WithOwnEvidence):
    """An answer that the user's own results may be in."""


class NeedAnswer(OwnAnswer):
    """An answer to a need."""

    need: Need


class _OfModels(Value):
    tools: bool
    structured_output: bool
    made_in: tuple[str, ...]
    not_made_in: tuple[str, ...]
    rpm: int | None
    tpm: int | None


class Need(_OfModels):
    """The need, with every default that was filled in."""

    task: str
    """Task, its identifier."""
    language: str | None
    """Language of the work, ISO 639-1; null where none was named."""
    direction: tuple[str, ...] | None
    """Of a translation: its languages, from and to; null where they were not stated."""
    workload: Workload
    people: int | None
    """People who use it, where plans by the seat are asked for; else null."""
    budget_usd_per_month: float | None
    """Most that it may cost, US dollars a month; null where no limit was set."""
    budget_stated: str | None
    """The budget in the user's own currency or period; null where it was US dollars a month."""
    currency: str
    """Of the bills beside US dollars, ISO 4217."""
    currency_units_per_usd: float
    """Units of it for one US dollar."""
    privacy_level: str
    """Least level of privacy."""
    region: str | None
    """Where the user is; null where not asked."""
    processing_regions: tuple[str, ...]
    """Requests must be processed in one of these; empty: anywhere."""
    demands: Demands
    have: tuple[str, ...]
    """Agreements that the user holds: zdr-approval, opt-out."""
    accept_low_confidence: bool
    """Whether facts of low confidence prove privacy too."""
    allow_unknown: tuple[str, ...]
    """Facts that may be unknown."""
    min_context_tokens: int | None
    """Least context window, tokens; null where not asked."""
    modalities: tuple[str, ...]
    """What it must read beside text: image, pdf, audio, video."""
    open_weights: bool
    """Whether the weights must be open."""
    use: str | None
    """Use that the licence must allow; null where not asked."""
    licence: LicenceNeed | None
    """What is done with open weights; null where not asked."""
    needs: tuple[str, ...]
    """What has to be changeable."""
    sector: str | None
    """Sector whose rules are flagged; null where not asked."""
    providers: tuple[str, ...]
    """Only these providers; empty: any."""
    excluded_providers: tuple[str, ...]
    """Not these providers."""
    developers: tuple[str, ...]
    """Only models made by these; empty: by anyone."""
    excluded_developers: tuple[str, ...]
    """No models made by these."""
    min_quality: float | None
    """Least expected quality, points, 0 to 100; null where not asked."""
    keeps_floor: bool
    """Whether nothing under the floor of the task is let through."""
    include_unrated: bool
    """Whether models with a single score are ranked too."""
    lives_days: int
    """No end is announced within so many days."""
    previews: bool
    """Whether previews, and offers whose price moves from day to day, are let through."""
    max_age_days: int | None
    """Most days since a price among what is picked was read; null where not asked."""
    patience_tokens: float | None
    """Most that a call may think while a person waits, tokens; null where nobody does."""
    preset: str | None
    """The preset that the weights come from; null where they were stated one by one."""
    failure_cost_usd: float | None
    """What a failed request costs, US dollars: bill and failures are then one sum of money, and
    the weights do not count; null where not stated."""
    weights: Mapping[str, float]
    """Weight of each criterion; they add to 1."""
    units_per_usd: Mapping[str, float]
    """Exchange rates given with --rate, by currency, ISO 4217."""


class Workload(Value):
    """A month's work."""

    requests_per_month: int
    """Requests a month."""
    calls_per_request: float
    """Calls of the model that a request takes, on average; tokens and images are those of one."""
    input_tokens: int
    """Tokens into a call."""
    output_tokens: int
    """Visible tokens out of a call."""
    cache_read_share: float
    """Share of the input read from a cache, 0 to 1."""
    reasoning_tokens_at_medium_effort: int
    """Reasoning tokens of a call, of a reasoning model at medium effort."""
    turns: int
    """Turns of a request; tokens out and reasoning are those of a turn."""
    context_growth_tokens: int
    """Tokens that each turn adds to the input."""
    cache_write_share: float
    """Part written to the cache."""
    cache_write_1h_share: float
    """Part written for an hour."""
    tries_per_request: float
    """Tries of a request, on average."""
    service: str
    """Service that is asked for."""
    batch_share: float
    """Part of the requests sent as a batch."""
    peak_share: float | None
    """Part of the requests at peak hours; null: even through the week."""
    images: float
    """Images a call."""
    searches: float
    """Searches of the web a call."""
    cache_hours_per_month: float
    """Hours of a month that what is read from the cache is kept there."""
    media: str | None
    """What is sent beside text in a call, in words; null where nothing is."""


class Demands(Value):
    no_training: Literal[True]
    max_retention_days: int
    certifications: tuple[str, ...]
    dpa: Literal[True]
    baa: Literal[True]
    customer_managed_keys: Literal[True]
    private_network: Literal[True]
    no_human_review: Literal[True]
    exclude_jurisdictions: tuple[str, ...]


class LicenceNeed(Value):
    """What is done with open weights."""

    use: str
    """What they are used for."""
    annual_revenue_usd: float | None
    """Revenue of the user's group, US dollars a year."""
    monthly_users: int | None
    """Users of the user's product a month."""
    established: tuple[str, ...]
    """Where the user is established."""
    distils: bool
    """Outputs train other models."""
    redistributes: bool
    """The weights are passed on."""


class Decision(NeedAnswer, AnswerValue):
    """What to use for a job, ranked, with reasons and with what was left out. Exit code 0; 1 where
    nothing fits: `results` is then empty. With `--format jsonl`, each line is one of `results`."""

    headline: str
    """What to use, in one sentence; where nothing fits, that, and what would."""
    picks: Picks
    """What to use, and the steps from it."""
    equal: tuple[str, ...]
    """Routes that are as good a choice as the one to use: other hosts of its model, and other
    models that the evidence does not tell from it."""
    results: tuple[Result, ...]
    """Routes by score, the best first: of each model its best route, or all with --by route. Empty
    where nothing fits."""
    excluded: Exclusions
    confidence: Confidence
    warnings: tuple[str, ...]
    """What to know about the whole answer, one sentence each."""
    heard: Heard | None
    """What was made of a need in plain words; null where it was stated by options."""
    regulations: tuple[RegulationFlag, ...]
    """Rules that are about the user, by region and sector; information, not legal advice."""
    seats: Seats | None
    """With --seats: the people, and the plans that do not fit them; else null."""
    plans: tuple[PlanResult, ...]
    """With --seats: plans by the seat that fit, the best first; else empty."""
    robustness: Robustness | None
    """How robust the first place is, by stochastic acceptability analysis (SMAA-2): weights are
    drawn around the given ones, quality and cost within their errors; what is unknown of privacy
    and customisability stands at what is proved. Null where nothing fits."""


class Picks(Value):
    """What to use, and the steps from it."""

    use: Pick | None
    """What to use: the first of `results`; null where nothing fits."""
    better: Step | None
    """Of the routes that are better by 3 points or more with a chance of .75 or more, the one
    whose further point costs least, also above the budget; null where there is none."""
    cheaper: Step | None
    """Of the routes that save 40 % or more and 5 US dollars a month or more, and keep the floor of
    the task, the one that loses least quality for a dollar saved; null where there is none."""


class Pick(Value):
    """A route that is picked."""

    route: str
    """Route, MODEL[:EFFORT]@PROVIDER[/VARIANT]."""
    model: str
    """Model, DEVELOPER/MODEL."""
    effort: str | None
    """Reasoning effort; null where the model has no setting that was measured."""
    provider: str
    """Provider, its identifier."""
    monthly_cost_usd: float
    """Cost of the workload, US dollars a month."""
    quality: float | None
    """Expected score over the task's benchmarks, a share, 0 to 1; null where there is no
    estimate."""
    privacy_level: str
    """Highest level whose every test the facts prove."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    price_read: str | None
    """Day on which its price was read; null where unknown."""
    price_age_days: int | None
    """Days from `price_read` to the day of the answer; negative where that lies before it; null
    where unknown."""
    command: str
    """Command that prints how it is called, within the regions of the need; of a model on one's
    own hardware, the command that writes what starts it."""


class Step(Pick):
    """A route beside the one to use: what the step to it buys, and what it costs."""

    points_more: float
    """Points of quality, of 100, more than the one to use; below 0: fewer."""
    usd_more_per_month: float
    """US dollars a month more than the one to use; below 0: less."""
    break_even_usd_per_failed_request: float | None
    """Cost of one failed request from which the dearer of the two pays, US dollars, where a point
    is a failure in a hundred requests; null where the dearer one is no better."""
    over_budget: bool
    """Whether it costs more than the budget."""


class WithDeployment(Value):
    """What a route of the user's own stands for."""

    own_deployment: OwnDeployment
    """Of a deployment of your own alone: what it is. Its month is `monthly_cost_usd`, whose one
    term is `fees`, and whose interval holds the speed's error and the tokens that are assumed; it
    has no price by the token."""


class OwnDeployment(Value):
    """Of a deployment of your own alone: what it is. Its month is `monthly_cost_usd`, whose one
    term is `fees`, and whose interval holds the speed's error and the tokens that are assumed; it
    has no price by the token."""

    accelerator: str
    """Its id, as `llmpick list accelerators` has it."""
    gpus: int
    """Accelerators that run, of all copies."""
    gpus_per_copy: int
    """Accelerators of one copy."""
    gpus_billed: int | None
    """With those of whole machines that stand idle; null: nothing prices it."""
    copies: int
    """Replicas that the busiest hour needs, or that given hardware holds."""
    format: str
    """Quantisation, as `llmpick list formats` has it."""
    engine: str
    """What serves it: vllm, llama.cpp or ollama."""
    terms: str | None
    """on-demand, reserved, spot or owned; null: nothing prices it."""
    rented_from: str | None
    """The provider whose price it is; null where it is not rented."""
    price_read: str | None
    """ISO day on which that price was read."""
    mtok_per_month: float
    """Tokens of the month, prompt and answer, millions."""
    usd_per_mtok: float | None
    """The month's cost by all of these tokens; null: nothing prices it."""


class Route(WithDeployment):
    """A priced and scored route."""

    route: str
    """Route, MODEL[:EFFORT]@PROVIDER[/VARIANT]."""
    model: str
    """Model, DEVELOPER/MODEL."""
    effort: str | None
    """Reasoning effort; null where the model has no setting that was measured."""
    provider: str
    """Provider, its identifier."""
    variant: str | None
    """Variant of the offering (a region, a tier, a quantisation); null where there is one only."""
    region: str | None
    """Region that the offering is pinned to; null where unknown or pinned by account."""
    api_model: str
    """The model's name in the provider's API."""
    score: float
    """Sum of the contributions of all criteria, 0 to 1."""
    monthly_cost_usd: float
    """Cost of the workload, US dollars a month."""
    monthly_cost_interval_80_usd: tuple[float, float]
    """Where the cost lies in four cases of five, as far as what is assumed of tokens spreads."""
    monthly_cost_terms_usd: CostTerms
    reasoning_tokens_per_request: float
    """Reasoning tokens of a call at this effort."""
    price: RoutePrice
    price_change: CostChange | None
    """The next announced change of the price; null where none is known."""
    quality: Quality | None
    """Expected quality; null where there is no estimate."""
    criteria: Mapping[str, Criterion]
    """The four criteria."""
    privacy_level: str
    """Highest level whose every test the facts prove."""
    customisability: Customisability
    licence: str | None
    """Licence of the weights, its identifier or tag; `proprietary` where they are closed; null
    where unknown."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    retires_on: str | None
    """Day (or month) on which the provider ends the offering; null where none is announced."""


class CostTerms(Value):
    """What `monthly_cost_usd` is made of, by what is paid for."""

    input: float
    """Input not read from a cache, US dollars a month."""
    cache_read: float
    """Input read from a cache, US dollars a month."""
    cache_write: float
    """Input written to a cache, US dollars a month."""
    output: float
    """Visible output, US dollars a month."""
    reasoning: float
    """Reasoning tokens, US dollars a month."""
    fees: float
    """Fees per request and image, US dollars a month."""


class RoutePrice(Value):
    """The base price list of the offering."""

    currency: str | None
    """Currency of the three prices, ISO 4217."""
    input_per_mtok: float | None
    """Input, in `currency` per million tokens."""
    output_per_mtok: float | None
    """Output, in `currency` per million tokens."""
    cache_read_per_mtok: float | None
    """Input read from a cache, in `currency` per million tokens; null where the provider names
    none."""
    read: str | None
    """Day on which the prices were read; null where unknown."""
    age_days: int | None
    """Days from `read` to the day of the answer; negative where that lies before it; null where
    unknown."""


class CostChange(Value):
    """A price that is announced."""

    since: str
    """First day of the next price."""
    monthly_cost_usd: float
    """Cost of the workload from then on, US dollars a month."""


class Quality(Value):
    """Expected quality of one model at one effort for the task."""

    score: float
    """Expected score over the task's benchmarks, a share, 0 to 1."""
    interval_80: tuple[float, float]
    """Low and high end of the 80 % interval of `score`, shares, 0 to 1."""
    theta_logit: float
    """Ability in the task, logits."""
    stderr_logit: float
    """Standard error of `theta_logit`, logits."""
    scores: int
    """Published scores that the estimate rests on, at this effort."""
    independent_scores: int
    """Those of `scores` that the developer did not publish."""
    scores_of_this_task: int
    """Independent scores in the task's own domains."""
    label: str
    """How well it is founded, in a word or two: `direct` (three independent scores or more in the
    task's own domains, and a standard error of .35 logit at most), `some` (scores of the model in
    them), `general only` (none in them), `thin` (fewer than two scores of the model)."""
    usual_benchmarks: int
    """Benchmarks that models of that time usually report."""
    usual_benchmarks_reported: int
    """Those of `usual_benchmarks` that this model has a score on."""
    selfreport_shift_logit: float | None
    """How far the developer's own numbers move the general ability, logits; null where there are
    no others."""
    general_stderr_logit: float
    """Standard error of the general ability, logits, to compare the shift with."""
    language_label: str
    """How well the estimate is founded in the language asked for: `direct`, `some`, `general
    only`, `thin`."""


class Criterion(Value):
    """One of the four views of a route."""

    value: float | str | None
    """The fact, in `unit`; null where unknown."""
    unit: str
    """Unit of `value`."""
    utility: float
    """What the value is worth on its fixed scale, 0 to 1."""
    weight: float
    """Weight, a share, 0 to 1; 0 where all that may fit is alike in it."""
    contribution: float
    """`weight` times `utility`: what it adds to the route's `score`."""


class Customisability(Value):
    """How far the model can be adapted."""

    points: int
    """Points that the facts prove, 0 to 100."""
    unknown_points: int
    """Points on which nothing is known, 0 to 100."""


class Result(Route):
    """One answer of the ranking."""

    rank: int
    """Place, from 1."""
    p_best: float
    """Share of the draws in which it is the best; 0 where it is too far behind to be drawn."""
    p_beats_first: float
    """Share of the draws in which it is above the first, ties as half; 0 where it is too far
    behind to be drawn."""
    acceptability: Acceptability | None
    """What the draws say of it; null where it is too far behind to be drawn."""
    by_method: Judged | None
    """The score that ranked it where --method is another than `additive`; else null: `score`
    ranks."""
    dominated_by: str | None
    """A route that is as good in every criterion and better in one; null where there is none."""
    other_routes_of_model: int
    """Further routes of the same model that fit."""
    ledger: tuple[LedgerLine, ...]
    """Every stated need."""
    warnings: tuple[str, ...]
    """What to know before choosing it, one sentence each."""


class Acceptability(Value):
    """What the draws say of it."""

    ranks: tuple[float, ...]
    """Share of the draws in which it is first, second, ... of those drawn."""
    central_weights: Mapping[str, float] | None
    """Mean weights of the draws in which it is the best: whoever weighs so is served best by it.
    Null where it never is."""


class Judged(Value):
    """The score by another method than `additive`."""

    method: str
    """The method."""
    score: float
    """Its score: 0 to 1, of promethee -1 to 1."""
    parts: Mapping[str, float] | None
    """By criterion: of product the weighted logarithms of the utilities (not below .02), which add
    up to the logarithm of the score; of promethee the weighted net flows, which add up to the
    score; null for topsis."""
    distance_to_ideal: float | None
    """Of topsis: weighted distance to the best on all criteria; else null."""
    distance_to_worst: float | None
    """Of topsis: weighted distance to the worst on all criteria; else null."""


class _LedgerLineWords(Value):
    """Keys that are words of Python: value['is']."""


class LedgerLine(_LedgerLineWords):
    """One stated need, and whether the route meets it."""

    need: str
    """What was asked: task, language, budget, a rule's name, `weight of CRITERION`."""
    asked: str | float | bool | tuple[str, ...] | None
    """What of it was asked, in the unit of the need's key: a word, a number, a list."""
    state: Literal["met", "unknown", "ignored"]
    """`met`; `unknown`: nothing proves it, and it was let through; `ignored`: a weight that tells
    no route from another. A route that does not meet a limit is not ranked."""


class Exclusions(Value):
    """What was left out, and why."""

    routes_considered: int
    """Routes looked at."""
    routes_fitting: int
    """Routes that meet every limit."""
    models_fitting: int
    """Models of which a route meets every limit."""
    routes_excluded: int
    """Routes that break a limit."""
    rules: tuple[Exclusion, ...]
    """Rules that stopped a route."""


class Exclusion(Value):
    """What one rule stopped."""

    rule: str
    """Rule. A route that breaks several is counted under the first of this order."""
    option: str | None
    """Option that sets the rule; null for a rule that no user set."""
    routes: int
    """Routes that it was the first to stop."""
    unknown: int
    """Those of `routes` of which the fact is only unknown."""
    by_fact: Mapping[str, int]
    """Routes by the fact that stopped them."""
    excluded_by_this_rule_alone: int
    """Routes that fit in everything else."""
    best_without_it: ShortRoute | None
    """Best route that only this rule stopped; null where none is, or where no user set the rule."""
    nearest_miss: ShortRoute | None
    """Of the rule `budget`: the cheapest route that only it stopped; null elsewhere."""


class ShortRoute(Value):
    """A route in short."""

    route: str
    """Route, MODEL[:EFFORT]@PROVIDER[/VARIANT]."""
    score: float
    """Sum of the contributions of all criteria, 0 to 1."""
    monthly_cost_usd: float
    """Cost of the workload, US dollars a month."""
    quality: float | None
    """Expected score, a share, 0 to 1; null where there is no estimate."""


class Confidence(Value):
    """How sure the answer is."""

    label: str
    """How often such a first place is three points of quality, or what is worth as much, or less
    behind the best: `high` in nine answers of ten, `medium` in three of four; `none` where nothing
    fits."""
    reasons: tuple[str, ...]
    """Why it is not surer."""
    would_raise_it: str | None
    """What would make it surer; null where nothing holds it down."""
    toss_up: tuple[str, ...]
    """Routes of the ranking that cannot be told apart from the first, the first included."""
    probability_cap: float
    """Words say no probability above this, 0 to 1; the numbers here are not capped."""
    checks: tuple[Check, ...]
    """All that the label rests on, what holds it down first."""


class Check(Value):
    """One check of the confidence label."""

    check: str
    """`near-best`: how likely the first is three points of quality, or what is worth as much, or
    less behind the best; `price-age`: days since its price was read."""
    value: float | None
    """What was found: a probability or days; null where unknown."""
    high_needs: float | None
    """What `high` asks of it, at least or (age) at most; null: nothing suffices."""
    medium_needs: float | None
    """What `medium` asks of it; null: nothing suffices, or (age) it asks nothing."""
    allows: str
    """The highest label that it allows."""


class Heard(Value):
    """A need in plain words."""

    text: str
    """The words."""
    command: str
    """The command line that says what was understood."""
    understood: tuple[Understood, ...]
    """Words with a meaning, in their order."""
    not_understood: tuple[NotUnderstood, ...]
    """All other words that may bear on the answer."""


class Understood(Value):
    """Words that were understood."""

    words: str
    """Words of the text, lower case."""
    options: str
    """The options that say the same."""


class NotUnderstood(Value):
    """Words of which nothing was made."""

    words: str
    """Words of the text, lower case."""
    why: str | None
    """Why, and what to do; null where they have no rule."""


class RegulationFlag(Value):
    """A duty of a law or guideline."""

    regulation: str
    """Identifier of the law or guideline."""
    duty: str
    """Name of the duty within it."""
    binding: bool
    """Whether it is law; else guidance."""
    since: str | None
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
    read: str
    """Day it was read."""


class Seats(Value):
    """The people who are asked for, and the plans that do not fit them."""

    people: int
    """Who use it."""
    requests_per_day: float
    """Requests of each on a day of use."""
    days_per_month: float
    """Days of use in a month."""
    heavy: float | None
    """What a heavy month is of a usual one; null where nothing is published of it."""
    serves: str
    """Kind of plan that serves the task."""
    individual: bool
    """Whether plans that are sold to one person are let through."""
    plans_considered: int
    """Plans looked at."""
    excluded: tuple[PlanExclusion, ...]
    """Rules that stopped a plan."""


class PlanExclusion(Value):
    """What one rule stopped."""

    rule: str
    """Rule; one that breaks several is counted under the first."""
    option: str | None
    """Option that lifts it; null where there is none."""
    plans: tuple[str, ...]
    """Plans that it was the first to stop."""
    unknown: int
    """Those of them of which the fact is only unknown."""


class PlanResult(Value):
    """A plan that fits, by the model of it that serves the need best."""

    rank: int
    """Place among the plans, from 1."""
    plan: str
    """Plan, VENDOR/PLAN."""
    name: str
    """Name to show."""
    vendor: str
    """Company that sells it."""
    billing: str
    """Who can buy it: per-seat, individual, account, usage."""
    model: str
    """Model, DEVELOPER/MODEL."""
    effort: str | None
    """Usual effort at which it is judged; null where it has no setting that was measured."""
    model_named: bool
    """Whether a page names the model as one of the plan's; else its maker sells it by API."""
    quality: float
    """Expected score for the task, a share."""
    score: float
    """Weighted sum, as of the routes; nothing of a model can be changed through a seat."""
    privacy_level: str
    """Highest level that its terms prove."""
    terms: str
    """Provider whose terms hold; the plan itself where it has no such record."""
    usd_per_month: SeatBill
    included: str | None
    """What comes with a seat, in words; null where unknown."""
    overage: str | None
    """What use beyond costs: api-price, credits, none; null where unknown."""
    overage_default: str | None
    """Whether it is charged unless somebody acts: on, off; null where unknown."""
    break_even_requests_per_day: float | None
    """From so many requests of a person a day on, a seat costs no more than its tokens by API;
    null where it never does, or where there is no seat price."""
    break_even_lasts_unknown: bool
    """Whether that holds only as far as an allowance reaches that is not published."""
    sso: bool | None
    """Whether it has single sign-on; null where unknown."""
    policy_controls: bool | None
    """Whether an administrator sets policies for all seats; null where unknown."""
    indemnity: bool | None
    """Whether the vendor answers for claims on what it generates; null where unknown."""
    price_confidence: str | None
    """How well its price is founded: high, medium, low."""
    price_read: str | None
    """Day that the price was read."""
    waived: tuple[str, ...]
    """Unknown facts that the user lets through."""


class SeatBill(Value):
    """What a month costs all people, US dollars."""

    seats: int
    """Seats that are paid: the fewest that are sold, where there are fewer people."""
    licences: float
    """Licences, billed by the month; by the year where they are not sold otherwise."""
    licences_by_the_year: float | None
    """A month of licences that are billed by the year; null where not sold."""
    use: float
    """All use at prices of the API of the model's maker."""
    allowance: float | None
    """Use that comes with the seats, at the same prices; null where no page says."""
    beyond: float | None
    """Use that the seats do not cover; null where it is not known what they cover."""
    least: float
    """The sum where the seats cover as much as they may."""
    expected: float | None
    """Licences and use beyond; null where it is not known what they cover."""
    most: float
    """The sum of a heavy month, of which nothing is covered where it is not known."""
    counted: float
    """The sum by which the plan is ranked: what is expected, else midway between all covered and
    nothing."""


class Robustness(Value):
    """How robust the first place is, by stochastic acceptability analysis (SMAA-2): weights are
    drawn around the given ones, quality and cost within their errors; what is unknown of privacy
    and customisability stands at what is proved."""

    seed: int
    """Seed of the draws: the same seed gives the same numbers."""
    draws: int
    """Number of draws."""
    weight_deviation: float | None
    """Standard deviation of the logarithm of a drawn weight; null where only the order of the
    weights is known (--rank) and all that keep it are drawn alike."""
    sampling_error: float
    """Half the 95 % interval of a share of the draws, at most."""
    drawn: tuple[str, ...]
    """Routes that were drawn: those of the forty best that can beat the first."""
    p_toss_up: float
    """Share of draws in which one of `confidence.toss_up` is the best."""
    p_row_beats_column: tuple[tuple[float, ...], ...]
    """Share of draws in which the row is above the column, both in the order of
    `confidence.toss_up`; 0 on the diagonal."""
    regret: Regret
    weight_stability: Mapping[str, WeightInterval]
    """By criterion."""
    other_methods: Mapping[str, str]
    """What each other method picks: additive, product, topsis or promethee, and a route."""
    break_evens: tuple[FlipPoint, ...]
    """Single factors that would make another first, the smallest relative change first: ends of
    `weight_stability`, and what the next five routes lack on each criterion, where that alone can
    do it."""


class Regret(Value):
    """What the first falls short of the best of a draw, in points of the score, 0 to 1."""

    mean: float
    """Mean."""
    p95: float
    """In one draw of twenty it is more."""
    highest: float
    """Most of all draws."""
    p_near: float
    """Share of the draws in which that is what three points of quality are worth, or less."""


class _WeightIntervalWords(Value):
    """Keys that are words of Python: value['from']."""


class WeightInterval(_WeightIntervalWords):
    """How far one weight may move, the others in proportion, before a route of another model (with
    --by route: another route) is first."""

    weight: float
    """Weight now, a share."""
    to: float
    """Greatest weight at which the first stays first."""


class FlipPoint(Value):
    """One factor that alone would make another route tie with the first."""

    route: str
    """The route that would be first."""
    criterion: str
    """Criterion."""
    kind: Literal["weight", "value"]
    """`weight`: the weight of the criterion changes; `value`: what that route is worth in it."""
    now: float | str | None
    """What it is now, in `unit`; null where unknown."""
    needed: float | str | None
    """What it takes, in `unit`; of a grade the lowest that is enough; null where this criterion
    alone cannot do it."""
    unit: str
    """Unit of `now` and `needed`."""
    relative_change: float | None
    """From `now` to `needed` as a share of `now`; of a grade the share of the whole scale. Null
    where nothing does it."""


class RecommendEmbeddingsAnswer(CatalogAnswer, AnswerValue):
    """Which embedding model or reranker to use. Exit code 0; 1 where nothing fits. With `--format
    jsonl`, each line is one of `results`, then of `unranked`."""

    need: SearchNeed
    headline: str
    """What to use, in one sentence; where nothing is ranked, that, and why."""
    picks: SearchPicks
    equal: tuple[str, ...]
    """Routes that the results do not tell from the first."""
    boards: tuple[Board, ...]
    """What ranks; empty where nothing does."""
    frontier_points: float | None
    """The best expected points of any model, whoever may use it; null where nothing ranks."""
    results: tuple[SearchResult, ...]
    """Routes by score, the best first: of each model its best route, or all with --by route."""
    unranked: tuple[SearchRoute, ...]
    """Routes that fit and have no result that ranks, the cheapest first."""
    first_if_known: str | None
    """A route that would be first if facts held that nobody has stated; null: there is none."""
    excluded: SearchExclusions
    notes: tuple[str, ...]
    """What to know about the whole answer, one sentence each."""
    heard: Heard | None
    """What was made of a need in plain words; null where it was stated by options."""


class SearchNeed(Value):
    """The need, with every default that was filled in."""

    task: Literal["embeddings", "reranking"]
    """Task."""
    tested_on: str
    """What a board must test to rank: a language, `multilingual` or a subject."""
    subject: str | None
    """Subject of the texts; null where none was named."""
    language: str | None
    """Language of the texts, ISO 639-1; null where none was named, or English."""
    work: SearchWork
    dimensions: int | None
    """Most dimensions of a vector; null where not asked."""
    self_hosted: bool
    """Whether only the user's own hardware is asked about."""
    budget_usd_per_month: float | None
    """Most that it may cost, US dollars a month; null where no limit was set."""
    budget_stated: str | None
    """The budget in the user's own currency or period; null where it was US dollars a month."""
    currency: str
    """Of the bills beside US dollars, ISO 4217."""
    currency_units_per_usd: float
    """Units of it for one US dollar."""
    privacy_level: str
    """Least level of privacy."""
    region: str | None
    """Where the user is; null where not asked."""
    processing_regions: tuple[str, ...]
    """Requests must be processed in one of these; empty: anywhere."""
    demands: Demands
    have: tuple[str, ...]
    """Agreements that the user holds: zdr-approval, opt-out."""
    accept_low_confidence: bool
    """Whether facts of low confidence prove privacy too."""
    allow_unknown: tuple[str, ...]
    """Facts that may be unknown."""
    min_context_tokens: int | None
    """Least text that must be read whole, tokens; null where not asked."""
    modalities: tuple[str, ...]
    """What it must read beside text."""
    made_in: tuple[str, ...]
    """Only models whose developer has its seat in one of these; empty: anywhere."""
    not_made_in: tuple[str, ...]
    """No models whose developer has its seat in one of these."""
    open_weights: bool
    """Whether the weights must be open."""
    use: str | None
    """Use that the licence must allow; null where not asked."""
    providers: tuple[str, ...]
    """Only these providers; empty: any."""
    excluded_providers: tuple[str, ...]
    """Not these providers."""
    developers: tuple[str, ...]
    """Only models made by these; empty: by anyone."""
    excluded_developers: tuple[str, ...]
    """No models made by these."""
    min_quality: float | None
    """Least expected points, 0 to 100; null where not asked."""
    keeps_floor: bool
    """Whether nothing more than 15 points under the best is let through."""
    lives_days: int
    """No end is announced within so many days."""
    previews: bool
    """Whether previews are let through."""
    weights: Mapping[str, float]
    """Weight of each criterion; they add to 1."""


class SearchWork(Value):
    """A month's work."""

    documents: int
    """Texts: indexed a month by an embedding model, or ordered a query by a reranker."""
    chunk_tokens: int
    """Tokens of such a text."""
    queries_per_month: int
    """Queries a month."""
    query_tokens: int
    """Tokens of a query."""
    batch_share: float
    """Part of the indexing sent as a batch, 0 to 1."""


class SearchPicks(Value):
    """What to use, and the steps from it; null where nothing is ranked, or no step is worth it."""

    use: str | None
    """MODEL@PROVIDER[/REGION]"""
    better: SearchStep | None
    """Clearly better, at the least for a point more."""
    cheaper: SearchStep | None
    """Much cheaper, or on own hardware smaller, and at most 15 points under the best of all."""


class SearchStep(Value):
    """A route beside the first."""

    route: str
    """MODEL@PROVIDER[/REGION]"""
    points_more: float
    """Expected points more than the first has."""
    usd_more_per_month: float | None
    """US dollars a month more; null on own hardware."""
    weights_gb_more: float | None
    """GB of weights more; null where it is sold."""


class Board(Value):
    """A set of tasks on which models are compared."""

    board: str
    """Board."""
    name: str
    """Name to show."""
    tests: str
    """What it tests: a language, `multilingual` or a subject."""
    tasks: int
    """Tasks that a mean is over."""
    url: str
    """Where its results are."""
    note: str | None
    """What to know before trusting it."""


class SearchRoute(Value):
    """A model by an offering, or on the user's own hardware."""

    route: str
    """MODEL@PROVIDER[/REGION]; `self-hosted` stands for own hardware."""
    model: str
    """Model, DEVELOPER/MODEL."""
    kind: Literal["embedding", "reranker"]
    """What it does."""
    provider: str
    """Who serves it."""
    region: str | None
    """Region that it is pinned to; null where unknown or pinned by account."""
    api_model: str | None
    """Identifier that a request names; null on own hardware."""
    monthly_cost_usd: SearchCost | None
    """The bill; null where nothing prices it."""
    usd_per_mtok: float | None
    """US dollars per million tokens; null where unknown or not how it is priced."""
    usd_per_mtok_batch: float | None
    """The same of a batch; null where unknown."""
    usd_per_query: float | None
    """US dollars a query; null where it is not priced so."""
    price_read: str | None
    """Day of the price; null on own hardware."""
    dimensions: int | None
    """Dimensions of a vector, as many as the need allows; null where unknown, or of a reranker."""
    dimensions_full: int | None
    """Its dimensions unless fewer are asked for, at which it was tested unless said otherwise."""
    index_gb: float | None
    """Vectors of a month's texts at four bytes a dimension, GB; null where unknown."""
    max_input_tokens: int | None
    """Longest text that is read whole, tokens; null where unknown."""
    weights_gb: float | None
    """Weights in memory at two bytes a parameter, GB; null where they are not to be had."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    licence: str | None
    """Licence of the weights, its identifier or tag; null where unknown or closed."""
    made_in: str | None
    """Country of its developer's seat, ISO 3166; null where unknown."""
    ends_on: str | None
    """Day on which the provider, or its maker, ends it; null where none is announced."""
    privacy_level: str
    """Highest level of privacy that is proved."""
    expected: Expected | None
    """What is expected of it for the need; null where it has no result that ranks."""
    note: str | None
    """What to know before choosing the model."""


class SearchCost(Value):
    """A month's bill, US dollars."""

    indexing: float
    """Texts that are indexed; 0 for a reranker."""
    queries: float
    """Queries, and of a reranker the texts of each."""
    total: float
    """Both together."""


class Expected(Value):
    """What is expected of a model for the need."""

    points: float
    """Expected points of 100, on the scale of the first of `boards`."""
    interval_80: tuple[float, float]
    """Low and high end of the 80 % interval: of another set of as many tasks."""
    stderr_points: float
    """Standard error of `points`."""
    tasks: int
    """Tasks that it rests on."""
    means: tuple[BoardMean, ...]
    """What it is made of."""


class BoardMean(Value):
    """A mean over the tasks of a board."""

    board: str
    """Board."""
    points: float
    """Mean of the main score, 0 to 100."""


class SearchResult(SearchRoute):
    """One answer of the ranking."""

    rank: int
    """Place, from 1."""
    score: float
    """Sum of weight times utility over all criteria, 0 to 1."""
    utilities: Mapping[str, float]
    """What it is worth by each criterion; `cost` of own hardware is of the memory it takes."""
    p_beats_first: float
    """Chance that it does better than the first on another set of tasks."""


class SearchExclusions(Value):
    """What was left out, and why."""

    routes_considered: int
    """Routes looked at."""
    routes_fitting: int
    """Routes that meet every limit."""
    models_fitting: int
    """Models of which a route meets every limit."""
    models_not_sold: int
    """Models that nobody is known to sell, so that they have no route."""
    rules: tuple[SearchExclusion, ...]
    """Rules that stopped a route."""


class SearchExclusion(Value):
    """What one rule stopped."""

    rule: str
    """Rule. A route that breaks several is counted under one."""
    routes: int
    """Routes that it was the first to stop."""
    unknown: int
    """Those of them of which the fact is only unknown."""


class WithOwnWays(Value):
    """How the user would run each model, where that was asked for."""

    self_hosted: Mapping[str, OwnWay | None]
    """How the user would run each model, by model; only with --self-host, --gpu or an air-gapped
    level."""


class OwnWay(Value):
    """A deployment of the user's own."""

    accelerator: str
    """Identifier of the accelerator."""
    gpus_per_copy: int
    """Accelerators of one copy."""
    copies: int
    """Copies that run."""
    format: str
    """Identifier of the format of the weights."""
    monthly_cost_usd: float | None
    """US dollars a month, people apart; null where it has no price."""
    single_tokens_per_second: float | None
    """Tokens a second of one request alone; null where not known."""


class CompareAnswer(NeedAnswer, WithOwnWays, AnswerValue):
    """Models side by side, in the order asked for. Exit code 0. With `--format jsonl`, each line
    is one of `results`."""

    headline: str
    """What to know first: what ends or has ended, and which is better."""
    results: tuple[Side, ...]
    """The models, in the order asked for."""
    p_better: Mapping[str, Mapping[str, float]]
    """Share of the draws (seeded, always the same) in which the quality of the first name is above
    that of the second, 0 to 1, by the names as asked for; a pair without estimates is absent."""
    warnings: tuple[str, ...]
    """How names were understood, where that needs saying, and that a price is old."""


class Side(Value):
    """One of the models compared."""

    name: str
    """The name as asked for."""
    model: str
    """Model, DEVELOPER/MODEL."""
    note: str | None
    """How the name was understood, where that needs saying."""
    quality: QualityAtEffort | None
    """Expected quality for the task; null where there is no estimate."""
    p_best: float | None
    """Share of the draws in which its quality is the best of the compared, 0 to 1; null where
    there is no estimate."""
    best_route: Route | None
    """The route that serves the need best, even one that breaks a limit; null where none is on
    sale at a known price."""
    limits_broken: tuple[BrokenLimit, ...]
    """Limits of the need that `best_route` breaks."""
    providers: int
    """Providers that sell it now."""
    released: str | None
    """Day, month or year of release; null where unknown."""
    status: str | None
    """Where it is in its life, as its maker says; null where unknown."""
    deprecated_on: str | None
    """Day (or month) from which its maker advises against it; null where none is known."""
    retires_on: str | None
    """Day (or month) on which its maker ends it; null where none is announced."""
    route_ends_on: str | None
    """Day (or month) on which the provider ends `best_route`; null where none is announced."""
    replacement: str | None
    """What its maker names instead; null where nothing is named."""
    context_window_tokens: int | None
    """Context window, tokens; null where unknown."""
    max_output_tokens: int | None
    """Longest output, tokens; null where unknown."""
    input_modalities: tuple[str, ...] | None
    """What it reads; null where unknown."""
    reasoning: bool | None
    """Whether it can reason before it answers; null where unknown."""
    tool_calling: bool | None
    """Whether it calls tools; null where unknown."""
    structured_output: bool | None
    """Whether it keeps to a JSON schema; null where unknown."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    licence: str | None
    """Licence of the weights, its identifier or tag; null where unknown or closed."""
    parameters_total_b: float | None
    """Parameters, thousands of millions; null where unknown."""
    parameters_active_b: float | None
    """Parameters that a token uses, thousands of millions; null where unknown."""
    choose_if: tuple[str, ...]
    """What it is clearly better in than all others compared; nothing of a model that has ended."""
    warnings: tuple[str, ...]
    """What to know before choosing it, one sentence each."""


class QualityAtEffort(Quality):
    """Expected quality for the task, and the effort at which it is expected."""

    effort: str | None
    """Reasoning effort; null where the model has no setting that was measured."""


class BrokenLimit(Value):
    """A limit that the best route breaks."""

    rule: str
    """Rule."""
    fact: str
    """Fact that breaks it."""
    unknown: bool
    """Whether the fact is only unknown."""


class ComparePlansAnswer(NeedAnswer, AnswerValue):
    """Plans by the seat side by side. With `--format jsonl`, each line is one of `plans`."""

    plans: tuple[PlanSide, ...]
    """In the order asked for."""


class PlanSide(Value):
    """A plan of a comparison."""

    plan: str
    """Plan, VENDOR/PLAN."""
    name: str
    """Name to show."""
    result: PlanResult | None
    """By its best model, as if alone in a ranking; null where no model of it is measured, or no
    price is known."""
    violations: tuple[PlanViolation, ...]
    """Rules that it is not shown to keep; empty: it fits."""
    currency: str | None
    """Of its prices, ISO 4217; null where none is known."""
    seat_month: float | None
    """A seat a month, billed by the month; null where unknown."""
    seat_year: float | None
    """A seat a month, billed by the year; null where unknown."""
    least_seats: int | None
    """Fewest seats sold; null where unknown."""
    trains_on_inputs: str | None
    """Whether inputs train models; null where unknown."""
    retention_days: int | None
    """Days that content is kept at most; null where unknown."""
    dpa: bool | None
    """Whether there is an agreement on data processing; null where unknown."""
    tools: tuple[str, ...] | None
    """Where it can be used; null where unknown."""


class PlanViolation(Value):
    """A rule that a plan is not shown to keep."""

    rule: str
    """Rule."""
    fact: str
    """The fact that it hangs on."""
    unknown: bool
    """Whether that is only unknown."""


class CompareEmbeddingsAnswer(CatalogAnswer, AnswerValue):
    """Embedding models or rerankers side by side. Exit code 0."""

    need: SearchNeed
    boards: tuple[Board, ...]
    """What ranks for the need; empty where nothing does."""
    results: tuple[ComparedModel, ...]
    """In the order in which they were named."""
    notes: tuple[str, ...]
    """What to know about the whole answer, one sentence each."""


class ComparedModel(Value):
    """A model with all its routes."""

    model: str
    """Model, DEVELOPER/MODEL."""
    name: str
    """Name to show."""
    kind: Literal["embedding", "reranker"]
    """What it does."""
    dimensions: int | None
    """Dimensions of a vector; null where unknown, or of a reranker."""
    dimensions_selectable: tuple[int, ...]
    """Dimensions that can be asked for; empty where none are named."""
    max_input_tokens: int | None
    """Longest text that is read whole, tokens; null where unknown."""
    languages: int | None
    """How many languages it is made for; null where unknown."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    licence: str | None
    """Licence of the weights, its identifier or tag; null where unknown or closed."""
    made_in: str | None
    """Country of its developer's seat, ISO 3166; null where unknown."""
    weights_gb: float | None
    """Weights in memory at two bytes a parameter, GB; null where they are not to be had."""
    means: tuple[BoardMean, ...]
    """All its results."""
    expected: Expected | None
    """What is expected of it for the need; null where it has no result that ranks."""
    p_beats_first_named: float | None
    """Chance that it does better than the first named; null where either has no result."""
    routes: tuple[SearchRoute, ...]
    """All offerings, the cheapest first, whatever limits they break."""
    stopped_by: Mapping[str, tuple[str, ...]]
    """By route the rules that it breaks; a route that is not named fits."""
    note: str | None
    """What to know before choosing it."""


class CostAnswer(CatalogAnswer, AnswerValue):
    """The JSON answer of `llmpick cost`."""

    workload: PricedWorkload
    currency: Currency
    routes_priced: int
    """Routes with a price, those not shown too."""
    results: tuple[Bill, ...]
    """Routes, cheapest first."""
    excluded: Mapping[str, int]
    """Routes that a limit stopped, by the first limit they break."""
    without_a_rate_or_price: Mapping[str, int]
    """Routes without a usable price, by currency, or `no price`, or `no search fee`."""
    price_known_later: Mapping[str, int]
    """Routes whose price on the day is not known, by the first later day on which it is."""
    warnings: tuple[str, ...]
    """What to know of the answer as a whole."""


class PricedWorkload(Value):
    """The work that is priced, with every default."""

    requests_per_month: int
    """Requests a month."""
    calls_per_request: float
    """Calls of the model that a request takes, on average."""
    input_tokens: int
    """Tokens into a call."""
    output_tokens: int
    """Visible tokens out of a call; in a loop, of a turn."""
    tokens_are: Literal["as billed", "of the reference tokenizer"]
    """How tokens are counted."""
    content: str | None
    """What the text is; null where tokens are as billed."""
    cache_read_share: float
    """Part of the input read from the cache."""
    cache_write_share: float
    """Part written to the cache."""
    cache_write_1h_share: float
    """Part written for an hour."""
    reasoning_tokens: int
    """Tokens a call that are thought, at medium effort where no exact figure is given."""
    reasoning_tokens_are: str
    """Assumed, given at medium effort, or given exactly."""
    tries_per_request: float
    """Tries of a request, on average."""
    service: str
    """Service that is asked for."""
    batch_share: float
    """Part of the requests sent as a batch."""
    peak_share: float | None
    """Part of the requests at peak hours; null: even through the week."""
    images: float
    """Images a call."""
    searches: float
    """Searches of the web a call."""
    cache_hours_per_month: float
    """Hours of a month that what is read from the cache is kept there."""
    turns: int
    """Turns of a request."""
    context_growth_tokens: int
    """Tokens that each turn adds."""


class Currency(Value):
    """The currency asked for."""

    code: str
    """ISO 4217 code of the answer's text."""
    units_per_usd: float
    """Units of it for one US dollar."""
    rate_of: str | None
    """Whose rate it is and of which day; null where it was given, or is the dollar."""


class BilledRoute(Value):
    """A route, and what a month costs there."""

    route: str
    """MODEL[:EFFORT]@PROVIDER[/VARIANT]"""
    model: str
    """Identifier of the model."""
    effort: str | None
    """Reasoning effort; null where none is named."""
    provider: str
    """Identifier of the provider."""
    variant: str | None
    """Variant of the offering."""
    monthly_cost_usd: float
    """US dollars a month."""


class BillDetail(Value):
    """What a month is made of."""

    interval_80_usd: tuple[float, float]
    """Where the cost lies in four cases of five."""
    price_currency: str
    """ISO 4217 code of the price list."""
    monthly_cost_in_price_currency: float
    """A month in the currency of the price list."""
    terms: tuple[BillTerm, ...]
    """What is billed."""
    assumptions: tuple[Assumption, ...]
    """What is not the user's own figure."""
    price: BillPrice
    price_changes: tuple[BillChange, ...]
    """Announced changes within the horizon."""
    warnings: tuple[str, ...]
    """What to know of the route."""
    other_routes_of_model: int | None
    """Further routes of the model with a price, where one stands for all; else null."""
    other_routes_at_same_cost: int | None
    """Those of them that cost the same; else null."""


class BillTerm(Value):
    """A term of the bill."""

    term: str
    """What is paid for."""
    mtok_per_month: float | None
    """Million tokens a month; null for fees."""
    usd_per_month: float
    """US dollars a month."""


class Assumption(Value):
    """An assumption."""

    name: str
    """What is assumed."""
    value: float
    """Its value."""
    unit: str
    """Its unit."""
    spread_log: float
    """Standard deviation of its logarithm."""
    basis: str
    """What it rests on."""


class BillPrice(Value):
    """The price list that the work is charged by."""

    input_per_mtok: float | None
    """Per million tokens, in the currency of the price list."""
    output_per_mtok: float | None
    """Per million tokens."""
    cache_read_per_mtok: float | None
    """Per million tokens."""
    cache_write_per_mtok: float | None
    """Per million tokens."""
    cache_write_1h_per_mtok: float | None
    """Per million tokens."""
    read: str | None
    """Day the price was read."""
    age_days: int | None
    """Days from `read` to the day of the answer; negative where that lies before it; null where
    unknown."""


class BillChange(Value):
    """A change."""

    since: str
    """First day of the new price."""
    monthly_cost_usd: float
    """US dollars a month from then on."""


class Bill(BilledRoute, BillDetail):
    """A month at one route."""


class AlternativesAnswer(NeedAnswer, AnswerValue):
    """Replacements for a model in use. Exit code 0; 1 where there is none. With `--format jsonl`,
    each line is one of `results`."""

    headline: str
    """The line to act on."""
    inherited: Inherited
    """What a replacement is held to because the route in use has it."""
    named_by_maker: tuple[str, ...]
    """Models that its maker names in its place, one after another where the first ends too."""
    in_use: Side
    in_use_api_dialects: tuple[str, ...] | None
    """Dialects that the endpoint in use speaks, so far as sources say; its maker's where the model
    is not on sale; null where they are not known."""
    results: tuple[Replacement, ...]
    """The maker's own replacement first, then the best for the need."""
    models_fitting: int
    """Other models of which a route meets the need and can do what the model in use does."""
    left_out: Mapping[str, int]
    """By rule: routes that the need stops, and models that a further condition stops (other-
    developer, still-supported, cheaper)."""
    warnings: tuple[str, ...]
    """What to know about the whole answer, one sentence each."""


class Inherited(Value):
    """What a replacement is held to because the route in use has it; what is absent is not."""

    privacy: str
    """Privacy level."""
    region: str
    """Region in which requests are processed."""
    modality: tuple[str, ...]
    """What it reads beside text."""
    tools: bool
    """Calls tools."""
    context: int
    """Context window, tokens."""


class Replacement(Route):
    """A replacement by its best route."""

    named_by_maker: bool
    """Whether the maker of the model in use names it as the replacement."""
    ends: str | None
    """Day on which it ends; null where none is announced."""
    supported_days: int | None
    """Days from now to `ends`; null where none is announced."""
    limits_broken: tuple[BrokenLimit, ...]
    """Limits that it breaks: of the maker's own replacement alone, which is shown in any case."""
    difference: Difference
    """The replacement against what is in use; null where one of the two is not known."""
    warnings: tuple[str, ...]
    """What to know about the whole answer, one sentence each."""


class Difference(Value):
    """The replacement against what is in use."""

    monthly_cost_usd: float | None
    """Cost of the replacement less that of the model in use, US dollars a month."""
    cost_ratio: float | None
    """Cost of the replacement divided by that of the model in use."""
    quality_points: float | None
    """Expected score of the replacement less that of the model in use, points of 100."""
    quality_points_interval_80: tuple[float, float] | None
    """Low and high end of the 80 % interval of `quality_points`."""
    p_better: float | None
    """P(the replacement is the abler one)."""
    privacy_levels: int | None
    """Levels of privacy up; negative: down."""
    context_tokens: int | None
    """Context of the replacement less that of the model in use, tokens."""
    open_weights: tuple[bool | None, bool | None]
    """Before and after; null where unknown."""
    licence: tuple[str | None, str | None]
    """Licence of the weights, before and after; null where there is none or it is unknown."""
    same_api: bool | None
    """Whether both endpoints are known to speak one dialect at least; null where those of one are
    not known."""
    api_dialects: tuple[str, ...] | None
    """Dialects that the endpoint of the replacement speaks, so far as sources say; null where they
    are not known."""
    shared_api_dialects: tuple[str, ...] | None
    """Dialects that both speak; null where those of one are not known."""


class ParetoAnswer(NeedAnswer, AnswerValue):
    """The routes that no other one beats on every chosen criterion. Exit code 0; 1 where nothing
    fits. With `--format jsonl`, each line is one of `results`."""

    criteria: tuple[str, ...]
    """Criteria that were compared."""
    results: tuple[FrontMember, ...]
    """The front, worst first on the first criterion."""
    dominated: tuple[Beaten, ...]
    """All others that fit."""
    warnings: tuple[str, ...]
    """What to know about the whole answer, one sentence each."""


class FrontMember(Route):
    """A route of the front."""

    dominates: int
    """Routes that are nowhere better and somewhere worse on the criteria."""
    equals: tuple[str, ...]
    """Routes of exactly the same values on the criteria."""
    next_step: NextStep | None
    """The next route of the front; null for the last one."""


class NextStep(Value):
    """The next route of the front."""

    to: str
    """The route."""
    changes: Mapping[str, float]
    """By criterion: what changes, in its unit; of privacy in what the grade is worth."""
    price_of_a_unit: float | None
    """Of two criteria: the change of the second for one unit of the first, such as USD a month for
    a point of quality; null where there are more."""


class Beaten(Value):
    """A route that is beaten."""

    route: str
    """The route."""
    by: tuple[str, ...]
    """Routes of the front that beat it."""


class CheckAnswer(CatalogAnswer, AnswerValue):
    """Names against a policy. Exit code 0; 1 where there is a finding. With `--format jsonl`, each
    line is one of `findings`."""

    policy: Policy
    passed: bool
    """Whether there is no finding."""
    names: tuple[CheckedName, ...]
    """One row a name, and a place where a file names it."""
    findings: tuple[PolicyFinding, ...]
    """Every rule that a name does not keep, then exceptions that have expired or are idle."""
    excepted: tuple[ExceptedFinding, ...]
    """Findings that an exception covers."""


class Policy(Value):
    """The policy."""

    name: str
    """Name of the policy."""
    file: str
    """Its file, as given."""


class CheckedName(Value):
    """A name that was checked."""

    name: str
    """The name as asked for."""
    model: str
    """The model, DEVELOPER/MODEL; of a plan by the seat its identifier, VENDOR/PLAN."""
    file: str | None
    """The text file that names it, or the policy file of an exception; null where it was asked for
    by name."""
    line: int | None
    """Line in the file, from 1."""
    column: int | None
    """Column in the line, from 1."""
    state: str
    """`excepted`: kept by an exception; `unknown`: a fact that would decide is missing."""
    routes: tuple[str, ...]
    """Offerings that keep the policy, by an exception or not; those of the name, or none, where no
    rule is about how a model is run."""
    duties: tuple[LicenceDuty, ...]
    """What the licence of its weights asks of the use stated in the policy."""


class LicenceDuty(Value):
    """A duty of a licence."""

    fact: str
    """The fact of the licence's record."""
    topic: str
    """What it is about."""
    text: str | None
    """The licence's own word or figure, where there is one."""


class PolicyFinding(Value):
    """A rule that is not kept."""

    rule: str
    """Rule that is not kept."""
    state: Literal["broken", "unknown"]
    """`unknown`: a fact that would decide is not known, or not sure enough; that never keeps a
    rule."""
    name: str
    """The name as asked for; of an exception, its subject."""
    model: str | None
    """The model, DEVELOPER/MODEL; null of an exception."""
    route: str | None
    """The offering judged: of those that the name leaves, the one with the fewest findings; null
    where the rule is about the model."""
    message: str
    """The finding in words."""
    wanted: str | float | bool | tuple[str, ...] | None
    """What the policy asks."""
    value: str | float | bool | tuple[str, ...] | None
    """What the record says; null where it says nothing."""
    record: str | None
    """The record that decided, KIND/ID."""
    fact: str | None
    """The fact of that record."""
    source: str | None
    """Where the fact was read; null where there is no value."""
    read: str | None
    """Day on which it was read."""
    confidence: str | None
    """How well the fact is founded."""
    note: str | None
    """What to know beside the value; of an exception, its reason."""
    file: str | None
    """The text file that names it, or the policy file of an exception; null where it was asked for
    by name."""
    line: int | None
    """Line in the file, from 1."""
    column: int | None
    """Column in the line, from 1."""


class ExceptedFinding(PolicyFinding):
    """A finding that an exception covers."""

    reason: str
    """Why the exception was made."""
    approver: str
    """Who approved it."""
    expires: str
    """Its last day."""


class SelfhostAnswer(OwnAnswer, AnswerValue):
    """Ways to run a model oneself, or models for given hardware. Exit code 0; 1 where nothing
    fits. With `--format jsonl`, each line is one of `results`."""

    task: str
    """Task that quality is of."""
    job: Job
    results: tuple[Way, ...]
    """Ways, the sane ones first; for given hardware the best of each model."""
    fitting: int
    """Ways (for given hardware: models) that fit."""
    misfits: tuple[Misfit, ...]
    """What does not fit, by reason."""
    assumed: tuple[str, ...]
    """What the user left open."""
    read: str | None
    """How the hardware was read, and what was assumed of it; null where nothing is to be said."""
    room: tuple[Room, ...]
    """Of the first way to run one model: what has room, by precision of the cache."""
    picks: PickedWays
    """Ways of one model that have a name."""
    load_tests: tuple[LoadTest, ...]
    """Load tests that were given, beside what is estimated."""
    excluded_by: tuple[str, ...]
    """Limits of the need that the model breaks wherever it runs."""


class Job(Value):
    """What had to be run."""

    requests_per_month: float
    """Calls of the model a month, turns and retries counted."""
    prompt_tokens: float
    """Tokens of a prompt, as the model counts them."""
    output_tokens: float
    """Tokens of an answer, with what is thought."""
    peak_to_mean: float
    """Load of the busiest hour by that of the mean one."""
    context_tokens: int
    """Tokens that each request may grow to."""
    concurrency: int
    """Requests at a time that have room."""
    min_tokens_per_second: float
    """Least speed of each request under load."""
    spare_copies: int
    """Copies beyond what the busiest hour needs."""
    scale_to_zero: bool
    """Whether rented copies are billed by the time that they work."""
    starts_per_month: float | None
    """How often a month rented copies start; null where it was not given and is not in the cost."""
    cold_start_seconds: float | None
    """Billed at each start; null as above."""
    idle_minutes: float | None
    """Billed before each stop; null as above."""
    people_usd_per_month: float | None
    """People's work, US dollars a month; null where it was not given and is not in the cost."""
    storage_usd_per_month: float | None
    """Disks, US dollars a month; null as above."""
    traffic_usd_per_month: float | None
    """Traffic out of the network, US dollars a month; null as above."""
    hardware: Hardware | None
    """The given hardware; null: all of the catalog."""
    prefix_share: float
    """Part of each prompt that the engine has in its cache of an earlier one; 0: not stated."""
    adapters: int
    """LoRA adapters that are held beside each other."""
    adapter_rank: int
    """Rank of each adapter."""
    main_memory_gib: float | None
    """Memory of the machine that experts may stay in; null where it was not stated."""
    main_memory_gb_per_second: float | None
    """How fast it is read; null where it was not stated."""


class Hardware(Value):
    """Accelerators of one kind."""

    accelerator: str
    """Identifier of the accelerator."""
    number: int | None
    """How many there are; null: as many as it takes."""


class Way(Value):
    """A way to run a model."""

    rank: int
    """Place, from 1."""
    id: str
    """MODEL@NxACCELERATOR/FORMAT."""
    model: str
    """Model, DEVELOPER/MODEL."""
    effort: str | None
    """Reasoning effort of the estimate of quality; null where none is named."""
    accelerator: str
    """Identifier of the accelerator."""
    gpus_per_copy: int
    """Accelerators of one copy."""
    copies: int
    """Copies that run: those the load needs, or all that given hardware holds."""
    serves_the_load: bool | None
    """Whether the copies take the busiest hour."""
    format: str
    """Identifier of the format of the weights."""
    bits_per_weight: float
    """Bits of a weight, embedding and head apart."""
    engine: str
    """What runs it."""
    score: float | None
    """Expected score in the task in this format; null without an estimate."""
    score_interval_80: tuple[float, float] | None
    """Its 80 % interval."""
    loss_is_sourced: bool
    """Whether the format's loss of quality was read, or none is expected; else the interval is
    wider."""
    memory_per_gpu_gib: Memory
    cache_tokens: int
    """Tokens of cache that a copy has room for."""
    sequences: int
    """Requests of the context that a copy has room for."""
    single_tokens_per_second: Interval | None
    """Tokens a second of one request alone; null where not known."""
    loaded_first_token_s: Interval | None
    """Seconds to the first token at the concurrency asked for; null where not known."""
    loaded_tokens_per_second: Interval | None
    """Tokens a second of all requests at that concurrency; null where not known."""
    capacity_requests_at_a_time: int | None
    """Requests at a time of a full copy; null where it cannot keep the least speed."""
    capacity_tokens_per_second: Interval | None
    """Tokens a second of a full copy; null as above."""
    saturated_at_requests_per_second: Interval | None
    """Requests a second that a full copy ends: where more arrive the queue only grows."""
    busy_first_token_p95_s: Interval | None
    """Seconds to the first token that 95 % of requests keep where a copy is eight tenths busy;
    null where arrivals are not modelled, as of engines that share out layers."""
    costs: tuple[Month, ...]
    """The cheapest month of each kind of terms, the cheapest first."""
    command: str
    """How a copy is started."""
    weights_in_command: str | None
    """What WEIGHTS in it stands for; null where it is not in it."""
    notes: tuple[str, ...]
    """What to know."""
    experts_in_main_memory_gib: float | None
    """Experts that stay in the memory of the machine; null: all are on the accelerators."""


class Memory(Value):
    """Memory of each accelerator, GiB."""

    weights: float
    """Weights."""
    cache: float
    """Caches of the requests at a time."""
    overhead: float
    """What the runtime takes."""
    usable: float
    """What the engine may fill."""
    headroom: float
    """What is left of it."""


class Interval(Value):
    """A value with the ends of its 80 % interval."""

    value: float
    """The value."""
    low: float
    """Lower end."""
    high: float
    """Upper end."""


class Month(Value):
    """A month on some terms."""

    terms: str
    """Terms."""
    usd_per_month: Interval
    people_usd_per_month: float
    """People's work, storage and traffic in it, US dollars a month."""
    usd_per_mtok: float | None
    """US dollars a million tokens, prompt and answer; null without load."""
    used_share: float
    """Mean load as a part of what runs."""
    gpus_billed: int
    """Accelerators that are billed."""
    provider: str | None
    """Who rents it out; null where it is owned."""
    region: str | None
    """Where; null where it is owned or not said."""
    usd_per_gpu_hour: float | None
    """Price of an accelerator-hour; null where it is owned."""
    price_read: str | None
    """Day on which the price was asked; null where it is owned."""


class Misfit(Value):
    """Why some do not fit."""

    reason: str
    """The reason."""
    count: int
    """How many."""


class Room(Value):
    """What has room in a copy with one precision of the cache."""

    cache: str
    """Precision of the cache: bf16, fp8, q8_0 or q4_0."""
    largest_context_tokens_alone: int
    """The largest context of one request."""
    largest_context_tokens: int
    """The largest context of as many requests at a time as were asked for."""
    sessions: tuple[Sessions, ...]
    """Requests at a time, by their length."""


class Sessions(Value):
    """How many requests of a length have room."""

    context_tokens: int
    """Tokens of each."""
    requests: int
    """Requests at a time."""


class PickedWays(Value):
    """Ways that one would ask for by name, `rank` among them; null where there is none."""

    cheapest: Way | None
    """The cheapest that takes the load at nearly full quality."""
    fastest: Way | None
    """The one whose single request is the fastest, of the same."""
    native: Way | None
    """The first in the format of the release."""


class LoadTest(Value):
    """A load test beside what is estimated of the first way."""

    concurrency: float
    """Requests at a time."""
    at_once: bool
    """Whether nearly all requests started at the same moment."""
    prompt_tokens: float
    """Mean tokens of a prompt."""
    output_tokens: float
    """Mean tokens of an answer."""
    requests: int
    """Requests that were answered."""
    failed: int
    """Requests that were not."""
    figures: tuple[LoadFigure, ...]
    """What was measured."""


class LoadFigure(Value):
    """One amount of a load test, as measured and as estimated."""

    what: str
    """What it is."""
    unit: str
    """Of both."""
    measured: float
    """The median of times, the mean of rates."""
    estimate: Interval
    inside: bool
    """Whether the 80 % interval of the estimate holds it."""
    times: float
    """What was measured by the estimate."""


class ConnectAnswer(OwnAnswer, AnswerValue):
    """How routes are reached. Exit code 0; 1 where no address keeps what was asked. With `--format
    jsonl`, each line is one of `results`."""

    results: tuple[Connection, ...]
    """One a route."""
    warnings: tuple[str, ...]
    """What to know about the whole answer, one sentence each."""


class Connection(Value):
    """How one route is reached."""

    route: str
    """The route."""
    provider: str
    """Who serves it."""
    base_url: str | None
    """Base address that clients are given; the user's own in braces; null: not known."""
    url: str | None
    """Whole address of a request; null where a key is not enough or the path is not known."""
    api_model: str
    """What a request names; in braces where it is the user's own."""
    dialect: str | None
    """Dialect of API that the address speaks."""
    key_variable: str | None
    """Environment variable that holds the key; null: none is known."""
    further_variables: tuple[str, ...]
    """Further variables that a request needs or may need."""
    headers: Mapping[str, str]
    """Headers of a request; `$NAME` stands for the value of the variable NAME."""
    placeholders: tuple[str, ...]
    """Names in braces that the user must fill in."""
    sign_in: Literal["key", "access-token", "token-exchange"]
    """What a request is signed with."""
    region: str | None
    """Region asked for to which the address keeps; null: none was asked."""
    docs_url: str | None
    """Page of the provider about it."""
    notes: tuple[str, ...]
    """What to know of it, one sentence each."""
    refusal: str | None
    """Why there is no connection; null: there is one."""
