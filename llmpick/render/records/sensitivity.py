"""The answer of `sensitivity`."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.needs import NeedAnswer
from llmpick.render.records.robustness import AcceptabilityRecord, RobustnessRecord
from llmpick.render.records.values import Method, Share, told


class AlternativeRecord(AcceptabilityRecord):
    """What the draws say of one route."""

    route: str
    """The route."""
    p_best: Share
    """Share of the draws in which it is the best."""
    p_beats_first: Share
    """Share of the draws in which it is above the first, ties as half."""
    confidence_factor: Share | None
    """P(it is the best for who weighs exactly as its central weights); null where it never is."""


class CurveRecord(TypedDict):
    """One criterion."""

    weights: list[Share]
    """The weights."""
    scores: dict[str, list[Annotated[float, told("A score, 0 to 1; of promethee -1 to 1.")]]]
    """By route, of the best five and all that are first somewhere: its score at each of `weights`.
    """


_StretchWords = TypedDict(
    "_StretchWords", {"from": Annotated[Share, told("Where the stretch starts, a share.")]}
)


class StretchRecord(_StretchWords):
    """Who is first in one stretch of a weight."""

    criterion: str
    """Criterion."""
    to: Share
    """Where it ends, a share."""
    route: str
    """The route that is first there."""


class SensitivityAnswer(NeedAnswer):
    """
    What would change the answer. Exit code 0; 1 where nothing fits: `robustness` is then null. With
    `--format jsonl`, each line is one of `results`.
    """

    method: Method | None
    """What ranks; null where nothing fits."""
    robustness: RobustnessRecord | None
    """How robust the first place is, by stochastic acceptability analysis (SMAA-2): weights are
    drawn around the given ones, quality and cost within their errors; what is unknown of
    privacy and customisability stands at what is proved. Null where nothing fits."""
    acceptability: list[AlternativeRecord]
    """One a route that was drawn."""
    curves: dict[str, CurveRecord]
    """By criterion that weighs anything: scores as its weight goes from 0 to 1, the others in
    proportion."""
    results: list[StretchRecord]
    """By criterion, in rising order of its weight."""
    warnings: list[str]
    """What to know about the whole answer, one sentence each."""
