"""The task, its language and its direction, as options name them."""

from __future__ import annotations

from llmpick.catalog.contents import Catalog
from llmpick.core.facts.records import Task
from llmpick.core.need import need as needs
from llmpick.errors import UnknownName, UserError, near_names, shown
from llmpick.inputs.options import NeedOptions
from llmpick.lang.said import said

DEFAULT_TASK = "general"
SEARCH_TASKS = {
    **dict.fromkeys(("embeddings", "embedding", "embed", "vectors"), "embeddings"),
    **dict.fromkeys(("reranking", "rerank", "reranker", "rerankers"), "reranking"),
}
"""Names of the tasks of embedding models and rerankers, which write nothing."""


def search_task(options: NeedOptions) -> str | None:
    """The task of embedding models or rerankers that *options* ask of, if they do."""
    name = options.job.task
    return SEARCH_TASKS.get(name.strip().lower()) if name else None


def task_of(catalog: Catalog, name: str) -> Task:
    """
    The task of that name or alias.

    Raises:
        UnknownName: none has it.
    """
    folded = name.strip().lower().replace("_", "-").replace(" ", "-")
    if folded in SEARCH_TASKS:
        raise UserError(
            said(
                "{SEARCH_TASKS} is a task of `recommend` and `compare` alone",
                SEARCH_TASKS=SEARCH_TASKS[folded],
            ),
            hint=said("llmpick recommend --task {SEARCH_TASKS}", SEARCH_TASKS=SEARCH_TASKS[folded]),
        )
    by_name = {alias: task for task in catalog.tasks.values() for alias in task.aliases}
    by_name |= catalog.tasks
    if folded not in by_name:
        raise UnknownName("task", name, near_names(folded, by_name), "llmpick list tasks")
    return by_name[folded]


def language_of(catalog: Catalog, task: Task, text: str | None) -> str | None:
    """
    The language of the work, None where it is English or the task's own.

    Raises:
        UserError: there is none of that name.
    """
    if text is None:
        return None
    code = _code(text)
    return None if code in ("en", task.language) else code


def _code(text: str) -> str:
    """
    The ISO 639-1 code of a language that is named by it, or as English names it.

    Raises:
        UserError: there is none of that name.
    """
    folded = text.strip().lower()
    by_name = {name.lower(): code for code, name in needs.LANGUAGES.items()}
    code = by_name.get(folded, folded)
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise UserError(
            said("no language `{text}`", text=shown(text)),
            hint=said("its two letters, such as ja, de or en"),
        )
    return code


def direction_of(catalog: Catalog, task: Task, options: NeedOptions) -> tuple[str, str] | None:
    """
    From which language into which is translated.

    Raises:
        UserError: one of both is missing, they are one, or the task is no translation.
    """
    job = options.job
    source, target = job.source_language, job.target_language
    if source is None and target is None:
        return None
    if not task.directions:
        raise UserError(
            said("--from and --to are of a translation, and the task is {id}", id=task.id),
            hint=said("-t translation; or --language for the language of the work"),
        )
    if source is None or target is None:
        raise UserError(
            said("a translation goes from one language to another"),
            hint=said("as --from ja --to en"),
        )
    found = _code(source), _code(target)
    if found[0] == found[1]:
        raise UserError(
            said("nothing is translated from {found} to itself", found=found[0]),
            hint=said("--from, --to"),
        )
    if job.language is not None and _code(job.language) not in found:
        raise UserError(
            said(
                "--language {language} is neither of --from and --to", language=shown(job.language)
            ),
            hint=said("leave --language out"),
        )
    return found


def foreign(direction: tuple[str, str] | None) -> str | None:
    """The side of a translation that is not English; of two, the one that is written."""
    if direction is None:
        return None
    return direction[0] if direction[1] == "en" else direction[1]
