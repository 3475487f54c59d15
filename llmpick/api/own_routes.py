"""The user's own deployments among the routes of a decision."""

from __future__ import annotations

from typing import NamedTuple

from llmpick.api import selfhost
from llmpick.api.decisions import Adjust
from llmpick.api.selfhost import Asked
from llmpick.catalog.load import Catalog
from llmpick.core import deployment, own_routes
from llmpick.core.facts import Estimate, Offering, Provider, Providers
from llmpick.core.hosting import MARKETPLACE, MEASURED_VENDORS, Hardware, Way
from llmpick.core.licences import LicenceNeed
from llmpick.core.need import Need
from llmpick.core.score import Facts


class Own(NamedTuple):
    """Offerings of the user's own, and the loss of ability, logits, in the format of each."""

    offerings: tuple[Offering, ...]
    ways: dict[str, Way]
    alone: bool

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
            offerings=[*hosted, *self.offerings], providers=providers, estimates=estimates
        )

    def _stored(self, row: Estimate) -> Estimate:
        """An estimate in the format that its model runs in, where only that is ranked."""
        way = self.ways.get(row.model)
        if way is None or not self.alone or not row.stderr:
            return row
        option = way.option._replace(ability=row.theta, stderr=row.stderr)
        found = deployment.quality(option)
        if found is None:
            return row
        slope = (row.high - row.low) / (2 * deployment.Z80 * row.stderr)
        score = min(1.0, max(0.0, row.score - slope * (row.theta - found.ability)))
        half = slope * deployment.Z80 * found.stderr
        return row._replace(
            theta=found.ability,
            stderr=found.stderr,
            score=score,
            low=max(0.0, score - half),
            high=min(1.0, score + half),
        )


def own(
    catalog: Catalog, need: Need, gpu: str | None, *, alone: bool, adjust: Adjust | None = None
) -> Own:
    """
    The best deployment of each open model that takes the work.

    Beside hosted routes, only formats with a small loss that was read: one estimate stands for
    a model. *alone*, any sane format, and the estimates are those in it.

    Raises:
        UserError: hardware that is unknown.
    """
    hardware, _ = selfhost.hardware_of(catalog, Asked(gpu=gpu))
    rented = {one.accelerator for one in catalog.rentals if one.provider_kind != MARKETPLACE}
    places = (
        [hardware]
        if hardware
        else [
            Hardware(one)
            for one in catalog.accelerators.values()
            if one.id in rented and one.vendor in MEASURED_VENDORS
        ]
    )
    calibration = float(catalog.fit.get("calibration", 1.0))
    estimates = selfhost.best_estimates(catalog, need, adjust)
    shop = selfhost.shop_of(catalog)
    limits = need._replace(open_weights=True, licence=need.licence or LicenceNeed("commercial"))
    ways: dict[str, Way] = {}
    for arch in catalog.architectures.values():
        model = catalog.models[arch.model]
        if not selfhost.may_run(catalog, limits, model):
            continue
        estimate = estimates.get(model.id)
        job, _ = selfhost.job_of(catalog, need, Asked(), model)
        context = max(job.context_tokens, need.min_context_tokens or 0)
        way = own_routes.cheapest(
            arch,
            places,
            shop,
            job._replace(context_tokens=context, least_bits=selfhost.LEAST_BITS),
            small_loss=not alone,
            ability=estimate.theta if estimate else None,
            stderr=estimate.stderr * calibration if estimate else 0.0,
        )
        if way is not None:
            ways[model.id] = way
    work = need.workload
    requests = work.requests_per_month * work.turns * work.attempts
    found = tuple(
        own_routes.offering(
            way, str(catalog.record("architectures", name).get("repository") or name), requests
        )
        for name, way in sorted(ways.items())
    )
    return Own(found, ways, alone)
