"""
What the ability fit reads, out of the catalog's records, and the hash that says which rows it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from llmpick.ability.data import FitBenchmark, PublishedScore, TaskDomains, Traits

Tables = Mapping[str, Mapping[str, Mapping[str, Any]]]

LANGUAGES = ("de", "es", "fr", "ja", "ko", "ru", "zh")


class Inputs(NamedTuple):
    """
    All that a fit depends on.

    *releases* are ISO days or months by model, *traits* family and size, *efforts* those that the
    catalog names for a model: in any score, or where it was measured how long it thinks. *near*
    are the domains near each domain.
    """

    scores: list[PublishedScore]
    benchmarks: dict[str, FitBenchmark]
    tasks: dict[str, TaskDomains]
    releases: dict[str, str]
    traits: dict[str, Traits]
    efforts: dict[str, list[str]]
    near: dict[str, tuple[str, ...]]


def inputs(tables: Tables) -> Inputs:
    """The rows, benchmarks and tasks of *tables* (days as dates or ISO texts)."""
    return Inputs(
        scores=[score for _, score in rows(tables)],
        benchmarks={name: _benchmark(name, table) for name, table in tables["benchmarks"].items()},
        tasks={
            name: TaskDomains(name, dict(table["domains"]), LANGUAGES)
            for name, table in tables["tasks"].items()
        },
        releases=_releases(tables),
        traits={name: _traits(table) for name, table in sorted(tables["models"].items())},
        efforts=_efforts(tables),
        near={name: tuple(row["near"]) for name, row in sorted(_domains(tables).items())},
    )


def rows(tables: Tables) -> Iterator[tuple[Mapping[str, Any], PublishedScore]]:
    """Every score row with the record it becomes, in a fixed order."""
    for name, table in sorted(tables["models"].items()):
        for row in table.get("scores") or ():
            yield row, _score(name, row, table["sources"])
    for _, table in sorted(tables["scores"].items()):
        for row in table["scores"]:
            yield row, _score(row.get("group") or row["name"], row, table["sources"])


def _score(model: str, row: Mapping[str, Any], sources: Mapping[str, Any]) -> PublishedScore:
    low, high = row.get("low"), row.get("high")
    source = sources[row["source"]]
    reporter = row["reported_by"]
    return PublishedScore(
        model=model,
        effort=row.get("effort"),
        mode=row.get("mode"),
        benchmark=row["benchmark"],
        value=row["value"],
        source=source.get("feed") or row["source"],
        source_class="third_party" if reporter == "third-party" else reporter,
        date=str(row["date"]),
        items=row.get("items"),
        stderr=row.get("stderr"),
        interval=None if low is None or high is None else (low, high),
    )


def _benchmark(name: str, table: Mapping[str, Any]) -> FitBenchmark:
    facts = table.get("facts") or {}

    def latest(fact: str) -> Any:
        values = [value for value in facts.get(fact) or () if not value.get("disputed")]
        return values[-1]["value"] if values else None

    def number(fact: str) -> float | None:
        value = latest(fact)
        return None if value is None else float(value)

    return FitBenchmark(
        id=name,
        domain=table["domain"],
        scale_min=number("scale_min"),
        scale_max=number("scale_max"),
        chance=number("chance"),
        higher_is_better=table["higher_is_better"],
        link=table["link"],
        board=table["board"],
        role=table["role"],
        in_fit=table["in_fit"],
        reason=table.get("left_out_because") or "",
        published=str(latest("year") or ""),
        contamination=str(latest("contamination") or ""),
    )


def _traits(table: Mapping[str, Any]) -> Traits:
    sizes = table["facts"].get("parameters_total_b") or ()
    values = [value["value"] for value in sizes if not value.get("disputed")]
    return Traits(table.get("family"), float(values[-1]) if values else None)


def _efforts(tables: Tables) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for name, table in tables["models"].items():
        for row in table.get("scores") or ():
            if row.get("effort"):
                found.setdefault(name, set()).add(row["effort"])
    for table in (tables.get("thinking") or {}).values():
        for row in table["multiples"]:
            if row.get("effort") and row["model"] in tables["models"]:
                found.setdefault(row["model"], set()).add(row["effort"])
    return {name: sorted(found[name]) for name in sorted(found)}


def _domains(tables: Tables) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Any] = (tables.get("domains") or {}).get("domains") or {}
    return found.get("domains") or {}


def _releases(tables: Tables) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in tables["scores"].values():
        for row in table["scores"]:
            if "released" in row:
                found[row.get("group") or row["name"]] = str(row["released"])
    for name, table in tables["models"].items():
        values = [v for v in table["facts"].get("released") or () if not v.get("disputed")]
        if values:
            found[name] = str(values[-1]["value"])
    return found


def inputs_hash(tables: Tables) -> str:
    """SHA-256 over everything the fit reads, whatever the order of files and rows."""
    import hashlib

    found = inputs(tables)
    lines = sorted(repr(tuple(score)) for score in found.scores)
    lines += [repr(tuple(found.benchmarks[name])) for name in sorted(found.benchmarks)]
    for name in sorted(found.tasks):
        lines.append(repr((name, sorted(found.tasks[name].domains.items()))))
    lines += [repr(item) for item in sorted(found.releases.items())]
    lines += [repr((name, tuple(found.traits[name]))) for name in sorted(found.traits)]
    lines += [repr(item) for item in sorted(found.efforts.items())]
    lines += [repr(item) for item in sorted(found.near.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
