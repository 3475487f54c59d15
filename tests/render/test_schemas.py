"""docs/schema/answers: made from the records of answers, and as strict as they are."""

from __future__ import annotations

import copy
import json
import typing
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typing_extensions import is_typeddict

from llmpick.render import schemas
from llmpick.render.records import conditions


@pytest.mark.parametrize("name", schemas.ANSWERS)
def test_stored_schema_is_what_the_records_make(name: str) -> None:
    """No schema is edited by hand: a key is added to a record, and the schemas are written."""
    stored = json.loads((schemas.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert stored == schemas.json_schema(name), (
        f"docs/schema/answers/{name}.json is not what the records make: "
        "`python -m llmpick.render.schemas` writes it"
    )


def test_every_schema_is_stored_and_none_is_left_over() -> None:
    """A command that is gone takes its schema along."""
    assert {path.stem for path in schemas.FOLDER.iterdir()} == set(schemas.ANSWERS)


def records(module: Any) -> Iterator[type]:
    """The records that a module of `records` defines."""
    for value in vars(module).values():
        if is_typeddict(value) and value.__module__ == module.__name__ and value.__doc__:
            yield value


MODULES = sorted(
    {described.record.__module__ for described in schemas.ANSWERS.values()}
    | {f"llmpick.render.records.{name}" for name in ("about", "needs", "candidates", "robustness")}
)


@pytest.mark.parametrize("name", MODULES)
def test_every_key_says_what_it_is(name: str) -> None:
    """By its own words, or, where it is one record, by those of the record."""
    import importlib

    for record in records(importlib.import_module(name)):
        told = schemas.docstrings(record)
        for key, kind in typing.get_type_hints(record, include_extras=True).items():
            described = "description=" in repr(kind) or is_typeddict(kind)
            assert key in told or described, f"{record.__name__}: {key}"


def test_a_condition_is_of_an_answer_or_of_a_definition() -> None:
    """A record that is renamed takes its conditions along."""
    known = set(schemas.ANSWERS)
    for name in schemas.ANSWERS:
        known |= set(schemas.json_schema(name)["$defs"])
    assert set(conditions.CONDITIONS) <= known


# ---- as strict as the records


def wrong(schema: dict[str, Any], value: Any) -> list[str]:
    """What *schema* finds wrong with *value*."""
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


CHECK: dict[str, Any] = {
    "check": "near-best",
    "value": 0.4,
    "high_needs": 0.8,
    "medium_needs": None,
    "allows": "low",
}
BAD: dict[str, Callable[[dict[str, Any]], object]] = {
    "a key is missing": lambda row: row.pop("value"),
    "a key is of another type": lambda row: row.update(check=1),
    "a key is null that never is": lambda row: row.update(allows=None),
    "a name is none of the set": lambda row: row.update(allows="very high"),
    "there is a key too many": lambda row: row.update(new_key=1),
}


@pytest.mark.parametrize("name", BAD)
def test_a_record_is_closed_and_typed(name: str) -> None:
    """A key that is missing, of another type or too many is found."""
    whole = schemas.json_schema("recommend")
    schema = {**whole["$defs"]["check"], "$defs": whole["$defs"]}
    assert wrong(schema, CHECK) == []
    other = copy.deepcopy(CHECK)
    BAD[name](other)
    assert wrong(schema, other)


def test_a_table_by_criterion_has_all_four() -> None:
    """One criterion less or more is found."""
    whole = schemas.json_schema("recommend")
    schema = whole["$defs"]["need"]["properties"]["weights"]
    weights = {"performance": 0.5, "cost": 0.3, "privacy": 0.1, "customisability": 0.1}
    assert wrong(schema, weights) == []
    assert wrong(schema, {key: weights[key] for key in ("performance", "cost", "privacy")})
    assert wrong(schema, {**weights, "speed": 0.1})
    assert wrong(schema, {**weights, "cost": 1.1})


def test_what_hangs_on_another_key() -> None:
    """Rows of a list are of the shape that its kind says, and a name that is found has an id."""
    whole = schemas.json_schema("list")
    feed = {"id": "f", "name": "F", "licence": "MIT", "dated": None, "url": None}
    held = {key: whole[key] for key in ("properties", "allOf", "$defs")}
    assert wrong(held, {"kind": "feeds", "results": [feed]}) == []
    assert wrong(held, {"kind": "tasks", "results": [feed]})
    name = schemas.json_schema("resolve")["$defs"]["resolved_name"]
    found = {
        **{"name": "x", "id": "a/x", "effort": None, "state": "found", "routes": []},
        **{"rule": "id", "note": None, "candidates": [], "suggestions": []},
    }
    assert wrong(name, found) == []
    assert wrong(name, {**found, "id": None})
    assert wrong(name, {**found, "state": "unknown"})


def test_a_key_named_by_a_currency_is_known() -> None:
    """A month in yen stands beside the month in US dollars."""
    bill = schemas.json_schema("cost")["$defs"]["bill"]
    (pattern,) = bill["patternProperties"]
    assert bill["additionalProperties"] is False
    assert pattern.startswith("^monthly_cost_")
