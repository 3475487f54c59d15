"""Facts made by hand for tests: every field has a plain default."""

from __future__ import annotations

from typing import Any

from llmpick.core.facts.estimates import Estimate, Frontier, Scale
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.plans import Plan
from llmpick.core.facts.records import (
    Fact,
    Licence,
    Model,
    Offering,
    PriceList,
    Prices,
    Provider,
    Providers,
    Task,
)
from llmpick.core.need.need import Need, Required, Workload, normalised
from llmpick.core.privacy.requirements import REQUIREMENTS

DAY = "2026-11-23"


def price_list(**given: Any) -> PriceList:
    """A standard price list beside the base one, in USD; it prices what is *given*."""
    plain = dict.fromkeys(PriceList._fields)
    prices, rest = _prices(given, Prices("USD", None, None))
    return PriceList(**{**plain, "service": "standard", "prices": prices, **rest})


def _prices(given: dict[str, Any], plain: Any) -> tuple[Any, dict[str, Any]]:
    """The prices among what is *given*, over the *plain* ones, and the rest of it."""
    amounts = {name: given[name] for name in Prices._fields if name in given}
    rest = {name: value for name, value in given.items() if name not in amounts}
    return plain._replace(**amounts), rest


def offering(**given: Any) -> Offering:
    """lab/one at host for 1 and 2 USD per Mtok."""
    plain: dict[str, Any] = dict.fromkeys(Offering._fields)
    plain |= {
        "model": "lab/one",
        "provider": "host",
        "api_model": "one",
        "first_party": False,
        "listing": "current",
        "price_read": "2026-11-20",
        "price_lists": (),
        "fees": (),
    }
    prices, rest = _prices(given, Prices("USD", 1.0, 2.0))
    return Offering(**{**plain, "prices": prices, **rest})


def plan(**given: Any) -> Plan:
    """host/team, a coding plan for teams; nothing but what is *given* is known of it."""
    plain: dict[str, Any] = dict.fromkeys(Plan._fields)
    plain |= {
        "id": "host/team",
        "name": "Host Team",
        "aliases": (),
        "vendor": "Host",
        "serves": ("coding",),
        "status": "current",
        "billing": "per-seat",
        "currency": "USD",
        "provider": provider(),
    }
    return Plan(**{**plain, **given})


def model(**given: Any) -> Model:
    """lab/one, of which nothing else is known."""
    plain: dict[str, Any] = dict.fromkeys(Model._fields)
    return Model(**{**plain, "id": "lab/one", "name": "One", **given})


def provider(**given: Any) -> Provider:
    """A hosted interface whose terms are unknown; a plain value stands for an unqualified fact."""
    plain: dict[str, Any] = {
        "id": "host",
        "name": "Host",
        "operator": None,
        "plan": "api",
        "deployment": "hosted",
        "token_priced": True,
    }
    named = Provider._fields[:6]
    facts = {
        name: value
        if name in named or value is None or isinstance(value, Fact)
        else Fact(value, None)
        for name, value in given.items()
    }
    return Provider(**{**plain, **facts})


BY_KEY = {one.key: one for one in REQUIREMENTS}


def required(**given: Any) -> tuple[Required[Any], ...]:
    """Requirements by their keys: required(max_retention_days=0, dpa=True)"""
    return tuple(Required(BY_KEY[key], value) for key, value in given.items())


def licence(**given: Any) -> Licence:
    """A licence nobody has read."""
    plain: dict[str, Any] = dict.fromkeys(Licence._fields)
    return Licence(**{**plain, "id": "some", "name": "Some", **given})


def estimate(**given: Any) -> Estimate:
    """A middling quality of lab/one by five independent scores."""
    plain = {
        "model": "lab/one",
        "effort": None,
        "theta": 0.0,
        "stderr": 0.2,
        "score": 0.5,
        "low": 0.4,
        "high": 0.6,
        "direct": 3,
        "scores": 5,
        "model_scores": given.get("scores", 5),
        "independent": 5,
    }
    found = {**plain, **given}
    tests = found["of_task"] if found.get("of_task") is not None else found["direct"]
    label = "direct" if tests >= 3 else "some" if tests else "general only"
    return Estimate(**{"label": label, **found})  # type: ignore[arg-type]


TASK = Task(
    **{
        **dict.fromkeys(Task._fields),
        "id": "job",
        "name": "Job",
        "aliases": (),
        "domains": {"work": 1.0},
        "needs_tool_calling": False,
        "requests_per_month": 1000,
        "input_tokens": 1000,
        "output_tokens": 200,
        "cache_read_share": 0.0,
        "thinking_tokens": {"none": 0, "low": 50, "medium": 100, "thinking": 100, "high": 200},
        "why": "made",
        "floor_points": 30.0,
        "calls_per_request": 1.0,
    }
)
FRONTIER = Frontier(0.8, "lab/high")
LEVELS = {
    "public": 0.0,
    "internal": 0.25,
    "confidential": 0.5,
    "regulated": 0.75,
    "air-gapped": 1.0,
}
EFFORTS = {"none": 0.0, "low": 0.5, "medium": 1.0, "thinking": 1.0, "high": 2.0}
BALANCED = {"performance": 40.0, "cost": 25.0, "privacy": 20.0, "customisability": 15.0}
SCALE = Scale(
    version="made",
    as_of=DAY,
    quality_span=0.55,
    reference_input_usd_per_mtok=5.0,
    reference_output_usd_per_mtok=25.0,
    reference_cache_read_usd_per_mtok=0.5,
    privacy_levels=LEVELS,
    effort_multipliers=EFFORTS,
    weights={"value": BALANCED},
    customisability_stated=15.0,
    frontiers={"job": FRONTIER},
)


def workload(**given: Any) -> Workload:
    """A thousand requests of 1,000 tokens in and 200 out."""
    plain = Workload(1000, 1000, 200, 0.0, 100)
    return plain._replace(**given)


def need(**given: Any) -> Need:
    """The job, with balanced weights and no limit."""
    plain: dict[str, Any] = {
        "task": TASK,
        "language": None,
        "workload": workload(),
        "weights": normalised(BALANCED),
        "day": DAY,
    }
    return Need(**{**plain, **given})


def facts(
    models: list[Model],
    offerings: list[Offering],
    estimates: list[Estimate],
    providers: list[Provider],
    licences: list[Licence] | None = None,
) -> Facts:
    """The tables of a decision."""
    return Facts(
        models={item.id: item for item in models},
        offerings=offerings,
        providers=Providers({item.id: item for item in providers}),
        licences={item.id: item for item in licences or ()},
        estimates=estimates,
        scale=SCALE,
        frontier=FRONTIER,
        calibration=1.1,
    )
