"""A workload in a TOML file: the options of `cost`, without their dashes."""

from __future__ import annotations

from typing import Any

from llmpick.errors import UserError, near_names, shown
from llmpick.inputs.options import Values

MAX_BYTES = 100_000
KEYS: dict[str, tuple[str, type]] = {
    "task": ("task", str),
    "language": ("language", str),
    "content": ("content", str),
    "requests_per_month": ("requests", int),
    "input_tokens": ("input_tokens", int),
    "output_tokens": ("output_tokens", int),
    "characters": ("characters", int),
    "output_characters": ("output_characters", int),
    "cache_read_share": ("cache_share", float),
    "cache_write_share": ("cache_write_share", float),
    "cache_write_1h_share": ("cache_write_1h_share", float),
    "reasoning_tokens": ("reasoning_tokens", int),
    "retries": ("retries", float),
    "service": ("service", str),
    "batch_share": ("batch_share", float),
    "peak_share": ("peak_share", float),
    "images": ("images", float),
    "turns": ("turns", int),
    "context_growth_tokens": ("context_growth", int),
}
"""What a file may say: the field of a need, and its type."""


def read(path: str) -> dict[str, str | int | float]:
    """
    The fields of a need that the file at *path* gives.

    Raises:
        UserError: it cannot be read, is not TOML, or says something that no workload has.
    """
    import tomllib

    try:
        with open(path, "rb") as file:
            data = tomllib.loads(file.read(MAX_BYTES).decode())
    except OSError as error:
        raise UserError(
            f"the workload `{shown(path)}` cannot be read: {error.strerror}", hint="check its path"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(
            f"the workload `{shown(path)}` is not TOML: {shown(str(error))}", hint="mend it there"
        ) from None
    return {KEYS[name][0]: _value(name, value) for name, value in data.items() if _known(name)}


def _known(name: str) -> bool:
    if name not in KEYS:
        near = near_names(name, KEYS, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(KEYS)}"
        raise UserError(f"a workload has no `{shown(name)}`", hint=hint)
    return True


def _value(name: str, value: object) -> str | int | float:
    kind = KEYS[name][1]
    whole = isinstance(value, int) and not isinstance(value, bool)
    if kind is float and (whole or isinstance(value, float)):
        return float(value)  # type: ignore[arg-type]
    if (kind is int and whole) or (kind is str and isinstance(value, str)):
        return value  # type: ignore[return-value]
    words = {int: "a whole number", float: "a number", str: "a text"}
    raise UserError(f"`{name}` of the workload is not {words[kind]}", hint=f"mend `{name}`")


def filled(values: Values, fields: dict[str, str | int | float]) -> dict[str, Any]:
    """*values* with the *fields* of a file where they state nothing themselves."""
    stated = {name for name, value in values.items() if value is not None}
    for both in ({"input_tokens", "characters"}, {"output_tokens", "output_characters"}):
        if stated & both:
            stated |= both
    return {**values, **{name: value for name, value in fields.items() if name not in stated}}
