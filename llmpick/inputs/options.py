"""
The options that state a need, and own hardware: each is declared once, as a field of a record.

A declaration is `field: Annotated[TYPE, Option(...)]`. From it are made: the option of the command
line with its help, the key of need files, profiles, decisions and llmpick.toml, the LLMPICK_
variable, the name that `--without` takes, and the rows of `config show`. What a command gets is the
record itself, unchecked: `options.job.task`. `need.py` checks it against the catalog.

What may be required of a model or a provider by a fact is declared in
`core/privacy/requirements.py` and expanded here: `NeedOptions.requirements` holds what was stated
of these, by option. **A new option of a need is a field here, and what `need.py` makes of it; a new
requirement is nothing here.**

None, False and () are not stated. Nothing here imports Typer: the command line is one of those who
read these declarations. There are no deferred annotations in this module, so that the `Option`s
are objects at run time.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeAlias

from llmpick.core.privacy.requirements import OF_MODEL, OF_PROVIDER

Stated: TypeAlias = "bool | int | float | str | tuple[str, ...]"
Values: TypeAlias = "Mapping[str, Any]"
"""Field → what is stated."""


class Option(NamedTuple):
    """How an option is typed, and its help; *metavar* is empty for one without a value."""

    flag: str
    metavar: str
    help: str
    short: str | None = None


class Money:
    """The kind of an option that is a sum: a number is US dollars a month, a text says of what."""


class Declared(NamedTuple):
    """
    An option that a *field* of a record stands for.

    *kind* is str, int, float, bool, tuple or Money.
    """

    field: str
    kind: type
    option: Option

    @property
    def key(self) -> str:
        """Its name in files: `exclude-jurisdiction`."""
        return self.option.flag[2:]


class Job(NamedTuple):
    """What is done, what it may cost, and where."""

    task: Annotated[
        str | None, Option("--task", "TASK", "The job; `llmpick list tasks` names them.", "-t")
    ] = None
    language: Annotated[
        str | None, Option("--language", "CODE", "Language of the work: ja, zh, de ...", "-l")
    ] = None
    source_language: Annotated[
        str | None, Option("--from", "CODE", "Of a translation: language of the original.")
    ] = None
    target_language: Annotated[
        str | None, Option("--to", "CODE", "Of a translation: language that it is put into.")
    ] = None
    budget: Annotated[
        float | str | None,
        Option("--budget", "SUM", "Most a month may cost: 300, 300EUR, 0.01/request.", "-b"),
    ] = None
    currency: Annotated[
        str | None,
        Option("--currency", "CODE", "Of the bills, beside US dollars. Default: the budget's."),
    ] = None
    privacy: Annotated[
        str | None,
        Option(
            "--privacy",
            "LEVEL",
            "public, internal, confidential, regulated or air-gapped. Bare: confidential.",
            "-p",
        ),
    ] = None
    region: Annotated[
        str | None, Option("--region", "CODE", "Requests are processed there: JP, EU, US ...")
    ] = None


class Weighting(NamedTuple):
    """What matters how much."""

    weights: Annotated[
        str | None,
        Option(
            "--weights",
            "WEIGHTS",
            "value, quality, cheap, private or own; or performance=5,cost=3,privacy=2.",
            "-w",
        ),
    ] = None
    rank: Annotated[
        str | None,
        Option("--rank", "CRITERIA", "Weights by their order alone: perf,cost,privacy,custom."),
    ] = None
    rank_rule: Annotated[
        str | None,
        Option(
            "--rank-rule",
            "RULE",
            "rs: even steps (rank sum); roc: the first counts most (centroid).",
        ),
    ] = None
    best_within_budget: Annotated[
        bool,
        Option("--best-within-budget", "", "All of the budget may be spent: quality alone counts."),
    ] = False
    failure_cost: Annotated[
        float | None,
        Option(
            "--failure-cost",
            "USD",
            "What a failed request costs you: the least of bill and failures wins.",
        ),
    ] = None


class Work(NamedTuple):
    """A month's work."""

    requests: Annotated[int | None, Option("--requests", "N", "Requests a month.")] = None
    calls: Annotated[
        float | None,
        Option("--calls", "N", "Model calls that a request takes; tokens are those of a call."),
    ] = None
    input_tokens: Annotated[int | None, Option("--input-tokens", "N", "Tokens into a request.")] = (
        None
    )
    output_tokens: Annotated[
        int | None, Option("--output-tokens", "N", "Visible tokens out of a request.")
    ] = None
    cache_share: Annotated[
        float | None, Option("--cache-share", "SHARE", "Part of the input read from the cache.")
    ] = None
    reasoning_tokens: Annotated[
        int | None,
        Option(
            "--reasoning-tokens",
            "N",
            "Tokens a call that a reasoning model thinks at medium effort.",
        ),
    ] = None
    rates: Annotated[
        tuple[str, ...], Option("--rate", "JPY=N", "Units of a currency for one US dollar.")
    ] = ()


class Privacy(NamedTuple):
    """What is said of privacy beside the level and what is required by name."""

    processing_regions: Annotated[
        tuple[str, ...],
        Option("--processing-region", "CODE", "Processed in one of these, whatever your --region."),
    ] = ()
    have: Annotated[
        tuple[str, ...], Option("--have", "WHAT", "zdr-approval, opt-out: you hold it.")
    ] = ()
    accept_low_confidence: Annotated[
        bool,
        Option("--accept-low-confidence", "", "Facts of low confidence prove privacy too."),
    ] = False
    sector: Annotated[
        str | None,
        Option("--sector", "NAME", "Flags its rules: health, hiring, credit, education, public."),
    ] = None
    allow_unknown: Annotated[
        tuple[str, ...], Option("--allow-unknown", "FACT", "Unknown passes, with a warning.")
    ] = ()


class Limits(NamedTuple):
    """What a model, its maker and its provider must be, beside what is required by name."""

    min_context: Annotated[
        int | None, Option("--min-context", "TOKENS", "Least context window.")
    ] = None
    modalities: Annotated[
        tuple[str, ...], Option("--modality", "KIND", "Reads image, pdf, audio, video.")
    ] = ()
    open_weights: Annotated[bool, Option("--open-weights", "", "Weights can be downloaded.")] = (
        False
    )
    use: Annotated[
        str | None, Option("--use", "USE", "Of open weights: commercial, internal or research.")
    ] = None
    revenue: Annotated[
        float | None,
        Option("--revenue", "USD", "Your group's revenue a year, for caps of licences."),
    ] = None
    monthly_users: Annotated[
        int | None, Option("--monthly-users", "N", "Your users a month, for caps of licences.")
    ] = None
    established: Annotated[
        tuple[str, ...], Option("--established", "CODE", "Where you are established: EU, JP ...")
    ] = ()
    distil: Annotated[bool, Option("--distil", "", "Outputs train other models.")] = False
    redistribute: Annotated[bool, Option("--redistribute", "", "You pass the weights on.")] = False
    needs: Annotated[
        tuple[str, ...],
        Option("--needs", "WHAT", "fine-tune, weights, lora, dpo, logprobs, seed ..."),
    ] = ()
    providers: Annotated[
        tuple[str, ...], Option("--provider", "ID", "Only these; may be repeated.")
    ] = ()
    no_providers: Annotated[tuple[str, ...], Option("--no-provider", "ID", "Not these.")] = ()
    developers: Annotated[
        tuple[str, ...], Option("--developer", "ID", "Only models made by these.")
    ] = ()
    no_developers: Annotated[
        tuple[str, ...], Option("--no-developer", "ID", "No models made by these.")
    ] = ()
    min_quality: Annotated[
        float | None, Option("--min-quality", "POINTS", "Least expected quality, 0 to 100.")
    ] = None
    include_unrated: Annotated[
        bool, Option("--include-unrated", "", "Rank models with a single score too.")
    ] = False
    lives: Annotated[
        int | None, Option("--lives", "DAYS", "No end announced within so many days: 180.")
    ] = None
    max_age: Annotated[
        int | None,
        Option("--max-age", "DAYS", "No answer (exit 2) by prices that were read longer ago."),
    ] = None
    previews: Annotated[bool, Option("--previews", "", "Previews and day-to-day prices, too.")] = (
        False
    )
    patience: Annotated[
        int | None,
        Option("--patience", "TOKENS", "Most that a call may think while a person waits."),
    ] = None


class People(NamedTuple):
    """Who works with it, for plans that are sold by the seat."""

    seats: Annotated[
        int | None,
        Option("--seats", "N", "People who use it: plans by the seat are ranked beside routes."),
    ] = None
    daily_requests: Annotated[
        float | None,
        Option("--daily-requests", "N", "With --seats: of each person on a day of use."),
    ] = None
    individual: Annotated[
        bool,
        Option("--individual", "", "With --seats: plans sold to one person, too, one for each."),
    ] = False


class Billing(NamedTuple):
    """How the work is counted and billed."""

    characters: Annotated[
        int | None, Option("--characters", "N", "Characters into a request, for tokens.")
    ] = None
    output_characters: Annotated[
        int | None, Option("--output-characters", "N", "Characters out of a request.")
    ] = None
    content: Annotated[
        str | None, Option("--content", "WHAT", "What the text is: en, ja, code_python ...")
    ] = None
    billed_tokens: Annotated[
        bool, Option("--billed-tokens", "", "Tokens are given as each model counts them.")
    ] = False
    cache_write_share: Annotated[
        float | None, Option("--cache-write-share", "SHARE", "Part written to the cache.")
    ] = None
    cache_write_1h_share: Annotated[
        float | None, Option("--cache-write-1h-share", "SHARE", "Part written for an hour.")
    ] = None
    retries: Annotated[
        float | None, Option("--retries", "N", "Further tries of a request, on average.")
    ] = None
    service: Annotated[
        str | None, Option("--service", "NAME", "standard, batch, flex or priority.")
    ] = None
    batch_share: Annotated[
        float | None, Option("--batch", "SHARE", "Part of the requests sent as a batch.")
    ] = None
    peak_share: Annotated[
        float | None, Option("--peak-share", "SHARE", "Part of the requests at peak hours.")
    ] = None
    images: Annotated[float | None, Option("--images", "N", "Images a request, for fees.")] = None
    searches: Annotated[
        float | None, Option("--searches", "N", "Searches of the web a request, for fees.")
    ] = None
    cache_hours: Annotated[
        float | None, Option("--cache-hours", "N", "Hours a month that a cache is kept, for fees.")
    ] = None
    image_size: Annotated[
        str | None, Option("--image-size", "WxH", "Pixels of each of --images, for its tokens.")
    ] = None
    pages: Annotated[float | None, Option("--pages", "N", "PDF pages a request.")] = None
    audio_minutes: Annotated[
        float | None, Option("--audio-minutes", "N", "Minutes of sound a request.")
    ] = None
    turns: Annotated[
        int | None, Option("--turns", "N", "A request is a loop of so many turns.")
    ] = None
    context_growth: Annotated[
        int | None, Option("--context-growth", "N", "Tokens that each turn adds.")
    ] = None


class Search(NamedTuple):
    """What is said of texts that are searched: of the tasks embeddings and reranking alone."""

    documents: Annotated[
        int | None,
        Option("--documents", "N", "Texts: indexed a month (embeddings), or a query (reranking)."),
    ] = None
    chunk_tokens: Annotated[
        int | None, Option("--chunk-tokens", "N", "Tokens of such a text, as it is cut.")
    ] = None
    dimensions: Annotated[
        int | None, Option("--dimensions", "N", "Most dimensions of a vector.")
    ] = None
    subject: Annotated[
        str | None,
        Option("--subject", "NAME", "Of the texts: code, law, finance, health; multilingual."),
    ] = None


class NeedOptions(NamedTuple):
    """
    All that may be stated of a need, unchecked.

    *requirements* are those of `core/privacy/requirements.py`, by option: ("zdr", True).
    """

    job: Job = Job()
    weighting: Weighting = Weighting()
    work: Work = Work()
    privacy: Privacy = Privacy()
    limits: Limits = Limits()
    billing: Billing = Billing()
    people: People = People()
    search: Search = Search()
    requirements: tuple[tuple[str, Stated], ...] = ()


class HostingOptions(NamedTuple):
    """What is stated of own deployments: whether they take part, the hardware and its terms."""

    gpu: Annotated[
        str | None,
        Option(
            "--gpu",
            "NxGPU",
            "Your hardware: 2xL40S: these; L40S: as many as it takes; m4-max:64GB; auto.",
        ),
    ] = None
    memory: Annotated[
        str | None, Option("--memory", "SIZE", "Memory of one GPU, or unified: 24G, 1.5T.")
    ] = None
    kv_type: Annotated[
        str | None, Option("--kv-type", "TYPE", "Cache of keys and values: fp16, fp8, q8, q4.")
    ] = None
    concurrency: Annotated[
        int | None, Option("--concurrency", "N", "Requests at a time that a copy has room for.")
    ] = None
    peak_to_mean: Annotated[
        float | None, Option("--peak-to-mean", "X", "The busiest hour's load by the mean.")
    ] = None
    min_speed: Annotated[
        float | None, Option("--min-speed", "TPS", "Least tokens a second of a request.")
    ] = None
    redundancy: Annotated[int | None, Option("--redundancy", "N", "Copies to spare.")] = None
    people_usd: Annotated[
        float | None, Option("--people-usd", "USD", "People's work on it, a month.")
    ] = None
    storage_usd: Annotated[
        float | None, Option("--storage-usd", "USD", "Disks for it, a month.")
    ] = None
    traffic_usd: Annotated[
        float | None, Option("--traffic-usd", "USD", "Traffic out of the network, a month.")
    ] = None
    own: Annotated[bool, Option("--own", "", "To be bought, not rented.")] = False
    owned: Annotated[
        bool, Option("--owned", "", "Yours already: no rent and no price; power and people count.")
    ] = False
    years: Annotated[float | None, Option("--years", "N", "Bought: written off over.")] = None
    power_price: Annotated[float | None, Option("--power-price", "USD", "Bought: a kWh.")] = None
    pue: Annotated[float | None, Option("--pue", "X", "Bought: all power by that of IT.")] = None
    purchase_usd: Annotated[
        float | None,
        Option("--purchase-usd", "USD", "Bought: one GPU with its part; 0: paid already."),
    ] = None
    context: Annotated[int | None, Option("--context", "TOKENS", "Room for each request.")] = None
    prefix_share: Annotated[
        float | None,
        Option("--prefix-share", "SHARE", "Part of a prompt in the engine's cache already, to 1."),
    ] = None
    adapters: Annotated[
        int | None, Option("--adapters", "N", "LoRA adapters that are served beside each other.")
    ] = None
    adapter_rank: Annotated[
        int | None, Option("--adapter-rank", "N", "Rank of each adapter. Default: 16.")
    ] = None
    ram: Annotated[
        str | None,
        Option("--ram", "SIZE", "Main memory that experts of a mixture may stay in: 128G."),
    ] = None
    ram_speed: Annotated[
        float | None, Option("--ram-speed", "GB/S", "How fast that memory is read, in all.")
    ] = None
    quantization: Annotated[
        str | None, Option("--quantization", "FORMAT", "fp8, awq-int4, Q4_K_M ...")
    ] = None
    engine: Annotated[
        str | None, Option("--engine", "NAME", "vllm, sglang, llama.cpp or ollama.")
    ] = None
    scale_to_zero: Annotated[
        bool, Option("--scale-to-zero", "", "Rented by the time it works, not all hours.")
    ] = False
    starts: Annotated[float | None, Option("--starts", "N", "To zero: a month, of a copy.")] = None
    cold_start_seconds: Annotated[
        float | None, Option("--cold-start-seconds", "S", "To zero: billed at a start.")
    ] = None
    idle_minutes: Annotated[
        float | None, Option("--idle-minutes", "MIN", "To zero: billed before a stop.")
    ] = None
    self_host: Annotated[
        str | None,
        Option(
            "--self-host",
            "WHEN",
            "Your own deployments: only, also or never. Default: never; air-gapped: also.",
        ),
    ] = None


OF_SELFHOST = (
    *(
        "context",
        "quantization",
        "engine",
        "kv_type",
        "prefix_share",
        "adapters",
        "adapter_rank",
        "ram",
        "ram_speed",
        "scale_to_zero",
        "starts",
        "cold_start_seconds",
    ),
    "idle_minutes",
)
"""What only the command about own hardware asks of it."""

KINDS: Mapping[Any, type] = {
    bool: bool,
    str | None: str,
    int | None: int,
    float | None: float,
    float | str | None: Money,
    tuple[str, ...]: tuple,
}


def declared(record: type) -> tuple[Declared, ...]:
    """The options that the fields of *record* stand for."""
    return tuple(
        Declared(field, KINDS[shape.__origin__], shape.__metadata__[0])
        for field, shape in record.__annotations__.items()
    )


def _required(requirements: Iterable[Any]) -> Iterator[Declared]:
    for one in requirements:
        kind = {"flag": bool, "whole": int}.get(one.kind, tuple)
        metavar = {"flag": "", "whole": one.unit.upper() or "N", "place": "CODE"}.get(
            one.kind, "NAME"
        )
        yield Declared(field_of(one.name), kind, Option(f"--{one.name}", metavar, one.help))
        if one.shorthand:
            short = one.shorthand
            yield Declared(field_of(short.name), bool, Option(f"--{short.name}", "", short.help))


def field_of(name: str) -> str:
    """The field of an option: `exclude-jurisdiction` → exclude_jurisdiction."""
    return name.replace("-", "_")


OF_PRIVACY = tuple(_required(OF_PROVIDER))
OF_MODELS = tuple(_required(OF_MODEL))

JOB = declared(Job)
WEIGHTING = declared(Weighting)
WORK = declared(Work)
PRIVACY = (*OF_PRIVACY, *declared(Privacy))
LIMITS = (*OF_MODELS, *declared(Limits))
BILLING = declared(Billing)
PEOPLE = declared(People)
SEARCH = declared(Search)
NEED = (*JOB, *WEIGHTING, *WORK, *PRIVACY, *LIMITS, *BILLING, *PEOPLE, *SEARCH)
"""All options that state a need."""

ALL_HOSTING = declared(HostingOptions)
HOSTING = tuple(one for one in ALL_HOSTING if one.field not in OF_SELFHOST)
"""What every command that ranks asks of own deployments."""


@cache
def keys(*groups: Declared) -> dict[str, Declared]:
    """Option → its declaration, of *groups*; of all that state a need, where none is named."""
    return {one.key: one for one in groups or NEED}


def is_stated(value: object) -> bool:
    """Whether a value says anything."""
    return value is not None and value is not False and value != ()


def need_options(values: Values) -> NeedOptions:
    """The record of what is stated field by field; what is not stated is left out or empty."""
    names = {one.field for one in (*OF_MODELS, *OF_PRIVACY)}
    groups = {
        group: kind(**{field: values[field] for field in kind._fields if field in values})
        for group, kind in _GROUPS.items()
    }
    required = tuple(
        (field, value) for field, value in values.items() if field in names and is_stated(value)
    )
    return NeedOptions(**groups, requirements=required)


_GROUPS: Mapping[str, Any] = {
    group: type(value)
    for group, value in NeedOptions._field_defaults.items()
    if group != "requirements"
}


def stated(options: NeedOptions | HostingOptions) -> dict[str, Any]:
    """Field → value of what *options* say; what is not stated is left out."""
    if isinstance(options, HostingOptions):
        return {field: value for field, value in options._asdict().items() if is_stated(value)}
    found = {
        field: value
        for group in options[:-1]
        for field, value in group._asdict().items()
        if is_stated(value)
    }
    return {**found, **dict(options.requirements)}


def stating(options: NeedOptions, **values: Any) -> NeedOptions:
    """*options* with *values* stated besides, or instead."""
    return need_options({**stated(options), **values})
