"""The answer of `pareto`: the front, its steps, whom it beats, and a scatter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.answers.pareto import Front
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking.field import Field
from llmpick.core.ranking.score import Criterion
from llmpick.render import words
from llmpick.render.answers.methods import NOTHING_FITS, head, need_lines
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About
from llmpick.render.wording.candidates import candidate

if TYPE_CHECKING:
    from llmpick.render.records.pareto import FrontMemberRecord, ParetoAnswer

WIDTH, HEIGHT = 40, 14


def answer(field: Field, found: Front, about: About) -> Answer:
    """All forms of the front."""
    records = [_member(found, number, field.need.day) for number in range(len(found.members))]
    payload: ParetoAnswer = {
        **head("pareto", about, field.need),
        "criteria": list(found.criteria),
        "results": records,
        "dominated": [{"route": name, "by": list(others)} for name, others in found.beaten],
        "warnings": about.own_words(),
    }
    return Answer(
        payload=payload,
        records=records,
        ids=[record["route"] for record in records],
        blocks=list(_blocks(field, found, about)),
        code=0 if records else 1,
    )


def _member(found: Front, number: int, day: str) -> FrontMemberRecord:
    member = found.members[number]
    step = found.steps[number] if number < len(found.steps) else None
    return {
        **candidate(member.candidate, day),
        "dominates": member.beats,
        "equals": list(member.equals),
        "next_step": {
            "to": found.members[step.to].candidate.route.id,
            "changes": dict(zip(found.criteria, step.changes, strict=True)),
            "price_of_a_unit": step.price,
        }
        if step
        else None,
    }


def _blocks(field: Field, found: Front, about: About) -> Iterable[Block]:
    if not found.members:
        yield Sentence(NOTHING_FITS, strong=True)
        yield need_lines(about, field.need)
        return
    count = len(found.members)
    yield Sentence(
        f"{words.plural(count, 'route')} of {len(field.shown):,} {'is' if count == 1 else 'are'} "
        f"beaten by none on {words.listed(list(found.criteria))}.",
        strong=True,
    )
    yield need_lines(about, field.need)
    yield _table(found)
    yield _scatter(field, found)
    yield Lines((("first choice", _first(field, found)),))


def _first(field: Field, found: Front) -> str:
    """Where the first by the weights stands."""
    name = field.shown[0].route.id
    others = dict(found.beaten).get(name)
    if others is None:
        return f"{name}, by the weights of the need, is one of them"
    return (
        f"{name}, by the weights of the need, is beaten on these by {words.listed([*others[:3]])}"
    )


def _table(found: Front) -> Grid:
    rows = []
    for number, member in enumerate(found.members):
        one = member.candidate
        price = found.steps[number].price if number < len(found.steps) else None
        rows.append(
            (
                _mark(number),
                one.route.id,
                *(_value(one.criteria[CRITERIA.index(name)]) for name in found.criteria),
                str(len(member.equals)) if member.equals else "",
                str(member.beats),
                _price(found, price) if price is not None else "",
            )
        )
    heads = (
        *(">#", "route", *(f">{name}" for name in found.criteria)),
        *(">alike", ">beats", f">a point more of {found.criteria[0]} costs"),
    )
    return Grid(heads, tuple(rows))


def _price(found: Front, price: float) -> str:
    return f"{words.money(price)} USD" if found.criteria[1] == "cost" else f"{price:.3g}"


def _value(criterion: Criterion) -> str:
    if criterion.value is None:
        return "unknown"
    if isinstance(criterion.value, str):
        return criterion.value
    if criterion.name == "cost":
        return words.money(criterion.value)
    return f"{criterion.value:.0f}"


def _scatter(field: Field, found: Front) -> Grid:
    """The first two criteria by what they are worth: the first goes up, the second to the right."""
    across, up = (CRITERIA.index(name) for name in (found.criteria[1], found.criteria[0]))
    picture = [[" "] * (WIDTH + 1) for _ in range(HEIGHT + 1)]
    points = [(row[across], row[up], ".") for row in field.utilities]
    for number, member in enumerate(found.members):
        criteria = member.candidate.criteria
        points.append((criteria[across].utility, criteria[up].utility, _mark(number)))
    for x, y, mark in points:
        picture[HEIGHT - round(y * HEIGHT)][round(x * WIDTH)] = mark
    rows = [
        (words.share(1 - number / HEIGHT) if number % 7 == 0 else "", "|" + "".join(line).rstrip())
        for number, line in enumerate(picture)
    ]
    rows.append(("", f"+{'-' * (WIDTH + 1)}"))
    title = (
        f"{found.criteria[0]} (up) and {found.criteria[1]} (to the right) by what they are worth, "
        f"0 to 1; a digit or letter is the line above, a dot is beaten"
    )
    return Grid((">worth", ""), tuple(rows), title=title, key=1)


def _mark(number: int) -> str:
    signs = "123456789abcdefghijklmnopqrstuvwxyz"
    return signs[number] if number < len(signs) else "#"
