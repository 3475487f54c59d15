"""
A need in a TOML table: its keys are the options of the command line, without their dashes.

What an option's name stands for, and its type, come from the command line (`Keys`): a new option
is a new key here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from llmpick.core.need.need import Wish
from llmpick.errors import UserError, near_names, shown
from llmpick.files.read import read_toml

MAX_BYTES = 100_000
MAX_ITEMS = 1000
MOST = 10**15
WORDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list of texts",
}


class Key(NamedTuple):
    """What an option says: a *field* of a wish, and its *kind* (str, int, float, bool, list)."""

    field: str
    kind: type


Keys: TypeAlias = "Mapping[str, Key]"

WORKLOAD: Keys = {
    "task": Key("task", str),
    "language": Key("language", str),
    "content": Key("content", str),
    "requests_per_month": Key("requests", int),
    "input_tokens": Key("input_tokens", int),
    "output_tokens": Key("output_tokens", int),
    "characters": Key("characters", int),
    "output_characters": Key("output_characters", int),
    "cache_read_share": Key("cache_share", float),
    "cache_write_share": Key("cache_write_share", float),
    "cache_write_1h_share": Key("cache_write_1h_share", float),
    "reasoning_tokens": Key("reasoning_tokens", int),
    "retries": Key("retries", float),
    "service": Key("service", str),
    "batch_share": Key("batch_share", float),
    "peak_share": Key("peak_share", float),
    "images": Key("images", float),
    "turns": Key("turns", int),
    "context_growth_tokens": Key("context_growth", int),
}
"""The keys of a workload file: the work without what is wanted of a model."""


def read_table(path: str, what: str, most: int = MAX_BYTES) -> dict[str, Any]:
    """
    The TOML file at *path*, of *most* bytes at most.

    Raises:
        UserError: it is missing, no ordinary file, too large, or not TOML.
    """
    return read_toml(path, what, most)


def wish_of(table: Mapping[str, Any], keys: Keys, where: str) -> Wish:
    """
    The wish that *table* states; *where* it stands, for messages.

    Raises:
        UserError: a key that no option has, or a value of another type.
    """
    found = {
        known(name, keys, where).field: _value(name, table[name], keys, where) for name in table
    }
    return cast("Wish", found)


def with_workload(wish: Wish, path: str) -> Wish:
    """
    *wish* with the work in the file *path* where it says nothing itself.

    Raises:
        UserError: it cannot be read, is not TOML, or says something that no workload has.
    """
    table = read_toml(path, "workload", MAX_BYTES, pipes=True)
    where = f"the workload `{shown(path, 200)}`"
    for name in table:
        if name not in WORKLOAD:
            near = near_names(name, WORKLOAD, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(WORKLOAD)}"
            raise UserError(f"{where} has no `{shown(name)}`", hint=hint)
    fields = wish_of(table, WORKLOAD, where)
    said = {name for name, value in wish.items() if value is not None}
    for both in ({"input_tokens", "characters"}, {"output_tokens", "output_characters"}):
        if said & both:
            said |= both
    rest = {name: value for name, value in fields.items() if name not in said}
    return cast("Wish", {**wish, **rest})


def table_of(wish: Wish, keys: Keys) -> dict[str, Any]:
    """What *wish* states, as a table: what was not stated is left out."""
    found = {}
    for name, key in keys.items():
        value = wish.get(key.field)
        if stated(value):
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def stated(value: object) -> bool:
    """Whether a field of a wish says anything."""
    return value is not None and value is not False and value != ()


def known(name: str, keys: Keys, where: str) -> Key:
    """
    What the option *name* says; *where* it stands, for messages.

    Raises:
        UserError: there is no such option.
    """
    if name not in keys:
        near = near_names(name.replace("_", "-"), keys, 1)
        hint = f"did you mean `{near[0]}`?" if near else "`llmpick recommend --help` has them all"
        raise UserError(f"{where}: no key `{shown(name)}`", hint=hint)
    return keys[name]


def _value(name: str, value: object, keys: Keys, where: str) -> object:
    kind = keys[name].kind
    if kind is float and type(value) is int and abs(value) < MOST:
        return float(value)
    if kind is list and isinstance(value, list) and len(value) <= MAX_ITEMS:
        if all(isinstance(item, str) for item in value):
            return tuple(value)
    elif kind is not list and type(value) is kind:
        return value
    raise UserError(f"{where}: `{name}` is not {WORDS[kind]}", hint=f"as {name} = {EXAMPLES[kind]}")


EXAMPLES: dict[type, str] = {str: '"..."', int: "1000", float: "0.5", bool: "true", list: '["..."]'}
