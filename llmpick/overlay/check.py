"""What is wrong with what a layer states: by the schema of the catalog, and against its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.catalog import check
from llmpick.catalog.finding import Finding, error, order_findings
from llmpick.catalog.in_force import Table, Tables
from llmpick.catalog.read import Record
from llmpick.catalog.write import dated
from llmpick.errors import near_names, shown
from llmpick.overlay.layer import Layer


def record_findings(record: Record, below: Table | None, tables: Tables) -> Iterator[Finding]:
    """Where a layer's *record* does not fit the schema, alone or over the one *below*."""
    if below is None:
        lacking = list(_lacking(record))
        if lacking:
            near = near_names(record.id, tables[record.kind], 1)
            yield error(
                record.path,
                "file",
                f"no record {record.kind}/{shown(record.id)} in the catalog, and as a new one it "
                f"lacks `{lacking[0]}`",
                f"did you mean `{near[0]}`?" if near else "catalog/README.md says what it holds",
            )
            return
        shaped = record
    else:
        shaped = record._replace(data=_completed(record.data, below))
    found = list(check.shape_findings(shaped._replace(path=f"{record.kind}/{record.id}.toml")))
    if not found:
        found += check.missing_sources(record.path, record.data)
        for fact, values in check.facts_of(record.data):
            found += order_findings(record.path, fact, values)
    yield from (one._replace(file=record.path) for one in found)
    base = record.data.get("base") if not found else None
    if base is not None and base not in tables["models"]:
        yield _unknown(record.path, "base", "models", str(base), tables)


def _lacking(record: Record) -> Iterator[str]:
    from llmpick.catalog.shapes import SHAPES

    for name, field in SHAPES[record.kind].model_fields.items():
        if field.is_required() and name not in record.data:
            yield name


def _completed(own: Mapping[str, Any], below: Table) -> dict[str, Any]:
    """
    *own* with what a whole record needs beside it, so that each place of it is where it stands.

    Sources are of its own alone: what it states names none of the catalog's.
    """
    held = dated({key: value for key, value in below.items() if key not in own})
    found: dict[str, Any] = {**held, **own, "sources": own.get("sources") or {}}
    facts = own.get("facts")
    if isinstance(facts, Mapping):
        found["facts"] = {**dated(below.get("facts") or {}), **facts}
    return found


def table_findings(layer: Layer, tables: Tables) -> Iterator[Finding]:
    """Names in the discounts of a *layer*, and in what it forbids, that the catalog lacks."""
    routes = {route_of(name): None for name in tables["offerings"]}
    prefix = "overlay." if layer.name == "project" else ""
    for key in ("discounts", "forbidden"):
        for position, row in enumerate(layer.table.get(key) or ()):
            where = f"{prefix}{key}.{position}"
            for name, kind in (("provider", "providers"), ("model", "models")):
                if name in row and row[name] not in tables[kind]:
                    yield _unknown(layer.table_path, f"{where}.{name}", kind, row[name], tables)
            if "offering" in row and row["offering"] not in routes:
                near = near_names(row["offering"], routes, 1)
                yield error(
                    layer.table_path,
                    f"{where}.offering",
                    f"no route `{shown(row['offering'])}` in the catalog",
                    f"did you mean `{near[0]}`?" if near else "`llmpick list offerings` has all",
                )


def _unknown(path: str, fact: str, kind: str, name: str, tables: Tables) -> Finding:
    near = near_names(name, tables[kind], 1)
    tip = f"did you mean `{near[0]}`?" if near else f"`llmpick list {kind}` has all"
    return error(path, fact, f"no record {kind}/{shown(name)}", tip)


def reference_findings(tables: Tables, paths: Mapping[str, str]) -> Iterator[Finding]:
    """What the layers make wrong between records; *paths* are their files, by KIND/ID."""
    from llmpick.catalog import check_references

    records = {
        kind: {
            name: Record(
                kind, name, paths.get(f"{kind}/{name}", f"{kind}/{name}.toml"), dated(table), ""
            )
            for name, table in found.items()
        }
        for kind, found in tables.items()
    }
    yield from check_references.reference_findings(records)


def route_of(record: str) -> str:
    """The route of a record under offerings/: PROVIDER/DEVELOPER/MODEL[@VARIANT]."""
    provider, _, rest = record.partition("/")
    model, _, variant = rest.partition("@")
    return f"{model}@{provider}/{variant}" if variant else f"{model}@{provider}"
