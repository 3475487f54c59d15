"""
What a provider's terms prove: levels a route passes, and the grade that counts beyond them.

Three-valued throughout: True, False, or None for unknown. Unknown is never yes. The levels are
cumulative; each test names the fact it reads. Grades P0 to P5: section 4.1 of the design.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple, TypeAlias

from llmpick.core.facts.records import Known, Offering, Provider
from llmpick.core.need.need import PRIVACY_LEVELS, Demands

Verdict: TypeAlias = "bool | None"
Test: TypeAlias = "Callable[[Provider, Offering, PrivacyTerms], Verdict]"

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


CERTIFICATIONS = {
    "soc1": ("soc1",),
    "soc2": ("soc2",),
    "soc2-type2": ("soc2typeii", "soc2type2"),
    "soc3": ("soc3",),
    "iso27001": ("iso27001",),
    "iso27017": ("iso27017",),
    "iso27018": ("iso27018",),
    "iso27701": ("iso27701",),
    "iso42001": ("iso42001",),
    "csa-star": ("csastar",),
    "c5": ("c5", "bsic5"),
    "fedramp": ("fedramp",),
    "hds": ("hds",),
    "hipaa": ("hipaa",),
    "irap": ("irap",),
    "ismap": ("ismap",),
    "pci-dss": ("pcidss",),
}
"""Certificates and reports that can be asked for, each with how its name begins when folded."""


class PrivacyTerms(NamedTuple):
    """What the user brings: regions, approvals held, how sure a fact must be."""

    regions: tuple[str, ...] = ()
    have: frozenset[str] = frozenset()
    accept_low_confidence: bool = False


def level_tests(level: str) -> list[tuple[str, Test]]:
    """The tests of *level* and of all lower ones, each with the fact it reads."""
    wanted = PRIVACY_LEVELS.index(level)
    found = [(fact, test) for least, fact, test in _TESTS if PRIVACY_LEVELS.index(least) <= wanted]
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


def grade(provider: Provider, offering: Offering, have: Collection[str] = ()) -> str:
    """
    The grade P0 to P5 that the facts prove; from P2 on, facts of low confidence do not.

    An approval or an opt-out that the user holds (*have*) is in force.
    """
    if provider.deployment == "self":
        return "P5"
    training = _value(provider.trains_on_inputs)
    untrained = training in ("never", "opt-in") or (training == "opt-out" and "opt-out" in have)
    if passes_on(provider, offering) or not untrained:
        return "P0"
    days = _trusted(provider.retention_days, PrivacyTerms())
    zero = _trusted(provider.zero_data_retention, PrivacyTerms())
    approved = zero in ("self-serve", "by-approval") and "zdr-approval" in have
    kept_short = days <= LONGEST_RETENTION_DAYS if isinstance(days, int) else zero == "default"
    signed = _trusted(provider.dpa, PrivacyTerms()) is True
    if (
        not (approved or kept_short)
        or not signed
        or _trusted(provider.trains_on_inputs, PrivacyTerms()) is None
    ):
        return "P1"
    if approved or days == 0 or (days is None and zero == "default"):
        return "P4"
    pinned = (
        bool(_trusted(provider.processing_regions, PrivacyTerms())) and offering.region != "global"
    )
    return "P3" if pinned or zero in ("self-serve", "by-approval") else "P2"


def outside(
    provider: Provider, offering: Offering, jurisdictions: tuple[str, ...], terms: PrivacyTerms
) -> Verdict:
    """
    Whether the operator is under none of the *jurisdictions*, two-letter codes.

    A router's own country does not say whose law the host it picks is under.
    """
    if provider.deployment == "self":
        return True
    country = _trusted(provider.jurisdiction, terms)
    if country is None or country in jurisdictions:
        return None if country is None else False
    return None if passes_on(provider, offering) else True


def passes_on(provider: Provider, offering: Offering) -> bool:
    """Whether other terms than the provider's ordinary ones hold, which are not known here."""
    return provider.deployment == "router" or bool(offering.other_terms)


def in_region(provider: Provider, offering: Offering, region: str, terms: PrivacyTerms) -> Verdict:
    """
    Whether requests are processed in *region* when the customer pins it.

    A region that the offering bears decides. Without one, a plain API pins by account, so the
    provider's list decides; at a cloud each model has regions of its own, which are not known.
    """
    if provider.deployment == "self":
        return True
    if offering.region is not None:
        return region_of(offering.region) == region
    pinned = _trusted(provider.processing_regions, terms)
    if not isinstance(pinned, tuple):
        return None
    if provider.plan == "cloud":
        return None if region in pinned or "any-of-the-cloud" in pinned else False
    return region in pinned


def in_any_region(
    provider: Provider, offering: Offering, regions: tuple[str, ...], terms: PrivacyTerms
) -> Verdict:
    """Whether requests can be kept in one of *regions*."""
    found = [in_region(provider, offering, region, terms) for region in regions]
    return True if True in found else None if None in found else False


def holds(provider: Provider, certification: str, terms: PrivacyTerms) -> Verdict:
    """
    Whether *provider* holds a *certification*, one of `CERTIFICATIONS`.

    A list that does not name it may be incomplete: only an empty one is a no.
    """
    if provider.deployment == "self":
        return None
    fact = certification_fact(certification)
    if fact != "certifications" and getattr(provider, fact) is not None:
        single = _trusted(getattr(provider, fact), terms)
        return None if single is None else single not in (False, "none")
    listed = _trusted(provider.certifications, terms)
    if not isinstance(listed, tuple):
        return None
    starts = CERTIFICATIONS[certification]
    if any(_is(_folded(name), start) for name in listed for start in starts):
        return True
    return None if listed else False


def certification_fact(certification: str) -> str:
    """The fact of a provider that says whether it holds a *certification*."""
    own = certification.replace("-", "_")
    return own if own in _CERTIFIED else "certifications"


_CERTIFIED = frozenset(("c5", "fedramp", "ismap", "pci_dss"))
"""Certificates that are a fact of their own."""


def certification_named(text: str) -> str | None:
    """The name in `CERTIFICATIONS` of a certificate as people write it, the narrowest that fits."""
    folded = _folded(text)
    fitting = [
        (len(start), name)
        for name, starts in CERTIFICATIONS.items()
        for start in starts
        if _is(folded, start)
    ]
    return max(fitting)[1] if fitting else None


def _is(folded: str, start: str) -> bool:
    """Whether a folded name is that certificate, or a form of it: soc2typeii of soc2, not soc22."""
    return folded.startswith(start) and not folded[len(start) : len(start) + 1].isdigit()


def _folded(certificate: str) -> str:
    """A certificate's name as `CERTIFICATIONS` has it; those of its landlord are not its own."""
    text = "".join(filter(str.isalnum, certificate.lower().partition(":")[0]))
    return "" if "datacentre" in text else text.replace("isoiec", "iso")


def demand_tests(demands: Demands) -> list[tuple[str, Test]]:
    """The tests of single requirements, each with the fact it reads."""
    found: list[tuple[str, Test]] = []
    if demands.no_training:
        found.append(("training", _no_training_by_default))
    longest = demands.max_retention_days
    if longest is not None:
        found.append(("retention", lambda p, o, t: kept_at_most(p, o, t, longest)))
    for fact, asked, name in (
        ("baa", demands.baa, "hipaa_baa"),
        ("dpa", demands.dpa, "dpa"),
        ("keys", demands.customer_managed_keys, "customer_managed_keys"),
        ("network", demands.private_network, "private_network"),
    ):
        if asked:
            found.append((fact, _flag(name)))
    for certification in demands.certifications:
        found.append(("certification", _certified(certification)))
    if demands.no_human_review:
        found.append(("human-review", _unread))
    return found


def _flag(name: str) -> Test:
    def test(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
        if provider.deployment == "self":
            return True
        if passes_on(provider, offering):
            return None
        known = _trusted(getattr(provider, name), terms)
        return known if isinstance(known, bool) else None

    return test


def _certified(certification: str) -> Test:
    def test(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
        return None if passes_on(provider, offering) else holds(provider, certification, terms)

    return test


def _unread(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    """No person at the provider reads content, flagged or not."""
    if provider.deployment == "self":
        return True
    if passes_on(provider, offering):
        return None
    known = _trusted(provider.human_review, terms)
    return None if known is None else known == "none"


def region_of(text: str) -> str | None:
    """The region code of an offering's region, e.g. US of us-west-2; None for global ones."""
    folded = text.lower()
    if folded in REGIONS:
        return REGIONS[folded]
    return next((code for prefix, code in REGION_PREFIXES if folded.startswith(prefix)), None)


def _value(known: Known) -> object:
    return None if known is None else known[0]


def _trusted(known: Known, terms: PrivacyTerms) -> object:
    """The value, unless it is of low confidence and that is not accepted."""
    if known is None or (known[1] == "low" and not terms.accept_low_confidence):
        return None
    return known[0]


def _no_training_by_default(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    if provider.deployment == "self":
        return True
    training = _value(provider.trains_on_inputs)
    if training is None:
        return None
    if passes_on(provider, offering) and not (
        # a router that can be told to pick no host that trains
        provider.deployment == "router" and training == "opt-out" and not offering.other_terms
    ):
        return None
    return training in ("never", "opt-in") or (training == "opt-out" and "opt-out" in terms.have)


def _no_training(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    if provider.deployment == "self":
        return True
    if passes_on(provider, offering):
        return None
    training = _trusted(provider.trains_on_inputs, terms)
    return None if training is None else training == "never"


def _short_retention(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    return kept_at_most(provider, offering, terms, LONGEST_RETENTION_DAYS)


def _no_retention(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    return kept_at_most(provider, offering, terms, 0)


def kept_at_most(
    provider: Provider, offering: Offering, terms: PrivacyTerms, longest: int
) -> Verdict:
    """Whether content is kept *longest* days or less, or can be kept not at all."""
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


def _not_consumer(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    return provider.plan not in ("consumer", "free-api")


def _pinned(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    if provider.deployment == "self":
        return True
    return in_any_region(provider, offering, terms.regions, terms) if terms.regions else None


def _own_site(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    if provider.deployment == "self":
        return True
    return provider.deployment == "private" and _trusted(provider.air_gap, terms) is True


_TESTS: tuple[tuple[str, str, Test], ...] = (
    ("internal", "training", _no_training_by_default),
    ("confidential", "training", _no_training),
    ("confidential", "dpa", _flag("dpa")),
    ("confidential", "retention", _short_retention),
    ("confidential", "plan", _not_consumer),
    ("regulated", "retention", _no_retention),
    ("regulated", "region", _pinned),
    ("air-gapped", "deployment", _own_site),
)
