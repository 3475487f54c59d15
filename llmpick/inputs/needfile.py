"""
A need in a TOML table: its keys are the options of the command line, without their dashes.

What an option's name stands for, and its type, are declared in `options.py`: a new option is a new
key here.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from typing import Any, TypeAlias

from llmpick.errors import UserError, near_names, shown
from llmpick.inputs.options import Declared, Values, is_stated

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


def read_table(path: str, what: str, most: int = MAX_BYTES) -> dict[str, Any]:
    """
    The TOML file at *path*, of *most* bytes at most.

    Raises:
        UserError: it is missing, no ordinary file, too large, or not TOML.
    """
    named = f"the {what} `{shown(path, 200)}`"
    try:
        if not os.path.isfile(path):
            why = "is no ordinary file" if os.path.lexists(path) else "does not exist"
            raise UserError(f"{named} {why}", hint="check its path")
        with open(path, "rb") as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise UserError(f"{named} is larger than {most:,} bytes", hint="is it the right file?")
        return tomllib.loads(data.decode())
    except OSError as error:
        raise UserError(
            f"{named} cannot be read: {error.strerror}", hint="check its permissions"
        ) from None
    except (ValueError, RecursionError) as error:  # not TOML, not UTF-8, a number without end
        raise UserError(f"{named} is not TOML: {shown(str(error))}", hint="mend it there") from None


def values_of(table: Mapping[str, Any], keys: Keys, where: str) -> dict[str, Any]:
    """
    What *table* states, field by field; *where* it stands, for messages.

    Raises:
        UserError: a key that no option has, or a value of another type.
    """
    return {
        known(name, keys, where).field: _value(name, table[name], keys, where) for name in table
    }


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
        hint = f"did you mean `{near[0]}`?" if near else "`llmpick recommend --help` has them all"
        raise UserError(f"{where}: no key `{shown(name)}`", hint=hint)
    return keys[name]


def _value(name: str, value: object, keys: Keys, where: str) -> object:
    kind = keys[name].kind
    if kind is float and type(value) is int and abs(value) < MOST:
        return float(value)
    if kind is tuple and isinstance(value, list) and len(value) <= MAX_ITEMS:
        if all(isinstance(item, str) for item in value):
            return tuple(value)
    elif kind is not tuple and type(value) is kind:
        return value
    raise UserError(f"{where}: `{name}` is not {WORDS[kind]}", hint=f"as {name} = {EXAMPLES[kind]}")


EXAMPLES: dict[type, str] = {
    str: '"..."',
    int: "1000",
    float: "0.5",
    bool: "true",
    tuple: '["..."]',
}
