"""The answers of `catalog versions`, `catalog update` and `catalog install`."""

from typing_extensions import TypedDict

from llmpick.render.records.about import PlainAnswer
from llmpick.render.records.values import Count, Sha256


class InstalledCatalogRecord(TypedDict):
    """A catalog on this machine."""

    version: str
    """Version, a day with dots: 2026.11.23."""
    sha256: Sha256 | None
    """SHA-256 over its files; null: another llmpick compiled it, and `catalog use` does it anew."""
    shipped: bool
    """Whether it came with llmpick; else it was published and fetched."""
    in_use: bool
    """Whether queries answer from it."""


class CatalogVersionsAnswer(PlainAnswer):
    """The catalogs on this machine. With `--format jsonl`, each line is one of `results`."""

    results: list[InstalledCatalogRecord]
    """All of them, the shipped one first."""


class CatalogTaken(PlainAnswer):
    """What was taken from what is published. With `--format jsonl`, one line without the head."""

    version: str
    """Version that is in use now."""
    sha256: Sha256
    """SHA-256 over its files."""
    previous_version: str | None
    """Version that was in use before; null: the one that came with llmpick."""
    changed: bool
    """Whether another version is in use now than before."""
    packs: Count
    """Packs of files that it is made of; 0: it was on this machine already."""
    fetched_packs: Count
    """Packs that the catalog of before did not have."""
    moved_bytes: Count
    """Bytes that were read, lists and signatures included."""
    requests: Count
    """Files that were asked for."""


class CatalogUpdateAnswer(CatalogTaken):
    """What `catalog update` did. With `--format jsonl`, one line without the head."""


class CatalogInstallAnswer(CatalogTaken):
    """What `catalog install` did. With `--format jsonl`, one line without the head."""
