"""What is typed of embeddings and reranking: filled in, checked, and refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from llmpick.catalog.contents import Catalog
from llmpick.catalog.load import load
from llmpick.core.embeddings.need import EmbeddingWork, SearchNeed
from llmpick.errors import UserError
from llmpick.inputs.embeddings import NOT_ASKED, search_need
from llmpick.inputs.job import search_task, task_of
from llmpick.inputs.need import need_of
from llmpick.inputs.options import NEED, SEARCH, HostingOptions, declared, need_options

SMALL = Path(__file__).parents[1] / "small_catalog"


@pytest.fixture(scope="module")
def small() -> Catalog:
    """A catalog in which providers, rates and presets are known."""
    return load(str(SMALL))


def wanted(small: Catalog, task: str = "embeddings", host: str | None = None, **said: Any) -> Any:
    """What *said* of *task* comes to."""
    return search_need(small, task, need_options(said), HostingOptions(self_host=host))


def test_what_is_not_said_is_filled_in(small):
    """A hundred thousand texts and queries, in English, at the default level of privacy."""
    found = wanted(small)
    assert isinstance(found, SearchNeed)
    assert found.work == EmbeddingWork(100_000, 800, 100_000, 30)
    assert (found.kind, found.of, found.self_hosted) == ("embedding", "en", False)
    assert found.need.privacy_level == "internal"
    assert found.need.workload.output_tokens == 0


def test_what_is_said_stands(small):
    """Requests are queries, and the tokens into one are a query's."""
    found = wanted(
        small, documents=5, chunk_tokens=300, requests=7, input_tokens=40, batch_share=0.5
    )
    assert found.work == EmbeddingWork(5, 300, 7, 40, 0.5)
    assert found.need.workload.input_tokens == 300


def test_a_reranker_reads_a_text_with_its_query(small):
    """So much it must read, and fifty texts a query are assumed."""
    found = wanted(small, "reranking", chunk_tokens=500, input_tokens=20)
    assert found.work.documents == 50
    assert found.need.workload.input_tokens == 520


@pytest.mark.parametrize(
    ("said", "of"),
    [
        ({"language": "ja"}, "ja"),
        ({"language": "Japanese"}, "ja"),
        ({"language": "en"}, "en"),
        ({"subject": "law"}, "law"),
        ({"subject": "law", "language": "de"}, "law"),
    ],
)
def test_what_a_board_must_test(small, said, of):
    """A subject before a language; English where neither is said."""
    assert wanted(small, **said).of == of


FLAGS = {one.field: one.option.flag for one in NEED}
VALUES = {bool: True, str: "x", int: 1, float: 0.5, tuple: ("x",)}
KINDS = {one.field: one.kind for one in NEED}


@pytest.mark.parametrize("field", sorted(NOT_ASKED))
@pytest.mark.parametrize("task", ["embeddings", "reranking"])
def test_an_option_that_says_nothing_is_refused_by_name(small, task, field):
    """None is silently ignored."""
    said = {field: VALUES[KINDS[field]]}
    with pytest.raises(UserError, match=rf"^{FLAGS[field]} does not apply to --task {task}$"):
        wanted(small, task, **said)


@pytest.mark.parametrize(
    ("task", "said", "flag"),
    [
        ("reranking", {"dimensions": 512}, "--dimensions"),
        ("reranking", {"subject": "law"}, "--subject"),
        ("reranking", {"weights": "cheap"}, "--weights"),
        ("reranking", {"min_quality": 50.0}, "--min-quality"),
        ("reranking", {"batch_share": 0.5}, "--batch"),
    ],
)
def test_what_says_nothing_of_rerankers(small, task, said, flag):
    """They make no vectors and are not ranked."""
    with pytest.raises(UserError, match=f"^{flag} does not apply"):
        wanted(small, task, **said)


def test_on_own_hardware_nothing_is_sold(small):
    """So that neither a budget nor a provider can be asked for."""
    assert wanted(small, host="only").self_hosted
    assert wanted(small, privacy="air-gapped").self_hosted
    for said in ({"budget": 10.0}, {"providers": ("borealis",)}):
        with pytest.raises(UserError, match="does not apply"):
            wanted(small, host="only", **said)
    with pytest.raises(UserError, match="nothing prices"):
        wanted(small, host="also")
    with pytest.raises(UserError, match="air-gapped"):
        wanted(small, host="never", privacy="air-gapped")


@pytest.mark.parametrize("field", [one.field for one in declared(HostingOptions)])
def test_what_is_said_of_hardware_is_refused_by_name(small, field):
    """No speed was measured."""
    if field == "self_host":
        return
    with pytest.raises(UserError, match="does not apply to --task embeddings"):
        search_need(small, "embeddings", need_options({}), HostingOptions(**{field: 1}))


@pytest.mark.parametrize(
    "said",
    [{"documents": 0}, {"chunk_tokens": -1}, {"dimensions": 0}, {"subject": "tax"}],
    ids=str,
)
def test_an_absurd_value_is_a_mistake(small, said):
    """With one sentence and a hint."""
    with pytest.raises(UserError) as found:
        wanted(small, **said)
    assert found.value.hint


@pytest.mark.parametrize("field", [one.field for one in SEARCH])
def test_other_tasks_refuse_what_is_said_of_texts(small, field):
    """--dimensions beside --task coding is no silent nothing."""
    with pytest.raises(UserError, match=r"alone$"):
        need_of(small, need_options({field: "law" if field == "subject" else 9}))


@pytest.mark.parametrize(
    ("name", "task"),
    [("embeddings", "embeddings"), ("Embedding", "embeddings"), ("rerank", "reranking")],
)
def test_names_of_the_tasks(small, name, task):
    """As people type them; other commands say who answers."""
    assert search_task(need_options({"task": name})) == task
    with pytest.raises(UserError, match="`recommend` and `compare` alone"):
        task_of(small, name)


def test_no_task_and_another_are_none(small):
    """The way of every other task."""
    assert search_task(need_options({})) is None
    assert search_task(need_options({"task": "coding"})) is None
