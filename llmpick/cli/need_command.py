"""Commands that take a need: it is handed to them as one value, with what the settings state."""

import os
from collections.abc import Callable, Sequence
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

from llmpick.cli.need_options import HOSTING, Command, project_file
from llmpick.core.need.need import Wish
from llmpick.errors import UserError

OTHERS = ("FORMAT", "CONFIG_DIR", "EVIDENCE_DIR", "TRACEBACK")
"""Variables of llmpick that state no need."""
Profile = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="A saved need; options win."),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="OPTION",
        help="Forget what profile, environment or project state of it: budget, tools ...",
    ),
]


def _has_settings(profile: str | None) -> bool:
    """Whether anything but the command line could state a need; a look, and nothing is read."""
    named = (name[8:] for name in os.environ if name.startswith("LLMPICK_"))
    return profile is not None or any(name not in OTHERS for name in named) or bool(project_file())


def takes_hosting(command: Command) -> Command:
    """Give a command the options of `HOSTING`; it takes what they say as `hosting`, by name."""

    def run(asked: Wish, **given: Any) -> int:
        said = {name: given.pop(name) for name in HOSTING}
        return command(asked, hosting=said, **given)

    options = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=_default(kind), annotation=kind)
        for name, kind in HOSTING.items()
    ]
    parameters: list[Parameter] = []
    for item in signature(command).parameters.values():
        parameters += options if item.name == "hosting" else [item]
    ordered = [parameters[0], *(one.replace(kind=Parameter.KEYWORD_ONLY) for one in parameters[1:])]
    run.__signature__ = signature(command).replace(parameters=ordered)  # type: ignore[attr-defined]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def takes_need(
    *groups: dict[str, Any], alone: bool = False, said_by: dict[str, tuple[str, ...]] | None = None
) -> Callable[[Command], Command]:
    """
    Give a command the options of *groups*; it takes what they say as its first argument, a wish.

    An option's name in its group is the field of the wish. What is not typed comes from the
    environment, --profile, and the project's file, unless the command is asked *alone*. An option
    of *said_by*, where it is given, states the fields named there itself: all where none are.
    """
    options = {field: kind for group in groups for field, kind in group.items()}
    own_words = said_by or {}

    def decorate(command: Command) -> Command:
        def run(**given: Any) -> int:
            said = {field: given.pop(field) for field in options}
            fields = {field: _plain(value) for field, value in said.items() if value is not None}
            asked = Wish(**fields)  # type: ignore[typeddict-item]
            if alone:
                return command(asked, **given)
            profile, without = given.pop("profile"), given.pop("without") or ()
            by = [own_words[name] for name in own_words if given.get(name) is not None]
            if not without and ((() in by and profile is None) or not _has_settings(profile)):
                return command(asked, **given)
            stated = {field for fields in by for field in fields}
            return _with_settings(command, asked, profile, without, stated, given)

        own = list(signature(command).parameters.values())[1:]
        if not alone:
            own += [
                Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind)
                for name, kind in (("profile", Profile), ("without", Without))
            ]
        asked = [
            Parameter(field, Parameter.KEYWORD_ONLY, default=_default(kind), annotation=kind)
            for field, kind in options.items()
        ]
        parameters = [*asked, *(item.replace(kind=Parameter.KEYWORD_ONLY) for item in own)]
        run.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {item.name: item.annotation for item in parameters}
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        return run

    return decorate


def _with_settings(
    command: Command,
    asked: Wish,
    profile: str | None,
    without: Sequence[str],
    but: set[str],
    given: dict[str, Any],
) -> int:
    """Run *command* with what the settings state beside what was *asked*, *but* some fields."""
    from llmpick.cli import from_settings
    from llmpick.inputs.settings import COMMAND_LINE

    if given.get("decision") is not None:
        raise UserError("--decision is a need of its own", hint="leave --profile and --without out")
    if given.get("workload") is not None and given.get("log") is None:
        from llmpick.inputs.needfile import with_workload

        asked = with_workload(asked, given["workload"])
        given["workload"] = None
    found = from_settings.resolved(asked, profile, without)
    found = {
        field: setting
        for field, setting in found.items()
        if field not in but or setting.source == COMMAND_LINE
    }
    from_settings.told(found)
    try:
        return command(from_settings.wish_from(found), **given)
    except UserError as error:
        raise from_settings.blamed(error, found, given.get("catalog"), given.get("as_of")) from None


def _default(kind: Any) -> Any:
    return False if kind.__origin__ is bool else None


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
