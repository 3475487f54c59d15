"""
What a user may require of a route, each once, and the levels of privacy that are made of the same.

**To add a requirement, add one record to `REQUIREMENTS`.** From it are made: the option of every
command that takes a need, with its help; the key of need files, profiles and LLMPICK_ variables;
the rule that is counted where it stops a route, and how it is lifted; the name that
`--allow-unknown` takes; the key in the `[privacy]` table of a policy, with its rule and words; the
part of the need in JSON; the row of the ledger; the words of the need. A fact that is new besides
is a field of `Model` or `Provider` and one of its schema.

One vocabulary: a requirement is called what its option is called, everywhere:
`exclude-jurisdiction`. In tables the dashes are underscores, a number has its unit and a list is in
the plural: `max_retention_days`, `exclude_jurisdictions`. A fact may have a name of its own, since
several requirements and levels may hang on it: `retention` is unknown, `max-retention` not met.

Unknown is never yes: a test that finds no fact returns None, which stops the route unless the user
lets that fact be unknown.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from llmpick.core.facts.records import Model, Offering, Provider
from llmpick.core.need.need import (
    PRIVACY_LEVELS,
    PrivacyTerms,
    Required,
    Requirement,
    Shorthand,
    Verdict,
)
from llmpick.core.privacy import levels
from llmpick.core.privacy.levels import LONGEST_RETENTION_DAYS


def made_in(model: Model, places: tuple[str, ...]) -> Verdict:
    """Whether the developer of *model* has its seat in one of *places*, codes or EU."""
    from llmpick.core.facts.regions import overlap  # asked for by few

    seat = model.made_in
    return None if seat is None else any(overlap(seat, place) for place in places)


def made_elsewhere(model: Model, places: tuple[str, ...]) -> Verdict:
    """Whether it has its seat in none of *places*."""
    inside = made_in(model, places)
    return None if inside is None else not inside


Test: TypeAlias = "Callable[[Provider, Offering, PrivacyTerms], Verdict]"


def at_least(field: str) -> "Callable[[Offering, int], Verdict]":
    """Whether the published limit in *field* allows so many; own hardware has none."""

    def allows(offering: Offering, least: int) -> Verdict:
        if offering.provider == "self-hosted":
            return True
        most = getattr(offering, field)
        return None if most is None else bool(most >= least)

    return allows


TOOLS = Requirement[bool](
    name="tools",
    kind="flag",
    help="Calls tools.",
    shown_by="tool_calling",
    words="tools",
    of_model=lambda model, _: model.tool_calling,
)
STRUCTURED_OUTPUT = Requirement[bool](
    name="structured-output",
    kind="flag",
    help="Keeps to a JSON schema.",
    shown_by="structured_output",
    words="structured output",
    of_model=lambda model, _: model.structured_output,
)
MADE_IN = Requirement[tuple[str, ...]](
    name="made-in",
    kind="place",
    adverb=True,
    help="Only models whose developer has its seat there: EU, JP ...",
    shown_by="made_in",
    words="made in {value}",
    of_model=made_in,
)
NOT_MADE_IN = Requirement[tuple[str, ...]](
    name="not-made-in",
    kind="place",
    adverb=True,
    help="No models whose developer has its seat there, whoever runs them.",
    shown_by="made_in",
    words="not made in {value}",
    of_model=made_elsewhere,
    unknown="made-in",
)
RPM = Requirement[int](
    name="rpm",
    kind="whole",
    most=10_000_000,
    help="At least so many requests a minute, by the limit that the provider publishes.",
    shown_by="requests_per_minute",
    words="{value} requests a minute",
    of_offering=at_least("requests_per_minute"),
    unknown="rate-limits",
)
TPM = Requirement[int](
    name="tpm",
    kind="whole",
    most=100_000_000_000,
    help="At least so many tokens a minute, by the limit that the provider publishes.",
    shown_by="tokens_per_minute",
    words="{value} tokens a minute",
    of_offering=at_least("tokens_per_minute"),
    unknown="rate-limits",
)
NO_TRAINING = Requirement[bool](
    name="no-training",
    kind="flag",
    help="What you send trains no model.",
    shown_by="trains_on_inputs",
    words="no training",
    sentence="The provider does not train on what it is sent, unless the customer agrees.",
    of_provider=levels.no_training,
    unknown="training",
    label="training on inputs",
    asks="the policy asks for none",
)
MAX_RETENTION = Requirement[int](
    name="max-retention",
    kind="whole",
    unit="days",
    most=36_500,
    help="Kept at most so long; 0: not stored.",
    shown_by="retention_days",
    words="kept {value} at most",
    sentence="Content is kept no longer than the policy says.",
    of_provider=levels.kept_at_most,
    unknown="retention",
    label="days that content is kept",
    asks="the policy asks {} at most",
    shorthand=Shorthand(
        name="zdr",
        value=0,
        help="Zero data retention; with --have zdr-approval where it needs one.",
        words="nothing kept",
    ),
)
CERTIFICATION = Requirement[tuple[str, ...]](
    name="certification",
    kind="certificate",
    help="soc2, iso27001, c5, ismap, hipaa ...",
    shown_by="certifications",
    narrowed=levels.certification_fact,
    words="certified {value}",
    sentence="The provider holds the certificates.",
    of_provider=levels.certified,
    asks="the policy asks {}",
)
DPA = Requirement[bool](
    name="dpa",
    kind="flag",
    help="A data processing agreement is to be had.",
    shown_by="dpa",
    words="DPA",
    sentence="The provider offers a data processing agreement.",
    of_provider=levels.flag("dpa"),
    label="data processing agreement",
    asks="the policy asks for one",
)
BAA = Requirement[bool](
    name="baa",
    kind="flag",
    help="A business associate agreement (HIPAA) is to be had.",
    shown_by="hipaa_baa",
    words="BAA",
    sentence="The provider offers a business associate agreement.",
    of_provider=levels.flag("hipaa_baa"),
    label="business associate agreement",
    asks="the policy asks for one",
    old_key="hipaa_baa",
)
CUSTOMER_MANAGED_KEYS = Requirement[bool](
    name="customer-managed-keys",
    kind="flag",
    help="Encrypted with your own keys.",
    shown_by="customer_managed_keys",
    words="own keys",
    sentence="Data at rest is encrypted with the customer's own keys.",
    of_provider=levels.flag("customer_managed_keys"),
    old_fact="keys",
)
PRIVATE_NETWORK = Requirement[bool](
    name="private-network",
    kind="flag",
    help="Reached without the public internet.",
    shown_by="private_network",
    words="private network",
    sentence="The provider is reached without the public internet.",
    of_provider=levels.flag("private_network"),
    old_fact="network",
)
NO_HUMAN_REVIEW = Requirement[bool](
    name="no-human-review",
    kind="flag",
    help="No person at the provider reads content.",
    shown_by="human_review",
    words="no human review",
    sentence="No person at the provider reads content.",
    of_provider=levels.unread,
    unknown="human-review",
    asks="the policy asks for none",
)
EXCLUDE_JURISDICTION = Requirement[tuple[str, ...]](
    name="exclude-jurisdiction",
    kind="place",
    help="Operators not under its law.",
    shown_by="jurisdiction",
    words="operator not under {value} law",
    sentence="The operator is under none of the laws that are denied.",
    of_provider=levels.outside,
    unknown="jurisdiction",
    label="law of the operator",
    asks="the policy denies {}",
    old_key="denied_jurisdictions",
)

REQUIREMENTS: tuple[Requirement[Any], ...] = (
    TOOLS,
    STRUCTURED_OUTPUT,
    MADE_IN,
    NOT_MADE_IN,
    RPM,
    TPM,
    NO_TRAINING,
    MAX_RETENTION,
    CERTIFICATION,
    DPA,
    BAA,
    CUSTOMER_MANAGED_KEYS,
    PRIVATE_NETWORK,
    NO_HUMAN_REVIEW,
    EXCLUDE_JURISDICTION,
)
"""In the order of help, of words, and in which a route that breaks several is counted."""

OF_MODEL = tuple(one for one in REQUIREMENTS if one.of_model or one.of_offering)
"""Of models, or of one model as it is sold: no terms of a provider."""
OF_PROVIDER = tuple(one for one in REQUIREMENTS if one.of_provider)

FACTS = tuple(
    sorted(
        {
            *("context", "licence", "logprobs", "modality", "open-weights", "region", "seed"),
            *("system-prompt", "tuning", *(one.fact for one in REQUIREMENTS)),
        }
    )
)
"""What may be unknown: the names that `--allow-unknown` takes."""

OLD_FACTS = {one.old_fact: one.fact for one in REQUIREMENTS if one.old_fact}
OLD_KEYS = {one.old_key: one.key for one in REQUIREMENTS if one.old_key}
"""Names of before that are still read, with those of today."""


def options_of(what: Requirement[Any]) -> tuple[str, ...]:
    """The options that state a requirement, without their dashes."""
    return (what.name, *([what.shorthand.name] if what.shorthand else []))


def one_by_one(required: Iterable[Required[Any]]) -> Iterator[Required[Any]]:
    """*required*, where each certificate is a requirement for itself, with a fact of its own."""
    for one in required:
        if one.what.narrowed:
            yield from (one._replace(value=(name,)) for name in one.value)
        else:
            yield one


def of_model(required: Required[Any], model: Model) -> Verdict:
    """Whether *model* meets what is *required* of models; what is of providers, it does."""
    test = required.what.of_model
    return test(model, required.value) if test else True


def of_offering(required: Required[Any], offering: Offering) -> Verdict:
    """Whether *offering* by itself meets what is *required*; what is of other kinds, it does."""
    test = required.what.of_offering
    return test(offering, required.value) if test else True


def of_provider(
    required: Required[Any], provider: Provider, offering: Offering, terms: PrivacyTerms
) -> Verdict:
    """Whether *offering* is served as is *required* of providers; what is of models, it is."""
    test = required.what.of_provider
    return test(provider, offering, terms, required.value) if test else True


def _of(required: Required[Any]) -> Test:
    return lambda provider, offering, terms: of_provider(required, provider, offering, terms)


LEVELS: tuple[tuple[str, str, Test], ...] = (
    ("internal", NO_TRAINING.fact, _of(Required(NO_TRAINING, True))),
    ("confidential", NO_TRAINING.fact, levels.never_trains),
    ("confidential", DPA.fact, _of(Required(DPA, True))),
    ("confidential", MAX_RETENTION.fact, _of(Required(MAX_RETENTION, LONGEST_RETENTION_DAYS))),
    ("confidential", "plan", levels.not_consumer),
    ("regulated", MAX_RETENTION.fact, _of(Required(MAX_RETENTION, 0))),
    ("regulated", "region", levels.pinned_region),
    ("air-gapped", "deployment", levels.own_site),
)
"""The least level that makes a test, the fact it reads, and the test."""


def level_tests(level: str) -> list[tuple[str, Test]]:
    """The tests of *level* and of all lower ones, each with the fact it reads."""
    wanted = PRIVACY_LEVELS.index(level)
    found = [(fact, test) for least, fact, test in LEVELS if PRIVACY_LEVELS.index(least) <= wanted]
    # a stricter test of the same fact stands for the weaker one
    return list({fact: (fact, test) for fact, test in found}.values())


def highest_level(provider: Provider, offering: Offering, terms: PrivacyTerms) -> str:
    """The highest level whose every test is proved."""
    passed = PRIVACY_LEVELS[0]
    for level in PRIVACY_LEVELS[1:]:
        if not all(test(provider, offering, terms) is True for _, test in level_tests(level)):
            break
        passed = level
    return passed
