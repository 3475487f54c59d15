"""Benchmarks, and what is expected of a model on them."""

from typing import NamedTuple

from llmpick.core.facts.records import Z80


class Benchmark(NamedTuple):
    """What a test measures, and how its scale is read."""

    id: str
    name: str
    domain: str
    unit: str
    higher_is_better: bool
    board: str
    role: str
    link: str
    in_fit: bool
    left_out_because: str | None
    scale_min: float | None
    scale_max: float | None
    chance: float | None


class Frontier(NamedTuple):
    """The best expected score of a task, 0 to 1, of a model with evidence of it, and the model."""

    score: float
    model: str
    effort: str | None = None


class Scale(NamedTuple):
    """
    What the values of every criterion are worth, and the presets of weights.

    *quality_span* is the distance under the frontier at which a score is worth nothing, 0 to 1; the
    reference prices make the bill that is worth half; *privacy_levels* is the worth of each level;
    *customisability_stated* its points of 100 where the need asks for it.
    """

    version: str
    as_of: str
    quality_span: float
    reference_input_usd_per_mtok: float
    reference_output_usd_per_mtok: float
    reference_cache_read_usd_per_mtok: float
    privacy_levels: dict[str, float]
    effort_multipliers: dict[str, float]
    weights: dict[str, dict[str, float]]
    customisability_stated: float
    frontiers: dict[str, Frontier]


class Estimate(NamedTuple):
    """
    The quality of one (model, effort) for one task.

    *theta* and *stderr* in logits; *score*, *low* and *high* are the expected basket score with
    its 80 % interval, 0 to 1; *direct* counts independent scores in the task's own domains,
    *scores* those of this effort, *model_scores* those of all efforts of the model. Where the work
    is in a language that is estimated, *direct* counts scores in it, and *of_task* the task's own.
    *near* counts independent scores in domains near the task's own, and in none of those.
    """

    model: str
    effort: str | None
    theta: float
    stderr: float
    score: float
    low: float
    high: float
    direct: int
    label: str
    scores: int
    model_scores: int
    independent: int
    of_task: int | None = None
    near: int = 0

    @property
    def task_scores(self) -> int:
        """Independent scores in the task's own domains, whatever the language."""
        return self.direct if self.of_task is None else self.of_task

    @property
    def has_evidence(self) -> bool:
        """Whether a test of the task, or of one near it, supports it."""
        return self.is_tested or self.near > 0

    @property
    def is_tested(self) -> bool:
        """Whether a test of the task supports it, at this effort or at another one."""
        return self.label in ("direct", "some") or self.task_scores > 0

    @property
    def spread(self) -> float:
        """The standard deviation of the expected score, 0 to 1."""
        return (self.high - self.low) / (2 * Z80)


class Support(NamedTuple):
    """
    What the estimates of one (model, effort) rest on.

    *usual_reported* of the *usual_of* benchmarks that are usual for models of its time have a score
    of the model; *selfreport_shift* is what its developer's own numbers add to its general ability
    and *general_stderr* the error of that, both in logits; None where it has no other numbers.
    *prior_share* of its general ability, 0 to 1, comes of its date, size and family.
    """

    model: str
    effort: str | None
    benchmarks: int
    usual_reported: int
    usual_of: int
    selfreport_shift: float | None
    general_stderr: float
    prior_share: float | None = None

    @property
    def leans_on_its_maker(self) -> bool:
        """Whether its developer's numbers move the estimate by more than one standard error."""
        shift = self.selfreport_shift
        return shift is None or abs(shift) > self.general_stderr
