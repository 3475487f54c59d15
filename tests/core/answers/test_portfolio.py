"""What a kind of traffic should run on: as good, cheaper, and keeping what is in use."""

from __future__ import annotations

import pytest

from llmpick.api.facts import rated
from llmpick.core.answers.portfolio import WORTH_IT, kind
from llmpick.core.answers.usage_records import Ran
from llmpick.core.need.need import PRIVACY_LEVELS
from llmpick.core.ranking.score import counted
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options


@pytest.fixture(scope="module")
def judged(known):
    """What requests at *route* that cost *usd* a month should run on."""
    need = need_of(known, need_options({"task": "coding"}))

    def call(route: str, usd: float):
        offering = next(one for one in known.offerings if one.id == route)
        ran = Ran("name", offering, 2000, 40_000_000, 420_000, 0, 0, 0, usd)
        return kind(ran, need, rated(known, need), usd, lambda other: rated(known, other))

    return call


@pytest.mark.parametrize(
    ("route", "usd"),
    [
        ("openai/gpt-5@openai", 1000.0),
        ("openai/gpt-5@openai", 20.0),
        ("anthropic/claude-opus-4.8@anthropic", 9000.0),
    ],
)
def test_a_move_saves_and_loses_nothing(judged, route, usd):
    """No route that fits and is as good is cheaper; it keeps the level of privacy."""
    found = judged(route, usd)
    assert found.to is not None
    assert found.to.cost.total <= (1 - WORTH_IT) * usd
    assert found.saves == pytest.approx(usd - found.to.cost.total)
    own, its = found.in_use.estimate, found.to.route.estimate
    assert counted(its) >= own.score - 0.005
    assert 0 < found.chance <= 1
    level = PRIVACY_LEVELS.index
    assert level(found.to.privacy_level) >= level(found.need.privacy_level)
    assert found.to.route.violations == ()


def test_what_saves_too_little_stays(judged):
    """A bill that nothing as good is clearly below: it stays, and saves nothing."""
    found = judged("openai/gpt-5@openai", 1000.0)
    cheapest = found.to.cost.total
    stays = judged("openai/gpt-5@openai", cheapest * 1.01)
    assert (stays.to, stays.chance, stays.saves) == (None, None, 0.0)
    assert stays.best is not None
