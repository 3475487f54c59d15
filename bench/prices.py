"""
Our prices beside those of the package genai-prices: which pairs differ, as a page.

    python bench/prices.py > docs/price-differences.md

A pair is an offering of ours and a model of theirs at the same provider under the same identifier
of the API. It agrees where every length, service and cache price of the catalog's day is the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from llmpick.core.cost import price_lists
from llmpick.core.facts.records import Offering

PROVIDERS = {
    "anthropic": "anthropic",
    "arcee": "arcee",
    "aws": "amazon-bedrock",
    "azure": "azure",
    "baseten": "baseten",
    "cerebras": "cerebras",
    "cloudflare": "cloudflare",
    "cohere": "cohere",
    "databricks": "databricks",
    "deepseek": "deepseek",
    "fireworks": "fireworks",
    "google": "google",
    "groq": "groq",
    "meta": "meta",
    "minimax": "minimax",
    "mistral": "mistral",
    "modal": "modal",
    "moonshotai": "moonshotai",
    "novita": "novita",
    "openai": "openai",
    "openrouter": "openrouter",
    "ovhcloud": "ovhcloud",
    "perplexity": "perplexity",
    "together": "together",
    "x-ai": "xai",
    "zai": "zai",
    "zhipuai": "zhipuai",
}
"""Providers of theirs, as ours."""

SERVICES = ("standard", "batch", "flex", "priority")
TERMS = ("input", "output", "cache read", "cache write", "cache write 1 h")


class Pair(NamedTuple):
    """An offering of ours, and their provider and model."""

    offering: Offering
    provider: Any
    model: Any


class Difference(NamedTuple):
    """One price per Mtok that is not the same, for requests over *length* input tokens."""

    pair: Pair
    service: str
    length: int
    term: str
    ours: float
    theirs: float


def pairs(offerings: Iterable[Offering]) -> Iterator[Pair]:
    """Every offering in US dollars that both know; an identifier that several have is left out."""
    from genai_prices.data import providers

    ours: dict[tuple[str, str], list[Offering]] = {}
    for offering in offerings:
        ours.setdefault((offering.provider, offering.api_model.lower()), []).append(offering)
    for provider in providers:
        for model in provider.models:
            found = ours.get((PROVIDERS.get(provider.id, ""), model.id.lower()), [])
            if len(found) == 1 and found[0].currency == "USD":
                yield Pair(found[0], provider, model)


def theirs(pair: Pair, day: str, service: str) -> Any:
    """Their list of that service at noon UTC of *day*, or None."""
    moment = datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    if service == "standard":
        return pair.model.get_prices(moment)
    named = [variant.when for variant in pair.model.price_variants or ()]
    wanted = next((when for when in named if service in when.values()), None)
    return pair.model.get_prices(moment, wanted) if wanted else None


def context(pair: Pair, service: str) -> dict[str, Any] | None:
    """What their calculation is told of the service."""
    for variant in pair.model.price_variants or ():
        if service in variant.when.values():
            return dict(variant.when)
    return None


def amounts(price: Any, length: int) -> tuple[float, ...] | None:
    """Their prices per Mtok for requests of *length* input tokens; a missing one as charged."""

    def of(key: str) -> float | None:
        found = getattr(price, key)
        if found is None:
            return None
        if hasattr(found, "tiers"):
            over = [tier.price for tier in found.tiers if length > tier.start]
            return float(over[-1] if over else found.base)
        return float(found)

    into, out = of("input_mtok"), of("output_mtok")
    if into is None or out is None:
        return None
    read, write, longer = of("cache_read_mtok"), of("cache_write_mtok"), of("cache_write_1h_mtok")
    write = into if write is None else write
    longer = write if longer is None else longer
    return (into, out, into if read is None else read, write, longer)


def lengths(pair: Pair, price: Any) -> list[int]:
    """One input length within each tier that either has."""
    starts = {
        item.over_input_tokens for item in pair.offering.price_lists if item.over_input_tokens
    }
    for found in price.__dict__.values():
        starts |= {tier.start for tier in getattr(found, "tiers", ())}
    return [1, *(length for start in sorted(starts) for length in (int(start), int(start) + 1))]


def ours(pair: Pair, day: str, service: str, length: int) -> tuple[float, ...] | None:
    """Our prices, likewise."""
    price = price_lists.prices(pair.offering, length, day, service)
    return price and price_lists.explicit(price)[1:6]


def services(pair: Pair, day: str) -> list[str]:
    """The services that both price."""
    return [
        service
        for service in SERVICES
        if theirs(pair, day, service) is not None and ours(pair, day, service, 1) is not None
    ]


def differences(pair: Pair, day: str) -> Iterator[Difference]:
    """Every price of the pair that is not the same."""
    for service in services(pair, day):
        price = theirs(pair, day, service)
        for length in lengths(pair, price):
            own, other = ours(pair, day, service, length), amounts(price, length)
            if own is None or other is None:
                continue
            for term, one, two in zip(TERMS, own, other, strict=False):
                if term == "cache write 1 h":
                    continue
                if abs(one - two) > 1e-9 * max(one, two):
                    yield Difference(pair, service, length, term, one, two)


def priced_alike(pair: Pair, day: str) -> bool:
    """Whether both price the pair, and alike."""
    known = theirs(pair, day, "standard")
    plain = known is not None and amounts(known, 1) is not None
    odd = known is not None and any(
        known.__dict__.get(key) is not None
        for key in ("requests_kcount", "input_mchars", "output_citation_mtok")
    )
    fees = pair.offering.prices[6:] if pair.offering.prices else ()
    odd = odd or any(amount is not None for amount in fees)
    return plain and not odd and not any(differences(pair, day))


def rows(found: Iterable[Difference]) -> Iterator[tuple[Difference, str]]:
    """The differences with their lengths: those that only the length tells apart are one row."""
    by_amounts: dict[tuple[object, ...], list[Difference]] = {}
    for row in found:
        key = (row.pair.offering.id, row.service, row.term, row.ours, row.theirs)
        by_amounts.setdefault(key, []).append(row)
    for group in by_amounts.values():
        yield group[0], ", ".join(f"{row.length:,}" for row in group)


def page(offerings: Iterable[Offering], source_of: Any, day: str) -> Iterator[str]:
    """The page of pairs that differ; *source_of* gives our source and its days."""
    import importlib.metadata

    found = list(pairs(offerings))
    unlike = [row for pair in found for row in differences(pair, day)]
    alike = sum(priced_alike(pair, day) for pair in found)
    version = importlib.metadata.version("genai-prices")
    models = len({row.pair.offering.id for row in unlike})
    yield "# Where our prices and those of genai-prices differ"
    yield ""
    yield f"Made by `python bench/prices.py` with genai-prices {version}, for {day}."
    yield (
        f"Both know {len(found)} pairs of provider and model by the same identifier; {alike} agree "
        f"in every length, service and cache price, {models} differ in one or more, "
        f"{len(found) - alike - models} have a price or a fee that only one of both knows."
    )
    yield "Prices are US dollars a Mtok; a missing cache price is the input price, in both."
    yield "Neither side is right by being listed: the sources and the days say what to look up."
    yield ""
    heads = ("route", "service", "input tokens", "term", "ours", "theirs")
    yield f"| {' | '.join((*heads, 'our source', 'since', 'read', 'their source'))} |"
    yield "| --- | --- | --: | --- | --: | --: | --- | --- | --- | --- |"
    for row, lengths_ in rows(unlike):
        source, since, read = source_of(row)
        urls = row.pair.provider.pricing_urls or ["not said"]
        yield (
            f"| {row.pair.offering.id} | {row.service} | {lengths_} | {row.term} "
            f"| {row.ours:g} | {row.theirs:g} | {source} | {since} | {read} | {urls[0]} |"
        )


def main() -> None:
    """Print the page for the catalog's own day."""
    from llmpick.catalog.load import CHECKOUT, load
    from llmpick.inputs.names import record_path

    catalog = load(CHECKOUT)
    day = catalog.meta.own_day

    def source_of(row: Difference) -> tuple[str, str, str]:
        record = catalog.record("offerings", record_path(row.pair.offering))
        lists = [
            entry
            for entry in record["prices"]
            if not entry.get("disputed")
            and entry.get("service", "standard") == row.service
            and (entry.get("since") or "") <= day
            and (entry.get("over_input_tokens") or 0) < row.length
        ]
        entry = lists[-1] if lists else record["prices"][0]
        source = record["sources"][entry["source"]]
        name = source.get("url") or source.get("feed") or source.get("title")
        return name, entry.get("since", "start"), source["read"]

    print("\n".join(page(catalog.offerings, source_of, day)))


if __name__ == "__main__":
    main()
