"""What of an answer rests on the user's own layers, in words and as a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from llmpick.core.facts.own_layer import Mark, OwnLayer
from llmpick.lang.said import said
from llmpick.render import words

if TYPE_CHECKING:
    from llmpick.render.records.about import OverlayRecord, RestsOnRecord


def rests_on(layer: OwnLayer, day: str, said: Iterable[str]) -> list[RestsOnRecord]:
    """
    What of an answer rests on *layer*, one record a ground.

    Args:
        layer: The layers.
        day: ISO day that the answer stands for.
        said: Every text of the answer, routes and names among them.
    """
    texts = set(said)
    routes = sorted({_offering(text) for text in texts if "@" in text and " " not in text})
    found: dict[tuple[str, str, tuple[str, ...]], RestsOnRecord] = {}
    for mark in layer.marks:
        if not mark.holds(day):
            continue
        of = [route for route in routes if mark.is_of(route)]
        names = [] if of else [name for name in _names(mark) if name in texts]
        if not of and not names:
            continue
        key = mark.what, mark.why, mark.facts
        kept = found.setdefault(key, _record(mark))
        kept["routes"] = sorted({*kept["routes"], *of})
        kept["names"] = sorted({*kept["names"], *names})
    return list(found.values())


def _offering(text: str) -> str:
    """MODEL[:EFFORT]@PLACE without its effort."""
    model, at, place = text.partition("@")
    return f"{model.partition(':')[0]}{at}{place}"


def _names(mark: Mark) -> Iterator[str]:
    """The names that stand for all that *mark* is of."""
    if mark.offering is None and (mark.provider is None or mark.model is None):
        yield from filter(None, (mark.provider, mark.model))


def _record(mark: Mark) -> RestsOnRecord:
    return {
        "what": mark.what,  # type: ignore[typeddict-item]
        "facts": list(mark.facts),
        "because": mark.why,
        "routes": [],
        "names": [],
    }


def sentence(row: RestsOnRecord) -> str:
    """One ground as a sentence."""
    count = len(row["routes"])
    of = words.plural(count, "route") if count else words.listed(row["names"])
    if row["what"] == "forbidden":
        return said("your own layer forbids {of}: {row}", of=of, row=row["because"])
    facts = f"{', '.join(row['facts'])}: " if row["facts"] else ""
    of = of if row["what"] == "route" else f"{row['what']} of {of}"
    return said("{of} from your own layer: {facts}{row}", of=of, facts=facts, row=row["because"])


def of_prices(rows: Iterable[RestsOnRecord]) -> list[str]:
    """What *rows* say of prices: after a discount, or whose they are."""
    found = [row["because"] for row in rows if row["what"] == "prices"]
    return [said("after {why}", why=why) if why.startswith("discount") else why for why in found]


def record(layer: OwnLayer, rows: list[RestsOnRecord]) -> OverlayRecord:
    """The `overlay` table of a JSON answer."""
    return {
        "sha256": layer.sha256,
        "layers": [
            {"name": one.name, "files": one.files, "sha256": one.sha256}  # type: ignore[typeddict-item]
            for one in layer.layers
        ],
        "rests_on": rows,
    }


def texts(value: Any) -> Iterator[str]:
    """Every text in *value*, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
