"""The facts that a question is handed, from the catalog: the one place that bundles them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from llmpick.catalog.contents import Catalog
from llmpick.core.facts.counting import OwnThinking
from llmpick.core.facts.estimates import Estimate, Frontier
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.records import Offering
from llmpick.core.need.need import Need
from llmpick.errors import UserError
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.core.facts.hardware import HostingFacts


class Adjust(Protocol):
    """Puts what the catalog does not know into the estimates of a task."""

    def __call__(self, task: str, rows: list[Estimate], /) -> list[Estimate]:
        """The estimates *rows* of *task*, with it."""

    def thinking(self, task: str, /) -> Mapping[tuple[str, str | None], OwnThinking]:
        """What the user measured of reasoning on work of *task*, by (model, effort)."""


PROCESSOR = "cpu"
"""A machine without an accelerator, as engines/ knows it by its generation."""


def known(catalog: Catalog) -> Facts:
    """What *catalog* knows on its day, at list prices, but of quality and of tuning."""
    return Facts(
        models=catalog.models,
        offerings=catalog.offerings,
        providers=catalog.providers,
        licences=catalog.licences,
        scale=catalog.scale,
        tokens=catalog.tokens,
    )


def priced(catalog: Catalog, need: Need) -> Facts:
    """The same at the prices of the regions that *need* pins, with the tuning that it asks for."""
    return known(catalog)._replace(
        offerings=_offerings(catalog, need),
        custom=catalog.custom if need.needs else {},
        takes=catalog.takes if need.needs else {},
        uplifts=catalog.uplifts if need.allowed_regions else {},
    )


def rated(catalog: Catalog, need: Need, adjust: Adjust | None = None) -> Facts:
    """
    The same with the quality that models have for the task of *need*, all that a decision reads.

    Raises:
        UserError: the catalog has not been fitted.
    """
    frontier = _frontier(catalog, need)
    found = priced(catalog, need)
    return found._replace(
        tokens=found.tokens._replace(own=adjust.thinking(need.task.id)) if adjust else found.tokens,
        custom=catalog.custom,
        estimates=estimates_of(catalog, need.task.id, need.language, adjust),
        frontier=frontier,
        calibration=calibration_of(catalog),
    )


@lru_cache(maxsize=2)
def hardware(catalog: Catalog) -> HostingFacts:
    """What deployments are made of."""
    from llmpick.core.facts.hardware import HostingFacts

    return HostingFacts(
        catalog.accelerators,
        catalog.rentals,
        catalog.formats,
        catalog.speed,
        catalog.engines,
        {**catalog.section("generations"), PROCESSOR: "cpu-x86"},
        {},
    )


def calibration_of(catalog: Catalog) -> float:
    """The factor that widens the standard errors of the fit."""
    return float(catalog.fit.get("calibration", 1.0))


def _offerings(catalog: Catalog, need: Need) -> list[Offering]:
    if not need.allowed_regions or not catalog.uplifts:
        return catalog.offerings
    from llmpick.core.cost.uplift import uplifted

    return uplifted(catalog.offerings, catalog.models, need.allowed_regions, catalog.uplifts)


def _frontier(catalog: Catalog, need: Need) -> Frontier:
    best = catalog.scale.frontiers.get(need.task.id)
    if best is None:
        raise UserError(
            said("the catalog holds no quality estimates"),
            hint=said("run `llmpick catalog fit` on its files"),
        )
    if not need.language:
        return best
    from llmpick.core.ranking import blend

    spoken = catalog.scale.frontiers.get(blend.language_task(need.language))
    return best if spoken is None else blend.blend_frontiers(best, spoken)


def estimates_of(
    catalog: Catalog, task: str, language: str | None, adjust: Adjust | None = None
) -> list[Estimate]:
    """The estimates of a task, in a language where the catalog has any for it."""
    rows = catalog.estimates(task)
    rows = adjust(task, rows) if adjust else rows
    if language is None:
        return rows
    from llmpick.core.ranking import blend

    tongue = blend.language_task(language)
    spoken = catalog.estimates(tongue)
    spoken = adjust(tongue, spoken) if adjust and spoken else spoken
    return blend.blend(rows, spoken) if spoken else rows
