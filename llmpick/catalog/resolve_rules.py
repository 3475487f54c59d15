"""Licences and regulations as they stand on a day."""

from __future__ import annotations

from typing import Any

from llmpick.catalog.in_force import Table, in_force, tuple_of, value_of
from llmpick.core.facts.records import Licence
from llmpick.core.legal.regulations import Regulation, RegulationDuty


def licence(name: str, table: Table, day: str) -> Licence:
    """A licence by the clauses in force."""
    facts = table["facts"]

    def get(fact: str) -> Any:
        return value_of(facts, fact, day)

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
        excluded_regions=tuple_of(get("excluded_regions")),
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


def regulation(name: str, table: Table) -> Regulation:
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


def _duty(duty: Table, source: Table) -> RegulationDuty:
    return RegulationDuty(
        id=duty["id"],
        asks=duty["asks"],
        regions=tuple(duty["regions"]),
        sectors=tuple_of(duty.get("sectors")),
        when=duty.get("when"),
        operators=tuple_of(duty.get("operators")),
        except_operators=tuple_of(duty.get("except_operators")),
        since=duty.get("since"),
        until=duty.get("until"),
        note=duty.get("note"),
        confidence=duty.get("confidence"),
        source=source.get("url") or source.get("title") or source["feed"],
        read=source["read"],
    )
