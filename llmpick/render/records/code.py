"""The answer of `check --files`."""

from typing import Literal

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer
from llmpick.render.records.policy import PolicyRecord
from llmpick.render.records.values import Count, Day, Level, Ordinal, PolicyRule, Stated


class InsteadRecord(TypedDict):
    """What is named in the place of an identifier."""

    model: str | None
    """The model, DEVELOPER/MODEL, where the catalog has it."""
    identifier: str | None
    """As the same provider spells it; null where it is not known to sell it."""
    text: str | None
    """What `--fix` writes; null where it writes nothing."""


class CodeFindingRecord(TypedDict):
    """A rule that an identifier in a file does not keep."""

    rule: PolicyRule
    """Rule that is not kept."""
    state: Literal["broken", "unknown", "excepted", "known", "fixed"]
    """`unknown`: no day is told; `excepted`: an exception covers it; `known`: the baseline has
    it; `fixed`: it was replaced."""
    where: Literal["code", "comment", "lock", "prose"] | None
    """What the identifier stands in; only `code` counts. Null of an exception."""
    name: str
    """The identifier as it stands there; of an exception, its subject."""
    provider: str | None
    """Whose spelling it is; null where it is no provider's."""
    model: str | None
    """The model, DEVELOPER/MODEL, where the catalog has it."""
    route: str | None
    """The offering judged."""
    message: str
    """The finding in words."""
    wanted: Stated | None
    """What is asked: days, or what the policy says."""
    value: Stated | None
    """What the record says: of an end, its day."""
    record: str | None
    """The record that decided, KIND/ID."""
    fact: str | None
    """The fact of that record."""
    instead: InsteadRecord | None
    """What the provider names in its place; null where nothing is known."""
    source: str | None
    """Where the fact was read."""
    read: Day | None
    """Day on which it was read."""
    confidence: Level | None
    """How well the fact is founded."""
    note: str | None
    """What to know beside the value; of an exception, its reason."""
    file: str | None
    """The file, from the working folder on, with `/`."""
    line: Ordinal | None
    """Line in the file, from 1."""
    column: Ordinal | None
    """Column in the line, in characters, from 1."""
    cell: Ordinal | None
    """Cell of a notebook, from 1; null elsewhere."""
    fingerprint: str | None
    """The same until rule, identifier or file change: what a baseline holds."""


class CheckFilesAnswer(CatalogAnswer):
    """
    Identifiers in files. Exit code 0; 1 where a finding counts: in code, and neither excepted, nor
    in the baseline, nor replaced. With `--format jsonl`, each line is one of `findings`.
    """

    policy: PolicyRecord | None
    """Null where only ends are asked."""
    passed: bool
    """Whether no finding counts."""
    counted: Count
    """How many findings count."""
    files: Count
    """Files that were read."""
    identifiers: Count
    """Places in them that name a model."""
    findings: list[CodeFindingRecord]
    """In the order of files, lines and columns."""
    unread: list[str]
    """What was not read, a sentence each."""
