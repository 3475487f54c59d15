"""The command table, and the group that imports only the command that runs."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

COMMANDS = {
    "recommend": "What to use for a job, ranked, with reasons and with what was left out.",
    "batch": "Many needs at once: JSON lines in, answers out, in the same order.",
    "report": "The answer of `recommend` as a page to hand on, or as a decision record.",
    "compare": "Models side by side: quality, cost, privacy, licence, lifecycle.",
    "compare-methods": "What each way of ranking picks: sum, product, topsis, promethee.",
    "sensitivity": "What would change the answer: weights, draws, break-evens.",
    "pareto": "The routes that no other one beats on every criterion, and what a step costs.",
    "alternatives": "Replacements for a model in use: what differs, and how much.",
    "cost": "A month's work priced route by route, term by term; price lists.",
    "selfhost": "Hardware for a model, or models for hardware: what fits, how fast, at what cost.",
    "show": "All that is known of one record, each value with its source and date.",
    "list": "Models, offerings, providers, benchmarks, tasks, licences, regulations.",
    "resolve": "The canonical id of any spelling of a model's name.",
    "connect": "How a route is reached: address, model, variables, a curl line.",
    "keys": "Which providers the environment has a key for; no key is read.",
    "export": "The answer as the file of another tool: gateway, client, evaluation.",
    "check": "Models and routes against a policy file: every rule they break, with its source.",
    "policy": "A policy file to begin with, for `check`.",
    "mcp": "Answers for agents: tools over the Model Context Protocol.",
    "interview": "Questions on the terminal, then the answer and the command that gives it.",
    "profile": "Saved needs, for --profile: save, list, show, delete.",
    "config": "Where each setting comes from: options, environment, profile, project, presets.",
    "overlay": "Your own prices, endpoints, contracts and what is forbidden, over the catalog.",
    "try": "The routes of an answer on your own prompts: quality, cost, waiting, measured.",
    "evidence": "Your own evaluation results, taken into the quality estimates.",
    "catalog": "Check, compile, fit, describe and update the catalog of facts.",
    "completion": "The script by which bash, zsh or fish completes commands and names.",
}


HELP = ("--help", "-h", "--help-all")
QUIET = (("--quiet", "-q"), "Mistakes alone on stderr: no notes, no progress.")
VERBOSE = (("--verbose", "-v"), "On stderr where all comes from, stage by stage, and how long.")


def _follow(context: Any, what: str) -> None:
    """Show on a terminal that *what* goes on, until it ends; with --verbose, how long it took."""
    from time import perf_counter

    from llmpick.cli import out

    began = perf_counter()

    def ended() -> None:
        out.rest()
        out.detail(f"{what}: {perf_counter() - began:.2f} s")

    context.call_on_close(ended)
    out.begin(what)


def loaded(name: str) -> Any:
    """The command *name*, from its module."""
    module = import_module(f"llmpick.cli.{name.replace('-', '_')}")
    command: Any = typer.main.get_command(module.app)
    command.name = name
    _add_streams(command)
    return command


def _add_streams(command: Any) -> None:
    """Each command takes --quiet and --verbose."""
    if isinstance(command, TyperGroup):
        for below in command.commands.values():
            _add_streams(below)
    else:
        command.params += [
            TyperOption(
                param_decls=list(flags),
                is_flag=True,
                default=False,
                expose_value=False,
                callback=_say,
                help=text,
            )
            for flags, text in (QUIET, VERBOSE)
        ]


def _say(context: Any, option: Any, wanted: bool) -> None:
    """
    Set how much goes to stderr.

    Raises:
        UserError: both are asked for.
    """
    from llmpick.cli import out

    if not wanted:
        return
    asked = out.QUIET if option.name == "quiet" else out.VERBOSE
    if out.level == -asked:
        from llmpick.errors import UserError

        raise UserError("--quiet and --verbose differ", hint="give one of them")
    out.level = asked
    if asked == out.QUIET:
        out.rest()


class LazyGroup(TyperGroup):
    """Knows every command by name and help; imports the module of the one that runs."""

    def __init__(self, **settings: Any) -> None:
        stubs = {name: TyperCommand(name, help=text) for name, text in COMMANDS.items()}
        super().__init__(**{**settings, "commands": stubs})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Each command line begins with the usual notes."""
        from llmpick.cli import out

        out.level = out.USUAL
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Every command with its whole text."""
        from llmpick.cli import help as shown

        say = shown.speaker()
        with formatter.section(say("Commands")):
            shown.write_rows(formatter, [(name, say(told)) for name, told in COMMANDS.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The real command in place of its stub."""
        name, _, rest = super().resolve_command(ctx, args)
        command = loaded(str(name))
        if any(word in HELP for word in rest) and "--" not in rest:
            rest = ["--help" if word in HELP else word for word in rest]
            if not isinstance(command, TyperGroup):
                from llmpick.cli import help as shown

                shown.show(ctx, command, whole="--help-all" in args)
                ctx.exit(0)
        below = rest[0] if isinstance(command, TyperGroup) and rest else ""
        _follow(ctx, f"{name} {below}".rstrip())
        return name, command, rest


app = typer.Typer(
    cls=LazyGroup,
    name="llmpick",
    help="Which large language model to use for a job, and where to run it.",
    epilog=(
        "`llmpick help COMMAND` explains one. "
        "Exit codes: 0 the answer is there, 1 the answer is no, 2 no answer."
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from llmpick.cli import out
        from llmpick.version import __version__

        out.write(f"llmpick {__version__}\n")
        raise typer.Exit(0)


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option(*QUIET[0], callback=_say, help=QUIET[1])] = False,
    verbose: Annotated[bool, typer.Option(*VERBOSE[0], callback=_say, help=VERBOSE[1])] = False,
    no_pager: Annotated[
        bool,
        typer.Option("--no-pager", help="Show a long answer at once; with any command as well."),
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="CODE",
            help="Language of what a person reads, ja or en; else LLMPICK_LANG. Anywhere on the "
            "line.",
        ),
    ] = None,
) -> None:
    """Which large language model to use for a job, and where to run it."""


def command(help_of: str) -> typer.Typer:
    """The Typer application of one command's module."""
    return typer.Typer(
        help=COMMANDS[help_of],
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
