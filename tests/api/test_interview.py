"""Answers of an interview as amounts, weights and ends."""

from __future__ import annotations

import pytest

from llmpick.api import interview
from llmpick.core.need.need import CRITERIA
from llmpick.errors import UserError
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options

AMOUNTS = [("300", 300.0), ("1,500", 1500.0), ("20k", 20000.0), ("$2.5m", 2.5e6), ("none", None)]


@pytest.mark.parametrize(("text", "amount"), AMOUNTS)
def test_amounts_as_people_write_them(text, amount):
    """Thousands, k and m, a dollar sign, none."""
    assert interview._amount(text) == amount


@pytest.mark.parametrize("text", ["", "k", "nan", "inf", "1e400", "ten", "--"])
def test_what_is_no_amount(text):
    """A sentence, not a number that is none."""
    with pytest.raises(UserError):
        interview._amount(text)


@pytest.mark.parametrize("text", ["101", "-1", "nan", "x", "1e9"])
def test_what_are_no_points(text):
    """From 0 to 100."""
    with pytest.raises(UserError):
        interview.points_of(text)


def test_the_weights_of_the_command_are_those_of_the_swings(small):
    """The points go into --weights as they are; both ways come to the same shares."""
    points = {"performance": 100.0, "cost": 33.5, "privacy": 0.0, "customisability": 12.25}
    options, shares = interview.weighed(need_options({"task": "coding"}), points)
    assert need_of(small, options).weights == pytest.approx(shares)


def test_the_ends_are_those_of_the_need(small):
    """What is worth 0 and 1, in the units of the criterion; of a cost, what is worth a tenth."""
    from llmpick.api.facts import rated
    from llmpick.core.ranking.score import Scorer

    options = need_options({"task": "coding", "budget": 300.0, "privacy": "confidential"})
    found = {item.criterion: item for item in interview.anchors(small, options)}
    need = need_of(small, options)
    scorer = Scorer(need, rated(small, need))
    assert tuple(found) == CRITERIA
    weight = scorer.weights["cost"]
    assert scorer.cost_scale.reference == 300.0
    assert scorer.cost_part(found["cost"].worst) == pytest.approx(weight / 10)
    assert scorer.cost_part(found["cost"].best) == pytest.approx(weight)
    assert (found["privacy"].worst, found["privacy"].best) == ("public", "air-gapped")
    quality = found["performance"]
    assert scorer.quality_scale.utility(quality.worst / 100) == pytest.approx(0)
    assert scorer.quality_scale.utility(quality.best / 100) == 1
    assert quality.best_model == scorer.facts.frontier.model
