"""How many tokens of a model images, pages, sound and film are, by its maker's rule."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, fsum, sqrt
from typing import NamedTuple

MEDIA = ("image", "pdf-page", "audio-second", "video-second")


class MediaRule(NamedTuple):
    """
    A rule of one *model* for one *medium*.

    *form*: `patches` of *side* pixels and *multiple* tokens each, at most *most_patches* or
    *most_tokens*; `tiles` of *side* pixels and *tile* tokens each, beside *tokens*, one up to
    *smallest* pixels; `fixed`: *tokens*. An image is first scaled down to its *longest* and then
    to its *shortest* edge in pixels.
    """

    model: str
    medium: str
    form: str
    side: int | None
    multiple: float
    longest: int | None
    shortest: int | None
    smallest: int | None
    most_patches: int | None
    most_tokens: int | None
    tokens: int | None
    tile: int | None


class Sent(NamedTuple):
    """What a call sends beside text: images of (width, height) pixels, pages, seconds."""

    images: float = 0.0
    pixels: tuple[int, int] = (1024, 1024)
    pdf_pages: float = 0.0
    audio_seconds: float = 0.0
    video_seconds: float = 0.0


def tokens_of_one(rule: MediaRule, pixels: tuple[int, int]) -> float:
    """Tokens of one image of so many pixels, or of one page or second, by *rule*."""
    if rule.form == "fixed":
        return float(rule.tokens or 0)
    assert rule.side is not None
    width, height = _scaled(pixels, rule)
    if rule.form == "tiles":
        small = rule.smallest is not None and max(width, height) <= rule.smallest
        tiles = 1 if small else ceil(width / rule.side) * ceil(height / rule.side)
        return float((rule.tokens or 0) + tiles * (rule.tile or 0))
    patches: float = ceil(width / rule.side) * ceil(height / rule.side)
    if rule.most_patches is not None:
        patches = min(patches, rule.most_patches)
    found = patches * rule.multiple
    return found if rule.most_tokens is None else min(found, rule.most_tokens)


def _scaled(pixels: tuple[int, int], rule: MediaRule) -> tuple[float, float]:
    width, height = float(pixels[0]), float(pixels[1])
    for edge, limit in ((max, rule.longest), (min, rule.shortest)):
        if limit is not None and edge(width, height) > limit:
            factor = limit / edge(width, height)
            width, height = width * factor, height * factor
    if rule.form == "patches" and rule.most_tokens is not None and rule.side is not None:
        tokens = width * height / rule.side**2 * rule.multiple
        if tokens > rule.most_tokens:
            factor = sqrt(rule.most_tokens / tokens)
            width, height = width * factor, height * factor
    return width, height


def by_model(sent: Sent, rules: Iterable[MediaRule]) -> dict[str, float]:
    """
    Own tokens of a call, by model that has a rule for all that is sent; by the empty name, those of
    the others, each medium at the median of the rules that there are, a rule counted once.
    """
    counts = dict(zip(MEDIA, (sent.images, *sent[2:]), strict=True))
    found: dict[str, dict[str, float]] = {name: {} for name, count in counts.items() if count}
    for rule in rules:
        if rule.medium in found:
            found[rule.medium][rule.model] = tokens_of_one(rule, sent.pixels)
    usual = fsum(counts[name] * _median(by.values()) for name, by in found.items() if by)
    models = set.intersection(*map(set, found.values())) if found else set()
    known = {
        model: fsum(counts[name] * by[model] for name, by in found.items())
        for model in sorted(models)
    }
    return {**known, "": usual}


def _median(tokens: Iterable[float]) -> float:
    """The middle of the numbers that there are, each counted once."""
    ordered = sorted({*tokens})
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def in_words(sent: Sent) -> str:
    """`2 images of 1920x1080, 20 PDF pages`."""
    width, height = sent.pixels
    told = (
        (sent.images, f"image{'' if sent.images == 1 else 's'} of {width}x{height}"),
        (sent.pdf_pages, "PDF page" + ("" if sent.pdf_pages == 1 else "s")),
        (sent.audio_seconds / 60, "min of sound"),
        (sent.video_seconds / 60, "min of film"),
    )
    return ", ".join(f"{count:g} {words}" for count, words in told if count)
