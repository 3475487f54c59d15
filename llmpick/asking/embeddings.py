"""Embedding models and rerankers: ranked for a job, and side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from llmpick.api import embeddings
from llmpick.asking.query import Answered, about
from llmpick.errors import UserError
from llmpick.inputs import embedding_names
from llmpick.inputs.embeddings import search_need
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.inputs.options import HostingOptions, NeedOptions
    from llmpick.render.wording.heard import Heard

NO_DISCOUNTS = (
    "note: of your own layer, providers that it forbids are left out; its discounts are "
    "of models that write, and are not off these prices"
)


def recommend(
    catalog: Catalog,
    task: str,
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    top: int,
    shown: int,
    by_route: bool,
    explain: bool = False,
    bare: tuple[str, ...] = (),
    heard: Heard | None = None,
) -> Answered:
    """
    The answer to `recommend --task embeddings` or `--task reranking`.

    Args:
        catalog: The facts.
        task: One of the two.
        need: What is stated of the need.
        hosting: What is stated of own hardware.
        top: Ranked routes at most.
        shown: Rows of the table that a person sees.
        by_route: Every route, not each model's best.
        explain: Show what each stands on.
        bare: Options that were given without a value.
        heard: What was made of a need in plain words.

    Raises:
        UserError: an option that does not apply is stated, or a value is off.
    """
    from llmpick.render.answers import embeddings as render

    asked = search_need(catalog, task, need, hosting)
    found = embeddings.recommend(catalog, asked, by_route=by_route)
    answer = render.answer(
        found, about(catalog), bare=bare, explain=explain, top=top, shown=shown, heard=heard
    )
    return Answered(answer, [NO_DISCOUNTS] if catalog.own_layer else [], [])


def compare(
    catalog: Catalog,
    task: str,
    names: Sequence[str],
    need: NeedOptions,
    hosting: HostingOptions,
) -> Answered:
    """
    The answer to `compare` about *names* of embedding models or rerankers.

    Raises:
        UserError: an option that does not apply is stated, or a name is of none or of several.
    """
    from llmpick.render.answers import embedding_comparison as render

    asked = search_need(catalog, task, need, hosting)
    found, models = embeddings.compare(catalog, asked, names)
    return Answered(render.answer(found, models, about(catalog)), [], [])


def task_of(catalog: Catalog, names: Sequence[str]) -> str | None:
    """The task of the models called *names*, where all are embedding models or rerankers."""
    found = [one for name in names for one in embedding_names.matches(catalog, name)[:1]]
    if len(found) < len(names):
        return None
    return "reranking" if catalog.embeddings[found[0]].kind == "reranker" else "embeddings"


def refuse(task: str, others: Mapping[str, object]) -> None:
    """
    Refuse what is stated of *others*, by flag.

    Raises:
        UserError: something is.
    """
    for flag, value in others.items():
        if value:
            raise UserError(
                said("{flag} does not apply to --task {task}", flag=flag, task=task),
                hint=said("leave it out"),
            )
