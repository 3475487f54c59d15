"""Where a model can be fine-tuned: the fewest accelerators with room, hours, and what they cost."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from llmpick.core.facts.hardware import Accelerator, Architecture, Rental, SpeedFit
from llmpick.core.facts.records import Model
from llmpick.core.self_hosting import running, tuning
from llmpick.core.self_hosting.memory import Unsizable
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.speed import Interval
from llmpick.core.self_hosting.tuning import Tuning
from llmpick.core.self_hosting.ways import MARKETPLACE

COUNTS = (1, 2, 4, 8)
VENDORS = ("NVIDIA", "AMD")
"""Whose accelerators the libraries of training are written for."""


class Data(NamedTuple):
    """What is learnt from: *tokens* of text, seen *epochs* times."""

    tokens: float
    epochs: float


class TuningPrice(NamedTuple):
    """What a run costs on some terms, US dollars."""

    rental: Rental
    usd: Interval


class Run(NamedTuple):
    """A run on *gpus*; *memory_gib* is that of each, *prices* the cheapest of each terms."""

    accelerator: Accelerator
    gpus: int
    memory_gib: Interval
    hours: Interval
    prices: tuple[TuningPrice, ...]
    notes: tuple[str, ...]

    @property
    def usd(self) -> float | None:
        """US dollars of the cheapest terms without interruption, else of the cheapest of all."""
        steady = [one for one in self.prices if one.rental.terms != "spot"] or self.prices
        return steady[0].usd.value if steady else None


class TuningAnswer(NamedTuple):
    """
    Runs from the cheapest on, and what hosted tuning costs for the same data.

    *hosted* are the rows of `api.tuning.hosted`, each with `usd` where its price is known.
    """

    model: Model
    how: Tuning
    data: Data
    runs: tuple[Run, ...]
    fitting: int
    hosted: tuple[dict[str, Any], ...]
    assumed: tuple[str, ...]
    note: str | None


def runs(
    arch: Architecture,
    how: Tuning,
    data: Data,
    hardware: Iterable[Hardware],
    rentals: Sequence[Rental],
    fit: SpeedFit,
) -> list[Run] | Unsizable:
    """
    A run on each kind of *hardware* that has room for the likely memory.

    Where the upper end of its interval would not fit, a note says so.

    Args:
        arch: The model.
        how: How it is tuned.
        data: What it learns from.
        hardware: Kinds of accelerators, each with a fixed number or any of `COUNTS`.
        rentals: Prices in force.
        fit: The constants of memory and speed.

    Returns:
        Runs by cost, those without a price last, by hours; or the facts that are missing.
    """
    found = []
    for place in hardware:
        counts = COUNTS if place.number is None else (place.number,)
        for gpus in counts:
            memory = tuning.memory_gib(arch, how, fit, gpus)
            if isinstance(memory, Unsizable):
                return memory
            if memory.value > place.accelerator.memory_gib:
                continue
            hours = tuning.hours(
                arch,
                how,
                place.accelerator,
                fit,
                tokens=data.tokens,
                epochs=data.epochs,
                gpus=gpus,
            )
            if not isinstance(hours, Unsizable):
                prices = tuple(_prices(place.accelerator, gpus, hours, rentals))
                notes = (*_notes(arch, place.accelerator), *_tight(memory, place, gpus))
                found.append(Run(place.accelerator, gpus, memory, hours, prices, notes))
            break  # the fewest with room: more of them would take as many GPU-hours
    return sorted(found, key=_order)


def _order(run: Run) -> tuple[float, float, str]:
    cost = float("inf") if run.usd is None else run.usd
    return cost, run.hours.value, run.accelerator.id


def _prices(
    accelerator: Accelerator, gpus: int, hours: Interval, rentals: Sequence[Rental]
) -> list[TuningPrice]:
    found: dict[str, TuningPrice] = {}
    for rental in rentals:
        if rental.accelerator != accelerator.id or rental.provider_kind == MARKETPLACE:
            continue
        # machines are rented whole
        hourly = running.billed_gpus(1, gpus, rental.gpus) * rental.usd_per_gpu_hour
        price = TuningPrice(rental, Interval(*(hourly * end for end in hours)))
        if rental.terms not in found or price.usd < found[rental.terms].usd:
            found[rental.terms] = price
    return sorted(found.values(), key=lambda one: (one.usd.value, one.rental.terms))


def _tight(memory: Interval, place: Hardware, gpus: int) -> Iterable[str]:
    """Where the upper end of the memory would not fit."""
    card = place.accelerator
    if memory.high > card.memory_gib:
        yield (
            f"{gpus}x{card.id} has {card.memory_gib:g} GiB each; up to {memory.high:.1f} may be "
            "needed, which would not fit"
        )


def _notes(arch: Architecture, accelerator: Accelerator) -> Iterable[str]:
    note = tuning.note(arch)
    if note:
        yield note
    if accelerator.vendor != "NVIDIA":
        yield f"no run was measured on {accelerator.vendor}"
