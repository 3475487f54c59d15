"""A need as a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from keyword import iskeyword
from typing import Any, Self, Unpack

from llmpick.errors import UserError
from llmpick.inputs import needfile
from llmpick.inputs.options import (
    ALL_HOSTING,
    NEED,
    Declared,
    HostingOptions,
    NeedOptions,
    is_stated,
    keys,
    need_options,
)
from llmpick.python.stated import Stated

HERE = "the need"


def python_name(one: Declared) -> str:
    """What an option is called here: its dashes are underscores, `from` is `source_language`."""
    name = one.key.replace("-", "_")
    return one.field if iskeyword(name) else name


_KEYS = keys(*NEED, *ALL_HOSTING)
_BY_NAME = {python_name(one): one for one in _KEYS.values()}


class Need:
    """
    What the job is and what must hold: the options of the command line, dashes as underscores.

    `Need(task="coding", budget="300EUR", privacy="internal", zdr=True)`. What is not stated has
    the same defaults as on the command line.
    """

    __slots__ = ("_stated",)
    _stated: Mapping[str, Any]

    def __init__(self, **stated: Unpack[Stated]) -> None:
        """
        Args:
            stated: By option; `llmpick.Need.options()` lists them.

        Raises:
            LlmpickError: there is no such option, or its value is of another type.
        """
        table = {_key(name): _listed(value) for name, value in stated.items()}
        found = needfile.values_of(table, _KEYS, HERE)
        object.__setattr__(self, "_stated", {k: v for k, v in found.items() if is_stated(v)})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Need is frozen; replace() gives another one", name=name)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Self:
        """
        The need that *table* states: keys are options, with dashes or underscores.

        Raises:
            LlmpickError: there is no such option, or its value is of another type.
        """
        if not isinstance(table, Mapping) or not all(isinstance(name, str) for name in table):
            raise UserError(f"{HERE} is no table of options", hint='as {"task": "coding"}')
        return cls(**{name.replace("-", "_"): value for name, value in table.items()})

    @classmethod
    def options(cls) -> dict[str, str]:
        """Every option that may be stated, and what it says."""
        return {name: one.option.help for name, one in _BY_NAME.items()}

    def to_dict(self) -> dict[str, Any]:
        """What is stated, by option."""
        values = {name: self._stated.get(one.field) for name, one in _BY_NAME.items()}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value is not None
        }

    def replace(self, **stated: Unpack[Stated]) -> Self:
        """The same need with other values; None takes one back."""
        changed = {**self.to_dict(), **stated}
        return type(self).from_dict({k: v for k, v in changed.items() if v is not None})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Need) and self._stated == other._stated

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._stated.items())))

    def __repr__(self) -> str:
        return f"Need({', '.join(f'{name}={value!r}' for name, value in self.to_dict().items())})"


def split(need: Need) -> tuple[NeedOptions, HostingOptions]:
    """What *need* states of the job, and of own hardware."""
    stated = need._stated
    hosting = {one.field: stated[one.field] for one in ALL_HOSTING if one.field in stated}
    job = {name: value for name, value in stated.items() if name not in hosting}
    return need_options(job), HostingOptions(**hosting)


def _key(name: str) -> str:
    return _BY_NAME[name].key if name in _BY_NAME else name.replace("_", "-")


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
