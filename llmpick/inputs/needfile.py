"""
A need in a TOML table: its keys are the options of the command line, without their dashes.

What an option's name stands for, and its type, are declared in `options.py`: a new option is a new
key here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from llmpick.errors import UserError, near_names, shown
from llmpick.files.read import read_toml
from llmpick.inputs.options import Declared, Money, Values, is_stated, keys
from llmpick.lang.said import said

MAX_BYTES = 100_000
MAX_ITEMS = 1000
MOST = 10**15
WORDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple: "a list of texts",
}


Keys: TypeAlias = "Mapping[str, Declared]"
"""Option → its declaration."""

WORK = (
    *("task", "language", "content", "requests", "input_tokens", "output_tokens"),
    *("characters", "output_characters", "cache_share", "cache_write_share"),
    *("cache_write_1h_share", "reasoning_tokens", "retries", "service", "batch_share"),
    *("peak_share", "images", "searches", "cache_hours", "turns", "context_growth", "calls"),
)
"""The fields of a need that are the work, without what is wanted of a model."""
OLD_NAMES = {
    "requests_per_month": "requests",
    "cache_read_share": "cache_share",
    "batch_share": "batch_share",
    "context_growth_tokens": "context_growth",
    "calls_per_request": "calls",
}
"""Keys of a workload file of 0.1.0 that are not called as their options are."""


def read_table(path: str, what: str, most: int = MAX_BYTES) -> dict[str, Any]:
    """
    The TOML file at *path*, of *most* bytes at most.

    Raises:
        UserError: it is missing, no ordinary file, too large, or not TOML.
    """
    return read_toml(path, what, most)


def values_of(table: Mapping[str, Any], keys: Keys, where: str) -> dict[str, Any]:
    """
    What *table* states, field by field; *where* it stands, for messages.

    Raises:
        UserError: a key that no option has, or a value of another type.
    """
    return {
        known(name, keys, where).field: _value(name, table[name], keys, where) for name in table
    }


def workload_keys() -> Keys:
    """The keys of a workload file: its options, and what 0.1.0 called them there."""
    by_field = {one.field: one for one in keys().values()}
    options = [by_field[field] for field in WORK]
    names = {name: one for one in options for name in (one.key.replace("-", "_"), one.key)}
    return {**names, **{name: by_field[field] for name, field in OLD_NAMES.items()}}


def with_workload(values: Values, path: str) -> dict[str, Any]:
    """
    *values* with the work in the file *path* where they state nothing themselves.

    Raises:
        UserError: it cannot be read, is not TOML, or says something that no workload has.
    """
    table = read_toml(path, "workload", MAX_BYTES, pipes=True)
    where = f"the workload `{shown(path, 200)}`"
    names = workload_keys()
    for name in table:
        if name not in names:
            near = near_names(name, names, 1)
            known_names = ", ".join(one for one in names if "-" not in one)
            hint = (
                said("did you mean `{near}`?", near=near[0])
                if near
                else said("one of {known_names}", known_names=known_names)
            )
            raise UserError(
                said("{where} has no `{name}`", where=where, name=shown(name)), hint=hint
            )
    fields = values_of(table, names, where)
    given = {name for name, value in values.items() if value is not None}
    for both in ({"input_tokens", "characters"}, {"output_tokens", "output_characters"}):
        if given & both:
            given |= both
    return {**values, **{name: value for name, value in fields.items() if name not in given}}


def table_of(values: Values, keys: Keys) -> dict[str, Any]:
    """What is stated field by field, as a table: what was not stated is left out."""
    found = {}
    for name, key in keys.items():
        value = values.get(key.field)
        if is_stated(value):
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def known(name: str, keys: Keys, where: str) -> Declared:
    """
    What the option *name* says; *where* it stands, for messages.

    Raises:
        UserError: there is no such option.
    """
    if name not in keys:
        near = near_names(name.replace("_", "-"), keys, 1)
        hint = (
            said("did you mean `{near}`?", near=near[0])
            if near
            else said("`llmpick recommend --help` has them all")
        )
        raise UserError(said("{where}: no key `{name}`", where=where, name=shown(name)), hint=hint)
    return keys[name]


def _value(name: str, value: object, keys: Keys, where: str) -> object:
    kind = keys[name].kind
    if kind is Money:
        if isinstance(value, str):
            return checked_sum(value, f"{where}: {name} = ", None)
        kind = float
    if kind is float and type(value) is int and abs(value) < MOST:
        return float(value)
    if kind is tuple and isinstance(value, list) and len(value) <= MAX_ITEMS:
        if all(isinstance(item, str) for item in value):
            return tuple(value)
    elif kind is not tuple and type(value) is kind and (type(value) is not int or value < MOST):
        return value
    raise UserError(
        said("{where}: `{name}` is not {WORDS}", where=where, name=name, WORDS=WORDS[kind]),
        hint=said("as {name} = {EXAMPLES}", name=name, EXAMPLES=EXAMPLES[kind]),
    )


def checked_sum(value: float | str, where: str, hint: str | None) -> float | str:
    """
    *value* as it is, where it is a sum of money; *where* it stands, for messages.

    Raises:
        UserError: it is none.
    """
    if isinstance(value, str):
        from llmpick.inputs.money import read_sum

        try:
            read_sum(value)
        except UserError as error:
            raise UserError(f"{where}{error}", hint=hint or error.hint) from None
    return value


EXAMPLES: dict[type, str] = {
    str: '"..."',
    int: "1000",
    float: "0.5",
    bool: "true",
    tuple: '["..."]',
}
