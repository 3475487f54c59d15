"""
Identifiers in code: until when they work at the provider whose spelling it is, and what instead.

That another host still sells a model helps nobody whose code asks the one that has ended it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from llmpick.core.facts import days
from llmpick.core.facts.life import OVER, has_ended, life_of, successors_of
from llmpick.core.facts.records import Model, Offering
from llmpick.core.names.in_code import CodePlace, Spelled

EndState: TypeAlias = Literal["ended", "ending", "deprecated", "open"]
_WORST: Mapping[EndState, int] = {"open": 0, "deprecated": 1, "ending": 2, "ended": 3}


class EndedIdentifier(NamedTuple):
    """An identifier that no offering stands for: its last day, and what its provider names."""

    provider: str
    identifier: str
    ends_on: str | None
    replacement: str | None
    source: str
    read: str


class Instead(NamedTuple):
    """What the maker names in its place; *identifier* where the same provider sells it so."""

    model: str | None
    identifier: str | None


class Lifetime(NamedTuple):
    """
    How long an identifier works at *provider*.

    *ended* is the row where no offering stands for it. *by_maker*: the day is the maker's, and the
    provider has told none. *model* and *routes* are what the catalog knows under it.
    """

    provider: str
    identifier: str
    state: EndState
    ends_on: str | None
    by_maker: bool
    model: str | None
    routes: tuple[str, ...]
    instead: Instead | None
    ended: EndedIdentifier | None = None
    is_exact: bool = True


class CodeFacts(NamedTuple):
    """The tables that lifetimes are made of."""

    models: Mapping[str, Model]
    offerings: Mapping[str, Offering]
    ended: Mapping[str, Mapping[str, EndedIdentifier]]
    developers: frozenset[str]
    sold: Mapping[tuple[str, str], Sequence[Offering]]
    """What a provider sells of a model, by both identifiers."""


def tables(
    models: Mapping[str, Model],
    offerings: Iterable[Offering],
    ended: Iterable[EndedIdentifier],
) -> CodeFacts:
    """Facts by what they are looked up by."""
    by_id = {one.id: one for one in offerings}
    sold: dict[tuple[str, str], list[Offering]] = {}
    for one in by_id.values():
        sold.setdefault((one.provider, one.model), []).append(one)
    over: dict[str, dict[str, EndedIdentifier]] = {}
    for row in ended:
        over.setdefault(row.provider, {})[row.identifier.lower()] = row
    developers = frozenset(one.developer for one in models.values())
    return CodeFacts(models, by_id, over, developers, sold)


def lifetime(
    place: CodePlace, facts: CodeFacts, day: str, is_asked: Callable[[str], bool]
) -> Lifetime | None:
    """
    Until when the identifier at *place* works; None where it is an alias that nobody takes.

    Args:
        place: From `names.in_code`.
        facts: From `tables`.
        day: ISO.
        is_asked: Whether the file speaks to a provider, by its address or client.
    """
    if not place.at:
        return _of_alias(place, facts, day)
    if _is_display_name(place, facts):
        return None
    if _is_repository(place, facts, is_asked):
        return _open(place.at[0], facts)
    meant = _meant(place.at, facts, is_asked)
    found = [_at(one, facts, day) for one in meant]
    # where several hosts may be meant, the one that serves it longest is taken
    return min(found, key=lambda one: (_WORST[one.state], _back(one.ends_on)))


def _is_display_name(place: CodePlace, facts: CodeFacts) -> bool:
    """Whether it is written with capitals that no provider's identifier has: `GPT-5` in a label."""
    spelled = [facts.offerings[route].api_model for one in place.at for route in one.routes]
    same = [one for one in spelled if place.text.lower().endswith(one.lower())]
    tails = [(place.text[-len(one) :], one) for one in same]
    return bool(tails) and all(text != one == one.lower() for text, one in tails)


def _is_repository(place: CodePlace, facts: CodeFacts, is_asked: Callable[[str], bool]) -> bool:
    """
    Whether `ORG/NAME`, or a model's own name, may be weights as well as a host's identifier.

    Whoever runs the weights does not ask the host, so that its end is none of theirs.
    """
    hosts = [one for one in place.at if one.routes]
    if len(hosts) != len(place.at):
        return False
    if any(one.is_said or _is_maker(one, facts) or is_asked(one.provider) for one in hosts):
        return False
    models = {facts.offerings[route].model for one in hosts for route in one.routes}
    names = {model.partition("/")[2].lower() for model in models}
    is_name = "/" in place.text or place.text.lower() in names
    return is_name and all(facts.models[model].open_weights for model in models)


def _open(spelled: Spelled, facts: CodeFacts) -> Lifetime:
    """A model that has no end by this spelling."""
    model = facts.offerings[spelled.routes[0]].model
    return Lifetime(spelled.provider, spelled.identifier, "open", None, False, model, (), None)


def _meant(
    at: Sequence[Spelled], facts: CodeFacts, is_asked: Callable[[str], bool]
) -> Sequence[Spelled]:
    """The providers that may be asked: one that is said, the maker, or all who spell it so."""
    if len(at) == 1:
        return at
    asked = [one for one in at if is_asked(one.provider)]
    makers = [one for one in at if _is_maker(one, facts)]
    if len(asked) == 1 and asked[0] not in makers:
        return asked
    said = [one for one in at if one.is_said]
    return said or makers or asked or at


def _is_maker(one: Spelled, facts: CodeFacts) -> bool:
    """Whether the provider made what it sells so; of an ended identifier, whether it makes any."""
    if one.routes:
        return any(facts.offerings[route].first_party for route in one.routes)
    return one.provider in facts.developers


def _of_alias(place: CodePlace, facts: CodeFacts, day: str) -> Lifetime | None:
    """
    A further spelling of closed weights, which come from their maker alone.

    `MAKER/MODEL` is how gateways spell it: what those do after the maker's end is not known.
    """
    model = facts.models[place.alias_of or ""]
    own = [one for one in facts.sold.get((model.developer, model.id), ()) if one.first_party]
    if model.open_weights is not False or not own:
        return None
    spelled = Spelled(own[0].provider, place.text.lower(), tuple(one.id for one in own))
    found = _at(spelled, facts, day)._replace(is_exact=False)
    if "/" in place.text and found.state != "open":
        return found._replace(state="deprecated", by_maker=True)
    return found


def _at(spelled: Spelled, facts: CodeFacts, day: str, depth: int = 0) -> Lifetime:
    """The lifetime of an identifier at one provider."""
    routes = [facts.offerings[route] for route in spelled.routes if route in facts.offerings]
    row = facts.ended.get(spelled.provider, {}).get(spelled.identifier)
    if not routes:
        assert row is not None
        return _of_row(row, facts, day, depth)
    model = facts.models[routes[0].model]
    state, on, by_maker = _best(model, routes, day)
    instead = _instead(model, routes, facts, day) if state != "open" else None
    return Lifetime(
        *(spelled.provider, spelled.identifier, state, on, by_maker, model.id),
        *(tuple(one.id for one in routes), instead),
    )


def _best(model: Model, routes: Sequence[Offering], day: str) -> tuple[EndState, str | None, bool]:
    """The end of the route that lasts longest."""
    found: list[tuple[EndState, str | None, bool]] = []
    for route in routes:
        if has_ended(model, route, day):
            found.append(("ended", route.retires_on or _ended_on(model, route), False))
            continue
        life = life_of(model, route, day)
        state: EndState = "deprecated" if life.state == "resold" else life.state
        found.append((state, life.on, life.by_maker))
    return min(found, key=lambda one: (_WORST[one[0]], _back(one[1])))


def _back(day: str | None) -> int:
    """Sorts the later day first, and no day at all before any."""
    return days.between(day, "9999-12-31") if day else -1


def _ended_on(model: Model, route: Offering) -> str | None:
    return model.retires_on if route.first_party else route.listed_until


def _of_row(row: EndedIdentifier, facts: CodeFacts, day: str, depth: int) -> Lifetime:
    """The lifetime of an identifier that only the list of ended ones has."""
    state: EndState = "deprecated"
    if row.ends_on is not None:
        state = "ended" if row.ends_on <= day else "ending"
    instead = _named_by(row, facts, day, depth) if row.replacement else None
    return Lifetime(row.provider, row.identifier, state, row.ends_on, False, None, (), instead, row)


def _named_by(row: EndedIdentifier, facts: CodeFacts, day: str, depth: int) -> Instead:
    """What is named in the place of *row*, and in the place of that where it ends too."""
    wanted = (row.replacement or "").lower()
    offered = tuple(
        one.id
        for one in facts.offerings.values()
        if one.provider == row.provider and one.api_model.lower() == wanted
    )
    if not offered and wanted not in facts.ended.get(row.provider, {}):
        return Instead(None, row.replacement)
    if depth >= 5:
        return Instead(None, None)
    next_one = _at(Spelled(row.provider, wanted, offered), facts, day, depth + 1)
    if next_one.state == "open":
        return Instead(next_one.model, row.replacement)
    return next_one.instead or Instead(next_one.model, None)


def _instead(
    model: Model, routes: Sequence[Offering], facts: CodeFacts, day: str
) -> Instead | None:
    """What the maker names in the place of *model*, as the provider of *routes* sells it."""
    named = successors_of(model, facts.models)
    if not named:
        return None
    new = facts.models[named[-1]]
    sold = [
        one
        for one in facts.sold.get((routes[0].provider, new.id), ())
        if one.variant in (routes[0].variant, None) and not has_ended(new, one, day)
    ]
    fitting = [one for one in sold if one.variant == routes[0].variant] or sold
    is_over = new.status in OVER
    return Instead(new.id, fitting[0].api_model if len(fitting) == 1 and not is_over else None)
