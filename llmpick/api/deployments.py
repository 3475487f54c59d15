"""The user's own deployments among the routes of a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from llmpick.api import hosting_job, selfhost
from llmpick.api.facts import Adjust, calibration_of, estimates_of, hardware
from llmpick.catalog.contents import Catalog
from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.hardware import Accelerator, Architecture
from llmpick.core.facts.records import Deployed, Model, Offering, Provider, Providers
from llmpick.core.need.need import LicenceNeed, Need
from llmpick.core.ranking.limits import MIN_SCORES, efforts
from llmpick.core.self_hosting import deployment
from llmpick.core.self_hosting import offering as own_routes
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.ways import MARKETPLACE, MEASURED_VENDORS, Way
from llmpick.errors import UserError
from llmpick.inputs.hardware import hardware_of
from llmpick.inputs.hosting import ownership
from llmpick.inputs.options import HostingOptions
from llmpick.lang.said import said


class OwnDeployments(NamedTuple):
    """
    Offerings of the user's own, and what they stand for.

    *ways* are by model and effort, *deployments* by offering and effort.
    """

    offerings: tuple[Offering, ...]
    ways: dict[tuple[str, str | None], Way]
    alone: bool
    deployments: dict[str, dict[str | None, Deployed]]

    def among(self, facts: Facts) -> Facts:
        """*facts* with these offerings beside the hosted ones, or alone."""
        hosted = () if self.alone else facts.offerings
        providers = facts.providers
        if own_routes.PROVIDER not in providers:
            mine = Provider(
                own_routes.PROVIDER, "Self-hosted", "the user", "api", "self", token_priced=False
            )
            providers = Providers({**providers, mine.id: mine}, providers.own_terms)
        estimates = [self._stored(row) for row in facts.estimates]
        return facts._replace(
            offerings=[*hosted, *self.offerings],
            providers=providers,
            estimates=estimates,
            deployments=self.deployments,
        )

    def _stored(self, row: Estimate) -> Estimate:
        """An estimate in the format that its model runs in, where only that is ranked."""
        way = self.ways.get((row.model, row.effort))
        if way is None or not self.alone or not row.stderr:
            return row
        option = way.option._replace(ability=row.theta, stderr=row.stderr)
        found = deployment.quality(option)
        if found is None:
            return row
        score, low, high = deployment.score_in(row, row.stderr, found)
        return row._replace(
            theta=found.ability, stderr=found.stderr, score=score, low=low, high=high
        )


def own(
    catalog: Catalog,
    need: Need,
    asked: HostingOptions,
    *,
    alone: bool,
    adjust: Adjust | None = None,
    only: str | None = None,
    places: list[Hardware] | None = None,
) -> OwnDeployments:
    """
    The best deployment of each open model that takes the work, at each effort that is rated.

    Beside hosted routes, only formats with a small loss that was read: one estimate stands for
    a model. *alone*, any sane format, and the estimates are those in it. *only* one model, if it
    is named. On *places*, else on the hardware that is *asked* for.

    Raises:
        UserError: hardware that is unknown or has no price; a value that is absurd.
    """
    search = _Search(catalog, need, asked, alone, places or _places(catalog, asked))
    by_model = efforts(estimates_of(catalog, need.task.id, need.language, adjust))
    limits = limits_of(need)
    ways: dict[tuple[str, str | None], Way] = {}
    offerings: dict[str, Offering] = {}
    deployments: dict[str, dict[str | None, Deployed]] = {}
    for arch in sorted(catalog.architectures.values(), key=lambda one: one.model):
        model = catalog.models[arch.model]
        if catalog.own_layer and model.id in catalog.own_layer.forbidden:
            continue
        if only not in (None, model.id) or not selfhost.may_run(catalog, limits, model):
            continue
        for effort, job, way in _ways(search, arch, by_model.get(model.id) or (None,)):
            found, size = _as_offering(search, model, effort, job, way)
            ways[model.id, effort] = way
            offerings[found.id] = found
            deployments.setdefault(found.id, {})[effort] = size
    return OwnDeployments(tuple(offerings.values()), ways, alone, deployments)


def limits_of(need: Need) -> Need:
    """*need* as it is put to a model that its user runs: open weights, licensed for the use."""
    return need._replace(open_weights=True, licence=need.licence or LicenceNeed("commercial"))


class _Search(NamedTuple):
    """What deployments are searched for, and on which hardware."""

    catalog: Catalog
    need: Need
    asked: HostingOptions
    alone: bool
    places: list[Hardware]


def _ways(
    search: _Search, arch: Architecture, rows: Iterable[Estimate | None]
) -> Iterator[tuple[str | None, HostingJob, Way]]:
    """The best way to run a model at each of its efforts, where there is one, and the job."""
    catalog, need = search.catalog, search.need
    calibration, tables = calibration_of(catalog), hardware(catalog)
    searched: dict[tuple[HostingJob, float | None, float], Way | None] = {}
    for row in rows:
        effort = row.effort if row else None
        estimate = row if row and _is_rated(need, row) else None
        job = job_at(catalog, need, search.asked, catalog.models[arch.model], effort)
        theta = estimate.theta if estimate else None
        stderr = estimate.stderr * calibration if estimate else 0.0
        key = job, theta, stderr
        if key not in searched:
            searched[key] = own_routes.cheapest(
                *(arch, search.places, tables, job),
                small_loss=not search.alone,
                ability=theta,
                stderr=stderr,
            )
        way = searched[key]
        if way is not None:
            yield effort, job, way


def job_at(
    catalog: Catalog, need: Need, asked: HostingOptions, model: Model, effort: str | None
) -> HostingJob:
    """What has to run where models are ranked, of *model* at *effort*."""
    job, _ = hosting_job.job_of(catalog, need, asked, model, effort)
    return job._replace(
        context_tokens=max(job.context_tokens, need.min_context_tokens or 0),
        least_bits=hosting_job.LEAST_BITS,
    )


def _as_offering(
    search: _Search, model: Model, effort: str | None, job: HostingJob, way: Way
) -> tuple[Offering, Deployed]:
    """*way* as an offering of the user's own, and what it stands for at *effort*."""
    record = search.catalog.record("architectures", model.id)
    name = str(record.get("repository") or model.id)
    found = own_routes.offering(way, name, job.load.requests)
    if search.asked.purchase_usd is not None:  # the user says it on the day of the need
        found = found._replace(price_read=search.need.day)
    spread = hosting_job.length_spread(search.catalog, search.need, model, effort)
    size = own_routes.deployed(way, job, spread)
    return found, size._replace(price_read=found.price_read)


def _places(catalog: Catalog, asked: HostingOptions) -> list[Hardware]:
    """The hardware that is named, else all that can be rented, or bought at a known price."""
    bought = ownership(asked)
    named, _ = hardware_of(catalog, asked)
    if bought is not None:
        if named is None and bought.purchase_usd is not None:
            raise UserError(
                said("--purchase-usd is the price of one accelerator, and none is named"),
                hint=said("add --gpu, as 2xL40S"),
            )
        cards = [named.accelerator] if named else catalog.accelerators.values()
        is_stated = bought.purchase_usd is not None
        priced = [one for one in cards if one.power_w and (is_stated or one.purchase_usd)]
        if not priced:
            raise UserError(
                said("no purchase price and power is known of this hardware"),
                hint=said("--gpu 2xL40S --purchase-usd PRICE, with your numbers"),
            )
        return [named] if named else [Hardware(one) for one in priced if _is_measured(one)]
    if named is not None:
        return [named]
    rented = {one.accelerator for one in catalog.rentals if one.provider_kind != MARKETPLACE}
    cards = [one for one in catalog.accelerators.values() if one.id in rented]
    return [Hardware(one) for one in cards if _is_measured(one)]


def _is_measured(accelerator: Accelerator) -> bool:
    return accelerator.vendor in MEASURED_VENDORS


def _is_rated(need: Need, row: Estimate) -> bool:
    """Whether *row* has evidence enough to be ranked."""
    return row.model_scores >= MIN_SCORES or need.include_unrated
