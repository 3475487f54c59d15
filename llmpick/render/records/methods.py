"""The answer of `compare-methods`."""

from typing_extensions import TypedDict

from llmpick.render.records.needs import NeedAnswer
from llmpick.render.records.values import Correlation, Count, Method


class MethodPickRecord(TypedDict):
    """One method and its pick."""

    method: Method
    """The method."""
    route: str
    """The route that it ranks first."""
    score: float
    """The score of that route by the method: 0 to 1, of promethee -1 to 1."""
    kendall_tau_with_additive: Correlation
    """Kendall's tau-b of the method's order of all ranked routes with that of the weighted sum, -1
    to 1."""


class CompareMethodsAnswer(NeedAnswer):
    """
    What each way of ranking picks for a job. Exit code 0; 1 where nothing fits: `results` is then
    empty. With `--format jsonl`, each line is one of `results`.
    """

    results: list[MethodPickRecord]
    """One a method."""
    agree: bool
    """Whether all pick the same route."""
    ranked: Count
    """Routes that were ranked."""
    warnings: list[str]
    """What to know about the whole answer, one sentence each."""
