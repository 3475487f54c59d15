"""Names of embedding models as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmpick.catalog.contents import Catalog
from llmpick.catalog.load import load
from llmpick.errors import UnknownName
from llmpick.inputs.embedding_names import matches, named


@pytest.fixture
def shipped(part: Path) -> Catalog:
    """All shipped embedding models."""
    return load(str(part))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("text-embedding-3-large", "openai/text-embedding-3-large"),
        ("OpenAI/text-embedding-3-large", "openai/text-embedding-3-large"),
        ("Text Embedding 3 Large", "openai/text-embedding-3-large"),
        ("Qwen3_Embedding_8B", "qwen/qwen3-embedding-8b"),
        ("Rerank 5 Pro", "cohere/rerank-v5.0-pro"),
    ],
)
def test_a_name_is_found(shipped, typed, found):
    """By identifier, by its end, by the name to show."""
    assert named(shipped, typed) == found


def test_an_unknown_name_has_near_ones(shipped):
    """A slip of the keyboard."""
    with pytest.raises(UnknownName) as mistake:
        named(shipped, "text-embeding-3-large")
    assert "text-embedding-3-large" in str(mistake.value.hint)
    assert matches(shipped, "gpt-4o") == []


def test_no_two_have_one_name(shipped):
    """Whatever is typed of one is of that one alone."""
    for key, others in shipped.section("embedding_names").items():
        for name in (key, key.partition("/")[2], *others):
            assert matches(shipped, name) == [key]
