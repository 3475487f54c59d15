"""The answer of `check --files`: identifiers in files that have ended, will, or break a policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from llmpick.core.answers.policy import ENDED, MIN_DAYS
from llmpick.errors import EXIT_ANSWER, EXIT_NO
from llmpick.render import words
from llmpick.render.answers import policy as of_policy
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.formats import sarif as sarif_log
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.api.code_check import CodeFinding, CodeReport
    from llmpick.render.records.code import CheckFilesAnswer, CodeFindingRecord, InsteadRecord

WHERE = {"comment": "in a comment", "lock": "in a lock file", "prose": "in prose"}


def answer(report: CodeReport, about: About) -> Answer:
    """All forms of *report* but SARIF."""
    rows = [_row(one) for one in report.findings]
    lapsed = list(_lapsed(report))
    policy = None if report.file is None else {"name": report.policy.name, "file": report.file}
    payload: CheckFilesAnswer = {
        **about.head("check"),
        "policy": policy,  # type: ignore[typeddict-item]
        "passed": not report.broken,
        "counted": _counted(report),
        "files": report.files,
        "identifiers": report.identifiers,
        "findings": [*rows, *lapsed],
        "unread": report.unread,
    }
    return Answer(
        payload=payload,
        records=[*rows, *lapsed],
        ids=list(dict.fromkeys(one.found.place.text for one in report.findings if one.counts)),
        blocks=list(_blocks(report, rows, lapsed, about)),
        code=EXIT_NO if report.broken else EXIT_ANSWER,
    )


def _counted(report: CodeReport) -> int:
    return sum(one.counts for one in report.findings) + len(report.lapsed)


def _state(one: CodeFinding) -> Literal["broken", "unknown", "excepted", "known", "fixed"]:
    if one.is_fixed:
        return "fixed"
    if one.waiver is not None:
        return "excepted"
    if one.is_known:
        return "known"
    return "unknown" if one.finding.unknown else "broken"


def _row(one: CodeFinding) -> CodeFindingRecord:
    finding, found, life = one.finding, one.found, one.life
    return {
        "rule": finding.rule,
        "state": _state(one),
        "where": found.where,
        "name": found.place.text,
        "provider": life.provider if life else None,
        "model": finding.model or None,
        "route": finding.route,
        "message": message(one),
        "wanted": list(finding.wanted) if isinstance(finding.wanted, tuple) else finding.wanted,  # type: ignore[typeddict-item]
        "value": list(finding.value) if isinstance(finding.value, tuple) else finding.value,  # type: ignore[typeddict-item]
        "record": f"{finding.kind}/{finding.record}",
        "fact": finding.fact,
        "instead": _instead(one),
        "source": one.source.source,
        "read": one.source.read,
        "confidence": one.source.confidence,
        "note": one.source.note,
        "file": one.file,
        "line": found.line,
        "column": found.column,
        "cell": found.cell,
        "fingerprint": one.fingerprint,
    }


def _instead(one: CodeFinding) -> InsteadRecord | None:
    named = one.life.instead if one.life else None
    if named is None or not _is_end(one):
        return None
    return {"model": named.model, "identifier": named.identifier, "text": one.replacement}


def _is_end(one: CodeFinding) -> bool:
    return one.finding.rule in (ENDED, MIN_DAYS)


def _lapsed(report: CodeReport) -> Iterator[CodeFindingRecord]:
    for row in of_policy.lapsed_rows(report.lapsed, report.file):
        yield {
            **row,
            "where": None,
            "provider": None,
            "instead": None,
            "cell": None,
            "fingerprint": None,
        }


def message(one: CodeFinding) -> str:
    """A finding in words, with what is named in its place, and without its source."""
    if not _is_end(one) or one.life is None:
        return of_policy.message(one.finding)
    life, day = one.life, one.finding.value
    at = f"at {life.provider}"
    if one.finding.rule == ENDED:
        text = f"ended {at} on {day}" if day else f"ended {at}"
    elif not one.finding.unknown:
        text = f"ends {at} on {day}"
    elif day:
        text = f"its maker ends it on {day}, and {life.provider} tells no day of its own"
        if not life.is_exact:
            text = f"its maker ended it on {day}; whether a gateway still serves it is not known"
    else:
        text = f"deprecated {at}, on no day that is known"
    named = life.instead
    instead = named and (named.identifier or named.model)
    return f"{text}; instead {instead}" if instead else text


def _blocks(
    report: CodeReport,
    rows: list[CodeFindingRecord],
    lapsed: list[CodeFindingRecord],
    about: About,
) -> Iterator[Block]:
    counted = _counted(report)
    read = (
        f"{words.plural(report.identifiers, 'identifier')} in {words.plural(report.files, 'file')}"
    )
    told = words.plural(counted, "finding") if counted else "no finding"
    yield Sentence(f"{told}; {read}", strong=True)
    yield Sentence(f"facts: {about.words()}")
    shown = [
        (row, one)
        for row, one in zip(rows, report.findings, strict=True)
        if not one.is_known and one.waiver is None
    ]
    if shown or lapsed:
        yield Grid(
            ("place", "identifier", "rule", "finding", "source", "read"),
            tuple(_cells(row, _beside(one)) for row, one in shown)
            + tuple(_cells(row, "") for row in lapsed),
            minor=("read", "source", "rule"),
        )
    known = sum(one.is_known for one in report.findings)
    excepted = sum(one.waiver is not None for one in report.findings)
    left = [("in the baseline", known), ("excepted by the policy", excepted)]
    pairs = tuple((name, words.plural(count, "finding")) for name, count in left if count)
    if pairs:
        yield Lines(pairs)


def _beside(one: CodeFinding) -> str:
    if one.is_fixed:
        return " (replaced)"
    return f" ({WHERE[one.found.where]})" if one.found.where in WHERE else ""


def _cells(row: CodeFindingRecord, beside: str) -> tuple[str, ...]:
    place = f"{row['file']}:{row['line']}:{row['column']}" if row["line"] else f"{row['file']}"
    if row["cell"]:
        place += f" (cell {row['cell']})"
    return (
        place,
        row["name"],
        row["rule"],
        row["message"] + beside,
        row["source"] or words.NOTHING,
        row["read"] or words.NOTHING,
    )


# ---- SARIF


def sarif(report: CodeReport, about: About) -> str:
    """*report* in the Static Analysis Results Interchange Format 2.1.0; what is replaced is out."""
    results = [_result(one) for one in report.findings if not one.is_fixed]
    results += [of_policy.result(row) for row in of_policy.lapsed_rows(report.lapsed, report.file)]
    about_run = {"catalog": about.payload(), "policy": report.file and report.policy.name}
    return sarif_log.log(of_policy.sarif_rules(), results, about_run, "check-files")


def _result(one: CodeFinding) -> sarif_log.SarifResult:
    row = _row(one)
    level = "warning" if one.finding.unknown else "error"
    suppressed = None
    if one.waiver is not None:
        suppressed = ("external", of_policy.justification(one.waiver))
    elif one.is_known:
        suppressed = ("external", "in the baseline")
    source = f" [{row['source']}, read {row['read']}]" if row["source"] else ""
    text = one.replacement
    return sarif_log.SarifResult(
        rule=one.finding.rule,
        level=level if one.found.where == "code" else "note",
        message=f"`{one.found.place.text}`: {row['message']}{source}",
        name=one.found.place.text,
        full_name=one.finding.route or one.finding.model or one.found.place.text,
        properties={
            key: row[key]
            for key in ("where", "record", "fact", "wanted", "value", "instead", "source", "read")
        },
        link=row["source"],
        file=one.file,
        region=sarif_log.Region(one.found.line, one.found.column, len(one.found.place.text)),
        fingerprint=one.fingerprint,
        suppressed=suppressed,
        edit=sarif_log.Edit(text, "what the provider names in its place") if text else None,
    )


def baseline_rows(report: CodeReport) -> list[CodeFindingRecord]:
    """The findings that a baseline keeps: those of code that nothing else excuses."""
    return [
        _row(one)
        for one in report.findings
        if one.found.where == "code" and one.waiver is None and not one.is_fixed
    ]
