"""Work in a language: the task's estimates moved towards those of the language itself."""

import made
import pytest

from llmpick.core.ranking.blend import SHARE, blend


def estimate(**given):
    """An estimate of one model at no named effort."""
    return made.estimate(**{"model": "lab/one", "effort": None, "label": "some", **given})


def test_evidence_of_the_task_and_of_the_language_stay_apart():
    """How many scores are of the task, how many of the language, and the weaker of both labels."""
    task = estimate(theta=1.0, direct=0, label="general only")
    (found,) = blend([task], [estimate(theta=0.0, direct=3, label="direct")])
    assert (found.task_scores, found.direct, found.label) == (0, 3, "general only")
    assert found.theta == pytest.approx(1 - SHARE)


def test_without_a_language_direct_scores_are_those_of_the_task():
    """An estimate that no language was mixed into counts its own."""
    assert estimate(direct=4).task_scores == 4


def test_who_has_no_estimate_of_the_language_is_left_out():
    """Nothing is made up for a model that the language's fit does not hold."""
    rows = [estimate(), estimate(model="lab/two")]
    assert [row.model for row in blend(rows, [estimate()])] == ["lab/one"]
