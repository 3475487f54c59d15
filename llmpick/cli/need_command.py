"""
Commands that take a need: what is typed of it is handed to them as records.

A command function names what it takes by the type of its parameters: a `NeedOptions`, a
`HostingOptions`, an `AnswerOptions`. Each is expanded to the options that are declared for it.

Click could read variables and defaults of options itself (`envvar`, `default_map`). It does not
here, for it would save no code: which of two places states a value, `--without`, pairs of options
that state one thing, and the file and key that a mistake is blamed on need the places one by one.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

from llmpick.cli.need_options import typed_as
from llmpick.cli.options import AnswerOptions, project_file
from llmpick.errors import UserError
from llmpick.inputs.options import (
    ALL_HOSTING,
    HOSTING,
    Declared,
    HostingOptions,
    NeedOptions,
    need_options,
    stated,
)
from llmpick.lang.said import said

STDIN = "-"
"""In place of plain words: needs are read from standard input."""
Command = Callable[..., int]
Given = dict[str, Any]
OTHERS = (
    *("FORMAT", "CONFIG_DIR", "EVIDENCE_DIR", "OVERLAY", "TRACEBACK", "TRIES_DIR"),
    *("CATALOGS_DIR", "UPDATE_URL", "UPDATE_ROOT"),
)
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
SETTINGS = {"profile": Profile, "without": Without}


def _has_settings(profile: str | None) -> bool:
    """Whether anything but the command line could state a need; a look, and nothing is read."""
    named = (name[8:] for name in os.environ if name.startswith("LLMPICK_"))
    return profile is not None or any(name not in OTHERS for name in named) or bool(project_file())


def takes_need(
    *groups: Iterable[Declared],
    alone: bool = False,
    all_hosting: bool = False,
    stated_by: dict[str, tuple[str, ...]] | None = None,
    plain_words: str | None = None,
) -> Callable[[Command], Command]:
    """
    Give a command the options of *groups*, and those of own hardware and of answers it asks for.

    What is not typed of the need comes from the environment, --profile, and the project's file,
    unless the command is asked *alone*. An option of *stated_by*, where it is given, states the
    fields named there itself: all where none are. With *all_hosting* it takes all that may be
    stated of hardware. The parameter *plain_words* takes the need as people say it, and is handed
    what was made of it.
    """
    needs = [one for group in groups for one in group]
    hosting = [one for one in ALL_HOSTING if all_hosting and one.field != "self_host"] or HOSTING
    own_words = stated_by or {}

    def decorate(command: Command) -> Command:
        records = {item.annotation: name for name, item in signature(command).parameters.items()}
        need, own, how = (
            records.get(kind) for kind in (NeedOptions, HostingOptions, AnswerOptions)
        )

        def run(**given: Any) -> int:
            if own is not None:
                given[own] = HostingOptions(**_taken(given, hosting))
            if how is not None:
                given[how] = AnswerOptions(**{name: given.pop(name) for name in ANSWER})
            options = need_options(_taken(given, needs))
            if plain_words and given[plain_words] and given[plain_words] != [STDIN]:
                from llmpick.cli import plain

                assert own is not None
                assert how is not None
                options, given[own], given[plain_words] = plain.read(
                    given[plain_words], options, given[own], given[how]
                )
            if alone:
                return command(options, **given)
            profile, without = given.pop("profile"), given.pop("without") or ()
            by = [own_words[name] for name in own_words if given.get(name) is not None]
            if not without and ((() in by and profile is None) or not _has_settings(profile)):
                return command(options, **given)
            but = {field for fields in by for field in fields}
            folder = given[how] if how else None
            return _with_settings(command, options, profile, without, but, given, folder)

        expanded = {
            need: [] if need is None else [*map(_parameter, needs)],
            own: [*map(_parameter, hosting)],
            how: [_named(name, kind) for name, kind in ANSWER.items()],
        }
        parameters = [
            parameter.replace(kind=Parameter.KEYWORD_ONLY)
            for item in signature(command).parameters.values()
            for parameter in expanded.get(item.name, [item])
        ]
        parameters += [] if alone else [_named(name, kind) for name, kind in SETTINGS.items()]
        run.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {item.name: item.annotation for item in parameters}
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        return run

    return decorate


ANSWER: dict[str, Any] = dict(AnswerOptions.__annotations__)


def _taken(given: Given, declared: Iterable[Declared]) -> Given:
    """What is given of the options *declared*, taken out of *given*; a list becomes a tuple."""
    found = {one.field: given.pop(one.field) for one in declared}
    return {
        field: tuple(value) if isinstance(value, list) else value
        for field, value in found.items()
        if value is not None
    }


def _parameter(one: Declared) -> Parameter:
    return _named(one.field, typed_as(one))


def _named(name: str, kind: Any) -> Parameter:
    default = False if kind.__origin__ is bool else None
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _with_settings(
    command: Command,
    typed: NeedOptions,
    profile: str | None,
    without: Sequence[str],
    but: set[str],
    given: Given,
    how: AnswerOptions | None,
) -> int:
    """Run *command* with what the settings state beside what is *typed*, *but* some fields."""
    from llmpick.cli import from_settings
    from llmpick.inputs.settings import COMMAND_LINE

    if given.get("decision") is not None:
        raise UserError(
            said("--decision is a need of its own"), hint=said("leave --profile and --without out")
        )
    values = stated(typed)
    if given.get("workload") is not None and given.get("log") is None:
        from llmpick.inputs.needfile import with_workload

        values = with_workload(values, given["workload"])
        given["workload"] = None
    found = from_settings.resolved(values, profile, without)
    found = {
        field: setting
        for field, setting in found.items()
        if field not in but or setting.source == COMMAND_LINE
    }
    from_settings.report(found)
    try:
        return command(from_settings.options_of(found), **given)
    except UserError as error:
        folder, day = (how.catalog, how.as_of) if how else (None, None)
        raise from_settings.blamed(error, found, folder, day) from None
