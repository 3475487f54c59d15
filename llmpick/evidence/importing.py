"""A user's own results: from files to a source, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from llmpick.ability.data import DOMAINS
from llmpick.catalog.contents import Catalog
from llmpick.catalog.in_force import value_of
from llmpick.core.facts.estimates import Benchmark
from llmpick.core.need.need import EFFORTS
from llmpick.errors import UserError, near_names, shown
from llmpick.evidence.files import DEVICES, OwnScore, OwnSource
from llmpick.evidence.metrics import fits
from llmpick.evidence.rows import PREFERENCES, Choice, Parsed, ResultRow, RowFault, number
from llmpick.evidence.stored import Stored, row_key, stored


class Efforts(NamedTuple):
    """Reasoning efforts where a row names none: of single models, by id, and of all the others."""

    by_model: Mapping[str, str]
    others: str | None


class ImportOptions(NamedTuple):
    """What a user says of files of results; *full_marks* 1, 100, or None to tell by the scores."""

    name: str
    trust: float | None
    task: str | None
    domain: str | None
    benchmark: str | None
    efforts: Efforts
    full_marks: float | None
    choice: Choice


class ResultFile(NamedTuple):
    """A file of results: its last name, the SHA-256 of its bytes, and what it holds."""

    name: str
    sha256: str
    parsed: Parsed


class Taken(NamedTuple):
    """A source, and what is to be said of the files that it was made of: FILE:PLACE: REASON."""

    source: OwnSource
    notes: tuple[str, ...]


MOST_FAULTS = 20


def result_file(path: str, data: bytes, choice: Choice) -> ResultFile:
    """
    The file *path* of bytes *data*.

    Raises:
        UserError: it is none of the formats.
    """
    from hashlib import sha256

    from llmpick.evidence.formats import parse

    name = shown(path.replace("\\", "/").rpartition("/")[2])
    return ResultFile(name, sha256(data).hexdigest(), parse(path, data, choice))


def default_name(path: str) -> str:
    """A source's name out of a file's: its last part, in the letters that a name may have."""
    stem = path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "results"
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in stem.lower())
    name = kept.strip("-")[:64] or "results"
    return f"{name}-results" if DEVICES.fullmatch(name) else name


def choice_of(metrics: Sequence[str], only: Sequence[str], scale: str | None) -> Choice:
    """
    What of a file is wanted; *scale* as WORST:BEST.

    Raises:
        UserError: it is no scale.
    """
    if scale is None:
        return Choice(tuple(metrics), tuple(only))
    worst, _, best = scale.partition(":")
    ends = number(worst), number(best)
    if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
        raise UserError(
            f"no scale `{shown(scale)}`", hint="the worst and the best grade, such as --scale 1:5"
        )
    return Choice(tuple(metrics), tuple(only), (ends[0], ends[1]))


def onto(source: OwnSource | None, wanted: ImportOptions) -> ImportOptions:
    """
    What a user says of files that are added to *source*: what they leave out is as there.

    Raises:
        UserError: they say something else.
    """
    if source is None:
        return wanted._replace(trust=1.0 if wanted.trust is None else wanted.trust)
    for key in ("name", "trust", "task", "domain"):
        new, old = getattr(wanted, key), getattr(source, key)
        if new not in (None, old):
            raise UserError(
                f"the results `{source.name}` have the {key} {old}, not {shown(str(new))}",
                hint="leave it out, or import under another --name",
            )
    benchmark = wanted.benchmark
    return wanted._replace(
        trust=source.trust,
        task=None if benchmark else source.task,
        domain=None if benchmark else source.domain,
    )


def models_by_test(source: OwnSource, known: Iterable[OwnSource]) -> dict[str, int]:
    """How many models were on each test of *source*, in all sources where it is the same test."""
    models: dict[str, set[str]] = {score.test: set() for score in source.scores}
    for each in (*(other for other in known if other.name != source.name), source):
        if (each.task, each.domain) == (source.task, source.domain):
            for score in each.scores:
                models.get(score.test, set()).add(score.model)
    return {test: len(found) for test, found in models.items()}


def efforts_of(catalog: Catalog, said: Iterable[str]) -> Efforts:
    """
    Efforts out of MODEL=LEVEL, or of LEVEL for all others.

    Raises:
        UserError: no such level, or no one model of that name.
    """
    by_model: dict[str, str] = {}
    others = None
    for each in said:
        name, _, level = each.rpartition("=")
        if level not in EFFORTS:
            near = near_names(level, EFFORTS, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(EFFORTS)}"
            raise UserError(f"no effort `{shown(level)}`", hint=hint)
        if not name:
            others = level
            continue
        found = _resolved(catalog, name)
        if isinstance(found, str):
            raise UserError(f"--effort: {found}", hint="name one model, as MODEL=LEVEL")
        by_model[found[0]] = level
    return Efforts(by_model, others)


def accepted(
    catalog: Catalog,
    given: Sequence[ResultFile],
    wanted: ImportOptions,
    before: OwnSource | None = None,
) -> Taken:
    """
    The source that files make, whole; with the results of *before* where it is to be added to.

    Raises:
        UserError: a row cannot be taken, all of them named; a file is named twice; an option that
            does not fit the catalog or the files.
    """
    _check_once(given)
    _check_kinds(given, wanted, before)
    _check_wanted(catalog, wanted)
    _check_choice(given, wanted)
    fit = stored(catalog)
    if fit is None or "baskets" not in catalog.ids("derived"):
        raise UserError(
            "the catalog holds no posterior to update",
            hint="run `llmpick catalog fit` on its files",
        )
    taking = _Taking(catalog, fit, wanted, before)
    full = wanted.full_marks or _full_marks(given)
    for file in given:
        taking.add(file, full)
    if taking.faults:
        raise _refused(given, taking)
    if not taking.scores:
        reasons = "\n".join(["there is no result to import", *taking.notes[:MOST_FAULTS]])
        raise UserError(reasons, hint="name another file, or other tasks")
    return Taken(_source(catalog, given, wanted, taking.scores, before), tuple(taking.notes))


def _check_once(given: Sequence[ResultFile]) -> None:
    named: dict[str, str] = {}
    for file in given:
        if file.sha256 in named:
            raise UserError(
                f"`{named[file.sha256]}` and `{file.name}` are the same file", hint="name it once"
            )
        named[file.sha256] = file.name


def _check_kinds(
    given: Sequence[ResultFile], wanted: ImportOptions, before: OwnSource | None
) -> None:
    """Preferences are told apart by the form of their source."""
    forms = {file.parsed.form for file in given} | ({before.form} if before else set())
    if PREFERENCES not in forms:
        return
    if len(forms) > 1 or len(given) > 1 or before:
        raise UserError(
            "preferences are fitted together, apart from other results",
            hint="put them into one file, and import that alone",
        )
    if wanted.benchmark:
        raise UserError("preferences are no run of a benchmark", hint="say --task or --domain")


def _check_choice(given: Sequence[ResultFile], wanted: ImportOptions) -> None:
    tasks = {task for file in given for task in file.parsed.tasks}
    for name in wanted.choice.only:
        if name not in tasks:
            near = near_names(name, tasks, 1)
            what = ", ".join(sorted(tasks)[:20]) or "the files name no tasks"
            raise UserError(
                f"no task `{shown(name)}` in the files",
                hint=f"did you mean `{near[0]}`?" if near else shown(what, 400),
            )
    metrics = {metric for file in given for metric in file.parsed.metrics}
    for name in wanted.choice.metrics:
        if not any(fits(metric, name) for metric in metrics):
            what = ", ".join(sorted(metrics)) or "the files name no metrics"
            raise UserError(f"no metric `{shown(name)}` in the files", hint=shown(what, 400))


def _refused(given: Sequence[ResultFile], taking: _Taking) -> UserError:
    lines = taking.faults[:MOST_FAULTS]
    more = len(taking.faults) - MOST_FAULTS
    lines += [f"and {more} more"] if more > 0 else []
    what = "1 row" if len(taking.faults) == 1 else f"{len(taking.faults)} rows"
    forms = " and ".join(dict.fromkeys(file.parsed.form for file in given))
    return UserError(
        "\n".join([f"{what} of {forms} cannot be taken", *lines]),
        hint="nothing was imported; mend, drop or choose, and import again",
    )


def _source(
    catalog: Catalog,
    given: Sequence[ResultFile],
    wanted: ImportOptions,
    scores: Sequence[OwnScore],
    before: OwnSource | None,
) -> OwnSource:
    first = [] if before is None else [(before.form, before.file, before.sha256)]
    every = [*first, *((file.parsed.form, file.name, file.sha256) for file in given)]
    forms, names, digests = zip(*every, strict=True)
    about = before or wanted
    return OwnSource(
        *(wanted.name, wanted.trust or 1.0, about.task, about.domain, catalog.meta.day),
        ", ".join(dict.fromkeys(forms)),
        ", ".join(names),
        " ".join(digests),
        (*(before.scores if before else ()), *scores),
    )


class _Taking:
    """What has been taken so far of an import's files."""

    def __init__(
        self, catalog: Catalog, fit: Stored, wanted: ImportOptions, before: OwnSource | None
    ) -> None:
        self.scores: list[OwnScore] = []
        self.faults: list[str] = []
        self.notes: list[str] = []
        self._context = _Context(catalog, fit, wanted)
        self._seen: dict[tuple[str, str | None, str], str] = {}
        if before is not None:
            where = f"in {before.name}"
            self._seen = {(s.model, s.effort, s.test): where for s in before.scores}

    def add(self, file: ResultFile, full: float) -> None:
        """Take the rows of *file*, *full* marks being all solved, or note why not."""
        parsed, wanted = file.parsed, self._context.wanted
        faults, notes = list(parsed.faults), list(parsed.notes)
        for row in parsed.rows:
            made = _own_score(self._context, row, full)
            fault = made if isinstance(made, RowFault) else self._keep(file, row, made)
            if fault:
                faults.append(fault)
        if not parsed.rows and not faults and not notes and not wanted.choice.only:
            faults.append(RowFault("-", "no results"))
        faults.sort(key=lambda fault: int(fault.line) if fault.line.isdigit() else 0)
        self.faults += [f"{file.name}:{line}: {reason}" for line, reason in faults]
        self.notes += [f"{file.name}:{line}: {reason}" for line, reason in notes]
        self.notes += [note for note in self._context.notes if note not in self.notes]

    def _keep(self, file: ResultFile, row: ResultRow, made: OwnScore) -> RowFault | None:
        key = (made.model, made.effort, made.test)
        if key in self._seen:
            what = row_key(made.model, made.effort)
            at = self._seen[key].removeprefix(f"{file.name}:")
            where = at if at.startswith("in ") else f"at {at}"
            return RowFault(row.line, f"{what} on {made.test} stands {where} already")
        self._seen[key] = f"{file.name}:{row.line}"
        self.scores.append(made)
        return None


class _Context:
    """What the rows of an import are judged by; models are looked up once."""

    def __init__(self, catalog: Catalog, fit: Stored, wanted: ImportOptions) -> None:
        self.catalog, self.fit, self.wanted = catalog, fit, wanted
        self.notes: list[str] = []
        self._models: dict[str, tuple[str, str | None] | str] = {}
        self._named: dict[str, list[str]] = {}
        for name, effort in catalog.support:
            if effort:
                self._named.setdefault(name, []).append(effort)

    def model(self, name: str) -> tuple[str, str | None] | str:
        """The model and the effort that *name* stands for, or why it stands for none."""
        if name not in self._models:
            self._models[name] = _resolved(self.catalog, name)
        return self._models[name]

    def efforts(self, model: str) -> list[str]:
        """The efforts at which *model* can be ranked."""
        return sorted(self._named.get(model, ()))


def _check_wanted(catalog: Catalog, wanted: ImportOptions) -> None:
    if wanted.trust is not None and not 0 < wanted.trust <= 1:
        raise UserError(
            f"a trust of {wanted.trust:g} cannot be used",
            hint="above 0, and 1 for as much as others'",
        )
    if wanted.full_marks not in (None, 1, 100):
        raise UserError(
            f"full marks of {wanted.full_marks:g} cannot be used", hint="--full-marks 1 or 100"
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


def _full_marks(given: Iterable[ResultFile]) -> float:
    """
    1 where no score is above 1, else 100.

    Raises:
        UserError: that differs between files, so that one of them would be misread.
    """
    found = {}
    for file in given:
        scores = [row.score for row in file.parsed.rows if not row.share]
        if scores:
            found[file.name] = 100.0 if max(scores) > 1 else 1.0
    if len(set(found.values())) > 1:
        low = next(name for name, full in found.items() if full == 1)
        raise UserError(
            f"no score of `{low}` is above 1, and scores of other files are",
            hint="say what is all solved: --full-marks 1 or 100",
        )
    return next(iter(found.values()), 1.0)


def _own_score(context: _Context, row: ResultRow, full: float) -> OwnScore | RowFault:
    catalog, fit, wanted = context.catalog, context.fit, context.wanted
    found = _model(context, row)
    if isinstance(found, RowFault):
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
            return RowFault(row.line, value)
        score, unit = value
        stderr = None if row.stderr is None else row.stderr * unit
        return OwnScore(model, effort, known.id, known.id, score, row.items, stderr)
    if not (wanted.task or wanted.domain):
        if wanted.benchmark:
            return RowFault(row.line, f"the benchmark {wanted.benchmark} is not in the fit")
        what = f"`{shown(row.test, 40)}` is no benchmark of the fit" if row.test else "no benchmark"
        return RowFault(row.line, f"{what}: say what it measures by --task or --domain")
    full = 1.0 if row.share else full
    share = row.score / full
    if not 0 <= share <= 1:
        return RowFault(row.line, f"the score {row.score:g} is not from 0 to {full:g}")
    test = row.common or (f"{wanted.name}/{shown(row.test)}" if row.test else wanted.name)
    return OwnScore(model, effort, test, None, share, row.items, row.stderr)


def _on_scale(row: ResultRow, benchmark: Benchmark, full: float) -> tuple[float, float] | str:
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


def _resolved(catalog: Catalog, name: str) -> tuple[str, str | None] | str:
    """The model and the effort that *name* stands for, or why it stands for none."""
    from llmpick.core.names.resolve import resolve

    found = resolve(name, catalog.names)
    if found.model is not None:
        return found.model, found.effort
    if found.candidates:
        near = ", ".join(found.candidates[:4])
        more = " ..." if len(found.candidates) > 4 else ""
        return f"`{shown(name)}` fits several models: {near}{more}"
    near = ", ".join(found.suggestions[:3])
    hint = f"; did you mean {near}?" if near else ""
    return f"no model `{shown(name)}` in the catalog{hint}"


def _model(context: _Context, row: ResultRow) -> tuple[str, str | None] | RowFault:
    """
    The row of the fit that a result belongs to.

    Where a model has named efforts, only those can be chosen and ranked, so one must be said: by
    the row, by its model's name, or by the user. What is off by default needs no word.
    """
    found = context.model(row.model)
    if isinstance(found, str):
        return RowFault(row.line, found)
    model, effort = found
    named, efforts = context.efforts(model), context.wanted.efforts
    if not named:
        return model, None
    told = row.effort or effort
    if told is None or told not in named:
        told = efforts.by_model.get(model) or told or efforts.others
    if told is None:
        return _by_default(context, model, named, row.line)
    if told not in named:
        return RowFault(row.line, f"no effort `{shown(told)}` of {model}: {', '.join(named)}")
    return model, told


def _by_default(
    context: _Context, model: str, named: Sequence[str], line: str
) -> tuple[str, str | None] | RowFault:
    catalog = context.catalog
    default = value_of(catalog.record("models", model)["facts"], "default_effort", catalog.meta.day)
    if default == "none" and default in named:
        note = f"{model} is taken at effort none, as its thinking is off by default"
        if note not in context.notes:
            context.notes.append(note)
        return model, default
    usual = f"; by default its API runs {default}" if default else ""
    return RowFault(
        line,
        f"{model} has efforts, say which: {', '.join(named)} (in a column `effort`, as "
        f"{model}:{named[0]}, or by --effort {model}={named[0]}{usual})",
    )
