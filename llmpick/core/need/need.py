"""What a user asks for: a job, its size, what must hold, and what matters how much."""

from math import fsum
from typing import Literal, NamedTuple, TypedDict

from llmpick.core.facts.records import Task

CRITERIA = ("performance", "cost", "privacy", "customisability")
PRIVACY_LEVELS = ("public", "internal", "confidential", "regulated", "air-gapped")
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max", "thinking")
SERVICES = ("standard", "batch", "flex", "priority")
USES = ("commercial", "internal", "research")
LANGUAGES = {
    "ja": "Japanese",
    "zh": "Chinese",
    "ko": "Korean",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "ru": "Russian",
    "en": "English",
}
FACTS = (
    "baa",
    "certification",
    "context",
    "dpa",
    "human-review",
    "jurisdiction",
    "keys",
    "licence",
    "logprobs",
    "modality",
    "network",
    "open-weights",
    "region",
    "retention",
    "seed",
    "structured-output",
    "system-prompt",
    "tools",
    "training",
    "tuning",
)
"""What may be unknown: the names that `--allow-unknown` takes."""


class Wish(TypedDict, total=False):
    """What a user typed, unchecked; what is absent, None or empty was not stated."""

    task: str | None
    language: str | None
    requests: int | None
    input_tokens: int | None
    output_tokens: int | None
    cache_share: float | None
    reasoning_tokens: int | None
    budget: float | None
    privacy: str | None
    region: str | None
    processing_regions: tuple[str, ...]
    no_training: bool
    max_retention: int | None
    zdr: bool
    certifications: tuple[str, ...]
    baa: bool
    dpa: bool
    customer_managed_keys: bool
    private_network: bool
    no_human_review: bool
    blocked_jurisdictions: tuple[str, ...]
    have: tuple[str, ...]
    accept_low_confidence: bool
    allow_unknown: tuple[str, ...]
    min_context: int | None
    modalities: tuple[str, ...]
    tools: bool
    structured_output: bool
    open_weights: bool
    use: str | None
    revenue: float | None
    monthly_users: int | None
    established: tuple[str, ...]
    distil: bool
    redistribute: bool
    needs: tuple[str, ...]
    sector: str | None
    providers: tuple[str, ...]
    no_providers: tuple[str, ...]
    developers: tuple[str, ...]
    no_developers: tuple[str, ...]
    min_quality: float | None
    include_unrated: bool
    weights: str | None
    rank: str | None
    rank_rule: str | None
    rates: tuple[str, ...]
    cache_write_share: float | None
    cache_write_1h_share: float | None
    retries: float | None
    service: str | None
    batch_share: float | None
    peak_share: float | None
    images: float | None
    characters: int | None
    output_characters: int | None
    content: str | None
    billed_tokens: bool
    exact_reasoning: bool
    turns: int | None
    context_growth: int | None


class Workload(NamedTuple):
    """A month's work; tokens are those of one request."""

    requests_per_month: int
    input_tokens: int
    output_tokens: int
    cache_read_share: float
    reasoning_tokens: int
    """Of a reasoning model at medium effort."""
    cache_write_share: float = 0.0
    cache_write_1h_share: float = 0.0
    attempts: float = 1.0
    """Tries a request that is answered."""
    service: str = "standard"
    batch_share: float = 0.0
    peak_share: float | None = None
    images: float = 0.0
    content: str | None = None
    """What the text is: a language, or a kind such as `json`; None: tokens as they are billed."""
    turns: int = 1
    context_growth_tokens: int = 0
    measured_reasoning: str | None = None
    """`medium`: the user's figure at medium effort; `exact`: at the effort that is priced."""


class Demands(NamedTuple):
    """Single requirements of privacy, beside a level or instead of one."""

    no_training: bool = False
    max_retention_days: int | None = None
    certifications: tuple[str, ...] = ()
    baa: bool = False
    dpa: bool = False
    customer_managed_keys: bool = False
    private_network: bool = False
    no_human_review: bool = False


NO_DEMANDS = Demands()


class LicenceNeed(NamedTuple):
    """
    What a user does with the weights; None is not stated, False and empty ask nothing.

    *annual_revenue_usd* is the group's; *established* are ISO 3166 codes or `EU`; *distils* trains
    other models on outputs; *redistributes* passes weights on; *hosts* sells the model itself as a
    service; *rates* are units of a currency for one US dollar.
    """

    use: Literal["commercial", "internal", "research"] = "commercial"
    annual_revenue_usd: float | None = None
    monthly_users: int | None = None
    established: tuple[str, ...] = ()
    distils: bool = False
    redistributes: bool = False
    hosts: bool = False
    rates: tuple[tuple[str, float], ...] = ()


class Need(NamedTuple):
    """All that an answer depends on, beside the catalog."""

    task: Task
    language: str | None
    workload: Workload
    weights: dict[str, float]
    day: str
    budget_usd_per_month: float | None = None
    privacy_level: str = "public"
    region: str | None = None
    """Where the user is: requests are processed there, unless *processing_regions* say where."""
    processing_regions: tuple[str, ...] = ()
    demands: Demands = NO_DEMANDS
    blocked_jurisdictions: tuple[str, ...] = ()
    have: frozenset[str] = frozenset()
    accept_low_confidence: bool = False
    allow_unknown: frozenset[str] = frozenset()
    min_context_tokens: int | None = None
    modalities: tuple[str, ...] = ()
    tools: bool = False
    structured_output: bool = False
    open_weights: bool = False
    licence: LicenceNeed | None = None
    """What the user does with weights; None: nothing is asked of their licence."""
    needs: tuple[str, ...] = ()
    """What has to be changeable: see `tunable.NEEDS`."""
    sector: str | None = None
    providers: tuple[str, ...] = ()
    no_providers: tuple[str, ...] = ()
    developers: tuple[str, ...] = ()
    no_developers: tuple[str, ...] = ()
    min_quality: float | None = None
    include_unrated: bool = False
    rates: tuple[tuple[str, float], ...] = ()
    """Units of a currency for one US dollar."""
    rate_labels: tuple[tuple[str, str], ...] = ()
    """Whose rate it is and of which day, by currency; of one that was given there is none."""
    warn_days: int = 180
    rank: tuple[str, ...] = ()
    """The criteria in order of importance, where that is all that is known of the weights."""

    @property
    def use(self) -> str | None:
        """What open weights are used for: commercial, internal or research."""
        return self.licence.use if self.licence else None

    @property
    def allowed_regions(self) -> tuple[str, ...]:
        """Requests may be processed in any of these; none named: anywhere."""
        return self.processing_regions or ((self.region,) if self.region else ())


def normalised(weights: dict[str, float]) -> dict[str, float]:
    """*weights* of the criteria as shares that add to 1, in the order of `CRITERIA`."""
    total = fsum(weights.values())
    return {name: weights.get(name, 0.0) / total for name in CRITERIA}
