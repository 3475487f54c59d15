"""Where a model can be fine-tuned, how long it takes and what that costs."""

import pytest
from sizing_world import FIT, H100, LLAMA_70B, RTX_4090

from llmpick.core.facts.hardware import Rental
from llmpick.core.self_hosting import tuning, tuning_runs
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.tuning import Tuning
from llmpick.core.self_hosting.tuning_runs import Data

RENTALS = [
    Rental(H100.id, "dojo", "neocloud", None, "on-demand", 2.0, 8, "2026-11-01"),
    Rental(H100.id, "dojo", "neocloud", None, "spot", 1.0, 1, "2026-11-01"),
    Rental(H100.id, "bazaar", "marketplace", None, "on-demand", 0.1, 1, "2026-11-01"),
]
DATA = Data(tokens=1e7, epochs=2)


def runs(how, *places):
    """Runs on these places."""
    return tuning_runs.runs(LLAMA_70B, how, DATA, places, RENTALS, FIT)


def test_the_fewest_that_have_room():
    """For the likely memory; one fewer has none."""
    (run,) = runs(Tuning("lora"), Hardware(H100))
    assert run.memory_gib.value <= H100.memory_gib
    fewer = tuning.memory_gib(LLAMA_70B, Tuning("lora"), FIT, run.gpus // 2)
    assert fewer.value > H100.memory_gib


def test_an_end_that_would_not_fit_is_said():
    """The likely value decides, and the upper end of the interval is told."""
    likely = tuning.memory_gib(LLAMA_70B, Tuning("lora"), FIT, 2)
    card = H100._replace(memory_gib=(likely.value + likely.high) / 2)
    (run,) = runs(Tuning("lora"), Hardware(card, 2))
    assert any(f"up to {likely.high:.1f} may be needed" in note for note in run.notes)


def test_no_room_no_run():
    """A full fine-tuning of 70B has no room on one card of 24 GB."""
    assert runs(Tuning("full"), Hardware(RTX_4090, 1)) == []


def test_whole_machines_are_paid_for_and_marketplaces_left_out():
    """Spot by the card, on-demand by the machine of eight; by hand from the hours."""
    (run,) = runs(Tuning("lora"), Hardware(H100))
    spot, demand = run.prices
    assert spot.usd.value == pytest.approx(run.hours.value * run.gpus * 1.0)
    assert demand.usd.value == pytest.approx(run.hours.value * 8 * 2.0)
    assert demand.usd.low < demand.usd.value < demand.usd.high


def test_twice_the_data_takes_twice_as_long():
    """Tokens and epochs count alike."""
    (one,) = runs(Tuning("qlora"), Hardware(H100))
    (more,) = tuning_runs.runs(
        LLAMA_70B,
        Tuning("qlora"),
        DATA._replace(tokens=DATA.tokens / 2, epochs=DATA.epochs * 4),
        [Hardware(H100)],
        RENTALS,
        FIT,
    )
    assert more.hours.value == pytest.approx(2 * one.hours.value)


def test_what_has_no_price_is_last():
    """Unknown is not free."""
    found = runs(Tuning("qlora"), Hardware(H100._replace(id="other")), Hardware(H100))
    assert [run.usd is None for run in found] == [False, True]
