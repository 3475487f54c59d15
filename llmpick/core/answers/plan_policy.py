"""What a policy says to a plan by the seat: to its vendor, to its terms, to the models it gives."""

from __future__ import annotations

from collections.abc import Iterator

from llmpick.core.answers.policy import (
    CheckedName,
    NameVerdict,
    Policy,
    PolicyFinding,
    split,
    tests,
)
from llmpick.core.facts.plans import Plan
from llmpick.core.facts.records import Fact, Offering, Providers

NOWHERE = Offering._make([None] * len(Offering._fields))
"""Stands for where a plan is served, of which nothing is known."""


def judge_plan(
    policy: Policy, asked: CheckedName, plan: Plan, providers: Providers, day: str
) -> NameVerdict:
    """
    The verdict on *plan*, called as it was *asked* for.

    A model that the policy denies breaks it where a page names the model; rules of licences and of
    ends of models are about routes, and not asked of a plan.
    """
    findings = (*_of_models(policy, plan), *_of_terms(policy, plan, providers))
    own, covered = split(policy, findings, day)
    return NameVerdict(asked, tuple(own), tuple(covered), (), None)


def _of_models(policy: Policy, plan: Plan) -> Iterator[PolicyFinding]:
    """Models and developers that are denied, or not among those that are allowed."""
    developers = plan.makers
    if plan.models is not None:
        developers = tuple(dict.fromkeys(model.partition("/")[0] for model in plan.models))
    for rule, given, allowed, denied in (
        ("models", plan.models, policy.allowed_models, policy.denied_models),
        ("developers", developers, policy.allowed_developers, policy.denied_developers),
    ):
        fact = "makers" if plan.models is None else "models"
        for kind, wanted in (("allowed", allowed), ("denied", denied)):
            if not wanted:
                continue
            wrong = [name for name in given or () if (name in wanted) is (kind == "denied")]
            if wrong or given is None:
                value = ", ".join(wrong) or None
                yield PolicyFinding(
                    *(f"{rule}.{kind}", plan.id, None, given is None, wanted, value),
                    *("plans", plan.id, fact),
                )


def _of_terms(policy: Policy, plan: Plan, providers: Providers) -> Iterator[PolicyFinding]:
    provider = plan.provider
    names = (plan.vendor_id, provider.id)
    allowed, denied = policy.allowed_providers, policy.denied_providers
    about = ("plans", plan.id, "id")
    if allowed and not set(names) & set(allowed):
        yield PolicyFinding("providers.allowed", plan.id, None, False, allowed, names, *about)
    if set(names) & set(denied):
        yield PolicyFinding("providers.denied", plan.id, None, False, denied, names, *about)
    for rule, held, wanted, fact in tests(policy, provider, NOWHERE):
        if held is True:
            continue
        known = getattr(provider, fact, None)
        value = known.value if isinstance(known, Fact) else known
        # the record of its terms, unless the plan states the fact itself
        own = provider.id not in providers or getattr(providers[provider.id], fact, None) != known
        kind, record = ("plans", plan.id) if own else ("providers", provider.id)
        yield PolicyFinding(rule, plan.id, None, held is None, wanted, value, kind, record, fact)
