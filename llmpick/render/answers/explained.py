"""What `--explain` shows of each route: contributions, cost by term, evidence."""

from __future__ import annotations

from collections.abc import Iterable

from llmpick.core.answers.decide import Decision, Ranked
from llmpick.core.cost.bill import MonthlyCost
from llmpick.core.facts.records import NO_PRICES
from llmpick.core.ranking.score import Candidate, Criterion
from llmpick.lang.said import joined, said, term
from llmpick.render import words
from llmpick.render.blocks import Block, Grid, Lines
from llmpick.render.wording import robustness
from llmpick.render.wording.candidates import (
    Backing,
    deployment_words,
    evidence_words,
    scores_words,
)
from llmpick.render.wording.needs import (
    ledger,
    licence_words,
)


def scores(decision: Decision) -> Grid:
    """Score, customisability and chance of every route of the ranking, with what to know of it."""
    rows = [
        (
            str(row.rank),
            row.candidate.route.id,
            str(row.candidate.customisability.score),
            words.share(row.judged.score if row.judged else row.candidate.score),
            words.chance_of_best(row.p_best),
            joined("; ", row.warnings),
        )
        for row in decision.ranking
    ]
    heads = (">#", "route", ">custom", ">score", ">P(best)", "note")
    return Grid(heads, tuple(rows), minor=("custom",))


def explained(decision: Decision, backing: Backing) -> Iterable[Block]:
    """Two blocks for each route of the ranking."""
    for row in decision.ranking:
        found = row.candidate
        if row.judged:
            yield robustness.judged_grid(row.judged, found, f"{row.rank}  {found.route.id}")
            yield Lines(tuple(_detail(row, decision, backing)))
            continue
        parts = words.adding_up([one.contribution for one in found.criteria], found.score, 3)
        yield Grid(
            ("criterion", "value", ">utility", ">weight", ">contribution"),
            tuple(
                (
                    term("criterion", criterion.name),
                    _value(criterion),
                    words.share(criterion.utility),
                    words.share(criterion.weight),
                    part,
                )
                for criterion, part in zip(found.criteria, parts, strict=True)
            ),
            title=said(
                "{rank}  {route}  score {score:.3f}",
                rank=row.rank,
                route=found.route.id,
                score=found.score,
            ),
        )
        yield Lines(tuple(_detail(row, decision, backing)))


def _value(criterion: Criterion) -> str:
    if criterion.value is None:
        return said("unknown")
    if isinstance(criterion.value, str):
        return term("level", criterion.value)
    if criterion.name == "cost":
        return said("{usd} USD/month", usd=words.money(criterion.value))
    return f"{criterion.value:.0f}"


def _terms(cost: MonthlyCost) -> Iterable[str]:
    """What is paid for, with its USD a month; what costs nothing is left out."""
    for name in ("input", "cache_read", "cache_write", "output", "reasoning", "fees"):
        amount = getattr(cost, name)
        if amount:
            yield said(
                "{what} {usd}", what=term("term", name.replace("_", " ")), usd=words.money(amount)
            )


def _own_month(found: Candidate) -> str:
    """What is paid a month for a deployment of the user's own; nothing for what is hosted."""
    own = found.deployed
    if own is None:
        return ""
    name = said("bought hardware") if own.terms == "owned" else said("rent")
    return said(
        "{name} {money_range}, all hours",
        name=name,
        money_range=words.money_range(found.cost.total, *found.cost_interval),
    )


def _detail(row: Ranked, decision: Decision, backing: Backing) -> Iterable[tuple[str, str]]:
    found, offering = row.candidate, row.candidate.route.offering
    cost = found.cost
    paid = _own_month(found) or joined(", ", _terms(cost))
    yield (
        "cost",
        said(
            "{paid} ({reasoning_tokens:,.0f} reasoning tokens a call, {what})",
            paid=paid,
            reasoning_tokens=found.reasoning_tokens,
            what=said("given") if decision.need.workload.measured_reasoning else said("assumed"),
        ),
    )
    if found.deployed:
        yield "deployment", deployment_words(found.deployed)
    else:
        prices = offering.prices or NO_PRICES
        yield (
            "price",
            said(
                "{usd} in, {usd2} out per Mtok {currency}, read {price_read}",
                usd=words.price(prices.input_per_mtok),
                usd2=words.price(prices.output_per_mtok),
                currency=offering.currency,
                price_read=offering.price_read or said("unknown"),
            ),
        )
    estimate = found.route.estimate
    if estimate:
        yield (
            "evidence",
            joined(
                "; ",
                [
                    said(
                        "{label}: {scores}, {independent} independent, {scores2}",
                        label=term("evidence", estimate.label),
                        scores=words.plural(estimate.scores, "score"),
                        independent=estimate.independent,
                        scores2=scores_words(estimate, decision.need),
                    ),
                    *evidence_words(estimate, decision.need, backing),
                ],
            ),
        )
    if decision.need.licence and found.route.model.open_weights:
        yield "licence", licence_words(found, decision.need.licence)[1]
    yield (
        "ledger",
        "; ".join(f"{entry['need']} {entry['state']}" for entry in ledger(found, decision.need)),
    )
    if row.dominated_by:
        yield (
            "dominated",
            said(
                "{dominated_by} is as good everywhere and better somewhere",
                dominated_by=row.dominated_by,
            ),
        )
    own = found.route.provider.deployment == "self"
    where = f"selfhost {found.route.model.id}" if own else f"show {found.route.id}"
    yield "trace", f"llmpick {where}"
