"""Charts that are drawn once, as SVG: names above their bars, so that a phone shows them whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from llmpick.render.page.shell import text

WIDTH = 400
"""Units of a chart's width: about the pixels of a phone, so that its letters keep their size."""
EDGE = 8
ROW = 22
NAME = 18
ROOM = 84
"""Units behind the longest bar, for its value."""
COLOURS = ("var(--c1)", "var(--c2)")


class ChartRow(NamedTuple):
    """A name and its values, one a series; *low* and *high* are the ends of the only one."""

    name: str
    values: tuple[float | None, ...]
    told: tuple[str, ...]
    low: float | None = None
    high: float | None = None


def intervals(key: str, title: str, axis: str, rows: Sequence[ChartRow]) -> str:
    """Dots in their intervals, on a scale that holds all of them and need not begin at 0."""
    ends = [end for row in rows for end in (*row.values, row.low, row.high) if end is not None]
    if not ends:
        return ""
    low, high = floor(min(ends) / 10) * 10, ceil(max(ends) / 10) * 10
    scale = _Scale(low, max(high, low + 10))
    drawn = []
    for place, row in enumerate(rows):
        y = _top(place, 1) + NAME + ROW / 2
        drawn.append(_name(row.name, _top(place, 1)))
        [value] = row.values
        if value is None:
            drawn.append(_text(EDGE, y + 4, row.told[0]))
            continue
        if row.low is not None and row.high is not None:
            one, other = scale.x(row.low), scale.x(row.high)
            drawn.append(
                f'<line x1="{one:.1f}" x2="{other:.1f}" y1="{y}" y2="{y}" stroke="var(--line)" '
                'stroke-width="3"/>'
            )
        drawn.append(
            f'<circle cx="{scale.x(value):.1f}" cy="{y}" r="5.5" fill="var(--accent)">'
            f"<title>{text(row.told[0])}</title></circle>"
        )
    return _figure(key, title, axis, scale, len(rows), 1, drawn, "")


def bars(
    key: str, title: str, axis: str, rows: Sequence[ChartRow], series: Sequence[str] = ()
) -> str:
    """Bars from 0, one a series and row; the second series is hatched."""
    most = max((value for row in rows for value in row.values if value is not None), default=0.0)
    if not most:
        return ""
    scale, each = _Scale(0, _round_up(most), ROOM), max(len(series), 1)
    drawn = [_pattern(key)] if each > 1 else []
    for place, row in enumerate(rows):
        drawn.append(_name(row.name, _top(place, each)))
        for number, (value, told) in enumerate(zip(row.values, row.told, strict=True)):
            y = _top(place, each) + NAME + number * ROW
            wide = 0.0 if value is None else max(scale.x(value) - EDGE, 1.0)
            fill = f"url(#{key}-hatch)" if number else COLOURS[0]
            drawn.append(
                f'<rect x="{EDGE}" y="{y + 2}" width="{wide:.1f}" height="{ROW - 5}" '
                f'fill="{fill}"/>'
            )
            drawn.append(_text(EDGE + wide + 5, y + ROW - 8, told))
    return _figure(key, title, axis, scale, len(rows), each, drawn, _legend(series))


class _Scale(NamedTuple):
    """From *low* to *high*; *room* is left free at the right."""

    low: float
    high: float
    room: int = EDGE

    def x(self, value: float) -> float:
        """Where *value* stands."""
        return EDGE + (value - self.low) / (self.high - self.low) * (WIDTH - EDGE - self.room)

    def ticks(self) -> Iterable[float]:
        """Five round values or fewer."""
        step = _round_up((self.high - self.low) / 5)
        count = int((self.high - self.low) / step + 1e-9)
        return (self.low + step * number for number in range(count + 1))


def _round_up(amount: float) -> float:
    """The next of 1, 2, 5, 10, 20 …"""
    size = 10.0 ** floor(log10(amount))
    return next(size * step for step in (1, 2, 5, 10) if amount <= size * step * (1 + 1e-9))


def _top(place: int, each: int) -> float:
    return place * (NAME + each * ROW + 6)


def _text(x: float, y: float, what: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="currentColor"{more}>{text(what)}</text>'


def _name(what: str, y: float) -> str:
    return _text(EDGE, y + 13, what, ' font-weight="600"')


def _pattern(key: str) -> str:
    return (
        f'<defs><pattern id="{key}-hatch" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{COLOURS[1]}"/><path d="M-2,10 L10,-2 M0,16 L16,0" '
        'stroke="var(--ground)" stroke-width="1.6"/></pattern></defs>'
    )


def _legend(series: Sequence[str]) -> str:
    if not series:
        return ""
    hatch = (
        '<path d="M1,13 L13,1 M1,7 L7,1 M7,13 L13,7" stroke="var(--ground)" stroke-width="1.6"/>'
    )
    keys = "".join(
        '<span class="key"><svg class="swatch" width="14" height="14" viewBox="0 0 14 14" '
        f'aria-hidden="true"><rect width="14" height="14" rx="2" fill="{COLOURS[place]}"/>'
        f"{hatch if place else ''}</svg>{text(name)}</span>"
        for place, name in enumerate(series)
    )
    return f'<div class="legend">{keys}</div>'


def _figure(
    key: str,
    title: str,
    axis: str,
    scale: _Scale,
    rows: int,
    each: int,
    drawn: Iterable[str],
    legend: str,
) -> str:
    bottom = _top(rows, each)
    lines = [
        f'<line x1="{scale.x(tick):.1f}" x2="{scale.x(tick):.1f}" y1="0" y2="{bottom}" '
        'stroke="var(--edge)"/>'
        + _text(scale.x(tick), bottom + 14, _short(tick), f' text-anchor="{_side(scale, tick)}"')
        for tick in scale.ticks()
    ]
    label = _text(WIDTH - EDGE, bottom + 30, axis, ' text-anchor="end"')
    return (
        f'<figure id="c-{key}" class="still" data-title="{text(title)}">\n'
        f"<figcaption>{text(title)}</figcaption>{legend}\n"
        f'<svg role="img" aria-label="{text(title)}" viewBox="0 0 {WIDTH} {bottom + 36}" '
        f'font-size="12" font-family="inherit">\n' + "\n".join([*lines, *drawn, label]) + "\n</svg>"
        "\n</figure>"
    )


def _side(scale: _Scale, tick: float) -> str:
    """At the ends the figure of a tick stands within the chart."""
    return "start" if tick == scale.low else "end" if scale.x(tick) > WIDTH - 20 else "middle"


def _short(value: float) -> str:
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"
