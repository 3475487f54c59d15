"""Abilities for tasks, with labels, value scale and links."""

import json

import numpy as np
import pytest
from ability_world import World, fit_abilities

from llmpick.ability import fit, link, plain, summary
from llmpick.ability.baskets import label_of
from llmpick.ability.cells import cells_of, usable
from llmpick.ability.data import FitBenchmark, PublishedScore
from llmpick.ability.update import State, contrast, full_matrix

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def abilities(world):
    """The world, fitted and summarised."""
    return fit_abilities(world, day=DAY, calibration=1.1)


def test_same_input_same_bytes(world, abilities):
    """Rows in another order give the same file."""
    again = fit_abilities(world, scores=world.scores[::-1], day=DAY, calibration=1.1)
    texts = [
        json.dumps(plain.plain(a, world.benchmarks, world.tasks, day=DAY))
        for a in (abilities, again)
    ]
    assert texts[0] == texts[1]


def test_stored_posterior_gives_the_stored_theta(world, abilities):
    """Run time can rebuild a task's estimate from the cold file, to its rounding."""
    stored = plain.posterior(abilities)
    basket = plain.plain(abilities, world.benchmarks, world.tasks, day=DAY)["tasks"]["coding"]
    weights = [basket["contrast"].get(f, 0.0) for f in stored["factors"]]
    row = abilities.rows[0]
    mean, upper = stored["rows"][summary.row_key(row.model, row.effort)]
    state = State(mean, full_matrix(upper, len(mean)))
    theta, variance = contrast(state, basket["offset"], weights)
    assert theta == pytest.approx(row.tasks["coding"].theta, abs=2e-3)
    assert variance == pytest.approx(row.tasks["coding"].se ** 2, abs=2e-3)


def test_efforts_are_stored_with_what_they_share(world):
    """Of every two efforts of a model: the covariance of the first's factors and the second's."""
    names = sorted({score.model for score in world.scores})[:3]
    efforts = dict(zip(names, ("high", "low", None), strict=True))
    scores = [
        s._replace(model=names[0], effort=efforts[s.model]) if s.model in efforts else s
        for s in world.scores
    ]
    found = fit_abilities(world, scores=scores, day=DAY)
    stored, factors = plain.between(found), plain.posterior(found)["factors"]
    keys = [names[0], f"{names[0]}@high", f"{names[0]}@low"]
    assert sorted(stored) == [(keys[0], keys[1]), (keys[0], keys[2]), (keys[1], keys[2])]
    layout = found.fitted.grid
    columns = [layout.factors.index(factor) for factor in factors]
    joint = found.fitted.posterior.joint[3][0]
    matrix = np.array(stored[keys[1], keys[2]]).reshape(len(factors), -1)
    assert matrix == pytest.approx(joint[1, :, 2, :][np.ix_(columns, columns)], abs=1e-4)
    assert matrix[0, 0] > 0.0


def test_interval_holds_the_share(abilities):
    """The expected share lies inside its interval, both inside 0 to 1."""
    for row in abilities.rows:
        for estimate in row.tasks.values():
            assert 0.0 < estimate.low < estimate.share < estimate.high < 1.0


def test_the_best_of_a_task_is_tested_and_can_be_chosen(abilities):
    """Of the rows with evidence of the task the highest score; no row without an effort to name."""
    named = {row.model for row in abilities.rows if row.effort is not None}
    for task, best in summary.frontiers(abilities.rows, "tasks").items():
        rows = [row for row in abilities.rows if row.effort or row.model not in named]
        tested = [row for row in rows if row.tasks[task].label in ("direct", "some")] or rows
        assert best.share == max(row.tasks[task].share for row in tested)
        assert (best.model, best.effort) in {(row.model, row.effort) for row in tested}


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        pytest.param({"n_direct": 3, "n_told": 3, "n_model": 9, "se": 0.2}, "direct", id="enough"),
        pytest.param({"n_direct": 3, "n_told": 3, "n_model": 9, "se": 0.9}, "some", id="too vague"),
        pytest.param({"n_direct": 0, "n_told": 1, "n_model": 9, "se": 0.2}, "some", id="sibling"),
        pytest.param(
            {"n_direct": 0, "n_told": 0, "n_model": 9, "se": 0.2}, "general only", id="elsewhere"
        ),
        pytest.param({"n_direct": 1, "n_told": 1, "n_model": 1, "se": 0.2}, "thin", id="one score"),
    ],
)
def test_label(evidence, expected):
    """The evidence for a task in one word."""
    assert label_of(**evidence) == expected


def test_near_counts_what_is_not_of_the_task(world, abilities):
    """Independent scores in domains near the task's own, those of the task itself left out."""
    found = summary.summarise(
        abilities.fitted,
        world.benchmarks,
        world.tasks,
        day=DAY,
        near={"coding_gen": ("knowledge", "reasoning")},
    )
    for row in found.rows:
        domains = [
            world.benchmarks[s.benchmark].domain for s in world.scores if s.model == row.model
        ]
        task = row.tasks["coding"]
        assert task.n_direct == sum(d in ("coding_gen", "reasoning") for d in domains)
        assert task.n_near == domains.count("knowledge")
        assert row.tasks["general"].n_near == 0


def test_linking_keeps_old_numbers():
    """A fit on another scale is brought back by its anchors."""
    old = {f"m{i}": 0.3 * i for i in range(12)}
    new = {name: 2.0 * value - 1.0 for name, value in old.items()}
    line = link.mean_sigma(new, old)
    back = [line.slope * new[name] + line.intercept for name in old]
    assert back == pytest.approx(list(old.values()))


def test_linking_needs_ten_anchors():
    """Nine common models do not carry a scale."""
    nine = {f"m{i}": float(i) for i in range(9)}
    assert link.mean_sigma(nine, nine) == link.IDENTITY


def test_refit_stays_on_the_scale(world, abilities):
    """New scores leave the numbers of the models they are not about where they were."""
    previous = summary.anchor_values(abilities.rows)
    top = [
        PublishedScore("maker8/new", None, None, name, 97.0, "s", "independent", "2026-10-01", 400)
        for name in sorted(world.benchmarks)[:20]
    ]
    again = fit_abilities(world, scores=[*world.scores, *top], day=DAY, previous=previous)
    before = {(r.model, r.effort): r.tasks["general"].theta for r in abilities.rows}
    moves = [
        r.tasks["general"].theta - before[r.model, r.effort]
        for r in again.rows
        if (r.model, r.effort) in before
    ]
    assert again.lines["general"].anchors >= link.MIN_ANCHORS
    assert float(np.sqrt(np.mean(np.square(moves)))) < 0.05


def test_residual_names_the_outlier(world):
    """A score far off the others of its model is the one with the large residual."""
    model = world.scores[0].model
    own = [s for s in world.scores if s.model == model]
    wrong = own[0]._replace(value=2.0 if own[0].value > 50.0 else 98.0)
    scores = [wrong if s is own[0] else s for s in world.scores]
    a = fit_abilities(world, scores=scores, day=DAY)
    found = summary.residuals([wrong, *own[1:]], a, world.benchmarks)
    sizes = [abs(residual) for _, residual in found]
    assert sizes[0] == max(sizes)
    assert sizes[0] > 1.5


def test_residual_of_an_unknown_row(world, abilities):
    """A model that is not in the fit has no expectation."""
    stranger = world.scores[0]._replace(model="nobody")
    assert summary.residuals([stranger], abilities, world.benchmarks) == [(None, None)]


def test_selfreport_shift():
    """Without a maker's high numbers its model falls; others do not move."""
    world = World(seed=8, filled=0.4)
    model = world.scores[0].model
    made = {s.benchmark for i, s in enumerate(x for x in world.scores if x.model == model) if i % 2}
    boosted = [
        s._replace(value=98.0, source_class="developer")
        if s.model == model and s.benchmark in made
        else s
        for s in world.scores
    ]
    fitted = fit.fit_factors(boosted, world.benchmarks, world.releases)
    models = [m for m, _ in fitted.grid.rows]
    shifts = dict(zip(models, summary.selfreport_shifts(fitted), strict=True))
    assert shifts.pop(model) > 0.1
    assert set(shifts.values()) == {0.0}


def rows(*classes_and_values):
    """Scores of one model on one benchmark."""
    return [
        PublishedScore("m", None, None, "b", value, f"s{i}", source_class, "2026-01-01", 200)
        for i, (source_class, value) in enumerate(classes_and_values)
    ]


PERCENT = {"b": FitBenchmark("b", "math", 0, 100, None, True, "logit", "b", "single", True)}


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param(rows(("developer", 90.0), ("independent", 50.0)), 0.0, id="independent wins"),
        pytest.param(
            rows(("independent", 50.0), ("independent", 50.0), ("independent", 73.10585786)),
            0.5,
            id="a copied row counts once",
        ),
        pytest.param(
            rows(("third_party", 90.0), ("developer", 50.0)), 0.0, id="then the developer"
        ),
    ],
)
def test_merge(scores, expected):
    """Several rows of a model on a benchmark make one cell."""
    (cell,) = cells_of(usable(scores, PERCENT), PERCENT)
    assert cell.z == pytest.approx(expected)
    assert cell.rows == len(scores)


def test_as_of_and_exclusions():
    """A day, a source or a benchmark can be left out."""
    scores = rows(("independent", 50.0), ("independent", 60.0))
    later = scores[1]._replace(date="2026-05")
    assert len(usable([scores[0], later], PERCENT, as_of="2026-03-01")) == 1
    assert len(usable(scores, PERCENT, exclude_sources={"s0"})) == 1
    assert usable(scores, PERCENT, exclude_benchmarks={"b"}) == []
