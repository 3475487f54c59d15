"""
A report as a decision record in Markdown, of status *proposed*.

Its form is that of MADR 4.0.0, https://adr.github.io/madr/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from llmpick.core.answers.decide import Decision, Ranked
from llmpick.core.legal.regulations import NOTICE
from llmpick.core.ranking.score import Candidate
from llmpick.render import words
from llmpick.render.answers.sentences import (
    BY_USER,
    OPTION,
    headline,
    sure,
    watched,
)
from llmpick.render.formats.tabular import escaped
from llmpick.render.page import report_text, tiles
from llmpick.render.page.texts import REPORT
from llmpick.render.wording import picks
from llmpick.render.wording.about import About
from llmpick.render.wording.needs import privacy_words
from llmpick.render.wording.picks import route_words
from llmpick.version import __version__

if TYPE_CHECKING:
    from llmpick.api.report import Report

OPTIONS = 5
"""How many of the ranking are described."""


def markdown(
    report: Report, about: About, command: Sequence[str], weights: str | None = None
) -> str:
    """
    The whole record; the same text for the same input.

    Args:
        report: What to say.
        about: The catalog.
        command: The command that asks the same again, without its weights and its day.
        weights: What `--weights` was given.
    """
    again = report_text.asked(command, weights)
    asked = f"{again} --as-of {about.day}"
    lines = [
        *("---", "status: proposed", f"date: {about.day}", "---", ""),
        f"# {_text(report_text.title(report.decision.need))}",
        *_context(report, about),
        *_options(report.decision.ranking),
        *_outcome(report, again),
        *_each(report),
        *_more(report, about, asked),
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return escaped(words.printable(text))


def _code(text: str) -> str:
    """*text* as a block of code, all its lines in it."""
    return "\n".join(f"      {line}" for line in words.printable(text).split("\n"))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    marks = ["---:" if head.startswith(">") else "---" for head in heads]
    yield ""
    yield f"| {' | '.join(head.lstrip('>') for head in heads)} |"
    yield f"| {' | '.join(marks)} |"
    for row in rows:
        yield f"| {' | '.join(map(_text, row))} |"


def _bullets(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"* {_text(label)}: {_text(line)}" for label, line in pairs)


def _context(report: Report, about: About) -> Iterator[str]:
    assumed = dict(report_text.assumptions(report, about))
    yield from ("", "## Context and Problem Statement", "")
    yield (
        f"Which language model, and which way of running it, serves "
        f"{_text(assumed[REPORT['job']])}: {_text(assumed[REPORT['work']])}?"
    )
    yield from ("", "## Decision Drivers", "")
    for key in ("budget", "level", "required", "weights"):
        yield f"* {REPORT[key]}: {_text(assumed[REPORT[key]])}"


def _options(ranking: Sequence[Ranked]) -> Iterator[str]:
    yield from ("", "## Considered Options", "")
    for row in ranking[:OPTIONS]:
        yield f"* {_text(row.candidate.route.id)}"
    if not ranking:
        yield "* None: nothing meets every need."


def _outcome(report: Report, again: str) -> Iterator[str]:
    decision = report.decision
    yield from ("", "## Decision Outcome", "")
    if not decision.ranking:
        yield _text(headline(decision))
        return
    first, *others = decision.ranking
    yield f'Chosen option: "{_text(route_words(first.candidate))}", because'
    yield f"{_text(_because(decision))}."
    yield from ("", f"How sure: {_text(sure(decision))}.")
    yield from ("", "### Consequences", "")
    yield from _sides(report)
    if decision.robustness and others:
        yield from ("", "### What would change it", "")
        yield from (f"* {_text(line)}" for line in report_text.turns(report))
    yield from ("", "### Confirmation", "")
    yield from _confirmation(report, again)


def _confirmation(report: Report, again: str) -> Iterator[str]:
    decision = report.decision
    when, why = report_text.review(decision, decision.need.day)
    yield "* Try the first few on fifty prompts of your own before you decide."
    yield f"* Look at it again on {when}: {why}."
    own = any(row.candidate.route.provider.deployment == "self" for row in decision.ranking)
    if own:
        yield "* Ask again, on that day or when a price moves:"
        yield from ("", _code(again))
        return
    yield "* Keep the decision now, and check it then; exit code 1 says that it no longer holds:"
    yield from ("", _code(f"{again} --save decision.toml\nllmpick check decision.toml"))


def _because(decision: Decision) -> str:
    """What the first costs and gives, and what the steps from it would."""
    told = headline(decision).partition(": ")[2].rstrip(".")
    return f"{told}; {picks.why(decision.picks)}" if decision.picks else told


def _sides(report: Report) -> Iterator[str]:
    """The steps that were not taken, and what to know before."""
    decision = report.decision
    if decision.picks:
        others = decision.fitting_models - 1
        for label, line in list(picks.lines(decision.picks, decision.need, others))[1:]:
            yield f"* {label}: {_text(line)}."
    if report.seats is not None:
        from llmpick.render.answers import seats  # asked for by few

        told = (*seats.lines(report.seats), *seats.below(report.seats, decision.need))
        for label, line in told:
            yield f"* {label.capitalize()}: {_text(line)}."
    for line in watched(decision.ranking[0], decision):
        yield f"* Know before: {_text(line)}."
    yield from (f"* {_text(line)}" for line in tiles.off_line(report))


def _each(report: Report) -> Iterator[str]:
    decision = report.decision
    ranking = decision.ranking[:OPTIONS]
    if not ranking:
        return
    yield from ("", "## Pros and Cons of the Options")
    yield from _table(
        ("#", "Route", ">Of 100", ">USD a month", "Privacy"),
        (_line(row) for row in ranking),
    )
    yield ""
    for row in ranking:
        told = f"{_terms(row.candidate)}; {report_text.evidence_of(row, decision.need)}"
        notes = f"; know before: {'; '.join(row.warnings)}" if row.rank > 1 and row.warnings else ""
        yield f"* {_text(f'{route_words(row.candidate)}: {told}{notes}')}."


def _line(row: Ranked) -> tuple[str, ...]:
    found, estimate = row.candidate, row.candidate.route.estimate
    return (
        str(row.rank),
        found.route.id,
        words.quality(estimate.score, estimate.low, estimate.high) if estimate else "unknown",
        words.money_range(found.cost.total, *found.cost_interval),
        privacy_words(found.privacy_level),
    )


def _terms(found: Candidate) -> str:
    parts = [
        f"{name.replace('_', ' ')} {words.money(amount)}"
        for name, amount in zip(report_text.TERMS, report_text.terms(found.cost), strict=True)
        if amount
    ]
    return f"{', '.join(parts)} USD a month" if parts else "nothing"


def _more(report: Report, about: About, asked: str) -> Iterator[str]:
    decision = report.decision
    first = decision.ranking[0] if decision.ranking else None
    yield from ("", "## More Information", "", "### What was left out", "")
    yield f"{decision.routes - decision.fitting:,} of {decision.routes:,} routes."
    yield from _table(
        ("Rule", "Option", ">Routes", ">Only unknown", "Without it"),
        (
            (
                report_text.rule_words(found.rule),
                OPTION.get(found.rule, "") if found.rule in BY_USER else "",
                f"{found.routes:,}",
                f"{found.unknown:,}",
                report_text.price_words(found, first),
            )
            for found in sorted(decision.excluded, key=lambda item: -item.routes)
        ),
    )
    if report.flags:
        yield from ("", "### Rules to look at", "", f"This is {NOTICE}.")
        yield from _table(
            ("Rule", "From", "Asks of who uses a model", "Source", "Read on"),
            (
                (rule, since, asks, source, read or "")
                for rule, since, asks, source, read in report_text.rules(report)
            ),
        )
    if report.evidence:
        yield from ("", "### Evidence", "", f"This is {NOTICE}.", "")
    for name, model, found_in in report_text.sources(report):
        shown = words.printable(model).replace("`", "")
        yield f"* {_text(name)}, all of it by `llmpick show {shown} --evidence`:"
        yield from (f"    * {_source(one)}" for one in found_in)
    yield from ("", "### Assumptions", "")
    yield from _bullets(report_text.assumptions(report, about))
    yield from ("", f"Made by llmpick {__version__}:", "", _code(asked))


def _source(found: report_text.Source) -> str:
    """A source with its link, its day, and what rests on it."""
    source = _text(found.name)
    if target := report_text.link(found.url):
        source = f"[{source}](<{target}>)"
    read = f", read on {found.read}" if found.read else ""
    return f"{source}{read}: {_text('; '.join(found.facts))}"
