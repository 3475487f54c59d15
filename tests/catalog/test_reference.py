"""The page that says what a file of the catalog holds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from llmpick.catalog import check, check_prices, reference
from llmpick.catalog.schema_base import Source, Value
from llmpick.catalog.shapes import SHAPES, json_schema

CATALOG = Path(__file__).parents[2] / "catalog"
PAGE = (CATALOG / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n# (\S+)\n(.*?)```", PAGE, re.DOTALL)


def tables(kind: str) -> dict[str, dict]:
    """Every table of the files of *kind* by name, the file itself first."""
    schema = json_schema(kind)
    return {kind: schema, **schema.get("$defs", {})}


@pytest.fixture(scope="module")
def tables_of_fields() -> str:
    """The generated part of the page, made once: it takes half a second."""
    return reference.reference()


def test_generated_part_is_current(tables_of_fields):
    """The field tables of catalog/README.md are those of the schema."""
    assert reference.inserted(PAGE, tables_of_fields) == PAGE, (
        f"catalog/README.md is not that of the schema: run `{reference.COMMAND}`"
    )


@pytest.mark.parametrize("kind", SHAPES)
def test_every_field_is_described(kind):
    """Each field of each kind of file says what it holds, in one line that ends in a full stop."""
    bare = [
        f"{name}.{field}"
        for name, table in tables(kind).items()
        for field, found in table["properties"].items()
        if not found.get("description", "").endswith(".") or "\n" in found["description"]
    ]
    assert not bare, f"give Field(description=...) in its catalog/schema_*.py: {', '.join(bare)}"


@pytest.mark.parametrize("kind", SHAPES)
def test_every_kind_begins_with_its_path(kind):
    """What a kind of file is called begins with the path that its files have."""
    path, colon, about = json_schema(kind)["description"].partition(": ")
    assert path.endswith(".toml")
    assert path.startswith("derived/speed" if kind == "speed" else kind)
    assert colon
    assert about


@pytest.mark.parametrize("kind", SHAPES)
def test_every_field_stands_in_the_reference(kind, tables_of_fields):
    """No field, and no table inside a file, is left out of the page."""
    known = {*Value.model_fields, *Source.model_fields}
    missing = [
        f"{name}.{field}"
        for name, table in tables(kind).items()
        for field in table["properties"]
        if field not in known and f"| `{field}` |" not in tables_of_fields
    ]
    assert not missing


def test_every_column_is_described():
    """The tables of derived/ have the columns that validation wants, each with its meaning."""
    assert {name: tuple(columns) for name, columns in reference.COLUMNS.items()} == check.TABLES


@pytest.mark.parametrize(
    "limit",
    [
        f"{check_prices.STALE_WARNING_DAYS} days, {check_prices.STALE_ERROR_DAYS} days",
        f"{check_prices.MAX_MOVE:g}-fold",
        f"{check_prices.MAX_OUTPUT_TO_INPUT:g} times",
        f"{check_prices.MAX_USD_PER_MTOK:,.0f} USD per Mtok",
        f"{check.read.MAX_FILE_BYTES:,} bytes, {check.read.MAX_LINE_CHARACTERS:,} characters",
    ],
)
def test_limits_of_validation_are_those_of_the_code(limit):
    """The page names the limits that `catalog validate` applies."""
    assert limit in PAGE


@pytest.mark.parametrize(("path", "text"), EXAMPLES, ids=[path for path, _ in EXAMPLES])
def test_examples_are_of_real_files(path, text):
    """An example names a file of the catalog, and every field in it is one of its kind."""
    assert (CATALOG / path).is_file()
    known = {
        field for table in tables(path.split("/")[0]).values() for field in table["properties"]
    }
    given = tomllib.loads(text)
    fields = {*given, *given.get("facts", {})}
    fields |= {key for source in given.get("sources", {}).values() for key in source}
    for entries in (
        *given.get("facts", {}).values(),
        given.get("prices", []),
        given.get("scores", []),
    ):
        fields |= {key for entry in entries for key in entry}
    assert fields <= known


def test_page_without_markers_is_refused():
    """A page that lost a marker is an error, not a page without a reference."""
    with pytest.raises(ValueError, match="generated"):
        reference.inserted("# The catalog\n", "fields")


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param({"type": "boolean"}, "`true` or `false`", id="flag"),
        pytest.param({"type": "integer", "exclusiveMinimum": 0}, "whole number from 1", id="count"),
        pytest.param(
            {"type": "number", "minimum": 0, "maximum": 1000000},
            "number from 0 to 1,000,000",
            id="amount",
        ),
        pytest.param(
            {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
            "day",
            id="optional",
        ),
        pytest.param({"enum": ["a", "b"], "type": "string"}, "`a`, `b`", id="closed set"),
        pytest.param(
            {"type": "array", "items": {"$ref": "#/$defs/Price"}}, "list of tables", id="tables"
        ),
        pytest.param({"type": "object", "additionalProperties": True}, "table", id="open table"),
    ],
)
def test_words(schema, expected):
    """A type reads as words with its range."""
    assert reference.words(schema) == expected
