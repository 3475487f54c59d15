"""The blocks of an answer in another language than English."""

from __future__ import annotations

import re
from collections.abc import Iterable

from llmpick.lang.said import said
from llmpick.lang.speak import Speaker, YenRate
from llmpick.lang.wrap import cells, wrapped
from llmpick.render.blocks import Block, Lines, Sentence

_BESIDE = re.compile(r"(?<=[、。）」]) (?=\S)|(?<=\S) (?=[、。（「])")


def spoken(blocks: Iterable[Block], speaker: Speaker, width: int | None = None) -> list[Block]:
    """
    *blocks* as *speaker* says them; the rate of what is shown in yen stands at the end.

    Args:
        blocks: In English, with what they say.
        speaker: Of the language.
        width: Cells of a line, for lines that are broken here: the terminal's own breaks would
            split numbers, and begin lines with a comma. None: never broken.
    """
    found = [_block(block, speaker) for block in blocks]
    if speaker.converted and speaker.rate is not None:
        found = _with_rate(found, speaker, speaker.rate)
    return found if width is None else [_broken(block, width) for block in found]


def _with_rate(found: list[Block], speaker: Speaker, rate: YenRate) -> list[Block]:
    """*found* with a line that says at which *rate* yen stand beside dollars."""
    text = said("1 USD is {yen} JPY ({day})", yen=f"{rate.yen:.5g}", day=rate.day)
    line = (speaker.word("label", "rate"), speaker.text(text))
    last = max((at for at, one in enumerate(found) if isinstance(one, Lines)), default=None)
    if last is None:
        return [*found, Lines((line,))]
    lines = found[last]
    assert isinstance(lines, Lines)
    found[last] = Lines((*lines.pairs, line))
    return found


def _block(block: Block, speaker: Speaker) -> Block:
    if isinstance(block, Sentence):
        return block._replace(text=tidy(speaker.text(block.text)))
    if isinstance(block, Lines):
        pairs = [(_label(label, speaker), tidy(speaker.text(text))) for label, text in block.pairs]
        return Lines(tuple(pairs))
    heads = tuple(_head(head, speaker) for head in block.heads)
    named = dict(zip((head.lstrip(">") for head in block.heads), heads, strict=True))
    return block._replace(
        heads=heads,
        rows=tuple(tuple(tidy(speaker.text(cell)) for cell in row) for row in block.rows),
        title=speaker.text(block.title),
        minor=tuple(named.get(name, name).lstrip(">") for name in block.minor),
    )


def _broken(block: Block, width: int) -> Block:
    if isinstance(block, Sentence):
        return block._replace(text="\n".join(wrapped(block.text, width)))
    if not isinstance(block, Lines) or not block.pairs:
        return block
    rest = max(width - 2 - max(cells(label) for label, _ in block.pairs), 20)
    return Lines(tuple((label, "\n".join(wrapped(text, rest))) for label, text in block.pairs))


def tidy(text: str) -> str:
    """No single blank next to a full-width mark: the mark brings its own."""
    return _BESIDE.sub("", text) if not text.isascii() else text


def _label(text: str, speaker: Speaker) -> str:
    return speaker.word("label", text) if type(text) is str and text else speaker.text(text)


def _head(text: str, speaker: Speaker) -> str:
    if type(text) is not str:
        return speaker.text(text)
    right = text[: len(text) - len(text.lstrip(">"))]
    return right + _label(text.lstrip(">"), speaker)
