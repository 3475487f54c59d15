"""A user's own results in the estimates: the posterior with them, without a new fit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain, combinations
from math import fsum
from typing import NamedTuple

from llmpick.ability import own as update
from llmpick.ability import stored as baskets
from llmpick.ability.data import LANGUAGE_DOMAIN, FitBenchmark
from llmpick.ability.expected import stored_loadings
from llmpick.ability.transform import measure
from llmpick.ability.update import Matrix, Observation, State, Vector
from llmpick.catalog.load import Catalog
from llmpick.core.facts.records import Estimate
from llmpick.core.ranking.blend import PREFIX
from llmpick.errors import UserError, shown
from llmpick.evidence.files import OwnScore, OwnSource
from llmpick.evidence.stored import Stored, own_score, row_key, scale_of, stored, unknown_form

OWN_DOMAIN_SHARE = 0.30


class OwnResults(NamedTuple):
    """Own results in force: of each source its name and how many models; *adjust* puts them in."""

    sources: tuple[tuple[str, int], ...]
    adjust: Callable[[str, list[Estimate]], list[Estimate]]


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

    States are those of all efforts of the models that have one; counts and domains of the rows
    that were measured.
    """

    before: Mapping[str, State]
    after: Mapping[str, State]
    counts: Mapping[str, int]
    domains: Mapping[str, list[frozenset[str]]]
    fit: Stored
    baskets: Mapping[str, _Basket]


def own(catalog: Catalog, sources: Iterable[OwnSource]) -> OwnResults | None:
    """
    The estimates of *catalog* given the results of *sources*; None where it holds no fit.

    Results of models and benchmarks that this catalog lacks are left out, and not counted.
    """
    fit = stored(catalog)
    if fit is None or "baskets" not in catalog.ids("derived"):
        return None
    given = [
        (source, score)
        for source in sources
        for score in source.scores
        if score.model in catalog.models
        and (score.benchmark is None or score.benchmark in fit.parameters)
    ]
    ready = _ready(catalog, fit, given)
    models: dict[str, set[str]] = {}
    for source, score in given:
        models.setdefault(source.name, set()).add(score.model)
    return OwnResults(
        tuple((name, len(found)) for name, found in sorted(models.items())),
        lambda task, rows: _adjusted(ready, task, rows),
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
    known: dict[str, list[Observation]] = {}
    unknown: list[update.OwnResult] = []
    count: dict[str, int] = {}
    domains: dict[str, list[frozenset[str]]] = {}
    for source, score in given:
        key, rows = row_key(score.model, score.effort), keys[score.model]
        count[key] = count.get(key, 0) + 1
        benchmark = catalog.benchmarks.get(score.benchmark or "")
        parameters = fit.parameters.get(score.benchmark or "")
        if benchmark is not None and parameters is not None:
            loadings, unstored = stored_loadings(parameters, fit.factors)
            loadings = update.placed(loadings, rows.index(key), len(rows))
            z, v = measure(own_score(score), scale_of(benchmark))
            noise = (v + parameters.psi + unstored) / source.trust
            known.setdefault(score.model, []).append(Observation(z, noise, parameters.mu, loadings))
            domains.setdefault(key, []).append(frozenset({benchmark.domain}))
        elif score.benchmark is None:
            loadings, psi = _assumed(fit, parts, source)
            loadings = update.placed(loadings, rows.index(key), len(rows))
            z, v = measure(own_score(score), _SHARE)
            noise = (v + psi) / source.trust
            unknown.append(update.OwnResult(score.model, score.test, z, noise, loadings))
            domains.setdefault(key, []).append(_measured(parts, source))
    after = {
        key: state
        for model, stack in update.updated(stacks, known, unknown, _difficulty(fit)).items()
        for key, state in zip(keys[model], update.unstacked(stack, len(keys[model])), strict=True)
    }
    return _Ready(before, after, count, domains, fit, parts)


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


def _baskets(catalog: Catalog) -> dict[str, _Basket]:
    by_task: dict[str, list[Mapping[str, str]]] = {}
    for row in catalog.record("derived", "baskets")["rows"]:
        by_task.setdefault(row["task"], []).append(row)
    return {task: _basket(catalog, task, rows) for task, rows in by_task.items()}


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
        _own_domains(catalog, task, rows),
        tuple((row["benchmark"], float(row["share"])) for row in rows if row["benchmark"]),
    )


def _loadings(text: str) -> dict[str, float]:
    pairs = (pair.partition("=") for pair in text.split())
    return {name: float(value) for name, _, value in pairs}


def _own_domains(catalog: Catalog, task: str, rows: list[Mapping[str, str]]) -> frozenset[str]:
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
        else row._replace(model_scores=row.model_scores + _of_model(ready, row.model))
        for position, row in enumerate([*rows, *new])
    ]


def _nothing_known(key: str) -> Estimate:
    model, _, effort = key.partition("@")
    return Estimate(model, effort or None, 0.0, 0.0, 0.0, 0.0, 0.0, 0, "thin", 0, 0, 0)


def _of_model(ready: _Ready, model: str) -> int:
    return sum(n for key, n in ready.counts.items() if key.partition("@")[0] == model)


def _new_estimate(ready: _Ready, basket: _Basket, row: Estimate, *, known: bool) -> Estimate:
    """
    The estimate of *row* with own results.

    The stored one moves by what the results move the contrast, so that rounding of the stored
    posterior does not; what the fit added to its variance stays.
    """
    key = row_key(row.model, row.effort)
    plain = baskets.estimate(ready.before[key], ready.fit.factors, basket.parts)
    extra = max(0.0, (row.stderr / basket.slope) ** 2 - plain.se**2) if known else 0.0
    found = baskets.estimate(
        ready.after[key],
        ready.fit.factors,
        basket.parts,
        extra_variance=extra,
        calibration=ready.fit.calibration,
    )
    theta = basket.slope * found.theta + basket.intercept
    if known:
        theta = row.theta + basket.slope * (found.theta - plain.theta)
    stderr = basket.slope * found.se
    told = {
        at: sum(bool(domains & basket.own_domains) for domains in found)
        for at, found in ready.domains.items()
        if at.partition("@")[0] == row.model
    }
    direct = row.direct + told.get(key, 0)
    scores = row.model_scores + _of_model(ready, row.model)
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
    )
