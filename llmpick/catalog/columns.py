"""
Rows as columns of plain values: small, and far quicker to load than as many small objects.

A column is one of: ("c", values, bytes) for at most 255 distinct values, ("d", bytes) for
numbers, ("s", text) for texts without NUL, ("m", list) for the rest. ``None`` is kept.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # see container.py
    from collections.abc import Iterable, Sequence
    from typing import Any, TypeAlias

    Column: TypeAlias = tuple[Any, ...]
    Packed: TypeAlias = tuple[int, tuple[Column, ...]]

NONE = "\x01"


def pack(rows: "Sequence[tuple[Any, ...]]", width: int) -> "Packed":
    """*rows* of *width* fields each, as columns."""
    return len(rows), tuple(_pack([row[field] for row in rows]) for field in range(width))


def unpack(packed: "Packed") -> "Iterable[tuple[Any, ...]]":
    """The rows of `pack`, in order."""
    return zip(*unpack_columns(packed), strict=True)


def unpack_columns(packed: "Packed") -> "list[Sequence[Any]]":
    """The same, field by field."""
    count, columns = packed
    return [_unpack(column, count) for column in columns]


def _pack(values: "list[Any]") -> "Column":
    distinct = {(type(value).__name__, repr(value)): value for value in values}
    if len(distinct) <= 255:
        order = sorted(distinct)
        number = {key: position for position, key in enumerate(order)}
        codes = bytes(number[type(value).__name__, repr(value)] for value in values)
        return ("c", [distinct[key] for key in order], codes)
    if all(value is None or type(value) is float for value in values):
        plain = [float("nan") if value is None else value for value in values]
        return ("d", _doubles(plain))
    if all(value is None or (type(value) is str and "\0" not in value) for value in values):
        return ("s", "\0".join(NONE if value is None else value for value in values))
    return ("m", values)


def _unpack(column: "Column", count: int) -> "Sequence[Any]":
    if column[0] == "c":
        return list(map(column[1].__getitem__, column[2]))
    if column[0] == "d":
        numbers = _numbers(column[1])
        return [None if number != number else number for number in numbers]
    if column[0] == "s":
        texts = column[1].split("\0") if count else []
        return [None if text == NONE else text for text in texts] if NONE in column[1] else texts
    return column[1]  # type: ignore[no-any-return]


def _doubles(numbers: "Sequence[float]") -> bytes:
    from array import array

    found = array("d", numbers)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def _numbers(doubles: bytes) -> "Sequence[float]":
    if sys.byteorder == "little":
        return memoryview(doubles).cast("d").tolist()
    from array import array

    found = array("d", doubles)
    found.byteswap()
    return found
