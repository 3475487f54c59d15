"""An answer that says what of it rests on the user's own layers."""

from __future__ import annotations

from llmpick.core.facts.own_layer import OwnLayer
from llmpick.render.blocks import Answer, Block, Lines
from llmpick.render.wording.own_layer import record, rests_on, sentence, texts

LABEL = "layer"


def said(answer: Answer, layer: OwnLayer, day: str) -> tuple[Answer, list[str]]:
    """
    *answer* with a line and a record for what rests on *layer*, and the same as sentences.

    Args:
        answer: What was answered.
        layer: The user's own layers.
        day: ISO day that it stands for.
    """
    rows = rests_on(layer, day, texts(answer.payload))
    lines = [sentence(row) for row in rows]
    payload = {**answer.payload, "overlay": record(layer, rows)}
    return answer._replace(payload=payload, blocks=_with(answer.blocks, lines)), lines


def _with(blocks: list[Block], lines: list[str]) -> list[Block]:
    if not lines:
        return blocks
    pairs = tuple((LABEL, line) for line in lines)
    if blocks and isinstance(blocks[-1], Lines):
        return [*blocks[:-1], Lines((*blocks[-1].pairs, *pairs))]
    return [*blocks, Lines(pairs)]
