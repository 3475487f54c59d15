"""`llmpick catalog …`"""

from typing import Annotated

import typer

from llmpick.cli import catalog_diff, catalog_releases, options
from llmpick.cli.app import command

app = command("catalog")


@app.callback()
def main() -> None:
    """Check, compile, fit, describe and update the catalog of facts."""
    import gc

    gc.enable()  # these run long and hold much


@app.command()
def validate(
    release: Annotated[
        bool,
        typer.Option(
            "--release", help="And what stands against publishing it: old readings, dead sources."
        ),
    ] = False,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Every finding about the catalog's files: file, fact, what is wrong, how to mend it.

    Exit codes: 0 no errors (warnings may be), 1 errors, 2 no catalog.
    """
    from llmpick.catalog import check
    from llmpick.cli import out
    from llmpick.render.answers import catalog as report

    chosen = out.check_format(form, as_json)
    folder = options.folder(catalog)
    found = check.findings(folder)
    if release:
        from llmpick.catalog.check_release import release_findings

        found = sorted([*found, *release_findings(folder)])
    return out.emit(report.findings(found), chosen)


@app.command()
def build(catalog: options.Folder = None) -> int:
    """Compile the catalog to the form that loads fastest."""
    from llmpick.catalog import compile
    from llmpick.cli import out

    with out.interruptible(), out.progress() as step:
        target = compile.write(options.folder(catalog), progress=step)
    out.complain(f"wrote {target}")
    return 0


@app.command()
def fit(
    report: Annotated[
        bool, typer.Option("--report", help="Hold rows out, and print how well the fit predicts.")
    ] = False,
    exclude_source: Annotated[
        list[str] | None,
        typer.Option("--exclude-source", metavar="FEED", help="Without its rows; repeatable."),
    ] = None,
    exclude_benchmark: Annotated[
        list[str] | None,
        typer.Option("--exclude-benchmark", metavar="ID", help="Without it; repeatable."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DAY",
            help="As of that day: scores, models and benchmarks that were known, as 2026-11-23.",
        ),
    ] = None,
    prior: Annotated[
        bool,
        typer.Option(
            "--prior/--no-prior",
            help="Expect a model by its date, size and family before its scores.",
        ),
    ] = True,
    target: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="Write the estimates there, as JSON."),
    ] = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Fit the abilities of all models on all scores, into derived/ (needs the extra `fit`).

    With something left out, or --out, the catalog stays as it is.
    """
    from llmpick.api import fitting as api
    from llmpick.cli import out
    from llmpick.render.answers import catalog as render

    chosen = out.check_format(form, as_json)
    folder = options.folder(catalog)
    with out.interruptible(), out.progress() as step:
        done = api.fit(
            folder,
            exclude_sources=tuple(exclude_source or ()),
            exclude_benchmarks=tuple(exclude_benchmark or ()),
            as_of=options.day_of(as_of),
            prior=prior,
            target=target,
            with_report=report,
            progress=step,
        )
    for path in done.paths:
        out.complain(f"wrote {path}")
    return out.emit(render.fit(done.meta, done.report if report else {}), chosen)


@app.command("fit-speed")
def fit_speed(catalog: options.Folder = None) -> int:
    """
    Fit the constants of speed on the measured rows, into derived/speed.toml (extra `fit`).

    The file holds the errors on the rows it was fitted on (dev) and on those it was not (test).
    """
    from llmpick.api import fitting as api
    from llmpick.cli import out

    folder = options.folder(catalog)
    with out.interruptible():
        path = api.fit_speed(folder)
    out.complain(f"wrote {path}")
    return 0


@app.command()
def fmt(
    catalog: options.Folder = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if it would.")
    ] = False,
) -> int:
    """Rewrite every file of the catalog in its canonical form."""
    from llmpick.catalog import write
    from llmpick.cli import out

    with out.interruptible():
        changed = write.canonical(options.folder(catalog), dry=check)
    for path in changed:
        out.complain(f"{'would rewrite' if check else 'rewrote'} {path}")
    return 1 if check and changed else 0


@app.command()
def export(
    target: Annotated[str, typer.Argument(metavar="DIR", help="A folder that does not exist yet.")],
    catalog: options.Folder = None,
) -> int:
    """Write the catalog's TOML files to a new folder, to read, change and use with --catalog."""
    from llmpick.catalog import export as files
    from llmpick.cli import out

    found = options.open_catalog(catalog, None, layered=False)
    with out.interruptible():
        count = files.export(found, target)
    out.complain(f"wrote {count} files to {target}")
    return 0


@app.command()
def stats(
    catalog: options.Folder = None,
    as_of: options.AsOf = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """What the catalog holds, and how old it is."""
    from llmpick.catalog import stats as counts
    from llmpick.cli import out
    from llmpick.render.answers import catalog as report

    chosen = out.check_format(form, as_json)
    found = options.open_catalog(catalog, as_of, layered=False)
    answer = report.stats(counts.stats(found), options.about(found))
    return out.emit(answer, chosen, options.notes(found))


@app.command()
def sources(
    catalog: options.Folder = None,
    as_of: options.AsOf = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """Where the values come from, how many, how old, and under which licence each is used."""
    from llmpick.catalog import stats as counts
    from llmpick.cli import out
    from llmpick.render.answers import catalog as report

    chosen = out.check_format(form, as_json)
    found = options.open_catalog(catalog, as_of, layered=False)
    answer = report.sources(counts.sources(found), options.about(found))
    return out.emit(answer, chosen, options.notes(found))


@app.command()
def gaps(
    task: Annotated[
        str | None,
        typer.Option("--task", "-t", metavar="TASK", help="One task. Default: all."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="At most so many rows.")
    ] = 20,
    catalog: options.Folder = None,
    as_of: options.AsOf = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """Which test of which leading model, if somebody ran it, would narrow the answers most."""
    from llmpick.cli import out
    from llmpick.evidence.gaps import gaps as find
    from llmpick.inputs.job import task_of
    from llmpick.render.answers import catalog as report

    chosen = out.check_format(form, as_json)
    found = options.open_catalog(catalog, as_of)
    rows = find(found, task_of(found, task).id if task else None, limit)
    answer = report.gaps(rows, options.about(found))
    return out.emit(answer, chosen, options.notes(found))


@app.command()
def refresh(
    feed: Annotated[
        str, typer.Argument(metavar="FEED", help="litellm, genai-prices, models-dev, pi-ai, ...")
    ],
    place: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Its file, a package with it (wheel, tgz), or an https address.",
        ),
    ],
    day: Annotated[
        str | None,
        typer.Option(
            "--day",
            metavar="DAY",
            help="Day of that state: of its commit, release or download, as 2026-11-23.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="A model or provider alone; repeatable."),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept", metavar="GUARD", help="Let through what a guard stops; repeatable."
        ),
    ] = None,
    new: Annotated[
        bool,
        typer.Option("--new", help="Draft files for entries that are no offering yet."),
    ] = False,
    ends: Annotated[
        bool,
        typer.Option("--ends", help="Its days of ending, of a feed that has prices as well."),
    ] = False,
    history: Annotated[
        bool,
        typer.Option("--history", help="Take first days and older prices from it, and no more."),
    ] = False,
    apply: Annotated[
        bool, typer.Option("--apply", help="Change the catalog's files, all or none.")
    ] = False,
    mine: Annotated[
        bool,
        typer.Option("--mine", help="Keep what is newer in a layer of your own, not in the files."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Change nothing, which is so without --apply.")
    ] = False,
    answers: catalog_diff.Answers = True,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    What a newer state of a feed would change, and what a guard stops.

    Exit codes: 0 nothing was stopped, 1 something was, 2 the file or a name cannot be read.
    """
    from llmpick.api import refresh as api
    from llmpick.cli import out
    from llmpick.errors import UserError
    from llmpick.render.answers import refresh as report

    if (apply and dry_run) or (apply and mine):
        other = "--dry-run" if dry_run else "--mine"
        raise UserError(f"--apply and {other} differ", hint="give one of them")
    chosen = out.check_format(form, as_json)
    if mine:
        from llmpick.cli.refresh_mine import refresh as keep

        accepted = accept or ()
        read = keep(feed, place, options.day_of(day), only or (), accepted, catalog, not dry_run)
        return out.emit(report.refreshed(read.proposal, applied=not dry_run), chosen)
    folder = options.folder(catalog)
    with out.interruptible():
        done = api.refresh(
            folder,
            feed,
            place,
            day=options.day_of(day),
            only=only or (),
            accepted=accept or (),
            new=new,
            only_ends=ends,
            past=history,
            write=apply,
            answers=answers,
        )
        _compile_again(folder, done.paths)
    if apply:
        out.complain(f"wrote {len(done.paths):,} files")
    return out.emit(report.refreshed(done.proposal, applied=apply, effect=done.effect), chosen)


def _compile_again(folder: str, changed: list[str]) -> None:
    """A catalog that was compiled stays so."""
    import os

    from llmpick.catalog import compile

    if changed and os.path.exists(os.path.join(folder, compile.COMPILED)):
        compile.write(folder)


app.command()(catalog_diff.diff)


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="models, offerings, providers, ...")],
) -> int:
    """The JSON Schema of one kind of file, for editors."""
    from llmpick.catalog.shapes import SHAPES, json_schema
    from llmpick.cli import out
    from llmpick.errors import UnknownName, near_names
    from llmpick.render.formats.documents import document

    if kind not in SHAPES:
        raise UnknownName("kind of file", kind, near_names(kind, SHAPES) or SHAPES, "")
    out.write(document(json_schema(kind)), data=True)
    return 0


for _one in catalog_releases.COMMANDS:
    app.command()(_one)
