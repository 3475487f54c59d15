"""The answers of `overlay list` and `overlay show`: what one's own layers change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from llmpick.errors import shown
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.render.records.overlay import ChangeRecord, LayerRecord, OverlayListAnswer


class Changed(Protocol):
    """A fact that a layer changes."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def fact(self) -> str: ...
    @property
    def before(self) -> object: ...
    @property
    def after(self) -> object: ...
    @property
    def because(self) -> str: ...


def answer(
    command: str, layers: Sequence[LayerRecord], rows: Iterable[Changed], about: About
) -> Answer:
    """All forms of what *layers* change: of a name, or all."""
    records = [_record(row) for row in rows]
    payload: OverlayListAnswer = {**about.head(command), "layers": [*layers], "results": records}
    return Answer(
        payload=payload,
        records=records,
        ids=list(dict.fromkeys(row["name"] for row in records)),
        blocks=list(_blocks(layers, records)),
    )


def _record(row: Changed) -> ChangeRecord:
    return {
        "kind": row.kind,
        "name": row.name,
        "fact": row.fact,
        "before": row.before,
        "after": row.after,
        "because": row.because,
    }


def _blocks(layers: Sequence[LayerRecord], rows: Sequence[ChangeRecord]) -> Iterator[Block]:
    if not layers:
        yield Sentence("You have no layer of your own: `llmpick overlay init` begins one.")
        return
    yield Lines(tuple((one["name"], _layer(one)) for one in layers))
    if not rows:
        yield Sentence("Nothing of the catalog is changed.")
        return
    names = len({(row["kind"], row["name"]) for row in rows})
    facts = words.plural(len(rows), "fact")
    yield Sentence(f"{facts} of {words.plural(names, 'record')} changed.", strong=True)
    yield Grid(
        ("record", "fact", ">before", ">after", "because"),
        tuple(
            (
                row["name"],
                row["fact"].replace("_", " "),
                _value(row["before"]),
                _value(row["after"]),
                row["because"],
            )
            for row in rows
        ),
        minor=("because",),
    )


def _layer(one: LayerRecord) -> str:
    count = words.plural(one["files"], "file")
    parts = [shown(one["place"], 200), count, one["states"]]
    return " · ".join(filter(None, parts))


def _value(value: object) -> str:
    if value is None:
        return words.NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
