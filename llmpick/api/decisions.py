"""What to use, and models side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.api.facts import Adjust, rated
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import age
from llmpick.core.answers.decide import Decision, decide
from llmpick.core.facts.records import Fact
from llmpick.core.need.need import Need

if TYPE_CHECKING:
    from llmpick.api.deployments import OwnDeployments
    from llmpick.core.answers.compare import Comparison
    from llmpick.core.legal.regulations import RegulationFlag


def recommend(
    catalog: Catalog,
    need: Need,
    *,
    top: int = 10,
    by_route: bool = False,
    adjust: Adjust | None = None,
    robust: bool = True,
    whole: bool = True,
    method: str = "additive",
    own: OwnDeployments | None = None,
) -> Decision:
    """
    Rank what meets *need*, with the user's *own* deployments if any.

    It says how sure that is unless *robust* is False, and what the first place hangs on unless
    *whole* is False.

    Raises:
        StaleAnswer: what is picked rests on older prices than *need* takes.
    """
    tables = rated(catalog, need, adjust)
    tables = own.among(tables) if own else tables
    found = decide(
        need, tables, top=top, by_route=by_route, robust=robust, whole=whole, method=method
    )
    age.check(need, age.picked(found))
    return found


def spoken_labels(
    catalog: Catalog, need: Need, adjust: Adjust | None = None
) -> dict[tuple[str, str | None], str]:
    """What evidence there is for the language of the work alone, in a word, by (model, effort)."""
    if not need.language:
        return {}
    from llmpick.core.ranking import blend

    tongue = blend.language_task(need.language)
    rows = catalog.estimates(tongue)
    rows = adjust(tongue, rows) if adjust and rows else rows
    return {(row.model, row.effort): row.label for row in rows}


def flags(catalog: Catalog, need: Need, decision: Decision) -> list[RegulationFlag]:
    """
    The rules that are about the user, by region and sector, as the first route is run.

    None where no region is said. Information, not legal advice.
    """
    if need.region is None:
        return []
    from llmpick.core.facts.regions import overlap
    from llmpick.core.legal import regulations
    from llmpick.core.privacy import levels

    route = regulations.UNKNOWN_ROUTE
    if decision.ranking:
        first = decision.ranking[0].candidate.route
        provider, offering = first.provider, first.offering
        passed_on = levels.passes_on(provider, offering)
        law = None if passed_on else provider.jurisdiction
        home = ("EU", need.region) if overlap("EU", need.region) else (need.region,)
        here = levels.in_any_region(provider, offering, home, need.privacy_terms)
        route = regulations.RouteFacts(
            jurisdiction=law.value if law else None,
            in_region=here,
            hipaa_baa=_known(provider.hipaa_baa, passed_on),
            ismap=_known(provider.ismap, passed_on),
            self_hosted=provider.deployment == "self",
        )
    return regulations.flags(
        catalog.regulations.values(),
        region=need.region,
        sector=need.sector,
        day=need.day,
        route=route,
    )


def _known(fact: Fact[bool] | None, passed_on: bool) -> bool | None:
    return None if passed_on or fact is None else fact.value


def compare(
    catalog: Catalog,
    need: Need,
    names: Iterable[str],
    adjust: Adjust | None = None,
    own: OwnDeployments | None = None,
    effort: str | None = None,
) -> Comparison:
    """
    The named models side by side, with the user's *own* deployments if any.

    Those that are named without an effort stand at *effort*, if any, or the one nearest to it.

    Raises:
        AmbiguousName: a name fits several models. UnknownName: it fits none. StaleAnswer: a price
            is older than *need* takes.
    """
    from llmpick.core.answers import compare as sides
    from llmpick.inputs.names import model_of

    picks = [sides.NamedModel(name, *model_of(catalog, name)) for name in names]
    facts = rated(catalog, need, adjust)
    found = sides.compare(need, own.among(facts) if own else facts, picks, effort)
    age.check(need, found.offerings)
    return found
