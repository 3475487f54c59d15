"""The one bundle of what is known that a question is handed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from llmpick.core.facts.counting import NO_TOKENS, Tokens
from llmpick.core.facts.estimates import Estimate, Frontier, Scale
from llmpick.core.facts.records import Custom, Deployed, Licence, Model, Offering, Providers, Uplift

UNRATED = Frontier(1.0, "")
"""The ends of quality where no model is rated: nothing is placed between them."""


class Facts(NamedTuple):
    """
    The facts in force on one day, offerings at the prices that hold for the question.

    *custom* is by model what can be changed of it, *takes* by offering what it takes, *uplifts* by
    provider what a pinned region costs. *estimates*, *frontier* (the best of a task) and
    *calibration* (widens the fit's standard errors) are those of the question's task, and empty
    where it does not ask of quality. *deployments* is by offering of the user's own, and by effort,
    what runs. Hardware is a part of its own, `hardware.HostingFacts`: few questions read it.
    """

    models: Mapping[str, Model]
    offerings: Sequence[Offering]
    providers: Providers
    licences: Mapping[str, Licence]
    scale: Scale
    tokens: Tokens = NO_TOKENS
    custom: Mapping[str, Custom] = {}
    takes: Mapping[str, Custom] = {}
    uplifts: Mapping[str, Uplift] = {}
    estimates: Sequence[Estimate] = ()
    frontier: Frontier = UNRATED
    calibration: float = 1.0
    deployments: Mapping[str, Mapping[str | None, Deployed]] = {}

    def is_sold(self, offering: Offering, effort: str | None) -> bool:
        """Whether *offering* is had at *effort*: a deployment is of the size that one takes."""
        return offering.id not in self.deployments or effort in self.deployments[offering.id]

    def deployed(self, offering: Offering, effort: str | None) -> Deployed | None:
        """What of the user's own *offering* stands for, None where it is hosted."""
        return self.deployments.get(offering.id, {}).get(effort)
