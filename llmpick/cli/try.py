"""`llmpick try`"""

from typing import Annotated

import typer

from llmpick.cli import need_command
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions
from llmpick.inputs.options import NEED, NeedOptions

app = command("try")


@app.command()
@need_command.takes_need(NEED, stated_by={"decision": ()})
def try_routes(
    need: NeedOptions,
    *,
    prompts: Annotated[
        str,
        typer.Argument(
            metavar="PROMPTS", help="JSON lines of input, target, id, images; or one a line."
        ),
    ],
    routes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ROUTE]...", help="MODEL[:EFFORT]@PROVIDER. Default: the need's first."
        ),
    ] = None,
    decision: Annotated[
        str | None,
        typer.Option("--decision", metavar="FILE", help="The first routes of a saved decision."),
    ] = None,
    top: Annotated[
        int, typer.Option("--top", "-n", metavar="N", help="How many, where none is named.")
    ] = 3,
    grader: Annotated[
        str | None,
        typer.Option(
            "--grader",
            metavar="NAME",
            help="exact, includes, number, regex[:PATTERN], json-schema[:FILE], command:PROGRAM, "
            "judge:ROUTE. Default: includes, where every prompt has a target.",
        ),
    ] = None,
    max_output: Annotated[
        int,
        typer.Option("--max-output", metavar="TOKENS", help="Of a reply, with what is thought."),
    ] = 4096,
    temperature: Annotated[
        float | None, typer.Option("--temperature", metavar="T", help="Default: 0.")
    ] = 0.0,
    concurrency: Annotated[
        int, typer.Option("--concurrency", metavar="N", help="Calls at once, of each route.")
    ] = 4,
    per_minute: Annotated[
        float | None,
        typer.Option("--per-minute", metavar="N", help="Calls a minute, of each route."),
    ] = None,
    most_retries: Annotated[
        int, typer.Option("--most-retries", metavar="N", help="Of a call that was refused for now.")
    ] = 5,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", help="For the next word.")
    ] = 120.0,
    max_usd: Annotated[
        float | None,
        typer.Option("--max-usd", metavar="USD", help="No call is made beyond it."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Spend without being asked.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent where, and send nothing.")
    ] = False,
    keep: Annotated[
        str | None,
        typer.Option("--keep", metavar="FILE", help="Keep replies there; else none is kept."),
    ] = None,
    journal: Annotated[
        str | None,
        typer.Option("--journal", metavar="FILE", help="Where calls are noted, to go on later."),
    ] = None,
    resend: Annotated[
        bool,
        typer.Option("--resend", help="Send again what a run that died had sent; it may cost."),
    ] = False,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help="Of the own evidence. Default: the file's."),
    ] = None,
    no_store: Annotated[bool, typer.Option("--no-store", help="Keep no evidence of it.")] = False,
    base_url: Annotated[
        list[str] | None,
        typer.Option(
            "--base-url",
            metavar="PROVIDER=URL",
            help="Call a provider there: a gateway, an endpoint of your own. Repeatable.",
        ),
    ] = None,
    how: AnswerOptions,
) -> int:
    """
    Send your own prompts to routes with your own keys; measure, and decide again with it.

    It says what it can cost at most, and asks, before anything is sent. Exit codes: 0 all calls
    were made, 1 it ended early, 2 nothing was tried.
    """
    from llmpick.asking.query import check_top
    from llmpick.cli import out, query, trial_run, trying

    chosen = out.check_format(how.form, how.as_json)
    check_top(top, 20)
    asked = trying.TrialOptions(
        prompts=prompts,
        routes=tuple(routes or ()),
        decision=decision,
        top=top,
        grader=grader,
        max_output=max_output,
        temperature=temperature,
        concurrency=concurrency,
        per_minute=per_minute,
        retries=most_retries,
        timeout=timeout,
        max_usd=max_usd,
        yes=yes,
        dry_run=dry_run,
        keep=keep,
        journal=journal,
        resend=resend,
        name=name,
        no_store=no_store,
        base_urls=tuple(base_url or ()),
    )
    trying.check(asked)
    found = trying.query_of(asked, need, how)
    stated = need.job.task is not None or decision is not None
    return query.emit(found, trial_run.answer(found, asked, task_is_stated=stated), chosen)
