"""
Which duties of laws and guidelines a user should look at: flags with date and source.

A flag is information, not legal advice: it says that a rule is about such a user, never that the
user keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmpick.core.facts.regions import overlap

SECTORS = ("health", "hiring", "credit", "education", "public")
NOTICE = "information, not legal advice"


class RegulationDuty(NamedTuple):
    """One duty of a regulation; days are ISO texts, None is no date known."""

    id: str
    asks: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...] | None
    when: str | None
    operators: tuple[str, ...] | None
    except_operators: tuple[str, ...] | None
    since: str | None
    until: str | None
    note: str | None
    confidence: str | None
    source: str
    """Address, else title."""
    read: str


class Regulation(NamedTuple):
    """A law, or guidance where it is not *binding*."""

    id: str
    name: str
    citation: str
    binding: bool
    official: str | None
    duties: tuple[RegulationDuty, ...]


class RouteFacts(NamedTuple):
    """What a duty may hang on; None is unknown. Self-hosted there is no operator but the user."""

    jurisdiction: str | None = None
    in_region: bool | None = None
    hipaa_baa: bool | None = None
    ismap: bool | None = None
    self_hosted: bool = False


UNKNOWN_ROUTE = RouteFacts()


class RegulationFlag(NamedTuple):
    """
    A duty that is about the user.

    *sure* is None where the fact it hangs on is not known; *in_force* on the day asked about.
    """

    regulation: Regulation
    duty: RegulationDuty
    sure: bool | None
    in_force: bool

    @property
    def id(self) -> str:
        """REGULATION/DUTY"""
        return f"{self.regulation.id}/{self.duty.id}"


def flags(
    regulations: Iterable[Regulation],
    *,
    region: str,
    sector: str | None = None,
    day: str,
    route: RouteFacts = UNKNOWN_ROUTE,
) -> list[RegulationFlag]:
    """
    The duties that are about a user, those in force first, then by date.

    Args:
        regulations: All of the catalog.
        region: Where the user is: ISO 3166, `EU` or `EEA`.
        sector: One of `SECTORS`; without one, duties of a sector are left out.
        day: ISO day; duties that have ended by then are left out, later ones are announced.
        route: How the model is run, as far as it is known.
    """
    found = [
        RegulationFlag(regulation, duty, sure, (duty.since or "") <= day)
        for regulation in regulations
        for duty in regulation.duties
        if _about(duty, region, sector) and (duty.until is None or day <= duty.until)
        for sure in [hangs_on(duty, route)]
        if sure is not False
    ]
    return sorted(found, key=lambda flag: (not flag.in_force, flag.duty.since or "", flag.id))


def _about(duty: RegulationDuty, region: str, sector: str | None) -> bool:
    return any(overlap(area, region) for area in duty.regions) and (
        duty.sectors is None or sector in duty.sectors
    )


def hangs_on(duty: RegulationDuty, route: RouteFacts) -> bool | None:
    """Whether the fact that *duty* hangs on holds of *route*; None where it is not known."""
    if duty.when is None and duty.operators is None:
        return True
    if route.self_hosted:
        return False
    by_operator = _by_operator(duty, route.jurisdiction)
    if duty.when in (None, "operator-elsewhere") or by_operator is False:
        return by_operator
    kept = {
        "processing-elsewhere": route.in_region,
        "no-baa": route.hipaa_baa,
        "not-ismap": route.ismap,
    }[duty.when]
    return None if kept is None or (kept is False and by_operator is None) else not kept


def _by_operator(duty: RegulationDuty, jurisdiction: str | None) -> bool | None:
    """Whether an operator under that law is one that *duty* is about."""
    if duty.when != "operator-elsewhere" and not duty.operators and not duty.except_operators:
        return True
    if jurisdiction is None:
        return None
    if duty.when == "operator-elsewhere" and _within(jurisdiction, duty.regions):
        return False
    if duty.except_operators and _within(jurisdiction, duty.except_operators):
        return False
    return not duty.operators or _within(jurisdiction, duty.operators)


def _within(jurisdiction: str, areas: Iterable[str]) -> bool:
    return any(overlap(area, jurisdiction) for area in areas)
