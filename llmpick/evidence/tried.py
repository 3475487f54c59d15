"""What a trial measured, as a source of own results: one of its name, renewed by each trial."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from llmpick.catalog.contents import Catalog
from llmpick.core.ranking.limits import Route
from llmpick.errors import UserError
from llmpick.evidence import files, importing
from llmpick.evidence.files import Measured, OwnSource
from llmpick.evidence.importing import Efforts, ImportOptions, ResultFile
from llmpick.evidence.rows import Choice, Parsed, ResultRow
from llmpick.trying.summary import RouteSummary

FORM = "llmpick try"


class TriedRoute(NamedTuple):
    """
    A route's *score*, 0 to 1, of so many graded *items*; None: nothing was graded. *name* is its
    model with its effort, *measured* what it used, None where no server said.
    """

    name: str
    score: float | None
    items: int
    measured: Measured | None


def name_of(route: Route) -> str:
    """The model of *route* with its effort, as names are read."""
    return f"{route.model.id}:{route.effort}" if route.effort else route.model.id


def measured(route: Route, summary: RouteSummary, day: str) -> TriedRoute:
    """What is kept of a route as own evidence."""
    used = None
    if summary.counted and summary.input_tokens is not None and summary.output_tokens is not None:
        first = summary.first_text
        used = Measured(
            *(route.id, route.model.id, route.effort, day, summary.counted),
            summary.input_tokens,
            summary.output_tokens,
            summary.reasoning_tokens,
            summary.reasoning_stderr,
            summary.usd_per_call,
            first.p50 if first else None,
            first.p95 if first else None,
            summary.tokens_per_s,
        )
    return TriedRoute(name_of(route), summary.quality, summary.graded, used)


def taken(
    catalog: Catalog,
    name: str,
    task: str,
    prompts: str,
    tried: Sequence[TriedRoute],
    before: OwnSource | None = None,
) -> OwnSource:
    """
    The source *name* with what was *tried* of *task*, instead of what it held of the same routes.

    Args:
        catalog: Knows the models.
        name: Of the source.
        task: That the prompts measure.
        prompts: Name of their file.
        tried: What was measured; one at least has a score.
        before: The source as it is, None where it is new.

    Raises:
        UserError: the catalog cannot place a model, its effort is not said, or the source is of
            something else.
    """
    if before is not None and before.form != FORM:
        raise UserError(
            f"your own results `{name}` were imported from {before.file}",
            hint="another --name for this trial",
        )
    rows = [
        ResultRow(str(place), one.name, one.score, one.items, None, None, share=True)
        for place, one in enumerate(tried, 1)
        if one.score is not None
    ]
    digest = sha256(repr([task, prompts, *tried]).encode()).hexdigest()
    file = ResultFile(prompts, digest, Parsed(FORM, rows, []))
    wanted = ImportOptions(name, 1.0, task, None, None, Efforts({}, None), 1.0, Choice())
    made = importing.accepted(catalog, [file], wanted).source
    if before is None or (before.task, before.file) != (task, prompts):
        return made._replace(measured=_measured(made, tried))
    new = {(one.model, one.effort) for one in made.scores}
    routes = {one.measured.route for one in tried if one.measured}
    return made._replace(
        scores=(
            *(one for one in before.scores if (one.model, one.effort) not in new),
            *made.scores,
        ),
        measured=(
            *(one for one in before.measured if one.route not in routes),
            *_measured(made, tried),
        ),
    )


def _measured(made: OwnSource, tried: Sequence[TriedRoute]) -> tuple[Measured, ...]:
    """Tokens and speed of what has a score, by the row of the fit that it stands for."""
    scored = [one for one in tried if one.score is not None]
    return tuple(
        one.measured._replace(model=score.model, effort=score.effort)
        for one, score in zip(scored, made.scores, strict=True)
        if one.measured is not None
    )


def keep(folder: str, source: OwnSource, before: OwnSource | None) -> None:
    """Put *source* into *folder*, unless *before* is of the same trial. Errors as of `add`."""
    if before is None or before.sha256 != source.sha256:
        files.add(folder, source, before)


def stands(folder: str, name: str) -> OwnSource | None:
    """The source *name*, None where there is none."""
    return files.read(folder, name) if name in files.names(folder) else None
