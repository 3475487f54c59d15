"""Identifiers that have ended and that no offering stands for, from their records."""

from __future__ import annotations

from llmpick.catalog.in_force import Tables
from llmpick.core.answers.code import EndedIdentifier


def identifiers(tables: Tables) -> list[EndedIdentifier]:
    """One row an identifier, by provider, with where it was read."""
    found = []
    for provider, table in sorted(tables["ended"].items()):
        for row in table["identifiers"]:
            source = table["sources"][row["source"]]
            day = row.get("ends_on")
            found.append(
                EndedIdentifier(
                    provider,
                    row["id"],
                    None if day is None else str(day),
                    row.get("replacement"),
                    source.get("url") or source.get("title") or source["feed"],
                    str(source["read"]),
                )
            )
    return found
