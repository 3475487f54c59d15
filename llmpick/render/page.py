"""
A report as one page of HTML: every script, style and number is in it, and nothing is fetched.

The browser weighs anew what `model` holds, by the arithmetic of `core.score`; all else is text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shlex
from collections.abc import Iterable, Sequence
from html import escape
from string import Template
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from llmpick import __version__
from llmpick.core import robust
from llmpick.core.cost import MonthlyCost
from llmpick.core.decide import Decision, Exclusion, Ranked
from llmpick.core.need import CRITERIA, Need
from llmpick.core.regulations import NOTICE
from llmpick.render import words
from llmpick.render.about import About
from llmpick.render.candidates import UNSAID as NO_BACKING
from llmpick.render.candidates import evidence_words, licence
from llmpick.render.decision import (
    BY_USER,
    OPTION,
    RULE_WORDS,
    difference,
    headline,
    price_of,
    route_words,
)
from llmpick.render.needs import budget, language, ledger, requirements, work_words

if TYPE_CHECKING:
    from llmpick.api.reports import Claim, Ends, Evidence, Report, Weighable

STATIC = os.path.join(os.path.dirname(__file__), "static")
TERMS = ("input", "cache_read", "cache_write", "output", "reasoning", "fees")
SHOWN = 20
"""Rows of the ranking that are written into the page for who runs no scripts."""


def html(report: Report, about: About, command: Sequence[str], weights: str | None = None) -> str:
    """
    The whole page; the same bytes for the same input.

    Args:
        report: What to say.
        about: The catalog.
        command: The command that asks the same again, without its weights and its day.
        weights: What `--weights` was given.
    """
    scripts = {name: _static(f"{name}.js") for name in ("d3.min", "plot.umd.min", "page")}
    need = report.decision.need
    parts = {
        "title": escape(title(need)),
        "task": escape(need.task.name),
        "language": escape(language(need)),
        "headline": escape(words.printable(headline(report.decision))),
        "facts": escape(f"{about.words()}; facts in force on {about.day}"),
        "lines": _pairs(why(report)),
        "caveats": _items([*about.own_words(), *caveats(report)]),
        "ranking": _rows(report.decision.ranking[:SHOWN]),
        "exclusions": _exclusions(report.decision),
        "evidence": "\n".join(map(_evidence, report.evidence)),
        "assumptions": _pairs(assumptions(report, about)),
        "command": escape(f"{asked(command, weights)} --as-of {about.day}"),
        "day": escape(about.day),
        "version": escape(__version__),
        "policy": _policy(scripts.values()),
        "style": _static("page.css"),
        "notice": escape(NOTICE),
        "licences": escape(_static("LICENSES.txt")),
        "model": script_json(model(report, about, command, weights)),
        "d3": scripts["d3.min"],
        "plot": scripts["plot.umd.min"],
        "script": scripts["page"],
    }
    return Template(_static("page.html")).substitute(parts)


def asked(command: Sequence[str], weights: str | None) -> str:
    """The whole command, but for the day."""
    return shlex.join([*command, *(["--weights", weights] if weights else [])])


def chance(value: float | None) -> str:
    """A P(best) as it may be shown."""
    if value is None:
        return words.NOTHING
    return "<.01" if value < 0.01 else words.share(min(value, robust.CAP))


def title(need: Need) -> str:
    """What the decision is about, in a few words."""
    return f"Which language model to use: {need.task.name}"


def _static(name: str) -> str:
    with open(os.path.join(STATIC, name), encoding="utf-8") as file:
        return file.read()


def _policy(scripts: Iterable[str]) -> str:
    """The page's content security policy: nothing is fetched, no script runs but its own."""
    hashes = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    ]
    own = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {own}; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'none'; base-uri 'none'"
    )


def script_json(value: Any) -> str:
    """*value* as JSON that may stand in a script element, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


# ---- what the browser weighs anew


def model(
    report: Report, about: About, command: Sequence[str], weights: str | None
) -> dict[str, Any]:
    """What the page's script reads: numbers as the program has them, unrounded."""
    decision, ends = report.decision, report.ends
    needs = ledger(report.routes[0].candidate, decision.need) if report.routes else []
    return {
        "criteria": list(CRITERIA),
        "weights": [decision.need.weights[name] for name in CRITERIA],
        "settled": ends.privacy_settled,
        "presets": {
            name: [preset.get(criterion, 0.0) for criterion in CRITERIA]
            for name, preset in ends.presets.items()
        },
        "swings": swings(ends),
        "terms": [name.replace("_", " ") for name in TERMS],
        "asked": [[entry["need"], plain(entry["need"], entry["asked"])] for entry in needs],
        "routes": [_row(entry, decision.need) for entry in report.routes],
        "models": decision.fitting_models,
        "fitting": decision.fitting,
        "complete": report.complete,
        "chances": {
            row.candidate.route.id: [row.p_best, row.p_beats_first]
            for row in decision.ranking
            if row.p_best
        },
        "cap": robust.CAP,
        "notes": {
            row.candidate.route.id: list(row.warnings) for row in decision.ranking if row.warnings
        },
        "budget": decision.need.budget_usd_per_month,
        "day": about.day,
        "command": shlex.join(command),
        "again": f"{asked(command, weights)} --as-of {about.day}",
    }


def _row(entry: Weighable, need: Need) -> dict[str, Any]:
    found = entry.candidate
    estimate, route = found.route.estimate, found.route
    return {
        "id": route.id,
        "model": route.model.id,
        "name": route_words(found),
        "short": _short(entry),
        "utility": [criterion.utility for criterion in found.criteria],
        "quality80": list(entry.quality_ends),
        "cost80": list(entry.cost_ends),
        "quality": [estimate.score * 100, estimate.low * 100, estimate.high * 100]
        if estimate
        else None,
        "qualityText": words.quality(estimate.score, estimate.low, estimate.high)
        if estimate
        else "unknown",
        "cost": found.cost.total,
        "costRange": list(found.cost_interval),
        "costText": words.money_range(found.cost.total, *found.cost_interval),
        "terms": terms(found.cost),
        "privacy": f"{found.privacy_level} {found.privacy_grade}",
        "grade": found.privacy_grade,
        "custom": found.customisability.score,
        "licence": licence(found) or "unknown",
        "undominated": entry.undominated,
        "ledger": [[row["state"], plain(row["need"], row["is"])] for row in ledger(found, need)],
    }


def _short(entry: Weighable) -> str:
    """A label for charts: the model without its developer, the effort, the provider."""
    route = entry.candidate.route
    effort = f":{route.effort}" if route.effort else ""
    return f"{route.model.id.partition('/')[2]}{effort} @ {route.offering.provider}"


def terms(cost: MonthlyCost) -> list[float]:
    """USD a month by term, in the order of `TERMS`."""
    return [getattr(cost, name) for name in TERMS]


def plain(name: str, value: Any) -> str:
    """What is asked or known of the need *name*, in words."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return words.yes(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    if not isinstance(value, int | float):
        return str(value)
    if name == "budget":
        return f"{words.money(value)} USD a month"
    if name == "context":
        return f"{value:,} tokens"
    return f"{value:.0f} of 100" if name == "quality" else f"{value:.2f}".removesuffix(".00")


def swings(ends: Ends) -> list[str]:
    """What a weight is the worth of: from what counts 0 to what counts 1, by criterion."""
    worst, best = words.money(ends.worst_usd_per_month), words.money(ends.best_usd_per_month)
    return [
        f"from the quality of {ends.quality.low_model} to that of {ends.quality.high_model}",
        f"from {worst} to {best} USD a month",
        f"from privacy grade {ends.required_grade or 'required'} to P5",
        "from 0 to 100 points for what one may do with the model",
    ]


# ---- text


def why(report: Report) -> Iterable[tuple[str, str]]:
    """What stands below the recommendation: why, what it costs, how sure it is, what next."""
    decision = report.decision
    ranking = decision.ranking
    if len(ranking) > 1:
        first, second = ranking[0].candidate, ranking[1].candidate
        yield f"Why not {second.route.id}", difference(first, second)
    if ranking:
        weakest = min(
            (item for item in ranking[0].candidate.criteria if item.weight),
            key=lambda item: item.utility,
        )
        yield "Its weakest side", f"{weakest.name}: {words.share(weakest.utility)} of 1"
        if ranking[0].warnings:
            yield "Know before", "; ".join(ranking[0].warnings)
    yield "How sure", confidence(decision)
    if ranking:
        yield "Next", "try the first few on fifty prompts of your own before you decide"


def confidence(decision: Decision) -> str:
    """The label with what keeps it from being higher."""
    reasons = "; ".join(decision.reasons)
    return f"{decision.confidence} confidence{': ' if reasons else ''}{reasons}"


def caveats(report: Report) -> Iterable[str]:
    """What the page cannot say."""
    held, fitting = len(report.routes), report.decision.fitting
    if held < fitting:
        exact = (
            "whatever the weights, the first choice is exact; further down a route that was "
            "left out might stand higher"
            if report.complete
            else "with other weights a route that was left out might come first"
        )
        yield f"This page holds {held:,} of {fitting:,} routes that fit: {exact}."
    yield (
        "Intervals hold four cases of five, from the errors of the quality estimate and of the "
        "assumed tokens. Benchmarks rank models, they do not promise."
    )


def assumptions(report: Report, about: About) -> Iterable[tuple[str, str]]:
    """All that the answer stands on."""
    decision, ends = report.decision, report.ends
    need = decision.need
    work = need.workload
    yield "Job", f"{need.task.name} ({need.task.id}), in {language(need)}"
    yield "Work", work_words(work)
    yield "From the cache", f"{work.cache_read_share * 100:.0f}% of the input"
    yield (
        "Reasoning",
        f"{work.reasoning_tokens:,} tokens a request at medium effort, "
        f"{'given' if work.measured_reasoning else 'assumed'}, other efforts in proportion",
    )
    yield "Budget", budget(need)
    yield "Privacy level", need.privacy_level
    required = requirements(need)
    yield "Also required", "; ".join(required) or "nothing"
    yield "Weights", ", ".join(f"{name} {share:.2f}" for name, share in need.weights.items())
    for name, swing in zip(CRITERIA, swings(ends), strict=True):
        yield f"A weight of {name}", f"is worth the step {swing}"
    yield (
        "Quality",
        "expected score of 100 on the benchmarks of the task; above "
        f"{ends.quality.knee_model} more counts less ({words.share(ends.knee_utility)} of 1)",
    )
    yield "Cost", "a factor counts the same wherever it stands: the value is logarithmic"
    yield "Catalog", f"{about.version}, sha256 {about.sha256}, as of {about.day}"
    yield "Method", "score = sum of weight times value; no value depends on the other routes"


def price_words(exclusion: Exclusion, first: Ranked | None) -> str:
    """What lifting a rule would bring."""
    best = exclusion.best
    if exclusion.rule not in BY_USER or best is None:
        return ""
    if first is None:
        return f"{best.route.id} at {words.money(best.cost.total)} USD a month would fit"
    gain = price_of(exclusion, first.candidate)
    return gain or "nothing better"


def rule_words(rule: str) -> str:
    """A rule as a person says it."""
    return RULE_WORDS.get(rule, rule.replace("-", " "))


def evidence_of(row: Ranked, need: Need) -> str:
    """What an estimate of quality rests on, in words."""
    estimate = row.candidate.route.estimate
    if estimate is None:
        return "no evidence of quality"
    parts = [
        f"{estimate.label}: {words.plural(estimate.scores, 'score')}, "
        f"{estimate.independent} independent, {estimate.direct} of this task",
        *evidence_words(estimate, need, NO_BACKING),
    ]
    return "; ".join(parts)


# ---- pieces of HTML


def _text(text: str) -> str:
    return escape(words.printable(text))


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(
        f"<div><dt>{_text(label)}</dt><dd>{_text(line)}</dd></div>" for label, line in pairs
    )


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"<li>{_text(line)}</li>" for line in lines)


def _cells(cells: Iterable[str], kinds: str) -> str:
    """Cells by a letter each: h a header, n a number, t a text; texts are escaped."""
    marks = {"h": '<th scope="row">{}</th>', "n": '<td class="n">{}</td>', "t": "<td>{}</td>"}
    return "".join(marks[kind].format(_text(cell)) for cell, kind in zip(cells, kinds, strict=True))


def _rows(ranking: Sequence[Ranked]) -> str:
    """The ranking for who runs no scripts; the script writes its own over it."""
    lines = []
    for row in ranking:
        found, estimate = row.candidate, row.candidate.route.estimate
        cells = (
            str(row.rank),
            found.route.id,
            words.quality(estimate.score, estimate.low, estimate.high) if estimate else "unknown",
            words.money_range(found.cost.total, *found.cost_interval),
            f"{found.privacy_level} {found.privacy_grade}",
            str(found.customisability.score),
            words.share(found.score),
            chance(row.p_best),
            "; ".join(row.warnings),
        )
        lines.append(f"<tr>{_cells(cells, 'nhnntnnnt')}</tr>")
    return "\n".join(lines)


def _exclusions(decision: Decision) -> str:
    first = decision.ranking[0] if decision.ranking else None
    lines = []
    for found in sorted(decision.excluded, key=lambda item: -item.routes):
        unknown = f"{found.unknown:,}" if found.unknown else ""
        cells = (
            rule_words(found.rule),
            OPTION.get(found.rule, "") if found.rule in BY_USER else "",
            f"{found.routes:,}",
            unknown,
            f"{found.alone:,}",
            price_words(found, first),
        )
        lines.append(f"<tr>{_cells(cells, 'htnnnt')}</tr>")
    return "\n".join(lines)


def _evidence(found: Evidence) -> str:
    rows = "\n".join(f"<tr>{_claim(claim)}</tr>" for claim in found.claims)
    more = f"{words.plural(found.more, 'more score')}: " if found.more else ""
    return (
        f"<details><summary>{_text(found.route)}</summary>\n"
        '<div class="wide" tabindex="0" role="region" '
        f'aria-label="Evidence of {_text(found.route)}"><table>\n'
        '<thead><tr><th scope="col">What</th><th scope="col">Value</th><th scope="col">Source</th>'
        '<th scope="col">Read on</th><th scope="col">Note</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>\n"
        f"<p>{more}<code>llmpick show {_text(shlex.quote(found.model))} --evidence</code></p>\n"
        "</details>"
    )


def link(url: str | None) -> str:
    """*url* where it may be followed, with nothing in it that ends a link; else nothing."""
    if url is None or not url.startswith(("https://", "http://")):
        return ""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~")


def _claim(claim: Claim) -> str:
    source = _text(claim.source)
    if target := link(claim.url):
        source = f'<a href="{escape(target)}" rel="noopener noreferrer">{source}</a>'
    return (
        _cells((claim.what, claim.value), "ht")
        + f"<td>{source}</td>"
        + _cells((claim.read or "unknown", claim.note), "tt")
    )
