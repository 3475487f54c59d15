"""The answers of `catalog versions`, `catalog update` and `catalog install`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Sentence
from llmpick.render.wording.about import head

if TYPE_CHECKING:
    from llmpick.catalog.contents import Meta
    from llmpick.releases.store import Installed
    from llmpick.releases.update import Updated
    from llmpick.render.records.releases import (
        CatalogTaken,
        CatalogVersionsAnswer,
        InstalledCatalogRecord,
    )


def versions(shipped: Meta, installed: Sequence[Installed], used: str | None) -> Answer:
    """All forms of the list of catalogs, *used* being the version in use; None: the shipped one."""
    rows = [_row(shipped.version, shipped.sha256, used is None, shipped=True)]
    rows += [_row(one.version, one.sha256, one.version == used) for one in installed]
    payload: CatalogVersionsAnswer = {**head("catalog versions"), "results": rows}
    grid = Grid(
        ("catalog", "from", "in use", "sha256"),
        tuple(
            (
                row["version"],
                "llmpick" if row["shipped"] else "update",
                "yes" if row["in_use"] else "",
                row["sha256"][:12] if row["sha256"] else "to be compiled again",
            )
            for row in rows
        ),
        key=1,
    )
    return Answer(payload, rows, [row["version"] for row in rows], [grid])


def _row(
    version: str, sha256: str | None, in_use: bool, *, shipped: bool = False
) -> InstalledCatalogRecord:
    return {"version": version, "sha256": sha256, "shipped": shipped, "in_use": in_use}


def updated(command: str, done: Updated) -> Answer:
    """All forms of what was taken from what is published."""
    payload: CatalogTaken = {
        **head(command),
        "version": done.version,
        "sha256": done.sha256,
        "previous_version": done.before,
        "changed": done.new,
        "packs": done.packs,
        "fetched_packs": done.fetched_packs,
        "moved_bytes": done.moved_bytes,
        "requests": done.requests,
    }
    row = {key: value for key, value in payload.items() if key not in head(command)}
    return Answer(payload, [row], [done.version], [_sentence(done)])


def _sentence(done: Updated) -> Block:
    read = f"{words.count(done.moved_bytes)} bytes were read"
    if not done.new:
        return Sentence(f"Catalog {done.version} stays in use: nothing is newer; {read}.")
    before = done.before or "the one that came with llmpick"
    packs = f"{done.fetched_packs} of {done.packs} packs were fetched, " if done.packs else ""
    return Sentence(f"Catalog {done.version} is in use, after {before}; {packs}{read}.")
