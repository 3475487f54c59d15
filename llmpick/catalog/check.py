"""Findings about a catalog: shape first, then each record, then records together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any, get_args

from llmpick.catalog import check_sizing, read
from llmpick.catalog.check_agreeing import agreeing_findings, identifier_findings
from llmpick.catalog.check_ends import end_findings
from llmpick.catalog.check_prices import freshness_findings, outlier_findings, price_findings
from llmpick.catalog.check_references import (
    derived_findings,
    fit_findings,
    forwarding_findings,
    reference_findings,
    score_findings,
)
from llmpick.catalog.finding import Finding, error, order_findings, warning
from llmpick.catalog.read import Fault, Record
from llmpick.errors import near_names, shown
from llmpick.files.write import toml

if TYPE_CHECKING:
    from pydantic import BaseModel

SPEED = "derived/speed.toml"


def findings(folder: str) -> list[Finding]:
    """All findings about the catalog in *folder*, by file."""
    day = read.day_of(read.version(folder))
    records: dict[str, dict[str, Record]] = {kind: {} for kind in (*read.KINDS, *read.SINGLE)}
    found: list[Finding] = []
    folded: dict[str, str] = {}
    for path in read.files(folder):
        if path.lower() in folded:
            found.append(
                error(path, "file", f"same as `{folded[path.lower()]}` but for case", "rename it")
            )
        folded[path.lower()] = path
        record = read.parse(folder, path)
        if isinstance(record, Fault):
            found.append(error(path, "file", record.message, record.hint, record.line))
            continue
        shape = list(shape_findings(record))
        found.extend(shape)
        if not shape:
            records[record.kind][record.id] = record
            found.extend(record_findings(record, day))
    found.extend(_whole_findings(records))
    found.extend(outlier_findings(records["offerings"], day))
    found.extend(identifier_findings(records["offerings"], day))
    found.extend(end_findings(records, day))
    return sorted(found)


def shape_findings(record: Record) -> Iterator[Finding]:
    """Where *record* does not fit the schema of its folder."""
    from pydantic import ValidationError

    from llmpick.catalog.shapes import SHAPES

    if record.path.endswith(".csv"):
        yield from _table_findings(record)
        return
    shape = SHAPES.get("speed" if record.path == SPEED else record.kind)
    if shape is None:
        yield error(record.path, "file", "no such kind of record", "move it to its folder")
        return
    yield from _path_findings(record)
    try:
        shape.model_validate(record.data)
    except ValidationError as invalid:
        for problem in invalid.errors():
            fact = ".".join(str(part) for part in problem["loc"]) or "file"
            yield error(
                record.path,
                fact,
                problem["msg"].removeprefix("Value error, "),
                _tip(problem["type"], _fields(shape, fact), str(problem["loc"][-1:])),
            )


def _fields(shape: type[BaseModel], place: str) -> Mapping[str, Any]:
    """The keys that a record has, those of its facts where the *place* is in them."""
    facts = shape.model_fields.get("facts") if place.startswith("facts.") else None
    kinds = [facts.annotation, *get_args(facts.annotation)] if facts else [shape]
    return next((kind.model_fields for kind in kinds if hasattr(kind, "model_fields")), {})


def _tip(kind: str, fields: Mapping[str, Any], key: str) -> str:
    if kind == "extra_forbidden":
        near = near_names(key.strip("(',)"), fields, 1)
        return f"did you mean `{near[0]}`?" if near else "take it out, or see catalog/README.md"
    if kind == "missing":
        return "add it; catalog/README.md says what it holds"
    return "see catalog/README.md for what it holds"


TABLES = {
    "anchors": ("scale", "row", "theta"),
    "baskets": ("task", "benchmark", "share", "mu", "loadings", "slope", "intercept"),
    "estimates": (
        *("model", "effort", "task", "theta", "stderr", "score", "low", "high"),
        *("direct", "near", "label"),
    ),
    "evidence": (
        *("model", "effort", "scores", "model_scores", "independent", "benchmarks"),
        *("usual_reported", "usual_of", "selfreport_shift", "general", "general_stderr"),
        "prior_share",
    ),
}

BEFORE = {
    "estimates": tuple(column for column in TABLES["estimates"] if column != "near"),
    "evidence": TABLES["evidence"][:-1],
}
"""Columns that a table had in catalogs of earlier versions, which a new fit must still read."""


def _table_findings(record: Record) -> Iterator[Finding]:
    wanted = TABLES.get(record.id)
    rows: list[dict[str, str]] = record.data["rows"]  # type: ignore[assignment]
    if record.kind == "derived" and record.id in ("posterior", "siblings"):
        return
    if record.kind != "derived" or wanted is None:
        yield error(record.path, "file", "no such table", "remove it")
    elif rows and tuple(rows[0]) not in (wanted, BEFORE.get(record.id)):
        yield error(record.path, "header", "not its columns", "run `llmpick catalog fit`")
    else:
        for number, row in enumerate(rows, 2):
            fault = _row_fault(record.id, row)
            if fault:
                yield error(
                    record.path, fault, "is no such number", "run `llmpick catalog fit`", number
                )
                return


def _row_fault(table: str, row: Mapping[str, str]) -> str | None:
    """The column of *row* that does not hold what it must, or None."""
    for name, value in row.items():
        if name in _WORDS or (value == "" and name == "selfreport_shift"):
            continue
        try:
            number = float(value)
        except ValueError:
            return name
        if not value.isascii() or "_" in value:
            return name  # Python takes full-width digits and 1_000
        if not isfinite(number) or (name in _WHOLE and not value.isdecimal()):
            return name
    if table == "estimates":
        low, score, high = (float(row[name]) for name in ("low", "score", "high"))
        if not 0 <= low <= score <= high <= 1:
            return "score"
        if float(row["stderr"]) < 0:
            return "stderr"
    return "loadings" if table == "baskets" and not _are_loadings(row["loadings"]) else None


def _are_loadings(text: str) -> bool:
    """Whether *text* is a row of `factor=number`."""
    try:
        return all(isfinite(float(pair.partition("=")[2])) for pair in text.split())
    except ValueError:
        return False


_WORDS = frozenset({"model", "effort", "task", "label", "scale", "row", "benchmark", "loadings"})
_WHOLE = frozenset(
    {
        "direct",
        "near",
        "scores",
        "model_scores",
        "independent",
        "benchmarks",
        "usual_reported",
        "usual_of",
    }
)


def _path_findings(record: Record) -> Iterator[Finding]:
    two = dict.fromkeys(("architectures", "embeddings", "models", "plans"), 2)
    depth = {**two, "offerings": 3}.get(record.kind, 1)
    parts = record.id.split("/")
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-._")
    if len(parts) != depth:
        yield error(record.path, "file", f"stands {len(parts)} deep, not {depth}", "move the file")
    for part in parts:
        name = part.replace("@", "", 1) if record.kind == "offerings" else part
        if not name or len(part) > 120 or set(name) - allowed or name[0] in "-.":
            yield error(
                record.path,
                "file",
                f"`{shown(part)}` is no identifier",
                "use a-z, 0-9, `-`, `.`, `_`",
            )


_MEASURED = ("measurements", "architectures", "formats")
_LISTS = (
    *("ratios", "tokens_per_character", "multiples"),
    *("tunable", "training_prices", "tuned_prices", "trains", "routes", "exchange", "use"),
    *("offerings", "results"),
)


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every dated value of a record with the name of its fact."""
    for fact, values in facts_of(data):
        for position, value in enumerate(values):
            yield f"{fact}.{position}", value
    for kind in (
        *("prices", "fees", "hours", "scores", "claims", "rentals", "files", "losses", "duties"),
        *("rules", "runs", "options", "configurations", "identifiers"),
        *_LISTS,
        *_MEASURED,
    ):
        for position, value in enumerate(data.get(kind) or []):
            yield f"{kind}.{position}", value


def facts_of(data: Mapping[str, Any]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Every fact of a record with its values: its own, and those of terms for single models."""
    for fact, values in (data.get("facts") or {}).items():
        yield f"facts.{fact}", values
    for model, facts in (data.get("own_terms") or {}).items():
        for fact, values in facts.items():
            yield f'own_terms."{model}".{fact}', values


def record_findings(record: Record, day: str) -> Iterator[Finding]:
    data: Mapping[str, Any] = record.data
    path = record.path
    yield from _source_findings(path, data, day)
    for fact, values in facts_of(data):
        yield from order_findings(path, fact, values)
    if record.kind == "offerings":
        yield from price_findings(path, data, day)
        yield from agreeing_findings(path, data)
        yield from freshness_findings(path, data, day)
    if record.kind == "models":
        yield from _model_findings(path, data)
    if not record.path.endswith(".csv") and not _is_canonical(record):
        yield error(
            path, "file", "not in the form that tomli-w writes", "run `llmpick catalog fmt`"
        )


def _is_canonical(record: Record) -> bool:
    return toml(record.data) == record.text.encode()


def missing_sources(path: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Values whose source the file does not hold."""
    sources = data.get("sources") or {}
    for fact, value in _entries(data):
        for name in _named(value):
            if name not in sources:
                near = near_names(name, sources, 1)
                tip = f"did you mean `{near[0]}`?" if near else f"add [sources.{name}]"
                yield error(path, fact, f"names the source `{name}`, which the file lacks", tip)


def _named(value: Mapping[str, Any]) -> tuple[str, ...]:
    others = tuple(value[key] for key in ("dated_by", "gpu_source") if key in value)
    named = (*(value.get("agreeing") or ()), *(value.get("evidence") or ()), *others)
    return (value["source"], *named)


def _source_findings(path: str, data: Mapping[str, Any], day: str) -> Iterator[Finding]:
    yield from missing_sources(path, data)
    sources = data.get("sources") or {}
    used = {name for _, value in _entries(data) for name in _named(value)}
    for name in sorted(set(sources) - used):
        yield error(path, f"sources.{name}", "is named by no value", "take it out")
    for name, source in sources.items():
        if source["read"].isoformat() > day:
            yield error(
                path,
                f"sources.{name}.read",
                f"{source['read']} is after the catalog's own day {day}",
                "mend the day, or raise VERSION",
            )


def _model_findings(path: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    facts = data["facts"]

    def value(name: str) -> Any:
        values = [v for v in facts.get(name) or () if not v.get("disputed")]
        return values[-1]["value"] if values else None

    window, longest = value("context_window_tokens"), value("max_output_tokens")
    if window and longest and longest > window:
        yield warning(
            path,
            "facts.max_output_tokens",
            f"{longest:,} is more than the context window of {window:,}",
            "check both; a window counts input and output together",
        )
    total, active = value("parameters_total_b"), value("parameters_active_b")
    if total and active and active > total:
        yield error(
            path, "facts.parameters_active_b", f"{active:g} of {total:g}", "check both numbers"
        )
    if value("licence") and value("open_weights") is False:
        yield error(
            path, "facts.licence", "a licence of weights that are not open", "mend one of both"
        )


def _whole_findings(records: Mapping[str, Mapping[str, Record]]) -> Iterator[Finding]:
    yield from reference_findings(records)
    yield from forwarding_findings(records)
    yield from derived_findings(records)
    yield from score_findings(records)
    yield from fit_findings(records)
    stale = check_sizing.stale_speed(records)
    if stale:
        yield warning(SPEED, "meta.inputs_sha256", stale, "run `llmpick catalog fit-speed`")
    if not records["models"]:
        yield error("models", "folder", "no models", "point --catalog at a whole catalog")
    if "scale" not in records["scale"]:
        yield error("scale.toml", "file", "is missing", "add it")
