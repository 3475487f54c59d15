"""From a decision on file, or from routes, to a plan that other tools are handed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmpick.api.connecting import endpoint, facts_of
from llmpick.catalog.contents import Catalog
from llmpick.core.answers.decide import Decision
from llmpick.core.connecting.connection import connection
from llmpick.core.connecting.plan import Leg, RoutePlan
from llmpick.core.cost.uplift import uplifted
from llmpick.core.facts.records import Offering
from llmpick.core.need.need import PRIVACY_LEVELS, Need
from llmpick.errors import UserError, shown
from llmpick.inputs.names import model_of


def routes_named(catalog: Catalog, names: Iterable[str]) -> list[Offering]:
    """
    The route that each of *names* means.

    Raises:
        UserError: one means several, or none.
    """
    found = []
    for name in names:
        model, _, routes, _ = model_of(catalog, name)
        sold = [one for one in catalog.offerings if one.model == model]
        chosen = [one for one in sold if "@" in name and one.id in routes]
        if len(chosen) != 1:
            near = [one.id for one in chosen or sold][:3]
            raise UserError(
                f"`{shown(name)}` is not one route", hint=f"name one, such as {', '.join(near)}"
            )
        found.append(chosen[0])
    return found


def of_decision(decided: Decision, pick: str, then: Sequence[str]) -> list[str]:
    """
    The route *pick*, then those that stand in for it: its model at another provider, and *then*.

    Args:
        decided: The decision made again, by route.
        pick: What came first when it was made.
        then: `cheaper` or `better`, in the order of trying.

    Raises:
        UserError: the pick no longer meets the need.
    """
    ranked = [row.candidate.route for row in decided.ranking]
    first = next((route for route in ranked if route.id == pick), None)
    if first is None:
        raise UserError(
            f"{pick} is no longer among what meets the need", hint="llmpick check DECISION"
        )
    found = [first]
    found += [
        one
        for one in ranked
        if one.model.id == first.model.id and one.offering.provider != first.offering.provider
    ][:1]
    steps = {
        "cheaper": decided.picks and decided.picks.cheaper,
        "better": decided.picks and decided.picks.better,
    }
    found += [step.candidate.route for name in then if (step := steps[name])]
    return list(dict.fromkeys(route.offering.id for route in found))


def plan(
    catalog: Catalog,
    routes: Sequence[Offering],
    dialects: tuple[str, ...],
    *,
    regions: tuple[str, ...] = (),
    need: Need | None = None,
    decision: str | None = None,
    tool: str = "llmpick",
) -> RoutePlan:
    """
    What to hand on of *routes*, the pick first, to a tool that speaks *dialects*.

    Args:
        catalog: Where connections and prices are from.
        routes: The pick, then its fallbacks.
        dialects: What the tool speaks, best first.
        regions: One of which every route must keep; those of *need* where it names any.
        need: The need of the decision.
        decision: Its file, for the head of what is written.
        tool: What made it, with its version.

    Raises:
        UserError: a route cannot be reached so, or not with a plain key.
    """
    allowed = regions or (need.allowed_regions if need else ())
    if allowed and catalog.uplifts:
        routes = uplifted(routes, catalog.models, allowed, catalog.uplifts)
    legs = tuple(_leg(catalog, one, dialects, allowed) for one in routes)
    return RoutePlan(
        legs,
        tuple(_origin(catalog, legs, tool, decision)),
        no_training=_asks(need, "internal", "no-training"),
        no_retention=_asks(need, "regulated", "zdr"),
    )


def _leg(
    catalog: Catalog, offering: Offering, dialects: tuple[str, ...], regions: tuple[str, ...]
) -> Leg:
    found = connection(offering, endpoint(catalog, offering), regions=regions, dialects=dialects)
    hint = f"llmpick connect {offering.id}"
    if found.refusal:
        raise UserError(found.refusal, hint=hint)
    if found.sign_in != "key":
        raise UserError(f"{offering.id} takes no plain key", hint=hint)
    model, prices = catalog.models[offering.model], offering.prices
    usd = prices if prices and prices.currency == "USD" else None
    tools = facts_of(catalog, offering.provider, offering.model)("tool_names")
    router = [
        one
        for one in catalog.offerings
        if one.provider == "openrouter"
        and one.model == offering.model
        and one.is_on_sale(catalog.meta.day)
    ]
    router.sort(key=lambda one: one.variant or "")
    own = offering if offering.provider == "openrouter" else router[0] if router else None
    return Leg(
        found,
        model.id,
        model.context_window_tokens,
        model.max_output_tokens,
        usd.input_per_mtok if usd else None,
        usd.output_per_mtok if usd else None,
        usd.cache_read_per_mtok if usd else None,
        offering.price_read,
        dict(tools["value"]) if tools else {},
        own.api_model if own else None,
    )


def _origin(
    catalog: Catalog, legs: Sequence[Leg], tool: str, decision: str | None
) -> Iterable[str]:
    of = f"the decision {decision}" if decision else ", ".join(one.connection.route for one in legs)
    yield f"made by {tool} from {of}"
    yield f"facts of catalog {catalog.meta.version} as of {catalog.meta.day}"
    for leg in legs:
        if leg.is_priced:
            yield (
                f"{leg.connection.route}: {leg.input_usd_per_mtok:g} USD in and "
                f"{leg.output_usd_per_mtok:g} USD out per million tokens, read {leg.price_read}"
            )
        else:
            yield f"{leg.connection.route}: no price in US dollars is known"


def _asks(need: Need | None, level: str, name: str) -> bool:
    """Whether *need* has that requirement, or a privacy level that makes it: *level* or above."""
    if need is None:
        return False
    named = any(one.what.name == name and bool(one.value) for one in need.requirements)
    return named or PRIVACY_LEVELS.index(need.privacy_level) >= PRIVACY_LEVELS.index(level)
