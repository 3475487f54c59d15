"""
The fields of every kind of file as Markdown, out of the schema, for catalog/README.md.

`python -m llmpick.catalog.reference` writes them into that page.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from llmpick.catalog.check import TABLES
from llmpick.catalog.schema_base import Source, Value
from llmpick.catalog.shapes import SHAPES, json_schema

Schema: TypeAlias = Mapping[str, Any]

BEGIN = "<!-- generated: llmpick catalog reference -->"
END = "<!-- end -->"
COMMAND = "python -m llmpick.catalog.reference"
HEAD = ("meaning and unit", "type", "mandatory")

FORMATS = {
    r"^[a-z0-9][a-z0-9._-]{0,79}$": "identifier",
    r"^https?://[^\s\x00-\x1f]+$": "URL",
    r"^\d{4}(-\d{2})?$": "month or year",
    r"^[A-Za-z0-9-]{2,32}$": "region code",
    r"^[A-Z]{2}$": "two capitals",
    r"^[a-z]{2}$": "two letters",
    r"^\d\d:\d\d-\d\d:\d\d$": "hours",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits",
    r"^P[0-5]$": "grade",
}
"""What a pattern of the schema is called."""

LIMITS = {
    "minimum": "from",
    "exclusiveMinimum": "above",
    "maximum": "to",
    "exclusiveMaximum": "below",
}

LEGEND = """\
*Identifier*: a to z, 0 to 9, `.`, `_` and `-`, from a letter or a digit on, at most 80 characters.
*Name* and *line*: text without control or invisible characters, at most 160 and 400.
*Day*: a TOML date, `2026-11-23`; *month or year*: text, `"2026-11"` or `"2026"`.
A fact is a list of entries, each with a `value` of the type named and the fields of a dated value.
"""

COLUMNS = {
    "anchors": {
        "scale": "Task, as in estimates.csv, or `g` for general ability.",
        "row": "Model, with `@` and the effort where there is one.",
        "theta": "Ability at which the scale is held, logits.",
    },
    "baskets": {
        "task": "Task, as in estimates.csv.",
        "benchmark": "Benchmark in its basket; empty: an average one of a domain that lacks some.",
        "share": "Its part of the basket, 0 to 1.",
        "mu": "How a model of average ability does on it, logits.",
        "loadings": "What a unit of each factor adds to that, logits, as `factor=number`.",
        "slope": "Factor that puts the task's ability on the scale held by anchors.csv.",
        "intercept": "What is then added, logits.",
    },
    "estimates": {
        "model": "Model.",
        "effort": "Reasoning effort; empty: not stated.",
        "task": "Task, or `language-` and a language for the language alone.",
        "theta": "Ability in the task, logits.",
        "stderr": "Its standard error, logits.",
        "score": "Share of the task's basket of benchmarks that is expected to be solved, 0 to 1.",
        "low": "Lower end of the 80 % interval of *score*.",
        "high": "Upper end of the 80 % interval of *score*.",
        "direct": "Independent scores of this effort in the task's own domains.",
        "near": "Independent scores of this effort in domains near those (domains.toml), not in "
        "them.",
        "label": "Evidence in a word: `direct`, `some`, `general only` or `thin`.",
    },
    "evidence": {
        "model": "Model.",
        "effort": "Reasoning effort; empty: not stated.",
        "scores": "Scores of this effort.",
        "model_scores": "Scores of the model, at any effort.",
        "independent": "Scores of this effort that are independent of the developer.",
        "benchmarks": "Benchmarks that they are on.",
        "usual_reported": "How many of the usual benchmarks have a score of the model.",
        "usual_of": "How many benchmarks are usual for models of its time.",
        "selfreport_shift": "What its developer's own scores add to its general ability, logits.",
        "general": "General ability, logits.",
        "general_stderr": "Its standard error, logits.",
        "prior_share": "How much of it comes of its date, size and family, 0 to 1.",
    },
}
"""What the columns of the tables of derived/ hold."""


class FileKind(NamedTuple):
    """One kind of file: its JSON Schema, and the tables inside it by name."""

    name: str
    schema: Schema
    inner: Mapping[str, Schema]


def reference() -> str:
    """All kinds of file, their fields and facts, as Markdown that ends in a line break."""
    parts = [
        "## Fields",
        LEGEND.rstrip(),
        *_shared("A dated value", Value.model_json_schema()),
        *_shared("A source", Source.model_json_schema()),
    ]
    written = {"Source"}
    for name in SHAPES:
        parts.extend(_kind(_read(name), written))
    for name, columns in COLUMNS.items():
        rows = [(column, columns[column]) for column in TABLES[name]]
        parts += [f"#### derived/{name}.csv", _table("column", rows, HEAD[:1])]
    return "\n\n".join(parts) + "\n"


def inserted(page: str, generated: str) -> str:
    """
    *page* with *generated* between its two markers.

    Raises:
        ValueError: the page lacks a marker.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no `{BEGIN}` with `{END}` after it")
    return f"{before}{BEGIN}\n\n{generated}\n{END}{after}"


def _read(name: str) -> FileKind:
    schema = json_schema(name)
    return FileKind(name, schema, schema.get("$defs", {}))


def _shared(title: str, schema: Schema) -> list[str]:
    return [f"### {title}", schema["description"], _fields(schema)]


def _kind(kind: FileKind, written: set[str]) -> Iterator[str]:
    """The table of a kind's own fields, then one for each table inside it, once in the page."""
    path, _, about = kind.schema["description"].partition(": ")
    yield f"### {kind.name}"
    yield f"`{path}`: {about}"
    yield _fields(kind.schema)
    fields: dict[str, list[str]] = {}
    for field, name in _inside(kind, kind.schema):
        fields.setdefault(name, []).append(field)
    for name, titles in fields.items():
        if name in written:
            continue
        written.add(name)
        inner = kind.inner[name]
        yield f"#### {kind.name}: {', '.join(titles)}"
        yield " ".join(inner["description"].split())
        if titles == ["facts"]:
            yield from _facts(kind, inner)
        else:
            yield _fields(inner)


def _inside(kind: FileKind, schema: Schema) -> Iterator[tuple[str, str]]:
    """The field and the name of every table below *schema*, but for those of dated values."""
    for field, found in schema["properties"].items():
        for name in _references(found):
            yield field, name
            if field != "facts":
                yield from _inside(kind, kind.inner[name])


def _references(schema: Schema) -> Iterator[str]:
    """The names of the tables that *schema* points to."""
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]
    for part in _parts(schema):
        yield from _references(part)


def _parts(schema: Schema) -> Iterator[Schema]:
    yield from schema.get("anyOf", ())
    yield from schema.get("patternProperties", {}).values()
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            yield schema[key]


def _facts(kind: FileKind, schema: Schema) -> Iterator[str]:
    """A row for each fact, with the type of its value, and what its entries carry besides."""
    required = schema.get("required", ())
    rows = []
    beside = []
    for fact, found in schema["properties"].items():
        name = next(_references(found))
        entry = kind.inner[name]
        value = entry["properties"]["value"]
        meaning = found["description"]
        if "enum" in value:
            meaning = f"{meaning} {value['description']}"
        rows.append((fact, meaning, words(value), _mandatory(fact, found, required)))
        if set(entry["properties"]) - set(Value.model_fields) - {"value"}:
            beside.append((fact, entry))
    yield _table("fact", rows, ("meaning and unit", "type of the value", "mandatory"))
    for fact, entry in beside:
        yield f"Beside the fields of a dated value, an entry of `{fact}` has:"
        yield _fields(entry, without=Value.model_fields)


def _fields(schema: Schema, without: Iterable[str] = ()) -> str:
    required = schema.get("required", ())
    hidden = set(without)
    rows = [
        (name, found["description"], words(found), _mandatory(name, found, required))
        for name, found in schema["properties"].items()
        if name not in hidden
    ]
    return _table("field", rows, HEAD)


def _mandatory(name: str, schema: Schema, required: Iterable[str]) -> str:
    if name in required:
        return "yes"
    default = schema.get("default")
    return "no" if default is None else f"no; `{default}` if absent"


def words(schema: Schema) -> str:
    """What the type that *schema* describes is called in a table, with its range."""
    if "$ref" in schema:
        return "table"
    if "anyOf" in schema:
        found = [words(part) for part in schema["anyOf"] if part.get("type") != "null"]
        return " or ".join(found)
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = schema.get("type")
    if kind == "array":
        return _many("list", schema["items"])
    if kind == "object":
        return ", ".join(_many("table", part) for part in _parts(schema)) or "table"
    if kind == "boolean":
        return "`true` or `false`"
    if kind == "string":
        return _text(schema)
    return _range("whole number" if kind == "integer" else "number", schema)


def _many(container: str, part: Schema) -> str:
    return f"{container} of tables" if "$ref" in part else f"{container} of: {words(part)}"


def _text(schema: Schema) -> str:
    if schema.get("format") == "date":
        return "day"
    if schema.get("pattern") in FORMATS:
        return FORMATS[schema["pattern"]]
    return "line" if schema.get("maxLength", 0) > 160 else "name"


def _range(kind: str, schema: Schema) -> str:
    limits = dict(schema)
    if kind == "whole number" and "exclusiveMinimum" in limits:
        limits["minimum"] = limits.pop("exclusiveMinimum") + 1
    found = [f"{word} {limits[key]:,}" for key, word in LIMITS.items() if key in limits]
    return " ".join([kind, *found])


def _table(first: str, rows: Iterable[tuple[str, ...]], heads: Iterable[str]) -> str:
    named = (first, *heads)
    lines = [named, ("---",) * len(named), *((f"`{row[0]}`", *row[1:]) for row in rows)]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def main() -> None:
    """Write the reference into the README of the catalog beside this package."""
    from llmpick.catalog.load import CHECKOUT
    from llmpick.files.write import replace

    path = os.path.join(CHECKOUT, "README.md")
    with open(path, encoding="utf-8") as file:
        page = file.read()
    replace(path, inserted(page, reference()).encode())


if __name__ == "__main__":
    main()
