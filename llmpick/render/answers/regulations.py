"""Rules of laws and guidelines that are about the user, beside an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from llmpick.lang.said import said, term
from llmpick.render import words
from llmpick.render.blocks import Grid

if TYPE_CHECKING:
    from llmpick.core.legal.regulations import RegulationFlag
    from llmpick.render.records.decision import RegulationFlagRecord

SHOWN = 3
"""Without --explain: those of the sector first, then those in force, then the next to come."""


def payload(flags: Iterable[RegulationFlag]) -> list[RegulationFlagRecord]:
    """The `regulations` of a JSON answer; information, not legal advice."""
    return [
        {
            "regulation": flag.regulation.id,
            "duty": flag.duty.id,
            "binding": flag.regulation.binding,
            "since": flag.duty.since,
            "in_force": flag.in_force,
            "about_you": flag.sure,
            "asks": flag.duty.asks,
            "source": flag.duty.source,
            "read": flag.duty.read,
        }
        for flag in flags
    ]


def grid(flags: Sequence[RegulationFlag], explain: bool) -> Grid:
    """The flags as a person reads them; all of them, with their sources, where *explain*."""
    ordered = sorted(flags, key=lambda flag: flag.duty.sectors is None)
    return Grid(
        ("rule", "from", "asks of who uses a model", "source"),
        tuple(
            (
                flag.id if flag.sure else said("{rule} (perhaps)", rule=flag.id),
                flag.duty.since or said("in force"),
                term("duty", flag.duty.asks),
                flag.duty.source if explain else f"llmpick show {flag.regulation.id}",
            )
            for flag in (ordered if explain else ordered[:SHOWN])
        ),
        title=said(
            "{rules} to look at: information, not legal advice",
            rules=words.plural(len(flags), "rule"),
        ),
    )
