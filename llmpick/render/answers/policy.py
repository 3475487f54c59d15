"""The answer of `check`: what breaks a policy, as prose, tables, JSON and SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from llmpick.core.answers.policy import (
    ENDED,
    EXPIRED,
    MIN_DAYS,
    RULES,
    UNUSED,
    NameVerdict,
    PolicyFinding,
    Waiver,
)
from llmpick.core.privacy.requirements import OF_PROVIDER
from llmpick.errors import EXIT_ANSWER, EXIT_NO
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.api.policy_check import PolicyReport
    from llmpick.render.formats import sarif as sarif_log
    from llmpick.render.records.policy import (
        CheckAnswer,
        CheckedNameRecord,
        ExceptedFindingRecord,
        PolicyFindingRecord,
    )

RULE_WORDS = {
    "forbidden": "Nothing that a layer of one's own forbids.",
    "models.allowed": "Only models that the policy allows.",
    "models.denied": "No model that the policy denies.",
    "developers.allowed": "Only models of developers that the policy allows.",
    "developers.denied": "No model of a developer that the policy denies.",
    "licence.use": "The licence of open weights allows the use.",
    "lifecycle.denied_status": "No model in a state that the policy denies.",
    "available": "The model is sold by a provider of the catalog.",
    "providers.allowed": "Only providers that the policy allows.",
    "providers.denied": "No provider that the policy denies.",
    "privacy.level": "The provider's terms reach the privacy level.",
    "privacy.region": "Requests are processed in the region.",
    "privacy.training": "The provider does not train on what it is sent.",
    **{f"privacy.{one.key}": one.sentence for one in OF_PROVIDER},
    ENDED: "No identifier that its provider has ended.",
    MIN_DAYS: "No end is announced within the days asked for.",
    EXPIRED: "An exception has not expired.",
    UNUSED: "An exception is needed.",
}
"""What each rule asks, in a sentence; the order is that of `core.policy.RULES`."""


def answer(report: PolicyReport, about: About) -> Answer:
    """All forms of *report* but SARIF."""
    rows = [*_rows(report), *lapsed_rows(report.lapsed, report.file)]
    payload: CheckAnswer = {
        **about.head("check"),
        "policy": {"name": report.policy.name, "file": report.file},
        "passed": not report.broken,
        "names": [_name(verdict) for verdict in report.verdicts],
        "findings": rows,
        "excepted": [
            _excepted(report, verdict, finding, report.policy.waivers[place])
            for verdict in report.verdicts
            for finding, place in verdict.excepted
        ],
    }
    return Answer(
        payload=payload,
        records=rows,
        ids=list(dict.fromkeys(v.asked.name for v in report.verdicts if v.findings)),
        blocks=list(_blocks(report, rows, about)),
        code=EXIT_NO if report.broken else EXIT_ANSWER,
    )


def _excepted(
    report: PolicyReport, verdict: NameVerdict, finding: PolicyFinding, waiver: Waiver
) -> ExceptedFindingRecord:
    return {
        **_row(report, verdict, finding),
        "reason": waiver.reason,
        "approver": waiver.approver,
        "expires": waiver.expires,
    }


def _name(verdict: NameVerdict) -> CheckedNameRecord:
    asked = verdict.asked
    duties = verdict.licence.of("duty") if verdict.licence else ()
    return {
        "name": asked.name,
        "model": asked.model,
        "file": asked.file,
        "line": asked.line,
        "column": asked.column,
        "state": verdict.state,
        "routes": list(verdict.routes),
        "duties": [{"fact": duty.fact, "topic": duty.topic, "text": duty.text} for duty in duties],
    }


def _rows(report: PolicyReport) -> Iterator[PolicyFindingRecord]:
    for verdict in report.verdicts:
        for finding in sorted(verdict.findings, key=lambda row: RULES.index(row.rule)):
            yield _row(report, verdict, finding)


def _row(report: PolicyReport, verdict: NameVerdict, finding: PolicyFinding) -> PolicyFindingRecord:
    source = report.sources[finding]
    return {
        "rule": finding.rule,
        "state": "unknown" if finding.unknown else "broken",
        "name": verdict.asked.name,
        "model": finding.model,
        "route": finding.route,
        "message": message(finding),
        "wanted": _listed(finding.wanted),
        "value": _listed(finding.value),
        "record": f"{finding.kind}/{finding.record}",
        "fact": finding.fact,
        "source": source.source,
        "read": source.read,
        "confidence": source.confidence,
        "note": source.note,
        "file": verdict.asked.file,
        "line": verdict.asked.line,
        "column": verdict.asked.column,
    }


def _listed(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value


def lapsed_rows(
    lapsed: Iterable[tuple[str, Waiver]], file: str | None
) -> Iterator[PolicyFindingRecord]:
    """Exceptions of the policy in *file* that have expired or cover nothing."""
    for rule, waiver in lapsed:
        yield {
            "model": None,
            "route": None,
            "record": None,
            "fact": None,
            "source": None,
            "read": None,
            "confidence": None,
            "line": None,
            "column": None,
            "rule": rule,
            "state": "broken",
            "name": waiver.subject,
            "message": _lapse(rule, waiver),
            "wanted": waiver.rule,
            "value": waiver.expires,
            "note": waiver.reason,
            "file": file,
        }


def _lapse(rule: str, waiver: Waiver) -> str:
    about = f"the exception from {waiver.rule} for {waiver.subject}"
    if rule == EXPIRED:
        return f"{about} expired on {waiver.expires}: renew it with {waiver.approver}"
    return f"{about} covers nothing that was checked: take it out"


ASKED = {
    "privacy.level": "the policy asks the level {}",
    "privacy.region": "the policy asks processing in {}",
    "privacy.training": "the policy asks: {}",
    **{f"privacy.{one.key}": one.asks for one in OF_PROVIDER},
    "lifecycle.min_days_supported": "the policy asks {} days from now",
    "lifecycle.denied_status": "the policy denies {}",
}
FACTS = {
    "processing_regions": "regions that can be pinned",
    **{one.shown_by: one.label for one in OF_PROVIDER if one.label},
    "retires_on": "announced end",
}
"""A fact as prose, where its name is not."""


def message(finding: PolicyFinding) -> str:
    """A finding in words, without its source."""
    where = finding.route or finding.model
    rule = finding.rule.partition(".")[2]
    if rule in ("allowed", "denied"):
        verdict = "not allowed" if rule == "allowed" else "denied"
        own = finding.value == where
        return f"{where} is {verdict}" if own else f"{where}: {finding.value} is {verdict}"
    if finding.rule == "forbidden":
        return f"{where} is forbidden by your own layer"
    if finding.rule == "available":
        return f"{where}: no provider of the catalog sells it, so its terms are not known"
    if finding.rule == "licence.use":
        return f"{where}: {_licence(finding)}"
    if finding.rule == "lifecycle.min_days_supported" and finding.unknown:
        return f"{where}: {_unsettled_end(finding)}; {ASKED[finding.rule].format(finding.wanted)}"
    fact = FACTS.get(finding.fact, finding.fact.replace("_", " "))
    unproved = ", which does not settle it" if finding.unknown and finding.value is not None else ""
    asked = ASKED[finding.rule].format(_said(finding.wanted))
    return f"{where}: {fact}: {_said(finding.value)}{unproved}; {asked}"


def _unsettled_end(finding: PolicyFinding) -> str:
    """What is known of an end that the seller of the route has told no day of."""
    day = finding.value if finding.fact == "retires_on" else None
    if finding.resold:
        on = f" on {day}" if day else ""
        read = f", last read {finding.listed}" if finding.listed else ""
        return f"its maker ended the model{on} and only others still list it{read}"
    if day:
        return f"its maker ends the model on {day}, and the provider tells no day of its own"
    return f"status {finding.value}, and the day of its end is not known"


def _licence(finding: PolicyFinding) -> str:
    if finding.record == finding.model:
        return "which licence its weights are under is not known"
    text = f" ({finding.value})" if finding.value else ""
    if finding.unknown:
        return f"what the licence {finding.record} says is not known: {finding.wanted}{text}"
    return f"the licence {finding.record} does not allow it: {finding.wanted}{text}"


def _said(value: object) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return words.yes(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _blocks(report: PolicyReport, rows: list[PolicyFindingRecord], about: About) -> Iterator[Block]:
    states = [verdict.state for verdict in report.verdicts]
    kept = sum(state in ("kept", "excepted") for state in states)
    name = report.policy.name
    yield Sentence(
        f"{kept} of {words.plural(len(states), 'name')} {'keeps' if kept == 1 else 'keep'} the "
        f"policy {name}" + (f"; {words.plural(len(rows), 'finding')}" if rows else ""),
        strong=True,
    )
    yield Sentence(f"facts: {about.words()}")
    if rows:
        yield Grid(
            ("rule", "name", "finding", "source", "read"),
            tuple(
                (
                    row["rule"],
                    _placed(row),
                    row["message"],
                    str(row["source"] or words.NOTHING),
                    str(row["read"] or words.NOTHING),
                )
                for row in rows
            ),
            minor=("read",),
        )
    ways = [verdict for verdict in report.verdicts if not verdict.findings]
    if ways:
        yield Grid(
            ("keeps it", "by", "duties of its licence", "exceptions"),
            tuple(
                (
                    verdict.asked.name,
                    _some(verdict.routes),
                    _duties(verdict),
                    _covered(report, verdict),
                )
                for verdict in ways
            ),
            minor=("exceptions",),
        )


def _placed(row: PolicyFindingRecord) -> str:
    if row["line"] is None:
        return str(row["name"])
    return f"{row['name']} ({row['file']}:{row['line']})"


def _some(routes: tuple[str, ...]) -> str:
    places = [route.partition("@")[2] for route in routes]
    more = len(places) - 4
    tail = f" and {more} more" if more > 0 else ""
    return f"{', '.join(places[:4])}{tail}" if places else words.NOTHING


def _duties(verdict: NameVerdict) -> str:
    found = verdict.licence.of("duty") if verdict.licence else ()
    return "; ".join(f"{duty.topic} {duty.text or ''}".strip() for duty in found) or words.NOTHING


def _covered(report: PolicyReport, verdict: NameVerdict) -> str:
    waivers = [(finding.rule, report.policy.waivers[place]) for finding, place in verdict.excepted]
    return (
        "; ".join(f"{rule} until {waiver.expires}: {waiver.reason}" for rule, waiver in waivers)
        or words.NOTHING
    )


# ---- SARIF


def sarif_rules() -> list[sarif_log.SarifRule]:
    """Every rule of a policy, with what to do where one is broken."""
    from llmpick.render.formats import sarif as sarif_log  # where it is asked for

    mend = "Use a model and a route that keep the rule, or write an exception into the policy."
    helps = {
        ENDED: "Use what the provider names in its place: `llmpick check --files --fix` writes it.",
        MIN_DAYS: "Plan the change before the day: `llmpick alternatives MODEL` compares.",
        EXPIRED: "Renew the exception with its approver, or take it out.",
        UNUSED: "Take the exception out of the policy, or check all that is in use.",
    }
    return [
        sarif_log.SarifRule(rule, text, helps.get(rule, mend)) for rule, text in RULE_WORDS.items()
    ]


def sarif(report: PolicyReport, about: About) -> str:
    """*report* in the Static Analysis Results Interchange Format 2.1.0."""
    from llmpick.render.formats import sarif as sarif_log

    results = [result(row) for row in (*_rows(report), *lapsed_rows(report.lapsed, report.file))]
    for verdict in report.verdicts:
        for finding, place in verdict.excepted:
            one = result(_row(report, verdict, finding))
            waiver = report.policy.waivers[place]
            results.append(one._replace(suppressed=("external", justification(waiver))))
    about_run = {"catalog": about.payload(), "policy": report.policy.name}
    return sarif_log.log(sarif_rules(), results, about_run, "check")


def justification(waiver: Waiver) -> str:
    """Why an exception excuses a finding."""
    return f"{waiver.reason} ({waiver.approver}, until {waiver.expires})"


def result(row: PolicyFindingRecord) -> sarif_log.SarifResult:
    """A finding as a result."""
    from llmpick.render.formats import sarif as sarif_log

    region = None
    if row["line"] is not None and row["column"] is not None:
        region = sarif_log.Region(row["line"], row["column"], len(row["name"]))
    source = f" [{row['source']}, read {row['read']}]" if row["source"] else ""
    return sarif_log.SarifResult(
        row["rule"],
        "warning" if row["state"] == "unknown" else "error",
        f"{row['message']}{source}",
        row["name"],
        row["route"] or row["model"] or row["name"],
        {key: row[key] for key in ("record", "fact", "wanted", "value", "source", "read")},
        row["source"],
        row["file"],
        region,
    )
