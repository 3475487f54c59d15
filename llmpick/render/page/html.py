"""
A report as one page of HTML: every script, style and number is in it, and nothing is fetched.

The browser weighs anew what `model` holds, by the arithmetic of `core.score`; all else is text.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from html import escape
from string import Template
from typing import TYPE_CHECKING, Any

from llmpick.core.answers.decide import Decision, Ranked
from llmpick.core.need.need import CRITERIA, Need
from llmpick.lang.said import joined, term
from llmpick.render import words
from llmpick.render.answers.sentences import (
    BY_USER,
    OPTION,
    headline,
)
from llmpick.render.page import report_text, shell, texts, tiles, tongue
from llmpick.render.page.shell import anchor, cells, static, table, text
from llmpick.render.wording.about import About
from llmpick.render.wording.needs import ledger
from llmpick.render.wording.picks import model_words, place_words, route_words
from llmpick.version import __version__

if TYPE_CHECKING:
    from llmpick.api.report import Report, RouteEvidence, SourcedFact, Weighable

SHOWN = 20
"""Rows of the ranking that are written into the page for who runs no scripts."""
SCRIPTS = {
    "save": "save.js",
    "score": "score.js",
    "script": "page.js",
    "d3": "d3.min.js",
    "plot": "plot.umd.min.js",
    "charts": "charts.js",
}
"""By their place in the template, in the order in which they run."""
SECTIONS = (
    *(("pareto", "h_pareto"), ("reasons", "h_why"), ("ranking", "h_ranking")),
    *(("sensitivity", "h_sensitivity"), ("excluded", "h_excluded"), ("rules", "h_rules")),
    *(("evidence", "h_evidence"), ("assumptions", "h_assumptions"), ("repeat", "h_repeat")),
)
"""What the list of contents names, by heading."""


def html(report: Report, about: About, command: Sequence[str], weights: str | None = None) -> str:
    """
    The whole page; the same bytes for the same input.

    Args:
        report: What to say.
        about: The catalog.
        command: The command that asks the same again, without its weights and its day.
        weights: What `--weights` was given.
    """
    scripts = {place: static(name) for place, name in SCRIPTS.items()}
    decision, need = report.decision, report.decision.need
    rules = _rules(report)
    names = report_text.named(report)
    parts = {
        **texts.page(notice=texts.REPORT["notice"], version=__version__, day=about.day),
        **scripts,
        "lang": tongue.code(),
        "title": text(report_text.title(need)),
        "headline": text(headline(decision)),
        "facts": text(joined(" · ", (report_text.asked_for(need), about.words()))),
        "tiles": tiles.html(decision.picks, need),
        "contents": shell.contents(
            (key, texts.PAGE[head]) for key, head in SECTIONS if key != "rules" or rules
        ),
        "off_line": "\n".join(f"<p>{text(line)}</p>" for line in tiles.off_line(report)),
        "lines": shell.pairs(report_text.why(report)),
        "turning": shell.items(report_text.turns(report)),
        "caveats": shell.items(
            [
                *about.own_words(),
                *report_text.own_layer(report, about),
                *report_text.caveats(report),
            ]
        ),
        "ranking": _rows(decision.ranking[:SHOWN]),
        "exclusions": _exclusions(decision),
        "rules": rules,
        "evidence": "\n".join(_evidence(found, names) for found in report.evidence),
        "paper_sources": "\n".join(
            f"<li><b>{text(name)}</b>: {text(joined('; ', map(_in_print, found)))}</li>"
            for name, _, found in report_text.sources(report)
        ),
        "assumptions": shell.pairs(report_text.assumptions(report, about)),
        "command": text(f"{report_text.asked(command, weights)} --as-of {about.day}"),
        "version": escape(__version__),
        "policy": shell.policy(scripts.values()),
        "style": static("page.css"),
        "licences": escape(static("LICENSES.txt")),
        "model": shell.script_json(model(report, about, command, weights)),
    }
    return Template(static("page.html")).substitute(parts)


# ---- what the browser weighs anew


def model(
    report: Report, about: About, command: Sequence[str], weights: str | None
) -> dict[str, Any]:
    """What the page's script reads: numbers as the program has them, unrounded."""
    decision, ends = report.decision, report.ends
    needs = ledger(report.routes[0].candidate, decision.need) if report.routes else []
    return {
        "criteria": list(CRITERIA),
        "called": [term("criterion", name) for name in CRITERIA],
        "between": [tongue.separator(", "), tongue.separator("; ")],
        "weights": [decision.need.weights[name] for name in CRITERIA],
        "presets": {
            name: [preset.get(criterion, 0.0) for criterion in CRITERIA]
            for name, preset in ends.presets.items()
        },
        "swings": report_text.swings(ends),
        "terms": [term("term", name.replace("_", " ")) for name in report_text.TERMS],
        "asked": [
            [term("rule", entry["need"]), report_text.plain(entry["need"], entry["asked"])]
            for entry in needs
        ],
        "task": report_text.job(decision.need),
        "picks": tiles.marks(decision.picks),
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
        "words": texts.SCRIPT,
    }


def _row(entry: Weighable, need: Need) -> dict[str, Any]:
    found = entry.candidate
    estimate, route = found.route.estimate, found.route
    return {
        "id": route.id,
        "model": route.model.id,
        "name": route_words(found),
        "label": model_words(found),
        "host": place_words(found),
        "utility": [criterion.utility for criterion in found.criteria],
        "quality80": list(entry.quality_ends),
        "cost80": list(entry.cost_ends),
        "quality": [estimate.score * 100, estimate.low * 100, estimate.high * 100]
        if estimate
        else None,
        "qualityText": words.quality(estimate.score, estimate.low, estimate.high)
        if estimate
        else texts.REPORT["unknown"],
        "cost": found.cost.total,
        "lasting": entry.lasting_cost,
        "costText": words.money_range(found.cost.total, *found.cost_interval),
        "terms": report_text.terms(found.cost),
        "privacy": term("level", found.privacy_level),
        "custom": found.customisability.score,
        "undominated": entry.undominated,
        "ledger": [
            [row["state"], term("state", row["state"]), report_text.plain(row["need"], row["is"])]
            for row in ledger(found, need)
        ],
    }


# ---- pieces of HTML


def _rows(ranking: Sequence[Ranked]) -> str:
    """The ranking for who runs no scripts; the script writes its own over it."""
    lines = []
    for row in ranking:
        found, estimate = row.candidate, row.candidate.route.estimate
        line = (
            str(row.rank),
            route_words(found),
            words.quality(estimate.score, estimate.low, estimate.high)
            if estimate
            else texts.REPORT["unknown"],
            words.money_range(found.cost.total, *found.cost_interval),
            term("level", found.privacy_level),
            str(found.customisability.score),
            words.share(found.score),
            words.chance_of_best(row.p_best),
            joined("; ", row.warnings),
        )
        lines.append(f"<tr>{cells(line, 'nhnntnnnt')}</tr>")
    return "\n".join(lines)


def _exclusions(decision: Decision) -> str:
    first = decision.ranking[0] if decision.ranking else None
    lines = []
    for found in sorted(decision.excluded, key=lambda item: -item.routes):
        line = (
            report_text.rule_words(found.rule),
            OPTION.get(found.rule, "") if found.rule in BY_USER else "",
            f"{found.routes:,}",
            f"{found.unknown:,}" if found.unknown else "",
            f"{found.alone:,}",
            report_text.price_words(found, first),
        )
        lines.append(f"<tr>{cells(line, 'htnnnt')}</tr>")
    return "\n".join(lines)


def _rules(report: Report) -> str:
    """The section of laws and guidelines, or nothing where none is about the user."""
    rows = [
        f"{cells((rule, since, asks), 'hdt')}<td>{anchor(source, source)}</td>"
        f"{cells((read or texts.REPORT['unknown'],), 'd')}"
        for rule, since, asks, source, read in report_text.rules(report)
    ]
    if not rows:
        return ""
    head = texts.PAGE["h_rules"]
    heads = [texts.PAGE[name] for name in ("rule", "from", "asks", "source", "read")]
    return (
        '<section id="rules" aria-labelledby="h-rules">\n'
        f'<h2 id="h-rules">{text(head)}</h2>\n'
        f'<p class="quiet">{text(texts.PAGE["rules"].format(notice=texts.REPORT["notice"]))}</p>\n'
        f"{table(head, heads, 'hdttd', rows)}\n</section>"
    )


def _evidence(found: RouteEvidence, names: Mapping[str, str]) -> str:
    name = names.get(found.route, found.route)
    label = texts.REPORT["evidence_of"].format(name=name)
    heads = [texts.PAGE[head] for head in ("what", "value", "source", "read", "note")]
    show = f"llmpick show {shlex.quote(found.model)} --evidence"
    more = text(texts.REPORT["more"].format(count=words.plural(found.more, "more score")))
    return (
        f"<details><summary>{text(name)}</summary>\n"
        f"{table(label, heads, 'httdt', map(_claim, found.claims))}\n"
        f"<p>{more if found.more else ''}<code>{text(show)}</code></p>\n"
        "</details>"
    )


def _claim(claim: SourcedFact) -> str:
    return (
        cells((claim.what, claim.value), "ht")
        + f"<td>{anchor(claim.source, claim.url)}</td>"
        + cells((claim.read or texts.REPORT["unknown"], claim.note), "dt")
    )


def _in_print(found: report_text.CitedSource) -> str:
    """A source on paper: its name, its day, and what rests on it."""
    facts = joined("; ", found.facts)
    kind = "source_read" if found.read else "source"
    return texts.REPORT[kind].format(name=found.name, read=found.read, facts=facts)
