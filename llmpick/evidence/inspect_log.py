"""
Logs of inspect_ai as rows: `.json`, or `.eval`, a zip with `header.json`.

Newer versions compress the zip by Zstandard, which Python reads by itself from 3.14 on, and before
that with the package of the extra `inspect`.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Mapping
from typing import Any

from llmpick.errors import UserError, shown
from llmpick.evidence.metrics import Clash, Metric, by_name, clash_reason, usual
from llmpick.evidence.rows import (
    Choice,
    Parsed,
    ResultRow,
    RowFault,
    count,
    number,
    quoted,
    stderr_of,
    table,
    text,
)
from llmpick.files.read import json_of

METRICS = ("accuracy", "mean")
ERRORS = ("stderr", "bootstrap_stderr")
ZSTANDARD = 93
"""Method of compression, by the specification of zip."""
MAX_BYTES = 64_000_000


def header(name: str, data: bytes) -> Any:
    """
    The header of a zipped log; an unfinished one has none.

    Raises:
        UserError: it cannot be read.
    """
    try:
        return json_of(_unzipped(name, data))
    except ValueError as error:
        raise _damaged(name, error) from None


def _unzipped(name: str, data: bytes) -> bytes:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("header.json")
            if info.file_size > MAX_BYTES:
                raise UserError(f"`{shown(name)}` unpacks to too much", hint="give the .json log")
            if info.flag_bits & 1:
                raise UserError(
                    f"header.json of `{shown(name)}` is encrypted",
                    hint="unzip it with its password and zip it without one",
                )
            if info.compress_type == ZSTANDARD and sys.version_info < (3, 14):
                return _by_zstandard(name, data)
            return archive.read(info)
    except KeyError:
        raise UserError(
            f"`{shown(name)}` has no header.json: the evaluation did not finish",
            hint="run `inspect eval-retry` on it first",
        ) from None
    except NotImplementedError:
        raise UserError(
            f"`{shown(name)}` is compressed in a way that Python does not read",
            hint="write it as JSON: inspect log convert --to json --output-dir DIR FILE",
        ) from None
    except (*BROKEN, zipfile.BadZipFile) as error:
        raise _damaged(name, error) from None


BROKEN = (zlib.error, ValueError, OSError, EOFError, RuntimeError, OverflowError, MemoryError)
"""What Python's reader of zips raises on damaged ones."""


def _by_zstandard(name: str, data: bytes) -> bytes:
    try:
        from backports.zstd import ZstdError, zipfile
    except ImportError:
        raise UserError(
            f"`{shown(name)}` is compressed by Zstandard, which Python reads from 3.14 on, and "
            "before with backports.zstd",
            hint='install it with: pip install "llmpick[inspect]"; or write the log as JSON: '
            "inspect log convert --to json --output-dir DIR FILE",
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found: bytes = archive.read("header.json")
            return found
    except (*BROKEN, ZstdError, zipfile.BadZipFile) as error:
        raise _damaged(name, error) from None


def _damaged(name: str, error: BaseException) -> UserError:
    why = shown(str(error) or type(error).__name__, 120)
    return UserError(
        f"`{shown(name)}` is a damaged .eval log: {why}",
        hint="convert it with `inspect log convert --to json`",
    )


def rows(log: Mapping[str, Any], choice: Choice) -> Parsed:
    """The rows of a log: one a scorer. Its reducers are metrics of it, the mean to prefer."""
    form, about = "inspect_ai", table(log.get("eval"))
    results, task = table(log.get("results")), text(about.get("task")) or "task"
    if log.get("status") != "success" or not results:
        reason = f"its status is {quoted(log.get('status'))}, not `success`"
        return Parsed(form, [], [RowFault("status", reason)])
    if choice.only and task not in choice.only:
        return Parsed(form, [], [], (), frozenset({task}))
    model = text(about.get("model"))
    faults = [] if model else [RowFault("eval.model", "no model")]
    notes = _errors(results)
    found: list[ResultRow] = []
    names: set[str] = set()
    for where, scorer, entries in _scorers(results.get("scores")):
        metrics = [m for place, entry in entries for m in _metrics(entry, place, scorer, notes)]
        names |= {metric.name for metric in metrics}
        items = _items(entries[0][1], results, about)
        metric = _taken(metrics, choice, items)
        if metric is None:
            notes.append(RowFault(where, "left out: no accuracy or mean that is a share"))
        elif isinstance(metric, Clash):
            faults.append(RowFault(where, clash_reason(metric)))
        elif model:
            common = f"inspect/{_label(task, about)} {metric.name}"
            effort = _effort(log, about)
            found.append(
                ResultRow(
                    *(where, model, metric.score, items, effort, task, True, metric.stderr),
                    common=common,
                )
            )
    return Parsed(form, found, faults, tuple(notes), frozenset({task}), frozenset(names))


def _scorers(scores: Any) -> list[tuple[str, str, list[tuple[str, Mapping[str, Any]]]]]:
    """Of each scorer the place of its first entry, its name, and its entries: one a reducer."""
    found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for position, score in enumerate(scores if isinstance(scores, list) else ()):
        name = text(table(score).get("name")) or text(table(score).get("scorer")) or "scorer"
        found.setdefault(name, []).append((f"results.scores.{position}", table(score)))
    return [(entries[0][0], name, entries) for name, entries in found.items()]


def _metrics(
    entry: Mapping[str, Any], where: str, scorer: str, notes: list[RowFault]
) -> list[Metric]:
    """The metrics of an entry that are shares."""
    metrics, found = table(entry.get("metrics")), []
    reducer = text(entry.get("reducer"))
    error = next((key for key in ERRORS if key in metrics), ERRORS[0])
    for key in sorted(metrics, key=lambda key: (key not in METRICS, key)):
        if key in ERRORS:
            continue
        value = table(metrics[key]).get("value")
        score, rank = number(value), METRICS.index(key) if key in METRICS else None
        if score is None or not 0 <= score <= 1:
            if rank is not None:
                reason = f"{key} {quoted(value)} is no share of 0 to 1: not used"
                notes.append(RowFault(where, reason))
            continue
        stderr = table(metrics.get(error)).get("value") if rank is not None else None
        told = stderr_of(stderr, where, error, notes)
        parts = [scorer, key, "" if _is_mean(reducer) else reducer or ""]
        name = ",".join(shown(part, 40).replace(",", ";") for part in parts if part)
        found.append(Metric(name, score, told, rank))
    return found


def _is_mean(reducer: str | None) -> bool:
    """One epoch has no reducer: its scores are their own mean."""
    return reducer in (None, "mean")


def _taken(metrics: list[Metric], choice: Choice, items: int | None) -> Metric | Clash | None:
    """By choice; else the mean over epochs, else what other reducer there is."""
    means = [metric for metric in metrics if metric.name.count(",") == 1]
    return (
        by_name(means, choice.metrics, items)
        or by_name(metrics, choice.metrics, items)
        or usual(means, items)
        or usual(metrics, items)
    )


def _label(task: str, about: Mapping[str, Any]) -> str:
    """A task with its version and its arguments."""
    version = about.get("task_version")
    said = f"{number(version):g}" if number(version) is not None else text(version)
    arguments = table(about.get("task_args"))
    given = [f"{key}={arguments[key]}" for key in sorted(arguments)]
    parts = [f"v{said}" if said else "", f"({', '.join(given)})" if given else ""]
    return shown(" ".join([task, *filter(None, parts)]), 120)


def _effort(log: Mapping[str, Any], about: Mapping[str, Any]) -> str | None:
    """`reasoning_effort`, of the model's settings or of the plan's."""
    places = about.get("model_generate_config"), table(log.get("plan")).get("config")
    return next(filter(None, (text(table(p).get("reasoning_effort")) for p in places)), None)


def _items(
    entry: Mapping[str, Any], results: Mapping[str, Any], about: Mapping[str, Any]
) -> int | None:
    """Questions scored; a question that was asked in several epochs is one."""
    scored = count(entry.get("scored_samples"))
    done = count(results.get("completed_samples"))
    asked = count(table(about.get("dataset")).get("samples"))
    epochs = count(table(about.get("config")).get("epochs")) or 1
    if scored is None:
        return None if done is None else max(1, done // epochs)
    return min(scored, asked) if asked and epochs > 1 else scored


def _errors(results: Mapping[str, Any]) -> list[RowFault]:
    """What ended in an error, or could not be scored, is not in the score."""
    notes = []
    total, done = count(results.get("total_samples")), number(results.get("completed_samples"))
    if total and done is not None and 0 <= done < total:
        what = f"{total - int(done)} of {total} samples ended in an error and are not counted"
        notes.append(RowFault("results.completed_samples", what))
    scores = results.get("scores")
    for position, score in enumerate(scores if isinstance(scores, list) else ()):
        left = count(table(score).get("unscored_samples"))
        if left:
            what = f"{left} samples could not be scored and are not counted"
            notes.append(RowFault(f"results.scores.{position}", what))
    return notes
