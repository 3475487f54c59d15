"""From records to plans and their use, in force on one day."""

from __future__ import annotations

from typing import Any

from llmpick.catalog.in_force import Table, Tables, in_force, tuple_of, value_of
from llmpick.core.facts.plans import Allowance, Plan, SeatUse
from llmpick.core.facts.records import Fact, Provider

OWN_TERMS = (*("jurisdiction", "trains_on_inputs", "retention_days", "dpa", "processing_regions"),)
"""Facts of a provider that a plan may state for itself."""


def plans(tables: Tables, providers: dict[str, Provider], day: str) -> list[Plan]:
    """Every plan as it stands on *day*; *providers* by identifier, for their terms."""
    return [
        _plan(name, table, providers.get(table.get("terms") or ""), day)
        for name, table in sorted(tables["plans"].items())
    ]


def uses(tables: Tables, day: str) -> list[SeatUse]:
    """How much people use products, by group of tasks."""
    rows = tables["seats"].get("seats", {}).get("use") or ()
    return [
        SeatUse(
            tuple(row["tasks"]),
            row["serves"],
            row["value"],
            row["days_per_month"],
            row.get("heavy"),
        )
        for row in rows
        if not row.get("disputed") and (row.get("since") or "") <= day
    ]


def _plan(name: str, table: Table, terms: Provider | None, day: str) -> Plan:
    facts = table["facts"]

    def get(fact: str) -> Any:
        return value_of(facts, fact, day)

    def entry(fact: str) -> Table:
        return in_force(facts.get(fact), day) or {}

    price = entry("seat_month") or entry("seat_year") or entry("team_month")
    allowance = entry("allowance")
    return Plan(
        id=name,
        name=table["name"],
        aliases=tuple(table.get("aliases") or ()),
        vendor=table["vendor"],
        serves=tuple(table["serves"]),
        status=get("status") or "current",
        billing=get("billing") or "individual",
        currency=price.get("currency"),
        seat_month=get("seat_month"),
        seat_year=get("seat_year"),
        team_month=get("team_month"),
        least_seats=get("least_seats"),
        most_seats=get("most_seats"),
        included=get("included"),
        allowance=Allowance(allowance["value"], allowance["unit"], allowance["period"])
        if allowance
        else None,
        pooled=get("pooled"),
        overage=get("overage"),
        overage_default=entry("overage").get("default"),
        models=tuple_of(get("models")),
        makers=tuple_of(get("makers")),
        tools=tuple_of(get("tools")),
        sso=get("sso"),
        policy_controls=get("policy_controls"),
        indemnity=get("indemnity"),
        provider=_terms(name, table, terms, day),
        price_read=table["sources"][price["source"]]["read"] if price else None,
        price_confidence=price.get("confidence"),
    )


def _terms(name: str, table: Table, terms: Provider | None, day: str) -> Provider:
    """Who takes what is sent, with what the plan states of it itself."""
    billing = value_of(table["facts"], "billing", day)
    found = terms or Provider(
        id=name,
        name=table["name"],
        operator=table["vendor"],
        plan="consumer" if billing == "individual" else "developer-tool",
        deployment="hosted",
        token_priced=False,
    )
    own: dict[str, Any] = {}
    for fact in OWN_TERMS:
        row = in_force(table["facts"].get(fact), day)
        if row is not None:
            value = tuple(row["value"]) if isinstance(row["value"], list) else row["value"]
            own[fact] = Fact(value, row.get("confidence"))
    return found._replace(**own)
