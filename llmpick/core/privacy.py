"""
What a provider's terms prove: levels a route passes, and the grade that counts beyond them.

Three-valued throughout: True, False, or None for unknown. Unknown is never yes. The levels are
cumulative; each test names the fact it reads. Grades P0 to P5: section 4.1 of the design.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from llmpick.core.facts import Known, Offering, Provider
from llmpick.core.need import PRIVACY_LEVELS

Verdict: TypeAlias = "bool | None"

REGIONS = {
    "us": "US",
    "us-gov": "US",
    "eu": "EU",
    "jp": "JP",
    "au": "AU",
    "in": "IN",
    "ca": "CA",
    "ap-northeast-1": "JP",
    "ap-northeast-3": "JP",
    "ap-south-1": "IN",
    "ca-central-1": "CA",
    "sa-east-1": "BR",
    "eu-west-2": "GB",
}
REGION_PREFIXES = (("us-", "US"), ("eu-", "EU"))
LONGEST_RETENTION_DAYS = 30
LEVEL_GRADE = {
    "public": "P0",
    "internal": "P1",
    "confidential": "P2",
    "regulated": "P4",
    "air-gapped": "P5",
}


class Terms(NamedTuple):
    """What the user brings: a region, approvals held, how sure a fact must be."""

    region: str | None = None
    have: frozenset[str] = frozenset()
    accept_low_confidence: bool = False


def level_tests(level: str) -> list[tuple[str, Callable[[Provider, Offering, Terms], Verdict]]]:
    """The tests of *level* and of all lower ones, each with the fact it reads."""
    wanted = PRIVACY_LEVELS.index(level)
    found = [(fact, test) for least, fact, test in _TESTS if PRIVACY_LEVELS.index(least) <= wanted]
    # a stricter test of the same fact stands for the weaker one
    return list({fact: (fact, test) for fact, test in found}.values())


def highest_level(provider: Provider, offering: Offering, terms: Terms) -> str:
    """The highest level whose every test is proved."""
    passed = PRIVACY_LEVELS[0]
    for level in PRIVACY_LEVELS[1:]:
        if not all(test(provider, offering, terms) is True for _, test in level_tests(level)):
            break
        passed = level
    return passed


def grade(provider: Provider, offering: Offering) -> str:
    """The grade P0 to P5 that the facts prove; from P2 on, facts of low confidence do not."""
    if provider.deployment == "self":
        return "P5"
    training = _value(provider.trains_on_inputs)
    if passes_on(provider, offering) or training not in ("never", "opt-in"):
        return "P0"
    days = _trusted(provider.retention_days, Terms())
    zero = _trusted(provider.zero_data_retention, Terms())
    kept_short = days <= LONGEST_RETENTION_DAYS if isinstance(days, int) else zero == "default"
    signed = _trusted(provider.dpa, Terms()) is True
    if not kept_short or not signed or _trusted(provider.trains_on_inputs, Terms()) is None:
        return "P1"
    if days == 0 or (days is None and zero == "default"):
        return "P4"
    pinned = bool(_trusted(provider.processing_regions, Terms())) and offering.region != "global"
    return "P3" if pinned or zero in ("self-serve", "by-approval") else "P2"


def outside(provider: Provider, jurisdictions: tuple[str, ...], terms: Terms) -> Verdict:
    """Whether the operator is under none of the *jurisdictions*, two-letter codes."""
    if provider.deployment == "self":
        return True
    country = _trusted(provider.jurisdiction, terms)
    return None if country is None else country not in jurisdictions


def passes_on(provider: Provider, offering: Offering) -> bool:
    """Whether other terms than the provider's ordinary ones hold, which are not known here."""
    return provider.deployment == "router" or bool(offering.other_terms)


def in_region(provider: Provider, offering: Offering, region: str) -> Verdict:
    """
    Whether requests are processed in *region* when the customer pins it.

    A region that the offering bears decides. Without one, a plain API pins by account, so the
    provider's list decides; at a cloud each model has regions of its own, which are not known.
    """
    if provider.deployment == "self":
        return True
    if offering.region is not None:
        return region_of(offering.region) == region
    pinned = _value(provider.processing_regions)
    if not isinstance(pinned, tuple):
        return None
    if provider.plan == "cloud":
        return None if region in pinned or "any-of-the-cloud" in pinned else False
    return region in pinned


def region_of(text: str) -> str | None:
    """The region code of an offering's region, e.g. US of us-west-2; None for global ones."""
    folded = text.lower()
    if folded in REGIONS:
        return REGIONS[folded]
    return next((code for prefix, code in REGION_PREFIXES if folded.startswith(prefix)), None)


def _value(known: Known) -> object:
    return None if known is None else known[0]


def _trusted(known: Known, terms: Terms) -> object:
    """The value, unless it is of low confidence and that is not accepted."""
    if known is None or (known[1] == "low" and not terms.accept_low_confidence):
        return None
    return known[0]


def _no_training_by_default(provider: Provider, offering: Offering, terms: Terms) -> Verdict:
    if provider.deployment == "self":
        return True
    if passes_on(provider, offering):
        return None
    training = _value(provider.trains_on_inputs)
    if training is None:
        return None
    return training in ("never", "opt-in") or (training == "opt-out" and "opt-out" in terms.have)


def _no_training(provider: Provider, offering: Offering, terms: Terms) -> Verdict:
    if provider.deployment == "self":
        return True
    if passes_on(provider, offering):
        return None
    training = _trusted(provider.trains_on_inputs, terms)
    return None if training is None else training == "never"


def _dpa(provider: Provider, offering: Offering, terms: Terms) -> Verdict:
    if provider.deployment == "self":
        return True
    if passes_on(provider, offering):
        return None
    signed = _trusted(provider.dpa, terms)
    return signed if isinstance(signed, bool) else None


def _short_retention(provider: Provider, offering: Offering, terms: Terms) -> Verdict:
    return _retention(provider, offering, terms, LONGEST_RETENTION_DAYS)


def _no_retention(provider: Provider, offering: Offering, terms: Terms) -> Verdict:
    return _retention(provider, offering, terms, 0)


def _retention(provider: Provider, offering: Offering, terms: Terms, longest: int) -> Verdict:
    if provider.deployment == "self":
        return True
    if passes_on(provider, offering):
        return None
    zero = _trusted(provider.zero_data_retention, terms)
    if zero == "self-serve" or (zero == "by-approval" and "zdr-approval" in terms.have):
        return True
    days = _trusted(provider.retention_days, terms)
    if isinstance(days, int):  # where it contradicts "default", the stricter stands
        return days <= longest
    return True if zero == "default" else None


def _not_consumer(provider: Provider, offering: Offering, terms: Terms) -> Verdict:
    return provider.plan not in ("consumer", "free-api")


def _pinned(provider: Provider, offering: Offering, terms: Terms) -> Verdict:
    if provider.deployment == "self":
        return True
    if terms.region is None:
        return None
    return in_region(provider, offering, terms.region)


def _own_site(provider: Provider, offering: Offering, terms: Terms) -> Verdict:
    if provider.deployment == "self":
        return True
    return provider.deployment == "private" and _trusted(provider.air_gap, terms) is True


_TESTS: tuple[tuple[str, str, Callable[[Provider, Offering, Terms], Verdict]], ...] = (
    ("internal", "training", _no_training_by_default),
    ("confidential", "training", _no_training),
    ("confidential", "dpa", _dpa),
    ("confidential", "retention", _short_retention),
    ("confidential", "plan", _not_consumer),
    ("regulated", "retention", _no_retention),
    ("regulated", "region", _pinned),
    ("air-gapped", "deployment", _own_site),
)
