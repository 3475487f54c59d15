"""A log of requests as a page: what each kind of its traffic should run on, and what it saves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from llmpick.core.answers.portfolio import AS_GOOD, Kind, Portfolio
from llmpick.lang.said import joined
from llmpick.render import words
from llmpick.render.answers import advice
from llmpick.render.answers import usage as logged
from llmpick.render.blocks import Block, Grid, Lines, Sentence
from llmpick.render.formats.tabular import markdown as as_markdown
from llmpick.render.page import sheet, svg, texts
from llmpick.render.page.report_text import task_name
from llmpick.render.page.tongue import right, spoken, spoken_blocks
from llmpick.render.wording.about import About
from llmpick.render.wording.picks import route_words

BARS = 10
"""Kinds of traffic in the chart, the dearest first."""


def html(found: Portfolio, about: About, command: Sequence[str]) -> str:
    """The whole page; the same bytes for the same input."""
    said = texts.TRAFFIC
    sections = [
        sheet.Section(key, said[f"h_{key}"], body)
        for key, body in (
            ("moves", sheet.blocks(moves(found), said["h_moves"]) + _chart(found)),
            ("ways", sheet.blocks(ways(found), said["h_ways"])),
            ("ahead", sheet.blocks(next_month(found), said["h_ahead"]) + _days(found)),
            ("better", sheet.blocks(better(found), said["h_better"])),
            ("unpriced", sheet.blocks(unpriced(found), said["h_unpriced"])),
            ("log", sheet.blocks(read(found, about), said["h_log"])),
            ("assumptions", sheet.blocks(assumed(found), said["h_assumptions"])),
        )
        if body
    ]
    facts = joined(" · ", (_span(found), about.words()))
    return sheet.html(said["title"], headline(found), facts, about, "", sections, command)


def markdown(found: Portfolio, about: About) -> str:
    """The same in Markdown, without the chart."""
    said = texts.TRAFFIC
    parts = [f"# {spoken(said['title'])}\n", _written([Sentence(headline(found))])]
    for key, blocks in (
        ("moves", moves(found)),
        ("ways", ways(found)),
        ("ahead", next_month(found)),
        ("better", better(found)),
        ("unpriced", unpriced(found)),
        ("log", read(found, about)),
        ("assumptions", assumed(found)),
    ):
        if blocks:
            parts.append(f"## {spoken(said[f'h_{key}'])}\n\n{_written(blocks)}")
    return "\n".join(parts)


def _written(blocks: Iterable[Block]) -> str:
    return as_markdown(spoken_blocks(blocks))


def headline(found: Portfolio) -> str:
    """How much could be saved, and how many requests nothing can be said of."""
    said = texts.TRAFFIC
    if not found.kinds:
        return said["nothing"]
    moved = [kind for kind in found.kinds if kind.to]
    kinds = words.plural(len(found.kinds), "kind")
    bill = words.money(found.usd)
    if moved:
        saves = words.money(found.saves)
        told = said["saves"].format(moved=len(moved), kinds=kinds, saves=saves, usd=bill)
    else:
        told = said["keep"].format(kinds=kinds, usd=bill)
    lost = _without_price(found)
    return joined(" ", (told, said["silent"].format(requests=lost))) if lost else told


def _without_price(found: Portfolio) -> str:
    """Requests and rows that are in no sum, counted; empty where there are none."""
    log = found.replay.log
    rows = sum(found.replay.faults.values()) - (log.idle if log else 0)
    requests = sum(row.requests for row in found.replay.unpriced)
    parts = [words.plural(requests, "request")] if requests else []
    unread = texts.TRAFFIC["unread"].format(rows=words.plural(rows, "row"))
    parts += [unread] if rows else []
    return words.listed(parts)


def _span(found: Portfolio) -> str:
    if found.months is None:
        return texts.TRAFFIC["timeless"]
    days = {"first": found.replay.first_day or "", "last": found.replay.last_day or ""}
    return texts.TRAFFIC["days"].format(**days)


def _now(kind: Kind) -> tuple[str, str]:
    """The bill of a month, and the points of the model in use."""
    estimate = kind.in_use.estimate
    points = words.points(estimate.score * 100) if estimate else texts.TILE["unrated"]
    return words.money(kind.usd), points


def moves(found: Portfolio) -> list[Block]:
    """A row a kind of traffic: what it is, what it runs on, what it should run on."""
    if not found.kinds:
        return []
    said = texts.TRAFFIC
    heads = [said[name] for name in ("kind", "requests", "tokens", "now", "points", "run_on")]
    names = Counter(kind.ran.name for kind in found.kinds)
    rows = [_row(kind, _name(kind, names)) for kind in found.kinds]
    months = found.months or 1.0
    rest = [
        (
            *(row.name, words.short_count(round(row.requests / months)), ""),
            *(words.money(row.usd / months), ""),
        )
        for row in found.rest
    ]
    grid = Grid(
        (
            *(heads[0], *map(right, heads[1:5]), heads[5]),
            *(right(said[name]) for name in ("then", "points", "saves_head")),
        ),
        (*rows, *((*row, said["not_looked_at"], "", "", "") for row in rest)),
    )
    return [*map(Sentence, _why(found)), grid]


def _name(kind: Kind, names: Mapping[str, int]) -> str:
    """What the log calls it, and its length where several kinds are called so."""
    name = kind.ran.name
    return joined(", ", (name, advice.size_words(kind))) if names[name] > 1 else name


def _row(kind: Kind, name: str) -> tuple[str, ...]:
    work = kind.need.workload
    to, said = kind.to, texts.TRAFFIC
    size = f"{words.short_count(work.input_tokens)} + {words.short_count(work.output_tokens)}"
    head = (name, words.short_count(work.requests_per_month), size, *_now(kind))
    if to is None:
        stays = said["unrated"] if kind.in_use.estimate is None else said["stay"]
        return (*head, stays, words.NOTHING, words.NOTHING, words.NOTHING)
    estimate = to.route.estimate
    points = words.points(estimate.score * 100) if estimate else words.NOTHING
    return (*head, route_words(to), words.money(to.cost.total), points, words.money(kind.saves))


def _why(found: Portfolio) -> Iterable[str]:
    """A sentence a move: what it saves, how sure it is that nothing is lost, what it keeps."""
    names = Counter(kind.ran.name for kind in found.kinds)
    for one in found.kinds:
        if one.to is None or one.chance is None:
            continue
        kept = ", ".join(
            str(fact.value) for fact in one.inherited if fact.what in ("privacy", "region")
        )
        yield texts.TRAFFIC["move_keeping" if kept else "move"].format(
            name=_name(one, names),
            to=route_words(one.to),
            usd=words.money(one.saves),
            chance=words.chance(one.chance),
            kept=kept,
        )


def ways(found: Portfolio) -> list[Block]:
    """What saves money without another model, the largest first, as `cost --advise` says it."""
    rows = [
        (kind.ran.name, advice.size_words(kind), advice.way_words(way), words.money(way.usd))
        for kind, way in advice.ordered(found)
        if way.what != "model"
    ]
    if not rows:
        return []
    said = texts.TRAFFIC
    heads = (said["kind"], said["size"], said["instead"], right(said["saves_head"]))
    return [Sentence(said["ways"]), Grid(heads, tuple(rows), key=2)]


def next_month(found: Portfolio) -> list[Block]:
    """The month after the log, as `cost --advise` says it."""
    return list(advice.ahead(found.forecast, ("USD", 1.0))) if found.forecast else []


def _days(found: Portfolio) -> str:
    """What a month like the log costs, and the month that is expected."""
    if found.forecast is None:
        return ""
    said = texts.TRAFFIC
    rows = [
        svg.ChartRow(
            row.name,
            (row.usual, row.usd),
            (f"{words.money(row.usual)} USD", f"{words.money(row.usd)} USD"),
        )
        for row in found.forecast.rows[:BARS]
    ]
    series = (said["as_log"], said["h_ahead"])
    return svg.bars("ahead", said["c_ahead"], texts.SCRIPT["axis_usd"], rows, series)


def better(found: Portfolio) -> list[Block]:
    """Where quality matters more: what `recommend` would use for the same work."""
    said, rows = texts.TRAFFIC, []
    for kind in found.kinds:
        best, own = kind.best, kind.in_use.estimate
        its = best.route.estimate if best else None
        if best is None or its is None or (kind.to and best.route.id == kind.to.route.id):
            continue
        gain = (its.score - own.score) * 100 if own else None
        if gain is not None and gain < AS_GOOD * 100:
            continue
        more = best.cost.total - kind.usd
        rows.append(
            (
                kind.ran.name,
                route_words(best),
                words.money(best.cost.total),
                words.points(its.score * 100),
                words.NOTHING if gain is None else f"{gain:+.0f}",
                f"{'+' if more >= 0 else '-'}{words.money(abs(more))}",
            )
        )
    if not rows:
        return []
    numbers = (right(said[name]) for name in ("then", "points", "more_points", "more_usd"))
    return [Grid((said["kind"], said["best"], *numbers), tuple(rows))]


def unpriced(found: Portfolio) -> list[Block]:
    """Requests that are in none of the sums, and why."""
    rows = [
        (row.name, row.why, words.count(row.requests), words.short_count(row.input_tokens))
        for row in found.replay.unpriced
    ]
    if not rows:
        return []
    said = texts.TRAFFIC
    heads = (said["kind"], said["why"], right(said["logged"]), right(said["input"]))
    return [Sentence(said["unpriced"]), Grid(heads, tuple(rows))]


def read(found: Portfolio, about: About) -> list[Block]:
    """How the log was read, as `cost --usage` says it."""
    pairs = list(logged.header(found.replay, about))
    return [Lines(tuple(pair for pair in pairs if pair[0] != "not priced"))]


def assumed(found: Portfolio) -> list[Block]:
    """What the moves stand on."""
    said = texts.TRAFFIC
    lines = [(said["task"], task_name(found.kinds[0].need))] if found.kinds else []
    lines += [(said["quality"], said["quality_is"]), (said["bill"], said["bill_is"])]
    lines += [(said["thinking"], said["thinking_is"]), (said["same"], said["same_is"])]
    if found.rest:
        looked = said["looked_is"].format(most=len(found.kinds))
        lines.append((said["looked"], looked))
    if found.months is not None:
        days = round(found.months * 365.25 / 12)
        lines.append((said["month"], said["month_is"].format(days=words.plural(days, "day"))))
    return [Lines(tuple(lines))]


def _chart(found: Portfolio) -> str:
    said = texts.TRAFFIC
    rows = []
    for kind in found.kinds[:BARS]:
        then = kind.usd - kind.saves
        told = (f"{words.money(kind.usd)} USD", f"{words.money(then)} USD")
        rows.append(svg.ChartRow(kind.ran.name, (kind.usd, then), told))
    axis = texts.SCRIPT["axis_usd"]
    return svg.bars("traffic", said["c_traffic"], axis, rows, (said["now"], said["moved"]))
