"""Benchmarks, tasks, tokenizers and the scale as they stand on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from llmpick.catalog.in_force import Table, Tables, value_of
from llmpick.core.cost.tokens import by_effort
from llmpick.core.facts.counting import Thinking, Tokenizer, Tokens
from llmpick.core.facts.estimates import Benchmark, Frontier, Scale
from llmpick.core.facts.records import Model, Task


def benchmark(name: str, table: Table, day: str) -> Benchmark:
    """A benchmark by the facts in force."""
    facts = table.get("facts") or {}
    return Benchmark(
        id=name,
        name=table["name"],
        domain=table["domain"],
        unit=table["unit"],
        higher_is_better=table["higher_is_better"],
        board=table["board"],
        role=table["role"],
        link=table["link"],
        in_fit=table["in_fit"],
        left_out_because=table.get("left_out_because"),
        scale_min=value_of(facts, "scale_min", day),
        scale_max=value_of(facts, "scale_max", day),
        chance=value_of(facts, "chance", day),
    )


def task(name: str, table: Table, multipliers: Mapping[str, float]) -> Task:
    """A task with its preset of work; *multipliers* are reasoning tokens by those at medium."""
    work = table["workload"]
    stated = {name: tokens for name, tokens in work["thinking"].items() if name != "why"}
    return Task(
        id=name,
        name=table["name"],
        aliases=tuple(table.get("aliases") or ()),
        language=table.get("language"),
        domains=dict(table["domains"]),
        needs_modality=table.get("needs_modality"),
        needs_tool_calling=bool(table.get("needs_tool_calling")),
        requests_per_month=work["requests_per_month"],
        input_tokens=work["input_tokens"],
        output_tokens=work["output_tokens"],
        cache_read_share=work["cache_read_share"],
        thinking_tokens=by_effort(stated, multipliers),
        why=table["why"],
        floor_points=table["floor_points"],
        patience_tokens=table.get("patience_tokens"),
        calls_per_request=work.get("calls_per_request", 1.0),
        weights=table.get("weights", "value"),
        content=work.get("content"),
        caution=table.get("caution"),
        image_tokens=work.get("image_tokens", 0),
        directions=tuple(
            (way["source"], way["target"], way["value"]) for way in work.get("directions") or ()
        ),
    )


def tokens_of(tables: Tables, models: Iterable[Model], day: str) -> Tokens:
    """How each model counts and thinks."""
    found = {name: _tokenizer(name, table, day) for name, table in tables["tokenizers"].items()}
    by_name = {
        key: found[name]
        for name, table in sorted(tables["tokenizers"].items())
        for key in (*(table.get("families") or ()), *(table.get("models") or ()))
    }
    own = {
        model.id: by_name.get(model.id) or by_name.get(f"{model.developer}/{model.family}")
        for model in models
    }
    thinking: dict[str, list[Thinking]] = {}
    for _, table in sorted(tables["thinking"].items()):
        for row in table["multiples"]:
            thinking.setdefault(row["model"], []).append(
                Thinking(
                    prompts=row["prompts"],
                    effort=row.get("effort"),
                    multiple=row["value"],
                    spread=row.get("spread"),
                    median_tokens=table["median_tokens"][row["prompts"]],
                    median_effort=(table.get("median_efforts") or {}).get(row["prompts"]),
                )
            )
    return Tokens(
        next((found[name] for name, t in tables["tokenizers"].items() if t.get("reference")), None),
        {model: tokenizer for model, tokenizer in own.items() if tokenizer is not None},
        {model: tuple(rows) for model, rows in thinking.items()},
    )


def _tokenizer(name: str, table: Table, day: str) -> Tokenizer:
    def by_content(kind: str) -> dict[str, float]:
        entries = [entry for entry in table.get(kind) or () if not entry.get("disputed")]
        begun = [entry for entry in entries if (entry.get("since") or "") <= day]
        ordered = sorted(begun, key=lambda entry: entry.get("since") or "")
        return {entry["content"]: entry["value"] for entry in ordered}

    return Tokenizer(
        id=name,
        name=table["name"],
        published=table["published"],
        spread=table["spread"],
        ratios=by_content("ratios"),
        per_character=by_content("tokens_per_character"),
    )


def scale_of(table: Table, fit: Table | None) -> Scale:
    """What the values of all criteria are worth, and the best of each task."""
    bill = table["reference_bill"]
    return Scale(
        version=table["scale_version"],
        as_of=table["as_of"],
        quality_span=table["quality_span_points"] / 100,
        reference_input_usd_per_mtok=bill["input_usd_per_mtok"],
        reference_output_usd_per_mtok=bill["output_usd_per_mtok"],
        reference_cache_read_usd_per_mtok=bill["cache_read_usd_per_mtok"],
        privacy_levels=dict(table["privacy_levels"]),
        effort_multipliers=dict(table["effort_multipliers"]),
        weights={name: dict(weights) for name, weights in table["weights"].items()},
        customisability_stated=table["customisability_stated"],
        frontiers={
            name: Frontier(best["score"], best["model"], best.get("effort"))
            for name, best in (fit or {}).get("frontiers", {}).items()
        },
    )
