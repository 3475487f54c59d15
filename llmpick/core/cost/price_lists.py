"""Which price of an offering holds: by day, length of the request, service and hour."""

from collections.abc import Iterable
from itertools import pairwise
from typing import cast

from llmpick.core.cost.fees import with_fees
from llmpick.core.facts.records import (
    AMOUNTS,
    Amount,
    ListedPrices,
    Offering,
    PriceList,
    Prices,
    WholePrices,
)
from llmpick.core.need.need import Workload


def settled(offering: Offering, day: str) -> Offering:
    """
    *offering* with the base price list in force on *day* as its base.

    The one before it stays among the lists.
    """
    newest, own = offering.price_since or "", offering
    for item in own.price_lists:
        since = item.since or ""
        if not _is_base(item) or item.begins > day or since < newest:
            continue
        newest = since
        offering = offering._replace(
            price_read=item.read, price_since=item.since, prices=item.prices
        )
    if offering is own or own.prices is None:
        return offering
    former = PriceList(own.price_since, "standard", None, None, own.price_read, None, own.prices)
    return offering._replace(price_lists=(*own.price_lists, former))


def base_on(offering: Offering, day: str) -> ListedPrices | None:
    """The base price list of *offering* that was in force on *day*, where that is known."""
    found, newest = None, ""
    if (offering.price_since or "") <= day:
        found, newest = offering.prices, offering.price_since or ""
    for item in offering.price_lists:
        if _is_base(item) and item.begins <= day and (item.since or "") >= newest:
            found, newest = item.prices, item.since or ""
    return found


def known_from(offering: Offering, day: str) -> str | None:
    """
    The first day after *day* on which a price of *offering* is known.

    None where one is known on *day*, or on none.
    """
    if _whole(offering.prices) is not None:
        return None
    ahead = [one.begins for one in offering.price_lists if _is_base(one) and one.begins > day]
    return min(ahead, default=None)


def _is_base(item: PriceList) -> bool:
    """Whether it prices standard service at any length and hour."""
    return item.service == "standard" and item.window is None and item.over_input_tokens is None


def prices(
    offering: Offering,
    input_tokens: float,
    day: str,
    service: str = "standard",
    window: str | None = None,
) -> WholePrices | None:
    """
    The prices in force on *day* for requests of *input_tokens*, as this model counts them.

    A list of another service, window or length is laid over the standard one: a cache price that
    it leaves out moves as its input price does (Anthropic's batch halves all of them alike). A
    length that only the standard service prices apart keeps the proportion that service and
    standard have below it.

    Returns:
        None where no input or output price, or no list of that service, is in force.
    """
    if not offering.price_lists:
        return _whole(offering.prices) if service == "standard" and window is None else None
    base, tier = _lists(offering, input_tokens, day, "standard", None)
    below = _whole(base.prices if base else offering.prices)
    if below is None:
        return None
    if service == "standard" and window is None:
        return below if tier is None else _longer(below, tier.prices)
    own, own_tier = _lists(offering, input_tokens, day, service, window)
    if own is None:
        return None
    found = _serviced(below, own.prices)
    if own_tier is not None:
        return _serviced(found, own_tier.prices)
    return found if tier is None else _in_proportion(_longer(below, tier.prices), below, found)


def _lists(
    offering: Offering, input_tokens: float, day: str, service: str, window: str | None
) -> tuple[PriceList | None, PriceList | None]:
    """The newest list of the service and window that has begun, and that of the length."""
    base: PriceList | None = None
    tier: PriceList | None = None
    newest = (offering.price_since or "") if service == "standard" and window is None else ""
    for item in offering.price_lists:
        since = item.since or ""
        if item.service != service or item.window != window or item.begins > day:
            continue
        if item.over_input_tokens is None:
            if since >= newest:
                newest, base = since, item
        elif input_tokens > item.over_input_tokens and _reach(item) >= _reach(tier):
            tier = item
    return base, tier


def _reach(tier: PriceList | None) -> tuple[int, str]:
    """Which of two tiers prices a request: the longer one, then the newer list of it."""
    return (0, "") if tier is None else (tier.over_input_tokens or 0, tier.since or "")


def _whole(listed: ListedPrices | None) -> WholePrices | None:
    """*listed* where it prices both input and output."""
    if listed is None or listed.input_per_mtok is None or listed.output_per_mtok is None:
        return None
    return cast("WholePrices", listed)


def times(prices: Prices[Amount], factor: float, names: Iterable[str] = AMOUNTS) -> Prices[Amount]:
    """*prices* with the amounts of those *names* multiplied; what has no price keeps none."""
    amounts = ((name, getattr(prices, name)) for name in names)
    return prices._replace(
        **{name: amount * factor for name, amount in amounts if amount is not None}
    )


def _over(below: WholePrices, stated: ListedPrices) -> WholePrices:
    """What *stated* prices, and *below* for the rest."""
    amounts = (
        under if amount is None else amount
        for under, amount in zip(below[1:], stated[1:], strict=True)
    )
    return Prices(below.currency, *amounts)  # type: ignore[arg-type]


CACHE = ("cache_read_per_mtok", "cache_write_per_mtok", "cache_write_1h_per_mtok")
FEES = ("per_request", "per_image")


def _longer(below: WholePrices, tier: ListedPrices) -> WholePrices:
    """What *tier* prices; the cache by the factor of its input, the rest as *below*."""
    return _over(times(below, _factor(below.input_per_mtok, tier.input_per_mtok), CACHE), tier)


def _serviced(below: WholePrices, stated: ListedPrices) -> WholePrices:
    """What *stated* prices; the rest of *below* by the factor of its input, or of its output."""
    into = _factor(below.input_per_mtok, stated.input_per_mtok)
    out = _factor(below.output_per_mtok, stated.output_per_mtok)
    rest = times(below, into, (*CACHE, *FEES, "input_audio_per_mtok"))
    return _over(times(rest, out, ("output_thinking_per_mtok", "output_audio_per_mtok")), stated)


def _factor(before: float, after: float | None) -> float:
    """1 where there is no new price, or nothing to compare it with."""
    return after / before if after is not None and before else 1.0


def _in_proportion(long: WholePrices, short: WholePrices, service: WholePrices) -> WholePrices:
    """The list of a service for *long* requests, from its list for *short* ones."""

    def scaled(length: float | None, usual: float | None, own: float | None) -> float | None:
        return length * own / usual if length is not None and usual and own is not None else length

    amounts = map(scaled, long[1:], short[1:], service[1:])
    return Prices(long.currency, *amounts)  # type: ignore[arg-type]


def mixed(one: WholePrices, other: WholePrices, share: float) -> WholePrices:
    """The list that charges what *one* does for the rest and *other* for *share* of the work."""
    if not share or one.currency != other.currency:
        return one
    pairs = zip(explicit(one)[1:], explicit(other)[1:], strict=True)
    return Prices(one.currency, *(a + share * (b - a) for a, b in pairs))  # type: ignore[operator]


def explicit(price: WholePrices) -> WholePrices:
    """*price* with what each amount that it leaves out is charged as."""
    into, out = price.input_per_mtok, price.output_per_mtok
    write = _or(price.cache_write_per_mtok, into)
    return price._replace(
        cache_read_per_mtok=_or(price.cache_read_per_mtok, into),
        cache_write_per_mtok=write,
        cache_write_1h_per_mtok=_or(price.cache_write_1h_per_mtok, write),
        output_thinking_per_mtok=_or(price.output_thinking_per_mtok, out),
        per_request=price.per_request or 0.0,
        per_image=price.per_image or 0.0,
        input_audio_per_mtok=_or(price.input_audio_per_mtok, into),
        output_audio_per_mtok=_or(price.output_audio_per_mtok, out),
    )


def _or(amount: float | None, usual: float) -> float:
    return usual if amount is None else amount


def charged(
    offering: Offering, workload: Workload, input_tokens: float, day: str
) -> WholePrices | None:
    """
    The one list that stands for all that *workload* is charged by.

    Args:
        offering: What is sold.
        workload: Its services, and its share of peak hours.
        input_tokens: Of a request, as this model counts them.
        day: ISO day.
    """
    if not offering.price_lists:
        alone = _whole(offering.prices)
        return alone and with_fees(alone, offering, workload, input_tokens)
    whole = not offering.marginal_tiers
    price = (prices if whole else _by_bracket)(offering, input_tokens, day)
    if price is None:
        return None
    if offering.peak_share:
        peak = prices(offering, input_tokens, day, "standard", "peak")
        share = offering.peak_share if workload.peak_share is None else workload.peak_share
        price = mixed(price, peak, share) if peak else price
    if workload.service != "standard":
        price = prices(offering, input_tokens, day, workload.service) or price
    if workload.batch_share:
        batch = prices(offering, input_tokens, day, "batch")
        price = mixed(price, batch, workload.batch_share) if batch else price
    return with_fees(price, offering, workload, input_tokens)


def _by_bracket(offering: Offering, input_tokens: float, day: str) -> WholePrices | None:
    """Each list for the part of the input that lies in its bracket, output in proportion."""
    ends = sorted(
        {
            float(item.over_input_tokens)
            for item in offering.price_lists
            if item.over_input_tokens and item.over_input_tokens < input_tokens
        }
    )
    found = prices(offering, 0, day)
    for start, end in pairwise((*ends, input_tokens)):
        above = prices(offering, end, day)
        if found is not None and above is not None:
            found = mixed(found, above, (end - start) / end)
    return found
