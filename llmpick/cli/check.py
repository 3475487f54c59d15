"""`llmpick check`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command
from llmpick.errors import UserError

app = command("check")


@app.command()
def check(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME...]",
            help="Models, routes or plans; without any, or with -, one a line from stdin. Or one "
            "FILE.toml of `recommend --save`.",
        ),
    ] = None,
    policy: Annotated[
        str, typer.Option("--policy", metavar="FILE", help="The policy; docs/policy.md shows one.")
    ] = "policy.toml",
    files: Annotated[
        list[str] | None,
        typer.Option("--in", metavar="FILE", help="Models named in this text file. Repeatable."),
    ] = None,
    partial: Annotated[
        bool,
        typer.Option(
            "--partial", help="Not all that is in use: idle exceptions of the policy are fine."
        ),
    ] = False,
    of_files: Annotated[
        bool,
        typer.Option(
            "--files",
            help="Every argument is a file or a folder: the identifiers in them that have ended, "
            "or end soon, at the provider whose spelling it is.",
        ),
    ] = False,
    upcoming: Annotated[
        int | None,
        typer.Option(
            "--upcoming",
            metavar="DAYS",
            min=0,
            max=36_500,
            help="With --files: ends within so many days. Default: the policy's, or 90.",
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="With --files: write what the provider names in place of exact ids."
        ),
    ] = False,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline", metavar="FILE", help="With --files: findings in it are known already."
        ),
    ] = None,
    write_baseline: Annotated[
        str | None,
        typer.Option(
            "--write-baseline", metavar="FILE", help="With --files: keep today's findings there."
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude", metavar="GLOB", help="With --files: leave such paths out. Repeatable."
        ),
    ] = None,
    decisions: Annotated[
        str | None,
        typer.Option(
            "--decisions", metavar="FOLDER", help="All saved decisions in it: hold, or changed."
        ),
    ] = None,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORM",
            help="table, text, json, jsonl, csv, tsv, markdown, ids or sarif. Default: table on a "
            "terminal, else text.",
        ),
    ] = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Models and routes against a policy file: every rule they break, with its source.

    With the file of a saved decision: whether it still holds, and what moved.

    With --files: the identifiers in code that have ended or will; docs/check-files.md.

    Exit codes: 0 all keep it, or the decision holds, 1 a rule is broken, not known to be kept, or
    an exception is idle, or the decision changed, 2 the question was wrong.
    """
    from llmpick.asking import policy as asking
    from llmpick.cli import out, stdin
    from llmpick.render.answers import policy as render

    chosen = out.check_format(form, as_json, also=("sarif",))
    if decisions is not None:
        from llmpick.cli import check_decisions

        others: dict[str, object] = {
            **{"names": names, "policy": policy, "files": files, "partial": partial},
            **{"of_files": of_files, "upcoming": upcoming, "fix": fix, "exclude": exclude},
            **{"baseline": baseline, "write_baseline": write_baseline},
        }
        typed = options.typed(context, others)
        return check_decisions.check(decisions, typed, chosen, catalog, as_of)
    if of_files:
        from llmpick.cli import check_files

        is_typed = "policy" in options.typed(context, {"policy": policy})
        how = check_files.FileOptions(upcoming, fix, baseline, write_baseline, exclude, partial)
        if files:
            raise UserError("--in is of names", hint="with --files, name the files alone")
        used = check_files.policy_of(policy, is_typed=is_typed)
        return check_files.check(names or [], used, how, chosen, catalog, as_of)
    of_those = (upcoming, fix, baseline, write_baseline, exclude)
    if any(value not in (None, False) for value in of_those):
        raise UserError(
            "--upcoming, --fix, --exclude and baselines are of files",
            hint="add --files, and name them",
        )
    if names and any(name.endswith(".toml") for name in names):
        from llmpick.cli import decided

        others = {"policy": policy, "files": files, "partial": partial}
        return decided.check(names, options.typed(context, others), chosen, catalog, as_of)
    found = options.open_catalog(catalog, as_of)
    given = names or ([] if files else ["-"])
    report, answer = asking.check(
        found,
        policy,
        stdin.lines("check") if given == ["-"] else given,
        files or (),
        partial=partial,
    )
    if chosen == "sarif":
        out.write(render.sarif(report, options.about(found)), data=True)
        return answer.code
    return options.emit(answer, chosen, found)
