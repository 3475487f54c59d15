"""What docs/schema says of requirements is made from their records, in every schema that has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from llmpick.core.answers import policy
from llmpick.core.need.need import Requirement
from llmpick.core.ranking import limits
from llmpick.core.terms.requirements import OF_MODEL, OF_PROVIDER, OLD_KEYS

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
ONE: dict[str, dict[str, Any]] = {
    "flag": {"const": True},
    "whole": {"type": "integer", "minimum": 0},
}
NAMES: dict[str, Any] = {"type": "array", "items": {"type": "string"}, "minItems": 1}
ALWAYS: dict[str, dict[str, Any]] = {
    "flag": {"type": "boolean"},
    "whole": {"type": ["integer", "null"], "minimum": 0},
}
"""In the need of an answer, stated or not."""
LIST = {
    "type": "array",
    "items": {"type": "string", "minLength": 1},
    "minItems": 1,
    "uniqueItems": True,
}
"""In a policy, as in the other lists of one."""


def described(one: Requirement[Any]) -> str:
    """What a value says, for who reads the schema."""
    return one.sentence or one.help


def demands() -> dict[str, Any]:
    """What is required of providers, in the need of an answer."""
    return {
        one.key: {**ONE.get(one.kind, NAMES), "description": described(one)} for one in OF_PROVIDER
    }


def policy_keys() -> dict[str, Any]:
    """The keys of requirements in the `[privacy]` table of a policy."""
    kinds = {**ONE, "flag": {"type": "boolean"}}
    found = {
        one.key: {**kinds.get(one.kind, LIST), "description": described(one)} for one in OF_PROVIDER
    }
    old = {
        name: {**found[key], "description": f"The name of before of `{key}`."}
        for name, key in OLD_KEYS.items()
    }
    return {**found, **old}


def rules_of(known: list[str], all_rules: tuple[str, ...]) -> list[str]:
    """*all_rules*, then what else was known that is no rule of a requirement any more."""
    gone = ("training", "retention", "keys", "network", "human-review", "jurisdiction")
    old = [f"privacy.{name}" for name in OLD_KEYS]
    more = [name for name in known if name not in (*all_rules, *gone, *old)]
    return [*all_rules, *more]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a schema."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from nodes(item)


def made(schema: dict[str, Any], *, is_policy: bool) -> dict[str, Any]:
    """*schema* with all that it says of requirements as the records have it."""
    for node in nodes(schema):
        kinds = node.get("enum")
        if isinstance(kinds, list) and {"privacy.level", "available"} <= {*kinds}:
            node["enum"] = rules_of(kinds, policy.RULES)
            if is_policy:
                node["enum"] += [f"privacy.{name}" for name in OLD_KEYS]
        elif isinstance(kinds, list) and {"available", "budget", "price"} <= {*kinds}:
            node["enum"] = rules_of(kinds, limits.RULES)
        fields = node.get("properties")
        if not isinstance(fields, dict):
            continue
        if isinstance(fields.get("demands"), dict):
            fields["demands"]["properties"] = demands()
            for one in OF_MODEL:
                fields[one.key] = {**ALWAYS.get(one.kind, NAMES), "description": described(one)}
                node["required"] = list(dict.fromkeys([*node["required"], one.key]))
            fields.pop("excluded_jurisdictions", None)
            node["required"] = [one for one in node["required"] if one in fields]
        if is_policy and "accept_low_confidence" in fields:
            kept = {name: fields[name] for name in ("level", "region", "training")}
            rest = {name: fields[name] for name in ("have", "accept_low_confidence")}
            node["properties"] = {**kept, **policy_keys(), **rest}
    return schema


@pytest.mark.parametrize(
    "path",
    [*sorted((SCHEMAS / "answers").glob("*.json")), SCHEMAS / "files" / "policy.json"],
    ids=lambda path: path.stem,
)
def test_requirements_in_a_schema_are_those_of_the_records(path, request):
    """`pytest -n 0 --write-snapshots` writes them: no schema is kept by hand for a requirement."""
    text = path.read_text(encoding="utf-8")
    schema = made(json.loads(text), is_policy=path.stem == "policy")
    expected = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    if request.config.getoption("--write-snapshots"):
        path.write_text(expected, encoding="utf-8")
        text = expected
    assert text == expected
