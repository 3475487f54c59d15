"""A user's own results: from a file to a source, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmpick.ability.data import DOMAINS
from llmpick.catalog.load import Catalog
from llmpick.core.facts.records import Benchmark
from llmpick.errors import UserError, near_names, shown
from llmpick.evidence.files import OwnScore, OwnSource
from llmpick.evidence.formats import Parsed, ResultRow, RowFault
from llmpick.evidence.stored import Stored, row_key, stored


class ImportOptions(NamedTuple):
    """What a user says of a file of results; *full_marks* 1, 100, or None to tell by the scores."""

    name: str
    trust: float
    task: str | None
    domain: str | None
    benchmark: str | None
    effort: str | None
    full_marks: float | None


def taken(
    catalog: Catalog, parsed: Parsed, wanted: ImportOptions, *, file: str, sha256: str
) -> tuple[OwnSource, list[RowFault]]:
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
        if isinstance(made, RowFault):
            faults.append(made)
            continue
        key = (made.model, made.effort, made.test)
        if key in seen:
            what = row_key(made.model, made.effort)
            faults.append(
                RowFault(row.line, f"{what} on {made.test} stands at {seen[key]} already")
            )
            continue
        seen[key] = row.line
        scores.append(made)
    if not parsed.rows and not faults:
        faults.append(RowFault("-", "no results"))
    return (
        OwnSource(
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
    wanted: ImportOptions,
    path: str,
    data: bytes,
) -> OwnSource:
    """
    The source that a file makes, whole.

    Raises:
        UserError: a row cannot be taken, all of them named.
    """
    from hashlib import sha256

    digest = sha256(data).hexdigest()
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


def _check_wanted(catalog: Catalog, wanted: ImportOptions) -> None:
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


def _full_marks(rows: Iterable[ResultRow]) -> float:
    """1 where no score is above 1, else 100."""
    return 100.0 if any(row.score > 1 for row in rows if not row.share) else 1.0


def _own_score(
    catalog: Catalog, fit: Stored, row: ResultRow, wanted: ImportOptions, full: float
) -> OwnScore | RowFault:
    found = _model(catalog, fit, row, wanted)
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
    test = f"{wanted.name}/{shown(row.test)}" if row.test else wanted.name
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


def _model(
    catalog: Catalog, fit: Stored, row: ResultRow, wanted: ImportOptions
) -> tuple[str, str | None] | RowFault:
    from llmpick.core.names.resolve import resolve

    found = resolve(row.model, catalog.names)
    if found.model is None:
        if found.candidates:
            near = ", ".join(found.candidates[:4])
            more = " ..." if len(found.candidates) > 4 else ""
            return RowFault(row.line, f"`{shown(row.model)}` fits several models: {near}{more}")
        near = ", ".join(found.suggestions[:3])
        hint = f"; did you mean {near}?" if near else ""
        return RowFault(row.line, f"no model `{shown(row.model)}` in the catalog{hint}")
    return _at(catalog, found.model, row.effort or found.effort or wanted.effort, row.line)


def _at(
    catalog: Catalog, model: str, effort: str | None, line: str
) -> tuple[str, str | None] | RowFault:
    """
    The row of the fit that a result belongs to.

    Where a model has named efforts, only those can be chosen and ranked, so one must be said.
    """
    named = sorted(at for name, at in catalog.support if name == model and at)
    if not named:
        return model, None
    if effort is None:
        return RowFault(
            line,
            f"{model} has efforts, say which: {', '.join(named)} (in a column `effort`, as "
            f"{model}:{named[0]}, or by --effort)",
        )
    if effort not in named:
        return RowFault(line, f"no effort `{shown(effort)}` of {model}: {', '.join(named)}")
    return model, effort
