"""From a spelling to the identifier of an embedding model or a reranker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmpick.errors import AmbiguousName, UnknownName, near_names

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog


def named(catalog: Catalog, name: str) -> str:
    """
    The identifier of the embedding model or reranker called *name*.

    Raises:
        AmbiguousName, UnknownName: several have the name, or none.
    """
    found = matches(catalog, name)
    if not found:
        known = [
            one for key in catalog.section("embedding_names") for one in (key, key.split("/")[1])
        ]
        raise UnknownName(
            "embedding model", name, near_names(name, known), "llmpick list embeddings"
        )
    if len(found) > 1:
        raise AmbiguousName(name, found)
    return found[0]


def matches(catalog: Catalog, name: str) -> list[str]:
    """The embedding models and rerankers that have *name* as identifier, end of it, or alias."""
    wanted = _folded(name)
    return [
        key
        for key, others in catalog.section("embedding_names").items()
        if wanted in {_folded(one) for one in (key, key.partition("/")[2], *others)}
    ]


def _folded(name: str) -> str:
    return "-".join(name.strip().lower().replace("_", " ").replace("-", " ").split())
