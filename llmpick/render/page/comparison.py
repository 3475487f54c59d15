"""The answer of `compare` as a page: a tile a side, quality and bill as charts, then the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from llmpick.lang.said import joined
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Lines
from llmpick.render.page import sheet, svg, texts
from llmpick.render.page.shell import text
from llmpick.render.wording.about import About
from llmpick.render.wording.picks import effort_words

HEAD = ("need", "facts")
"""Lines of an answer that stand below the title."""


def html(answer: Answer, about: About, command: Sequence[str], names: Mapping[str, str]) -> str:
    """
    The whole page; the same bytes for the same input.

    Args:
        answer: Of models, of plans by the seat, or of embedding models.
        about: The catalog.
        command: The command that asks the same again, without its day.
        names: Names of providers, by identifier.
    """
    said = texts.COMPARED
    sides = [cast("dict[str, Any]", record) for record in answer.records]
    models = bool(sides) and all("p_best" in side for side in sides)
    table, rest = _parted(answer.blocks)
    lines = [pair for block in rest if isinstance(block, Lines) for pair in block.pairs]
    called = [_called(side) for side in sides] if models else list(answer.ids)
    sections = [sheet.Section("facts", said["h_facts"], sheet.blocks(table, said["h_facts"]))]
    top = ""
    if models:
        top = _tiles(sides, names, lines)
        sections.insert(0, sheet.Section("charts", said["h_charts"], _charts(sides)))
    about_it = dict(lines)
    facts = [about_it[label] for label in HEAD if label in about_it] or [about.words()]
    spoken = {*HEAD, *(answer.ids if models else ())}
    notes = [pair for pair in lines if pair[0] not in spoken]
    if notes:
        body = sheet.blocks([Lines(tuple(notes))], "")
        sections.append(sheet.Section("notes", said["h_notes"], body))
    headline: str = cast("str", answer.payload.get("headline") or "")
    title = said["title"].format(names=words.listed(called))
    return sheet.html(title, headline, joined(" · ", facts), about, top, sections, command)


def _parted(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The tables, and the rest."""
    tables: list[Block] = [block for block in blocks if isinstance(block, Grid)]
    return tables, [block for block in blocks if not isinstance(block, Grid)]


def _called(side: Mapping[str, Any]) -> str:
    """A model with its effort: `gpt-5.5 (high)`."""
    name = side["model"].partition("/")[2]
    effort = (side["quality"] or {}).get("effort")
    return f"{name} ({effort_words(effort)})" if effort else name


def _tiles(
    sides: Sequence[Mapping[str, Any]], names: Mapping[str, str], lines: Sequence[tuple[str, str]]
) -> str:
    tiles = "".join(_tile(side, names, lines) for side in sides)
    return f'<ul class="tiles">{tiles}</ul>'


def _tile(
    side: Mapping[str, Any], names: Mapping[str, str], lines: Sequence[tuple[str, str]]
) -> str:
    said, route, quality = texts.TILE, side["best_route"], side["quality"]
    facts = [(said["points"], _points(quality))]
    host = texts.COMPARED["not_sold"]
    if route is not None:
        place = names.get(route["provider"], route["provider"])
        host = said["on"].format(
            host=f"{place} ({route['variant']})" if route["variant"] else place
        )
        bill = said["bill_is"].format(usd=words.money(route["monthly_cost_usd"]))
        facts.insert(0, (said["bill"], bill))
        facts.append((said["privacy"], texts.PRIVACY[route["privacy_level"]]))
    told = "".join(
        f"<div><dt>{text(label)}</dt><dd>{text(value)}</dd></div>" for label, value in facts
    )
    spoken = [line for label, line in lines if label in (side["model"], side["name"])]
    return (
        f'<li class="tile"><h2 class="name">{text(_called(side))}</h2>'
        f'<p class="host">{text(host)}</p><dl>{told}</dl>'
        + "".join(f'<p class="line">{text(line)}</p>' for line in spoken)
        + "</li>"
    )


def _points(quality: Mapping[str, Any] | None) -> str:
    if quality is None:
        return texts.TILE["unrated"]
    points = texts.TILE["points_are"].format(points=words.points(quality["score"] * 100))
    low, high = quality["interval_80"]
    ends = {"low": words.points(low * 100), "high": words.points(high * 100)}
    return joined(", ", (points, texts.TILE["between"].format(**ends)))


def _charts(sides: Sequence[Mapping[str, Any]]) -> str:
    quality, cost = [], []
    for side in sides:
        name, found, route = _called(side), side["quality"], side["best_route"]
        score = found["score"] * 100 if found else None
        low, high = ([end * 100 for end in found["interval_80"]]) if found else (None, None)
        quality.append(svg.ChartRow(name, (score,), (_points(found),), low, high))
        usd = route["monthly_cost_usd"] if route else None
        told = f"{words.money(usd)} USD" if route else texts.COMPARED["not_sold"]
        cost.append(svg.ChartRow(name, (usd,), (told,)))
    said = texts.COMPARED
    drawn = (
        svg.intervals("quality", said["c_quality"], texts.SCRIPT["axis_quality"], quality),
        svg.bars("cost", said["c_cost"], texts.SCRIPT["axis_usd"], cost),
    )
    return f'<div class="pairs">{"".join(drawn)}</div>'
