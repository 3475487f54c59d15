"""What sizing reads, out of the catalog's records, and the hash that says which rows it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from llmpick.catalog import resolve_hardware
from llmpick.core.facts.hardware import Architecture, Format
from llmpick.core.self_hosting.validation import MeasuredRow, World

Tables = Mapping[str, Mapping[str, Any]]


def world(tables: Tables, day: str) -> World:
    """Accelerators and formats in force on *day*, and the checkpoints that were measured."""
    known = {row.id: row for row in resolve_hardware.accelerators(tables, day)}
    forms = {row.id: row for row in resolve_hardware.formats(tables, day)}
    return World(known, architectures(tables), {**forms, **formats(tables)})


def _rows(tables: Tables, part: str) -> list[Mapping[str, Any]]:
    return [
        row for _, table in sorted(tables["measurements"].items()) for row in table.get(part) or ()
    ]


def architectures(tables: Tables) -> dict[str, Architecture]:
    """Checkpoint → architecture, of the measured ones."""
    return {
        row["model"]: Architecture(
            model=row["model"],
            parameters_total=row["parameters_total"],
            parameters_active=row["parameters_active"],
            layers=row["layers"],
            hidden_size=row["hidden_size"],
            heads=row.get("heads"),
            kv_heads=row.get("kv_heads"),
            head_dim=row.get("head_dim"),
            intermediate_size=row.get("intermediate_size"),
            vocabulary=row.get("vocabulary"),
            tied_embeddings=row["tied_embeddings"],
            attention=row["attention"],
            experts=row.get("experts"),
            experts_per_token=row.get("experts_per_token"),
            native_format=None,
            kv_elements_per_token=row.get("kv_elements_per_token"),
            window_elements_per_token=row.get("window_elements_per_token") or 0,
            window_tokens=row.get("window_tokens") or 0,
            indexer_elements_per_token=row.get("indexer_elements_per_token") or 0,
            state_bytes_per_sequence=row.get("state_bytes_per_sequence") or 0,
            kv_shards=row["kv_shards"],
            context_window_tokens=None,
            source=row["source"],
        )
        for row in _rows(tables, "architectures")
    }


def formats(tables: Tables) -> dict[str, Format]:
    """id → format, of those that only measured rows name."""
    return {
        row["id"]: Format(
            id=row["id"],
            family=row["family"],
            bits=row["bits"],
            embedding_bits=row["embedding_bits"],
            compute=row["compute"],
            engines=(),
        )
        for row in _rows(tables, "formats")
    }


def measurements(tables: Tables) -> list[MeasuredRow]:
    """Every row, in a fixed order."""
    return [
        MeasuredRow(
            id=row["id"],
            task=row["task"],
            value=row["value"],
            unit=row["unit"],
            model=row["model"],
            trust=row["trust"],
            hardware=row.get("hardware"),
            gpus=row.get("accelerators") or 1,
            layout=row.get("layout"),
            form=row.get("format"),
            engine=row.get("engine"),
            concurrency=row.get("concurrency") or 1,
            cache=row.get("cache"),
            prompt_tokens=row.get("prompt_tokens"),
            output_tokens=row.get("output_tokens"),
            context_tokens=row.get("context_tokens"),
            first_token_ms=row.get("first_token_ms"),
            memory_share=row.get("memory_share"),
            method=row.get("method"),
            rank=row.get("rank"),
            batch=row.get("batch"),
            sequence_tokens=row.get("sequence_tokens"),
            attention=row.get("attention"),
            checkpointing=row.get("checkpointing"),
            rounding=row.get("rounding") or 0.0,
            at_most=row.get("at_most") or False,
            note=row.get("note") or "",
            engine_version=row.get("engine_version"),
            request_rate=row.get("request_rate"),
            output_tps=row.get("output_tps"),
            load_stated=bool(row.get("concurrency") or row.get("request_rate")),
        )
        for row in _rows(tables, "measurements")
    ]


def inputs_hash(tables: Tables, day: str) -> str:
    """SHA-256 over everything the fit reads, whatever the order of files and rows."""
    import hashlib

    found = world(tables, day)
    rows = measurements(tables)
    used = {row.hardware for row in rows} | {row.form for row in rows}
    lines = sorted(repr(tuple(row)) for row in rows)
    for group in (found.accelerators, found.formats, found.architectures):
        lines += [repr(tuple(group[name])) for name in sorted(group) if "/" in name or name in used]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
