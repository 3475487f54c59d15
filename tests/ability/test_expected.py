"""Scores against what the fit expects of them, without numpy."""

from __future__ import annotations

import numpy as np
import pytest
from ability_world import World, fit_abilities

from llmpick.ability import summary
from llmpick.ability.data import SOURCE_CLASSES, FitBenchmark, PublishedScore
from llmpick.ability.expected import FittedBenchmark, SourceClass, expectation, stored_loadings
from llmpick.ability.update import State


@pytest.fixture(scope="module")
def fitted():
    """A made-up world with an arena, guessing, a board and developers' rows; then its fit."""
    world = World(models=60, filled=0.4)
    for name in ("b01", "b06", "b11"):
        world.benchmarks[name] = world.benchmarks[name]._replace(board="one-board")
    world.benchmarks["b02"] = world.benchmarks["b02"]._replace(chance=5.0)
    world.benchmarks["b07"] = world.benchmarks["b07"]._replace(higher_is_better=False)
    world.benchmarks["arena"] = FitBenchmark(
        "arena", "chat_pref", 0.0, None, None, True, "elo", "arena", "overall", True
    )
    for number, model in enumerate(sorted(world.general)):
        value = 1400.0 + 100 * world.general[model]
        world.scores.append(
            PublishedScore(
                model, None, None, "arena", value, "votes", "independent", "2026-07-01", 900
            )
        )
        if number % 3 == 0:
            world.scores.append(
                PublishedScore(
                    model, None, None, "b03", 55.0, "card", "developer", "2026-07-01", 100
                )
            )
    return world, fit_abilities(world, day="2026-11-23")


def forgetful(abilities):
    """The same fit as a catalog keeps it: no factors of boards, no errors of parameters."""
    layout, p, q = (getattr(abilities.fitted, name) for name in ("grid", "parameters", "posterior"))
    mean, cov = q.mean.copy(), q.cov.copy()
    for k, name in enumerate(layout.factors):
        if name.startswith("board:"):
            mean[:, k], cov[:, k, :], cov[:, :, k] = 0.0, 0.0, 0.0
            cov[:, k, k] = 1.0
    return abilities._replace(
        fitted=abilities.fitted._replace(
            parameters=p._replace(covariance=np.zeros_like(p.covariance)),
            posterior=q._replace(mean=mean, cov=cov),
        )
    )


def test_it_is_what_the_fit_says(fitted):
    """Expected value and residual are those of the fit itself, to 1e-6, for every score."""
    world, abilities = fitted
    layout, p, q = (getattr(abilities.fitted, name) for name in ("grid", "parameters", "posterior"))
    names = [name for name in layout.factors if not name.startswith("board:")]
    columns = [layout.factors.index(name) for name in names]
    assert any(name.startswith("board:") for name in layout.factors)
    reporters = {
        name: SourceClass(*(p.offset if name == "developer" else (0.0, 0.0)), p.eta[number])
        for number, name in enumerate(SOURCE_CLASSES)
    }
    wanted = summary.residuals(world.scores, forgetful(abilities), world.benchmarks)
    compared = 0
    for score, (value, residual) in zip(world.scores, wanted, strict=True):
        row = (score.model, score.effort)
        if value is None:
            continue
        r, j = layout.rows.index(row), layout.benchmarks.index(score.benchmark)
        loadings = dict(zip(layout.factors, p.loadings[j].tolist(), strict=True))
        found = expectation(
            score,
            world.benchmarks[score.benchmark],
            FittedBenchmark(
                float(p.mu[j]), {f: w for f, w in loadings.items() if w}, float(p.psi[j])
            ),
            reporters[score.source_class],
            State(q.mean[r][columns].tolist(), q.cov[r][np.ix_(columns, columns)].tolist()),
            names,
        )
        assert found.value == pytest.approx(value, abs=1e-6)
        assert found.residual == pytest.approx(residual, abs=1e-6)
        compared += 1
    assert compared > 500


def test_boards_are_not_stored():
    """A loading on a factor that no catalog stores becomes variance."""
    parameters = FittedBenchmark(0.0, {"general": 1.0, "board:x": 0.5}, 0.1)
    assert stored_loadings(parameters, ("general", "math")) == ([1.0, 0.0], 0.25)
