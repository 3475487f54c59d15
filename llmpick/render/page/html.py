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

from llmpick.core.answers.decide import Decision, Ranked
from llmpick.core.legal.regulations import NOTICE
from llmpick.core.need.need import CRITERIA, Need
from llmpick.render import words
from llmpick.render.answers.sentences import (
    BY_USER,
    OPTION,
    headline,
)
from llmpick.render.page import report_text
from llmpick.render.wording.about import About
from llmpick.render.wording.candidates import licence
from llmpick.render.wording.needs import ledger
from llmpick.render.wording.picks import route_words
from llmpick.version import __version__

if TYPE_CHECKING:
    from llmpick.api.report import Report, RouteEvidence, SourcedFact, Weighable

STATIC = os.path.join(os.path.dirname(__file__), "static")
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
        "title": escape(report_text.title(need)),
        "headline": escape(words.printable(headline(report.decision))),
        "facts": escape(f"{about.words()}; facts in force on {about.day}"),
        "lines": _pairs(report_text.why(report)),
        "caveats": _items(
            [
                *about.own_words(),
                *report_text.own_layer(report, about),
                *report_text.caveats(report),
            ]
        ),
        "ranking": _rows(report.decision.ranking[:SHOWN]),
        "exclusions": _exclusions(report.decision),
        "rules": _rules(report),
        "evidence": "\n".join(map(_evidence, report.evidence)),
        "assumptions": _pairs(report_text.assumptions(report, about)),
        "command": escape(f"{report_text.asked(command, weights)} --as-of {about.day}"),
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
        "presets": {
            name: [preset.get(criterion, 0.0) for criterion in CRITERIA]
            for name, preset in ends.presets.items()
        },
        "swings": report_text.swings(ends),
        "terms": [name.replace("_", " ") for name in report_text.TERMS],
        "asked": [
            [entry["need"], report_text.plain(entry["need"], entry["asked"])] for entry in needs
        ],
        "routes": [_row(entry, decision.need) for entry in report.routes],
        "models": decision.fitting_models,
        "fitting": decision.fitting,
        "complete": report.complete,
        "chances": {
            row.candidate.route.id: [row.p_best, row.p_beats_first]
            for row in decision.ranking
            if row.p_best
        },
        "cap": words.CAP,
        "notes": {
            row.candidate.route.id: list(row.warnings) for row in decision.ranking if row.warnings
        },
        "budget": decision.need.budget_usd_per_month,
        "day": about.day,
        "command": shlex.join(command),
        "again": f"{report_text.asked(command, weights)} --as-of {about.day}",
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
        "lasting": entry.lasting_cost,
        "costRange": list(found.cost_interval),
        "costText": words.money_range(found.cost.total, *found.cost_interval),
        "terms": report_text.terms(found.cost),
        "privacy": found.privacy_level,
        "custom": found.customisability.score,
        "licence": licence(found) or "unknown",
        "undominated": entry.undominated,
        "ledger": [
            [row["state"], report_text.plain(row["need"], row["is"])] for row in ledger(found, need)
        ],
    }


def _short(entry: Weighable) -> str:
    """A label for charts: the model without its developer, the effort, the provider."""
    route = entry.candidate.route
    effort = f":{route.effort}" if route.effort else ""
    return f"{route.model.id.partition('/')[2]}{effort} @ {route.offering.provider}"


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
    """Cells by a letter each: h a header, n a number, d a day, t a text; all are escaped."""
    marks = {
        "h": '<th scope="row">{}</th>',
        "n": '<td class="n">{}</td>',
        "d": '<td class="d">{}</td>',
        "t": "<td>{}</td>",
    }
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
            found.privacy_level,
            str(found.customisability.score),
            words.share(found.score),
            words.chance_of_best(row.p_best),
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
            report_text.rule_words(found.rule),
            OPTION.get(found.rule, "") if found.rule in BY_USER else "",
            f"{found.routes:,}",
            unknown,
            f"{found.alone:,}",
            report_text.price_words(found, first),
        )
        lines.append(f"<tr>{_cells(cells, 'htnnnt')}</tr>")
    return "\n".join(lines)


def _rules(report: Report) -> str:
    """The section of laws and guidelines, or nothing where none is about the user."""
    rows = []
    for rule, since, asks, source, read in report_text.rules(report):
        named = _text(source)
        if target := report_text.link(source):
            named = f'<a href="{escape(target)}" rel="noopener noreferrer">{named}</a>'
        told = _cells((rule, since, asks), "hdt")
        rows.append(f"<tr>{told}<td>{named}</td>{_cells((read or 'unknown',), 'd')}</tr>")
    if not rows:
        return ""
    heads = ("Rule", "From", "Asks of who uses a model", "Source", "Read on")
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        '<section id="rules" aria-labelledby="h-rules">\n<h2 id="h-rules">Rules to look at</h2>\n'
        f'<p class="quiet">What laws and guidelines ask of a user like you. This is '
        f"{escape(NOTICE)}.</p>\n"
        '<div class="wide" tabindex="0" role="region" aria-labelledby="h-rules"><table>\n'
        f"<thead><tr>{cells}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody></table></div>\n"
        "</section>"
    )


def _evidence(found: RouteEvidence) -> str:
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


def _claim(claim: SourcedFact) -> str:
    source = _text(claim.source)
    if target := report_text.link(claim.url):
        source = f'<a href="{escape(target)}" rel="noopener noreferrer">{source}</a>'
    return (
        _cells((claim.what, claim.value), "ht")
        + f"<td>{source}</td>"
        + _cells((claim.read or "unknown", claim.note), "dt")
    )
