"""What a call costs by the price lists of the catalog, and the most that it can cost."""

from __future__ import annotations

from collections.abc import Mapping

from llmpick.core.cost.bill import route_bill, spent
from llmpick.core.facts.records import Offering
from llmpick.core.need.need import Workload
from llmpick.trying.dialects import Usage
from llmpick.trying.prompts import Prompt

FRAME_TOKENS = 256
"""What a host may put around a prompt: roles, a system prompt of its own."""


def usd(
    offering: Offering, usage: Usage, images: int, rates: Mapping[str, float], day: str
) -> float | None:
    """
    US dollars of a call, by the lists in force on *day*.

    Args:
        offering: What was called.
        usage: Tokens as billed.
        images: How many were sent, where an image has a price of its own.
        rates: Units of each currency for one US dollar.
        day: ISO day.

    Returns:
        None where no price, or none in a known currency, is in force.
    """
    share = 1.0 / usage.input if usage.input else 0.0
    work = Workload(
        requests_per_month=1,
        input_tokens=usage.input,
        output_tokens=usage.output,
        cache_read_share=usage.cache_read * share,
        reasoning_tokens=0,
        cache_write_share=usage.cache_write * share,
        images=float(images),
    )
    found = route_bill(offering, work, rates, day)
    return None if found is None else spent(found, float(usage.reasoning or 0)).total


def most_input_tokens(prompt: Prompt, image_tokens: float) -> int:
    """
    The most tokens that *prompt* can be: a token of text is a byte at least.

    Args:
        prompt: What is sent.
        image_tokens: The most that one image can be.
    """
    text = len(prompt.input.encode("utf-8", "replace"))
    return text + FRAME_TOKENS + round(image_tokens * len(prompt.images))


def most_usd(
    offering: Offering,
    input_tokens: int,
    output_tokens: int,
    images: int,
    rates: Mapping[str, float],
    day: str,
) -> float | None:
    """
    The most that a call of so many tokens can cost, whichever of them are thought or cached.

    Returns:
        None where it has no price.
    """
    cases = (
        Usage(input_tokens, output_tokens),
        Usage(input_tokens, 0, output_tokens),
        Usage(input_tokens, output_tokens, cache_write=input_tokens),
        Usage(input_tokens, 0, output_tokens, cache_write=input_tokens),
    )
    found = [usd(offering, case, images, rates, day) for case in cases]
    known = [one for one in found if one is not None]
    return max(known) if known else None
