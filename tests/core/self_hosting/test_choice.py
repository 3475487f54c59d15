"""The order of ways to run a model, and the three that have a name."""

from __future__ import annotations

import pytest
from sizing_world import AWQ, BF16, FIT, FP8, H100, LLAMA_70B, NVFP4, Q4_K_M, Q8_0

from llmpick.core.facts.hardware import HostingFacts, Rental
from llmpick.core.self_hosting import choice
from llmpick.core.self_hosting import ways as hosting
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.running import Load

JOB = HostingJob(Load(10_000, 1000, 400, 3.0), context_tokens=1400, concurrency=8, min_tps=10.0)
RENTAL = Rental(H100.id, "acme", "neocloud", None, "on-demand", 2.0, 1, "2026-11-01")
FORMS = {form.id: form for form in (BF16, FP8, AWQ, NVFP4, Q8_0, Q4_K_M)}
SHOP = HostingFacts({H100.id: H100}, (RENTAL,), FORMS, FIT)


def ways(arch=LLAMA_70B, place=None, **change):
    """Ways to run a model on two H100, in order."""
    found = hosting.ways(arch, [place or Hardware(H100, 2)], SHOP, JOB._replace(**change))[0]
    return choice.order(found)


def forms(found):
    """Their formats."""
    return [way.option.form.id for way in found]


def test_little_to_spare_does_not_lead():
    """Two H100 hold 70B in 16 bits with next to nothing free: eight bits come first."""
    found = ways()
    tight = next(way for way in found if way.option.form.id == BF16.id)
    assert tight.sized.footprint.headroom_gib < 0.05 * tight.sized.footprint.usable_gib
    assert forms(found)[0] == FP8.id


def test_the_release_comes_before_conversions():
    """A model that is released in eight bits is run so, on an engine for many."""
    found = ways(LLAMA_70B._replace(native_format=FP8.id))
    assert forms(found)[0] == FP8.id
    assert forms(found).index(FP8.id) < forms(found).index(Q4_K_M.id)


def test_unknown_speed_is_between_yes_and_no():
    """What fits and is not timed comes after what serves, and before what fails."""
    first = ways()[0]
    found = choice.order(
        [
            first._replace(serves=False),
            first._replace(serves=None),
            first._replace(serves=True),
        ]
    )
    assert [way.serves for way in found] == [True, None, False]


def test_formats_alike_are_one_row():
    """Q4_K_M and Q4_K_S on one engine are one row, the first of them."""
    way = next(way for way in ways() if way.option.form.id == Q4_K_M.id)
    small = Q4_K_M._replace(id="q4_k_s", bits=Q4_K_M.bits - 0.2)
    twin = way._replace(option=way.option._replace(form=small))
    assert choice.first_of_each([way, twin], "format") == [way]
    assert choice.first_of_each([way, twin], "all") == [way, twin]


def test_picks():
    """The cheapest, the fastest and the first of the release are named."""
    found = ways(place=Hardware(H100))
    picks = choice.picks(found)
    assert picks["native"].option.form.id == BF16.id
    least = min(way.usd_per_month for way in found if way.serves)
    assert picks["cheapest"].usd_per_month == pytest.approx(least)
    assert picks["fastest"].sized.single_tps == max(
        way.sized.single_tps for way in (picks["fastest"], picks["native"], picks["cheapest"])
    )


def test_nothing_that_serves_has_no_picks():
    """No name is given to what fails."""
    assert choice.picks([way._replace(serves=False) for way in ways()]) == {}
