"""Certificates and agreements of a provider: held, not held, or not known."""

from __future__ import annotations

import re

from llmpick.core import privacy
from llmpick.core.facts import Known, Offering, Provider

FLAGGED = {"c5": "c5", "bsic5": "c5", "pcidss": "pci_dss", "fedramp": "fedramp", "ismap": "ismap"}
"""Certificates that a fact of their own may hold."""


def certified(
    provider: Provider, offering: Offering, name: str, terms: privacy.Terms
) -> tuple[bool | None, str]:
    """Whether *provider* holds a certificate, and the fact that says so."""
    own = FLAGGED.get("".join(folded(name)))
    if own and getattr(provider, own) is not None:
        return flag(provider, offering, getattr(provider, own), terms), own
    listed = provider.certifications
    if provider.deployment == "self" or privacy.passes_on(provider, offering) or listed is None:
        return None, "certifications"
    if listed[1] == "low" and not terms.accept_low_confidence:
        return None, "certifications"
    held = listed[0] if isinstance(listed[0], tuple) else ()
    return any(same_certificate(str(item), name) for item in held), "certifications"


def folded(certificate: str) -> tuple[str, ...]:
    """Words and numbers: ISO/IEC 27001:2022 as iso, 27001, 2022."""
    text = certificate.lower().replace("iso/iec", "iso").replace("type 2", "type ii")
    return tuple(re.findall(r"[a-z]+|\d+", text))


def same_certificate(held: str, wanted: str) -> bool:
    """Whether *held* is *wanted*, or a form of it: SOC 2 Type II is SOC 2, not the reverse."""
    words = folded(wanted)
    return bool(words) and folded(held)[: len(words)] == words


def flag(provider: Provider, offering: Offering, known: Known, terms: privacy.Terms) -> bool | None:
    """A yes or no of the provider's ordinary terms; on one's own machines nobody else's."""
    if provider.deployment == "self":
        return True
    if privacy.passes_on(provider, offering) or known is None:
        return None
    if known[1] == "low" and not terms.accept_low_confidence:
        return None
    return bool(known[0])
