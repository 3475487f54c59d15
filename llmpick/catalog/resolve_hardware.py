"""
From records to what sizing reads: accelerators, rentals, formats, architectures, electricity.

As in `resolve`, of a fact's values the one in force on the day is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import sqrt
from typing import Any

from llmpick.catalog.in_force import Table, Tables, in_force
from llmpick.core.facts.hardware import (
    Accelerator,
    Architecture,
    Configuration,
    Electricity,
    Format,
    Rental,
)

KINDS = ("hardware", "electricity", "formats", "architectures", "engines")


def accelerators(tables: Tables, day: str) -> list[Accelerator]:
    """All accelerators, by identifier."""
    return [_accelerator(name, table, day) for name, table in sorted(tables["hardware"].items())]


def _accelerator(name: str, table: Table, day: str) -> Accelerator:
    def get(fact: str) -> Any:
        return _value(table, fact, day)

    bought = in_force(table["facts"].get("purchase_usd"), day)
    return Accelerator(
        id=name,
        name=table["name"],
        vendor=table["vendor"],
        memory_gib=get("memory_gib"),
        bandwidth_gb_per_s=get("bandwidth_gb_per_s"),
        bf16_tflops=get("bf16_tflops"),
        fp16_tflops=get("fp16_tflops"),
        fp8_tflops=get("fp8_tflops"),
        int8_tops=get("int8_tops"),
        fp4_tflops=get("fp4_tflops"),
        power_w=get("power_w"),
        interconnect=get("interconnect"),
        unified_memory=bool(get("unified_memory")),
        purchase_usd=bought["value"] if bought else None,
        purchase_read=table["sources"][bought["source"]]["read"] if bought else None,
    )


def configurations(tables: Tables) -> list[Configuration]:
    """The sizes in which chips with unified memory are sold, the smallest of each first."""
    found = [
        Configuration(name, row["memory_gib"], row["bandwidth_gb_per_s"], row.get("gpu_gib"))
        for name, table in sorted(tables["hardware"].items())
        for row in table.get("configurations") or ()
    ]
    return sorted(found)


def generations(tables: Tables) -> dict[str, str]:
    """Accelerator → the generation by which engines/ tells what runs on it."""
    return {
        name: table["generation"]
        for name, table in sorted(tables["hardware"].items())
        if "generation" in table
    }


def engines(tables: Tables, day: str) -> dict[str, Any]:
    """
    Engine → name, version and types of cache, and what it runs: [format, generation, whether].

    A row of the family `gguf` stands for each of its formats that has none of its own.
    """
    gguf = [name for name, row in sorted(tables["formats"].items()) if row["family"] == "gguf"]
    found: dict[str, Any] = {}
    for name, table in sorted(tables["engines"].items()):
        runs: dict[tuple[str, str], str] = {}
        for row in table["runs"]:
            for form in row["formats"]:
                for hardware in row["hardware"]:
                    runs[form, hardware] = row["supported"]
        for (form, hardware), state in list(runs.items()):
            if form == "gguf":
                for one in gguf:
                    runs.setdefault((one, hardware), state)
        caches = [row["values"] for row in table.get("options") or () if row["kind"] == "kv-cache"]
        found[name] = {
            "name": table["name"],
            "version": _value(table, "version", day),
            "caches": caches[0] if caches else [],
            "runs": [
                [form, hardware, state]
                for (form, hardware), state in sorted(runs.items())
                if form in tables["formats"]
            ],
        }
    return found


def rentals(tables: Tables, day: str) -> list[Rental]:
    """
    What was asked for an hour, cheapest first for each accelerator.

    Of one provider, place, terms and size the newest price that was read by *day* is in force;
    what is disputed or kept for the trend alone is not.
    """
    newest: dict[tuple[object, ...], Rental] = {}
    for row in _rates(tables):
        key = (row.accelerator, row.provider, row.region, row.terms, row.gpus)
        if row.read <= day and (key not in newest or row.read >= newest[key].read):
            newest[key] = row
    return sorted(
        newest.values(),
        key=lambda row: (row.accelerator, row.usd_per_gpu_hour, row.provider, row.region or ""),
    )


def _rates(tables: Tables) -> Iterator[Rental]:
    for name, table in sorted(tables["hardware"].items()):
        for rate in table.get("rentals") or ():
            if rate.get("disputed") or rate.get("trend_only"):
                continue
            yield Rental(
                accelerator=name,
                provider=rate["provider"],
                provider_kind=rate["provider_kind"],
                region=rate.get("region"),
                terms=rate["terms"],
                usd_per_gpu_hour=rate["usd_per_gpu_hour"],
                gpus=rate["gpus"],
                read=price_day(table["sources"][rate["source"]]),
            )


def price_day(source: Table) -> str:
    """The day that a price of *source* is from; of a month or a year the first."""
    dated: str = source.get("text_date") or source["read"]
    return f"{dated}-01-01"[:10] if len(dated) == 4 else f"{dated}-01"[:10]


def electricity(tables: Tables, day: str) -> list[Electricity]:
    """Every price of electricity that is known, by region and kind."""
    return [
        Electricity(
            region=name,
            name=table["name"],
            kind=fact.removesuffix("_per_kwh"),
            per_kwh=entry["value"],
            currency=entry["currency"],
            confidence=entry.get("confidence"),
            read=table["sources"][entry["source"]]["read"],
        )
        for name, table in sorted(tables["electricity"].items())
        for fact, values in sorted(table["facts"].items())
        for entry in [in_force(values, day)]
        if entry is not None
    ]


def formats(tables: Tables, day: str) -> list[Format]:
    """All formats, by identifier; what others are measured against loses nothing."""
    return [
        Format(
            id=name,
            family=table["family"],
            bits=_value(table, "bits", day),
            embedding_bits=_value(table, "embedding_bits", day),
            compute=_value(table, "compute", day),
            engines=tuple(_value(table, "engines", day)),
            quality_loss=(0.0, 0.0)
            if table["family"] == "native"
            else quality_loss(table.get("losses") or ()),
            name=table["name"],
        )
        for name, table in sorted(tables["formats"].items())
    ]


def quality_loss(rows: Iterable[Table]) -> tuple[float, float] | None:
    """
    The loss of ability in logits with its standard error, or None without three benchmarks.

    Each benchmark gives the points that were lost by the slope of the logistic curve at the mean
    of both results, p (1 - p); the ratio of the two sums is the estimate that weighs benchmarks
    by what they tell (a ratio estimator, Cochran, Sampling Techniques, chapter 6).
    """
    pairs = [(row["before"] / 100, row["after"] / 100) for row in rows if row["unit"] == "percent"]
    if len(pairs) < 3:
        return None
    slopes = [(before + after) / 2 * (1 - (before + after) / 2) for before, after in pairs]
    whole = sum(slopes)
    loss = sum(before - after for before, after in pairs) / whole
    spread = sum(
        (before - after - loss * slope) ** 2
        for (before, after), slope in zip(pairs, slopes, strict=True)
    )
    return loss, sqrt(spread * len(pairs) / (len(pairs) - 1)) / whole


def architectures(tables: Tables, day: str) -> list[Architecture]:
    """
    The architectures of models that can be sized, by model.

    A record without layers, width or active parameters is left out: nothing follows from it. A
    window of unknown length leaves the cache unknown.
    """
    found = (
        _architecture(name, table, tables["models"].get(name, {"facts": {}}), day)
        for name, table in sorted(tables["architectures"].items())
    )
    return [row for row in found if row is not None]


def _architecture(name: str, table: Table, model: Table, day: str) -> Architecture | None:
    def get(fact: str) -> Any:
        return _value(table, fact, day)

    active = get("parameters_active")
    if active is None or get("layers") is None or get("hidden_size") is None:
        return None
    cache = in_force(table["facts"].get("kv_elements_per_token"), day)
    if get("window_elements_per_token") and not get("window_tokens"):
        cache = None
    total = in_force(table["facts"]["parameters_total"], day)
    assert total is not None
    kept = table["sources"][(cache or total)["source"]]
    return Architecture(
        model=name,
        parameters_total=total["value"],
        parameters_active=active,
        layers=get("layers"),
        hidden_size=get("hidden_size"),
        heads=get("heads"),
        kv_heads=get("kv_heads"),
        head_dim=get("head_dim"),
        intermediate_size=get("intermediate_size"),
        vocabulary=get("vocabulary"),
        tied_embeddings=bool(get("tied_embeddings")),
        attention=get("attention") or "unknown",
        experts=get("experts"),
        experts_per_token=get("experts_per_token"),
        native_format=get("native_format"),
        kv_elements_per_token=round(cache["value"]) if cache else None,
        window_elements_per_token=(cache and get("window_elements_per_token")) or 0,
        window_tokens=get("window_tokens") or 0,
        indexer_elements_per_token=get("indexer_elements_per_token") or 0,
        state_bytes_per_sequence=get("state_bytes_per_sequence") or 0,
        kv_shards=_shards(table, day),
        context_window_tokens=_value(model, "context_window_tokens", day)
        or get("position_limit_tokens"),
        source=kept.get("title") or kept.get("url") or kept["feed"],
        text_parameters=get("parameters_text"),
        confidence=cache.get("confidence") if cache else None,
    )


def _shards(table: Table, day: str) -> int:
    """Over how many ranks the cache splits: by key-value heads; a latent is copied to each."""
    if _value(table, "latent_dim", day) or _value(table, "attention", day) == "compressed":
        return 1
    heads = [
        _value(table, fact, day)
        for fact in ("full_kv_heads", "window_kv_heads", "kv_heads")
        if _value(table, fact, day)
    ]
    return min(heads, default=1)


def _value(table: Table, name: str, day: str) -> Any:
    entry = in_force(table["facts"].get(name), day)
    return None if entry is None else entry["value"]
