"""
From records to the sections of a compiled catalog, and the folder they belong to.

The same sections serve a catalog that is not compiled, so that both answer alike.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from llmpick.catalog import (
    read,
    resolve,
    resolve_embeddings,
    resolve_ended,
    resolve_hardware,
    resolve_plans,
    tuning,
    words,
)
from llmpick.catalog.columns import pack
from llmpick.catalog.container import Nested, dumps
from llmpick.catalog.in_force import Table, Tables
from llmpick.catalog.stamp import fingerprint
from llmpick.core.facts.estimates import Estimate, Support
from llmpick.core.facts.records import Offering
from llmpick.core.names import name_index
from llmpick.errors import CatalogError, shown
from llmpick.files.write import replace

if TYPE_CHECKING:
    from llmpick.catalog.finding import Finding

COMPILED = os.path.join(".compiled", "catalog.bin")
Progress = Callable[[str, int, int], None]
FORM = 25


def tables(folder: str, progress: Progress | None = None) -> dict[str, dict[str, dict[str, Any]]]:
    """
    All records of *folder* as kind → id → table, schema-checked; *progress* counts its files.

    Raises:
        CatalogError: a file cannot be read or does not fit the schema; the first is named.
    """
    from llmpick.catalog import check, check_references

    records: dict[str, dict[str, read.Record]] = {kind: {} for kind in (*read.KINDS, *read.SINGLE)}
    paths = read.files(folder)
    for number, path in enumerate(paths):
        if progress:
            progress("reading files", number, len(paths))
        record = read.parse(folder, path)
        if isinstance(record, read.Fault):
            where = f"{path}:{record.line}" if record.line else path
            raise CatalogError(f"{shown(where, 200)}: {record.message}", hint=record.hint)
        _raise_first(check.shape_findings(record))
        _raise_first(check.missing_sources(record.path, record.data))
        records[record.kind][record.id] = record
    if not records["models"] or "scale" not in records["scale"]:
        raise CatalogError(
            f"the catalog `{shown(folder)}` is empty or has no scale.toml",
            hint="point --catalog at a whole catalog",
        )
    _raise_first(check_references.reference_findings(records))
    _raise_first(check_references.derived_findings(records))
    return {
        kind: {name: read.plain(record.data) for name, record in found.items()}
        for kind, found in records.items()
    }


def _raise_first(findings: Iterable[Finding]) -> None:
    for finding in findings:
        where = f"{finding.file}:{finding.line}" if finding.line else finding.file
        raise CatalogError(
            f"{shown(where, 200)}: {finding.fact}: {shown(finding.message, 200)}", hint=finding.tip
        )


def content_hash(folder: str) -> str:
    """SHA-256 over the names and bytes of all files of *folder*, in order."""
    import hashlib

    digest = hashlib.sha256()
    for path in ["VERSION", *read.files(folder)]:
        with open(os.path.join(folder, path), "rb") as file:
            digest.update(path.encode() + b"\0" + file.read() + b"\0")
    return digest.hexdigest()


def sections(records: Tables, version: str, sha256: str, day: str) -> dict[str, object]:
    """The sections of the catalog as it stands on *day*; records themselves apart."""
    view = resolve.view(records, day)
    return {
        "meta": {
            "form": FORM,
            "version": version,
            "sha256": sha256,
            "day": day,
            "until": _until(records, view),
        },
        "models": _packed(view.models),
        **_offerings(view.offerings),
        "providers": _packed(view.providers),
        "own_terms": _packed((model, *provider) for model, provider in view.own_terms),
        "licences": _packed(view.licences),
        "regulations": _packed(view.regulations),
        "benchmarks": _packed(view.benchmarks),
        "tasks": _packed(view.tasks),
        "dialects": _packed(resolve.dialects(records, day)),
        "uplifts": _packed(resolve.uplifts(records, day)),
        "rates": _packed(resolve.rates(records, view.offerings, day)),
        "media": _packed(resolve.media(records)),
        "ended": _packed(resolve_ended.identifiers(records)),
        "scale": _plain(view.scale),
        "tokens": _plain(view.tokens[:3]),  # the last are the user's own
        "names": _plain(_names(records, view)),
        "accelerators": _packed(resolve_hardware.accelerators(records, day)),
        "rentals": _packed(resolve_hardware.rentals(records, day)),
        "electricity": _packed(resolve_hardware.electricity(records, day)),
        "formats": _packed(resolve_hardware.formats(records, day)),
        "configurations": _packed(resolve_hardware.configurations(records)),
        "generations": resolve_hardware.generations(records),
        "engines": resolve_hardware.engines(records, day),
        "architectures": _packed(resolve_hardware.architectures(records, day)),
        "plans": _packed(
            resolve_plans.plans(records, {row.id: row for row in view.providers}, day)
        ),
        "seat_uses": _packed(resolve_plans.uses(records, day)),
        "plan_names": _aliases(records, "plans"),
        "hardware_names": _aliases(records, "hardware"),
        "format_names": _aliases(records, "formats"),
        **_embeddings(records, day),
        **_custom(records, view),
        "speed": _speed(records),
        **estimate_sections(records["derived"], {model.id for model in view.models}),
    }


def _offerings(offerings: Sequence[Offering]) -> dict[str, object]:
    """Prices, each once: offerings and lists hold their number, and a list its offering's place."""
    lists = [
        (position, *item)
        for position, offering in enumerate(offerings)
        for item in offering.price_lists
    ]
    # by text: 1 and 1.0 are equal, and are not written alike
    every = {repr(row[-1]): row[-1] for row in lists}
    every |= {repr(row.prices): row.prices for row in offerings if row.prices}
    numbers = {name: number for number, name in enumerate(every)}
    return {
        "prices": _packed(every.values()),
        "offerings": _packed((*row[:-5], numbers.get(repr(row.prices))) for row in offerings),
        "fees": _packed(
            (position, *fee) for position, offering in enumerate(offerings) for fee in offering.fees
        ),
        "rate_limits": _packed(
            (position, *row[-2:]) for position, row in enumerate(offerings) if any(row[-2:])
        ),
        "price_lists": _packed((*row[:-1], numbers[repr(row[-1])]) for row in lists),
    }


def _until(records: Tables, view: resolve.View) -> str | None:
    changes = (*tuning.changes(records), *resolve_embeddings.changes(records))
    ahead = [day for day in changes if day > view.day]
    return min([*ahead, *([view.until] if view.until else [])], default=None)


def _embeddings(records: Tables, day: str) -> dict[str, object]:
    """Embedding models with their offerings, the boards they are compared on, and their names."""
    return {
        "embeddings": _plain(resolve_embeddings.models(records, day)),
        "embedding_boards": _packed(resolve_embeddings.boards(records)),
        "embedding_names": _aliases(records, "embeddings"),
    }


def _custom(records: Tables, view: resolve.View) -> dict[str, object]:
    """Two numbers a model, in the order of the models; hosted tuning and offerings apart."""
    found = tuning.known(records, view.models, view.offerings, view.day)
    return {
        "custom": _packed((custom.yes, custom.no) for custom in found.models),
        "hosted": [
            (place, *_plain(offer))
            for place, custom in enumerate(found.models)
            for offer in custom.hosted
        ],
        "takes": _packed((place, *bits) for place, bits in sorted(found.routes.items())),
    }


def build(folder: str, *, portable: bool = False, progress: Progress | None = None) -> bytes:
    """
    The compiled form of the catalog in *folder*.

    Args:
        folder: The catalog's folder.
        portable: For a wheel, where no TOML lies beside it: without the fingerprint.
        progress: Told the stage, the step and the number of steps.
    """
    version = read.version(folder)
    records = tables(folder, progress)
    if progress:
        progress("compiling", 0, 0)
    parts = sections(records, version, content_hash(folder), read.day_of(version))
    blobs = {
        f"{kind}/{name}": table for kind, found in records.items() for name, table in found.items()
    }
    mark = None if portable else fingerprint(folder)
    named = words.section(records, parts, None if portable else folder)
    return dumps({"fingerprint": mark, **parts, "words": named, "records": Nested(dumps(blobs))})


def write(folder: str, *, portable: bool = False, progress: Progress | None = None) -> str:
    """
    Compile *folder* in place, whole or not at all; the path written.

    *portable* is for a folder whose files never change: nobody looks whether they did.

    Raises:
        UserError: the catalog is broken, or the folder does not take the file.
    """
    target = os.path.join(folder, COMPILED)
    replace(target, build(folder, portable=portable, progress=progress))
    with suppress(OSError):  # what others may write is not read again
        os.chmod(target, os.stat(target).st_mode & 0o755)
    return target


def _plain(value: Any) -> Any:
    """*value* with named tuples as plain ones, which marshal takes."""
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _speed(records: Tables) -> list[dict[str, Any]]:
    """Constants, offsets and residuals of the fit of speeds; empty where there is none."""
    found = records["derived"].get("speed")
    if found is None:
        return []
    return [
        {name: row["value"] for name, row in found["constants"].items()},
        {name: row["value"] for name, row in found["offsets"].items()},
        {name: (row["low"], row["high"]) for name, row in found["residuals"].items()},
    ]


def _packed(rows: Iterable[tuple[Any, ...]]) -> Any:
    plain = [_plain(row) for row in rows]
    return pack(plain, len(plain[0]) if plain else 0)


def _aliases(records: Tables, kind: str) -> dict[str, tuple[str, ...]]:
    """id → name and further names"""
    return {
        name: (table["name"], *(table.get("aliases") or ()))
        for name, table in sorted(records[kind].items())
    }


def _names(records: Tables, view: resolve.View) -> name_index.NameIndex:
    models = [
        name_index.ModelNames(
            model.id,
            model.name,
            model.released,
            tuple(records["models"][model.id]["aliases"]),
            tuple(records["models"][model.id].get("rolling_aliases") or ()),
        )
        for model in view.models
    ]
    offerings = []
    for offering in view.offerings:
        place, _, variant = offering.place.partition("/")
        path = f"{place}/{offering.model}" + (f"@{variant}" if variant else "")
        others = records["offerings"][path].get("other_api_models") or ()
        offerings.append(
            name_index.OfferingNames(
                offering.id, offering.model, offering.provider, (offering.api_model, *others)
            )
        )
    return name_index.build(models, offerings, _tool_names(records))


def _tool_names(records: Tables) -> dict[str, set[str]]:
    """What LiteLLM and models.dev call each provider."""
    return {
        provider: {
            name
            for entry in (table.get("facts") or {}).get("tool_names") or ()
            for tool in ("litellm", "models_dev")
            if (name := entry["value"].get(tool))
        }
        for provider, table in records["providers"].items()
    }


def estimate_sections(derived: Mapping[str, Table], known: Collection[str]) -> dict[str, object]:
    """
    One section a task, of the *known* models; empty where *derived* holds no fit.

    *derived* is by name the tables below derived/ of a catalog.
    """
    if not {"fit", "estimates", "evidence"} <= derived.keys():
        return {"estimates": []}
    evidence = {(row["model"], row["effort"]): row for row in derived["evidence"]["rows"]}
    by_task: dict[str, list[Estimate]] = {}
    for row in derived["estimates"]["rows"]:
        if row["model"] in known:
            about = evidence[row["model"], row["effort"]]
            by_task.setdefault(row["task"], []).append(_estimate(row, about))
    return {
        "estimates": sorted(by_task),
        "fit": {**derived["fit"]["meta"], "report": derived["fit"]["report"]},
        "support": _packed(
            _support(row) for row in derived["evidence"]["rows"] if row["model"] in known
        ),
        **{f"estimate/{task}": _packed(rows) for task, rows in sorted(by_task.items())},
    }


def _support(row: Table) -> Support:
    shift = row["selfreport_shift"]
    return Support(
        model=row["model"],
        effort=row["effort"] or None,
        benchmarks=int(row["benchmarks"]),
        usual_reported=int(row["usual_reported"]),
        usual_of=int(row["usual_of"]),
        selfreport_shift=float(shift) if shift else None,
        general_stderr=float(row["general_stderr"]),
        prior_share=float(row["prior_share"]) if row.get("prior_share") else None,
    )


def _estimate(row: Table, about: Table) -> Estimate:
    return Estimate(
        model=row["model"],
        effort=row["effort"] or None,
        theta=float(row["theta"]),
        stderr=float(row["stderr"]),
        score=float(row["score"]),
        low=float(row["low"]),
        high=float(row["high"]),
        direct=int(row["direct"]),
        label=row["label"],
        scores=int(about["scores"]),
        model_scores=int(about["model_scores"]),
        independent=int(about["independent"]),
        near=int(row.get("near", 0)),
    )
