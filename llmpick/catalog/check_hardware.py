"""Findings about what sizing reads: references, and cache sizes that do not follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from llmpick.catalog.read import Record

Records = Mapping[str, Mapping[str, Record]]


class Slip(NamedTuple):
    """What is wrong in a record, and how to mend it."""

    path: str
    fact: str
    message: str
    tip: str


def slips(records: Records) -> Iterator[Slip]:
    """All that is wrong with hardware, formats and architectures, taken together."""
    for record in records["architectures"].values():
        yield from _architecture(record, records)
    for record in records["formats"].values():
        for position, row in enumerate(_list(record, "losses")):
            if row["unit"] == "percent" and max(row["before"], row["after"]) > 100:
                yield Slip(
                    record.path, f"losses.{position}", "more than 100 percent", "check the unit"
                )

    for record in records["engines"].values():
        yield from _engine(record, records)


ELSEWHERE = frozenset(
    {"gguf", "exl3", "mlx-4bit", "mlx-8bit", "mxfp8", "int4", "int4-w4a16", "fp8-block"}
    | {"w4a8-awq"}
)
"""Formats of engines that formats/ does not describe; `gguf` is all of that family."""


def _engine(record: Record, records: Records) -> Iterator[Slip]:
    """Formats that are nowhere, and two rows that say different things of one case."""
    said: dict[tuple[str, str], str] = {}
    for position, row in enumerate(_list(record, "runs")):
        where = f"runs.{position}"
        for form in row["formats"]:
            if form not in records["formats"] and form not in ELSEWHERE:
                yield Slip(record.path, where, f"no record formats/{form}", "add it, or mend it")
            for hardware in row["hardware"]:
                if said.setdefault((form, hardware), row["supported"]) != row["supported"]:
                    yield Slip(
                        record.path,
                        where,
                        f"{form} on {hardware} is `{row['supported']}` here and not above",
                        "take one out",
                    )


def _list(record: Record, key: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = record.data.get(key) or []  # type: ignore[assignment]
    return found


def _architecture(record: Record, records: Records) -> Iterator[Slip]:
    model = records["models"].get(record.id)
    if model is not None and _last(model.data["facts"], "open_weights") is False:
        yield Slip(record.path, "file", "the model's weights are not open", "remove the file")
    facts: Mapping[str, Any] = record.data["facts"]  # type: ignore[assignment]
    for position, value in enumerate(facts.get("native_format") or ()):
        if value["value"] not in records["formats"]:
            where = f"facts.native_format.{position}"
            yield Slip(
                record.path, where, f"no record formats/{value['value']}", "add it, or mend it"
            )
    total, active = _last(facts, "parameters_total"), _last(facts, "parameters_active")
    if total and active and active > total:
        yield Slip(
            record.path,
            "facts.parameters_active",
            f"{active:,} of {total:,}",
            "check both numbers",
        )
    for fact, follows in cache_elements(facts).items():
        stated = _last(facts, fact)
        if stated is not None and stated != follows:
            yield Slip(
                record.path,
                f"facts.{fact}",
                f"{stated:,} elements, where layers and heads make {follows:,}",
                "check the layers that keep a cache, the heads and their width",
            )


def cache_elements(facts: Mapping[str, Any]) -> dict[str, int]:
    """
    The elements of cache a token that follow from layers, heads and widths, by fact.

    Keys and values of every head; of MLA the latent, which has no heads and counts once. Left out
    is what a part is not known of, and a cache that is compressed over tokens.
    """

    def get(*names: str) -> Any:
        return next((_last(facts, name) for name in names if _last(facts, name)), None)

    found = {}
    full, window = _last(facts, "full_cache_layers"), _last(facts, "window_cache_layers")
    latent, index = get("latent_dim"), get("index_dim")
    width = get("full_head_dim", "head_dim")
    values = get("full_head_dim", "value_dim", "head_dim")
    heads = get("full_kv_heads", "kv_heads")
    if get("attention") == "compressed" or full is None:
        return {}
    if latent:
        found["kv_elements_per_token"] = full * latent
    elif heads and width:
        found["kv_elements_per_token"] = full * heads * (width + values)
    heads, width = get("window_kv_heads", "kv_heads"), get("head_dim")
    if window and heads and width:
        found["window_elements_per_token"] = window * heads * (width + get("value_dim", "head_dim"))
    if index and get("layers"):
        found["indexer_elements_per_token"] = get("layers") * index
    return found


def _last(facts: Any, name: str) -> Any:
    values = [value for value in facts.get(name) or () if not value.get("disputed")]
    return values[-1]["value"] if values else None
