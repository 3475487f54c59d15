"""What moved under a decision: the routes of its shortlist as they were, and as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from llmpick.core.answers.compare import Side
from llmpick.core.facts import days
from llmpick.core.facts.records import NO_PRICES
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking.score import OLD_PRICE_DAYS, Candidate

Value: TypeAlias = float | str | None

SAME = 1e-9
"""Numbers nearer than this are the same; a file keeps them to the last digit."""


class ShortlistRow(NamedTuple):
    """
    A route of a shortlist, as it was.

    *quality* is the expected score, 0 to 1; *performance* to *customisability* are what the
    criteria add to the *score*; prices per Mtok are in *currency*, None for a deployment of the
    user's own: of that, what runs, *output_tps* of a copy, and what one GPU costs, US dollars.
    """

    rank: int
    route: str
    model: str
    score: float
    p_best: float
    monthly_cost_usd: float
    quality: float | None
    performance: float
    cost: float
    privacy: float
    customisability: float
    currency: str | None
    input_per_mtok: float | None
    output_per_mtok: float | None
    price_read: str | None
    privacy_level: str
    licence: str | None
    retires_on: str | None
    accelerator: str | None = None
    gpus: int | None = None
    gpus_per_copy: int | None = None
    format: str | None = None
    terms: str | None = None
    rented_from: str | None = None
    usd_per_gpu_hour: float | None = None
    usd_per_gpu: float | None = None
    output_tps: float | None = None
    loss_logit: float | None = None


class Move(NamedTuple):
    """
    Something that moved: *before*, *after*, and by how much where both are numbers.

    *kind*: `gone`, `excluded`, `expired`, `entrant`, `price`, `rent`, `purchase`, `speed`, `loss`,
    `cost`, `retirement`, `licence`, `privacy`, `quality`, `score` of a *route*; `preset`,
    `own-evidence` and `overlay` of the need, with *what* it is of.
    """

    kind: str
    route: str | None
    what: str
    before: Value
    after: Value
    change: float | None
    unit: str | None


class ShortlistGap(NamedTuple):
    """The one that comes first now against the one that did: score, and each criterion's part."""

    score: float
    parts: dict[str, float]
    before: float | None
    """The same difference of the scores as they were; None for one that was not listed."""


def row_of(rank: int, p_best: float, found: Candidate) -> ShortlistRow:
    """*found* as a row of a shortlist."""
    route, estimate = found.route, found.route.estimate
    offering, model = route.offering, route.model
    prices = offering.prices or NO_PRICES
    closed, own = model.open_weights is False, found.deployed
    parts = {criterion.name: criterion.contribution for criterion in found.criteria}
    return ShortlistRow(
        rank=rank,
        route=route.id,
        model=model.id,
        score=found.score,
        p_best=p_best,
        monthly_cost_usd=found.cost.total,
        quality=estimate.score if estimate else None,
        **parts,
        currency=offering.currency,
        input_per_mtok=None if own else prices.input_per_mtok,
        output_per_mtok=None if own else prices.output_per_mtok,
        price_read=offering.price_read,
        privacy_level=found.privacy_level,
        licence="proprietary" if closed else model.licence or model.licence_tag,
        retires_on=offering.retires_on,
        accelerator=own.accelerator if own else None,
        gpus=own.gpus if own else None,
        gpus_per_copy=own.gpus_per_copy if own else None,
        format=own.format if own else None,
        terms=own.terms if own else None,
        rented_from=own.rented_from if own else None,
        usd_per_gpu_hour=own.usd_per_gpu_hour if own else None,
        usd_per_gpu=own.usd_per_gpu if own else None,
        output_tps=own.output_tps if own else None,
        loss_logit=own.loss_logit if own else None,
    )


def moves(
    row: ShortlistRow, side: Side | None, since: str, today: str, lost: str = "not on sale"
) -> list[Move]:
    """
    What moved of the route of *row* from the day *since* to *today*.

    *side* is the route now, None where the catalog no longer holds its model; *lost* says why it
    is not to be had where it is not.
    """
    now = side.candidate if side else None
    if side is None or now is None or now.route.id != row.route:
        return [_gone(row, side, lost)]
    found = [
        Move(
            "expired" if violation.unknown else "excluded",
            row.route,
            violation.rule,
            None,
            f"unknown: {violation.fact}" if violation.unknown else violation.fact,
            None,
            None,
        )
        for violation in side.violations
    ]
    after = row_of(row.rank, row.p_best, now)
    found += [
        Move(kind, row.route, name, before, value, _change(before, value), unit)
        for kind, name, unit in WATCHED
        if _differs(before := getattr(row, name), value := getattr(after, name))
        and not (kind == "speed" and row.gpus_per_copy != after.gpus_per_copy)
    ]
    return found + list(_aged(row, after, since, today))


WATCHED = (
    ("price", "currency", None),
    ("price", "input_per_mtok", "per Mtok"),
    ("price", "output_per_mtok", "per Mtok"),
    ("rent", "rented_from", None),
    ("rent", "terms", None),
    ("rent", "usd_per_gpu_hour", "USD/GPU hour"),
    ("purchase", "usd_per_gpu", "USD/GPU"),
    ("speed", "output_tps", "tokens/s of a copy"),
    ("loss", "loss_logit", "logit"),
    ("cost", "monthly_cost_usd", "USD/month"),
    ("retirement", "retires_on", None),
    ("licence", "licence", None),
    ("privacy", "privacy_level", None),
    ("quality", "quality", "share, 0-1"),
    ("score", "score", "score, 0-1"),
)
"""Kind, field of a row, unit."""


def _gone(row: ShortlistRow, side: Side | None, lost: str) -> Move:
    if side is None:
        after = "not in the catalog"
    elif row.accelerator is not None:
        return Move("gone", row.route, "deployment", _deployment(row), lost, None, None)
    elif side.candidate is not None:  # on sale, but no longer rated at this effort
        other = side.candidate.route.id
        return Move("gone", row.route, "effort", row.route, other, None, None)
    else:
        ends = side.model.retires_on
        after = f"its maker ended it {ends}" if ends else lost
    return Move("gone", row.route, "listing", row.retires_on or "on sale", after, None, None)


def _deployment(row: ShortlistRow) -> str:
    return f"{row.gpus}x{row.accelerator}, {row.format}"


def _aged(row: ShortlistRow, after: ShortlistRow, since: str, today: str) -> Iterable[Move]:
    """A price that was fresh then and has not been read for too long since."""
    if row.price_read is None or after.price_read is None:
        return
    then, now = days.between(row.price_read, since), days.between(after.price_read, today)
    if then <= OLD_PRICE_DAYS < now:
        yield Move("expired", row.route, "price_read", then, now, float(now - then), "days")


def _differs(before: Value, after: Value) -> bool:
    if isinstance(before, float | int) and isinstance(after, float | int):
        return abs(after - before) > SAME * max(1.0, abs(before))
    return before != after


def _change(before: Value, after: Value) -> float | None:
    both = isinstance(before, float | int) and isinstance(after, float | int)
    return after - before if both else None  # type: ignore[operator]


def entrants(before: Sequence[ShortlistRow], now: Sequence[ShortlistRow]) -> list[Move]:
    """Routes that are on the list now and were not."""
    listed = {row.route for row in before}
    return [
        Move("entrant", row.route, "rank", None, row.rank, None, None)
        for row in now
        if row.route not in listed
    ]


def presets(name: str, before: Mapping[str, object], now: Mapping[str, object]) -> list[Move]:
    """Values of the need that the catalog's presets would fill in otherwise today."""
    found = []
    for key in {**before, **now}:
        old, new = _plain(before.get(key)), _plain(now.get(key))
        if _differs(old, new):
            found.append(Move("preset", None, f"{name}.{key}", old, new, _change(old, new), None))
    return found


def _plain(value: object) -> Value:
    return value if value is None or isinstance(value, float | int | str) else str(value)


def gap(first: Candidate, old: Candidate, before: Sequence[ShortlistRow]) -> ShortlistGap:
    """How far *first* is above *old* now, criterion by criterion, and how far it was."""
    one, two = row_of(1, 0.0, first), row_of(1, 0.0, old)
    was = {row.route: row.score for row in before}
    both = one.route in was and two.route in was
    return ShortlistGap(
        one.score - two.score,
        {name: getattr(one, name) - getattr(two, name) for name in CRITERIA},
        was[one.route] - was[two.route] if both else None,
    )
