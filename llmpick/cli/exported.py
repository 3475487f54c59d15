"""What `export` is asked for: a decision on file, or routes by name."""

from __future__ import annotations

from collections.abc import Sequence

from llmpick.api import decisions, exporting
from llmpick.asking.export import TOOL, export
from llmpick.cli import options
from llmpick.cli.options import AnswerOptions
from llmpick.errors import UserError, shown
from llmpick.inputs import values
from llmpick.render.export.targets import Target

STEPS = ("cheaper", "better")


def text(
    target: Target,
    names: Sequence[str],
    then: Sequence[str],
    region: Sequence[str],
    how: AnswerOptions,
) -> str:
    """
    The file of *target* for *names*.

    Raises:
        UserError: names mix a decision with routes, or a route cannot be reached as asked.
    """
    regions = tuple(map(values.region, region))
    for step in then:
        values.one_of("step", step, STEPS)
    files = [name for name in names if name.endswith(".toml")]
    if files and len(names) > 1:
        raise UserError("a decision is exported alone", hint="name one file, or routes")
    if files:
        return _of_decision(target, files[0], then, regions, how)
    if then:
        raise UserError("--then is of a decision", hint="name the fallbacks as routes")
    catalog = options.open_catalog(how.catalog, how.as_of)
    return export(catalog, target, names, region)


def _of_decision(
    target: Target, path: str, then: Sequence[str], regions: tuple[str, ...], how: AnswerOptions
) -> str:
    from llmpick.cli import decided
    from llmpick.inputs import decision_file

    saved = decision_file.read(path)
    if not saved.shortlist:
        raise UserError(f"nothing fits in the decision {shown(path)}", hint="llmpick recommend")
    found = decided.query_of(saved, how)
    made = decisions.recommend(
        found.catalog,
        found.need,
        top=100,
        by_route=True,
        adjust=found.adjust,
        robust=False,
        own=found.deployments,
    )
    ids = exporting.of_decision(made, saved.shortlist[0].route.partition(" ")[0], then)
    kept = ids if target.has_fallbacks else ids[:1]
    routes = exporting.routes_named(found.catalog, kept)
    made_plan = exporting.plan(
        found.catalog,
        routes,
        target.dialects,
        regions=regions,
        need=found.need,
        decision=f"{path} of {saved.as_of}",
        tool=TOOL,
    )
    return target.text(made_plan)
