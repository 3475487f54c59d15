"""`llmpick batch`, and `recommend -`"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llmpick.cli import need_command, options
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions, By
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmpick.catalog.contents import Catalog
    from llmpick.evidence.own import OwnResults

app = command("batch")
FORMS = ("jsonl", "ids")
SHOWN_MISTAKES = 5
"""So many are told on stderr where they stand in the output too."""


@app.command()
@need_command.takes_need(NEED)
def batch(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    file: Annotated[
        str,
        typer.Argument(metavar="[FILE]", help="Needs, a JSON object a line. Default: -, stdin."),
    ] = "-",
    top: Annotated[
        int, typer.Option("--top", "-n", metavar="N", help="How many in each answer.")
    ] = 10,
    by: By = "model",
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", help="Processes.")] = 1,
    how: AnswerOptions,
) -> int:
    """
    Many needs at once: JSON lines in, the answers of `recommend` out, in the same order.

    Options hold for every line that does not state them itself.

    Exit codes: 0 every line has its answer, 1 a line failed and says why, 2 nothing was read.
    """
    return answer(file, need, hosting, how, top=top, by=by, jobs=jobs)


def answer(
    file: str,
    need: NeedOptions,
    hosting: HostingOptions,
    how: AnswerOptions,
    *,
    top: int,
    by: str,
    jobs: int = 1,
) -> int:
    """
    Answer the needs of *file*, `-` for stdin, line by line; the exit code.

    Raises:
        UserError: the file cannot be read, or an option is off.
    """
    from llmpick.asking import batch as asking
    from llmpick.asking.query import check_top, is_by_route
    from llmpick.cli import out
    from llmpick.errors import UserError
    from llmpick.inputs.options import stated

    form = _form(how)
    check_top(top)
    if not 1 <= jobs <= 256:
        raise UserError(f"--jobs {jobs} cannot be used", hint="from 1 to 256")
    states = {**stated(need), **stated(hosting)}
    wanted = asking.Asking(states, top, is_by_route(by), form)
    opened = partial(_opened, how)
    opened()  # a catalog that cannot be read is said once, before any line
    failed = 0
    out.rest()  # answers come as they are made
    with _stream(file) as stream:
        for line in asking.answers(asking.read_lines(stream), wanted, opened, jobs):
            out.write(line.text, data=True)
            if line.mistake is not None:
                failed += 1
                if form == "ids" or failed <= SHOWN_MISTAKES:
                    out.complain(line.mistake, always=True)
    if failed:
        out.complain(f"{failed} {'line' if failed == 1 else 'lines'} failed", always=True)
    return 1 if failed else 0


def refuse(others: "Mapping[str, object]") -> None:
    """
    Refuse what of *others*, by option, is stated and cannot be of many needs.

    Raises:
        UserError: something is.
    """
    from llmpick.errors import UserError

    for flag, value in others.items():
        if value:
            raise UserError(f"{flag} is of one need, and `-` reads many", hint="leave it out")


def _opened(how: AnswerOptions) -> "tuple[Catalog, OwnResults | None]":
    catalog = options.open_catalog(how.catalog, how.as_of)
    return catalog, options.own_results(catalog, how.no_evidence)


def _form(how: AnswerOptions) -> str:
    """
    The form asked for.

    Raises:
        UserError: it is neither JSON lines nor names.
    """
    from llmpick.errors import UserError, shown

    wanted = (how.form or "jsonl").lower()
    wanted = "jsonl" if wanted == "json" or how.as_json else wanted
    if wanted not in FORMS:
        raise UserError(f"no batch as `{shown(how.form or '')}`", hint="jsonl or ids")
    return wanted


@contextmanager
def _stream(file: str) -> Iterator[Any]:
    """
    The needs to read, as bytes.

    Raises:
        UserError: there is no such file, it is none, or stdin is a terminal.
    """
    from llmpick.errors import UserError, shown

    if file == "-":
        if sys.stdin is None or sys.stdin.isatty():
            raise UserError(
                "no needs on stdin", hint="""echo '{"task": "coding"}' | llmpick batch"""
            )
        yield sys.stdin.buffer
        return
    try:
        stream = open(file, "rb")  # noqa: SIM115 - closed below; a mistake of opening is the user's
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such file"
        raise UserError(f"`{shown(file, 200)}` cannot be read: {reason}", hint="a file") from None
    with stream:
        yield stream
