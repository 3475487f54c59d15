"""
What is known, as values in force on one day: frozen records without their provenance.

Unknown is ``None``. Days are ISO texts, which sort as days do. Where a value came from is kept in
the catalog's record and read only when somebody asks for it.
"""

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")


class Fact(NamedTuple, Generic[T]):
    """A value known by proof, with the *confidence* in it: high, medium, low or unstated."""

    value: T
    confidence: str | None


class Model(NamedTuple):
    """Weights and tokenizer, wherever they run."""

    id: str
    name: str
    family: str | None
    released: str | None
    knowledge_cutoff: str | None
    context_window_tokens: int | None
    max_output_tokens: int | None
    input_modalities: tuple[str, ...] | None
    output_modalities: tuple[str, ...] | None
    reasoning: bool | None
    tool_calling: bool | None
    structured_output: bool | None
    open_weights: bool | None
    licence: str | None
    licence_tag: str | None
    parameters_total_b: float | None
    parameters_active_b: float | None
    status: str | None
    deprecated_on: str | None
    retires_on: str | None
    replacement: str | None
    made_in: str | None

    @property
    def developer(self) -> str:
        """Who trained it: the first part of the identifier."""
        return self.id.partition("/")[0]


Amount = TypeVar("Amount", float, float | None)


class Prices(NamedTuple, Generic[Amount]):
    """
    What requests of one kind are charged, in *currency*; `per_request` and `per_image` are fees.

    ``Prices[float]`` is whole: input and output are priced. What it leaves out of the rest has no
    price of its own. ``Prices[float | None]`` is as a list states it, and may leave out both.
    """

    currency: str
    input_per_mtok: Amount
    output_per_mtok: Amount
    cache_read_per_mtok: float | None = None
    cache_write_per_mtok: float | None = None
    cache_write_1h_per_mtok: float | None = None
    output_thinking_per_mtok: float | None = None
    per_request: float | None = None
    per_image: float | None = None
    input_audio_per_mtok: float | None = None
    output_audio_per_mtok: float | None = None


ListedPrices: TypeAlias = Prices[float | None]
WholePrices: TypeAlias = Prices[float]
AMOUNTS = Prices._fields[1:]
"""The fields of `Prices` that are money."""
NO_PRICES: ListedPrices = Prices("USD", None, None)
"""Stands for the list of an offering that has none."""


class PriceList(NamedTuple):
    """
    A price list beside the base one: of another length, hour, service or day.

    *since* is its first day as a source states it; *unread_until* the day of its first reading,
    where no source does and that lies after the day of the facts: before it, it is not known.
    """

    since: str | None
    service: str
    window: str | None
    over_input_tokens: int | None
    read: str | None
    unread_until: str | None
    prices: ListedPrices

    @property
    def begins(self) -> str:
        """The first day on which it is known to hold; empty: it always was, or long enough."""
        return self.since or self.unread_until or ""


class Fee(NamedTuple):
    """
    What is charged beside the tokens: *usd* for one *per*, at a size of a search's context.

    *per*: `request`, `web-search`, or `cached-mtok-hour`, an hour for which a million tokens are
    kept in a cache.
    """

    per: str
    usd: float
    search_context: str | None


class Offering(NamedTuple):
    """A model as one provider sells it; *prices* are the base list, None where there is none."""

    model: str
    provider: str
    variant: str | None
    api_model: str
    first_party: bool
    region: str | None
    listing: str
    """current, retired or removed; forbidden by a layer of the user's own."""
    retires_on: str | None
    listed_until: str | None
    """Last day on which a listing was seen to carry it, where it ended on a day not known."""
    quantised: bool | None
    other_terms: bool | None
    volatile_price: bool | None
    price_read: str | None
    price_since: str | None
    peak_share: float | None
    """Share of the week that its peak hours make up."""
    marginal_tiers: bool | None
    prices: ListedPrices | None
    price_lists: tuple[PriceList, ...]
    fees: tuple[Fee, ...] = ()
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    """What its ordinary paid tier allows, as published."""

    @property
    def id(self) -> str:
        """MODEL@PROVIDER[/VARIANT]"""
        return f"{self.model}@{self.place}"

    @property
    def place(self) -> str:
        """PROVIDER[/VARIANT]"""
        return f"{self.provider}/{self.variant}" if self.variant else self.provider

    def is_on_sale(self, day: str) -> bool:
        """Whether it is listed, and has not ended by the ISO *day*."""
        return self.listing == "current" and (self.retires_on is None or self.retires_on > day)

    @property
    def currency(self) -> str | None:
        """Of the base list; None where there is none."""
        return self.prices.currency if self.prices else None


class Deployed(NamedTuple):
    """
    What an offering of the user's own stands for; money in US dollars a month.

    *usd_interval* holds four cases of five: of what the speed model misses, and of the tokens that
    are assumed. *mtok* are the tokens of the month, prompt and answer, in millions. *usd* None:
    nothing prices it. *usd_per_gpu_hour* is its rent, *usd_per_gpu* what one was bought for;
    *output_tps* is of one copy; *loss_logit* None: the loss of its format was not read.
    """

    accelerator: str
    gpus: int
    gpus_per_copy: int
    gpus_billed: int | None
    copies: int
    format: str
    engine: str
    terms: str | None
    rented_from: str | None
    price_read: str | None
    usd: float | None
    usd_interval: tuple[float, float] | None
    mtok: float
    usd_per_gpu_hour: float | None = None
    usd_per_gpu: float | None = None
    output_tps: float | None = None
    loss_logit: float | None = None

    @property
    def usd_per_mtok(self) -> float | None:
        """The month by all its tokens, prompt and answer."""
        return None if self.usd is None or not self.mtok else self.usd / self.mtok


class Provider(NamedTuple):
    """Who serves models, and on which terms."""

    id: str
    name: str
    operator: str | None
    plan: str
    deployment: str
    token_priced: bool
    jurisdiction: Fact[str] | None = None
    trains_on_inputs: Fact[str] | None = None
    retention_days: Fact[int] | None = None
    zero_data_retention: Fact[str] | None = None
    human_review: Fact[str] | None = None
    processing_regions: Fact[tuple[str, ...]] | None = None
    certifications: Fact[tuple[str, ...]] | None = None
    dpa: Fact[bool] | None = None
    hipaa_baa: Fact[bool] | None = None
    fedramp: Fact[str] | None = None
    ismap: Fact[bool] | None = None
    c5: Fact[bool] | None = None
    pci_dss: Fact[bool] | None = None
    customer_managed_keys: Fact[bool] | None = None
    private_network: Fact[bool] | None = None
    air_gap: Fact[bool] | None = None


Place: TypeAlias = "tuple[str, str | None, bool | None, str | None]"
"""Provider, region, whether other terms hold, and the model where it has terms of its own."""


class Providers(dict[str, Provider]):
    """
    id → provider, and who serves an offering on which terms.

    *own_terms* are those of models that a provider serves on terms of their own, by (provider,
    model).
    """

    def __init__(
        self,
        providers: Mapping[str, Provider],
        own_terms: Mapping[tuple[str, str], Provider] | None = None,
    ) -> None:
        super().__init__(providers)
        self.own_terms = own_terms or {}

    def serving(self, offering: Offering) -> Provider:
        """Who serves *offering*, on the terms of its model."""
        own = self.own_terms.get((offering.provider, offering.model))
        return own or self[offering.provider]

    def place(self, offering: Offering) -> Place:
        """What decides whether limits of privacy hold: offerings of one place share them."""
        provider, model = offering.provider, offering.model
        own = model if (provider, model) in self.own_terms else None
        return (provider, offering.region, offering.other_terms, own)


class Uplift(NamedTuple):
    """
    Prices times *factor* outside the *home* regions.

    *models_since*: only of models released from that day on, or at an unknown day.
    """

    provider: str
    factor: float
    models_since: str | None
    home: tuple[str, ...]


BITS = (
    "lora",
    "full",
    "preference",
    "logprobs",
    "seed",
    "temperature",
    "other sampling",
    "system prompt",
    "json mode",
    "hosted sft",
    "hosted dpo",
    "hosted rft",
)
"""
What a bit stands for, lowest first. *lora*, *full* and *preference* are trainings by a maintained
library; a missing *hosted* one says that no host but those that are named can offer it.
"""
BIT = {name: 1 << position for position, name in enumerate(BITS)}


class Hosted(NamedTuple):
    """
    A model that *provider* tunes by *methods*, a part of sft, dpo and rft.

    *jobs_end* is the first day without new jobs, announced or as the base model ends there,
    *models_end* the last of tuned models; *regions* are codes of where it trains, None where that
    is not known.
    """

    provider: str
    methods: tuple[str, ...]
    preview: bool
    jobs_end: str | None
    models_end: str | None
    regions: tuple[str, ...] | None


class Custom(NamedTuple):
    """What is known of one model: bits there and missing, and who tunes it."""

    yes: int = 0
    no: int = 0
    hosted: tuple[Hosted, ...] = ()

    def has(self, name: str) -> bool | None:
        """Whether *name*, one of `BITS`, is there; None where that is unknown."""
        bit = BIT[name]
        return True if self.yes & bit else False if self.no & bit else None


class Licence(NamedTuple):
    """
    What the licence of open weights allows; a cap is (measure, value, users, currency).

    *cap_binds* is `hosts` where it binds only who sells the model as a service; *display_cap* the
    size beyond which the display duty binds; *excluded_only* is `multimodal` where the excluded
    regions are so for such models alone; *text_read* says that what is absent here is absent there.
    """

    id: str
    name: str
    spdx: str | None
    commercial_use: str | None
    cap: tuple[str, int, int | None, str | None] | None
    osi_approved: bool | None
    outputs_train_other_models: str | None
    display_duty: str | None
    naming_duty: str | None
    acceptable_use_policy: bool | None
    excluded_regions: tuple[str, ...] | None
    cap_binds: str | None = None
    display_cap: tuple[str, int, int | None, str | None] | None = None
    excluded_only: str | None = None
    internal_use: str | None = None
    research_use: str | None = None
    hosting: str | None = None
    redistribution: str | None = None
    notice_duty: str | None = None
    registration_duty: str | None = None
    text_read: bool | None = None


class Task(NamedTuple):
    """A preset: what a job weighs, and what a request and each model call of it look like."""

    id: str
    name: str
    aliases: tuple[str, ...]
    language: str | None
    domains: dict[str, float]
    needs_modality: str | None
    needs_tool_calling: bool
    requests_per_month: int
    input_tokens: int
    output_tokens: int
    cache_read_share: float
    thinking_tokens: dict[str, int]
    """Effort → reasoning tokens of a call, of the median model that reasons; of every effort."""
    why: str
    floor_points: float
    """Points under the task's frontier from which a route is of no use, however cheap."""
    patience_tokens: int | None = None
    """Reasoning tokens of a call that a waiting person can bear; None: nobody waits."""
    calls_per_request: float = 1.0
    weights: str = "value"
    content: str | None = None
    caution: str | None = None
    """What an estimate of it lacks."""
    directions: tuple[tuple[str, str, float], ...] = ()
    """Of a translation: languages from and to, and tokens out for one in."""
    image_tokens: int = 0
    """Those of the input that are of images."""

    @property
    def reasoning_tokens(self) -> int:
        """Those of a call at medium effort."""
        return self.thinking_tokens["medium"]


class ExchangeRate(NamedTuple):
    """Units of a currency for one US dollar from *since* on; *sold_in*: a price is in it."""

    currency: str
    per_usd: float
    since: str
    publisher: str
    sold_in: bool

    @property
    def label(self) -> str:
        """Whose rate it is, and of which day."""
        return f"{self.publisher.partition(',')[0]}, {self.since}"


Z80 = 1.2815515655446004
"""Standard errors from a normal mean to either end of its 80 % interval: the 90 % quantile."""
