"""The answers of `try`."""

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer, OwnAnswer
from llmpick.render.records.values import Amount, Count, Ordinal, Score100, Share


class SecondsRecord(TypedDict):
    """Times in seconds, from the moment that a request leaves."""

    p50: Amount
    """Half of the calls took no longer."""
    p95: Amount
    """19 of 20 calls took no longer."""


class TriedFailureRecord(TypedDict):
    """Calls without an answer, of one cause."""

    why: str
    """The cause; nothing that the server wrote."""
    calls: Ordinal
    """How many."""


class TriedRouteRecord(TypedDict):
    """A route that was tried."""

    route: str
    """MODEL[:EFFORT]@PROVIDER[/VARIANT]"""
    calls: Count
    """Calls that ended, those of earlier runs too."""
    answered: Count
    """Those with a whole reply."""
    graded: Count
    """Those with a grade."""
    quality: Share | None
    """Mean grade; null where nothing was graded."""
    quality_interval_95: tuple[Share, Share] | None
    """Its interval (Wilson)."""
    first_text_s: SecondsRecord | None
    """To the first word of a reply; null where none came."""
    first_reasoning_s: SecondsRecord | None
    """To the first of what is thought; null where none was shown."""
    whole_s: SecondsRecord | None
    """To the last word."""
    tokens_per_s: Amount | None
    """Tokens a second from the first to the last, of the middle call; null where not known."""
    calls_with_usage: Count
    """Calls whose tokens the server told."""
    input_tokens: Amount | None
    """Tokens in, a mean of these calls."""
    output_tokens: Amount | None
    """Tokens of replies, a mean."""
    reasoning_tokens: Amount | None
    """Tokens thought beside, a mean; null where the server does not tell them apart."""
    usd: Amount
    """What these calls cost, at the prices of the catalog."""
    unknown_usd_at_most: Amount
    """What the others can have cost."""
    judge_usd: Amount
    """What a judge model cost."""
    retries: Count
    """Attempts that were refused for the moment, and made again."""
    waited_s: Amount
    """Seconds waited before them; in no other time."""
    limited: Count
    """Replies that ended at the tokens that they were allowed."""
    over: Count
    """Calls for which the server counted more tokens than can be."""
    resumed: Count
    """Calls of an earlier run."""
    lost: Count
    """Calls that an earlier run sent, and whose end is not known: not sent again."""
    failures: list[TriedFailureRecord]
    """Calls without an answer."""
    dropped_parameters: list[str]
    """Parameters that the route refused, and went without."""
    not_evidence_because: str | None
    """Why its grades do not count in the estimates; null where they do."""
    expected_before: Score100 | None
    """Expected quality at the task without these results, points of 100."""
    expected_after: Score100 | None
    """The same with them."""
    monthly_cost_usd_before: Amount | None
    """What the need's month costs by the catalog's tokens."""
    monthly_cost_usd_after: Amount | None
    """The same by what was thought here, where that is known."""
    monthly_cost_usd_at_measured_calls: Amount | None
    """As many calls as the need's month has, at the cost of a call here."""
    reasoning_tokens_before: Amount | None
    """Tokens that a call was expected to think."""


class TriedPairRecord(TypedDict):
    """Two routes on the prompts that both have a grade of."""

    first: str
    """A route."""
    second: str
    """Another."""
    prompts: Ordinal
    """How many prompts."""
    difference: float
    """Mean grade of the first less that of the second."""
    better: Count
    """Prompts at which the first has the better grade."""
    worse: Count
    """Prompts at which the second has."""
    p: Share
    """Chance of so uneven a fall where neither is better (sign test)."""
    apart: bool
    """Whether they can be told apart: p below .05."""


class TryAnswer(OwnAnswer):
    """What routes did with the user's own prompts. With `--format jsonl`, each line is a route."""

    task: str
    """The task that the prompts stand for."""
    prompts: Ordinal
    """How many prompts."""
    grader: str
    """How replies were graded."""
    results: list[TriedRouteRecord]
    """Routes, as they were named or ranked."""
    pairs: list[TriedPairRecord]
    """Every two of them."""
    first_before: str | None
    """Route that came first without these results; null where nothing fits."""
    first_after: str | None
    """With them; null where nothing fits, or they are not kept."""
    stored: str | None
    """Name of the source of own evidence that keeps them; null where none does."""
    not_stored_because: str | None
    """Why not."""
    stopped_because: str | None
    """Why it ended before all calls were made; null where all were."""
    spent_usd_at_most: Amount
    """What all runs of it cost; where a server does not say, the most that it can have been."""
    limit_usd: Amount | None
    """The bound that was set."""
    overrun_usd: Amount
    """How far servers charged beyond it."""
    journal: str
    """The file that notes each call, without a word of it."""


class PlannedRouteRecord(TypedDict):
    """Where prompts would go."""

    route: str
    """MODEL[:EFFORT]@PROVIDER[/VARIANT]"""
    base_url: str
    """Where requests go."""
    path: str
    """And below it."""
    model: str
    """The name by which the host knows the model."""
    dialect: str
    """Dialect of its API."""
    key_variable: str | None
    """Variable that the key is read from; null where none is sent."""
    key_is_set: bool
    """Whether it is set."""
    parameters: list[str]
    """What is asked beside the prompt."""
    calls: Count
    """Calls still to be made."""
    usd_at_most: Amount | None
    """The most that they can cost, with a judge; null where the route has no price."""


class TryPlanAnswer(CatalogAnswer):
    """What would be sent where. With `--format jsonl`, each line is a route."""

    prompts: Ordinal
    """How many prompts."""
    grader: str
    """How replies would be graded."""
    results: list[PlannedRouteRecord]
    """Routes; a judge stands last."""
    usd_at_most: Amount | None
    """The most that all of it can cost; null where a route has no price."""
