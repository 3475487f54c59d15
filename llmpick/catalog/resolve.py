"""
From records to the facts in force on one day.

Of a fact's values, the one in force is the last that is not disputed and has begun. Input are
tables that the schema has accepted, with days as ISO texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from llmpick.core.facts import (
    Anchors,
    Benchmark,
    Known,
    Licence,
    Model,
    Offering,
    Provider,
    Rate,
    Scale,
    Task,
    Terms,
    Thinking,
    Tokenizer,
    Tokens,
)
from llmpick.core.regulations import Duty, Regulation
from llmpick.core.uplift import Uplift

Table = Mapping[str, Any]
Tables = Mapping[str, Mapping[str, Table]]
"""kind → id → table"""


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
    models = tuple(
        _model(name, table, day)
        for name, table in sorted(tables["models"].items())
        if _begun(table, day)
    )
    known = {model.id for model in models}
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
            _licence(name, table, day) for name, table in sorted(tables["licences"].items())
        ),
        regulations=tuple(
            _regulation(name, table) for name, table in sorted(tables["regulations"].items())
        ),
        benchmarks=tuple(
            _benchmark(name, table, day) for name, table in sorted(tables["benchmarks"].items())
        ),
        tasks=tuple(_task(name, table) for name, table in sorted(tables["tasks"].items())),
        scale=_scale(tables["scale"]["scale"], tables["derived"].get("fit")),
        tokens=_tokens(tables, models, day),
    )


def in_force(values: Iterable[Table] | None, day: str) -> Table | None:
    """The entry of a fact that holds on *day*, or None."""
    chosen: Table | None = None
    for entry in values or ():
        if entry.get("disputed"):
            continue
        since = entry.get("since") or ""
        if since <= day and (chosen is None or since >= (chosen.get("since") or "")):
            chosen = entry
    return chosen


def _value(facts: Table, name: str, day: str) -> Any:
    entry = in_force(facts.get(name), day)
    return None if entry is None else entry["value"]


def _tuple(value: list[str] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(value)


def _begun(table: Table, day: str) -> bool:
    released = _value(table["facts"], "released", day)
    return released is None or released <= day


def _model(name: str, table: Table, day: str) -> Model:
    facts = table["facts"]

    def get(fact: str) -> Any:
        return _value(facts, fact, day)

    return Model(
        id=name,
        name=table["name"],
        family=table.get("family"),
        released=get("released"),
        knowledge_cutoff=get("knowledge_cutoff"),
        context_window_tokens=get("context_window_tokens"),
        max_output_tokens=get("max_output_tokens"),
        input_modalities=_tuple(get("input_modalities")),
        output_modalities=_tuple(get("output_modalities")),
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
    base = in_force([price for price in prices if _is_base(price)], day)
    read = table["sources"][base["source"]]["read"] if base else None
    return Offering(
        model=f"{developer}/{model}",
        provider=provider,
        variant=variant or None,
        api_model=table["api_model"],
        first_party=table["first_party"],
        region=_value(facts, "region", day),
        listing=_value(facts, "listing", day) or "unknown",
        retires_on=_value(facts, "retires_on", day),
        quantised=_value(facts, "quantised", day),
        other_terms=_value(facts, "other_terms", day),
        volatile_price=_value(facts, "volatile_price", day),
        price_read=read,
        price_since=base.get("since") if base else None,
        currency=base.get("currency", "USD") if base else None,
        input=base.get("input_per_mtok") if base else None,
        output=base.get("output_per_mtok") if base else None,
        cache_read=base.get("cache_read_per_mtok") if base else None,
        cache_write=base.get("cache_write_per_mtok") if base else None,
        cache_write_1h=base.get("cache_write_1h_per_mtok") if base else None,
        output_thinking=base.get("output_thinking_per_mtok") if base else None,
        per_request=base.get("per_request") if base else None,
        per_image=base.get("per_image") if base else None,
        peak_share=_share_of_week(table.get("hours") or ()),
        marginal_tiers=_value(facts, "marginal_tiers", day),
        terms=tuple(
            _terms(price, table["sources"][price["source"]]["read"])
            for price in prices
            if price is not base and not (_is_base(price) and (price.get("since") or "") <= day)
        ),
    )


def _terms(price: Table, read: str) -> Terms:
    return Terms(
        since=price.get("since"),
        service=price.get("service", "standard"),
        window=price.get("window"),
        over_input_tokens=price.get("over_input_tokens"),
        currency=price.get("currency", "USD"),
        input=price.get("input_per_mtok"),
        output=price.get("output_per_mtok"),
        output_thinking=price.get("output_thinking_per_mtok"),
        cache_read=price.get("cache_read_per_mtok"),
        cache_write=price.get("cache_write_per_mtok"),
        cache_write_1h=price.get("cache_write_1h_per_mtok"),
        per_request=price.get("per_request"),
        per_image=price.get("per_image"),
        read=read,
    )


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

    def known(fact: str) -> Known:
        entry = in_force(facts.get(fact), day)
        if entry is None:
            return None
        value = entry["value"]
        return (tuple(value) if isinstance(value, list) else value, entry.get("confidence"))

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


def rates(tables: Tables, offerings: Iterable[Offering], day: str) -> list[Rate]:
    """The newest rates of *day*, by currency, turned to US dollars by the same publisher's."""
    sold = {item.currency for item in offerings}
    sold |= {terms.currency for item in offerings for terms in item.terms}
    found: dict[str, Rate] = {}
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
                found[code] = Rate(code, per_usd, since, table["name"], code in sold)
    return [found[code] for code in sorted(found)]


def _licence(name: str, table: Table, day: str) -> Licence:
    facts = table["facts"]

    def get(fact: str) -> Any:
        return _value(facts, fact, day)

    def cap_of(fact: str) -> tuple[str, int, int | None, str | None] | None:
        found = in_force(facts.get(fact), day)
        if found is None:
            return None
        return found["measure"], found["value"], found.get("users"), found.get("currency")

    cap = in_force(facts.get("cap"), day) or {}
    excluded = in_force(facts.get("excluded_regions"), day) or {}
    return Licence(
        id=name,
        name=table["name"],
        spdx=table.get("spdx"),
        commercial_use=get("commercial_use"),
        cap=cap_of("cap"),
        osi_approved=get("osi_approved"),
        outputs_train_other_models=get("outputs_train_other_models"),
        display_duty=get("display_duty"),
        naming_duty=get("naming_duty"),
        acceptable_use_policy=get("acceptable_use_policy"),
        excluded_regions=_tuple(get("excluded_regions")),
        cap_binds=cap.get("binds"),
        display_cap=cap_of("display_cap"),
        excluded_only=excluded.get("only"),
        internal_use=get("internal_use"),
        research_use=get("research_use"),
        hosting=get("hosting"),
        redistribution=get("redistribution"),
        notice_duty=get("notice_duty"),
        registration_duty=get("registration_duty"),
        text_read=get("text_read"),
    )


def _regulation(name: str, table: Table) -> Regulation:
    """All duties: which of them are in force is asked with the day."""
    return Regulation(
        id=name,
        name=table["name"],
        citation=table["citation"],
        binding=table["binding"],
        official=table.get("official"),
        duties=tuple(
            _duty(duty, table["sources"][duty["source"]])
            for duty in table["duties"]
            if not duty.get("disputed")
        ),
    )


def _duty(duty: Table, source: Table) -> Duty:
    return Duty(
        id=duty["id"],
        asks=duty["asks"],
        regions=tuple(duty["regions"]),
        sectors=_tuple(duty.get("sectors")),
        when=duty.get("when"),
        operators=_tuple(duty.get("operators")),
        except_operators=_tuple(duty.get("except_operators")),
        since=duty.get("since"),
        until=duty.get("until"),
        note=duty.get("note"),
        confidence=duty.get("confidence"),
        source=source.get("url") or source.get("title") or source["feed"],
        read=source["read"],
    )


def _benchmark(name: str, table: Table, day: str) -> Benchmark:
    facts = table.get("facts") or {}
    return Benchmark(
        id=name,
        name=table["name"],
        domain=table["domain"],
        unit=table["unit"],
        higher_is_better=table["higher_is_better"],
        board=table["board"],
        role=table["role"],
        link=table["link"],
        in_fit=table["in_fit"],
        left_out_because=table.get("left_out_because"),
        scale_min=_value(facts, "scale_min", day),
        scale_max=_value(facts, "scale_max", day),
        chance=_value(facts, "chance", day),
    )


def _task(name: str, table: Table) -> Task:
    work = table["workload"]
    return Task(
        id=name,
        name=table["name"],
        aliases=tuple(table.get("aliases") or ()),
        language=table.get("language"),
        domains=dict(table["domains"]),
        needs_modality=table.get("needs_modality"),
        needs_tool_calling=bool(table.get("needs_tool_calling")),
        requests_per_month=work["requests_per_month"],
        input_tokens=work["input_tokens"],
        output_tokens=work["output_tokens"],
        cache_read_share=work["cache_read_share"],
        reasoning_tokens=work["reasoning_tokens"],
        why=table["why"],
        weights=table.get("weights", "balanced"),
        content=work.get("content"),
        turns=work.get("turns", 1),
        context_growth_tokens=work.get("context_growth_tokens", 0),
    )


def _tokens(tables: Tables, models: Iterable[Model], day: str) -> Tokens:
    found = {name: _tokenizer(name, table, day) for name, table in tables["tokenizers"].items()}
    by_name = {
        key: found[name]
        for name, table in sorted(tables["tokenizers"].items())
        for key in (*(table.get("families") or ()), *(table.get("models") or ()))
    }
    own = {
        model.id: by_name.get(model.id) or by_name.get(f"{model.developer}/{model.family}")
        for model in models
    }
    thinking: dict[str, list[Thinking]] = {}
    for _, table in sorted(tables["thinking"].items()):
        for row in table["multiples"]:
            thinking.setdefault(row["model"], []).append(
                Thinking(
                    prompts=row["prompts"],
                    effort=row.get("effort"),
                    multiple=row["value"],
                    spread=row["spread"],
                    median_tokens=table["median_tokens"][row["prompts"]],
                )
            )
    return Tokens(
        next((found[name] for name, t in tables["tokenizers"].items() if t.get("reference")), None),
        {model: tokenizer for model, tokenizer in own.items() if tokenizer is not None},
        {model: tuple(rows) for model, rows in thinking.items()},
    )


def _tokenizer(name: str, table: Table, day: str) -> Tokenizer:
    def by_content(kind: str) -> dict[str, float]:
        entries = [entry for entry in table.get(kind) or () if not entry.get("disputed")]
        begun = [entry for entry in entries if (entry.get("since") or "") <= day]
        ordered = sorted(begun, key=lambda entry: entry.get("since") or "")
        return {entry["content"]: entry["value"] for entry in ordered}

    return Tokenizer(
        id=name,
        name=table["name"],
        published=table["published"],
        spread=table["spread"],
        ratios=by_content("ratios"),
        per_character=by_content("tokens_per_character"),
    )


def _scale(table: Table, fit: Table | None) -> Scale:
    cost = table["cost"]
    return Scale(
        version=table["scale_version"],
        as_of=table["as_of"],
        knee_utility=table["knee_utility"],
        worst_input_usd_per_mtok=cost["worst_input_usd_per_mtok"],
        worst_output_usd_per_mtok=cost["worst_output_usd_per_mtok"],
        best_input_usd_per_mtok=cost["best_input_usd_per_mtok"],
        best_output_usd_per_mtok=cost["best_output_usd_per_mtok"],
        floor_usd_per_month=cost["floor_usd_per_month"],
        best_share_of_budget=cost["best_share_of_budget"],
        privacy_grades=dict(table["privacy_grades"]),
        effort_multipliers=dict(table["effort_multipliers"]),
        weights={name: dict(weights) for name, weights in table["weights"].items()},
        quality={
            name: _anchors(anchors) for name, anchors in (fit or {"anchors": {}})["anchors"].items()
        },
    )


def _anchors(table: Table) -> Anchors:
    low, knee, high = table["low"], table["knee"], table["high"]
    return Anchors(
        low["theta"], low["model"], knee["theta"], knee["model"], high["theta"], high["model"]
    )


DATED = (
    *("models", "offerings", "providers", "licences", "benchmarks"),
    *("hardware", "electricity", "formats", "architectures"),
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
