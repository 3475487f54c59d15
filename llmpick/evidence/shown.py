"""Scores of a model or on a benchmark, each against what the fit expects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from llmpick.ability.data import PublishedScore
from llmpick.ability.expected import expectation
from llmpick.ability.transform import expected_value
from llmpick.ability.update import State
from llmpick.catalog import evidence as records
from llmpick.catalog.contents import Catalog
from llmpick.core.facts.estimates import Benchmark, Support
from llmpick.core.facts.evidence import Leader, OwnLine, ScoreLine, in_order, leaders
from llmpick.errors import UserError
from llmpick.evidence.files import OwnScore, OwnSource
from llmpick.evidence.stored import AS_REPORTED, Stored, own_score, row_key, scale_of, stored

TOP = 10


class ModelEvidence(NamedTuple):
    """
    Every score of a model, and of each effort how many usual benchmarks have one.

    *own* are the user's own results of it.
    """

    lines: list[ScoreLine]
    support: list[Support]
    fitted: bool
    own: list[OwnLine]


def of_model(
    catalog: Catalog, model: str, effort: str | None = None, sources: Iterable[OwnSource] = ()
) -> ModelEvidence:
    """
    All scores of *model* that were known on the catalog's day; of one *effort* where given.

    Results of the user's own *sources* are apart.
    """
    fit = stored(catalog)
    record = catalog.record("models", model)
    lines = list(_lines(catalog, fit, {model: record}, {}))
    return ModelEvidence(
        in_order(line for line in lines if effort in (None, line.effort)),
        [
            row
            for (name, at), row in sorted(
                catalog.support.items(), key=lambda item: (item[0][0], item[0][1] or "")
            )
            if name == model and effort in (None, at)
        ],
        fit is not None,
        [
            _own_line(catalog, fit, source, score)
            for source in sources
            for score in source.scores
            if score.model == model and effort in (None, score.effort)
        ],
    )


def _own_line(catalog: Catalog, fit: Stored | None, source: OwnSource, score: OwnScore) -> OwnLine:
    """An own result against what the public scores alone make one expect."""
    benchmark = catalog.benchmarks.get(score.benchmark or "")
    parameters = fit.parameters.get(score.benchmark or "") if fit else None
    state = fit.state(row_key(score.model, score.effort)) if fit else None
    expected = residual = why_not = None
    if score.benchmark is None:
        why_not = "a test of your own: only your results tell its difficulty"
    elif benchmark is None:
        why_not = "the catalog has no such benchmark any more"
    elif fit and parameters and state:
        expected, residual = expectation(
            own_score(score), scale_of(benchmark), parameters, AS_REPORTED, state, fit.factors
        )
    else:
        why_not = _why_not(benchmark, fit, parameters is not None, state is not None)
    return OwnLine(
        source=source.name,
        trust=source.trust,
        test=score.test,
        effort=score.effort,
        value=score.score,
        unit="share" if benchmark is None else benchmark.unit,
        items=score.items,
        imported=source.imported,
        expected=expected,
        residual=residual,
        why_not=why_not,
    )


def _lines(
    catalog: Catalog,
    fit: Stored | None,
    models: Mapping[str, Mapping[str, Any]],
    others: Mapping[str, Mapping[str, Any]],
) -> Iterator[ScoreLine]:
    states: dict[str, State | None] = {}
    sources = {**{k: t.get("sources") for k, t in models.items()}}
    for row, score in records.rows({"models": models, "scores": others}):
        benchmark = catalog.benchmarks.get(score.benchmark)
        if benchmark is None or score.date > catalog.meta.day:
            continue
        key = row_key(score.model, score.effort)
        if fit is not None and key not in states:
            states[key] = fit.state(key)
        place = (sources.get(score.model) or {}).get(row["source"], {})
        yield _line(score, benchmark, fit, states.get(key), place.get("url"))


def _line(
    score: PublishedScore,
    benchmark: Benchmark,
    fit: Stored | None,
    state: State | None,
    url: str | None,
) -> ScoreLine:
    parameters = fit.parameters.get(benchmark.id) if fit else None
    expected = residual = None
    if fit and parameters and state and benchmark.link != "none":
        reporter = fit.reporters.get(score.source_class, AS_REPORTED)
        expected, residual = expectation(
            score, scale_of(benchmark), parameters, reporter, state, fit.factors
        )
    return ScoreLine(
        model=score.model,
        effort=score.effort,
        mode=score.mode,
        benchmark=benchmark.id,
        value=score.value,
        unit=benchmark.unit,
        source=score.source,
        url=url,
        source_class=score.source_class,
        date=score.date,
        expected=expected,
        residual=residual,
        why_not=_why_not(benchmark, fit, parameters is not None, state is not None),
    )


def _why_not(benchmark: Benchmark, fit: Stored | None, known: bool, rated: bool) -> str | None:
    if fit is None:
        return "the catalog holds no fit"
    if not benchmark.in_fit:
        return benchmark.left_out_because or "left out of the fit"
    if not known:
        return "too few models have a score on it"
    return None if rated else "the model is not in the fit"


class BenchmarkEvidence(NamedTuple):
    """
    Who leads a benchmark, and what the fit makes of it.

    *typical* is what a model of average ability scores, in its unit; *difficulty* that in logits;
    *loadings* say how far a unit of each factor moves a model, in logits.
    """

    leaders: list[Leader]
    models: int
    scores: int
    in_fit: bool
    why_not: str | None
    typical: float | None
    difficulty: float | None
    own_noise: float | None
    loadings: Mapping[str, float]
    live: bool | None


def of_benchmark(catalog: Catalog, name: str, count: int = TOP) -> BenchmarkEvidence:
    """Who leads the benchmark *name*, out of all scores on it that were known on the day."""
    benchmark, fit = catalog.benchmarks[name], stored(catalog)
    found = {
        kind: {each: _only(catalog.record(kind, each), name) for each in catalog.ids(kind)}
        for kind in ("models", "scores")
    }
    lines = list(_lines(catalog, fit, _with_scores(found["models"]), _with_scores(found["scores"])))
    parameters = fit.parameters.get(name) if fit else None
    table = fit.tables.get(name, {}) if fit else {}
    return BenchmarkEvidence(
        leaders=leaders(lines, higher_is_better=benchmark.higher_is_better, count=count),
        models=len({line.model for line in lines}),
        scores=len(lines),
        in_fit=parameters is not None,
        why_not=_why_not(benchmark, fit, parameters is not None, True),
        typical=expected_value(parameters.mu, scale_of(benchmark)) if parameters else None,
        difficulty=parameters.mu if parameters else None,
        own_noise=parameters.psi**0.5 if parameters else None,
        loadings=dict(parameters.loadings) if parameters else {},
        live=table.get("live"),
    )


def _only(record: Mapping[str, Any], benchmark: str) -> Mapping[str, Any]:
    rows = [row for row in record.get("scores") or () if row["benchmark"] == benchmark]
    return {**record, "scores": rows}


def _with_scores(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {name: table for name, table in tables.items() if table["scores"]}


def of_record(
    catalog: Catalog, kind: str, name: str, effort: str | None, sources: Iterable[OwnSource] = ()
) -> tuple[ModelEvidence | None, BenchmarkEvidence | None]:
    """
    The evidence of the record *name*: of a model, of a route's model, or of a benchmark.

    Raises:
        UserError: records of that *kind* have none.
    """
    if kind == "benchmarks":
        return None, of_benchmark(catalog, name)
    if kind not in ("models", "offerings"):
        raise UserError(
            f"{kind} have no scores", hint="--evidence is for a model; leave it out here"
        )
    return of_model(catalog, name.partition("@")[0], effort, sources), None
