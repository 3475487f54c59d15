"""Replacements over the shipped catalog: what each maker names is found, and comes first."""

from __future__ import annotations

from collections import Counter

import pytest

from llmpick.api.facts import rated
from llmpick.api.replacements import alternatives
from llmpick.core.answers.replacements import ReplacementNeed
from llmpick.core.facts.life import successors_of
from llmpick.core.ranking.limits import gone
from llmpick.core.ranking.score import Scorer
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options


@pytest.fixture(scope="module")
def shipped():
    """All that is shipped, on its own day."""
    from llmpick.catalog.load import load

    return load()


@pytest.fixture(scope="module")
def general(shipped):
    """The default need."""
    return need_of(shipped, need_options({}))


def test_what_makers_name_is_known_and_sold(shipped, general):
    """Every recorded replacement but one that names itself leads to a model that has a price."""
    recorded = {model.id for model in shipped.models.values() if model.replacement}
    scorer = Scorer(general, rated(shipped, general))
    priced = {
        row.model
        for row in shipped.offerings
        if not gone(general, row, shipped.models[row.model])
        and scorer.cost(row, shipped.models[row.model], None)
    }
    found = Counter(
        "none" if not chain else "sold" if set(chain) & priced else "not sold"
        for name in recorded
        for chain in [successors_of(shipped.models[name], shipped.models)]
    )
    assert found["not sold"] == 0
    assert found["none"] <= 1, "qwen-plus, a name that moves, is named in its own place"
    assert found["sold"] >= 100


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("gpt-4o", "openai/gpt-6-luna"),
        ("Gemini 3 Pro", "google/gemini-3.1-pro-preview"),
        ("o3", "openai/gpt-5.6-sol"),
        ("claude-3.7-sonnet", "anthropic/claude-sonnet-5.5"),
        ("gpt-5-mini", "openai/gpt-6.1-terra"),
        ("grok-4-fast", "xai/grok-4.3"),
    ],
)
def test_the_makers_own_is_what_to_move_to(shipped, general, name, first):
    """It is first and advised, at the provider where the model was in use."""
    answer = alternatives(shipped, general, name, ReplacementNeed(), top=1)
    best = answer.best
    assert best is not None
    assert best.named_by_maker
    assert best.candidate.route.model.id == first
    assert best.candidate.route.offering.first_party
    assert answer.in_use.life.on is not None
