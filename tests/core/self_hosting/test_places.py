"""Several kinds of accelerators in one machine."""

from __future__ import annotations

import pytest
from sizing_world import H100, RTX_4090

from llmpick.core.self_hosting.places import Hardware, copy_sizes, mixed

SLOW = RTX_4090._replace(id="slow", memory_gib=24.0, bandwidth_gb_per_s=500.0)
FAST = RTX_4090._replace(id="fast", memory_gib=24.0, bandwidth_gb_per_s=1000.0)


def test_times_add_up():
    """Half of the layers at 500 GB/s and half at 1,000: as fast as 667, which is no mean."""
    both = mixed(((1, SLOW), (1, FAST)))
    assert both.accelerator.bandwidth_gb_per_s == pytest.approx(2000 / 3)
    assert both.number == 2


def test_memory_is_all_of_it():
    """A 12 GB and a 24 GB card are 36 GB in two parts."""
    small = SLOW._replace(memory_gib=12.0)
    both = mixed(((1, small), (1, FAST)))
    assert both.accelerator.memory_gib * both.number == pytest.approx(36.0)
    # 12 GB at 500 GB/s and 24 GB at 1,000 take 24 ms each: 36 GB in 48 ms
    assert both.accelerator.bandwidth_gb_per_s == pytest.approx(750.0)


def test_an_unknown_peak_is_unknown_of_all():
    """A machine is as unknown as its least known card."""
    assert mixed(((1, SLOW._replace(bf16_tflops=None)), (1, FAST))).accelerator.bf16_tflops is None


def test_parts_are_each_kind_and_all():
    """What runs on one kind alone is looked at too."""
    both = mixed(((2, SLOW), (1, FAST)))
    assert [(one.number, one.accelerator.id) for one in both.parts] == [
        (2, "slow"),
        (1, "fast"),
        (3, "2xslow+1xfast"),
    ]


@pytest.mark.parametrize(
    ("place", "sizes"),
    [
        pytest.param(Hardware(H100), (1, 8), id="up to a machine"),
        pytest.param(Hardware(H100, 2), (1, 2), id="those that are there"),
        pytest.param(mixed(((2, SLOW), (1, FAST))), (3, 3), id="unlike ones all together"),
        pytest.param(
            Hardware(H100._replace(vendor="Apple", unified_memory=True), 4), (1, 1), id="a chip"
        ),
    ],
)
def test_sizes_of_a_copy(place, sizes):
    """A copy takes one kind in any number, or a mixed machine whole."""
    assert copy_sizes(place) == sizes
