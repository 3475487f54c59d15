"""What `show` says of an embedding model or a reranker beside its facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from llmpick.render import words
from llmpick.render.blocks import Block, Grid, Sentence

Record = Mapping[str, Any]


def shown(record: Record) -> Iterable[Block]:
    """What providers ask for it, and its means on boards, each with its source and day."""
    sources = record["sources"]
    yield Sentence(DOES[record["kind"]])
    if record.get("note"):
        yield Sentence(record["note"])
    if record.get("offerings"):
        yield Grid(
            ("provider", "region", ">USD per Mtok", ">batch", ">USD a query", "ends", *_SOURCE),
            tuple(
                (
                    row["provider"],
                    row.get("region") or words.NOTHING,
                    words.price(row.get("usd_per_mtok")),
                    words.price(row.get("usd_per_mtok_batch")),
                    words.price(row.get("usd_per_query")),
                    row.get("retires_on") or words.NOTHING,
                    *_source(sources[row["source"]]),
                )
                for row in record["offerings"]
            ),
            title="Offerings",
        )
    if record.get("results"):
        yield Grid(
            ("board", ">mean of 100", *_SOURCE),
            tuple(
                (row["board"], f"{row['score']:.2f}", *_source(sources[row["source"]]))
                for row in record["results"]
            ),
            title="Results, most of them sent in by makers",
        )


DOES = {
    "embedding": "It makes a vector of a text: llmpick recommend --task embeddings",
    "reranker": "It orders texts by a query: llmpick recommend --task reranking",
}
_SOURCE = ("source", "read")


def _source(source: Record) -> tuple[str, str]:
    return (str(source.get("url") or source.get("feed")), str(source["read"]))
