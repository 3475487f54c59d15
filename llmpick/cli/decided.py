"""Decisions on file, for `recommend` and `check`: loaded only where one is named."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from llmpick.api import recheck
from llmpick.api.recheck import need_for, own_for
from llmpick.cli import need_options, options, out
from llmpick.errors import UserError, shown
from llmpick.inputs import decision_file as files
from llmpick.inputs.decision_file import Options

__all__ = ["Options", "check", "keep", "names_of", "need_for", "opened", "own_for"]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmpick.api.deployments import OwnDeployments as OwnRoutes
    from llmpick.catalog.load import Catalog
    from llmpick.core.answers.decide import Decision
    from llmpick.core.need.need import Wish
    from llmpick.evidence.own import OwnResults


def opened(
    path: str, asked: Wish, hosting: Mapping[str, object], typed: Mapping[str, object]
) -> files.Saved:
    """
    The decision at *path*: nothing *asked*, no *hosting*, no other option *typed* contradicts it.

    Raises:
        UserError: it cannot be read, or something contradicts it.
    """
    keys, own = need_options.keys(), need_options.keys(need_options.SELF_HOSTING)
    saved = files.read(path, keys, own)
    recheck.contradictions(saved, asked, keys, hosting, own, typed)
    return saved


def other_catalog(saved: files.Saved, catalog: Catalog) -> list[str]:
    """That the catalog is not the one that the decision was made from, if so."""
    meta = catalog.meta
    if meta.sha256 == saved.catalog_sha256:
        return []
    return [
        f"note: the decision was made from catalog {shown(saved.catalog_version)} "
        f"({shown(saved.catalog_sha256[:12])}), this is {meta.version} ({meta.sha256[:12]})"
    ]


def keep(
    path: str,
    catalog: Catalog,
    asked: Wish,
    how: Options,
    decision: Decision,
    own: OwnRoutes | None,
    hosting: Mapping[str, object],
) -> None:
    """
    Save at *path* the *decision* about what was *asked*, and of *own* deployments what was stated.

    Raises:
        UserError: the file cannot be written.
    """
    from llmpick.render.wording.sentences import headline, reasons

    answer = files.Reasons(headline(decision), decision.confidence, tuple(reasons(decision)))
    seed = decision.robustness.drawn.seed if decision.robustness else None
    said = {**hosting, "self_host": "only" if own.alone else "also"} if own else files.NEVER
    saved = files.of_decision(path, catalog, asked, how, decision, answer, seed, said)
    with out.interruptible():
        files.write(saved, need_options.keys(), need_options.keys(need_options.SELF_HOSTING))
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
    saved = files.read(path, need_options.keys(), need_options.keys(need_options.SELF_HOSTING))
    catalog = options.open_catalog(folder, as_of)
    own = options.own_results(catalog, saved.options.no_evidence)
    outcome = recheck.again(catalog, saved, own.adjust if own else None, names_of(own))
    answer = render.answer(outcome, os.path.basename(path), options.about(catalog, own))
    return out.emit(answer, form, [*options.notes(catalog), *other_catalog(saved, catalog)])
