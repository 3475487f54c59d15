"""Decisions on file, for `recommend` and `check`: loaded only where one is named."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from llmpick.api import recheck
from llmpick.asking.query import Query, own_route_notes
from llmpick.cli import options, out
from llmpick.errors import UserError, shown
from llmpick.inputs import decision_file as files
from llmpick.inputs.decision_file import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmpick.catalog.contents import Catalog
    from llmpick.cli.options import AnswerOptions
    from llmpick.core.answers.decide import Decision
    from llmpick.evidence.own import OwnResults
    from llmpick.inputs.options import HostingOptions, NeedOptions


def opened(
    path: str, need: NeedOptions, hosting: HostingOptions, typed: Mapping[str, object]
) -> files.Saved:
    """
    The decision at *path*: no option of *need* or *hosting*, and no other *typed*, contradicts it.

    Raises:
        UserError: it cannot be read, or something contradicts it.
    """
    saved = files.read(path)
    recheck.contradictions(saved, need, hosting, typed)
    return saved


def query_of(saved: files.Saved, how: AnswerOptions) -> Query:
    """
    What *saved* asked, of the catalog of today.

    Raises:
        UserError: the catalog no longer knows something that it names.
    """
    catalog = options.open_catalog(how.catalog, how.as_of)
    need = recheck.need_for(catalog, saved)
    results = options.own_results(catalog, how.no_evidence)
    mine = recheck.own_for(catalog, saved, need, results.adjust if results else None)
    notes = own_route_notes(mine, saved.hosting)
    return Query(catalog, need, results, mine, [*notes, *other_catalog(saved, catalog)])


def options_of(found: Query, top: int, by_route: bool, how: AnswerOptions) -> Options:
    """How a decision is asked, as it is kept."""
    by = "route" if by_route else "model"
    return Options(top, by, how.no_evidence, tuple(how.bare or ()), names_of(found.results))


def other_catalog(saved: files.Saved, catalog: Catalog) -> list[str]:
    """That the catalog, or the method, is not the one that the decision was made by, if so."""
    meta, notes = catalog.meta, []
    if meta.sha256 != saved.catalog_sha256:
        notes.append(
            f"note: the decision was made from catalog {shown(saved.catalog_version)} "
            f"({shown(saved.catalog_sha256[:12])}), this is {meta.version} ({meta.sha256[:12]})"
            + _which_asks(saved)
        )
    if meta.own_layer != saved.overlay_sha256:
        notes.append("note: the decision was made with another layer of your own over the catalog")
    if saved.scale_version != catalog.scale.version:
        notes.append("note: the decision was made by another method; this is today's answer to it")
    return notes


def _which_asks(saved: files.Saved) -> str:
    """How to ask the catalog of then, where it is on this machine."""
    version = saved.catalog_version
    return f"; --catalog {version} asks that one" if options.is_installed(version) else ""


def keep(
    path: str,
    found: Query,
    need: NeedOptions,
    hosting: HostingOptions,
    how: Options,
    decision: Decision,
) -> None:
    """
    Save at *path* the *decision* that *need* and *hosting* got.

    Raises:
        UserError: the file cannot be written.
    """
    from llmpick.render.answers.sentences import headline, reasons

    answer = files.Reasons(headline(decision), decision.confidence, tuple(reasons(decision)))
    seed = decision.robustness.drawn.seed if decision.robustness else None
    own = found.deployments
    hosting = hosting._replace(self_host="only" if own.alone else "also") if own else files.NEVER
    saved = files.of_decision(path, found.catalog, need, how, decision, answer, seed, hosting)
    with out.interruptible():
        files.write(saved)
    out.complain(f"saved {shown(path, 200)}")


def names_of(own: OwnResults | None) -> tuple[str, ...]:
    """The names of the user's own results that are in an answer."""
    return tuple(name for name, _ in own.sources) if own else ()


def check(
    names: list[str],
    typed: Mapping[str, object],
    form: str,
    folder: str | None,
    as_of: str | None,
) -> int:
    """
    Make the decision on file that *names* is again: 0 it holds, 1 it changed.

    Raises:
        UserError: it cannot be read, or something else is asked with it.
    """
    from llmpick.render.answers import drift as render

    path = next(name for name in names if name.endswith(".toml"))
    if len(names) > 1 or typed:
        raise UserError(
            f"the decision `{shown(path, 200)}` cannot be checked with other names or a policy",
            hint=f"llmpick check {shown(path, 200)}",
        )
    if form == "sarif":
        raise UserError("a decision has no findings for SARIF", hint="--format json has it all")
    saved = files.read(path)
    catalog = options.open_catalog(folder, as_of)
    own = options.own_results(catalog, saved.options.no_evidence)
    outcome = recheck.again(catalog, saved, own.adjust if own else None, names_of(own))
    answer = render.answer(outcome, os.path.basename(path), options.about(catalog, own))
    return options.emit(answer, form, catalog, other_catalog(saved, catalog))
