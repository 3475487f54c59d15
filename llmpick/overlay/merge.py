"""
A layer's record laid over the catalog's, fact by fact.

Records are tables as a catalog keeps them, with days as ISO texts. A value that is laid over a fact
is in force from its first day on; before it, what was known stays. Its sources are called
`own.LAYER.NAME`, so that a record says of each value whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from llmpick.catalog.in_force import Table

NAMES = ("aliases", "rolling_aliases", "other_api_models")
"""Lists of names, which grow by those of a layer."""
NOT_TAKEN = ("released", "status", "deprecated_on", "retires_on", "earliest_retirement_on")
NEVER_OF_BASE = (*NOT_TAKEN, "replacement", "weights_repository")
"""Facts that a model of one's own does not have of the one that it was tuned from."""


def prefix(layer: str) -> str:
    """What the names of a layer's sources begin with."""
    return f"own.{layer}."


def marked(record: Table, layer: str) -> dict[str, Any]:
    """*record* with the names of its sources as those of *layer*."""
    named = _renamed(record, prefix(layer))
    sources = record.get("sources") or {}
    return {**named, "sources": {f"{prefix(layer)}{name}": one for name, one in sources.items()}}


def _renamed(value: Any, start: str) -> Any:
    if isinstance(value, Mapping):
        return {
            key: _names(item, start) if key in ("source", "agreeing") else _renamed(item, start)
            for key, item in value.items()
        }
    return [_renamed(item, start) for item in value] if isinstance(value, list) else value


def _names(value: Any, start: str) -> Any:
    return [f"{start}{one}" for one in value] if isinstance(value, list) else f"{start}{value}"


def over(below: Table, own: Table) -> dict[str, Any]:
    """The record *below* with what *own* states of it, whose sources are marked."""
    found = {**below, **{key: value for key, value in own.items() if key not in NAMES}}
    for key in NAMES:
        if own.get(key):
            found[key] = list(dict.fromkeys([*(below.get(key) or ()), *own[key]]))
    found["sources"] = {**(below.get("sources") or {}), **(own.get("sources") or {})}
    if "facts" in own:
        found["facts"] = _facts(below.get("facts") or {}, own["facts"])
    if "own_terms" in own:
        kept: Mapping[str, Table] = below.get("own_terms") or {}
        more = {
            model: _facts(kept.get(model) or {}, one) for model, one in own["own_terms"].items()
        }
        found["own_terms"] = {**kept, **more}
    if "prices" in own:
        found["prices"] = _by_key(below.get("prices") or (), own["prices"], terms_of)
    return found


def from_base(own: Table, base: Table) -> dict[str, Any]:
    """The model *own* with the facts of the one that it was tuned from where it has none."""
    facts = {
        name: values
        for name, values in base["facts"].items()
        if name not in (*NEVER_OF_BASE, *own["facts"])
    }
    family = {"family": base["family"]} if "family" in base else {}
    sources = {**base["sources"], **own["sources"]}
    return {**family, **own, "sources": sources, "facts": {**facts, **own["facts"]}}


def _facts(below: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {**below, **{name: after(below.get(name) or (), own[name]) for name in own}}


def after(below: Iterable[Table], own: Sequence[Table]) -> list[Table]:
    """The values of *below* that began before the first of *own*, then these."""
    first = min((value.get("since") or "" for value in own), default="")
    return [*(value for value in below if (value.get("since") or "") < first), *own]


def _by_key(
    below: Sequence[Table], own: Sequence[Table], key: Callable[[Table], object]
) -> list[Table]:
    """The same, apart for each *key*: price lists of one kind replace those of that kind alone."""
    keys = dict.fromkeys(map(key, (*below, *own)))
    found: list[Table] = []
    for one in keys:
        mine = [value for value in own if key(value) == one]
        held = [value for value in below if key(value) == one]
        found += after(held, mine) if mine else held
    return found


def terms_of(price: Table) -> tuple[str, str, int]:
    """Service, window and length that a price list is of."""
    return (
        price.get("service", "standard"),
        price.get("window") or "",
        price.get("over_input_tokens") or 0,
    )
