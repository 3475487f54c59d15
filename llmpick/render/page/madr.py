"""
A report as a decision record in Markdown, of status *proposed*.

Its form is that of MADR 4.0.0, https://adr.github.io/madr/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from llmpick.core.answers.decide import Decision, Ranked
from llmpick.core.ranking.score import Candidate
from llmpick.lang.said import joined, term
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
from llmpick.render.page.texts import RECORD, REPORT
from llmpick.render.page.tongue import spoken
from llmpick.render.wording import picks
from llmpick.render.wording.about import About
from llmpick.render.wording.needs import privacy_words
from llmpick.render.wording.picks import route_words
from llmpick.version import __version__

if TYPE_CHECKING:
    from llmpick.api.report import Report

DRIVERS = ("budget", "level", "required", "weights")
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
    return escaped(words.printable(spoken(text)))


def _code(text: str) -> str:
    """*text* as a block of code, all its lines in it."""
    return "\n".join(f"      {line}" for line in words.printable(text).split("\n"))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    marks = ["---:" if head.startswith(">") else "---" for head in heads]
    yield ""
    yield f"| {' | '.join(_text(RECORD[head.lstrip('>')]) for head in heads)} |"
    yield f"| {' | '.join(marks)} |"
    for row in rows:
        yield f"| {' | '.join(map(_text, row))} |"


def _heading(name: str, level: int = 2) -> tuple[str, ...]:
    return ("", f"{'#' * level} {_text(RECORD[name])}", "")


def _bullets(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"* {_text(RECORD['pair'].format(label=label, line=line))}" for label, line in pairs)


def _bullet(label: str, line: str) -> str:
    return f"* {_text(RECORD['pair_full'].format(label=label, line=line))}"


def _context(report: Report, about: About) -> Iterator[str]:
    assumed = dict(report_text.assumptions(report, about))
    yield from _heading("h_context")
    job, work = assumed[REPORT["job"]], assumed[REPORT["work"]]
    yield _text(RECORD["question"].format(job=job, work=work))
    yield from _heading("h_drivers")
    yield from _bullets((REPORT[key], assumed[REPORT[key]]) for key in DRIVERS)


def _options(ranking: Sequence[Ranked]) -> Iterator[str]:
    yield from _heading("h_options")
    for row in ranking[:OPTIONS]:
        yield f"* {_text(row.candidate.route.id)}"
    if not ranking:
        yield f"* {_text(RECORD['none'])}"


def _outcome(report: Report, again: str) -> Iterator[str]:
    decision = report.decision
    yield from _heading("h_outcome")
    if not decision.ranking:
        yield _text(headline(decision))
        return
    first, *others = decision.ranking
    yield _text(RECORD["chosen"].format(route=route_words(first.candidate)))
    yield _text(RECORD["because"].format(told=_because(decision)))
    yield from ("", _text(RECORD["sure"].format(told=sure(decision))))
    yield from _heading("h_consequences", 3)
    yield from _sides(report)
    if decision.robustness and others:
        yield from _heading("h_changes", 3)
        yield from (f"* {_text(line)}" for line in report_text.turns(report))
    yield from _heading("h_confirmation", 3)
    yield from _confirmation(report, again)


def _confirmation(report: Report, again: str) -> Iterator[str]:
    decision = report.decision
    when, why = report_text.review(decision, decision.need.day)
    yield f"* {_text(RECORD['try'])}"
    yield f"* {_text(RECORD['look'].format(day=when, why=why))}"
    own = any(row.candidate.route.provider.deployment == "self" for row in decision.ranking)
    if own:
        yield f"* {_text(RECORD['again'])}"
        yield from ("", _code(again))
        return
    yield f"* {_text(RECORD['keep'])}"
    yield from ("", _code(f"{again} --save decision.toml\nllmpick check decision.toml"))


def _because(decision: Decision) -> str:
    """What the first costs and gives, and what the steps from it would."""
    if decision.picks is None:
        return headline(decision)
    used = picks.worth_words(decision.picks.use, decision.need)
    return joined("; ", (used, picks.why(decision.picks)))


def _sides(report: Report) -> Iterator[str]:
    """The steps that were not taken, and what to know before."""
    decision = report.decision
    if decision.picks:
        others = decision.fitting_models - 1
        for label, line in list(picks.lines(decision.picks, decision.need, others))[1:]:
            yield _bullet(term("label", label), line)
    if report.seats is not None:
        from llmpick.render.answers import seats  # asked for by few

        told = (*seats.lines(report.seats), *seats.below(report.seats, decision.need))
        for label, line in told:
            yield _bullet(label[:1].upper() + label[1:], line)
    for line in watched(decision.ranking[0], decision):
        yield _bullet(REPORT["know"], line)
    yield from (f"* {_text(line)}" for line in tiles.off_line(report))


def _each(report: Report) -> Iterator[str]:
    decision = report.decision
    ranking = decision.ranking[:OPTIONS]
    if not ranking:
        return
    yield from _heading("h_each")[:-1]
    yield from _table(
        ("number", "route", ">points", ">usd", "privacy"),
        (_line(row) for row in ranking),
    )
    yield ""
    for row in ranking:
        told = [_terms(row.candidate), report_text.evidence_of(row, decision.need)]
        if row.rank > 1 and row.warnings:
            told.append(RECORD["know"].format(notes=joined("; ", row.warnings)))
        yield _bullet(route_words(row.candidate), joined("; ", told))


def _line(row: Ranked) -> tuple[str, ...]:
    found, estimate = row.candidate, row.candidate.route.estimate
    return (
        str(row.rank),
        found.route.id,
        words.quality(estimate.score, estimate.low, estimate.high)
        if estimate
        else REPORT["unknown"],
        words.money_range(found.cost.total, *found.cost_interval),
        privacy_words(found.privacy_level),
    )


def _terms(found: Candidate) -> str:
    parts = [
        RECORD["term"].format(name=term("term", name.replace("_", " ")), usd=words.money(amount))
        for name, amount in zip(report_text.TERMS, report_text.terms(found.cost), strict=True)
        if amount
    ]
    return RECORD["bill"].format(parts=joined(", ", parts)) if parts else REPORT["nothing"]


def _more(report: Report, about: About, asked: str) -> Iterator[str]:
    decision = report.decision
    first = decision.ranking[0] if decision.ranking else None
    yield from _heading("h_more")[:-1]
    yield from _heading("h_left_out", 3)
    out, all_of = decision.routes - decision.fitting, decision.routes
    yield _text(RECORD["left_out"].format(out=f"{out:,}", all=f"{all_of:,}"))
    yield from _table(
        ("rule", "option", ">routes", ">unknown", "without"),
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
        yield from (
            *_heading("h_rules", 3),
            _text(RECORD["notice"].format(notice=REPORT["notice"])),
        )
        yield from _table(
            ("rule", "from", "asks", "source", "read"),
            (
                (rule, since, asks, source, read or "")
                for rule, since, asks, source, read in report_text.rules(report)
            ),
        )
    if report.evidence:
        notice = _text(RECORD["notice"].format(notice=REPORT["notice"]))
        yield from (*_heading("h_evidence", 3), notice, "")
    for name, model, found_in in report_text.sources(report):
        shown = words.printable(model).replace("`", "")
        all_of_it = _text(RECORD["all_of_it"].format(name=name))
        yield f"* {all_of_it} `llmpick show {shown} --evidence`:"
        yield from (f"    * {_source(one)}" for one in found_in)
    yield from _heading("h_assumptions", 3)
    yield from _bullets(report_text.assumptions(report, about))
    made = _text(RECORD["made"].format(version=__version__))
    yield from ("", made, "", _code(asked))


def _source(found: report_text.CitedSource) -> str:
    """A source with its link, its day, and what rests on it."""
    source = _text(found.name)
    if target := report_text.link(found.url):
        source = f"[{source}](<{target}>)"
    read = _text(RECORD["read_on"].format(day=found.read)) if found.read else ""
    return f"{source}{read}: {_text(joined('; ', found.facts))}"
