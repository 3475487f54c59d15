"""The answer of `selfhost --fine-tune`."""

from typing import Annotated, Literal

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer
from llmpick.render.records.selfhost import IntervalRecord
from llmpick.render.records.values import Amount, Count, HostedMethod, Ordinal, one_of


class RecipeRecord(TypedDict):
    """How it is tuned."""

    method: Literal["lora", "qlora", "full"]
    """The method."""
    rank: Ordinal | None
    """Rank of the adapters; null in full fine-tuning."""
    batch: Ordinal
    """Sequences at a time on each accelerator."""
    sequence_tokens: Ordinal
    """Tokens of a sequence."""
    tokens: Amount
    """Tokens of data."""
    epochs: Amount
    """Times that they are seen."""


class TuningCostRecord(TypedDict):
    """What a run costs."""

    terms: Annotated[str, one_of("on-demand", "spot", "reserved")]
    """Terms."""
    usd: IntervalRecord
    provider: str
    """Who rents it out."""
    usd_per_gpu_hour: Amount
    """Price of an accelerator-hour."""
    price_read: str
    """Day on which it was asked."""


class TuningRunRecord(TypedDict):
    """A run."""

    rank: Ordinal
    """Place, from 1."""
    accelerator: str
    """Identifier of the accelerator."""
    gpus: Ordinal
    """How many."""
    memory_per_gpu_gib: IntervalRecord
    memory_of_gpu_gib: Amount
    """Memory that each has, GiB."""
    hours: IntervalRecord
    costs: list[TuningCostRecord]
    """The cheapest of each kind of terms, the cheapest first."""
    notes: list[str]
    """What to know."""


class TuningOfferRecord(TypedDict):
    """Hosted tuning."""

    provider: str
    """Provider."""
    methods: list[HostedMethod]
    """How it tunes."""
    preview: bool
    """Whether it is a preview."""
    jobs_end: str | None
    """First day without new jobs; null where no end is known."""
    models_end: str | None
    """Last day of tuned models; null where no end is known."""
    lasts: bool
    """Whether it takes jobs and does not end within 180 days."""
    usd: Amount | None
    """What the data costs there, US dollars; null where its price is not known."""
    source: str | None
    """Where it was read."""
    read: str
    """When."""


class SelfhostFineTuneAnswer(CatalogAnswer):
    """
    What fine-tuning a model takes. Exit code 0; 1 where nothing has room. With `--format jsonl`,
    each line is one of `results`.
    """

    model: str
    """Model that is tuned, DEVELOPER/MODEL."""
    recipe: RecipeRecord
    results: list[TuningRunRecord]
    """Runs, the cheapest first."""
    fitting: Count
    """Kinds of hardware that have room."""
    hosted: list[TuningOfferRecord]
    """Providers that tune the model."""
    assumed: list[str]
    """What the user left open."""
