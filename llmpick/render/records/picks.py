"""What to use, and the steps from it."""

from typing_extensions import TypedDict

from llmpick.render.records.values import Amount, Day, Effort, PrivacyLevel, Share


class PickRecord(TypedDict):
    """A route that is picked."""

    route: str
    """Route, MODEL[:EFFORT]@PROVIDER[/VARIANT]."""
    model: str
    """Model, DEVELOPER/MODEL."""
    effort: Effort | None
    """Reasoning effort; null where the model has no setting that was measured."""
    provider: str
    """Provider, its identifier."""
    monthly_cost_usd: Amount
    """Cost of the workload, US dollars a month."""
    quality: Share | None
    """Expected score over the task's benchmarks, a share, 0 to 1; null where there is no
    estimate."""
    privacy_level: PrivacyLevel
    """Highest level whose every test the facts prove."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    price_read: Day | None
    """Day on which its price was read; null where unknown."""
    price_age_days: int | None
    """Days from `price_read` to the day of the answer; negative where that lies before it; null
    where unknown."""
    command: str
    """Command that prints how it is called, within the regions of the need; of a model on one's
    own hardware, the command that writes what starts it."""


class StepRecord(PickRecord):
    """A route beside the one to use: what the step to it buys, and what it costs."""

    points_more: float
    """Points of quality, of 100, more than the one to use; below 0: fewer."""
    usd_more_per_month: float
    """US dollars a month more than the one to use; below 0: less."""
    break_even_usd_per_failed_request: Amount | None
    """Cost of one failed request from which the dearer of the two pays, US dollars, where a point
    is a failure in a hundred requests; null where the dearer one is no better."""
    over_budget: bool
    """Whether it costs more than the budget."""


class PicksRecord(TypedDict):
    """What to use, and the steps from it."""

    use: PickRecord | None
    """What to use: the first of `results`; null where nothing fits."""
    better: StepRecord | None
    """Of the routes that are better by 3 points or more with a chance of .75 or more, the one whose
    further point costs least, also above the budget; null where there is none."""
    cheaper: StepRecord | None
    """Of the routes that save 40 % or more and 5 US dollars a month or more, and keep the floor of
    the task, the one that loses least quality for a dollar saved; null where there is none."""
