"""What a user asks for: a job, its size, what must hold, and what matters how much."""

from collections.abc import Callable, Mapping
from math import fsum
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

from llmpick.core.facts.records import Model, Offering, Provider, Task

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
Verdict: TypeAlias = "bool | None"
Kind: TypeAlias = Literal["flag", "whole", "certificate", "place"]
"""What a requirement is made with: nothing more, a whole number, or names of such things."""
V = TypeVar("V")


class Workload(NamedTuple):
    """A month's work: requests, each of so many calls; tokens, shares and images are a call's."""

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
    searches: float = 0.0
    """Searches of the web that a call makes, for fees."""
    cache_hours: float = 0.0
    """Hours of a month for which what is read from the cache is kept there, for fees."""
    audio_share: float = 0.0
    """Part of the input that is sound; counted as new, and within the media of a call."""
    output_audio_share: float = 0.0
    """Part of the output that is sound."""
    media_tokens: Mapping[str, float] | None = None
    """
    Tokens of a call that its images, pages and minutes are, as each model counts them; the empty
    name stands for the others. They come beside the input, which is text.
    """
    media: str | None = None
    """The same in words."""
    audio_tokens: Mapping[str, float] | None = None
    """Those of the media tokens that are of sound, by model in the same way."""
    content: str | None = None
    """What the text is: a language, or a kind such as `json`; None: tokens as they are billed."""
    turns: int = 1
    context_growth_tokens: int = 0
    measured_reasoning: str | None = None
    """`medium`: the user's figure at medium effort; `exact`: at the effort that is priced."""
    calls_per_request: float = 1.0
    """Calls of the model that a request takes, on average, each with the same tokens."""
    thinking_tokens: dict[str, int] | None = None
    """Effort → reasoning tokens of a call, as the task has them; None: as `reasoning_tokens`."""

    def as_stated(self) -> "Workload":
        """Without what models count by rules of the catalog, which may change."""
        return self._replace(media_tokens=None, media=None, audio_tokens=None)

    def sending(self, other: "Workload") -> "Workload":
        """With what *other* sends beside text."""
        return self._replace(
            media_tokens=other.media_tokens, media=other.media, audio_tokens=other.audio_tokens
        )

    @property
    def calls_per_month(self) -> float:
        """Calls of the model in a month; a turn of a loop is one, a further try is not counted."""
        return self.requests_per_month * self.calls_per_request * self.turns


class PrivacyTerms(NamedTuple):
    """What the user brings: regions, approvals held, how sure a fact must be."""

    regions: tuple[str, ...] = ()
    have: frozenset[str] = frozenset()
    accept_low_confidence: bool = False


class Shorthand(NamedTuple):
    """An option that stands for one value of a requirement: `--zdr` for 0 days of retention."""

    name: str
    value: object
    help: str
    words: str


class Requirement(NamedTuple, Generic[V]):
    """
    What a user may require of a route, by a fact that is known of its model or its provider.

    All that is made of a requirement is made of this record: its option, its key in need files,
    profiles and variables, its test, its rule, its row of the ledger, its key in policies and in
    JSON, its words. `core/privacy/requirements.py` lists them.
    """

    name: str
    """The option without its dashes; key of need files, rule, and row of the ledger."""
    kind: Kind
    help: str
    shown_by: str
    """The field of `Model` or `Provider` that shows it."""
    words: str
    """What is required, for a person; {} stands for the value."""
    sentence: str = ""
    """What holds where it is met."""
    of_model: Callable[[Model, V], Verdict] | None = None
    of_provider: Callable[[Provider, Offering, PrivacyTerms, V], Verdict] | None = None
    of_offering: Callable[[Offering, V], Verdict] | None = None
    """One of the three tests; None is unknown, which never passes unless it is let through."""
    unknown: str = ""
    """The name by which `--allow-unknown` lets an unknown fact pass; empty: that of its own."""
    label: str = ""
    """The fact that shows it, for a person; empty: its field."""
    unit: str = ""
    """Of a whole number: days ..."""
    most: int = 0
    """The largest whole number that makes sense."""
    asks: str = "the policy asks for it"
    """What a policy asks, for a person; {} stands for the value."""
    shorthand: Shorthand | None = None
    narrowed: Callable[[str], str] | None = None
    """Which field shows one of several values, where that is not the same for all."""
    adverb: bool = False
    """Its name ends in a word that has no plural: made-in."""
    old_fact: str = ""
    """What `--allow-unknown` called the fact before; still read."""
    old_key: str = ""
    """What a policy called it before; still read."""

    @property
    def key(self) -> str:
        """The key in tables, JSON and policies: with a unit, or in the plural."""
        several = "s" if self.kind in ("certificate", "place") and not self.adverb else ""
        return "_".join((*self.name.split("-"), *([self.unit] if self.unit else []))) + several

    @property
    def fact(self) -> str:
        """The name of the fact that it hangs on, as `--allow-unknown` takes it."""
        return self.unknown or self.name


class Required(NamedTuple, Generic[V]):
    """A requirement that is made, with the value that it is made with: days, places ..."""

    what: Requirement[V]
    value: V

    @property
    def shown_by(self) -> str:
        """The field of the record that shows it."""
        narrowed = self.what.narrowed
        return narrowed(str(self.value)) if narrowed else self.what.shown_by


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


class Seats(NamedTuple):
    """
    People who use a product for the task: requests of each on a day of use, days of use a month.

    *heavy* is what a heavy month is of a usual one, None where unknown; *serves* is the kind of
    plan that they need; *individual* lets plans through that are sold to one person.
    """

    people: int
    requests_per_day: float
    days_per_month: float
    heavy: float | None
    serves: str
    individual: bool = False


class Need(NamedTuple):
    """All that an answer depends on, beside the catalog."""

    task: Task
    language: str | None
    """Of the work, where it is not English; of a translation, the side that is not."""
    workload: Workload
    weights: dict[str, float]
    day: str
    direction: tuple[str, str] | None = None
    """Of a translation: the languages from and to, where both are stated."""
    budget_usd_per_month: float | None = None
    money: tuple[str, float] = ("USD", 1.0)
    """The currency of the bills beside US dollars, and its units for one of these."""
    budget_stated: str = ""
    """The budget as it was stated, where not in US dollars a month: `300 EUR a year`."""
    privacy_level: str = "public"
    region: str | None = None
    """Where the user is: requests are processed there, unless *processing_regions* say where."""
    processing_regions: tuple[str, ...] = ()
    requirements: tuple[Required[Any], ...] = ()
    have: frozenset[str] = frozenset()
    accept_low_confidence: bool = False
    allow_unknown: frozenset[str] = frozenset()
    min_context_tokens: int | None = None
    modalities: tuple[str, ...] = ()
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
    preset: str | None = None
    """The preset that the weights come from; None where they were stated one by one."""
    failure_cost_usd: float | None = None
    """What a failed request costs the user: bill and failures are then one sum of money."""
    lives_days: int = 0
    """No end is announced within so many days."""
    previews: bool = True
    """Previews, and offers whose price moves from day to day, are let through."""
    patience_tokens: float | None = None
    """Tokens that a request may think while a person waits; None: nobody does."""
    max_age_days: int | None = None
    """No answer where a price among what is picked was read longer ago; None: any will do."""
    keeps_floor: bool = False
    """Nothing under the floor of the task, unless *min_quality* says where it is."""
    rank: tuple[str, ...] = ()
    """The criteria in order of importance, where that is all that is known of the weights."""
    seats: Seats | None = None
    """How many people use it, and how much; None: it is not asked by the seat."""

    @property
    def use(self) -> str | None:
        """What open weights are used for: commercial, internal or research."""
        return self.licence.use if self.licence else None

    def requires(self, what: Requirement[Any]) -> Any:
        """The value with which *what* is required, None where it is not."""
        return next((one.value for one in self.requirements if one.what is what), None)

    @property
    def privacy_terms(self) -> PrivacyTerms:
        """What is said to the privacy tests."""
        return PrivacyTerms(self.allowed_regions, self.have, self.accept_low_confidence)

    @property
    def allowed_regions(self) -> tuple[str, ...]:
        """Requests may be processed in any of these; none named: anywhere."""
        return self.processing_regions or ((self.region,) if self.region else ())


def normalised(weights: dict[str, float]) -> dict[str, float]:
    """*weights* of the criteria as shares that add to 1, in the order of `CRITERIA`."""
    total = fsum(weights.values())
    return {name: weights.get(name, 0.0) / total for name in CRITERIA}
