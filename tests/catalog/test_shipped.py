"""The catalog that llmpick ships: right by every rule, and able to answer."""

from __future__ import annotations

import pytest

from llmpick.api import decisions
from llmpick.catalog import check
from llmpick.catalog.load import CHECKOUT
from llmpick.core.cost import tokens
from llmpick.core.cost.bill import route_cost
from llmpick.core.need.need import CRITERIA, PRIVACY_LEVELS
from llmpick.inputs.need import need_of
from llmpick.inputs.options import NeedOptions, need_options

RISING = ("none", "minimal", "low", "medium", "high", "xhigh", "max")


@pytest.fixture(scope="module")
def findings():
    """What `catalog validate` finds."""
    return check.findings(CHECKOUT)


def test_no_errors(findings):
    """Warnings may be; errors not."""
    assert [row for row in findings if row.level == "error"] == []


def test_every_offering_stands_on_its_records(shipped):
    """Its model and its provider are there; its route has a name of its own."""
    assert {row.model for row in shipped.offerings} <= set(shipped.models)
    assert {row.provider for row in shipped.offerings} <= set(shipped.providers)
    routes = [row.id for row in shipped.offerings]
    assert len(routes) == len(set(routes))


def test_prices_are_within_reason(shipped):
    """No price below nothing, none above a thousand dollars per Mtok."""
    for row in shipped.offerings:
        for amount in row.prices[1:] if row.prices else ():
            assert amount is None or amount >= 0
            assert amount is None or row.currency != "USD" or amount <= 1000


@pytest.mark.parametrize("task", ["general", "coding", "japanese", "rag", "agents"])
def test_every_task_has_estimates(shipped, task):
    """Expected scores lie on their scale, the interval around them; errors are positive."""
    rows = shipped.estimates(task)
    assert len(rows) > 100
    assert {row.model for row in rows} <= set(shipped.models)
    for row in rows:
        assert 0 <= row.low <= row.score <= row.high <= 1
        assert row.stderr > 0
        assert 0 <= row.independent <= row.scores <= row.model_scores


def test_the_scale_is_whole(shipped):
    """Presets weigh the four criteria to 100, levels rise, every task has its frontier."""
    scale = shipped.scale
    for weights in scale.weights.values():
        assert set(weights) == set(CRITERIA)
        assert sum(weights.values()) == 100
    assert set(scale.weights) == {"value", "quality", "cheap", "private", "own"}
    assert {task.weights for task in shipped.tasks.values()} <= set(scale.weights)
    assert tuple(scale.privacy_levels) == PRIVACY_LEVELS
    levels = list(scale.privacy_levels.values())
    assert levels == sorted(set(levels))
    assert (levels[0], levels[-1]) == (0.0, 1.0)
    assert 0 < scale.quality_span < 1
    assert all(0 < task.floor_points / 100 < 1 for task in shipped.tasks.values())
    assert set(shipped.tasks) <= set(scale.frontiers)


def test_every_frontier_has_its_model(shipped):
    """The best of a task is a score, and the model that has it is one of the catalog's."""
    for task, frontier in shipped.scale.frontiers.items():
        assert frontier.model in shipped.models
        assert 0.5 < frontier.score <= 1, task


def test_every_task_has_an_answer(shipped):
    """With no further need, each preset finds at least ten models."""
    for task in shipped.tasks:
        decision = decisions.recommend(shipped, need_of(shipped, need_options({"task": task})))
        assert len(decision.ranking) == 10
        assert sum(row.routes for row in decision.excluded) == decision.routes - decision.fitting


def test_stricter_privacy_leaves_fewer(shipped):
    """Each level fits a part of what the one below fits."""
    found = [
        decisions.recommend(
            shipped, need_of(shipped, need_options({"privacy": level, "region": "JP"}))
        ).fitting
        for level in PRIVACY_LEVELS
    ]
    assert found == sorted(found, reverse=True)
    assert found[PRIVACY_LEVELS.index("confidential")] > 0


def test_what_has_retired_is_not_recommended(shipped):
    """Nothing that has ended is among all that fits."""
    need = need_of(shipped, NeedOptions())
    for row in decisions.recommend(shipped, need, top=10_000, by_route=True).ranking:
        offering = row.candidate.route.offering
        assert offering.listing == "current"
        assert offering.retires_on is None or offering.retires_on > shipped.meta.day


def test_tasks_think_what_was_counted(shipped):
    """More effort thinks more and none nothing; a call of a coding task never 12,000 tokens."""
    for task in shipped.tasks.values():
        found = [task.thinking_tokens[effort] for effort in RISING]
        assert found == sorted(found)
        assert found[0] == 0
        assert 0 < task.floor_points < 55
    assert 500 < shipped.tasks["agentic-coding"].thinking_tokens["max"] < 3000
    assert 1000 < shipped.tasks["coding"].thinking_tokens["max"] < 3000
    waiting = {name for name, task in shipped.tasks.items() if task.patience_tokens is not None}
    assert {"chat", "coding", "rag", "translation"} <= waiting
    assert waiting.isdisjoint(("agents", "agentic-coding", "extraction"))


def test_a_coding_agent_costs_what_developers_are_billed(shipped):
    """
    200 requests a developer and month: 150 to 250 USD at Opus prices (Anthropic, page on costs).
    """
    asked = need_options({"task": "agentic-coding", "requests": 200})
    need = need_of(shipped, asked)
    model = shipped.models["anthropic/claude-opus-5"]
    (sold,) = (row for row in shipped.offerings if row.id == "anthropic/claude-opus-5@anthropic")
    thought = tokens.thinking(
        shipped.tokens, model, None, need.workload, shipped.scale.effort_multipliers
    )
    cost = route_cost(sold, need.workload, thought.value, {}, shipped.meta.day)
    assert cost is not None
    assert 150 < cost.total < 250


def test_thinking_in_runs_is_known_of_the_newest(shipped):
    """Terminal-Bench counts reasoning by effort, beside a median at high effort."""
    runs = {
        (model, row.effort): row
        for model, rows in shipped.tokens.thinking.items()
        for row in rows
        if row.prompts == "agents"
    }
    assert {row.median_effort for row in runs.values()} == {"high"}
    assert {row.spread for row in runs.values()} == {None}
    assert (
        runs["openai/gpt-6-astra", "max"].multiple
        < runs["anthropic/claude-opus-5.5", "max"].multiple
    )
