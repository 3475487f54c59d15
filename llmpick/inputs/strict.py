"""
Tables of files that a user names, checked by pydantic: exact types, bounds, and no other keys.

Importing it takes pydantic's 60 to 140 ms: only where such a file is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WrapValidator,
    create_model,
)
from pydantic_core import PydanticCustomError

STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class TableFault(NamedTuple):
    """
    What is wrong at the *key* of a *table* such as `exceptions.1`; that of the file has no name.

    *kind* is `extra` for a key that the table has not, `missing` for one that it must have, else
    `value`; of that, what is *wanted* and an *example*, both empty where its kind has no words.
    """

    table: str
    key: str
    kind: str
    wanted: str = ""
    example: str = ""


class UnfitTable(Exception):
    """A table that is not of the shape asked for; *fault* is the first thing to mend."""

    def __init__(self, fault: TableFault) -> None:
        super().__init__(fault.key)
        self.fault = fault


def _wrong(wanted: str, example: str) -> PydanticCustomError:
    return PydanticCustomError(
        "value", "{wanted}, {example}", {"wanted": wanted, "example": example}
    )


def _called(wanted: str, example: str) -> WrapValidator:
    """What a value is called that does not pass."""

    def check(value: Any, passed: Callable[[Any], Any]) -> Any:
        try:
            return passed(value)
        except (ValidationError, ArithmeticError):  # a whole number that no float holds
            raise _wrong(wanted, example) from None

    return WrapValidator(check)


def _printable(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError(text)
    return text.strip()


def _as_tuple(value: Any) -> Any:
    if not isinstance(value, list) or not value:
        raise _wrong("list of texts", '["..."]')
    return tuple(value)


def _listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


LINE = Annotated[str, AfterValidator(_printable), _called("text", '"..."')]
TEXTS = Annotated[tuple[LINE, ...], BeforeValidator(_as_tuple), AfterValidator(_once)]
FLAG = Annotated[bool, _called("true or false", "true")]
COUNT = Annotated[int, Field(ge=0, le=10**12), _called("whole number from 0", "180")]
AMOUNT = Annotated[float, Field(gt=0, le=1e15), _called("amount above 0", "1000000")]
DAY = Annotated[date, _called("day", "2027-01-31, unquoted")]


NUMBER = Annotated[float, Field(ge=0, lt=10**15)]
WHOLE = Annotated[int, Field(ge=0, lt=10**15)]
BOUNDED: Mapping[Any, Any] = {
    float: NUMBER,
    int: WHOLE,
    float | None: NUMBER | None,
    int | None: WHOLE | None,
    tuple[str, ...]: Annotated[tuple[str, ...], BeforeValidator(_listed)],
}
"""The kinds of a record's fields, as a file may have them."""


def shape_of(record: Any) -> type[BaseModel]:
    """A table with the fields of the named tuple *record*; what may be unknown may be absent."""
    fields: dict[str, Any] = {}
    for name, kind in get_type_hints(record).items():
        absent = None if type(None) in get_args(kind) else record._field_defaults.get(name, ...)
        fields[name] = (BOUNDED.get(kind, kind), absent)
    return create_model(record.__name__, __config__=STRICT, **fields)


def shape(name: str, keys: Mapping[str, Any], needed: bool = False) -> type[BaseModel]:
    """A table that has *keys*, each of its kind; they may be absent, unless all are *needed*."""
    fields: dict[str, Any] = {key: (kind, ... if needed else None) for key, kind in keys.items()}
    return create_model(name, __config__=STRICT, **fields)


def parsed(table: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """
    What *table* states, as values of the kinds of *model*.

    Raises:
        UnfitTable: it has another key, lacks one, or has a value of another kind.
    """
    try:
        return model.model_validate(table).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise UnfitTable(_first(error)) from None


ORDER = ("extra_forbidden", "missing")
SHAPES = {
    "model_type": {"wanted": "table"},
    "dict_type": {"wanted": "table"},
    "list_type": {"wanted": "list of tables"},
}


def _first(error: ValidationError) -> TableFault:
    """A wrong key explains a missing one, and both explain more than a wrong value."""
    found = error.errors(include_url=False, include_input=False)
    ranked = sorted(found, key=lambda one: (*ORDER, one["type"]).index(one["type"]))
    kind, where = ranked[0]["type"], list(ranked[0]["loc"])
    if isinstance(where[-1], int) and kind not in SHAPES:
        del where[-1]  # one of a list of texts
    *above, key = (str(part + 1) if isinstance(part, int) else part for part in where)
    words = ranked[0].get("ctx", {}) if kind == "value" else SHAPES.get(kind, {})
    return TableFault(
        ".".join(above), key, kind.partition("_")[0] if kind in ORDER else "value", **words
    )
