"""What a report holds beside the decision: routes to weigh anew, and the evidence of the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from llmpick.api import decisions
from llmpick.api.facts import Adjust, rated
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import age
from llmpick.core.answers.decide import Decision, decide_in
from llmpick.core.need.need import Need
from llmpick.core.ranking.dominance import undominated
from llmpick.core.ranking.field import field
from llmpick.core.ranking.filter import Scored
from llmpick.core.ranking.limits import Route
from llmpick.core.ranking.score import Candidate, Scorer, counted
from llmpick.core.ranking.values import CostScale, QualityScale
from llmpick.inputs.names import record_path

if TYPE_CHECKING:
    from llmpick.api.deployments import OwnDeployments
    from llmpick.core.answers.seats import SeatAnswer
    from llmpick.core.legal.regulations import RegulationFlag

MOST = 300
"""Routes that a page holds at most."""
TRACED = 5
"""Beside the picks, of so many in the ranking, and of all that cannot be told from the first,
evidence is given."""
SCORES = 8
OF_SOURCE = 3
"""Scores of a model that are listed, in all and of one source; the rest is counted."""
PRIVACY = (
    *("trains_on_inputs", "retention_days", "zero_data_retention", "processing_regions"),
    *("jurisdiction", "human_review", "dpa", "certifications"),
)


MODEL = ("licence", "context_window_tokens", "retires_on")


class Weighable(NamedTuple):
    """
    A route that meets every need, with what its score is made of.

    *lasting_cost* is what counts of its bill, in USD a month: the dearest month that is announced.
    *quality_ends* and *cost_ends* are utilities at the ends of the 80 % intervals, worst first;
    *undominated* says that no other route is as good on every criterion.
    """

    candidate: Candidate
    lasting_cost: float
    quality_ends: tuple[float, float]
    cost_ends: tuple[float, float]
    undominated: bool


class SourcedFact(NamedTuple):
    """A fact that the answer rests on: who says so, and when that was read."""

    what: str
    value: str
    source: str
    url: str | None
    read: str | None
    note: str


class RouteEvidence(NamedTuple):
    """What is known of one route; *more* scores of its model are not listed."""

    route: str
    model: str
    claims: tuple[SourcedFact, ...]
    more: int


class Ends(NamedTuple):
    """What each criterion is measured against, and the presets of weights."""

    quality: QualityScale
    best_model: str
    cost: CostScale
    privacy_level: str
    presets: dict[str, dict[str, float]]


class Report(NamedTuple):
    """
    All of it.

    *complete* says that every undominated route is among *routes*; *flags* are rules of laws and
    guidelines that are about the user; *seats* are plans by the seat, where people are asked for.
    """

    decision: Decision
    routes: tuple[Weighable, ...]
    complete: bool
    ends: Ends
    evidence: tuple[RouteEvidence, ...]
    flags: tuple[RegulationFlag, ...] = ()
    seats: SeatAnswer | None = None


def report(
    catalog: Catalog,
    need: Need,
    *,
    adjust: Adjust | None = None,
    most: int = MOST,
    own: OwnDeployments | None = None,
) -> Report:
    """
    The decision about *need*, and what a reader needs to weigh it anew and to check it.

    Args:
        catalog: Where facts come from.
        need: What is asked.
        adjust: Puts the user's own results into the estimates.
        most: How many routes to hold at most. The undominated come first, then the best route of
            each model, then the undominated among the routes of each model, then the rest.
        own: The user's own deployments, where they are ranked.
    """
    facts = rated(catalog, need, adjust)
    found = field(need, own.among(facts) if own else facts)
    decision = decide_in(found, top=most)
    age.check(need, age.picked(decision))
    scorer, fitting = found.scorer, found.fitting
    chosen, best, complete = _chosen(scorer, fitting, most)
    return Report(
        decision=decision,
        routes=tuple(_weighable(scorer, fitting[place], place in best) for place in chosen),
        complete=complete,
        ends=_ends(scorer),
        evidence=tuple(_evidence(catalog, decision, need, own)),
        flags=tuple(decisions.flags(catalog, need, decision)),
        seats=_seats(catalog, need, adjust),
    )


def _seats(catalog: Catalog, need: Need, adjust: Adjust | None) -> SeatAnswer | None:
    if need.seats is None:
        return None
    from llmpick.api import seats  # asked for by few

    return seats.rank(catalog, need, adjust)


def _ends(scorer: Scorer) -> Ends:
    return Ends(
        scorer.quality_scale,
        scorer.facts.frontier.model,
        scorer.cost_scale,
        scorer.need.privacy_level,
        scorer.facts.scale.weights,
    )


def _chosen(
    scorer: Scorer, fitting: Sequence[Scored], most: int
) -> tuple[list[int], set[int], bool]:
    """Positions in *fitting* to hold, those of them that are undominated, whether all these are."""
    rows = [_counts(scorer, row) for row in fitting]
    best = undominated(rows)
    of_model: dict[str, list[int]] = {}
    for place, row in enumerate(fitting):
        of_model.setdefault(row.route.model.id, []).append(place)
    own = [
        places[found]
        for places in of_model.values()
        for found in undominated([rows[place] for place in places])
    ]
    first = [places[0] for places in of_model.values()]
    wanted = dict.fromkeys([*best, *first, *sorted(own), *range(len(fitting))])
    kept = sorted(list(wanted)[:most])
    return kept, set(best), len(best) <= most


def _counts(scorer: Scorer, row: Scored) -> tuple[float, ...]:
    """What decides between two routes whatever the weights: raw, so that no clamped end ties."""
    route = row.route
    return (
        counted(route.estimate) if route.estimate else -inf,
        -row.cost,
        scorer.privacy(route.offering, route.provider)[1],
        scorer.customisability(route.model).share,
    )


def _weighable(scorer: Scorer, row: Scored, best: bool) -> Weighable:
    candidate = scorer.candidate(row.route)
    quality, estimate = (0.0, 0.0), row.route.estimate
    if estimate:
        worth = scorer.quality_scale.utility
        # what counts may lie under the middle: the ends move with it
        moved = counted(estimate) - estimate.score
        quality = worth(estimate.low + moved), worth(estimate.high + moved)
    # as what counts is of the dearest month that is announced
    dearer = row.cost / candidate.cost.total if candidate.cost.total else 1.0
    low, high = (end * dearer for end in candidate.cost_interval)
    cost = (scorer.cost_scale.utility(high), scorer.cost_scale.utility(low))
    return Weighable(candidate, row.cost, quality, cost, best)


# ---- evidence


def _evidence(
    catalog: Catalog, decision: Decision, need: Need, own: OwnDeployments | None
) -> Iterator[RouteEvidence]:
    for route in _traced(decision):
        scores, more = _scores(catalog, route, need)
        mine = own is not None and route.offering in own.offerings
        price = _rents(catalog, route, own) if own and mine else _prices(catalog, route, need)
        claims = [*price, *scores, *_terms(catalog, route, need.day)]
        record = catalog.record("models", route.model.id)
        claims += _facts(catalog, record, record.get("facts") or {}, MODEL, need.day)
        yield RouteEvidence(route.id, route.model.id, tuple(claims), more)


def _traced(decision: Decision) -> Iterable[Route]:
    """The routes to trace: the picks, the first of the ranking, and what is equal to the first."""
    chosen = decision.picks
    first = [step.candidate for step in (chosen.better, chosen.cheaper) if step] if chosen else []
    ranked = [
        row.candidate
        for row in decision.ranking
        if row.rank <= TRACED or row.candidate.route.id in decision.toss_up[: 2 * TRACED]
    ]
    found = [*ranked[:1], *first, *ranked[1:]]
    return {candidate.route.id: candidate.route for candidate in found}.values()


def _prices(catalog: Catalog, route: Route, need: Need) -> Iterator[SourcedFact]:
    record = catalog.record("offerings", record_path(route.offering))
    for price in record.get("prices") or ():
        if price.get("disputed") or (price.get("since") or "") > need.day or "service" in price:
            continue
        into, out = price.get("input_per_mtok"), price.get("output_per_mtok")
        if into is None and out is None:
            continue
        since = f", since {price['since']}" if price.get("since") else ""
        over = price.get("over_input_tokens")
        length = f", requests over {over:,} tokens" if over else ""
        window = f", {price['window']}" if price.get("window") else ""
        value = f"{into} in, {out} out {price.get('currency', 'USD')} per million tokens"
        yield _claim(catalog, record, f"price{since}{length}{window}", value, price)


def _rents(catalog: Catalog, route: Route, own: OwnDeployments) -> Iterator[SourcedFact]:
    """What an hour of the hardware of a deployment costs; nothing where it has no price."""
    way = own.ways[route.model.id, route.effort]
    rental = way.steady.rental if way.steady else None
    if rental is None:
        return
    record = catalog.record("hardware", rental.accelerator)
    for row in record.get("rentals") or ():
        asked = (row["provider"], row["terms"], row["usd_per_gpu_hour"])
        if asked == (rental.provider, rental.terms, rental.usd_per_gpu_hour):
            what = f"rent of one {rental.accelerator}, {rental.terms}, {rental.provider}"
            yield _claim(catalog, record, what, f"{rental.usd_per_gpu_hour} USD an hour", row)
            return


def _scores(catalog: Catalog, route: Route, need: Need) -> tuple[list[SourcedFact], int]:
    """
    Scores in the task's own domains, else any: those at the route's effort first, then those that
    weigh most, then independent ones.
    """
    record = catalog.record("models", route.model.id)
    rows = [row for row in record.get("scores") or () if not row.get("disputed")]
    weight = need.task.domains

    def of_task(row: Mapping[str, Any]) -> float:
        benchmark = catalog.benchmarks.get(row["benchmark"])
        return weight.get(benchmark.domain, 0.0) if benchmark else 0.0

    known = [row for row in rows if row["benchmark"] in catalog.benchmarks]
    ranked = sorted(
        [row for row in known if of_task(row)] or known,
        key=lambda row: (
            row.get("effort") != route.effort,
            -of_task(row),
            row.get("reported_by") != "independent",
            row["benchmark"],
        ),
    )
    taken: Counter[str] = Counter()
    found: list[SourcedFact] = []
    for row in ranked:
        if len(found) == SCORES or taken[row["source"]] == OF_SOURCE:
            continue
        taken[row["source"]] += 1
        benchmark = catalog.benchmarks[row["benchmark"]]
        effort = f", effort {row['effort']}" if row.get("effort") else ""
        unit = "" if benchmark.unit == "%" else f" {benchmark.unit}"
        value = f"{row['value']:g}{'%' if benchmark.unit == '%' else unit}"
        claim = _claim(catalog, record, f"{benchmark.name}{effort}", value, row)
        found.append(claim._replace(note=str(row.get("reported_by") or "")))
    return found, len(rows) - len(found)


def _terms(catalog: Catalog, route: Route, day: str) -> Iterator[SourcedFact]:
    """What the provider says of privacy, on the own terms of the model where it has any."""
    if route.provider.id not in catalog.ids("providers"):
        return iter(())
    record = catalog.record("providers", route.provider.id)
    own = (record.get("own_terms") or {}).get(route.model.id) or {}
    return _facts(catalog, record, {**(record.get("facts") or {}), **own}, PRIVACY, day)


def _facts(
    catalog: Catalog,
    record: Mapping[str, Any],
    facts: Mapping[str, Any],
    wanted: Iterable[str],
    day: str,
) -> Iterator[SourcedFact]:
    for fact in wanted:
        for entry in facts.get(fact) or ():
            if entry.get("disputed") or (entry.get("since") or "") > day:
                continue
            value = entry["value"]
            since = f", since {entry['since']}" if entry.get("since") else ""
            what = fact.replace("_", " ").replace("dpa", "data processing agreement")
            yield _claim(catalog, record, f"{what}{since}", _plain(value), entry)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none named"
    return f"{value:,}" if isinstance(value, int) and value >= 10_000 else str(value)


def _claim(
    catalog: Catalog,
    record: Mapping[str, Any],
    what: str,
    value: str,
    entry: Mapping[str, Any],
) -> SourcedFact:
    source = (record.get("sources") or {}).get(entry["source"], {})
    feed = source.get("feed")
    known = catalog.record("feeds", feed) if feed in catalog.ids("feeds") else {}
    note = "; ".join(
        part
        for part in (
            f"{entry['confidence']} confidence" if entry.get("confidence") else "",
            str(entry.get("note") or ""),
        )
        if part
    )
    return SourcedFact(
        what=what,
        value=value,
        source=str(
            source.get("title") or known.get("name") or source.get("url") or entry["source"]
        ),
        url=source.get("url") or known.get("url"),
        read=source.get("read"),
        note=note,
    )
