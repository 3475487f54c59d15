"""A user's own results in the estimates: the posterior with them, without a new fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import chain, combinations
from math import fsum, sqrt
from typing import NamedTuple

from llmpick.ability import own as update
from llmpick.ability import stored as baskets
from llmpick.ability.data import LANGUAGE_DOMAIN, FitBenchmark
from llmpick.ability.expected import stored_loadings
from llmpick.ability.transform import measure
from llmpick.ability.update import Matrix, Observation, State, Vector
from llmpick.catalog.contents import Catalog
from llmpick.core.facts.counting import OwnThinking
from llmpick.core.facts.estimates import Estimate
from llmpick.core.ranking.blend import PREFIX
from llmpick.errors import UserError, shown
from llmpick.evidence.files import Measured, OwnScore, OwnSource
from llmpick.evidence.rows import PREFERENCES
from llmpick.evidence.stored import Stored, own_score, row_key, scale_of, stored, unknown_form

OWN_DOMAIN_SHARE = 0.30


class OwnResults(NamedTuple):
    """Own results in force: of each source its name and how many models; *adjust* puts them in."""

    sources: tuple[tuple[str, int], ...]
    adjust: OwnAdjust


class OwnAdjust:
    """Puts own results into the estimates of a task, and says what was measured of its tokens."""

    def __init__(self, ready: _Ready, sources: Iterable[OwnSource]) -> None:
        self._ready, self._sources = ready, tuple(sources)

    def __call__(self, task: str, rows: list[Estimate], /) -> list[Estimate]:
        """The estimates *rows* of *task*, given own results."""
        return _adjusted(self._ready, task, rows)

    def thinking(self, task: str, /) -> Mapping[tuple[str, str | None], OwnThinking]:
        """Reasoning tokens that were measured on prompts of *task*, by (model, effort)."""
        rows: dict[tuple[str, str | None], list[Measured]] = {}
        for source in self._sources:
            for one in source.measured if source.task == task else ():
                if one.reasoning_tokens is not None and one.calls:
                    rows.setdefault((one.model, one.effort), []).append(one)
        return {key: _mean_thinking(found) for key, found in rows.items()}


def _mean_thinking(rows: list[Measured]) -> OwnThinking:
    """The mean over all calls, of whichever route."""
    calls = sum(one.calls for one in rows)
    mean = fsum((one.reasoning_tokens or 0.0) * one.calls for one in rows) / calls
    error = sqrt(fsum(((one.reasoning_stderr or 0.0) * one.calls) ** 2 for one in rows)) / calls
    return OwnThinking(mean, error / mean if mean else 0.0, calls)


class _Basket(NamedTuple):
    """A task's basket on its stored scale, and the domains that are its own."""

    parts: baskets.StoredBasket
    slope: float
    intercept: float
    own_domains: frozenset[str]
    benchmarks: tuple[tuple[str, float], ...]


class _Ready(NamedTuple):
    """
    States before and after own results, and how many there are of each row.

    States are those of all efforts of the models that have one; counts are of the rows that were
    measured, *by_model* over a model's rows; *domains* by model and row, how many measured them.
    """

    before: Mapping[str, State]
    after: Mapping[str, State]
    counts: Mapping[str, int]
    by_model: Mapping[str, int]
    domains: Mapping[str, Mapping[str, Counter[frozenset[str]]]]
    fit: Stored
    baskets: Mapping[str, _Basket]


def own(catalog: Catalog, sources: Iterable[OwnSource]) -> OwnResults | None:
    """
    The estimates of *catalog* given the results of *sources*; None where it holds no fit.

    Results of models and benchmarks that this catalog lacks are left out, and not counted.
    """
    used, fit = tuple(sources), stored(catalog)
    if fit is None or "baskets" not in catalog.ids("derived"):
        return None
    benchmarks = {None} | (catalog.benchmarks.keys() & fit.parameters)
    given = [
        (source, score)
        for source in used
        for score in source.scores
        if score.model in catalog.models and score.benchmark in benchmarks
    ]
    ready = _ready(catalog, fit, given)
    models: dict[str, set[str]] = {}
    for source, score in given:
        models.setdefault(source.name, set()).add(score.model)
    return OwnResults(
        tuple((name, len(found)) for name, found in sorted(models.items())),
        OwnAdjust(ready, used),
    )


def _ready(catalog: Catalog, fit: Stored, given: list[tuple[OwnSource, OwnScore]]) -> _Ready:
    parts = _baskets(catalog)
    keys = _rows_of(fit, given)
    before = {key: fit.state(key) or _population(fit) for key in sorted({*chain(*keys.values())})}
    between = _between(catalog, len(fit.factors), set(before))
    stacks = {
        model: update.stacked(
            [before[key] for key in rows],
            {
                (i, j): between[one, other]
                for (i, one), (j, other) in combinations(enumerate(rows), 2)
                if (one, other) in between
            },
        )
        for model, rows in keys.items()
    }
    tests = _Tests(catalog, fit, parts)
    counts = Counter(row_key(score.model, score.effort) for _, score in given)
    domains: dict[str, dict[str, Counter[frozenset[str]]]] = {}
    groups: dict[tuple[str, str, str], list[_Reading]] = {}
    for source, score in given:
        key, (name, test) = row_key(score.model, score.effort), tests.of(source, score)
        z, v = measure(own_score(score), test.scale)
        reading = _Reading(test, z, v / source.trust, test.own_noise / source.trust)
        groups.setdefault((score.model, key, name), []).append(reading)
        by_row = domains.setdefault(score.model, {})
        if key not in by_row:
            by_row[key] = Counter()
        by_row[key][test.domains] += 1
    known: dict[str, list[Observation]] = {}
    unknown: list[update.OwnResult] = []
    for (model, key, name), readings in groups.items():
        rows, test = keys[model], readings[0].test
        z, noise = _averaged(readings)
        loadings = update.placed(test.loadings, rows.index(key), len(rows))
        if test.mu is None:
            unknown.append(update.OwnResult(model, name, z, noise, loadings))
        else:
            known.setdefault(model, []).append(Observation(z, noise, test.mu, loadings))
    after = {
        key: state
        for model, stack in update.updated(stacks, known, unknown, _difficulty(fit)).items()
        for key, state in zip(keys[model], update.unstacked(stack, len(keys[model])), strict=True)
    }
    by_model = Counter(score.model for _, score in given)
    return _Ready(before, after, counts, by_model, domains, fit, parts)


class _Test(NamedTuple):
    """What is known of a test: *mu* None where only own results tell its difficulty."""

    scale: FitBenchmark
    mu: float | None
    loadings: Vector
    own_noise: float
    domains: frozenset[str]


class _Reading(NamedTuple):
    """A result in logits: *v* of its measurement, *own_noise* of the model on this test."""

    test: _Test
    z: float
    v: float
    own_noise: float


def _averaged(readings: list[_Reading]) -> tuple[float, float]:
    """
    Logits and noise of all results of a row on one test.

    What a model has with a test of its own is the same each time, so that it is not averaged out.
    """
    if len(readings) == 1:
        return readings[0].z, readings[0].v + readings[0].own_noise
    total = fsum(1.0 / reading.v for reading in readings)
    z = fsum(reading.z / reading.v for reading in readings) / total
    return z, 1.0 / total + min(reading.own_noise for reading in readings)


class _Tests:
    """Tests by what a result says of its own, each made once."""

    def __init__(self, catalog: Catalog, fit: Stored, parts: Mapping[str, _Basket]) -> None:
        self._catalog, self._fit, self._parts = catalog, fit, parts
        self._made: dict[tuple[str | None, ...], _Test] = {}

    def of(self, source: OwnSource, score: OwnScore) -> tuple[str, _Test]:
        """The test of a result, with the name under which it is the same in every source."""
        if score.benchmark is not None:
            key: tuple[str | None, ...] = (score.benchmark,)
            if key not in self._made:
                self._made[key] = self._of_catalog(score.benchmark)
            return score.benchmark, self._made[key]
        key = source.task, source.domain, source.form
        if key not in self._made:
            self._made[key] = self._of_user(source)
        # measured as another task it is another test: it loads otherwise
        return f"{score.test}\0{source.task or source.domain}", self._made[key]

    def _of_catalog(self, name: str) -> _Test:
        benchmark, parameters = self._catalog.benchmarks[name], self._fit.parameters[name]
        loadings, unstored = stored_loadings(parameters, self._fit.factors)
        scale, domains = scale_of(benchmark), frozenset({benchmark.domain})
        return _Test(scale, parameters.mu, loadings, parameters.psi + unstored, domains)

    def _of_user(self, source: OwnSource) -> _Test:
        loadings, own_noise = _assumed(self._fit, self._parts, source)
        if source.form == PREFERENCES:
            share = _share_of_votes(self._catalog, self._fit)
            loadings, own_noise = [share * load for load in loadings], share**2 * own_noise
        return _Test(_SHARE, None, loadings, own_noise, _measured(self._parts, source))


def _rows_of(fit: Stored, given: list[tuple[OwnSource, OwnScore]]) -> dict[str, list[str]]:
    """The rows of every model that has own results: those of the fit, and those measured."""
    keys = {score.model: {row_key(score.model, score.effort)} for _, score in given}
    for key in fit.posterior:
        model = key.partition("@")[0]
        if model in keys:
            keys[model].add(key)
    return {model: sorted(rows) for model, rows in keys.items()}


def _between(catalog: Catalog, size: int, wanted: Collection[str]) -> dict[tuple[str, str], Matrix]:
    """
    Covariance of the *size* factors of two efforts of a model, by their rows, of those *wanted*.

    Raises:
        CatalogError: the table is broken.
    """
    if "siblings" not in catalog.ids("derived"):
        return {}
    found = {}
    try:
        for row in catalog.record("derived", "siblings")["rows"]:
            one, other, text = row.values()
            if one in wanted and other in wanted:
                values = [float(value) for value in text.split()]
                matrix = [values[i : i + size] for i in range(0, len(values), size)]
                if len(values) != size * size:
                    raise ValueError("not one row a factor")
                found[one, other] = matrix
    except ValueError:
        raise unknown_form() from None
    return found


_SHARE = FitBenchmark("own", "own", 0.0, 1.0, None, True, "logit", "own", "single", True)
"""The scale of a user's own test."""


def fmean(values: Iterable[float]) -> float:
    """Mean. (`statistics` loads a dozen modules, which a query need not wait for.)"""
    found = list(values)
    return fsum(found) / len(found)


def pvariance(values: Iterable[float]) -> float:
    """Variance of all there are."""
    found = list(values)
    centre = fmean(found)
    return fmean((value - centre) ** 2 for value in found)


def median(values: Iterable[float]) -> float:
    """The middle value, the lower one of two."""
    found = sorted(values)
    return found[(len(found) - 1) // 2]


def _population(fit: Stored) -> State:
    """What is known of a model without scores: mean and spread of all the others."""
    general = [float(mean.partition(" ")[0]) for mean, _ in fit.posterior.values()]
    size = len(fit.factors)
    cov = [[float(i == j) for j in range(size)] for i in range(size)]
    cov[0][0] = max(1.0, pvariance(general))
    return State([fmean(general), *[0.0] * (size - 1)], cov)


def _difficulty(fit: Stored) -> update.Difficulty:
    """What is known of a test before anybody took it: how the catalog's tests scatter."""
    mus = [parameters.mu for parameters in fit.parameters.values()]
    return update.Difficulty(fmean(mus), max(1.0, pvariance(mus)))


def _assumed(fit: Stored, parts: Mapping[str, _Basket], source: OwnSource) -> tuple[Vector, float]:
    """Loadings and own variance of a user's test: those of the benchmarks of its task or domain."""
    if source.task:
        basket = parts.get(source.task)
        if basket is None:
            raise _stale(source)
        loadings = [basket.parts.contrast.get(name, 0.0) for name in fit.factors]
        alike = [fit.parameters[name] for name, _ in basket.benchmarks if name in fit.parameters]
    else:
        alike = [fit.parameters[n] for n, t in fit.tables.items() if t["domain"] == source.domain]
        known = [stored_loadings(parameters, fit.factors)[0] for parameters in alike]
        loadings = [fmean(column) for column in zip(*known, strict=True)]
    every = alike or list(fit.parameters.values())
    if not loadings:
        loadings = [fmean(p.loadings.get(name, 0.0) for p in every) for name in fit.factors[:1]]
        loadings += [0.0] * (len(fit.factors) - 1)
    own_noise = median(p.psi + stored_loadings(p, fit.factors)[1] for p in every)
    return loadings, own_noise


def _share_of_votes(catalog: Catalog, fit: Stored) -> float:
    """
    How far votes tell abilities apart, a test being 1.

    It is how far general ability moves a logit of the catalog's arenas, over how far it moves one
    of its other benchmarks.
    """
    votes: list[float] = []
    tests: list[float] = []
    for name, parameters in fit.parameters.items():
        benchmark = catalog.benchmarks.get(name)
        of_votes = benchmark is not None and benchmark.link == "elo"
        (votes if of_votes else tests).append(parameters.loadings.get(fit.factors[0], 0.0))
    return fmean(votes) / fmean(tests) if votes and any(tests) else 1.0


def _stale(source: OwnSource) -> UserError:
    return UserError(
        f"your own results `{source.name}` are for the task `{shown(source.task or '')}`, which "
        "the catalog lacks",
        hint=f"`llmpick evidence remove {source.name}`, or --no-evidence to leave them out",
    )


def _measured(parts: Mapping[str, _Basket], source: OwnSource) -> frozenset[str]:
    if source.task:
        return parts[source.task].own_domains
    return frozenset({source.domain or ""})


def stored_baskets(catalog: Catalog) -> dict[str, tuple[baskets.StoredBasket, frozenset[str]]]:
    """Basket of each task of the catalog's fit, and the benchmarks that stand in it."""
    return {
        task: (basket.parts, frozenset(name for name, _ in basket.benchmarks))
        for task, basket in _baskets(catalog).items()
    }


def own_domains(catalog: Catalog) -> dict[str, frozenset[str]]:
    """The domains that are a task's own, by task that has a basket."""
    return {task: _domains_of(catalog, task, rows) for task, rows in _by_task(catalog).items()}


def _by_task(catalog: Catalog) -> dict[str, list[Mapping[str, str]]]:
    by_task: dict[str, list[Mapping[str, str]]] = {}
    for row in catalog.record("derived", "baskets")["rows"]:
        by_task.setdefault(row["task"], []).append(row)
    return by_task


def _baskets(catalog: Catalog) -> dict[str, _Basket]:
    return {task: _basket(catalog, task, rows) for task, rows in _by_task(catalog).items()}


def _basket(catalog: Catalog, task: str, rows: list[Mapping[str, str]]) -> _Basket:
    items = tuple(
        baskets.StoredItem(float(row["share"]), float(row["mu"]), _loadings(row["loadings"]))
        for row in rows
    )
    names = sorted({name for item in items for name in item.loadings})
    return _Basket(
        baskets.StoredBasket(
            fsum(item.share * item.mu for item in items),
            {n: fsum(item.share * item.loadings.get(n, 0.0) for item in items) for n in names},
            items,
        ),
        float(rows[0]["slope"]),
        float(rows[0]["intercept"]),
        _domains_of(catalog, task, rows),
        tuple((row["benchmark"], float(row["share"])) for row in rows if row["benchmark"]),
    )


def _loadings(text: str) -> dict[str, float]:
    pairs = (pair.partition("=") for pair in text.split())
    return {name: float(value) for name, _, value in pairs}


def _domains_of(catalog: Catalog, task: str, rows: list[Mapping[str, str]]) -> frozenset[str]:
    """The domains of .30 and more of a task; all of its benchmarks' where it names none."""
    if task.startswith(PREFIX):
        return frozenset({LANGUAGE_DOMAIN[task.removeprefix(PREFIX)]})
    found = catalog.tasks.get(task)
    if found is not None and found.domains:
        return frozenset(d for d, share in found.domains.items() if share >= OWN_DOMAIN_SHARE)
    known = (catalog.benchmarks.get(row["benchmark"]) for row in rows)
    return frozenset(benchmark.domain for benchmark in known if benchmark)


def _adjusted(ready: _Ready, task: str, rows: list[Estimate]) -> list[Estimate]:
    basket = ready.baskets.get(task)
    if basket is None:
        return rows
    seen = {row_key(row.model, row.effort) for row in rows}
    new = [_nothing_known(key) for key in ready.counts if key not in seen]
    return [
        _new_estimate(ready, basket, row, known=position < len(rows))
        if row_key(row.model, row.effort) in ready.after
        else row._replace(model_scores=row.model_scores + ready.by_model.get(row.model, 0))
        for position, row in enumerate([*rows, *new])
    ]


def _nothing_known(key: str) -> Estimate:
    model, _, effort = key.partition("@")
    return Estimate(model, effort or None, 0.0, 0.0, 0.0, 0.0, 0.0, 0, "thin", 0, 0, 0)


def _new_estimate(ready: _Ready, basket: _Basket, row: Estimate, *, known: bool) -> Estimate:
    """
    The estimate of *row* with own results.

    The stored one moves by what the results move the contrast, so that rounding of the stored
    posterior does not. What the fit added to its variance stays in proportion: it stood for what
    was not measured, and the results measure some of that.
    """
    key = row_key(row.model, row.effort)
    plain = baskets.estimate(ready.before[key], ready.fit.factors, basket.parts)
    widening = row.stderr / (basket.slope * plain.se) if known and plain.se else 1.0
    found = baskets.estimate(
        ready.after[key],
        ready.fit.factors,
        basket.parts,
        widening=widening,
        calibration=ready.fit.calibration,
    )
    theta = basket.slope * found.theta + basket.intercept
    if known:
        theta = row.theta + basket.slope * (found.theta - plain.theta)
    stderr = basket.slope * found.se
    told = {
        at: sum(n for measured, n in counted.items() if measured & basket.own_domains)
        for at, counted in ready.domains.get(row.model, {}).items()
    }
    direct = row.direct + told.get(key, 0)
    scores = row.model_scores + ready.by_model.get(row.model, 0)
    return Estimate(
        row.model,
        row.effort,
        theta,
        stderr,
        found.share,
        found.low,
        found.high,
        direct,
        update.label_of(
            row.label if known else None,
            direct=direct,
            near=any(told.values()),
            scores=scores,
            stderr=stderr,
        ),
        row.scores + ready.counts.get(key, 0),
        scores,
        row.independent + ready.counts.get(key, 0),
        near=row.near,
    )
