"""
What a provider's terms prove: the tests of single facts.

Three-valued throughout: True, False, or None for unknown. Unknown is never yes. Which test stands
for which option or level, `requirements.py` says.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from llmpick.core.facts.records import Fact, Offering, Provider
from llmpick.core.need.need import PrivacyTerms, Verdict

T = TypeVar("T")

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


def outside(
    provider: Provider, offering: Offering, terms: PrivacyTerms, jurisdictions: tuple[str, ...]
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
    if pinned is None:
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
        own: Fact[bool | str] | None = getattr(provider, fact)
        single = _trusted(own, terms)
        return None if single is None else single not in (False, "none")
    listed = _trusted(provider.certifications, terms)
    if listed is None:
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


def flag(name: str) -> Callable[[Provider, Offering, PrivacyTerms, bool], Verdict]:
    """The test of a field of `Provider` that is yes or no."""

    def test(provider: Provider, offering: Offering, terms: PrivacyTerms, _: bool) -> Verdict:
        if provider.deployment == "self":
            return True
        if passes_on(provider, offering):
            return None
        known: bool | None = _trusted(getattr(provider, name), terms)
        return known

    return test


def certified(
    provider: Provider, offering: Offering, terms: PrivacyTerms, names: tuple[str, ...]
) -> Verdict:
    """Whether all the certificates *names* are held where *offering* is served."""
    if passes_on(provider, offering):
        return None
    return all_of(holds(provider, name, terms) for name in names)


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """False where one is, else None where one is, else True."""
    found = set(verdicts)
    return False if False in found else None if None in found else True


def unread(provider: Provider, offering: Offering, terms: PrivacyTerms, _: bool) -> Verdict:
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


def _value(known: Fact[T] | None) -> T | None:
    return None if known is None else known.value


def _trusted(known: Fact[T] | None, terms: PrivacyTerms) -> T | None:
    """The value, unless it is of low confidence and that is not accepted."""
    if known is None or (known.confidence == "low" and not terms.accept_low_confidence):
        return None
    return known.value


def no_training(provider: Provider, offering: Offering, terms: PrivacyTerms, _: bool) -> Verdict:
    """Whether nothing trains a model unless the user agreed, or where the user objected."""
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


def never_trains(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    """Whether nothing ever trains a model, whoever agrees."""
    if provider.deployment == "self":
        return True
    if passes_on(provider, offering):
        return None
    training = _trusted(provider.trains_on_inputs, terms)
    return None if training is None else training == "never"


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
    if days is not None:  # where it contradicts "default", the stricter stands
        return days <= longest
    return True if zero == "default" else None


def not_consumer(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    """Whether the plan is one for organisations."""
    return provider.plan not in ("consumer", "free-api")


def pinned_region(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    """Whether requests can be kept in one of the user's regions; unknown where none is stated."""
    if provider.deployment == "self":
        return True
    return in_any_region(provider, offering, terms.regions, terms) if terms.regions else None


def own_site(provider: Provider, offering: Offering, terms: PrivacyTerms) -> Verdict:
    """Whether it runs where nothing leaves the user's own machines."""
    if provider.deployment == "self":
        return True
    return provider.deployment == "private" and _trusted(provider.air_gap, terms) is True
