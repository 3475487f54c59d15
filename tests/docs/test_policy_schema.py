"""What the schema of a policy says of requirements is made from their records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from llmpick.core.answers import policy
from llmpick.core.need.need import Requirement
from llmpick.core.privacy.requirements import OF_PROVIDER, OLD_KEYS

POLICY = Path(__file__).parents[2] / "docs" / "schema" / "files" / "policy.json"
ONE: dict[str, dict[str, Any]] = {
    "flag": {"const": True},
    "whole": {"type": "integer", "minimum": 0},
}
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


def made(schema: dict[str, Any]) -> dict[str, Any]:
    """*schema* with all that it says of requirements as the records have it."""
    for node in nodes(schema):
        kinds = node.get("enum")
        if isinstance(kinds, list) and {"privacy.level", "available"} <= {*kinds}:
            node["enum"] = rules_of(kinds, policy.RULES)
            node["enum"] += [f"privacy.{name}" for name in OLD_KEYS]
        fields = node.get("properties")
        if isinstance(fields, dict) and "accept_low_confidence" in fields:
            kept = {name: fields[name] for name in ("level", "region", "training")}
            rest = {name: fields[name] for name in ("have", "accept_low_confidence")}
            node["properties"] = {**kept, **policy_keys(), **rest}
    return schema


def test_requirements_in_the_schema_of_a_policy_are_those_of_the_records(request):
    """`pytest -n 0 --write-snapshots` writes them: no schema is kept by hand for a requirement."""
    text = POLICY.read_text(encoding="utf-8")
    expected = json.dumps(made(json.loads(text)), indent=2, ensure_ascii=False) + "\n"
    if request.config.getoption("--write-snapshots"):
        POLICY.write_text(expected, encoding="utf-8")
        text = expected
    assert text == expected
