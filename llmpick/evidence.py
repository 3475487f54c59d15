"""
Evidence out of a catalog: scores against what the fit expects, and a user's own results in it.

Needs the catalog's derived tables and the standard library, no numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain, combinations
from math import fsum
from typing import Any, NamedTuple

from llmpick.ability import own as update
from llmpick.ability import stored as baskets
from llmpick.ability.data import DOMAINS, LANGUAGE_DOMAIN, Score
from llmpick.ability.data import Benchmark as Scale
from llmpick.ability.expected import Parameters, SourceClass, expectation, stored_loadings
from llmpick.ability.transform import expected_value, measure
from llmpick.ability.update import Matrix, Observation, State, Vector, full_matrix
from llmpick.catalog import evidence as records
from llmpick.catalog.load import Catalog
from llmpick.core.blend import PREFIX
from llmpick.core.evidence import Leader, OwnLine, ScoreLine, in_order, leaders
from llmpick.core.facts import Benchmark, Estimate, Support
from llmpick.errors import CatalogError, UserError, near_names, shown
from llmpick.overlay import OwnScore, Source
from llmpick.results import Fault, Parsed, Row

OWN_DOMAIN_SHARE = 0.30
AS_REPORTED = SourceClass(0.0, 0.0, 0.0)
TOP = 10


class Stored(NamedTuple):
    """The fit as the catalog keeps it: factors and their posterior by row, benchmarks, classes."""

    factors: tuple[str, ...]
    posterior: Mapping[str, tuple[str, str]]
    parameters: Mapping[str, Parameters]
    tables: Mapping[str, Mapping[str, Any]]
    reporters: Mapping[str, SourceClass]
    calibration: float

    def state(self, row: str) -> State | None:
        """Factors of a row, None where the fit has none."""
        found = self.posterior.get(row)
        if found is None:
            return None
        mean = [float(value) for value in found[0].split()]
        return State(mean, full_matrix([float(value) for value in found[1].split()], len(mean)))


def stored(catalog: Catalog) -> Stored | None:
    """
    The fit of *catalog*, None where it holds none in full.

    Raises:
        CatalogError: its tables are broken.
    """
    if not {"fit", "posterior"} <= set(catalog.ids("derived")):
        return None
    fit, rows = catalog.record("derived", "fit"), catalog.record("derived", "posterior")["rows"]
    if not rows or not fit["benchmarks"]:
        return None
    try:
        _, mean, covariance = rows[0]
        return Stored(
            factors=tuple(mean.removeprefix("mean of ").split()),
            posterior={row["row"]: (row[mean], row[covariance]) for row in rows},
            parameters={
                name: Parameters(table["mu"], table["loadings"], table["psi"])
                for name, table in fit["benchmarks"].items()
            },
            tables=fit["benchmarks"],
            reporters={
                name: SourceClass(table["offset"], table["offset_harness"], table["variance"])
                for name, table in fit["source_classes"].items()
            },
            calibration=float(fit["meta"]["calibration"]),
        )
    except (KeyError, ValueError, TypeError):
        raise _unknown_form() from None


def _unknown_form() -> CatalogError:
    return CatalogError(
        "the catalog's fit is not in the form that is known here",
        hint="run `llmpick catalog fit` on its files",
    )


def row_key(model: str, effort: str | None) -> str:
    """The name of a row of the fit."""
    return model if effort is None else f"{model}@{effort}"


def scale_of(benchmark: Benchmark) -> Scale:
    """A benchmark as the arithmetic of the fit takes it."""
    return Scale(
        benchmark.id,
        benchmark.domain,
        benchmark.scale_min,
        benchmark.scale_max,
        benchmark.chance,
        benchmark.higher_is_better,
        benchmark.link,  # type: ignore[arg-type]  # the schema allows these words only
        benchmark.board,
        benchmark.role,  # type: ignore[arg-type]
        benchmark.in_fit,
    )


# ---- what a model's estimate rests on


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
    catalog: Catalog, model: str, effort: str | None = None, sources: Iterable[Source] = ()
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


def _own_line(catalog: Catalog, fit: Stored | None, source: Source, score: OwnScore) -> OwnLine:
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
            _score(score), scale_of(benchmark), parameters, AS_REPORTED, state, fit.factors
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
    score: Score, benchmark: Benchmark, fit: Stored | None, state: State | None, url: str | None
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


# ---- a benchmark


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
    catalog: Catalog, kind: str, name: str, effort: str | None, sources: Iterable[Source] = ()
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


# ---- own results: from a file to a source


class Wanted(NamedTuple):
    """What a user says of a file of results; *full_marks* 1, 100, or None to tell by the scores."""

    name: str
    trust: float
    task: str | None
    domain: str | None
    benchmark: str | None
    effort: str | None
    full_marks: float | None


def taken(
    catalog: Catalog, parsed: Parsed, wanted: Wanted, *, file: str, sha256: str
) -> tuple[Source, list[Fault]]:
    """
    The source that the rows of a file make, and every row that cannot be taken.

    Raises:
        UserError: an option that does not fit the catalog.
    """
    _check_wanted(catalog, wanted)
    fit = stored(catalog)
    if fit is None or "baskets" not in catalog.ids("derived"):
        raise UserError(
            "the catalog holds no posterior to update",
            hint="run `llmpick catalog fit` on its files",
        )
    full = wanted.full_marks or _full_marks(parsed.rows)
    faults, scores = list(parsed.faults), []
    seen: dict[tuple[str, str | None, str], str] = {}
    for row in parsed.rows:
        made = _own_score(catalog, fit, row, wanted, full)
        if isinstance(made, Fault):
            faults.append(made)
            continue
        key = (made.model, made.effort, made.test)
        if key in seen:
            what = row_key(made.model, made.effort)
            faults.append(Fault(row.line, f"{what} on {made.test} stands at {seen[key]} already"))
            continue
        seen[key] = row.line
        scores.append(made)
    if not parsed.rows and not faults:
        faults.append(Fault("-", "no results"))
    return (
        Source(
            wanted.name,
            wanted.trust,
            wanted.task,
            wanted.domain,
            catalog.meta.day,
            parsed.form,
            file,
            sha256,
            tuple(scores),
        ),
        faults,
    )


def default_name(path: str) -> str:
    """A source's name out of a file's: its last part, in the letters that a name may have."""
    stem = path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "results"
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in stem.lower())
    return kept.strip("-")[:64] or "results"


MOST_FAULTS = 20


def accepted(
    catalog: Catalog,
    parsed: Parsed,
    wanted: Wanted,
    path: str,
    data: bytes,
    known: Iterable[Source],
) -> Source:
    """
    The source that a file makes, whole.

    Raises:
        UserError: a row cannot be taken, all of them named; or the file was imported before.
    """
    from hashlib import sha256

    digest = sha256(data).hexdigest()
    for source in known:
        if source.sha256 == digest:
            raise UserError(
                f"this file is imported already, as `{source.name}`",
                hint=f"`llmpick evidence remove {source.name}` first, or it would count twice",
            )
    file = path.replace("\\", "/").rpartition("/")[2]
    source, faults = taken(catalog, parsed, wanted, file=shown(file), sha256=digest)
    if faults:
        faults.sort(key=lambda fault: int(fault.line) if fault.line.isdigit() else 0)
        lines = [f"{file}:{fault.line}: {fault.reason}" for fault in faults[:MOST_FAULTS]]
        more = len(faults) - MOST_FAULTS
        lines += [f"and {more} more"] if more > 0 else []
        what = "1 row" if len(faults) == 1 else f"{len(faults)} rows"
        raise UserError(
            "\n".join([f"{what} of {parsed.form} cannot be taken", *lines]),
            hint="nothing was imported; mend or drop them and import again",
        )
    return source


def _check_wanted(catalog: Catalog, wanted: Wanted) -> None:
    if not 0 < wanted.trust <= 1:
        raise UserError(
            f"a trust of {wanted.trust:g} is none", hint="above 0, and 1 for as much as others'"
        )
    if wanted.full_marks not in (None, 1, 100):
        raise UserError(
            f"full marks of {wanted.full_marks:g} are none", hint="--full-marks 1 or 100"
        )
    if len([x for x in (wanted.task, wanted.domain, wanted.benchmark) if x]) > 1:
        raise UserError(
            "--task, --domain and --benchmark say the same thing", hint="give one of them"
        )
    if wanted.domain and wanted.domain not in DOMAINS:
        near = near_names(wanted.domain, DOMAINS, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(DOMAINS)}"
        raise UserError(f"no domain `{shown(wanted.domain)}`", hint=hint)
    if wanted.benchmark and wanted.benchmark not in catalog.benchmarks:
        near = near_names(wanted.benchmark, catalog.benchmarks, 1)
        hint = f"did you mean `{near[0]}`?" if near else "`llmpick list benchmarks` names them all"
        raise UserError(f"no benchmark `{shown(wanted.benchmark)}` in the catalog", hint=hint)


def _full_marks(rows: Iterable[Row]) -> float:
    """1 where no score is above 1, else 100."""
    return 100.0 if any(row.score > 1 for row in rows if not row.share) else 1.0


def _own_score(
    catalog: Catalog, fit: Stored, row: Row, wanted: Wanted, full: float
) -> OwnScore | Fault:
    found = _model(catalog, fit, row, wanted)
    if isinstance(found, Fault):
        return found
    model, effort = found
    name = wanted.benchmark or row.test
    known = catalog.benchmarks.get(name or "")
    by_catalog = known is not None and known.id in fit.parameters
    if by_catalog and (row.share and not wanted.benchmark):
        by_catalog = False  # a tool's task of that name is no run of the catalog's harness
    if known is not None and by_catalog:
        value = _on_scale(row, known, full)
        if isinstance(value, str):
            return Fault(row.line, value)
        score, unit = value
        stderr = None if row.stderr is None else row.stderr * unit
        return OwnScore(model, effort, known.id, known.id, score, row.items, stderr)
    if not (wanted.task or wanted.domain):
        if wanted.benchmark:
            return Fault(row.line, f"the benchmark {wanted.benchmark} is not in the fit")
        what = f"`{shown(row.test, 40)}` is no benchmark of the fit" if row.test else "no benchmark"
        return Fault(row.line, f"{what}: say what it measures by --task or --domain")
    full = 1.0 if row.share else full
    share = row.score / full
    if not 0 <= share <= 1:
        return Fault(row.line, f"the score {row.score:g} is not from 0 to {full:g}")
    test = f"{wanted.name}/{shown(row.test)}" if row.test else wanted.name
    return OwnScore(model, effort, test, None, share, row.items, row.stderr)


def _on_scale(row: Row, benchmark: Benchmark, full: float) -> tuple[float, float] | str:
    """The score in the benchmark's unit with the factor that put it there, or what is wrong."""
    low, high = benchmark.scale_min, benchmark.scale_max
    if benchmark.link == "elo":
        if row.share:
            return "a share is no rating"
        return row.score, 1.0
    low, high = low or 0.0, 100.0 if high is None else high
    percent = (low, high) == (0.0, 100.0)
    if row.share or (percent and full == 1):
        unit = high - low
        score = low + row.score * unit
    else:
        unit, score = 1.0, row.score
    if not low <= score <= high:
        return f"the score {row.score:g} is off the scale of {benchmark.id}, {low:g} to {high:g}"
    return score, unit


def _model(
    catalog: Catalog, fit: Stored, row: Row, wanted: Wanted
) -> tuple[str, str | None] | Fault:
    from llmpick.core.names import resolve

    found = resolve(row.model, catalog.names)
    if found.model is None:
        if found.candidates:
            near = ", ".join(found.candidates[:4])
            more = " ..." if len(found.candidates) > 4 else ""
            return Fault(row.line, f"`{shown(row.model)}` fits several models: {near}{more}")
        near = ", ".join(found.suggestions[:3])
        hint = f"; did you mean {near}?" if near else ""
        return Fault(row.line, f"no model `{shown(row.model)}` in the catalog{hint}")
    return _at(catalog, found.model, row.effort or found.effort or wanted.effort, row.line)


def _at(
    catalog: Catalog, model: str, effort: str | None, line: str
) -> tuple[str, str | None] | Fault:
    """
    The row of the fit that a result belongs to.

    Where a model has named efforts, only those can be chosen and ranked, so one must be said.
    """
    named = sorted(at for name, at in catalog.support if name == model and at)
    if not named:
        return model, None
    if effort is None:
        return Fault(
            line,
            f"{model} has efforts, say which: {', '.join(named)} (in a column `effort`, as "
            f"{model}:{named[0]}, or by --effort)",
        )
    if effort not in named:
        return Fault(line, f"no effort `{shown(effort)}` of {model}: {', '.join(named)}")
    return model, effort


# ---- own results: in the estimates


class Own(NamedTuple):
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


def own(catalog: Catalog, sources: Iterable[Source]) -> Own | None:
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
    return Own(
        tuple((name, len(found)) for name, found in sorted(models.items())),
        lambda task, rows: _adjusted(ready, task, rows),
    )


def _ready(catalog: Catalog, fit: Stored, given: list[tuple[Source, OwnScore]]) -> _Ready:
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
            z, v = measure(_score(score), scale_of(benchmark))
            noise = (v + parameters.psi + unstored) / source.trust
            known.setdefault(score.model, []).append(Observation(z, noise, parameters.mu, loadings))
            domains.setdefault(key, []).append(frozenset({benchmark.domain}))
        elif score.benchmark is None:
            loadings, psi = _assumed(fit, parts, source)
            loadings = update.placed(loadings, rows.index(key), len(rows))
            z, v = measure(_score(score), _SHARE)
            noise = (v + psi) / source.trust
            unknown.append(update.OwnResult(score.model, score.test, z, noise, loadings))
            domains.setdefault(key, []).append(_measured(parts, source))
    after = {
        key: state
        for model, stack in update.updated(stacks, known, unknown, _difficulty(fit)).items()
        for key, state in zip(keys[model], update.unstacked(stack, len(keys[model])), strict=True)
    }
    return _Ready(before, after, count, domains, fit, parts)


def _rows_of(fit: Stored, given: list[tuple[Source, OwnScore]]) -> dict[str, list[str]]:
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
        raise _unknown_form() from None
    return found


_SHARE = Scale("own", "own", 0.0, 1.0, None, True, "logit", "own", "single", True)
"""The scale of a user's own test."""


def _score(score: OwnScore) -> Score:
    """An own result as the arithmetic of the fit takes it."""
    return Score(
        *(score.model, score.effort, None, score.test, score.score, "own", "independent", ""),
        items=score.items,
        stderr=score.stderr,
    )


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


def _assumed(fit: Stored, parts: Mapping[str, _Basket], source: Source) -> tuple[Vector, float]:
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


def _stale(source: Source) -> UserError:
    return UserError(
        f"your own results `{source.name}` are for the task `{shown(source.task or '')}`, which "
        "the catalog lacks",
        hint=f"`llmpick evidence remove {source.name}`, or --no-evidence to leave them out",
    )


def _measured(parts: Mapping[str, _Basket], source: Source) -> frozenset[str]:
    if source.task:
        return parts[source.task].own_domains
    return frozenset({source.domain or ""})


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
            sum(item.share * item.mu for item in items),
            {n: sum(item.share * item.loadings.get(n, 0.0) for item in items) for n in names},
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
