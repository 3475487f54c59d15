"""The three picks as a director reads them: a tile each, and why one lies off the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from llmpick.core.need.need import PRIVACY_LEVELS, Need
from llmpick.core.ranking.score import Candidate, counted
from llmpick.lang.said import joined
from llmpick.render import words
from llmpick.render.page import texts
from llmpick.render.page.shell import text
from llmpick.render.wording import picks as wording
from llmpick.render.wording.needs import privacy_words

if TYPE_CHECKING:
    from llmpick.api.report import Report, Weighable
    from llmpick.core.answers.picks import Picks, Step

SYMBOLS = {
    "use": "M0,-8 L1.9,-2.6 7.6,-2.5 3.1,1 4.7,6.5 0,3.2 -4.7,6.5 -3.1,1 -7.6,-2.5 -1.9,-2.6 Z",
    "better": "M0,-7 L7,5 -7,5 Z",
    "cheaper": "M0,7 L7,-5 -7,-5 Z",
}
"""The mark of a pick, as the chart has it."""


class Tile(NamedTuple):
    """One of the picks, *pick* of `texts.PICKS`; None where there is none, *line* says why."""

    pick: str
    found: Candidate | None
    line: str


def tiles(picks: Picks) -> tuple[Tile, ...]:
    """Use, Better and Cheaper, each with one sentence."""
    return (
        Tile("use", picks.use, _use(picks)),
        Tile("better", *_stepped(picks.better, _better(picks))),
        Tile("cheaper", *_stepped(picks.cheaper, _cheaper(picks))),
    )


def _stepped(step: Step | None, line: str) -> tuple[Candidate | None, str]:
    return (step.candidate if step else None), line


def _points(amount: float) -> str:
    return words.plural(round(abs(amount)), "point")


def _use(picks: Picks) -> str:
    down = picks.cheaper
    if down is not None and down.points <= -wording.HALF_A_POINT:
        told = {"points": _points(down.points), "usd": words.money(-down.usd)}
        return texts.TILE["gains"].format(**told)
    return texts.TILE["balance"]


def _better(picks: Picks) -> str:
    up = picks.better
    if up is None:
        return texts.TILE["no_better"]
    told = {"points": _points(up.points), "usd": words.money(up.usd)}
    if up.break_even_usd is None:
        line = texts.TILE["free"].format(**told, lacking=wording.lacking(up.candidate, picks.use))
    else:
        line = texts.TILE["pays"].format(**told, failure=words.small(up.break_even_usd))
    return joined(" ", (line, texts.TILE["over_budget"])) if up.over_budget else line


def _cheaper(picks: Picks) -> str:
    down = picks.cheaper
    if down is None:
        return texts.TILE["no_cheaper"]
    told = {"points": _points(down.points), "usd": words.money(-down.usd)}
    if down.break_even_usd is None or abs(down.points) < wording.HALF_A_POINT:
        lacking = wording.lacking(down.candidate, picks.use)
        return texts.TILE["no_worse"].format(**told, lacking=lacking)
    return texts.TILE["saves"].format(**told, failure=words.small(down.break_even_usd))


def html(picks: Picks | None, need: Need) -> str:
    """The tiles as a list; nothing where nothing fits."""
    if picks is None:
        return ""
    return "\n".join(['<ul class="tiles">', *(_tile(one, need) for one in tiles(picks)), "</ul>"])


def symbol(pick: str) -> str:
    """The mark of a pick in a line of text."""
    return (
        f'<svg class="mark {pick}" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">'
        f'<path d="{SYMBOLS[pick]}"/></svg>'
    )


def _tile(one: Tile, need: Need) -> str:
    head = f"<h3>{symbol(one.pick)} {text(texts.PICKS[one.pick])}</h3>"
    if one.found is None:
        inside = f'<p class="name">{text(texts.TILE["none"])}</p>'
    else:
        said = texts.TILE
        host = said["on"].format(host=wording.place_words(one.found))
        facts = "".join(
            f"<div><dt>{text(label)}</dt><dd>{text(value)}{note}</dd></div>"
            for label, value, note in (
                (said["bill"], _bill(one.found, need), ""),
                (said["points"], *_quality(one.found)),
                (said["privacy"], texts.PRIVACY[one.found.privacy_level], ""),
            )
        )
        inside = (
            f'<p class="name">{text(wording.model_words(one.found))}</p>'
            f'<p class="host">{text(host)}</p><dl>{facts}</dl>'
        )
    none = "" if one.found else " none"
    return (
        f'<li class="tile {one.pick}{none}">{head}{inside}<p class="line">{text(one.line)}</p></li>'
    )


def _bill(found: Candidate, need: Need) -> str:
    return wording.bill_words(found, need)


def _quality(found: Candidate) -> tuple[str, str]:
    estimate = found.route.estimate
    if estimate is None:
        return texts.TILE["unrated"], ""
    said = texts.TILE["points_are"].format(points=words.points(estimate.score * 100))
    ends = {"low": words.points(estimate.low * 100), "high": words.points(estimate.high * 100)}
    return said, f" <small>{text(texts.TILE['between'].format(**ends))}</small>"


# ---- the chart


def marks(picks: Picks | None) -> list[dict[str, Any]]:
    """The picks as the chart of quality against cost marks them."""
    found = []
    for one in tiles(picks) if picks else ():
        if one.found is None:
            continue
        estimate = one.found.route.estimate
        found.append(
            {
                "pick": one.pick,
                "called": texts.PICKS[one.pick],
                "id": one.found.route.id,
                "name": wording.route_words(one.found),
                "label": wording.model_words(one.found),
                "cost": one.found.cost.total,
                "points": estimate.score * 100 if estimate else None,
            }
        )
    return found


def off_line(report: Report) -> list[str]:
    """Of each pick below the line of the most quality for its cost: what lies above, and why."""
    chosen = report.decision.picks
    return [
        told
        for one in (tiles(chosen) if chosen else ())
        if one.found is not None and (told := _above(one, report.routes))
    ]


def _above(one: Tile, routes: Iterable[Weighable]) -> str:
    assert one.found is not None
    found, own = one.found, one.found.route.estimate
    best: Weighable | None = None
    most = (own.score, -found.cost.total) if own else None
    for other in routes:
        estimate = other.candidate.route.estimate
        if estimate is None or most is None or other.candidate.cost.total > found.cost.total:
            continue
        if (estimate.score, -other.candidate.cost.total) > most:
            best, most = other, (estimate.score, -other.candidate.cost.total)
    if best is None or own is None or best.candidate.route.estimate is None:
        return ""
    points = (best.candidate.route.estimate.score - own.score) * 100
    usd = found.cost.total - best.candidate.cost.total
    if points < wording.HALF_A_POINT and words.money(found.cost.total) == words.money(
        best.candidate.cost.total
    ):
        return ""  # nobody sees it
    return texts.OFF_LINE["above"].format(
        pick=texts.PICKS[one.pick],
        name=wording.model_words(found),
        other=wording.route_words(best.candidate),
        gives=_gives(points, usd, words.money(usd)),
        reason=next(_reasons(found, best)),
    )


def _gives(points: float, usd: float, amount: str) -> str:
    if points < wording.HALF_A_POINT:
        return texts.OFF_LINE["same_points"].format(usd=amount)
    kind = "more" if usd >= wording.HALF_A_POINT / 100 else "same_cost"
    return texts.OFF_LINE[kind].format(points=_points(points), usd=amount)


def _reasons(found: Candidate, best: Weighable) -> Iterator[str]:
    """Why what lies above was not picked, the first that holds."""
    other, said = best.candidate, texts.OFF_LINE
    own, its = found.route.estimate, other.route.estimate
    if own and its and not its.is_tested and counted(its) <= counted(own):
        yield said["untested"]
    levels = PRIVACY_LEVELS.index
    if levels(other.privacy_level) < levels(found.privacy_level):
        level, wanted = privacy_words(other.privacy_level), privacy_words(found.privacy_level)
        yield said["privacy"].format(level=level, wanted=wanted)
    if other.change is not None and best.lasting_cost > other.cost.total:
        usd = words.money(other.change.total)
        yield said["dearer"].format(usd=usd, day=other.change.since)
    if found.route.model.open_weights and not other.route.model.open_weights:
        yield said["weights"]
    if other.customisability.score < found.customisability.score:
        yield said["custom"]
    yield said["unsure"]
