"""One counter: the wait grows with how busy it is, and without end when it is saturated."""

import math

import pytest

from llmpick.core.self_hosting import arrivals


@pytest.mark.parametrize(
    ("busy", "mean"),
    [
        pytest.param(0.5, 0.5, id="half busy: half a service"),
        pytest.param(0.8, 2.0, id="four fifths: two services"),
        pytest.param(1.0, math.inf, id="saturated"),
    ],
)
def test_the_mean_wait(busy, mean):
    """Pollaczek and Khinchine, fixed service of one second."""
    assert arrivals.mean_wait(rate_per_s=busy, service_s=1.0) == pytest.approx(mean)


def test_points_of_the_wait():
    """Most do not wait at an idle counter; the mean of the curve is the mean wait."""
    assert arrivals.wait_at(0.5, rate_per_s=0.2, service_s=1.0) == 0
    assert arrivals.wait_at(0.95, rate_per_s=1.0, service_s=1.0) == math.inf
    shares = [(number + 0.5) / 20_000 for number in range(20_000)]
    points = [arrivals.wait_at(share, rate_per_s=0.8, service_s=1.0) for share in shares]
    assert math.fsum(points) / len(points) == pytest.approx(2.0, rel=0.01)
