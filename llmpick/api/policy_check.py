"""The check of names against a policy: every finding with the fact and its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmpick.api.facts import known
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import policy as rules
from llmpick.core.answers.policy import CheckedName, NameVerdict, Policy, PolicyFinding, Waiver
from llmpick.errors import AmbiguousName, UnknownName
from llmpick.files.read import read_text
from llmpick.inputs.names import model_of, plan_named, record_path

MAX_TEXT_BYTES = 50_000_000


class FactSource(NamedTuple):
    """Where the fact of a finding was read; None where the record states none."""

    source: str | None
    read: str | None
    confidence: str | None
    note: str | None


class PolicyReport(NamedTuple):
    """The answer of a check; *lapsed* are (rule, exception)."""

    policy: Policy
    file: str
    verdicts: list[NameVerdict]
    lapsed: list[tuple[str, Waiver]]
    sources: dict[PolicyFinding, FactSource]

    @property
    def broken(self) -> bool:
        """Whether there is a finding."""
        return bool(self.lapsed) or any(verdict.findings for verdict in self.verdicts)


def check(
    catalog: Catalog,
    policy: Policy,
    file: str,
    asked: Iterable[CheckedName],
    *,
    partial: bool = False,
) -> PolicyReport:
    """
    What *policy* says to the names *asked*.

    Args:
        catalog: The facts.
        policy: Read from *file*.
        file: The name it is known by.
        asked: From `named` or `mentioned`.
        partial: Exceptions that cover nothing are no findings: the names are not all in use.
    """
    day = catalog.meta.day
    names = list(asked)
    judged = iter(
        rules.judge(policy, (one for one in names if not one.is_plan), known(catalog), day)
    )
    verdicts = [
        _of_plan(catalog, policy, one, day) if one.is_plan else next(judged) for one in names
    ]
    found = rules.lapsed(policy, verdicts, day, partial=partial)
    return PolicyReport(
        policy,
        file,
        verdicts,
        [(rule, policy.waivers[place]) for rule, place in found],
        {finding: source_of(catalog, finding) for finding in _distinct(verdicts)},
    )


def _of_plan(catalog: Catalog, policy: Policy, asked: CheckedName, day: str) -> NameVerdict:
    from llmpick.core.answers.plan_policy import judge_plan  # named by few

    return judge_plan(policy, asked, catalog.plans[asked.model], catalog.providers, day)


def _distinct(verdicts: Iterable[NameVerdict]) -> dict[PolicyFinding, None]:
    """Each finding once, covered ones too: a text may name a model a thousand times."""
    return dict.fromkeys(
        finding
        for verdict in verdicts
        for finding in (*verdict.findings, *(covered for covered, _ in verdict.excepted))
    )


def source_of(catalog: Catalog, finding: PolicyFinding) -> FactSource:
    """Where the fact of *finding* was read."""
    from llmpick.catalog.in_force import in_force

    record = catalog.record(finding.kind, _path(catalog, finding))
    values = (record.get("facts") or {}).get(finding.fact)
    value = in_force(values, catalog.meta.day)
    if value is None:
        return FactSource(None, None, None, None)
    source = record["sources"][value["source"]]
    where = source.get("url") or source.get("title") or source.get("feed")
    return FactSource(where, source["read"], value.get("confidence"), value.get("note"))


def _path(catalog: Catalog, finding: PolicyFinding) -> str:
    if finding.kind != "offerings":
        return finding.record
    offering = next(item for item in catalog.offerings if item.id == finding.record)
    return record_path(offering)


def named(catalog: Catalog, names: Iterable[str]) -> list[CheckedName]:
    """
    The models, routes and plans that *names* mean, each once.

    Raises:
        AmbiguousName, UnknownName: several, or none.
    """
    found = []
    for name in dict.fromkeys(names):
        try:
            model, _, routes, _ = model_of(catalog, name)
            found.append(CheckedName(name, model, routes))
        except (AmbiguousName, UnknownName):
            plan = plan_named(catalog, name)
            if plan is None:
                raise
            found.append(CheckedName(name, plan, is_plan=True))
    return found


def mentioned(catalog: Catalog, path: str) -> list[CheckedName]:
    """
    The models that the text file *path* names by an exact identifier or alias, each place once.

    Raises:
        UserError: it cannot be read as text.
    """
    from llmpick.core.names.mentions import mentions

    known: dict[str, CheckedName] = {}
    found = []
    text = read_text(path, "file", MAX_TEXT_BYTES, pipes=True, hint="split it")
    for mention in mentions(text, catalog.names):
        if mention.text not in known:
            [known[mention.text]] = named(catalog, [mention.text])
        asked = known[mention.text]
        found.append(asked._replace(file=path, line=mention.line, column=mention.column))
    return found
