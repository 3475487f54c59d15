"""The answer of `check` against a policy."""

from typing import Annotated, Literal

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer
from llmpick.render.records.values import Day, Level, Ordinal, PolicyRule, Stated, one_of


class PolicyRecord(TypedDict):
    """The policy."""

    name: str
    """Name of the policy."""
    file: str
    """Its file, as given."""


class LicenceDutyRecord(TypedDict):
    """A duty of a licence."""

    fact: str
    """The fact of the licence's record."""
    topic: str
    """What it is about."""
    text: str | None
    """The licence's own word or figure, where there is one."""


class CheckedNameRecord(TypedDict):
    """A name that was checked."""

    name: str
    """The name as asked for."""
    model: str
    """The model, DEVELOPER/MODEL; of a plan by the seat its identifier, VENDOR/PLAN."""
    file: str | None
    """The text file that names it, or the policy file of an exception; null where it was asked for
    by name."""
    line: Ordinal | None
    """Line in the file, from 1."""
    column: Ordinal | None
    """Column in the line, from 1."""
    state: Annotated[str, one_of("kept", "excepted", "unknown", "broken")]
    """`excepted`: kept by an exception; `unknown`: a fact that would decide is missing."""
    routes: list[str]
    """Offerings that keep the policy, by an exception or not; those of the name, or none, where no
    rule is about how a model is run."""
    duties: list[LicenceDutyRecord]
    """What the licence of its weights asks of the use stated in the policy."""


class PolicyFindingRecord(TypedDict):
    """A rule that is not kept."""

    rule: PolicyRule
    """Rule that is not kept."""
    state: Literal["broken", "unknown"]
    """`unknown`: a fact that would decide is not known, or not sure enough; that never keeps a
    rule."""
    name: str
    """The name as asked for; of an exception, its subject."""
    model: str | None
    """The model, DEVELOPER/MODEL; null of an exception."""
    route: str | None
    """The offering judged: of those that the name leaves, the one with the fewest findings; null
    where the rule is about the model."""
    message: str
    """The finding in words."""
    wanted: Stated | None
    """What the policy asks."""
    value: Stated | None
    """What the record says; null where it says nothing."""
    record: str | None
    """The record that decided, KIND/ID."""
    fact: str | None
    """The fact of that record."""
    source: str | None
    """Where the fact was read; null where there is no value."""
    read: Day | None
    """Day on which it was read."""
    confidence: Level | None
    """How well the fact is founded."""
    note: str | None
    """What to know beside the value; of an exception, its reason."""
    file: str | None
    """The text file that names it, or the policy file of an exception; null where it was asked for
    by name."""
    line: Ordinal | None
    """Line in the file, from 1."""
    column: Ordinal | None
    """Column in the line, from 1."""


class ExceptedFindingRecord(PolicyFindingRecord):
    """A finding that an exception covers."""

    reason: str
    """Why the exception was made."""
    approver: str
    """Who approved it."""
    expires: Day
    """Its last day."""


class CheckAnswer(CatalogAnswer):
    """
    Names against a policy. Exit code 0; 1 where there is a finding. With `--format jsonl`, each
    line is one of `findings`.
    """

    policy: PolicyRecord
    passed: bool
    """Whether there is no finding."""
    names: list[CheckedNameRecord]
    """One row a name, and a place where a file names it."""
    findings: list[PolicyFindingRecord]
    """Every rule that a name does not keep, then exceptions that have expired or are idle."""
    excepted: list[ExceptedFindingRecord]
    """Findings that an exception covers."""
