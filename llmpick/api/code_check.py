"""Identifiers in files held against their providers' ends and a policy; and mended."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from llmpick.api.facts import known
from llmpick.api.policy_check import FactSource, source_of
from llmpick.catalog.contents import Catalog
from llmpick.catalog.in_force import in_force
from llmpick.core.answers import code
from llmpick.core.answers import policy as rules
from llmpick.core.answers.code import Lifetime
from llmpick.core.answers.policy import (
    ENDED,
    MIN_DAYS,
    CheckedName,
    NameVerdict,
    Policy,
    PolicyFinding,
    Waiver,
)
from llmpick.core.facts import days
from llmpick.core.names.in_code import CodePlace, Tables
from llmpick.files.write import replace
from llmpick.inputs import source_files
from llmpick.inputs.source_files import Found, SourceText

UPCOMING_DAYS = 90
"""Days within which an end is told of, where nobody says how many."""
MOST_FINDINGS = 25_000
"""A run of SARIF takes no more."""
_CLIENTS = {
    "azure": r"azureopenai|azure_(?:endpoint|deployment)|azure_openai|openai\.azure\.com"
    r"|services\.ai\.azure\.com|azure-ai-inference",
    "amazon-bedrock": r"bedrock-runtime|bedrock_|ChatBedrock|AnthropicBedrock",
    "google-vertex": r"vertexai|aiplatform|AnthropicVertex|vertex_ai",
    "openrouter": r"openrouter",
}
"""Words of a provider's own clients, beside its address and key variables."""


class CodeFinding(NamedTuple):
    """
    A rule that an identifier in a file does not keep.

    *number* counts the same finding in one file from 1. *is_known*: the baseline has it; *waiver*:
    an exception covers it; *is_fixed*: the identifier was replaced.
    """

    found: Found
    file: str
    life: Lifetime | None
    finding: PolicyFinding
    source: FactSource
    number: int
    waiver: Waiver | None = None
    is_known: bool = False
    is_fixed: bool = False

    @property
    def fingerprint(self) -> str:
        """The same as long as the rule, the identifier and the file are, wherever it moves."""
        at = self.life.provider if self.life else ""
        named = f"{self.finding.rule}\n{self.found.place.text}@{at}\n{self.file}"
        return hashlib.sha256(f"{named}\n{self.number}".encode()).hexdigest()[:32]

    @property
    def replacement(self) -> str | None:
        """The text to put in place of the identifier; None where nobody has named one exactly."""
        life, text = self.life, self.found.place.text
        if life is None or life.instead is None or life.instead.identifier is None:
            return None
        sure = self.finding.rule in (ENDED, MIN_DAYS) and not self.finding.unknown
        if not sure or not life.is_exact or not self.found.is_plain:
            return None
        if not text.lower().endswith(life.identifier):
            return None
        return text[: len(text) - len(life.identifier)] + life.instead.identifier

    @property
    def counts(self) -> bool:
        """Whether it is of code, and nothing excuses it."""
        excused = self.waiver is not None or self.is_known or self.is_fixed
        return self.found.where == "code" and not excused


class CodeReport(NamedTuple):
    """The answer: all findings in order, what was read, and what could not be."""

    policy: Policy
    file: str | None
    findings: list[CodeFinding]
    lapsed: list[tuple[str, Waiver]]
    files: int
    identifiers: int
    unread: list[str]

    @property
    def broken(self) -> bool:
        """Whether something counts."""
        return bool(self.lapsed) or any(one.counts for one in self.findings)


class CodeQuestion(NamedTuple):
    """What is asked: the paths, the policy in *file*, and how."""

    paths: list[str]
    policy: Policy | None
    file: str | None
    upcoming: int | None
    excluded: tuple[str, ...] = ()
    baseline: frozenset[str] = frozenset()
    fix: bool = False
    partial: bool = False


def portable(path: str) -> str:
    """*path* as it stands in a report that other machines read: from here on, with `/`."""
    if os.path.isabs(path):
        here = os.path.relpath(path)
        path = path if here.startswith("..") else here
    return os.path.normpath(path).replace(os.sep, "/")


def check(catalog: Catalog, asked: CodeQuestion) -> CodeReport:
    """
    What is wrong with the identifiers in the files *asked*; they are replaced where it says so.

    Raises:
        UserError: nothing is at a path, or a file that is to be mended cannot be written.
    """
    judge = _Judge(catalog, asked)
    unread: list[str] = []
    findings: list[CodeFinding] = []
    files = identifiers = 0
    for source in source_files.sources(asked.paths, asked.excluded, unread.append):
        files += 1
        of_file: list[CodeFinding] = []
        for found in source_files.found_in(source, judge.known, unread.append):
            identifiers += 1
            of_file += judge.findings(source, found)
            if len(findings) + len(of_file) >= MOST_FINDINGS:
                break
        of_file = _numbered(of_file, asked.baseline)
        findings += _fixed(source, of_file, unread.append) if asked.fix else of_file
        if len(findings) >= MOST_FINDINGS:
            unread.append(f"more than {MOST_FINDINGS:,} findings: the rest is not read")
            break
    lapsed = rules.lapsed(judge.policy, judge.verdicts, catalog.meta.day, partial=asked.partial)
    waivers = [(rule, judge.policy.waivers[place]) for rule, place in lapsed]
    return CodeReport(judge.policy, asked.file, findings, waivers, files, identifiers, unread)


def _numbered(found: Iterable[CodeFinding], baseline: frozenset[str]) -> list[CodeFinding]:
    """The findings of a file with their numbers, and whether the baseline has them."""
    counts: dict[str, int] = {}
    numbered = []
    for one in found:
        counts[one.fingerprint] = number = counts.get(one.fingerprint, 0) + 1
        new = one._replace(number=number)
        numbered.append(new._replace(is_known=new.fingerprint in baseline))
    return numbered


def _fixed(
    source: SourceText, found: list[CodeFinding], complain: Callable[[str], None]
) -> list[CodeFinding]:
    """*found* after the file of *source* was written anew, where something in it can be mended."""
    edits: dict[int, tuple[int, int, str]] = {}
    for one in found:
        text = one.replacement if one.counts else None
        if text is not None:
            start = one.found.start
            edits[start] = (start, start + len(one.found.place.text), text)
    if not edits:
        return found
    if not source_files.is_unchanged(source):
        complain(f"`{source.path}` was changed meanwhile: not mended")
        return found
    replace(source.path, source_files.replaced(source, edits.values()))
    return [
        one._replace(is_fixed=one.counts and one.found.start in edits and one.life is not None)
        for one in found
    ]


class _Judge:
    """What is asked of every identifier, with the answers that come again kept."""

    def __init__(self, catalog: Catalog, asked: CodeQuestion) -> None:
        self.catalog, self.day = catalog, catalog.meta.day
        stated = asked.policy or Policy("ends of identifiers")
        days_asked = stated.min_days_supported if asked.upcoming is None else asked.upcoming
        self.upcoming = UPCOMING_DAYS if days_asked is None else days_asked
        self.policy = stated
        self._rest = stated._replace(min_days_supported=None)
        self._asks_more = self._rest._replace(name="", waivers=()) != Policy("")
        self.facts = code.tables(catalog.models, catalog.offerings, catalog.ended)
        self.known = Tables(catalog.names, self.facts.ended)
        self.verdicts: list[NameVerdict] = []
        self._judged: dict[Any, list[tuple[PolicyFinding, Waiver | None, FactSource]]] = {}
        self._signs: dict[str, re.Pattern[str]] = {}
        self._asked_in: tuple[str, dict[str, bool]] = ("", {})
        self._lives: tuple[str, dict[str, Lifetime | None]] = ("", {})

    @cached_property
    def _facts(self) -> Any:
        return known(self.catalog)

    def findings(self, source: SourceText, found: Found) -> Iterator[CodeFinding]:
        """The rules that *found* breaks in *source*."""
        at = found.place.at
        if not found.place.is_sure and not any(self._is_asked(source, one.provider) for one in at):
            return
        life = self._life(source, found.place)
        model = life.model if life else found.place.alias_of
        key = (life, model)
        if key not in self._judged:
            self._judged[key] = [
                (finding, waiver, self._source(finding, life))
                for finding, waiver in self._of(found.place.text, life, model)
            ]
        for finding, waiver, where in self._judged[key]:
            yield CodeFinding(found, portable(source.path), life, finding, where, 1, waiver)

    def _life(self, source: SourceText, place: CodePlace) -> Lifetime | None:
        """The lifetime of an identifier in *source*, worked out once for each file."""
        if self._lives[0] != source.path:
            self._lives = (source.path, {})
        known_here = self._lives[1]
        if place.text not in known_here:
            known_here[place.text] = code.lifetime(
                place, self.facts, self.day, lambda one: self._is_asked(source, one)
            )
        return known_here[place.text]

    def _is_asked(self, source: SourceText, provider: str) -> bool:
        """Whether *source* has the address, a key variable or a client of *provider*."""
        if self._asked_in[0] != source.path:
            self._asked_in = (source.path, {})
        cache = self._asked_in[1]
        if provider not in cache:
            cache[provider] = bool(self._sign(provider).search(source.text))
        return cache[provider]

    def _sign(self, provider: str) -> re.Pattern[str]:
        if provider not in self._signs:
            facts = self.catalog.record("providers", provider).get("facts") or {}
            words = [_CLIENTS[provider]] if provider in _CLIENTS else []
            for fact in ("base_url", "key_variable"):
                entry = in_force(facts.get(fact), self.day)
                value = entry["value"] if entry else ()
                words += [_sign_of(one) for one in ([value] if isinstance(value, str) else value)]
            self._signs[provider] = re.compile("|".join(filter(None, words)) or r"(?!)", re.I)
        return self._signs[provider]

    def _of(
        self, name: str, life: Lifetime | None, model: str | None
    ) -> Iterator[tuple[PolicyFinding, Waiver | None]]:
        """Its end first, then what the rest of the policy says of the routes that it means."""
        split = rules.split(self.policy, self._end(life), self.day)
        if self._asks_more and model is not None:
            gone = life is None or life.state == "ended"
            routes = () if gone or life is None else life.routes
            [verdict] = rules.judge(
                self._rest, [CheckedName(name, model, routes)], self._facts, self.day
            )
            split[0].extend(verdict.findings)
            split[1].extend(verdict.excepted)
            if gone:  # what other hosts' terms say is beside the point
                split = (
                    [one for one in split[0] if _stays(one)],
                    [one for one in split[1] if _stays(one[0])],
                )
        asked = CheckedName(name, model or "", life.routes if life else ())
        self.verdicts.append(NameVerdict(asked, tuple(split[0]), tuple(split[1]), (), None))
        for finding in split[0]:
            yield finding, None
        for finding, place in split[1]:
            yield finding, self.policy.waivers[place]

    def _end(self, life: Lifetime | None) -> Iterator[PolicyFinding]:
        """That an identifier has ended, ends within the days asked, or is said to end some day."""
        if life is None or life.state == "open":
            return
        left = None if life.ends_on is None else days.between(self.day, life.ends_on)
        if life.state == "ending" and left is not None and left > self.upcoming:
            return
        if life.state == "deprecated" and left is not None and left > self.upcoming:
            return
        unknown = life.state == "deprecated" or (life.state == "ending" and life.by_maker)
        route = life.routes[0] if life.routes else f"{life.identifier}@{life.provider}"
        rule, wanted = (ENDED, 0) if life.state == "ended" else (MIN_DAYS, self.upcoming)
        yield PolicyFinding(
            rule, life.model or "", route, unknown, wanted, life.ends_on, *self._record(life, route)
        )

    def _record(self, life: Lifetime, route: str) -> tuple[str, str, str]:
        """The record that tells the end of *life*: its kind, its name and the fact."""
        if life.ended is not None:
            return "ended", life.provider, life.identifier
        if any(self.facts.offerings[one].retires_on for one in life.routes):
            return "offerings", route, "retires_on"
        return "models", life.model or "", "retires_on" if life.ends_on else "status"

    def _source(self, finding: PolicyFinding, life: Lifetime | None) -> FactSource:
        if life is not None and life.ended is not None and finding.kind == "ended":
            return FactSource(life.ended.source, life.ended.read, "medium", None)
        return source_of(self.catalog, finding)


def _stays(finding: PolicyFinding) -> bool:
    return finding.rule in (ENDED, MIN_DAYS) or (
        finding.route is None and finding.rule != "available"
    )


def _sign_of(text: str) -> str:
    """What of an address or of a variable's name tells its provider."""
    if "://" not in text:
        return rf"(?<![A-Z_]){re.escape(text)}(?![A-Z_])"
    host = text.partition("://")[2].partition("/")[0]
    fixed = [one for one in re.split(r"\{\w+\}", host) if "." in one.strip(".-")]
    return re.escape(max(fixed, key=len).strip(".-")) if fixed else ""
