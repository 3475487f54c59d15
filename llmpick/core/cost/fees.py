"""What is charged beside the tokens: by request, by search, and for keeping a cache."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from llmpick.core.facts.records import Fee, Offering, WholePrices
from llmpick.core.need.need import Workload
from llmpick.lang.said import said


def with_fees(
    price: WholePrices, offering: Offering, workload: Workload, input_tokens: float
) -> WholePrices:
    """
    *price* with the fees of an offering in what it asks for a call.

    Of a fee that goes by the size of a search's context, the smallest is taken.

    Args:
        price: What the tokens of a call are charged by.
        offering: Its fees, in US dollars; none are added to a list in another currency.
        workload: Searches of a call, and the hours of a month that its cached part is kept.
        input_tokens: Of a call, as this model counts them.
    """
    if not offering.fees or price.currency != "USD":
        return price
    calls = workload.calls_per_month * workload.attempts
    kept_mtok = input_tokens * workload.cache_read_share / 1e6
    counts = {
        "request": 1.0,
        "web-search": workload.searches,
        # hours are of a month, and a price is of a call
        "cached-mtok-hour": workload.cache_hours * kept_mtok / calls,
    }
    usd = 0.0
    for per, least, _ in ranges(offering):
        usd += counts[per] * least
    return price._replace(per_request=(price.per_request or 0.0) + usd) if usd else price


def lacks_search_fee(offering: Offering, workload: Workload) -> bool:
    """Whether searches are asked for and what they cost there is not known: so is the bill."""
    return bool(workload.searches) and not any(
        fee.per in ("web-search", "request") for fee in offering.fees
    )


def ranges(offering: Offering) -> Iterator[tuple[str, float, float]]:
    """What each fee is of, with its least and its largest amount in US dollars."""
    for per, fees in groupby(sorted(offering.fees), key=_of):
        amounts = [fee.usd for fee in fees]
        yield per, min(amounts), max(amounts)


def _of(fee: Fee) -> str:
    return fee.per


UNHEARD = (
    said("hours of a cache are not priced: no fee of keeping one is known here"),
    said("images change nothing: no fee by image is known here; --image-size counts tokens"),
)
"""What is said where an option of the work changes nothing."""


def remarks(offering: Offering, workload: Workload) -> Iterator[str]:
    """What the fees of an offering leave open, and what of the work costs nothing there."""
    known = {per: (least, most) for per, least, most in ranges(offering)}
    asked = {"request": 1.0, "web-search": workload.searches}
    words = {"request": "requests", "web-search": "searches"}
    for per, times in asked.items():
        if times and per in known and known[per][0] < known[per][1]:
            least, most = (f"{1000 * amount:g}" for amount in known[per])
            yield (
                f"fee of {least} USD for 1,000 {words[per]}, at the smallest search context; "
                f"{most} at the largest"
            )
    if workload.cache_hours and "cached-mtok-hour" not in known:
        yield UNHEARD[0]
    if workload.images and "image" not in (workload.media or "") and not _by_image(offering):
        yield UNHEARD[1]


def _by_image(offering: Offering) -> bool:
    lists = (offering.prices, *(item.prices for item in offering.price_lists))
    return any(prices is not None and prices.per_image for prices in lists)
