"""The answers of `list` and `resolve`: rows, one a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from llmpick.core.answers.listing import newest_first
from llmpick.errors import shown
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.render.records.listing import ListAnswer, ModelRowRecord

NUMERIC = (
    *("dimensions", "languages", "results"),
    *("tokens", "usd", "per_mtok", "parameters", "scores", "offerings", "routes", "weight"),
    *(
        "seat_",
        "team_month",
        "least_seats",
        "gib",
        "gb_per_s",
        "tflops",
        "power_w",
        "bits",
        "logit",
    ),
)
PLAIN = ("gib", "gb_per_s", "tflops", "power_w", "bits")
"""Parts of the names of fields that are shown as they are, not as a price."""


COLUMNS = {
    "models": ("id", "released", "context_window_tokens", "offerings"),
    "offerings": ("id", "currency", "input_per_mtok", "output_per_mtok"),
    "providers": ("id", "privacy_level", "jurisdiction", "offerings"),
    "benchmarks": ("id", "domain", "unit", "in_fit"),
    "licences": ("id", "commercial_use", "osi_approved", "models"),
    "regulations": ("id", "since", "in_force", "asks"),
    "tasks": ("id", "requests_per_month", "input_tokens", "output_tokens"),
    "hardware": ("id", "memory_gib", "bf16_tflops", "usd_per_gpu_hour"),
    "formats": ("id", "bits", "family", "quality_loss_logit"),
    "feeds": ("id", "licence", "dated", "name"),
    "plans": ("id", "currency", "seat_month", "privacy_level"),
    "embeddings": ("id", "dimensions", "open_weights", "usd_per_mtok"),
}
"""The fields that a person sees of each kind, unless they ask for all."""
RATED = ("id", "effort", "quality", "released")
"""The same of models with their quality for a task."""


def listed(
    kind: str, rows: Sequence[dict[str, Any]], about: About, *, sort: str | None, wide: bool
) -> Answer:
    """
    All forms of the *rows* of one kind.

    What a person reads has four fields, and the field that it is sorted by, and begins with what
    is on sale and the newest; data has every field, in the order of *rows*.

    Args:
        kind: As in `COLUMNS`.
        rows: Their first value is the identifier.
        about: What the answer says of the catalog.
        sort: The field that the rows are sorted by, with a minus or without; None for none.
        wide: Every field for a person too.
    """
    whole = answer("list", kind, rows, about)
    if not rows:
        return whole
    fields = list(dict.fromkeys(key for row in rows for key in row))
    usual = RATED if "quality" in fields else COLUMNS[kind]
    by = (sort or "").lstrip("-").replace("-", "_")
    shown = fields if wide else [*usual, *([by] if by and by not in usual else [])]
    grid = _grid(shown, rows if sort else newest_first(rows))
    if not wide:
        grid = grid._replace(minor=tuple(reversed(grid.heads[2:])))
    count = f"{len(rows):,} {kind if len(rows) > 1 or kind == 'hardware' else kind[:-1]}"
    more = f"{count}; --wide shows {len(fields)} fields" if len(shown) < len(fields) else count
    return whole._replace(blocks=[grid, *whole.blocks[1:], Sentence(more)])


def answer(command: str, kind: str, rows: Sequence[dict[str, Any]], about: About) -> Answer:
    """All forms of *rows*, whose first value is the identifier."""
    heads = list(dict.fromkeys(key for row in rows for key in row))
    blocks: list[Block] = [_grid(heads, rows)] if rows else [Sentence(f"no {kind} fit")]
    if kind == "regulations":
        blocks.append(Sentence("This is information, not legal advice."))
    blocks += map(Sentence, about.own_words())
    payload: ListAnswer = {
        **about.own_head(command),
        "kind": kind,
        # rows of the shape that `kind` says, from core.answers.listing
        "results": cast("list[ModelRowRecord]", list(rows)),
    }
    return Answer(
        payload=payload,
        records=list(rows),
        ids=[str(row["id"]) for row in rows if row.get("id")],
        blocks=blocks,
        code=0 if rows else 1,
    )


def _grid(heads: Sequence[str], rows: Sequence[dict[str, Any]]) -> Grid:
    return Grid(
        tuple(_head(head) for head in heads),
        tuple(tuple(_cell(head, row.get(head)) for head in heads) for row in rows),
        key=1,
    )


def _head(name: str) -> str:
    text = name.replace("_", " ")
    return f">{text}" if any(part in name for part in NUMERIC) else text


def _cell(head: str, value: Any) -> str:
    if value is None:
        return words.NOTHING
    if isinstance(value, bool):
        return words.yes(value)
    if isinstance(value, dict):
        return words.quality(value["mean"], *value["interval"]) if "mean" in value else str(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or words.NOTHING
    if isinstance(value, float) and any(part in head for part in PLAIN):
        return f"{value:g}"
    if isinstance(value, float):
        return words.count(value) if value >= 10_000 else words.price(value)
    if isinstance(value, int) and "tokens" in head:
        return words.short_count(value)
    return str(value)


def resolved(rows: Sequence[dict[str, Any]]) -> list[Block]:
    """One line a name that was found."""
    found = [
        (row["name"], row["id"] + (f":{row['effort']}" if row["effort"] else ""), _remark(row))
        for row in rows
        if row["id"]
    ]
    return [Grid(("name", "id", "note"), tuple(found))] if found else []


def _remark(row: Mapping[str, Any]) -> str:
    """The note, and the variants that a name means where it means no other."""
    variants = [route for route in row["routes"] if "/" in route.partition("@")[2]]
    sold = f"sold as {', '.join(variants)}" if variants == row["routes"] != [] else None
    return "; ".join(part for part in (sold, row["note"]) if part)


def unresolved(rows: Sequence[dict[str, Any]]) -> list[str]:
    """One line a name that was not, with what it may have meant."""
    notes = []
    for row in rows:
        if row["id"]:
            continue
        if row["candidates"]:
            near = ", ".join(row["candidates"][:8])
            more = len(row["candidates"]) - 8
            tail = f" and {more} more" if more > 0 else ""
            notes.append(
                f"error: `{shown(row['name'])}` fits {len(row['candidates'])} models: {near}{tail}"
            )
        else:
            near = ", ".join(row["suggestions"][:3])
            hint = f"; did you mean {near}?" if near else ""
            why = f": {row['note']}" if row["note"] else ""
            notes.append(f"error: no model `{shown(row['name'])}` in the catalog{why}{hint}")
    return notes
