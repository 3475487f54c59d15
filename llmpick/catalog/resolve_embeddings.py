"""From the records of embedding models and their boards to the facts in force on one day."""

from __future__ import annotations

from collections.abc import Iterator

from llmpick.catalog.in_force import Table, Tables, begun, tuple_of, value_of
from llmpick.core.embeddings.records import Board, EmbeddingModel, EmbeddingOffering


def models(tables: Tables, day: str) -> list[EmbeddingModel]:
    """The embedding models and rerankers that are out on *day*, by identifier."""
    seats = {
        name: value_of(table["facts"], "country", day)
        for name, table in tables["developers"].items()
    }
    return [
        _model(name, table, seats.get(name.partition("/")[0]), day)
        for name, table in sorted(tables["embeddings"].items())
        if begun(table, day)
    ]


def _model(name: str, table: Table, country: str | None, day: str) -> EmbeddingModel:
    facts = table["facts"]
    return EmbeddingModel(
        id=name,
        kind=table["kind"],
        name=table["name"],
        note=table.get("note"),
        dimensions=value_of(facts, "dimensions", day),
        dimensions_selectable=tuple(value_of(facts, "dimensions_selectable", day) or ()),
        max_input_tokens=value_of(facts, "max_input_tokens", day),
        languages=value_of(facts, "languages", day),
        inputs=tuple_of(value_of(facts, "inputs", day)),
        open_weights=value_of(facts, "open_weights", day),
        licence=value_of(facts, "licence", day),
        licence_tag=value_of(facts, "licence_tag", day),
        parameters_b=value_of(facts, "parameters_b", day),
        released=value_of(facts, "released", day),
        retires_on=value_of(facts, "retires_on", day),
        made_in=country,
        offerings=tuple(_offering(row, table) for row in table.get("offerings") or ()),
        results={row["board"]: row["score"] for row in table.get("results") or ()},
    )


def _offering(row: Table, table: Table) -> EmbeddingOffering:
    return EmbeddingOffering(
        provider=row["provider"],
        api_model=row["api_model"],
        region=row.get("region"),
        usd_per_mtok=row.get("usd_per_mtok"),
        usd_per_mtok_batch=row.get("usd_per_mtok_batch"),
        usd_per_query=row.get("usd_per_query"),
        max_input_tokens=row.get("max_input_tokens"),
        retires_on=row.get("retires_on"),
        other_terms=row.get("other_terms"),
        read=table["sources"][row["source"]]["read"],
    )


def boards(tables: Tables) -> list[Board]:
    """The boards on which embedding models are compared."""
    return [
        Board(
            id=name,
            name=table["name"],
            of=table["of"],
            measures=table["measures"],
            tasks=table["tasks"],
            holds=tuple(table.get("holds") or ()),
            url=table["url"],
            note=table.get("note"),
        )
        for name, table in sorted(tables["embedding_boards"].items())
    ]


def changes(tables: Tables) -> Iterator[str]:
    """The days on which a model comes out or a value begins; ends are told by the day asked of."""
    for table in tables["embeddings"].values():
        for fact, entries in table["facts"].items():
            yield from (entry["since"] for entry in entries if entry.get("since"))
            if fact == "released":
                yield from (entry["value"] for entry in entries)
