"""Which routes are tried, by what they are called, what they are held to, and what was foretold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from llmpick.api import decisions
from llmpick.api.facts import Adjust, rated
from llmpick.catalog.contents import Catalog
from llmpick.core.cost.media import tokens_of_one
from llmpick.core.need.need import Need
from llmpick.core.ranking.limits import HardLimits, Route
from llmpick.core.ranking.score import Candidate, Scorer
from llmpick.errors import UserError, shown
from llmpick.inputs.names import model_of
from llmpick.trying import bill, stream
from llmpick.trying.calls import Gate, Refusals
from llmpick.trying.dialects import Settings
from llmpick.trying.prompts import Prompt
from llmpick.trying.registry import DIALECTS
from llmpick.trying.run import Lane
from llmpick.trying.summary import Pair, RouteSummary

if TYPE_CHECKING:
    from llmpick.core.answers.decide import Decision
    from llmpick.core.connecting.connection import Connection
    from llmpick.core.facts.records import Offering

MOST_LOOKED_AT = 200
LARGEST_IMAGE = (8192, 8192)
"""Pixels of the largest image that hosts take."""


class Foretold(NamedTuple):
    """What the catalog says of a route before it is tried; *candidate* None: it has no price."""

    route: Route
    candidate: Candidate | None


class CallOptions(NamedTuple):
    """How routes are called, beside the need."""

    max_output_tokens: int
    temperature: float | None
    per_minute: float | None


def named(
    catalog: Catalog, need: Need, names: Iterable[str], adjust: Adjust | None = None
) -> list[Foretold]:
    """
    The routes that *names* mean, in their order.

    Raises:
        UserError: a name fits no route, or several.
    """
    facts = rated(catalog, need, adjust)
    scorer = Scorer(need, facts)
    return [_foretold(catalog, scorer, name) for name in dict.fromkeys(names)]


def _foretold(catalog: Catalog, scorer: Scorer, name: str) -> Foretold:
    model, effort, routes, _ = model_of(catalog, name)
    facts = scorer.facts
    sold = [
        one
        for one in facts.offerings
        if one.model == model and (not routes or one.id in routes) and _is_sold(scorer.need, one)
    ]
    if not sold:
        raise UserError(f"`{shown(name)}` is sold nowhere", hint=f"llmpick show {model}")
    if len(sold) > 1:
        first = ", ".join(f"`{one.id}`" for one in sold[:6])
        more = f" and {len(sold) - 6} more" if len(sold) > 6 else ""
        raise UserError(f"`{shown(name)}` has {len(sold)} hosts", hint=f"name one: {first}{more}")
    offering = sold[0]
    estimate = next(
        (one for one in facts.estimates if (one.model, one.effort) == (model, effort)), None
    )
    provider = facts.providers.serving(offering)
    route = Route(facts.models[model], effort, offering, provider, estimate, (), ())
    return foretold(scorer, route)


def _is_sold(need: Need, offering: Offering) -> bool:
    return offering.is_on_sale(need.day) or offering.listing == "forbidden"


def foretold(scorer: Scorer, route: Route) -> Foretold:
    """What is known of *route* for the scorer's need."""
    priced = scorer.cost(route.offering, route.model, route.effort) is not None
    return Foretold(route, scorer.candidate(route) if priced else None)


def shortlist(
    catalog: Catalog,
    need: Need,
    top: int,
    adjust: Adjust | None,
    connected: Callable[[Foretold], object],
) -> tuple[list[Foretold], list[str]]:
    """
    The first *top* models of what *need* gets, each by its best route that can be called.

    *connected* gives a connection, or raises a `UserError`. Returned with it: why better routes of
    these models were passed over.
    """
    ranked = decisions.recommend(
        catalog, need, top=MOST_LOOKED_AT, by_route=True, adjust=adjust, robust=False, whole=False
    )
    found: dict[str, Foretold] = {}
    passed: dict[str, str] = {}
    for row in ranked.ranking:
        one = Foretold(row.candidate.route, row.candidate)
        if len(found) == top:
            break
        if one.route.model.id in found:
            continue
        try:
            connected(one)
        except UserError as error:
            place = one.route.offering.id
            passed[place] = f"note: {place} is passed over: {error}"
            continue
        found[one.route.model.id] = one
    return list(found.values()), list(passed.values())


def hold(catalog: Catalog, need: Need, routes: Iterable[Foretold]) -> None:
    """
    That every route keeps to what *need* says of where prompts may go.

    Raises:
        UserError: one does not, or is not shown to.
    """
    limits = HardLimits(need, rated(catalog, need))
    for one in routes:
        offering = one.route.offering
        if offering.listing == "forbidden":
            raise UserError(
                f"`{one.route.id}` is forbidden by your own layer", hint="llmpick overlay list"
            )
        broken = limits.of_place(offering).broken
        if not broken:
            continue
        first = broken[0]
        asked = f"privacy {need.privacy_level}" if first.rule == "privacy" else first.rule
        why = "is not known to hold" if first.unknown else "does not hold"
        raise UserError(
            f"nothing is sent to `{one.route.id}`: {asked} {why} there ({first.fact})",
            hint=f"leave it out, or state another need; `llmpick show {offering.provider} "
            "--kind provider` has its terms",
        )


def lane(
    catalog: Catalog,
    need: Need,
    one: Foretold,
    reached: Connection,
    key: str | None,
    how: CallOptions,
    web: Callable[[], stream.Client],
    wait: Callable[[float], object],
) -> Lane:
    """
    A route as a trial calls it.

    Args:
        catalog: The facts.
        need: Says the day and the rates of its prices.
        one: The route.
        reached: Where and as what it is called.
        key: The key, None where none is sent.
        how: How it is called.
        web: Gives the client.
        wait: Waits so many seconds, and answers whether that was called off.
    """
    assert reached.dialect is not None
    assert reached.base_url is not None
    dialect, offering, rates = DIALECTS[reached.dialect], one.route.offering, dict(need.rates)
    headers = {
        name: value.replace(f"${reached.key_variable}", key or "")
        for name, value in reached.headers
    }
    target = stream.TrialEndpoint(reached.base_url, dialect, headers)
    image = largest_image(catalog, offering.model)

    def most_input(prompt: Prompt) -> int:
        return bill.most_input_tokens(prompt, image or 0.0)

    def most_usd(prompt: Prompt) -> float | None:
        if prompt.images and image is None:
            return None
        images = len(prompt.images)
        most = most_input(prompt), how.max_output_tokens
        return bill.most_usd(offering, *most, images, rates, need.day)

    return Lane(
        one.route.id,
        reached,
        dialect,
        Settings(how.max_output_tokens, how.temperature, one.route.effort),
        lambda request: stream.attempt(web(), target, request),
        lambda usage, images: bill.usd(offering, usage, images, rates, need.day),
        most_usd,
        most_input,
        Gate(how.per_minute, wait=wait),
        Refusals(),
    )


def largest_image(catalog: Catalog, model: str) -> float | None:
    """The most tokens that an image is to *model*; None where no rule of its maker is known."""
    for rule in catalog.media:
        if (rule.model, rule.medium) == (model, "image"):
            return tokens_of_one(rule, LARGEST_IMAGE)
    return None


class Tried(NamedTuple):
    """
    A route that was tried: what was *foretold*, what it did, and what is *expected* of it now.

    *doubt* says why its grades do not count as evidence, None: they do. *usd_per_month* is the
    need's work at the cost of a call as measured.
    """

    foretold: Foretold
    summary: RouteSummary
    expected: Candidate | None
    doubt: str | None
    usd_per_month: float | None


class TrialAnswer(NamedTuple):
    """
    What a trial ends in.

    *first* and *first_after* are the routes that come first without and with its results, *said*
    and *said_after* the same as decisions. *stored* is the name of the source that keeps them, None
    where none does, for *unstored* why. *stopped* says why it ended early, None: it did not.
    """

    prompts: int
    grader: str
    tried: tuple[Tried, ...]
    pairs: tuple[Pair, ...]
    before: Decision
    after: Decision | None
    stored: str | None
    unstored: str | None
    stopped: str | None
    spent_usd: float
    limit_usd: float | None
    overrun_usd: float
    journal: str


NO_THINKING = "none"


def doubt_of(route: Route, summary: RouteSummary) -> str | None:
    """Why grades of *route* are none of its model at its effort."""
    if not summary.graded:
        return "nothing was graded"
    thought = summary.first_reasoning is not None or (summary.reasoning_tokens or 0.0) >= 1
    if route.effort == NO_THINKING and thought:
        return "it thought, though it was asked not to"
    return None


def tried(
    catalog: Catalog,
    need: Need,
    routes: Iterable[Foretold],
    summaries: Mapping[str, RouteSummary],
    adjust: Adjust | None,
) -> list[Tried]:
    """Each route beside what is expected of it with all own results, *adjust*."""
    scorer = Scorer(need, rated(catalog, need, adjust))
    estimates = {(one.model, one.effort): one for one in scorer.facts.estimates}
    found = []
    for one in routes:
        route, summary = one.route, summaries[one.route.id]
        now = route._replace(estimate=estimates.get((route.model.id, route.effort)))
        cost = summary.usd_per_call
        work = need.workload
        found.append(
            Tried(
                one,
                summary,
                foretold(scorer, now).candidate,
                doubt_of(route, summary),
                None if cost is None else cost * work.calls_per_month * work.attempts,
            )
        )
    return found
