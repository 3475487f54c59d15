"""Who tunes a model and which libraries train it, each with its source and its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.catalog.contents import Catalog
from llmpick.core.customisation import tunable
from llmpick.core.facts.records import Model

Row = dict[str, Any]


def hosted(catalog: Catalog, model: Model) -> list[Row]:
    """One row for each statement of a provider on tuning *model*, with its price where known."""
    offers = iter(catalog.custom[model.id].hosted)
    return [
        {
            "provider": provider,
            "methods": list(row["methods"]),
            "preview": bool(row.get("preview")),
            "jobs_end": offer.jobs_end if offer else None,
            "models_end": offer.models_end if offer else None,
            "lasts": offer is not None and tunable.lasts(offer, catalog.meta.day),
            "regions": row.get("regions"),
            "prices": list(_prices(record, model)),
            "confidence": row.get("confidence"),
            "note": row.get("note"),
            **_source(record, row),
        }
        for provider in catalog.ids("tuning")
        for record in [catalog.record("tuning", provider)]
        for row in record.get("tunable") or ()
        if model.id in row["models"] and _in_force(row, catalog.meta.day)
        for offer in [next(offers) if row["methods"] else None]
    ]


def libraries(catalog: Catalog, model: Model) -> list[Row]:
    """One row for each library that trains *model*."""
    return [
        {
            "library": record["name"],
            "named": row["named"],
            "methods": list(row["methods"]),
            "maintained": record["maintained"],
            "commit": record["commit"],
            "dated": record["dated"],
            **_source(record, row),
        }
        for name in catalog.ids("libraries")
        for record in [catalog.record("libraries", name)]
        for row in record["trains"]
        if model.id in row["models"] and _in_force(row, catalog.meta.day)
    ]


def _in_force(row: Mapping[str, Any], day: str) -> bool:
    return not row.get("disputed") and (row.get("since") or "") <= day


def _prices(record: Mapping[str, Any], model: Model) -> Iterator[Row]:
    for price in record.get("training_prices") or ():
        if _is_of(price, model):
            yield {
                "usd_per_mtok": price["usd_per_mtok"],
                "method": price.get("method"),
                "confidence": price.get("confidence"),
                **_source(record, price),
            }


def _is_of(price: Mapping[str, Any], model: Model) -> bool:
    """Whether a price is that of *model*: by its name, else by its size where that is known."""
    if "models" in price:
        return model.id in price["models"]
    size = model.parameters_total_b
    above, most = price.get("above_parameters_b"), price.get("up_to_parameters_b")
    if above is None and most is None:
        return True
    return size is not None and (above or 0.0) < size and (most is None or size <= most)


def _source(record: Mapping[str, Any], row: Mapping[str, Any]) -> Row:
    source = record["sources"][row["source"]]
    return {
        "source": source.get("url") or source.get("title") or source.get("feed"),
        "read": source["read"],
    }
