"""The answer of `selfhost`: ways to run a model."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.about import OwnAnswer
from llmpick.render.records.values import (
    Amount,
    AtLeastOne,
    Count,
    EngineName,
    Ordinal,
    Rule,
    Share,
    Terms,
    one_of,
)


class HardwareRecord(TypedDict):
    """Accelerators of one kind."""

    accelerator: str
    """Identifier of the accelerator."""
    number: Ordinal | None
    """How many there are; null: as many as it takes."""


class JobRecord(TypedDict):
    """What had to be run."""

    requests_per_month: Amount
    """Calls of the model a month, turns and retries counted."""
    prompt_tokens: Amount
    """Tokens of a prompt, as the model counts them."""
    output_tokens: Amount
    """Tokens of an answer, with what is thought."""
    peak_to_mean: AtLeastOne
    """Load of the busiest hour by that of the mean one."""
    context_tokens: Ordinal
    """Tokens that each request may grow to."""
    concurrency: Ordinal
    """Requests at a time that have room."""
    min_tokens_per_second: Amount
    """Least speed of each request under load."""
    spare_copies: Count
    """Copies beyond what the busiest hour needs."""
    scale_to_zero: bool
    """Whether rented copies are billed by the time that they work."""
    starts_per_month: Amount | None
    """How often a month rented copies start; null where it was not given and is not in the cost."""
    cold_start_seconds: Amount | None
    """Billed at each start; null as above."""
    idle_minutes: Amount | None
    """Billed before each stop; null as above."""
    people_usd_per_month: Amount | None
    """People's work, US dollars a month; null where it was not given and is not in the cost."""
    storage_usd_per_month: Amount | None
    """Disks, US dollars a month; null as above."""
    traffic_usd_per_month: Amount | None
    """Traffic out of the network, US dollars a month; null as above."""
    hardware: HardwareRecord | None
    """The given hardware; null: all of the catalog."""
    prefix_share: Share
    """Part of each prompt that the engine has in its cache of an earlier one; 0: not stated."""
    adapters: Count
    """LoRA adapters that are held beside each other."""
    adapter_rank: Ordinal
    """Rank of each adapter."""
    main_memory_gib: Amount | None
    """Memory of the machine that experts may stay in; null where it was not stated."""
    main_memory_gb_per_second: Amount | None
    """How fast it is read; null where it was not stated."""


class MemoryRecord(TypedDict):
    """Memory of each accelerator, GiB."""

    weights: Amount
    """Weights."""
    cache: Amount
    """Caches of the requests at a time."""
    overhead: Amount
    """What the runtime takes."""
    usable: Amount
    """What the engine may fill."""
    headroom: Amount
    """What is left of it."""


class IntervalRecord(TypedDict):
    """A value with the ends of its 80 % interval."""

    value: Amount
    """The value."""
    low: Amount
    """Lower end."""
    high: Amount
    """Upper end."""


class MonthRecord(TypedDict):
    """A month on some terms."""

    terms: Terms
    """Terms."""
    usd_per_month: IntervalRecord
    people_usd_per_month: Amount
    """People's work, storage and traffic in it, US dollars a month."""
    usd_per_mtok: Amount | None
    """US dollars a million tokens, prompt and answer; null without load."""
    used_share: Share
    """Mean load as a part of what runs."""
    gpus_billed: Ordinal
    """Accelerators that are billed."""
    provider: str | None
    """Who rents it out; null where it is owned."""
    region: str | None
    """Where; null where it is owned or not said."""
    usd_per_gpu_hour: Amount | None
    """Price of an accelerator-hour; null where it is owned."""
    price_read: str | None
    """Day on which the price was asked; null where it is owned."""


class WayRecord(TypedDict):
    """A way to run a model."""

    rank: Ordinal
    """Place, from 1."""
    id: str
    """MODEL@NxACCELERATOR/FORMAT."""
    model: str
    """Model, DEVELOPER/MODEL."""
    effort: str | None
    """Reasoning effort of the estimate of quality; null where none is named."""
    accelerator: str
    """Identifier of the accelerator."""
    gpus_per_copy: Ordinal
    """Accelerators of one copy."""
    copies: Ordinal
    """Copies that run: those the load needs, or all that given hardware holds."""
    serves_the_load: bool | None
    """Whether the copies take the busiest hour."""
    format: str
    """Identifier of the format of the weights."""
    bits_per_weight: Amount
    """Bits of a weight, embedding and head apart."""
    engine: EngineName
    """What runs it."""
    score: Share | None
    """Expected score in the task in this format; null without an estimate."""
    score_interval_80: tuple[float, float] | None
    """Its 80 % interval."""
    loss_is_sourced: bool
    """Whether the format's loss of quality was read, or none is expected; else the interval is
    wider."""
    memory_per_gpu_gib: MemoryRecord
    cache_tokens: Count
    """Tokens of cache that a copy has room for."""
    sequences: Count
    """Requests of the context that a copy has room for."""
    single_tokens_per_second: IntervalRecord | None
    """Tokens a second of one request alone; null where not known."""
    loaded_first_token_s: IntervalRecord | None
    """Seconds to the first token at the concurrency asked for; null where not known."""
    loaded_tokens_per_second: IntervalRecord | None
    """Tokens a second of all requests at that concurrency; null where not known."""
    capacity_requests_at_a_time: Ordinal | None
    """Requests at a time of a full copy; null where it cannot keep the least speed."""
    capacity_tokens_per_second: IntervalRecord | None
    """Tokens a second of a full copy; null as above."""
    saturated_at_requests_per_second: IntervalRecord | None
    """Requests a second that a full copy ends: where more arrive the queue only grows."""
    busy_first_token_p95_s: IntervalRecord | None
    """Seconds to the first token that 95 % of requests keep where a copy is eight tenths busy; null
    where arrivals are not modelled, as of engines that share out layers."""
    costs: list[MonthRecord]
    """The cheapest month of each kind of terms, the cheapest first."""
    command: str
    """How a copy is started."""
    weights_in_command: str | None
    """What WEIGHTS in it stands for; null where it is not in it."""
    notes: list[str]
    """What to know."""
    experts_in_main_memory_gib: Amount | None
    """Experts that stay in the memory of the machine; null: all are on the accelerators."""


class MisfitRecord(TypedDict):
    """Why some do not fit."""

    reason: str
    """The reason."""
    count: Ordinal
    """How many."""


class SessionsRecord(TypedDict):
    """How many requests of a length have room."""

    context_tokens: Ordinal
    """Tokens of each."""
    requests: Count
    """Requests at a time."""


class RoomRecord(TypedDict):
    """What has room in a copy with one precision of the cache."""

    cache: str
    """Precision of the cache: bf16, fp8, q8_0 or q4_0."""
    largest_context_tokens_alone: Count
    """The largest context of one request."""
    largest_context_tokens: Count
    """The largest context of as many requests at a time as were asked for."""
    sessions: list[SessionsRecord]
    """Requests at a time, by their length."""


class PickedWaysRecord(TypedDict):
    """Ways that one would ask for by name, `rank` among them; null where there is none."""

    cheapest: WayRecord | None
    """The cheapest that takes the load at nearly full quality."""
    fastest: WayRecord | None
    """The one whose single request is the fastest, of the same."""
    native: WayRecord | None
    """The first in the format of the release."""


class LoadFigureRecord(TypedDict):
    """One amount of a load test, as measured and as estimated."""

    what: Annotated[str, one_of("first token", "time per token", "all requests")]
    """What it is."""
    unit: Annotated[str, one_of("ms", "tokens/s")]
    """Of both."""
    measured: Amount
    """The median of times, the mean of rates."""
    estimate: IntervalRecord
    inside: bool
    """Whether the 80 % interval of the estimate holds it."""
    times: Amount
    """What was measured by the estimate."""


class LoadTestRecord(TypedDict):
    """A load test beside what is estimated of the first way."""

    concurrency: Amount
    """Requests at a time."""
    at_once: bool
    """Whether nearly all requests started at the same moment."""
    prompt_tokens: Amount
    """Mean tokens of a prompt."""
    output_tokens: Amount
    """Mean tokens of an answer."""
    requests: Count
    """Requests that were answered."""
    failed: Count
    """Requests that were not."""
    figures: list[LoadFigureRecord]
    """What was measured."""


class SelfhostAnswer(OwnAnswer):
    """
    Ways to run a model oneself, or models for given hardware. Exit code 0; 1 where nothing fits.
    With `--format jsonl`, each line is one of `results`.
    """

    task: str
    """Task that quality is of."""
    job: JobRecord
    results: list[WayRecord]
    """Ways, the sane ones first; for given hardware the best of each model."""
    fitting: Count
    """Ways (for given hardware: models) that fit."""
    misfits: list[MisfitRecord]
    """What does not fit, by reason."""
    assumed: list[str]
    """What the user left open."""
    read: str | None
    """How the hardware was read, and what was assumed of it; null where nothing is to be said."""
    room: list[RoomRecord]
    """Of the first way to run one model: what has room, by precision of the cache."""
    picks: PickedWaysRecord
    """Ways of one model that have a name."""
    load_tests: list[LoadTestRecord]
    """Load tests that were given, beside what is estimated."""
    excluded_by: list[Rule]
    """Limits of the need that the model breaks wherever it runs."""
