"""Draws are the same wherever they are made, and follow the law they should."""

from math import fsum, sqrt
from statistics import NormalDist

import pytest

from llmpick.core.robustness.pool import SIZE, Pool, normal_quantiles, split_mix


@pytest.mark.parametrize("count", [1, 2, 5, 100, SIZE])
def test_quantiles(count):
    """The middles of equal shares, to 1e-9."""
    law = NormalDist()
    expected = [law.inv_cdf((place + 0.5) / count) for place in range(count)]
    assert normal_quantiles(count) == pytest.approx(expected, abs=1e-9)


def test_split_mix():
    """The published stream: rosettacode.org, Pseudo-random numbers/Splitmix64."""
    assert split_mix(1234567, 5) == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_the_same_everywhere():
    """A seed and a name give these numbers, on every Python."""
    pool = Pool(seed=1)
    assert pool.normal("weight 0")[:3] == FIRST
    assert Pool(seed=1).normal("weight 0") == pool.normal("weight 0")
    assert Pool(seed=2).normal("weight 0") != pool.normal("weight 0")


FIRST = [-0.772292163, 2.344688757, -1.450307975]


def test_no_two_causes_read_the_same_entry():
    """Of a thousand names none shares a place with another."""
    pool = Pool()
    assert len({pool.start(f"cause {place}") for place in range(1000)}) == 1000
    assert pool.start("cause 3") == pool.start("cause 3")


def test_causes_are_unrelated():
    """Mean, spread and correlation of two causes are those of independent normal draws."""
    pool = Pool()
    one, other = pool.normal("one"), pool.normal("other")
    noise = 4 / sqrt(pool.draws)
    assert abs(fsum(one) / len(one)) < noise
    assert abs(fsum(x * x for x in one) / len(one) - 1) < 2 * noise
    assert abs(fsum(x * y for x, y in zip(one, other, strict=True)) / len(one)) < noise


@pytest.mark.parametrize("draws", [0, -1, SIZE + 1])
def test_no_more_draws_than_the_pool_has(draws):
    """A cause would meet itself."""
    with pytest.raises(ValueError, match="of a pool of"):
        Pool(draws=draws)
