"""Counts over a catalog: what is in it, how old it is, where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from llmpick.catalog.contents import Catalog


class Stats(NamedTuple):
    """How much a catalog holds; shares are 0 to 1."""

    counts: dict[str, int]
    models: dict[str, int]
    offerings: dict[str, int]
    prices: dict[str, int]
    scores: dict[str, int]
    coverage: dict[str, float]
    ages: dict[str, str]
    fit: Mapping[str, Any]


class SourceUse(NamedTuple):
    """A feed, or cited pages of one kind: how many values rest on it, and when they were read."""

    id: str
    name: str
    licence: str
    values: int
    records: int
    read_first: str
    read_last: str
    url: str | None


KINDS = (
    "models",
    "offerings",
    "providers",
    "plans",
    "licences",
    "benchmarks",
    "tasks",
    "feeds",
    "hardware",
    "formats",
    "architectures",
    "electricity",
    "embeddings",
)


def stats(catalog: Catalog) -> Stats:
    """Counts over all records of *catalog*."""
    models = {name: catalog.record("models", name) for name in catalog.ids("models")}
    offerings = {name: catalog.record("offerings", name) for name in catalog.ids("offerings")}
    apart = [catalog.record("scores", name) for name in catalog.ids("scores")]
    scored = Counter(
        row["benchmark"]
        for record in (*models.values(), *apart)
        for row in record.get("scores") or ()
    )
    inside = sum(len(record.get("scores") or ()) for record in models.values())
    outside = sum(len(record["scores"]) for record in apart)
    return Stats(
        counts={kind: len(catalog.ids(kind)) for kind in KINDS},
        models=_of_models(catalog, models),
        offerings=dict(
            sorted(
                Counter(row["facts"]["listing"][-1]["value"] for row in offerings.values()).items()
            )
        ),
        prices=_of_prices(offerings.values()),
        scores={
            "of models in the catalog": inside,
            "of other models": outside,
            "in all": inside + outside,
            "benchmarks with five models or more": _well_measured(models, apart),
            "benchmarks with scores": len(scored),
        },
        coverage=_coverage(catalog, models),
        ages=_ages(offerings.values()),
        fit=catalog.fit,
    )


def _of_models(catalog: Catalog, models: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    sold = {offering.model for offering in catalog.offerings if offering.listing == "current"}
    rated = {row.model for row in catalog.estimates("general")}
    return {
        "with an offering on sale": len(sold),
        "with open weights": sum(bool(model.open_weights) for model in catalog.models.values()),
        "with scores": sum(bool(record.get("scores")) for record in models.values()),
        "with a quality estimate": len(rated),
        "on sale with a quality estimate": len(rated & sold),
    }


def _of_prices(offerings: Any) -> dict[str, int]:
    found: Counter[str] = Counter()
    for record in offerings:
        for price in record.get("prices") or ():
            found["price lists"] += 1
            found["disputed"] += bool(price.get("disputed"))
            found[f"{price.get('service', 'standard')} lists"] += 1
            found["length tiers"] += "over_input_tokens" in price
            found["peak-hour lists"] += "window" in price
            found["cache prices"] += "cache_read_per_mtok" in price
            found["not in US dollars"] += price.get("currency", "USD") != "USD"
    return dict(found)


def _well_measured(models: Mapping[str, Mapping[str, Any]], apart: Any) -> int:
    found: dict[str, set[str]] = {}
    for name, record in models.items():
        for row in record.get("scores") or ():
            found.setdefault(row["benchmark"], set()).add(name)
    for record in apart:
        for row in record["scores"]:
            found.setdefault(row["benchmark"], set()).add(row.get("group") or row["name"])
    return sum(len(names) >= 5 for names in found.values())


def _coverage(catalog: Catalog, models: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Shares of models, and of offerings on sale, of which a fact is known."""
    found = {
        f"models: {fact.replace('_', ' ')}": sum(
            getattr(model, fact) is not None for model in catalog.models.values()
        )
        / len(models)
        for fact in (
            "released",
            "context_window_tokens",
            "input_modalities",
            "tool_calling",
            "structured_output",
            "open_weights",
            "reasoning",
            "knowledge_cutoff",
        )
    }
    sold = [offering for offering in catalog.offerings if offering.listing == "current"]
    for fact in (
        "trains_on_inputs",
        "retention_days",
        "jurisdiction",
        "dpa",
        "processing_regions",
    ):
        known = sum(getattr(catalog.providers.serving(row), fact) is not None for row in sold)
        found[f"offerings: {fact.replace('_', ' ')}"] = known / max(1, len(sold))
    return found


def _ages(offerings: Any) -> dict[str, str]:
    read = sorted(
        record["sources"][record["prices"][0]["source"]]["read"]
        for record in offerings
        if record.get("prices") and record["facts"]["listing"][-1]["value"] == "current"
    )
    if not read:
        return {}
    return {"oldest price": read[0], "median price": read[len(read) // 2], "newest price": read[-1]}


def sources(catalog: Catalog) -> list[SourceUse]:
    """Every feed and kind of cited page, by how many values rest on it."""
    feeds = {name: catalog.record("feeds", name) for name in catalog.ids("feeds")}
    values: Counter[str] = Counter()
    records: Counter[str] = Counter()
    days: dict[str, list[str]] = {}
    for record in _records(catalog):
        table = record.get("sources") or {}
        seen = set()
        for name in _cited(record):
            source = table[name]
            key = source.get("feed") or f"cited {source['kind']} pages"
            values[key] += 1
            seen.add(key)
            days.setdefault(key, []).append(source["read"])
        records.update(seen)
    return [
        SourceUse(
            id=key,
            name=feeds[key]["name"] if key in feeds else key,
            licence=feeds[key]["licence"] if key in feeds else "facts, cited",
            values=count,
            records=records[key],
            read_first=min(days[key]),
            read_last=max(days[key]),
            url=feeds[key].get("url") if key in feeds else None,
        )
        for key, count in values.most_common()
    ]


def _records(catalog: Catalog) -> Iterator[Mapping[str, Any]]:
    for kind in (
        *("models", "offerings", "providers", "plans", "licences", "benchmarks", "scores"),
        *("hardware", "formats", "architectures", "electricity", "rates", "embeddings"),
    ):
        for name in catalog.ids(kind):
            yield catalog.record(kind, name)


def _cited(record: Mapping[str, Any]) -> Iterator[str]:
    for entries in (record.get("facts") or {}).values():
        for entry in entries:
            yield entry["source"]
    lists = ("prices", "hours", "scores", "claims", "rentals", "files", "losses", "rules")
    for kind in (*lists, "offerings", "results"):
        for entry in record.get(kind) or ():
            yield entry["source"]
