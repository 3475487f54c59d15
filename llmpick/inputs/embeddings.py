"""From what a user typed to what is wanted of an embedding model or a reranker, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from llmpick.core.embeddings.need import EmbeddingWork, SearchNeed
from llmpick.core.facts.records import Task
from llmpick.core.need.need import EFFORTS
from llmpick.errors import UserError
from llmpick.inputs import values as check
from llmpick.inputs.need import need_of
from llmpick.inputs.options import (
    ALL_HOSTING,
    BILLING,
    NEED,
    OF_MODELS,
    WORK,
    HostingOptions,
    Limits,
    NeedOptions,
    Search,
    stated,
)
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.core.embeddings.records import Kind

SUBJECTS = ("code", "law", "finance", "health", "multilingual")
KINDS: Mapping[str, Kind] = {"embeddings": "embedding", "reranking": "reranker"}

QUERIES = 100_000
DOCUMENTS = {"embeddings": 100_000, "reranking": 50}
CHUNK_TOKENS = 800
QUERY_TOKENS = 30
"""
What is assumed where nothing is said. Chunks: 300, 800 and 1,024 tokens are the defaults of three
sellers of retrieval (Bedrock, OpenAI, Vertex AI; read 2026-11-30), and the middle one is taken.
Texts and queries a month are nobody's figures: they are there to be replaced.
"""

NOT_ASKED = {
    *(one.field for one in (*BILLING, *WORK)),
    *("source_language", "target_language", "best_within_budget"),
    *("failure_cost", "sector", "distil", "needs", "include_unrated", "patience"),
    *(one.field for one in OF_MODELS if one.field not in ("made_in", "not_made_in")),
} - {"requests", "input_tokens", "rates", "batch_share"}
"""Options that say nothing of what writes nothing."""
OF_A_RANKING = {"weights", "rank", "rank_rule", "min_quality"}
"""Options that say nothing where nothing is ranked."""
OF_SELLERS = {"provider", "providers", "no_providers", "budget", "currency", "batch_share"}
"""Options that say nothing of one's own hardware, on which nothing is sold."""


def search_need(
    catalog: Catalog, task: str, options: NeedOptions, hosting: HostingOptions
) -> SearchNeed:
    """
    Check *options* against the catalog and fill in what is not said.

    Raises:
        UserError: a value that is unknown, absurd or contradictory, or an option of other tasks.
    """
    given = stated(options)
    self_hosted = _self_hosted(task, options, hosting)
    _refuse(task, given, NOT_ASKED, "what writes nothing has none of it")
    if task == "reranking":
        _refuse(task, given, OF_A_RANKING, "no reranker has results, so that none is ranked")
        _refuse(task, given, {"dimensions", "subject"}, "a reranker makes no vectors to compare")
        _refuse(task, given, {"batch_share"}, "nothing is indexed by a reranker")
    if self_hosted:
        _refuse(task, given, OF_SELLERS, "on own hardware nobody sells it")
    work = _work(task, options)
    need = need_of(
        catalog,
        options._replace(search=Search(), limits=_without_developers(options.limits)),
        of=_preset(task, work),
    )
    subject = options.search.subject
    if subject is not None:
        subject = check.one_of("subject", subject, SUBJECTS)
    language = need.language
    longest = max(work.chunk_tokens, work.query_tokens)
    if task == "reranking":
        longest = work.chunk_tokens + work.query_tokens
    workload = need.workload._replace(input_tokens=longest)
    makers = {name.partition("/")[0] for name in catalog.embeddings}
    return SearchNeed(
        kind=KINDS[task],
        need=need._replace(
            workload=workload,
            developers=check.known("developer", options.limits.developers, makers),
            no_developers=check.known("developer", options.limits.no_developers, makers),
        ),
        work=work,
        of=subject or language or "en",
        subject=subject,
        language=language,
        dimensions=_size(options.search.dimensions),
        self_hosted=self_hosted,
    )


def _without_developers(limits: Limits) -> Limits:
    """*limits* without makers, which are others here than those of models that write."""
    return limits._replace(developers=(), no_developers=())


def _refuse(task: str, given: Mapping[str, object], fields: set[str], why: str) -> None:
    """
    Refuse what is *given* of *fields*, by the name of its option.

    Raises:
        UserError: something is.
    """
    for one in NEED:
        if one.field in given and one.field in fields:
            raise UserError(
                said("{flag} does not apply to --task {task}", flag=one.option.flag, task=task),
                hint=said("leave it out: {why}", why=why),
            )


def _self_hosted(task: str, options: NeedOptions, hosting: HostingOptions) -> bool:
    """Whether it is to run on own hardware alone."""
    for field in stated(hosting):
        if field != "self_host":
            flag = next(one.option.flag for one in ALL_HOSTING if one.field == field)
            raise UserError(
                said("{flag} does not apply to --task {task}", flag=flag, task=task),
                hint=said(
                    "no speed of such models was measured; --self-host only lists their weights by "
                    "the memory that they take"
                ),
            )
    air_gapped = (options.job.privacy or "").strip().lower() == "air-gapped"
    when = hosting.self_host
    if when is None:
        return air_gapped
    chosen = check.one_of("--self-host", when, ("only", "also", "never"))
    if chosen == "also":
        raise UserError(
            said(
                "--self-host also does not apply: nothing prices such a model on your own hardware"
            ),
            hint=said("--self-host only ranks by quality and by the memory of the weights"),
        )
    if chosen == "never" and air_gapped:
        raise UserError(
            said("air-gapped leaves your own hardware alone, --self-host never leaves that out"),
            hint=said("leave one of both out"),
        )
    return chosen == "only"


def _work(task: str, options: NeedOptions) -> EmbeddingWork:
    search, work = options.search, options.work

    def some(name: str, value: int | None, preset: int, most: int) -> int:
        found = preset if value is None else check.whole(name, value, most) or 0
        if not found:
            raise UserError(
                said("no {name} are no workload", name=name), hint=said("give 1 or more")
            )
        return found

    queries = check.whole("queries", work.requests, check.MAX_REQUESTS)
    return EmbeddingWork(
        documents=some("documents", search.documents, DOCUMENTS[task], check.MAX_REQUESTS),
        chunk_tokens=some("tokens of a text", search.chunk_tokens, CHUNK_TOKENS, check.MAX_TOKENS),
        queries=QUERIES if queries is None else queries,
        query_tokens=some("tokens of a query", work.input_tokens, QUERY_TOKENS, check.MAX_TOKENS),
        batch_share=check.share("batch", options.billing.batch_share, 0.0),
    )


def _size(dimensions: int | None) -> int | None:
    found = check.whole("dimensions", dimensions, 100_000)
    if found == 0:
        raise UserError(said("0 dimensions are no vector"), hint=said("--dimensions 1024"))
    return found


def _preset(task: str, work: EmbeddingWork) -> Task:
    """The task as what is asked of any need: nothing is written, and nothing thought."""
    return Task(
        id=task,
        name=task.capitalize(),
        aliases=(),
        language=None,
        domains={},
        needs_modality=None,
        needs_tool_calling=False,
        requests_per_month=max(1, work.queries),
        input_tokens=work.chunk_tokens,
        output_tokens=0,
        cache_read_share=0.0,
        thinking_tokens=dict.fromkeys(EFFORTS, 0),
        why="",
        floor_points=0.0,
    )
