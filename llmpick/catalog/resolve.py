"""
From records to the facts in force on one day.

Of a fact's values, the one in force is the last that is not disputed and has begun. Input are
tables that the schema has accepted, with days as ISO texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from llmpick.catalog.in_force import (
    Table,
    Tables,
    begun,
    in_force,
    known_from,
    tuple_of,
    value_of,
)
from llmpick.catalog.resolve_rules import licence, regulation
from llmpick.catalog.resolve_tasks import benchmark, scale_of, task, tokens_of
from llmpick.core.cost.media import MediaRule
from llmpick.core.facts.counting import Tokens
from llmpick.core.facts.days import listing_on
from llmpick.core.facts.estimates import Benchmark, Scale
from llmpick.core.facts.records import (
    AMOUNTS,
    ExchangeRate,
    Fact,
    Fee,
    Licence,
    ListedPrices,
    Model,
    Offering,
    PriceList,
    Prices,
    Provider,
    Task,
    Uplift,
)
from llmpick.core.legal.regulations import Regulation


class View(NamedTuple):
    """Everything in force on *day*; *until* is the first day on which a fact changes, if any."""

    day: str
    until: str | None
    models: tuple[Model, ...]
    offerings: tuple[Offering, ...]
    providers: tuple[Provider, ...]
    own_terms: tuple[tuple[str, Provider], ...]
    licences: tuple[Licence, ...]
    regulations: tuple[Regulation, ...]
    benchmarks: tuple[Benchmark, ...]
    tasks: tuple[Task, ...]
    scale: Scale
    tokens: Tokens


def view(tables: Tables, day: str) -> View:
    """The catalog as it stands on *day*; models not yet released then are left out."""
    seats = {
        name: value_of(table["facts"], "country", day)
        for name, table in tables["developers"].items()
    }
    models = tuple(
        _model(name, table, seats.get(name.partition("/")[0]), day)
        for name, table in sorted(tables["models"].items())
        if begun(table, day)
    )
    known = {model.id for model in models}
    scale = scale_of(tables["scale"]["scale"], tables["derived"].get("fit"))
    return View(
        day=day,
        until=_next_change(tables, day),
        models=models,
        offerings=tuple(
            offering
            for name, table in sorted(tables["offerings"].items())
            for offering in [_offering(name, table, day)]
            if offering.model in known
        ),
        providers=tuple(
            _provider(name, table, day) for name, table in sorted(tables["providers"].items())
        ),
        own_terms=tuple(
            (model, _own_terms(name, table, own, day))
            for name, table in sorted(tables["providers"].items())
            for model, own in sorted((table.get("own_terms") or {}).items())
            if not own.keys().isdisjoint(PROVIDER_FACTS)
        ),
        licences=tuple(
            licence(name, table, day) for name, table in sorted(tables["licences"].items())
        ),
        regulations=tuple(
            regulation(name, table) for name, table in sorted(tables["regulations"].items())
        ),
        benchmarks=tuple(
            benchmark(name, table, day) for name, table in sorted(tables["benchmarks"].items())
        ),
        tasks=tuple(
            task(name, table, scale.effort_multipliers)
            for name, table in sorted(tables["tasks"].items())
        ),
        scale=scale,
        tokens=tokens_of(tables, models, day),
    )


def _model(name: str, table: Table, country: str | None, day: str) -> Model:
    """The model *name* as its *table* has it; *country* is its developer's."""
    facts = table["facts"]

    def get(fact: str) -> Any:
        return value_of(facts, fact, day)

    return Model(
        id=name,
        name=table["name"],
        family=table.get("family"),
        released=get("released"),
        knowledge_cutoff=get("knowledge_cutoff"),
        context_window_tokens=get("context_window_tokens"),
        max_output_tokens=get("max_output_tokens"),
        input_modalities=tuple_of(get("input_modalities")),
        output_modalities=tuple_of(get("output_modalities")),
        reasoning=get("reasoning"),
        tool_calling=get("tool_calling"),
        structured_output=get("structured_output"),
        open_weights=get("open_weights"),
        licence=get("licence"),
        licence_tag=get("licence_tag"),
        parameters_total_b=get("parameters_total_b"),
        parameters_active_b=get("parameters_active_b"),
        status=get("status"),
        deprecated_on=get("deprecated_on"),
        retires_on=get("retires_on"),
        replacement=get("replacement"),
        made_in=country,
    )


def _is_base(price: Table) -> bool:
    return (
        price.get("service", "standard") == "standard"
        and "window" not in price
        and "over_input_tokens" not in price
    )


def _offering(name: str, table: Table, day: str) -> Offering:
    facts = table["facts"]
    provider, developer, rest = name.split("/", 2)
    model, _, variant = rest.partition("@")
    prices = [price for price in table.get("prices") or [] if not price.get("disputed")]
    sources = table["sources"]
    unread = {
        number: known
        for number, price in enumerate(prices)
        if not price.get("since") and (known := known_from(price, sources)) > day
    }
    past = [
        price
        for number, price in enumerate(prices)
        if _is_base(price) and number not in unread and (price.get("since") or "") <= day
    ]
    base = in_force(past, day)
    # a maker's former ones stay: by them it is told who followed it
    gone = [base] if table["first_party"] else past
    read = sources[base["source"]]["read"] if base else None
    ends = value_of(facts, "retires_on", day)
    listing = value_of(facts, "listing", day) or "unknown"
    seen = value_of(facts, "last_listed_on", day)
    return Offering(
        model=f"{developer}/{model}",
        provider=provider,
        variant=variant or None,
        api_model=table["api_model"],
        first_party=table["first_party"],
        region=value_of(facts, "region", day),
        listing=listing_on(listing, ends, day, seen),
        retires_on=ends,
        listed_until=seen if ends is None and listing in ("retired", "removed") else None,
        quantised=value_of(facts, "quantised", day),
        other_terms=value_of(facts, "other_terms", day),
        volatile_price=value_of(facts, "volatile_price", day),
        price_read=read,
        price_since=base.get("since") if base else None,
        peak_share=_share_of_week(table.get("hours") or ()),
        marginal_tiers=value_of(facts, "marginal_tiers", day),
        prices=_prices(base) if base else None,
        price_lists=tuple(
            _price_list(price, sources[price["source"]]["read"], unread.get(number))
            for number, price in enumerate(prices)
            if not any(price is one for one in gone)
        ),
        fees=tuple(
            Fee(fee["per"], fee["usd"], fee.get("search_context"))
            for fee in table.get("fees") or ()
        ),
        requests_per_minute=value_of(facts, "requests_per_minute", day),
        tokens_per_minute=value_of(facts, "tokens_per_minute", day),
    )


def _price_list(price: Table, read: str, unread_until: str | None) -> PriceList:
    return PriceList(
        since=price.get("since"),
        unread_until=unread_until,
        service=price.get("service", "standard"),
        window=price.get("window"),
        over_input_tokens=price.get("over_input_tokens"),
        read=read,
        prices=_prices(price),
    )


def _prices(price: Table) -> ListedPrices:
    return Prices(price.get("currency", "USD"), *map(price.get, AMOUNTS))


def _share_of_week(hours: Iterable[Table]) -> float | None:
    """The part of a week that *hours* are, or None where there are none."""
    minutes = sum(
        len(entry["days"]) * ((_minute(until) - _minute(start)) % 1440 or 1440)
        for entry in hours
        for start, _, until in (span.partition("-") for span in entry["hours_utc"])
    )
    return minutes / (7 * 24 * 60) or None


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


PROVIDER_FACTS = tuple(Provider._fields[6:])


def _provider(name: str, table: Table, day: str) -> Provider:
    facts = table.get("facts") or {}

    def known(fact: str) -> Fact[Any] | None:
        entry = in_force(facts.get(fact), day)
        if entry is None:
            return None
        value = entry["value"]
        return Fact(tuple(value) if isinstance(value, list) else value, entry.get("confidence"))

    return Provider(
        name,
        table["name"],
        table.get("operator"),
        table["plan"],
        table["deployment"],
        table["token_priced"],
        *(known(fact) for fact in PROVIDER_FACTS),
    )


def _own_terms(name: str, table: Table, own: Table, day: str) -> Provider:
    """The provider as it serves one model: facts *own* to the model stand for its others."""
    return _provider(name, {**table, "facts": {**(table.get("facts") or {}), **own}}, day)


def uplifts(tables: Tables, day: str) -> list[Uplift]:
    """What providers ask more for a pinned region."""
    found = []
    for name, table in sorted(tables["providers"].items()):
        entry = in_force((table.get("facts") or {}).get("regional_uplift"), day)
        if entry is not None:
            home = tuple(entry.get("home") or ())
            found.append(Uplift(name, entry["value"], entry.get("models_since"), home))
    return found


def dialects(tables: Tables, day: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Provider, model where it has its own or None, and the dialects of API that it speaks."""
    found = []
    for name, table in sorted(tables["providers"].items()):
        owners: list[tuple[str | None, Table]] = [(None, table.get("facts") or {})]
        owners += sorted((table.get("own_terms") or {}).items())
        for model, facts in owners:
            entry = in_force(facts.get("api_dialects"), day)
            if entry is not None:
                found.append((name, model, tuple(entry["value"])))
    return found


def media(tables: Tables) -> list[MediaRule]:
    """How models count what is no text, one row a model and medium."""
    return [
        MediaRule(
            model,
            rule["medium"],
            rule["form"],
            rule.get("side_pixels"),
            rule.get("multiple", 1.0),
            rule.get("longest_edge_pixels"),
            rule.get("shortest_edge_pixels"),
            rule.get("smallest_pixels"),
            rule.get("most_patches"),
            rule.get("most_tokens"),
            rule.get("tokens"),
            rule.get("tokens_a_tile"),
        )
        for _, table in sorted(tables["media"].items())
        for rule in table["rules"]
        for model in rule["models"]
    ]


def rates(tables: Tables, offerings: Iterable[Offering], day: str) -> list[ExchangeRate]:
    """The newest rates of *day*, by currency, turned to US dollars by the same publisher's."""
    sold = {item.currency for item in offerings}
    sold |= {one.prices.currency for item in offerings for one in item.price_lists}
    found: dict[str, ExchangeRate] = {}
    for table in tables["rates"].values():
        newest: dict[str, Table] = {table["base"]: {"value": 1.0, "since": ""}}
        for entry in table["exchange"]:
            since = entry.get("since") or ""
            code = entry["currency"]
            kept = not entry.get("disputed") and since <= day
            if kept and since >= (newest[code]["since"] if code in newest else ""):
                newest[code] = {"value": entry["value"], "since": since}
        dollar = newest.get("USD")
        for code, entry in newest.items():
            if dollar is None or code == "USD":
                continue
            since = entry["since"] or dollar["since"]
            if code not in found or since > found[code].since:
                per_usd = entry["value"] / dollar["value"]
                found[code] = ExchangeRate(code, per_usd, since, table["name"], code in sold)
    return [found[code] for code in sorted(found)]


DATED = (
    *("models", "developers", "offerings", "providers", "licences", "benchmarks"),
    *("hardware", "electricity", "formats", "architectures", "plans"),
)
"""Kinds of record with facts that may begin on a day."""


def _next_change(tables: Tables, day: str) -> str | None:
    """
    The first day after *day* on which the view changes.

    Prices are not counted: the view holds those that are announced, and the day decides.
    """
    ahead = [
        entry["since"]
        for kind in DATED
        for table in tables[kind].values()
        for facts in (table.get("facts") or {}, *(table.get("own_terms") or {}).values())
        for values in facts.values()
        for entry in values
        if entry.get("since") and entry["since"] > day
    ]
    ahead += [
        entry["value"]
        for table in tables["models"].values()
        for entry in table["facts"].get("released") or ()
        if entry["value"] > day
    ]
    return min(ahead, default=None)
