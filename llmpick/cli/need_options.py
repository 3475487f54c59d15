"""Options of the command line out of the declarations in `inputs/options.py`."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

from llmpick.core.need import numbers
from llmpick.errors import shown
from llmpick.inputs.options import (
    ALL_HOSTING,
    JOB,
    LIMITS,
    NEED,
    WORK,
    Declared,
    Money,
    is_stated,
)

_OF_MACHINES = (
    *("task", "language", "use", "developers", "no_developers", "tools"),
    *("made_in", "not_made_in"),
)
OF_MACHINES: tuple[list[Declared], ...] = (
    [one for one in JOB if one.field in _OF_MACHINES],
    [*WORK],
    [one for one in LIMITS if one.field in _OF_MACHINES],
)
"""What is asked of a need where models are sized on hardware: the work, and a little beside it."""


def whole(text: str) -> int:
    """A whole number of the command line."""
    try:
        return numbers.whole(text)
    except ValueError:
        raise typer.BadParameter(f"'{shown(text)}' is not a whole number") from None


def number(text: str) -> float:
    """A number of the command line."""
    try:
        return numbers.number(text)
    except ValueError:
        raise typer.BadParameter(f"'{shown(text)}' is not a number") from None


SHAPES: Mapping[type, Any] = {
    bool: bool,
    str: str | None,
    int: int | None,
    float: float | None,
    tuple: list[str] | None,
    Money: str | None,
}
PARSERS: Mapping[type, Any] = {int: whole, float: number, Money: numbers.money}


def typed_as(one: Declared) -> Any:
    """The annotation by which Typer makes an option of a declaration."""
    names = [one.option.flag, *([one.option.short] if one.option.short else [])]
    option = typer.Option(
        *names,
        metavar=one.option.metavar or None,
        help=one.option.help,
        parser=PARSERS.get(one.kind),
    )
    return Annotated[SHAPES[one.kind], option]


def as_typed(values: Mapping[str, Any], *without: str) -> list[str]:
    """The options that state *values*, but for the fields *without*, as they are typed."""
    return [
        word
        for one in (*NEED, *ALL_HOSTING)
        if one.field not in without and is_stated(values.get(one.field))
        for word in _words(one.option.flag, values[one.field])
    ]


def _words(flag: str, value: Any) -> Iterable[str]:
    if value is True:
        return [flag]
    if isinstance(value, tuple):
        return [word for each in value for word in (flag, str(each))]
    return [flag, f"{value:.15g}" if isinstance(value, float) else str(value)]
