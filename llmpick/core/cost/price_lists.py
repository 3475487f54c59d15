"""Which price of an offering holds: by day, length of the request, service and hour."""

from itertools import pairwise
from typing import NamedTuple

from llmpick.core.facts.records import Offering, Terms
from llmpick.core.need.need import Workload


class Prices(NamedTuple):
    """Prices of one request length and service, per Mtok in *currency*; None is not sold."""

    currency: str
    input: float
    output: float
    cache_read: float | None
    cache_write: float | None = None
    cache_write_1h: float | None = None
    output_thinking: float | None = None
    per_request: float | None = None
    per_image: float | None = None


def settled(offering: Offering, day: str) -> Offering:
    """*offering* with the base price list in force on *day* as its base."""
    newest = offering.price_since or ""
    for terms in offering.terms:
        since = terms.since or ""
        if not _is_base(terms) or since > day or since < newest:
            continue
        newest = since
        offering = offering._replace(
            price_read=terms.read,
            price_since=terms.since,
            currency=terms.currency,
            input=terms.input,
            output=terms.output,
            cache_read=terms.cache_read,
            cache_write=terms.cache_write,
            cache_write_1h=terms.cache_write_1h,
            output_thinking=terms.output_thinking,
            per_request=terms.per_request,
            per_image=terms.per_image,
        )
    return offering


def _is_base(terms: Terms) -> bool:
    return terms.service == "standard" and terms.window is None and terms.over_input_tokens is None


def prices(
    offering: Offering,
    input_tokens: float,
    day: str,
    service: str = "standard",
    window: str | None = None,
) -> Prices | None:
    """
    The prices in force on *day* for requests of *input_tokens*, as this model counts them.

    A list of another service, window or length is laid over the standard one: a cache price that
    it leaves out moves as its input price does (Anthropic's batch halves all of them alike). A
    length that only the standard service prices apart keeps the proportion that service and
    standard have below it.

    Returns:
        None where no input or output price, or no list of that service, is in force.
    """
    if not offering.terms:
        return _base(offering) if service == "standard" and window is None else None
    base, tier = _lists(offering, input_tokens, day, "standard", None)
    below = _base(offering) if base is None else _whole(base)
    if below is None:
        return None
    if service == "standard" and window is None:
        return below if tier is None else _longer(below, tier)
    own, own_tier = _lists(offering, input_tokens, day, service, window)
    if own is None:
        return None
    found = _serviced(below, own)
    if own_tier is not None:
        return _serviced(found, own_tier)
    return found if tier is None else _in_proportion(_longer(below, tier), below, found)


def _base(offering: Offering) -> Prices | None:
    if offering.input is None or offering.output is None or offering.currency is None:
        return None
    return Prices(
        offering.currency,
        offering.input,
        offering.output,
        offering.cache_read,
        offering.cache_write,
        offering.cache_write_1h,
        offering.output_thinking,
        offering.per_request,
        offering.per_image,
    )


def _lists(
    offering: Offering, input_tokens: float, day: str, service: str, window: str | None
) -> tuple[Terms | None, Terms | None]:
    """The newest list of the service and window that has begun, and that of the length."""
    base: Terms | None = None
    tier: Terms | None = None
    newest = (offering.price_since or "") if service == "standard" and window is None else ""
    for terms in offering.terms:
        since = terms.since or ""
        if terms.service != service or terms.window != window or since > day:
            continue
        if terms.over_input_tokens is None:
            if since >= newest:
                newest, base = since, terms
        elif input_tokens > terms.over_input_tokens and _reach(terms) >= _reach(tier):
            tier = terms
    return base, tier


def _reach(tier: Terms | None) -> tuple[int, str]:
    """Which of two tiers prices a request: the longer one, then the newer list of it."""
    return (0, "") if tier is None else (tier.over_input_tokens or 0, tier.since or "")


def _whole(terms: Terms) -> Prices | None:
    if terms.input is None or terms.output is None:
        return None
    return Prices(
        terms.currency,
        terms.input,
        terms.output,
        terms.cache_read,
        terms.cache_write,
        terms.cache_write_1h,
        terms.output_thinking,
        terms.per_request,
        terms.per_image,
    )


def _over(below: Prices, terms: Terms) -> Prices:
    """What *terms* price, and *below* for the rest."""
    return Prices(
        below.currency,
        below.input if terms.input is None else terms.input,
        below.output if terms.output is None else terms.output,
        below.cache_read if terms.cache_read is None else terms.cache_read,
        below.cache_write if terms.cache_write is None else terms.cache_write,
        below.cache_write_1h if terms.cache_write_1h is None else terms.cache_write_1h,
        below.output_thinking if terms.output_thinking is None else terms.output_thinking,
        below.per_request if terms.per_request is None else terms.per_request,
        below.per_image if terms.per_image is None else terms.per_image,
    )


def _longer(below: Prices, tier: Terms) -> Prices:
    """What *tier* prices; the cache by the factor of its input, the rest as *below*."""
    into = tier.input / below.input if tier.input is not None and below.input else 1.0

    def scaled(amount: float | None) -> float | None:
        return None if amount is None else amount * into

    cached = below._replace(
        cache_read=scaled(below.cache_read),
        cache_write=scaled(below.cache_write),
        cache_write_1h=scaled(below.cache_write_1h),
    )
    return _over(cached, tier)


def _serviced(below: Prices, terms: Terms) -> Prices:
    """What *terms* price; the rest of *below* by the factor of its input, or of its output."""
    into = terms.input / below.input if terms.input is not None and below.input else 1.0
    out = terms.output / below.output if terms.output is not None and below.output else 1.0

    def scaled(amount: float | None, factor: float = into) -> float | None:
        return None if amount is None else amount * factor

    rest = Prices(
        below.currency,
        below.input,
        below.output,
        scaled(below.cache_read),
        scaled(below.cache_write),
        scaled(below.cache_write_1h),
        scaled(below.output_thinking, out),
        scaled(below.per_request),
        scaled(below.per_image),
    )
    return _over(rest, terms)


def _in_proportion(long: Prices, short: Prices, service: Prices) -> Prices:
    """The list of a service for *long* requests, from its list for *short* ones."""

    def scaled(length: float | None, usual: float | None, own: float | None) -> float | None:
        return length * own / usual if length is not None and usual and own is not None else length

    amounts = map(scaled, long[1:], short[1:], service[1:])
    return Prices(long.currency, *amounts)  # type: ignore[arg-type]


def mixed(one: Prices, other: Prices, share: float) -> Prices:
    """The list that charges what *one* does for the rest and *other* for *share* of the work."""
    if not share or one.currency != other.currency:
        return one
    first, second = explicit(one), explicit(other)
    amounts = (a + share * (b - a) for a, b in zip(first, second, strict=True))
    return Prices(one.currency, *amounts)


def explicit(price: Prices) -> tuple[float, ...]:
    """The amounts of *price*, with what each missing one is charged as."""
    write = price.input if price.cache_write is None else price.cache_write
    return (
        price.input,
        price.output,
        price.input if price.cache_read is None else price.cache_read,
        write,
        write if price.cache_write_1h is None else price.cache_write_1h,
        price.output if price.output_thinking is None else price.output_thinking,
        price.per_request or 0.0,
        price.per_image or 0.0,
    )


def charged(offering: Offering, workload: Workload, input_tokens: float, day: str) -> Prices | None:
    """
    The one list that stands for all that *workload* is charged by.

    Args:
        offering: What is sold.
        workload: Its services, and its share of peak hours.
        input_tokens: Of a request, as this model counts them.
        day: ISO day.
    """
    if not offering.terms:
        return _base(offering)
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
    return price


def _by_bracket(offering: Offering, input_tokens: float, day: str) -> Prices | None:
    """Each list for the part of the input that lies in its bracket, output in proportion."""
    ends = sorted(
        {
            float(terms.over_input_tokens)
            for terms in offering.terms
            if terms.over_input_tokens and terms.over_input_tokens < input_tokens
        }
    )
    found = prices(offering, 0, day)
    for start, end in pairwise((*ends, input_tokens)):
        above = prices(offering, end, day)
        if found is not None and above is not None:
            found = mixed(found, above, (end - start) / end)
    return found
