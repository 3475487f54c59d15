"""What a tool takes: the options of a need under their own names, and a few beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from llmpick.errors import UserError, near_names, shown
from llmpick.inputs import needfile
from llmpick.inputs.options import (
    ALL_HOSTING,
    NEED,
    Declared,
    HostingOptions,
    Money,
    NeedOptions,
    need_options,
)

Values: TypeAlias = "Mapping[str, Any]"
MAX_TEXT = 10_000
"""Characters of a text."""

TYPES: dict[type, Any] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    Money: ["number", "string"],
    dict: "object",
}


class Argument(NamedTuple):
    """An argument of a tool beside those of a need; *choices* or *most* bound it."""

    name: str
    kind: type
    help: str
    choices: tuple[str, ...] = ()
    most: int | None = None
    needed: bool = False


def json_name(one: Declared) -> str:
    """What an option is called here: its dashes are underscores, as in `llmpick batch`."""
    return one.key.replace("-", "_")


OPTIONS: Mapping[str, Declared] = {json_name(one): one for one in (*NEED, *ALL_HOSTING)}
"""Every option of a need and of own hardware."""
MORE = Argument(
    "more",
    dict,
    'Any other option of a need, {"made_in": ["EU"]}; the resource llmpick://options names all.',
)


class Arguments(NamedTuple):
    """What one tool takes: its *own*, and of a need those *options* that are named to agents."""

    own: tuple[Argument, ...]
    options: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the arguments."""
        found = {one.name: _of_own(one) for one in self.own}
        for name in self.options:
            option = OPTIONS[name]
            found[name] = {**_type(option.kind), "description": option.option.help}
        if self.options:
            found["more"] = _of_own(MORE)
        needed = [one.name for one in self.own if one.needed]
        return {
            "type": "object",
            "properties": found,
            **({"required": needed} if needed else {}),
            "additionalProperties": False,
        }


def _of_own(one: Argument) -> dict[str, Any]:
    found = {**_type(one.kind), "description": one.help}
    if one.choices:
        found["enum"] = list(one.choices)
    if one.kind is int:
        found |= {"minimum": 1, "maximum": one.most}
    if one.kind is tuple and one.most:
        found["maxItems"] = one.most
    return found


def _type(kind: type) -> dict[str, Any]:
    if kind is tuple:
        return {"type": "array", "items": {"type": "string"}}
    return {"type": TYPES[kind]}


class ToolArguments(NamedTuple):
    """What a call states: of the tool's *own* arguments, of the *need*, and of own *hosting*."""

    own: Values
    need: NeedOptions
    hosting: HostingOptions


def read(tool: str, takes: Arguments, given: Values) -> ToolArguments:
    """
    What *given* states of what *tool* takes.

    An option of a need may stand beside the others or in `more`.

    Raises:
        UserError: an argument that is not taken, is of another type or bounds, or is missing.
    """
    table = {name: value for name, value in given.items() if value is not None}
    more = table.pop("more", {}) if takes.options else {}
    if not isinstance(more, dict):
        raise UserError(f"{tool}: `more` is no object", hint='as {"made_in": ["EU"]}')
    own = {one.name: one for one in takes.own}
    stated: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for name, value in (*table.items(), *more.items()):
        if name in own:
            found[name] = _checked(tool, own[name], value)
        elif takes.options and (known := name.replace("-", "_")) in OPTIONS:
            stated[known] = value
        else:
            names = [*own, *(OPTIONS if takes.options else ())]
            raise _unknown(tool, name, names, [*own, *takes.options])
    for one in takes.own:
        if one.needed and one.name not in found:
            raise UserError(f"{tool} needs `{one.name}`", hint=one.help)
    fields = needfile.values_of(stated, OPTIONS, tool)
    hosting = {one.field: fields.pop(one.field) for one in ALL_HOSTING if one.field in fields}
    return ToolArguments(found, need_options(fields), HostingOptions(**hosting))


def _unknown(tool: str, name: str, known: Iterable[str], usual: Iterable[str]) -> UserError:
    near = near_names(name, known, 1)
    hint = f"did you mean `{near[0]}`?" if near else f"it takes {', '.join(usual)}"
    return UserError(f"{tool} takes no `{shown(name)}`", hint=hint)


def _checked(tool: str, one: Argument, value: Any) -> Any:
    """*value* where it is what the argument *one* takes; a UserError where it is not."""
    if not _is_of(one.kind, value):
        words = {**needfile.WORDS, dict: "an object"}[one.kind]
        raise UserError(f"{tool}: `{one.name}` is not {words}", hint=one.help)
    if one.choices and value not in one.choices:
        raise UserError(
            f"{tool}: no {one.name} `{shown(value)}`", hint=f"one of {', '.join(one.choices)}"
        )
    if one.most is not None:
        count = value if one.kind is int else len(value)
        if count > one.most or (one.kind is int and count < 1):
            raise UserError(f"{tool}: `{one.name}` is or has {count}", hint=f"1 to {one.most}")
    texts = value if one.kind is tuple else [value] if one.kind is str else []
    if any(len(text) > MAX_TEXT for text in texts):
        raise UserError(
            f"{tool}: `{one.name}` is too long", hint=f"{MAX_TEXT:,} characters at most"
        )
    return value


def _is_of(kind: type, value: Any) -> bool:
    if kind is tuple:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is kind
