"""Records of the catalog, one or many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from llmpick.api import tuning
from llmpick.api.facts import Adjust, estimates_of
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import listing as lists
from llmpick.core.facts.estimates import Estimate
from llmpick.errors import AmbiguousName, UnknownName, UserError, near_names, shown
from llmpick.inputs import values as check
from llmpick.inputs.job import DEFAULT_TASK, language_of, task_of
from llmpick.inputs.names import format_named, model_of, plan_named, plan_of, record_path
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.core.answers.listing import Filter

KINDS = (
    *("models", "offerings", "providers", "benchmarks", "licences", "regulations", "tasks"),
    *("feeds", "plans"),
    *("hardware", "formats", "electricity", "architectures", "embeddings", "embedding_boards"),
)
LISTS = (
    *("models", "offerings", "providers", "benchmarks", "licences", "regulations", "tasks"),
    *("hardware", "formats", "feeds", "plans", "embeddings"),
)


class Shown(NamedTuple):
    """A record with what belongs to it."""

    kind: str
    id: str
    record: Mapping[str, Any]
    estimates: list[tuple[str, Estimate]]
    offerings: list[tuple[str, Mapping[str, Any]]]
    note: str | None
    effort: str | None = None
    hosted_tuning: Sequence[Mapping[str, Any]] = ()
    libraries: Sequence[Mapping[str, Any]] = ()


def show(catalog: Catalog, name: str, kind: str | None = None) -> Shown:
    """
    The record that *name* means: a model by any spelling, else a record by its identifier, else
    an accelerator or a format as people type it.

    Raises:
        AmbiguousName, UnknownName, UserError: several, none, or no such kind.
    """
    folded = name.strip().lower()
    wanted = _kind(kind) if kind else None
    if wanted in (None, "plans") and (plan := plan_named(catalog, name)):
        return Shown("plans", plan, catalog.record("plans", plan), [], [], None)
    if wanted == "architectures":
        folded, _, _, _ = model_of(catalog, name)
    if wanted in (None, "models", "offerings"):
        found = _shown_model(catalog, name, folded, wanted)
        if found:
            return found
    for each in (wanted,) if wanted else KINDS[2:]:
        if each in KINDS[2:] and folded in catalog.ids(each):
            return Shown(each, folded, catalog.record(each, folded), [], [], None)
    if wanted in (None, "embeddings"):
        found = _shown_embedding(catalog, name, asked=wanted is not None)
        if found:
            return found
    for each in (wanted,) if wanted else ("hardware", "formats"):
        found = _shown_as_typed(catalog, name, each, wanted == "hardware")
        if found:
            return found
    if wanted in (None, "plans"):
        found = _shown_plan(catalog, name, wanted == "plans")
        if found:
            return found
    others = [item for each in KINDS[2:] for item in catalog.ids(each)]
    model_of(catalog, name)
    raise UnknownName("record", name, near_names(folded, others), "llmpick list")


def _shown_as_typed(catalog: Catalog, name: str, kind: str, asked: bool) -> Shown | None:
    """The accelerator or the format called *name*; an error only where the kind was *asked* for."""
    if kind == "hardware":
        from llmpick.core.names import gpu_names

        known = catalog.section("hardware_names")
        if asked or gpu_names.matches(name, known):
            gpus = gpu_names.gpus(name, known)
            record = catalog.record(kind, gpus.accelerator)
            return Shown(kind, gpus.accelerator, record, [], [], gpus.note)
    if kind == "formats" and (found := format_named(catalog, name)):
        return Shown(kind, found, catalog.record(kind, found), [], [], None)
    return None


def _shown_plan(catalog: Catalog, name: str, asked: bool) -> Shown | None:
    """The plan whose names hold the words of *name*; an error only where a plan was *asked* for."""
    try:
        found = plan_of(catalog, name)
    except UnknownName:
        if asked:
            raise
        return None
    return Shown("plans", found, catalog.record("plans", found), [], [], None)


def _shown_embedding(catalog: Catalog, name: str, *, asked: bool) -> Shown | None:
    """The embedding model or reranker called *name*; an error for none where it was *asked* for."""
    from llmpick.inputs.embedding_names import matches, named

    if not asked and not matches(catalog, name):
        return None
    found = named(catalog, name)
    return Shown("embeddings", found, catalog.record("embeddings", found), [], [], None)


def _kind(text: str) -> str:
    """models of model, models or Models."""
    folded = text.strip().lower()
    plural = folded if folded in KINDS else f"{folded}s"
    return plural if plural in KINDS else check.one_of("kind", folded, KINDS)


def _shown_model(catalog: Catalog, name: str, folded: str, wanted: str | None) -> Shown | None:
    try:
        model, effort, routes, note = model_of(catalog, name)
    except AmbiguousName:
        if wanted is None and any(folded in catalog.ids(kind) for kind in KINDS[2:]):
            return None
        raise
    except UnknownName:
        if wanted:
            raise
        return None
    if wanted is None and folded in catalog.providers and folded not in catalog.models:
        return None
    if "@" in name and len(routes) == 1:
        offering = next(item for item in catalog.offerings if item.id == routes[0])
        record = catalog.record("offerings", record_path(offering))
        return Shown("offerings", routes[0], record, [], [], note)
    rows = [
        (task, estimate)
        for task in sorted(catalog.tasks)
        for estimate in catalog.estimates(task)
        if estimate.model == model and effort in (None, estimate.effort)
    ]
    sold = [item for item in catalog.offerings if item.model == model]
    sold.sort(key=lambda item: (item.listing != "current", item.provider, item.variant or ""))
    return Shown(
        "models",
        model,
        catalog.record("models", model),
        rows,
        [(item.id, catalog.record("offerings", record_path(item))) for item in sold],
        note,
        effort,
        tuning.hosted(catalog, catalog.models[model]),
        tuning.libraries(catalog, catalog.models[model]),
    )


def listing(
    catalog: Catalog,
    kind: str,
    wanted: Filter,
    *,
    task: str | None = None,
    language: str | None = None,
    sort: str | None = None,
    adjust: Adjust | None = None,
    search: str | None = None,
    top: int | None = None,
) -> tuple[str, list[dict[str, Any]]]:
    """
    The rows of one kind of record.

    Args:
        catalog: Where they are.
        kind: models, offerings and so on, in the plural or not.
        wanted: What they must have.
        task: Models with their quality for it.
        language: And in it.
        sort: A field; with a minus before it from the highest.
        adjust: A user's own results.
        search: Words that a row must hold, all of them.
        top: So many rows: by *sort*, else what is on sale and the newest.

    Raises:
        UserError: no such kind, field, name, or a filter that the kind does not have.
    """
    kind = check.one_of("kind", kind if kind.endswith(("s", "hardware")) else f"{kind}s", LISTS)
    if (task or language) and kind != "models":
        raise UserError(
            said("{kind} have no quality for a task", kind=kind),
            hint=said("llmpick list models --task"),
        )
    if wanted.provider:
        wanted = wanted._replace(
            provider=check.known("provider", (wanted.provider,), catalog.providers)[0]
        )
    if wanted.developer:
        makers = {model.developer for model in catalog.models.values()}
        if kind == "embeddings":
            makers = {name.partition("/")[0] for name in catalog.embeddings}
        wanted = wanted._replace(developer=check.known("developer", (wanted.developer,), makers)[0])
    if wanted.model:
        wanted = wanted._replace(model=model_of(catalog, wanted.model)[0])
    estimates = None
    if task or language:
        chosen = task_of(catalog, task or DEFAULT_TASK)
        code = language_of(catalog, chosen, language)
        estimates = estimates_of(catalog, chosen.id, code, adjust)
    rows = _rows(catalog, kind, wanted, estimates)
    if sort and rows:
        field, reverse = sort.lstrip("-").replace("-", "_"), sort.startswith("-")
        rows = lists.ordered(rows, _one_of_fields(field, rows[0]), reverse)
    elif top is not None:
        rows = lists.newest_first(rows)
    return kind, (lists.found(rows, search) if search else rows)[:top]


def _rows(
    catalog: Catalog, kind: str, wanted: Filter, estimates: list[Estimate] | None
) -> list[dict[str, Any]]:
    models, offerings = catalog.models.values(), catalog.offerings
    if kind == "models":
        return lists.models(models, offerings, estimates, wanted)
    if kind == "offerings":
        return lists.offerings(offerings, wanted)
    if kind == "providers":
        return lists.providers(catalog.providers.values(), offerings)
    if kind == "benchmarks":
        return lists.benchmarks(catalog.benchmarks.values())
    if kind == "licences":
        return lists.licences(catalog.licences.values(), models)
    if kind == "regulations":
        return lists.regulations(catalog.regulations.values(), catalog.meta.day)
    if kind == "tasks":
        return lists.tasks(catalog.tasks.values())
    if kind == "formats":
        return lists.formats(catalog.formats.values())
    if kind == "plans":
        return lists.plans(catalog.plans.values())
    if kind == "embeddings":
        from llmpick.core.answers.embedding_rows import embeddings

        return embeddings(catalog.embeddings.values(), wanted)
    if kind == "feeds":
        return lists.feeds({name: catalog.record("feeds", name) for name in catalog.ids("feeds")})
    return lists.hardware(catalog.accelerators.values(), catalog.rentals)


def _one_of_fields(field: str, row: Mapping[str, Any]) -> str:
    if field not in row:
        near = near_names(field, row, 1)
        hint = (
            said("did you mean `{near}`?", near=near[0])
            if near
            else said("one of {row}", row=", ".join(row))
        )
        raise UserError(said("no field `{field}` to sort by", field=shown(field)), hint=hint)
    return field
