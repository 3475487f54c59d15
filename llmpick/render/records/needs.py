"""A need, with every default that was filled in, and the ledger of what was stated."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict

from llmpick.core.need.need import Requirement
from llmpick.core.privacy.requirements import OF_MODEL, OF_PROVIDER
from llmpick.render.records.about import OwnAnswer
from llmpick.render.records.values import (
    Amount,
    AtLeastOne,
    ByCriterion,
    Count,
    Language,
    LicenceUse,
    NeededChange,
    NonEmpty,
    Ordinal,
    Positive,
    PrivacyLevel,
    Score100,
    Sector,
    Service,
    Share,
    Stated,
    told,
)


class WorkloadRecord(TypedDict):
    """A month's work."""

    requests_per_month: Count
    """Requests a month."""
    calls_per_request: AtLeastOne
    """Calls of the model that a request takes, on average; tokens and images are those of one."""
    input_tokens: Count
    """Tokens into a call."""
    output_tokens: Count
    """Visible tokens out of a call."""
    cache_read_share: Share
    """Share of the input read from a cache, 0 to 1."""
    reasoning_tokens_at_medium_effort: Count
    """Reasoning tokens of a call, of a reasoning model at medium effort."""
    turns: Ordinal
    """Turns of a request; tokens out and reasoning are those of a turn."""
    context_growth_tokens: Count
    """Tokens that each turn adds to the input."""
    cache_write_share: Share
    """Part written to the cache."""
    cache_write_1h_share: Share
    """Part written for an hour."""
    tries_per_request: AtLeastOne
    """Tries of a request, on average."""
    service: Service
    """Service that is asked for."""
    batch_share: Share
    """Part of the requests sent as a batch."""
    peak_share: Share | None
    """Part of the requests at peak hours; null: even through the week."""
    images: Amount
    """Images a call."""
    searches: Amount
    """Searches of the web a call."""
    cache_hours_per_month: Amount
    """Hours of a month that what is read from the cache is kept there."""
    media: str | None
    """What is sent beside text in a call, in words; null where nothing is."""


STATED: dict[str, Any] = {"flag": Literal[True], "whole": Count}
ALWAYS: dict[str, Any] = {"flag": bool, "whole": Count | None}
"""Kind of a requirement → its value where it is stated, and where it always stands."""


def _told(kind: Any, one: Requirement[Any]) -> Any:
    return Annotated[kind, told(one.sentence or one.help)]


if TYPE_CHECKING:
    DemandsRecord: TypeAlias = dict[str, Any]
else:
    DemandsRecord = TypedDict(
        "DemandsRecord",
        {
            one.key: NotRequired[_told(STATED.get(one.kind, NonEmpty[str]), one)]
            for one in OF_PROVIDER
        },
    )
"""What is required of providers, where it was stated: a key for each record of a requirement."""

_OfModels = TypedDict(  # type: ignore[misc]
    "_OfModels",
    {one.key: _told(ALWAYS.get(one.kind, list[str]), one) for one in OF_MODEL},
)


class LicenceNeedRecord(TypedDict):
    """What is done with open weights."""

    use: LicenceUse
    """What they are used for."""
    annual_revenue_usd: Amount | None
    """Revenue of the user's group, US dollars a year."""
    monthly_users: Count | None
    """Users of the user's product a month."""
    established: list[str]
    """Where the user is established."""
    distils: bool
    """Outputs train other models."""
    redistributes: bool
    """The weights are passed on."""


class NeedRecord(_OfModels):
    """The need, with every default that was filled in."""

    task: str
    """Task, its identifier."""
    language: Language | None
    """Language of the work, ISO 639-1; null where none was named."""
    direction: list[Language] | None
    """Of a translation: its languages, from and to; null where they were not stated."""
    workload: WorkloadRecord
    people: Count | None
    """People who use it, where plans by the seat are asked for; else null."""
    budget_usd_per_month: Amount | None
    """Most that it may cost, US dollars a month; null where no limit was set."""
    budget_stated: str | None
    """The budget in the user's own currency or period; null where it was US dollars a month."""
    currency: str
    """Of the bills beside US dollars, ISO 4217."""
    currency_units_per_usd: Positive
    """Units of it for one US dollar."""
    privacy_level: PrivacyLevel
    """Least level of privacy."""
    region: str | None
    """Where the user is; null where not asked."""
    processing_regions: list[str]
    """Requests must be processed in one of these; empty: anywhere."""
    demands: Annotated[DemandsRecord, told("What is required of providers, where it was stated.")]
    have: list[str]
    """Agreements that the user holds: zdr-approval, opt-out."""
    accept_low_confidence: bool
    """Whether facts of low confidence prove privacy too."""
    allow_unknown: list[str]
    """Facts that may be unknown."""
    min_context_tokens: Count | None
    """Least context window, tokens; null where not asked."""
    modalities: list[str]
    """What it must read beside text: image, pdf, audio, video."""
    open_weights: bool
    """Whether the weights must be open."""
    use: LicenceUse | None
    """Use that the licence must allow; null where not asked."""
    licence: LicenceNeedRecord | None
    """What is done with open weights; null where not asked."""
    needs: list[NeededChange]
    """What has to be changeable."""
    sector: Sector | None
    """Sector whose rules are flagged; null where not asked."""
    providers: list[str]
    """Only these providers; empty: any."""
    excluded_providers: list[str]
    """Not these providers."""
    developers: list[str]
    """Only models made by these; empty: by anyone."""
    excluded_developers: list[str]
    """No models made by these."""
    min_quality: Score100 | None
    """Least expected quality, points, 0 to 100; null where not asked."""
    keeps_floor: bool
    """Whether nothing under the floor of the task is let through."""
    include_unrated: bool
    """Whether models with a single score are ranked too."""
    lives_days: Count
    """No end is announced within so many days."""
    previews: bool
    """Whether previews, and offers whose price moves from day to day, are let through."""
    max_age_days: Count | None
    """Most days since a price among what is picked was read; null where not asked."""
    patience_tokens: Amount | None
    """Most that a call may think while a person waits, tokens; null where nobody does."""
    preset: str | None
    """The preset that the weights come from; null where they were stated one by one."""
    failure_cost_usd: Amount | None
    """What a failed request costs, US dollars: bill and failures are then one sum of money, and the
    weights do not count; null where not stated."""
    weights: ByCriterion[Share]
    """Weight of each criterion; they add to 1."""
    units_per_usd: dict[
        str, Annotated[Positive, told("Units of the currency that a US dollar buys.")]
    ]
    """Exchange rates given with --rate, by currency, ISO 4217."""


State: TypeAlias = Literal["met", "unknown", "ignored"]

_LedgerLineWords = TypedDict(
    "_LedgerLineWords",
    {
        "is": Annotated[
            Stated | None,
            told("What the route has of it; null where unknown."),
        ]
    },
)


class LedgerLineRecord(_LedgerLineWords):
    """One stated need, and whether the route meets it."""

    need: str
    """What was asked: task, language, budget, a rule's name, `weight of CRITERION`."""
    asked: Stated | None
    """What of it was asked, in the unit of the need's key: a word, a number, a list."""
    state: State
    """`met`; `unknown`: nothing proves it, and it was let through; `ignored`: a weight that tells
    no route from another. A route that does not meet a limit is not ranked."""


class NeedAnswer(OwnAnswer):
    """An answer to a need."""

    need: NeedRecord
