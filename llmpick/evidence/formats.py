"""
Result files of evaluations as rows: CSV, JSON lines, and what three tools write.

- lm-evaluation-harness: `results_*.json`, one model, `results` by task with `METRIC,FILTER`.
- inspect_ai: a log as `.json`, or as `.eval`, a zip with `header.json`; what its newer versions
  compress by Zstandard, Python reads from 3.14 on.
- promptfoo: `output.json` of `promptfoo eval -o`.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from llmpick.errors import UserError, shown

MAX_BYTES = 64_000_000
MAX_ROWS = 10_000
METRICS = (
    *("acc_norm", "acc", "exact_match", "pass@1", "pass_at_1", "prompt_level_strict_acc"),
    *("f1", "mcc", "bleu_acc"),
)
"""Metrics of lm-evaluation-harness that are shares, the one to prefer first."""
INSPECT_METRICS = ("accuracy", "mean")


class ResultRow(NamedTuple):
    """
    One result. *line* is where it stands: a line of the file, or a place such as `results.gsm8k`.

    *score* is as written; *share* says that it is one of 0 to 1 by the tool's own definition.
    """

    line: str
    model: str
    score: float
    items: int | None
    effort: str | None
    test: str | None
    share: bool
    stderr: float | None = None


class RowFault(NamedTuple):
    """A row that cannot be taken, and why."""

    line: str
    reason: str


class Parsed(NamedTuple):
    """What a file holds; *form* is the name of its format."""

    form: str
    rows: list[ResultRow]
    faults: list[RowFault]


def parse(name: str, data: bytes) -> Parsed:
    """
    The rows of the file *name*.

    Raises:
        UserError: it is none of the formats.
    """
    if data[:4] == b"PK\x03\x04":
        return _of(name, [("header.json", _zipped(name, data))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            f"`{shown(name)}` is not UTF-8: byte {error.start}", hint="save it as UTF-8"
        ) from None
    if text.lstrip()[:1] in ("{", "["):
        return _json(name, text)
    return _csv(name, text)


def _zipped(name: str, data: bytes) -> Any:
    """The header of an inspect_ai log; an unfinished one has none."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("header.json")
            if info.file_size > MAX_BYTES:
                raise UserError(f"`{shown(name)}` unpacks to too much", hint="give the .json log")
            return json.loads(archive.read(info))
    except KeyError:
        raise UserError(
            f"`{shown(name)}` has no header.json: the evaluation did not finish",
            hint="run `inspect eval-retry` on it first",
        ) from None
    except NotImplementedError:
        raise UserError(
            f"`{shown(name)}` is compressed in a way that Python reads from 3.14 on",
            hint="write it as JSON: inspect log convert --to json --output-dir DIR FILE",
        ) from None
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise UserError(
            f"`{shown(name)}` is a damaged .eval log: {shown(str(error))}",
            hint="convert it with `inspect log convert --to json`",
        ) from None


def _json(name: str, text: str) -> Parsed:
    try:
        return _of(name, [("", json.loads(text))])
    except json.JSONDecodeError as whole:
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            raise UserError(
                f"`{shown(name)}` is not JSON: line {whole.lineno}: {whole.msg}",
                hint="mend the syntax there",
            ) from None
    except RecursionError:
        raise UserError(f"`{shown(name)}` is nested too deeply", hint="flatten it") from None
    except ValueError as error:
        raise UserError(
            f"`{shown(name)}` is not JSON: {shown(str(error))}", hint="mend that number"
        ) from None
    return _jsonl(lines)


def _of(name: str, documents: list[tuple[str, Any]]) -> Parsed:
    """A whole JSON document, by what only one tool writes."""
    found = documents[0][1]
    if isinstance(found, list):
        found_rows = [(f"{n}", row) for n, row in enumerate(found, 1)]
        return _plain("JSON", found_rows)
    if isinstance(found, Mapping):
        if isinstance(found.get("eval"), Mapping) and "status" in found:
            return _inspect(found)
        results = found.get("results")
        if isinstance(results, Mapping) and isinstance(results.get("prompts"), list):
            return _promptfoo(results)
        if isinstance(results, Mapping) and ("configs" in found or "n-samples" in found):
            return _harness(found, results)
        if {"model", "score"} <= found.keys():
            return _plain("JSON lines", [("1", found)])
    raise UserError(
        f"`{shown(name)}` holds no results that are known here",
        hint="CSV or JSON lines with model, score, n; or a result file of lm-evaluation-harness, "
        "inspect_ai or promptfoo",
    )


# ---- plain rows


def _jsonl(lines: list[tuple[int, str]]) -> Parsed:
    rows: list[tuple[str, Any]] = []
    faults = []
    for number, line in lines:
        try:
            rows.append((str(number), json.loads(line)))
        except (ValueError, RecursionError):
            faults.append(RowFault(str(number), "not JSON"))
    found = _plain("JSON lines", rows)
    return found._replace(faults=faults + found.faults)


def _csv(name: str, text: str) -> Parsed:
    if "\0" in text:
        raise UserError(f"`{shown(name)}` is not text", hint="CSV with model, score, n")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [head.strip().lower() for head in next(reader, [])]
        missing = [head for head in ("model", "score") if head not in header]
        if missing:
            raise UserError(
                f"`{shown(name)}` has no column `{missing[0]}`",
                hint="its first line names the columns: model,score,n[,effort,benchmark]",
            )
        rows: list[tuple[str, Any]] = []
        faults = []
        for line in reader:
            if not any(cell.strip() for cell in line):
                continue
            if len(line) != len(header):
                reason = f"{len(line)} cells, the header has {len(header)}"
                faults.append(RowFault(str(reader.line_num), reason))
                continue
            rows.append((str(reader.line_num), dict(zip(header, line, strict=True))))
    except csv.Error as error:
        raise UserError(
            f"`{shown(name)}` is not CSV: line {reader.line_num}: {error}", hint="mend it there"
        ) from None
    found = _plain("CSV", rows)
    return found._replace(faults=faults + found.faults)


def _plain(form: str, rows: list[tuple[str, Any]]) -> Parsed:
    found: list[ResultRow] = []
    faults: list[RowFault] = []
    for line, row in rows[:MAX_ROWS]:
        made = _row(line, row)
        if isinstance(made, RowFault):
            faults.append(made)
        else:
            found.append(made)
    if len(rows) > MAX_ROWS:
        faults.append(RowFault(rows[MAX_ROWS][0], f"more than {MAX_ROWS:,} rows"))
    return Parsed(form, found, faults)


def _row(line: str, row: Any) -> ResultRow | RowFault:
    if not isinstance(row, Mapping):
        return RowFault(line, "not a table of model, score, n")
    model = _text(row.get("model"))
    if not model:
        return RowFault(line, "no model")
    score = number(row.get("score"))
    if score is None:
        return RowFault(line, f"the score `{shown(str(row.get('score')), 40)}` is no finite number")
    given = next((row[key] for key in ("n", "items") if row.get(key) not in (None, "")), None)
    items = None if given is None else number(given)
    if given is not None and (items is None or items < 1 or items != int(items)):
        return RowFault(line, f"n `{shown(str(given), 40)}` is no whole number from 1 up")
    return ResultRow(
        line,
        model,
        score,
        None if items is None else int(items),
        _text(row.get("effort")),
        _text(row.get("benchmark")),
        share=False,
    )


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def number(value: Any) -> float | None:
    """*value* as a finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


# ---- tools


def _harness(found: Mapping[str, Any], results: Mapping[str, Any]) -> Parsed:
    """lm-evaluation-harness: a group's row repeats its parts, so the parts are left out."""
    model = _text(found.get("model_name")) or _model_of(found.get("config"))
    groups = found.get("group_subtasks")
    groups = groups if isinstance(groups, Mapping) else {}
    parts = {part for name, inner in groups.items() if name in results for part in inner or ()}
    rows: list[ResultRow] = []
    faults: list[RowFault] = []
    for task, table in results.items():
        if task in parts:
            continue
        where = f"results.{task}"
        metric = _metric(table) if isinstance(table, Mapping) else None
        if metric is None:
            faults.append(RowFault(where, "no metric that is a share of solved items"))
            continue
        score = number(table[metric])
        if score is None or not model:
            faults.append(RowFault(where, f"{metric} is no finite number" if model else "no model"))
            continue
        name, _, kept = metric.partition(",")
        stderr = number(table.get(f"{name}_stderr,{kept}"))
        items = _effective(found.get("n-samples"), [task, *(groups.get(task) or ())])
        rows.append(ResultRow(where, model, score, items, None, task, True, stderr or None))
    return Parsed("lm-evaluation-harness", rows, faults)


def _model_of(config: Any) -> str | None:
    """`pretrained=` or `model=` of the arguments, for versions that write no model_name."""
    arguments = config.get("model_args") if isinstance(config, Mapping) else None
    if isinstance(arguments, str):
        arguments = dict(part.partition("=")[::2] for part in arguments.split(","))
    if not isinstance(arguments, Mapping):
        return None
    return _text(arguments.get("pretrained")) or _text(arguments.get("model"))


def _metric(table: Mapping[str, Any]) -> str | None:
    for metric in METRICS:
        for key in table:
            if key.partition(",")[0] == metric:
                return key
    return None


def _effective(counts: Any, tasks: list[str]) -> int | None:
    """Items that were asked, over the parts of a group."""
    if not isinstance(counts, Mapping):
        return None
    found = [number(counts[task].get("effective")) for task in tasks if _is_table(counts, task)]
    total = sum(int(count) for count in found if count)
    return total or None


def _is_table(table: Mapping[str, Any], key: str) -> bool:
    return isinstance(table.get(key), Mapping)


def _inspect(log: Mapping[str, Any]) -> Parsed:
    form = "inspect_ai"
    about, results = log["eval"], log.get("results")
    if log.get("status") != "success" or not isinstance(results, Mapping):
        reason = f"its status is `{shown(str(log.get('status')), 40)}`, not `success`"
        return Parsed(form, [], [RowFault("status", reason)])
    model, task = _text(about.get("model")), _text(about.get("task"))
    settings = about.get("model_generate_config")
    effort = _text(settings.get("reasoning_effort")) if isinstance(settings, Mapping) else None
    rows: list[ResultRow] = []
    faults: list[RowFault] = []
    for position, score in enumerate(results.get("scores") or ()):
        where = f"results.scores.{position}"
        metrics = score.get("metrics") if isinstance(score, Mapping) else None
        metrics = metrics if isinstance(metrics, Mapping) else {}
        name = next((key for key in INSPECT_METRICS if _is_table(metrics, key)), None)
        if name is None or not model:
            faults.append(RowFault(where, "no accuracy or mean" if model else "no model"))
            continue
        value = number(metrics[name].get("value"))
        if value is None:
            faults.append(RowFault(where, f"{name} is no finite number"))
            continue
        stderr = number(metrics["stderr"].get("value")) if _is_table(metrics, "stderr") else None
        asked = number(score.get("scored_samples")) or number(results.get("completed_samples"))
        items = int(asked) if asked else None
        many = len(results["scores"]) > 1
        test = f"{task}/{score.get('name')}" if many else task
        rows.append(ResultRow(where, model, value, items, effort, test, True, stderr or None))
    return Parsed(form, rows, faults)


def _promptfoo(results: Mapping[str, Any]) -> Parsed:
    """promptfoo: passes over passes and failures of each provider, over its prompts."""
    passed: dict[str, list[int]] = {}
    faults: list[RowFault] = []
    for where, provider, counts in _prompts(results["prompts"]):
        if provider is None:
            faults.append(RowFault(where, "no provider"))
        elif counts is None:
            faults.append(RowFault(where, "no counts of passed and failed tests"))
        else:
            total = passed.setdefault(provider, [0, 0])
            total[0] += counts[0]
            total[1] += counts[0] + counts[1]
    rows = []
    for provider, (good, asked) in passed.items():
        where = f"provider {shown(provider, 60)}"
        if not asked:
            faults.append(RowFault(where, "every test ended in an error"))
            continue
        rows.append(ResultRow(where, _bare(provider), good / asked, asked, None, None, True))
    return Parsed("promptfoo", rows, faults)


def _prompts(prompts: list[Any]) -> Iterator[tuple[str, str | None, tuple[int, int] | None]]:
    for position, prompt in enumerate(prompts):
        table = prompt if isinstance(prompt, Mapping) else {}
        metrics = table.get("metrics")
        metrics = metrics if isinstance(metrics, Mapping) else {}
        good, bad = number(metrics.get("testPassCount")), number(metrics.get("testFailCount"))
        counts = None if good is None or bad is None else (int(good), int(bad))
        yield f"results.prompts.{position}", _text(table.get("provider")), counts


def _bare(provider: str) -> str:
    """`openai:chat:gpt-4o` without its route: the part after the last colon of a known kind."""
    parts = provider.split(":")
    kinds = {"chat", "completion", "responses", "messages", "inference", "invoke"}
    if len(parts) > 2 and parts[1] in kinds:
        return f"{parts[0]}/{':'.join(parts[2:])}"
    return f"{parts[0]}/{':'.join(parts[1:])}" if len(parts) > 1 else provider
