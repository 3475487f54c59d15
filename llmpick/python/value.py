"""Frozen values: what the JSON documents hold, as attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Self,
    TypeAlias,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from llmpick.render.blocks import Block
from llmpick.render.formats.documents import tidy


@dataclass_transform(frozen_default=True, eq_default=False, kw_only_default=True)
class Value:
    """
    One record of an answer.

    Its attributes are the keys of the JSON; lists are tuples, tables are read-only. Keys that no
    attribute can be called are read with `value["from"]`.
    """

    __slots__ = ("_data",)
    _data: Mapping[str, Any]

    def __init__(self, data: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_data", data)

    if not TYPE_CHECKING:  # or a misspelled attribute would pass as Any

        def __getattr__(self, name: str) -> Any:
            try:
                return self[name]
            except KeyError:
                raise AttributeError(f"{type(self).__name__} has no `{name}`", name=name) from None

    def __getitem__(self, key: str) -> Any:
        return _wrapped(self._data[key], _hints(type(self)).get(key))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen", name=name)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen", name=name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._data})

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._data == other._data

    def __hash__(self) -> int:
        return hash((type(self).__name__, repr(self._data)))

    def __reduce__(self) -> tuple[type[Self], tuple[Mapping[str, Any]]]:
        return type(self), (self._data,)

    def __repr__(self) -> str:
        simple = {
            key: value
            for key, value in self._data.items()
            if value is not None and not isinstance(value, dict | list)
        }
        shown = ", ".join(f"{key}={value!r}" for key, value in list(simple.items())[:6])
        more = ", ..." if len(self._data) > min(len(simple), 6) else ""
        return f"{type(self).__name__}({shown}{more})"

    def to_dict(self) -> dict[str, Any]:
        """The record as the JSON has it; a copy that may be changed."""
        found: dict[str, Any] = tidy(dict(self._data))
        return found


class AnswerValue(Value):
    """A whole answer: printed, it is what the command prints; in a notebook, a table."""

    __slots__ = ("_blocks",)
    _blocks: tuple[Block, ...]

    def __init__(self, data: Mapping[str, Any], blocks: tuple[Block, ...] = ()) -> None:
        super().__init__(data)
        object.__setattr__(self, "_blocks", blocks)

    def __reduce__(self) -> Any:
        return type(self), (self._data, self._blocks)

    def __str__(self) -> str:
        from llmpick.render.formats.plain import text

        return text(list(self._blocks))

    def _repr_html_(self) -> str:
        from llmpick.render.formats.notebook import html

        return html(self._blocks)


Hint: TypeAlias = Any


_HINTS: dict[str, Mapping[str, Hint]] = {}


def _hints(kind: type[Value]) -> Mapping[str, Hint]:
    """Key → its type, worked out once a class."""
    if kind.__qualname__ not in _HINTS:
        _HINTS[kind.__qualname__] = get_type_hints(kind)
    return _HINTS[kind.__qualname__]


def _wrapped(value: Any, hint: Hint) -> Any:
    if isinstance(value, Mapping):
        options = [
            one for one in _members(hint) if isinstance(one, type) and issubclass(one, Value)
        ]
        if options:
            return _best(value, options)(value)
        of_values = next((get_args(one)[1] for one in _members(hint) if get_args(one)[1:]), None)
        return MappingProxyType({key: _wrapped(one, of_values) for key, one in value.items()})
    if isinstance(value, list | tuple):
        inner = next((get_args(one) for one in _members(hint) if get_args(one)), (None,))
        kinds = inner if len(inner) == len(value) and ... not in inner else (inner[0],) * len(value)
        return tuple(_wrapped(one, kind) for one, kind in zip(value, kinds, strict=True))
    return value


def _members(hint: Hint) -> tuple[Hint, ...]:
    either: tuple[Any, ...] = (Union, UnionType)
    return get_args(hint) if get_origin(hint) in either else (hint,)


def _best(value: Mapping[str, Any], options: list[type[Value]]) -> type[Value]:
    """Of *options*, the record that has the keys of *value*."""
    keys = set(value)
    return next((one for one in options if set(_hints(one)) - {"_data"} == keys), options[0])
