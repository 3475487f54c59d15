"""
Where what is not on the command line comes from: the environment, a profile, a project's file.

The first that states a value wins: command line, LLMPICK_* variables, --profile, llmpick.toml; the
presets of the task come last.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from llmpick.core.need import numbers
from llmpick.core.privacy.requirements import REQUIREMENTS, options_of
from llmpick.errors import UserError, shown
from llmpick.inputs import profiles
from llmpick.inputs.needfile import Keys, checked_sum, read_table, values_of
from llmpick.inputs.options import Declared, Money, Values, field_of, is_stated
from llmpick.lang.said import said

PREFIX = "LLMPICK_"
COMMAND_LINE = "command line"
APART = (
    {"input_tokens", "characters"},
    {"output_tokens", "output_characters"},
    *({field_of(name) for name in options_of(one)} for one in REQUIREMENTS if one.shorthand),
)
"""Fields that say the same thing in two ways: who states one states the other."""
YES = {"1": True, "true": True, "yes": True, "on": True}
NO = {"0": False, "false": False, "no": False, "off": False, "": False}


class SettingsLayer(NamedTuple):
    """What one place states; *source* is how it is called."""

    source: str
    values: Values


class Setting(NamedTuple):
    """A field's value, and the place that it comes from."""

    value: object
    source: str


def variable(name: str) -> str:
    """The environment variable of an option: `exclude-jurisdiction` → LLMPICK_EXCLUDE_…"""
    return PREFIX + name.upper().replace("-", "_")


def from_environment(environment: Mapping[str, str], keys: Keys) -> list[SettingsLayer]:
    """
    A layer for each variable that states something; a list is separated by commas.

    Raises:
        UserError: a value of another type.
    """
    found = []
    for name, key in keys.items():
        text = environment.get(variable(name), "")
        if text.strip():
            value = _parsed(variable(name), text.strip(), key)
            if is_stated(value):
                found.append(SettingsLayer(variable(name), {key.field: value}))
    return found


def _parsed(source: str, text: str, key: Declared) -> object:
    if key.kind is str:
        return text
    if key.kind is Money:
        return checked_sum(numbers.money(text), f"{source}=", f"mend or unset {source}")
    if key.kind is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        if key.kind is bool:
            return {**YES, **NO}[text.lower()]
        number: int | float = numbers.whole(text) if key.kind is int else numbers.number(text)
        if math.isfinite(number):
            return number
    except (KeyError, ValueError, OverflowError):
        pass
    words = {bool: "1 or 0", int: "a whole number", float: "a number"}[key.kind]
    raise UserError(
        said("{source}=`{text}` is not {words}", source=source, text=shown(text), words=words),
        hint=said("mend or unset {source}", source=source),
    )


def from_file(path: str, keys: Keys) -> SettingsLayer:
    """
    What the project's file states.

    Raises:
        UserError: it cannot be read, or states what no need has.
    """
    where = f"`{shown(path, 200)}`"
    table = read_table(path, "settings")
    table.pop("overlay", None)  # a layer over the catalog, which states no need
    return SettingsLayer(where, values_of(table, keys, where))


def from_profile(name: str, keys: Keys) -> SettingsLayer:
    """
    What the profile *name* states.

    Raises:
        UserError: there is none, or it states what no need has.
    """
    found = profiles.read(profiles.folder(), name, keys)
    return SettingsLayer(f"profile `{found.name}`", found.values)


def merged(layers: Iterable[SettingsLayer]) -> dict[str, Setting]:
    """The value of each field by the first of *layers* that states it."""
    found: dict[str, Setting] = {}
    for layer in layers:
        decided = {*found}
        for pair in APART:
            decided |= pair if pair & decided else set()
        for field, value in layer.values.items():
            if is_stated(value) and field not in decided:
                found[field] = Setting(value, layer.source)
    return found
