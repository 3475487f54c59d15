"""`recommend` and `compare` about embedding models and rerankers: loaded only where asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.api import embeddings
from llmpick.cli import options, out
from llmpick.errors import UserError
from llmpick.inputs import embedding_names
from llmpick.inputs.embeddings import search_need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmpick.catalog.load import Catalog
    from llmpick.cli.options import AnswerOptions
    from llmpick.inputs.options import HostingOptions, NeedOptions
    from llmpick.render.wording.heard import Heard


def recommend(
    task: str,
    need: NeedOptions,
    hosting: HostingOptions,
    how: AnswerOptions,
    form: str,
    *,
    top: int,
    shown: int,
    by_route: bool,
    explain: bool,
    others: Mapping[str, object],
    heard: Heard | None = None,
) -> int:
    """
    Answer `recommend --task embeddings` or `--task reranking`; the exit code.

    Args:
        task: One of the two.
        need: What is stated of the need.
        hosting: What is stated of own hardware.
        how: Catalog, day and form as stated.
        form: The form that was chosen.
        top: Ranked routes at most.
        shown: Rows of the table that a person sees.
        by_route: Every route, not each model's best.
        explain: Show what each stands on.
        others: Options of `recommend` that say nothing here, by flag; refused where stated.
        heard: What was made of a need in plain words.

    Raises:
        UserError: an option that does not apply is stated, or a value is off.
    """
    from llmpick.render.answers import embeddings as render

    _refuse(task, {**others, "--no-evidence": how.no_evidence})
    catalog = options.open_catalog(how.catalog, how.as_of)
    asked = search_need(catalog, task, need, hosting)
    found = embeddings.recommend(catalog, asked, by_route=by_route)
    if catalog.own_layer is not None:
        out.complain(
            "note: of your own layer, providers that it forbids are left out; its discounts are "
            "of models that write, and are not off these prices"
        )
    answer = render.answer(
        found,
        options.about(catalog),
        bare=tuple(how.bare or ()),
        explain=explain,
        top=top,
        shown=shown,
        heard=heard,
    )
    return out.emit(answer, form, options.notes(catalog))


def compare(
    task: str,
    names: Sequence[str],
    need: NeedOptions,
    hosting: HostingOptions,
    how: AnswerOptions,
    form: str,
    others: Mapping[str, object],
) -> int:
    """
    Answer `compare` about *names* of embedding models or rerankers; the exit code.

    Raises:
        UserError: an option that does not apply is stated, or a name is of none or of several.
    """
    from llmpick.render.answers import embedding_comparison as render

    _refuse(task, {**others, "--no-evidence": how.no_evidence})
    catalog = options.open_catalog(how.catalog, how.as_of)
    asked = search_need(catalog, task, need, hosting)
    found, models = embeddings.compare(catalog, asked, names)
    answer = render.answer(found, models, options.about(catalog))
    return out.emit(answer, form, options.notes(catalog))


def task_of(catalog: Catalog, names: Sequence[str]) -> str | None:
    """The task of the models called *names*, where all are embedding models or rerankers."""
    found = [one for name in names for one in embedding_names.matches(catalog, name)[:1]]
    if len(found) < len(names):
        return None
    return "reranking" if catalog.embeddings[found[0]].kind == "reranker" else "embeddings"


def _refuse(task: str, others: Mapping[str, object]) -> None:
    """
    Refuse what is stated of *others*.

    Raises:
        UserError: something is.
    """
    for flag, value in others.items():
        if value:
            raise UserError(f"{flag} does not apply to --task {task}", hint="leave it out")
