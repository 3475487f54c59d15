"""Findings in the Static Analysis Results Interchange Format 2.1.0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.render.formats.documents import document
from llmpick.version import __version__

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "llmpickFinding/v1"


class SarifRule(NamedTuple):
    """A rule: what it asks, and how to mend what breaks it, in a sentence each."""

    id: str
    text: str
    help: str


class Region(NamedTuple):
    """A place in a file: line and column from 1, and how many characters."""

    line: int
    column: int
    length: int


class Edit(NamedTuple):
    """A text to put in the place of a finding."""

    text: str
    why: str


class SarifResult(NamedTuple):
    """
    A finding. *level* is error, warning or note; *suppressed* has the kind and the justification
    of what excuses it; *link* is where its fact was read.
    """

    rule: str
    level: str
    message: str
    name: str
    full_name: str
    properties: Mapping[str, object]
    link: str | None = None
    file: str | None = None
    region: Region | None = None
    fingerprint: str | None = None
    suppressed: tuple[str, str] | None = None
    edit: Edit | None = None


def log(
    rules: Sequence[SarifRule],
    results: Sequence[SarifResult],
    properties: Mapping[str, object],
    category: str,
) -> str:
    """
    A log of one run.

    Args:
        rules: All that are checked.
        results: In their order.
        properties: What the run was made from.
        category: Tells runs of this kind from others of the same commit.
    """
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "llmpick",
                "version": __version__,
                "rules": [
                    {
                        "id": rule.id,
                        "shortDescription": {"text": rule.text},
                        "help": {"text": rule.help, "markdown": rule.help},
                    }
                    for rule in rules
                ],
            }
        },
        "automationDetails": {"id": f"llmpick/{category}/"},
        "columnKind": "unicodeCodePoints",
        "properties": properties,
        "results": [_result(one, numbers[one.rule]) for one in results],
    }
    return document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(one: SarifResult, number: int) -> dict[str, Any]:
    place: dict[str, Any] = {
        "logicalLocations": [{"name": one.name, "fullyQualifiedName": one.full_name}]
    }
    if one.file is not None:
        place["physicalLocation"] = {"artifactLocation": {"uri": uri(one.file)}}
        if one.region is not None:
            place["physicalLocation"]["region"] = _region(one.region)
    message = {"text": one.message}
    if one.link is not None and one.link.startswith("https://"):
        message["markdown"] = f"{one.message} ([source]({one.link}))"
    found: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": number,
        "level": one.level,
        "message": message,
        "locations": [place],
        "properties": one.properties,
    }
    if one.fingerprint is not None:
        found["partialFingerprints"] = {FINGERPRINT: one.fingerprint}
    if one.suppressed is not None:
        kind, why = one.suppressed
        found["suppressions"] = [{"kind": kind, "status": "accepted", "justification": why}]
    if one.edit is not None and one.file is not None and one.region is not None:
        found["fixes"] = [_fix(one.edit, one.file, one.region)]
    return found


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endColumn": region.column + region.length,
    }


def _fix(edit: Edit, file: str, region: Region) -> dict[str, Any]:
    change = {"deletedRegion": _region(region), "insertedContent": {"text": edit.text}}
    return {
        "description": {"text": edit.why},
        "artifactChanges": [{"artifactLocation": {"uri": uri(file)}, "replacements": [change]}],
    }


def uri(path: str) -> str:
    """*path* as a relative reference."""
    from urllib.parse import quote

    return quote(path.replace("\\", "/").encode("utf-8", "surrogateescape"))
