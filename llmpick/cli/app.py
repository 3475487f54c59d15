"""The command table, and the group that imports only the command that runs."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

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
    "interview": "Questions on the terminal, then the answer and the command that gives it.",
    "profile": "Saved needs, for --profile: save, list, show, delete.",
    "config": "Where each setting comes from: options, environment, profile, project, presets.",
    "overlay": "Your own prices, endpoints, contracts and what is forbidden, over the catalog.",
    "try": "The routes of an answer on your own prompts: quality, cost, waiting, measured.",
    "evidence": "Your own evaluation results, taken into the quality estimates.",
    "catalog": "Check, compile, fit, describe and update the catalog of facts.",
}


HELP = ("--help", "-h", "--help-all")


class LazyGroup(TyperGroup):
    """Knows every command by name and help; imports the module of the one that runs."""

    def __init__(self, **settings: Any) -> None:
        stubs = {name: TyperCommand(name, help=text) for name, text in COMMANDS.items()}
        super().__init__(**{**settings, "commands": stubs})

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Every command with its whole text."""
        from llmpick.cli import help as shown

        say = shown.speaker()
        with formatter.section(say("Commands")):
            shown.write_rows(formatter, [(name, say(told)) for name, told in COMMANDS.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The real command in place of its stub."""
        name, _, rest = super().resolve_command(ctx, args)
        module = import_module(f"llmpick.cli.{str(name).replace('-', '_')}")
        command: Any = typer.main.get_command(module.app)
        command.name = name
        if any(word in HELP for word in rest) and "--" not in rest:
            rest = ["--help" if word in HELP else word for word in rest]
            if not isinstance(command, TyperGroup):
                from llmpick.cli import help as shown

                shown.show(ctx, command, whole="--help-all" in args)
                ctx.exit(0)
        return name, command, rest


app = typer.Typer(
    cls=LazyGroup,
    name="llmpick",
    help="Which large language model to use for a job, and by which way of running it.",
    epilog=(
        "`llmpick help COMMAND` explains one. "
        "Exit codes: 0 the answer is there, 1 the answer is no, 2 no answer."
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
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
    """Which large language model to use for a job, and by which way of running it."""


def command(help_of: str) -> typer.Typer:
    """The Typer application of one command's module."""
    return typer.Typer(
        help=COMMANDS[help_of],
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
