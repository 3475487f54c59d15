"""Deployments of the user's own, as routes beside the hosted ones."""

from __future__ import annotations

import math

import pytest

from llmpick.api import deployments
from llmpick.api.facts import rated
from llmpick.core.answers.decide import decide
from llmpick.core.facts.records import Z80
from llmpick.core.ranking.score import Scorer
from llmpick.core.robustness.measures import alternative
from llmpick.inputs.need import need_of
from llmpick.inputs.options import HostingOptions, need_options


def test_the_range_of_a_deployment_is_drawn(known):
    """As that of an API route is: a normal error of the logarithm, as wide as the interval."""
    need = need_of(known, need_options({"task": "coding", "requests": 30_000_000}))
    own = deployments.own(known, need, HostingOptions(gpu="H100"), alone=True)
    facts = own.among(rated(known, need))
    made = decide(need, facts, top=3, robust=False)
    scorer = Scorer(need, facts)
    for ranked in made.ranking:
        low, high = ranked.candidate.cost_interval
        drawn = alternative(scorer, ranked.candidate.route).measures[1]
        assert low < ranked.candidate.cost.total < high
        assert drawn.own_deviation == 0
        spread = math.log(high / low) / (2 * Z80)
        steepness = scorer.cost_scale.steepness(ranked.candidate.cost.total)
        assert drawn.shared_deviation == pytest.approx(steepness * spread)
