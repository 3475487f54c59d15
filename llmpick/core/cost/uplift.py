"""What pinning a region costs where a provider charges more for it than its list price."""

from collections.abc import Iterable, Mapping, Sequence

from llmpick.core.cost.price_lists import times
from llmpick.core.facts.records import Model, Offering, Uplift
from llmpick.lang.said import said


def applies(
    offering: Offering, model: Model, regions: Sequence[str], uplifts: Mapping[str, Uplift]
) -> Uplift | None:
    """
    The uplift of an offering where requests are kept in certain regions.

    Args:
        offering: One with a region of its own has its price in the list already.
        model: Its model, as some uplifts begin with a release.
        regions: Codes of the regions that the need allows; none: anywhere.
        uplifts: The uplift of each provider that has one.

    Returns:
        The uplift, or None where the list price holds.
    """
    uplift = uplifts.get(offering.provider)
    if not regions or uplift is None or offering.region is not None:
        return None
    # one allowed region at the list price is enough: requests can be kept there
    if any(region in uplift.home for region in regions):
        return None
    since = uplift.models_since
    # a model of unknown date counts as late: the cost must not be understated
    late = since is None or model.released is None or model.released >= since
    return uplift if late else None


def uplifted(
    offerings: Iterable[Offering],
    models: Mapping[str, Model],
    regions: Sequence[str],
    uplifts: Mapping[str, Uplift],
) -> list[Offering]:
    """*offerings* at the prices of a pinned region."""
    found = []
    for offering in offerings:
        uplift = applies(offering, models[offering.model], regions, uplifts)
        found.append(_times(offering, uplift.factor) if uplift else offering)
    return found


def _times(offering: Offering, factor: float) -> Offering:
    lists = tuple(item._replace(prices=times(item.prices, factor)) for item in offering.price_lists)
    base = times(offering.prices, factor) if offering.prices else None
    return offering._replace(prices=base, price_lists=lists)


def words(uplift: Uplift) -> str:
    """What was added, for a person."""
    return said("with {percent:g} % for the region", percent=(uplift.factor - 1) * 100)
