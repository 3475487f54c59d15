"""
Result files of evaluations as rows: CSV, JSON lines, and what three tools write.

- lm-evaluation-harness: `results_*.json`, one model, `results` by task with `METRIC,FILTER`.
- inspect_ai: a log as `.json`, or as `.eval`, a zip with `header.json`.
- promptfoo: `output.json` of `promptfoo eval -o`.

Rows are results (model, score), grades (item, model, grade) or preferences (a, b, winner).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from llmpick.errors import UserError, shown
from llmpick.evidence import people
from llmpick.evidence.rows import (
    GRADES,
    MAX_ITEMS,
    MAX_ROWS,
    PREFERENCES,
    Choice,
    Parsed,
    ResultRow,
    RowFault,
    count,
    number,
    quoted,
    text,
)
from llmpick.files.read import TooDeep, decoded, json_of


def parse(name: str, data: bytes, choice: Choice | None = None) -> Parsed:
    """
    The rows of the file *name*, of what it holds those of *choice*.

    Raises:
        UserError: it is none of the formats.
    """
    choice = choice or Choice()
    if data[:4] == b"PK\x03\x04":
        from llmpick.evidence.inspect_log import header

        return _of(name, header(name, data), choice)
    text = decoded(data, f"`{shown(name)}`")
    if text.lstrip()[:1] in ("{", "["):
        return _json(name, text, choice)
    return _csv(name, text, choice)


def _json(name: str, text: str, choice: Choice) -> Parsed:
    try:
        return _of(name, json_of(text), choice)
    except json.JSONDecodeError as whole:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            raise UserError(
                f"`{shown(name)}` is not JSON: line {whole.lineno}: {whole.msg}",
                hint="mend the syntax there",
            ) from None
    except TooDeep:
        raise UserError(f"`{shown(name)}` is nested too deeply", hint="flatten it") from None
    except ValueError as error:
        raise UserError(
            f"`{shown(name)}` is not JSON: {shown(str(error))}", hint="mend that number"
        ) from None
    return _jsonl(lines, choice)


def _of(name: str, found: Any, choice: Choice) -> Parsed:
    """A whole JSON document, by what only one tool writes."""
    if isinstance(found, list):
        return _plain("JSON", [(f"{n}", row) for n, row in enumerate(found, 1)], choice)
    if isinstance(found, Mapping):
        if isinstance(found.get("eval"), Mapping) and "status" in found:
            from llmpick.evidence import inspect_log

            return inspect_log.rows(found, choice)
        results = found.get("results")
        if isinstance(results, Mapping) and isinstance(results.get("prompts"), list):
            from llmpick.evidence import tools

            return tools.promptfoo(found, choice)
        if isinstance(results, Mapping) and ("configs" in found or "n-samples" in found):
            from llmpick.evidence import tools

            return tools.harness(found, choice)
        if {"model", "score"} <= found.keys() or people.form_of(found):
            return _plain("JSON lines", [("1", found)], choice)
    raise UserError(
        f"`{shown(name)}` holds no results that are known here",
        hint="CSV or JSON lines with model, score, n; or a result file of lm-evaluation-harness, "
        "inspect_ai or promptfoo",
    )


# ---- plain rows


def _jsonl(lines: list[tuple[int, str]], choice: Choice) -> Parsed:
    rows: list[tuple[str, Any]] = []
    faults = []
    for place, line in lines:
        try:
            rows.append((str(place), json_of(line)))
        except ValueError:
            faults.append(RowFault(str(place), "not JSON"))
    found = _plain("JSON lines", rows, choice)
    return found._replace(faults=faults + found.faults)


def _csv(name: str, text: str, choice: Choice) -> Parsed:
    if "\0" in text:
        raise UserError(f"`{shown(name)}` is not text", hint="CSV with model, score, n")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [head.strip().lower() for head in next(reader, [])]
        missing = [head for head in ("model", "score") if head not in header]
        if missing and not people.form_of(header):
            raise UserError(
                f"`{shown(name)}` has no column `{missing[0]}`",
                hint="its first line names the columns: model,score,n[,effort,benchmark]; of "
                "grades item,model,grade; of preferences a,b,winner",
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
    found = _plain("CSV", rows, choice)
    return found._replace(faults=faults + found.faults)


def _plain(form: str, rows: list[tuple[str, Any]], choice: Choice) -> Parsed:
    faults: list[RowFault] = []
    if len(rows) > MAX_ROWS:
        faults.append(RowFault(rows[MAX_ROWS][0], f"more than {MAX_ROWS:,} rows"))
    kind = next((people.form_of(row) for _, row in rows if isinstance(row, Mapping)), None)
    if kind == GRADES:
        found = people.grades(rows[:MAX_ROWS], choice)
    elif kind == PREFERENCES:
        found = people.preferences(rows[:MAX_ROWS])
    else:
        found = _results(form, rows[:MAX_ROWS], choice)
    return found._replace(faults=found.faults + faults)


def _results(form: str, rows: Iterable[tuple[str, Any]], choice: Choice) -> Parsed:
    made = [_row(line, row) for line, row in rows]
    found = [row for row in made if isinstance(row, ResultRow)]
    return Parsed(
        form,
        [row for row in found if not choice.only or row.test in choice.only],
        [row for row in made if isinstance(row, RowFault)],
        tasks=frozenset(row.test for row in found if row.test),
    )


def _row(line: str, row: Any) -> ResultRow | RowFault:
    if not isinstance(row, Mapping):
        return RowFault(line, "not a table of model, score, n")
    model = text(row.get("model"))
    if not model:
        return RowFault(line, "no model")
    score = number(row.get("score"))
    if score is None:
        return RowFault(line, f"the score {quoted(row.get('score'))} is no finite number")
    given = next((row[key] for key in ("n", "items") if row.get(key) not in (None, "")), None)
    items = None if given is None else count(given)
    if given is not None and items is None:
        most = f" to {MAX_ITEMS:,}" if (number(given) or 0) > MAX_ITEMS else " up"
        return RowFault(line, f"n {quoted(given)} is no whole number from 1{most}")
    for key in ("effort", "benchmark"):
        if not isinstance(row.get(key), str | None):
            return RowFault(line, f"the {key} {quoted(row[key])} is no text")
    effort, test = text(row.get("effort")), text(row.get("benchmark"))
    return ResultRow(line, model, score, items, effort, test, share=False)
