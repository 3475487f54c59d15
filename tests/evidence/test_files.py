"""A user's own results on disk, and in the estimates."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import evidence_catalog
import numpy as np
import pytest
import tomli_w

from llmpick.ability.data import PublishedScore
from llmpick.ability.own import (
    Difficulty,
    OwnResult,
    inverse,
    placed,
    stacked,
    unstacked,
    updated,
)
from llmpick.ability.transform import measure
from llmpick.ability.update import Observation, State
from llmpick.catalog.load import load
from llmpick.core.facts.evidence import OUTLIER
from llmpick.errors import CatalogError, UserError
from llmpick.evidence import files, shown, stored
from llmpick.evidence import own as estimates

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def fitted(small_catalog, tmp_path_factory):
    """The small catalog with its fit in full."""
    folder = evidence_catalog.make(small_catalog, tmp_path_factory.mktemp("fitted") / "catalog")
    return load(str(folder), DAY)


def source(*scores: files.OwnScore, name: str = "mine", trust: float = 1.0, **about: str | None):
    """A source of own results for coding, unless *about* says otherwise."""
    task = about.get("task", "coding")
    return files.OwnSource(
        *(name, trust, task, about.get("domain"), DAY, "CSV", "mine.csv", f"{hash(name):x}"),
        scores,
    )


def result(model: str, score: float, *, effort: str | None = None, benchmark: str | None = None):
    """An own result of 200 items."""
    return files.OwnScore(model, effort, benchmark or "mine", benchmark, score, 200, None)


# ---- the arithmetic


def joint(states, known, own, prior):
    """The oracle: one dense Gaussian over all factors and difficulties, conditioned at once."""
    rows, tests = sorted(states), sorted({r.test for r in own})
    size = len(next(iter(states.values())).mean)
    width = size * len(rows) + len(tests)
    mean, cov = np.full(width, prior.mean), np.eye(width) * prior.variance
    for i, row in enumerate(rows):
        part = slice(i * size, (i + 1) * size)
        mean[part], cov[part, part] = states[row].mean, np.array(states[row].cov)
    lines, values, noise = [], [], []
    for row, group in known.items():
        for seen in group:
            line = np.zeros(width)
            line[rows.index(row) * size : (rows.index(row) + 1) * size] = seen.loadings
            lines.append(line), values.append(seen.z - seen.mu), noise.append(seen.v)
    for seen in own:
        line = np.zeros(width)
        line[rows.index(seen.row) * size : (rows.index(seen.row) + 1) * size] = seen.loadings
        line[size * len(rows) + tests.index(seen.test)] = 1.0
        lines.append(line), values.append(seen.z), noise.append(seen.v)
    design = np.array(lines)
    gain = cov @ design.T @ np.linalg.inv(design @ cov @ design.T + np.diag(noise))
    mean, cov = mean + gain @ (np.array(values) - design @ mean), cov - gain @ design @ cov
    return {
        row: (mean[i * size : (i + 1) * size], cov[i * size : (i + 1) * size, i * size :][:, :size])
        for i, row in enumerate(rows)
    }


def made(seed: int = 3):
    """Four models with any covariance, results on a known test and on two of their own."""
    draw = np.random.default_rng(seed)
    states = {}
    for name in "abcd":
        root = draw.normal(size=(3, 3))
        states[name] = State(draw.normal(size=3).tolist(), (root @ root.T + np.eye(3)).tolist())
    known = {"a": [Observation(0.4, 0.3, -0.2, [1.0, 0.5, 0.0])]}
    own = [
        OwnResult(row, test, float(draw.normal()), 0.2, draw.uniform(0, 1, 3).tolist())
        for row, test in (("a", "x"), ("b", "x"), ("c", "x"), ("a", "y"), ("d", "y"))
    ]
    return states, known, own, Difficulty(-0.5, 4.0)


def test_the_update_is_the_conditional_gaussian():
    """Own tests of unknown difficulty: the same as one dense Gaussian over all unknowns."""
    states, known, own, prior = made()
    found, wanted = updated(states, known, own, prior), joint(states, known, own, prior)
    for row, (mean, cov) in wanted.items():
        assert found[row].mean == pytest.approx(mean.tolist(), abs=1e-9)
        assert np.array(found[row].cov) == pytest.approx(cov, abs=1e-9)


def random_results(models: int, tests: int, seed: int):
    """Any results of models on tests, by three loadings, one of them twice another; some twice."""
    draw = np.random.default_rng(seed)
    base = draw.uniform(0, 1, 3)
    lines = [base.tolist(), (2 * base).tolist(), [0.0, 0.7, 0.0]]
    states, own = {}, []
    for i in range(models):
        root = draw.normal(size=(3, 3))
        states[f"m{i}"] = State(draw.normal(size=3).tolist(), (root @ root.T).tolist())
    for i in range(models * tests):
        row, test = f"m{i % models}", f"t{draw.integers(tests)}"
        noise = float(draw.uniform(0.05, 2))
        own.append(OwnResult(row, test, float(draw.normal()), noise, lines[draw.integers(3)]))
    return states, {"m0": [Observation(0.4, 0.3, -0.2, [1.0, 0.5, 0.0])]}, own


@pytest.mark.parametrize(
    ("models", "tests"),
    [(1, 40), (2, 30), (12, 2), (30, 1), (8, 8)],
    ids=["one model", "few models", "few tests", "one test", "as many"],
)
def test_the_fast_update_is_the_exact_one(models, tests):
    """Whichever of models and tests is integrated out first, the outcome is the dense one."""
    states, known, own = random_results(models, tests, seed=models)
    prior = Difficulty(-0.5, 4.0)
    found, wanted = updated(states, known, own, prior), joint(states, known, own, prior)
    for row, (mean, cov) in wanted.items():
        assert found[row].mean == pytest.approx(mean.tolist(), abs=1e-8)
        assert np.array(found[row].cov) == pytest.approx(cov, abs=1e-8)


def test_a_result_at_one_effort_is_a_result_of_the_stack():
    """Efforts stacked: one dense Gaussian over all of them, conditioned on one effort's results."""
    draw = np.random.default_rng(8)
    root = draw.normal(size=(6, 6))
    cov, mean = root @ root.T + np.eye(6), draw.normal(size=6)
    parts = [
        State(mean[at : at + 3].tolist(), cov[at : at + 3, at : at + 3].tolist()) for at in (0, 3)
    ]
    stack = stacked(parts, {(0, 1): cov[:3, 3:].tolist()})
    assert np.array(stack.cov) == pytest.approx(cov)
    assert unstacked(stack, 2) == parts
    loadings = [1.0, 0.5, 0.2]
    found = updated(
        {"m": stack, "n": parts[0]},
        {"m": [Observation(1.5, 0.2, 0.1, placed(loadings, 1, 2))]},
        [OwnResult("m", "x", 0.3, 0.2, placed(loadings, 0, 2))],
        Difficulty(0.0, 2.0),
    )
    lines = np.array([placed(loadings, 1, 2), placed(loadings, 0, 2)])
    total = lines @ cov @ lines.T + np.diag([0.2, 2.2])
    gain = cov @ lines.T @ np.linalg.inv(total)
    wanted = mean + gain @ (np.array([1.4, 0.3]) - lines @ mean)
    assert found["m"].mean == pytest.approx(wanted.tolist(), abs=1e-9)
    assert np.array(found["m"].cov) == pytest.approx(cov - gain @ lines @ cov, abs=1e-9)
    assert found["n"] == parts[0]


def test_the_order_of_results_does_not_matter():
    """The same results in another order give the same posterior."""
    states, known, own, prior = made()
    one, other = updated(states, known, own, prior), updated(states, known, own[::-1], prior)
    for row in states:
        assert one[row].mean == pytest.approx(other[row].mean, abs=1e-12)


def test_no_results_change_nothing():
    """Without results every state stays."""
    states, _, _, prior = made()
    assert updated(states, {}, [], prior) == states


def test_inverse():
    """A matrix times its inverse is one."""
    matrix = [[2.0, 0.5, 0.0], [0.5, 1.0, 0.2], [0.0, 0.2, 3.0]]
    assert np.array(matrix) @ np.array(inverse(matrix)) == pytest.approx(np.eye(3), abs=1e-12)


# ---- in the estimates


def of(rows, model: str, effort: str | None = None):
    """The estimate of a model."""
    return next(row for row in rows if (row.model, row.effort) == (model, effort))


def test_a_result_at_one_effort_moves_the_others(fitted):
    """Efforts share most of a model's ability, so that all move, the measured one most."""
    given = [result("acme/atlas-3", 0.1, effort="high"), result("birch/oak-70b", 0.9)]
    before = fitted.estimates("coding")
    after = estimates.own(fitted, [source(*given)]).adjust("coding", before)
    rows = {
        effort: (of(before, "acme/atlas-3", effort), of(after, "acme/atlas-3", effort))
        for effort in ("high", "low")
    }
    moves = {effort: new.theta - old.theta for effort, (old, new) in rows.items()}
    assert moves["high"] < moves["low"] < -0.01
    assert all(new.stderr < old.stderr for old, new in rows.values())
    old, new = rows["low"]
    assert (new.scores, new.direct) == (old.scores, old.direct)
    assert new.model_scores == old.model_scores + 1
    assert new.label in ("some", "direct")


def test_a_fit_that_stores_no_siblings_moves_one_effort(small_catalog, tmp_path):
    """Of a catalog that does not say how efforts vary together, only the measured one moves."""
    folder = evidence_catalog.make(small_catalog, tmp_path / "catalog")
    (folder / "derived" / "siblings.csv").unlink()
    found = load(str(folder), DAY)
    given = [result("acme/atlas-3", 0.1, effort="high"), result("birch/oak-70b", 0.9)]
    before = found.estimates("coding")
    after = estimates.own(found, [source(*given)]).adjust("coding", before)
    assert of(after, "acme/atlas-3", "low").theta == of(before, "acme/atlas-3", "low").theta
    assert of(after, "acme/atlas-3", "high").theta < of(before, "acme/atlas-3", "high").theta


@pytest.mark.parametrize("text", ["row,other,x\na@high,a@low\n", "row,other,x\n{0},{1},1 2\n"])
def test_a_broken_table_of_siblings(small_catalog, tmp_path, text):
    """A table that is not as the fit writes it is named, not guessed at."""
    folder = evidence_catalog.make(small_catalog, tmp_path / "catalog")
    table = folder / "derived" / "siblings.csv"
    table.write_text(text.format(*evidence_catalog.EFFORTS), encoding="utf-8")
    with pytest.raises(CatalogError):
        estimates.own(load(str(folder), DAY), [source(result("acme/atlas-3", 0.1, effort="high"))])


def test_a_better_result_than_expected_raises_the_estimate(fitted):
    """A model that does well on the user's test rises, the other falls, both get surer."""
    own = estimates.own(fitted, [source(result("acme/atlas-2", 0.9), result("birch/oak-70b", 0.5))])
    before = fitted.estimates("coding")
    after = own.adjust("coding", before)
    assert own.sources == (("mine", 2),)
    for model, sign in (("acme/atlas-2", 1), ("birch/oak-70b", -1)):
        old, new = of(before, model), of(after, model)
        assert sign * (new.theta - old.theta) > 0.05
        assert new.stderr < old.stderr
        assert new.low < new.score < new.high
        assert (new.scores, new.direct) == (old.scores + 1, old.direct + 1)
    assert of(after, "delta/nc-20b") == of(before, "delta/nc-20b")


def test_other_tasks_move_by_what_they_share(fitted):
    """The general ability is in every task: it moves too, and less."""
    own = estimates.own(fitted, [source(result("acme/atlas-2", 0.9), result("birch/oak-70b", 0.5))])
    moves = {
        task: of(own.adjust(task, rows), "acme/atlas-2").theta - of(rows, "acme/atlas-2").theta
        for task in ("coding", "general")
        for rows in [fitted.estimates(task)]
    }
    assert moves["coding"] > moves["general"] > 0


def test_the_same_test_joins_sources(fitted):
    """Two sources of a model each, on one test, are as one source of both."""
    rows = fitted.estimates("coding")
    scores = result("acme/atlas-2", 0.9), result("birch/oak-70b", 0.3)
    apart = [source(scores[0], name="a"), source(scores[1], name="b")]
    together = estimates.own(fitted, [source(*scores)]).adjust("coding", rows)
    assert estimates.own(fitted, apart).adjust("coding", rows) == together
    other = [apart[0], source(scores[1], name="b", task="general")]
    assert estimates.own(fitted, other).adjust("coding", rows) != together


def test_a_repeat_tells_less_than_another_test(fitted):
    """
    What a model has with a test of its own is the same each time.

    The stored error is larger than the posterior's, and stays so in proportion.
    """
    rows = fitted.estimates("coding")
    one = result("acme/atlas-2", 82.0, benchmark="patch-bench")
    moved = []
    for more in ([], [source(one, name="b", task=None)]):
        own = estimates.own(fitted, [source(one, task=None), *more])
        moved.append(of(own.adjust("coding", rows), "acme/atlas-2").stderr)
    z, v = measure(
        PublishedScore(
            *("m", None, None, "patch-bench", 82.0, "own", "independent", ""), items=200
        ),
        stored.scale_of(fitted.benchmarks["patch-bench"]),
    )
    del z
    load, contrast = np.array([1.0, 0.4, 0.0]), np.array([1.1, 0.2, 0.15])
    before = np.array([[0.01, 0.001, 0], [0.001, 0.1, 0], [0, 0, 0.2]])
    wanted = [
        load_var - (contrast @ before @ load) ** 2 / (load @ before @ load + noise + 0.1)
        for noise in (v, v / 2)
        for load_var in [contrast @ before @ contrast]
    ]
    widening = of(rows, "acme/atlas-2").stderr ** 2 / (contrast @ before @ contrast)
    assert widening > 1.0
    change = widening * (wanted[1] - wanted[0])
    assert moved[1] ** 2 - moved[0] ** 2 == pytest.approx(change, abs=1e-9)


def test_preferences_load_as_votes_do(fitted):
    """Votes tell models less far apart, so that the same distance stands for more ability."""
    rows = fitted.estimates("coding")
    scores = result("acme/atlas-2", 0.7), result("birch/oak-70b", 0.3)
    by_test, by_votes = (
        of(estimates.own(fitted, [given]).adjust("coding", rows), "acme/atlas-2").theta
        - of(rows, "acme/atlas-2").theta
        for given in (source(*scores), source(*scores)._replace(form="preferences"))
    )
    assert by_votes > by_test > 0
    share = estimates._share_of_votes(fitted, stored.stored(fitted))
    assert share == pytest.approx(0.5 / ((1.0 + 1.2 + 0.9) / 3))


def test_less_trust_moves_less(fitted):
    """The noise of results is divided by the trust in them."""
    before = of(fitted.estimates("coding"), "acme/atlas-2").theta
    scores = (result("acme/atlas-2", 0.9), result("birch/oak-70b", 0.5))
    moves = [
        of(estimates.own(fitted, [source(*scores, trust=trust)]).adjust("coding", rows), name).theta
        - before
        for trust in (1.0, 0.3, 0.01)
        for rows, name in [(fitted.estimates("coding"), "acme/atlas-2")]
    ]
    assert moves[0] > moves[1] > moves[2] > 0


def test_a_benchmark_of_the_catalog_by_hand(fitted):
    """One result on a benchmark of known difficulty: the scalar Kalman step."""
    score = result("acme/atlas-2", 82.0, benchmark="patch-bench")
    own = estimates.own(fitted, [source(score, task=None)])
    rows = fitted.estimates("coding")
    z, v = measure(
        PublishedScore(
            *("m", None, None, "patch-bench", 82.0, "own", "independent", ""), items=200
        ),
        stored.scale_of(fitted.benchmarks["patch-bench"]),
    )
    cov = np.array([[0.01, 0.001, 0], [0.001, 0.1, 0], [0, 0, 0.2]])
    load, contrast = np.array([1.0, 0.4, 0.0]), np.array([1.1, 0.2, 0.15])
    surprise = z - 0.2 - load @ np.array([0.1, 0.1, 0.0])
    move = contrast @ cov @ load * surprise / (load @ cov @ load + v + 0.1)
    found = of(own.adjust("coding", rows), "acme/atlas-2").theta - of(rows, "acme/atlas-2").theta
    assert found == pytest.approx(move, abs=1e-9)


def test_a_model_without_scores_gets_an_estimate(fitted):
    """A model that the fit does not know is rated by its own results, with a wide interval."""
    later = load(fitted.meta.folder, "2027-02-01")
    own = estimates.own(later, [source(result("acme/atlas-4", 0.7), result("birch/oak-70b", 0.5))])
    rows = later.estimates("coding")
    found = of(own.adjust("coding", rows), "acme/atlas-4")
    assert found.label == "thin"
    assert found.stderr > 3 * of(rows, "birch/oak-70b").stderr


def test_without_a_posterior_there_is_nothing_to_update(small):
    """A catalog that holds estimates only leaves own results out."""
    assert estimates.own(small, [source(result("acme/atlas-2", 0.9))]) is None


def test_scores_against_the_fit(fitted):
    """Each score of a model has what was expected of it, or why nothing was."""
    found = shown.of_model(fitted, "acme/atlas-3")
    by_name = {(line.benchmark, line.effort): line for line in found.lines}
    assert by_name["patch-bench", "high"].expected is not None
    assert by_name["nihongo-bench", "high"].why_not == "too few models have a score on it"
    assert all(
        line.outlier == (abs(line.residual) > OUTLIER) for line in found.lines if line.residual
    )
    assert [row.effort for row in found.support] == [None, "high", "low"]


def test_a_benchmark_shows_its_leaders_and_parameters(fitted):
    """Best first, one line a model, and the fit's parameters in words that can be checked."""
    found = shown.of_benchmark(fitted, "quiz-bench")
    values = [leader.line.value for leader in found.leaders]
    assert values == sorted(values, reverse=True)
    assert len({leader.line.model for leader in found.leaders}) == len(values)
    assert "older" in {line.line.model for line in found.leaders}
    share = 0.25 + 0.75 / (1 + np.exp(-0.5))
    assert found.typical == pytest.approx(100 * share)
    left = shown.of_benchmark(fitted, "old-bench")
    assert (left.in_fit, left.why_not) == (False, "fewer than five models")


# ---- on disk


def test_what_is_written_is_read(tmp_path):
    """A source comes back as it was."""
    given = source(result("acme/atlas-2", 0.9), result("acme/atlas-3", 0.8, effort="low"))
    files.write(str(tmp_path / "own"), given)
    assert files.sources(str(tmp_path / "own")) == [given]


def test_a_file_of_form_1_is_read(tmp_path):
    """Results as a table each, as llmpick 0.1.0 wrote them."""
    text = (
        'form = 1\ntrust = 1.0\ntask = "coding"\nimported = 2026-11-23\nformat = "CSV"\n'
        'file = "mine.csv"\nsha256 = "ab"\n\n[[results]]\nmodel = "acme/atlas-3"\n'
        'effort = "low"\ntest = "mine"\nscore = 0.8\nitems = 200\n'
    )
    (tmp_path / "mine.toml").write_text(text)
    assert files.read(str(tmp_path), "mine").scores == (result("acme/atlas-3", 0.8, effort="low"),)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,b,nan", "row 2 of `results`: `score` `nan`"),
        ("a,b,", "row 2 of `results`: `score` ``"),
        ("a", "row 2 of `results`: `score`"),
        ('a,"b,0.5', "`results`: "),
        ("a,b,１", "row 2 of `results`: `score` `１`"),
        ("a,b,1e308", "row 2 of `results`: `score` `1e308`"),
        ("a,b,7,,,quiz-bench,more", "row 2 of `results`: more cells"),
        ("a,b,.5,-4", "row 2 of `results`: `items` `-4`"),
        ("a,b,.5,1e308", "row 2 of `results`: `items` `1e308`"),
        ("a,b,.5,x", "row 2 of `results`: `items` `x`"),
        ("a,b,.5,,1e300", "row 2 of `results`: `stderr` `1e300`"),
        ("a,b,.5,,nan", "row 2 of `results`: `stderr` `nan`"),
        ("a,b,.5,,-1", "row 2 of `results`: `stderr` `-1`"),
        (",b,.5", "row 2 of `results`: `model`"),
        ("a" * 2000 + ",b,.5", "row 2 of `results`: `model`"),
    ],
)
def test_a_broken_row_is_no_result(tmp_path, row, said):
    """A row that a hand has broken stops the source, named by its place and its key."""
    text = files._table(source(result("a", 0.5)))  # all but the rows is sound
    lines = f"model,test,score,items,stderr,benchmark\na,b,0.5\n{row}\n"
    (tmp_path / "mine.toml").write_text(tomli_w.dumps({**text, "results": lines}))
    with pytest.raises(UserError, match=f"`mine` cannot be read: {said}"):
        files.read(str(tmp_path), "mine")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("trust", float("nan")), ("trust", True), ("trust", "1"), ("trust", 0)),
        *(("imported", "2026-11-23"), ("task", ["coding"]), ("task", "x" * 2000)),
        *(("format", 3), ("file", {}), ("sha256", 10**400), ("results", ["a"]), ("form", "2")),
    ],
)
def test_a_head_of_another_kind(tmp_path, key, value):
    """A file of our own is read as strictly as one of others: it may have been edited."""
    table = {**files._table(source(result("a", 0.5))), key: value}
    (tmp_path / "mine.toml").write_text(tomli_w.dumps(table))
    with pytest.raises(UserError, match=f"`mine` cannot be read: .*`{key}`"):
        files.read(str(tmp_path), "mine")


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "lpt9.csv"])
def test_a_device_is_no_name(name):
    """Windows has no files of these names."""
    with pytest.raises(UserError, match="no name"):
        files.name_of(name)


def test_names_of_tests_are_kept(tmp_path):
    """Commas, quotes and other scripts come back as they were."""
    test = 'lm-eval/gsm8k v3 5-shot exact_match,strict-match "x" \\ 試験'
    given = source(result("acme/atlas-2", 0.9)._replace(test=test, stderr=0.01))
    files.write(str(tmp_path), given)
    assert files.sources(str(tmp_path)) == [given]


def test_it_is_private(tmp_path):
    """The folder and the file are the user's alone, whatever the umask."""
    before = os.umask(0)
    try:
        path = files.write(str(tmp_path / "own"), source(result("acme/atlas-2", 0.9)))
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(tmp_path / "own").st_mode) == 0o700
    assert os.listdir(tmp_path / "own") == ["mine.toml"]


def test_a_name_is_taken_once(tmp_path):
    """A second import never overwrites the first."""
    files.write(str(tmp_path), source(result("acme/atlas-2", 0.9)))
    with pytest.raises(UserError, match="you have results named"):
        files.write(str(tmp_path), source(result("acme/atlas-2", 0.1)))
    assert files.read(str(tmp_path), "mine").scores[0].score == 0.9


def test_a_folder_that_cannot_be_made(tmp_path):
    """A file where the folder should be: one sentence, nothing left behind."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        files.write(str(blocked / "own"), source(result("acme/atlas-2", 0.9)))


@pytest.mark.parametrize(
    "text",
    [
        *("", "form = 2\n", "form = 3\n", "not toml ["),
        *("form = 1\ntrust = 2\n", "form = 1\ntrust = 1\nresults = 3\n"),
    ],
)
def test_a_broken_source_is_named(tmp_path: Path, text):
    """A broken file says which it is, and how to go on without it."""
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(UserError, match="`mine` cannot be read") as caught:
        files.sources(str(tmp_path))
    assert "--no-evidence" in (caught.value.hint or "")


def test_remove_knows_only_sources(tmp_path):
    """A name is looked up among the sources: no path can be named."""
    files.write(str(tmp_path / "own"), source(result("acme/atlas-2", 0.9)))
    (tmp_path / "other.toml").write_text("")
    for name in ("../other", "min", "/etc/passwd"):
        with pytest.raises(UserError, match="you have no results"):
            files.remove(str(tmp_path / "own"), name)
    files.remove(str(tmp_path / "own"), "mine")
    assert files.names(str(tmp_path / "own")) == []
