"""A user's own results on disk: one TOML file a source, in their data folder, private to them."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from llmpick.errors import UserError, near_names, shown
from llmpick.evidence.rows import MAX_CHARACTERS, MAX_STDERR, count, number, quoted
from llmpick.files import write as files
from llmpick.files.read import bounded, toml_of

FORM = 2
"""Results as CSV in one text, which is read tenfold faster than a table each, as form 1 has it."""
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
MAX_BYTES = 64_000_000
MAX_NAMES = 10_000_000
MAX_SCORE = 10_000.0
"""In the unit of any benchmark."""
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
"""Names that are no files on Windows, whatever ending they have."""
AMOUNTS = (
    *("input_tokens", "output_tokens", "reasoning_tokens", "reasoning_stderr", "usd_per_call"),
    *("first_text_p50_s", "first_text_p95_s", "tokens_per_s"),
)
"""What calls of a route used and took, by column."""
NEEDED_AMOUNTS = ("input_tokens", "output_tokens")
MAX_AMOUNT = 1e9
OTHER_FOLDER = "check the folder, or name another in LLMPICK_EVIDENCE_DIR"


class OwnScore(NamedTuple):
    """
    One result of (model, effort) on *test*.

    *score* is in the unit of *benchmark* where that is one of the catalog, else a share of 0 to 1;
    *stderr* likewise.
    """

    model: str
    effort: str | None
    test: str
    benchmark: str | None
    score: float
    items: int | None
    stderr: float | None


class Measured(NamedTuple):
    """
    What calls of a *route*, of (model, effort), used and took on *day*; means a call.

    *calls* are those whose tokens are known; *reasoning_tokens* None: not told apart from what is
    seen; *reasoning_stderr* is the standard error of their mean. Seconds from a request's leaving
    to the first text; tokens a second from the first token to the last.
    """

    route: str
    model: str
    effort: str | None
    day: str
    calls: int
    input_tokens: float
    output_tokens: float
    reasoning_tokens: float | None
    reasoning_stderr: float | None
    usd_per_call: float | None
    first_text_p50_s: float | None
    first_text_p95_s: float | None
    tokens_per_s: float | None


class OwnSource(NamedTuple):
    """
    A source of own results.

    *trust*, above 0 and up to 1: the noise of its results is divided by it. *task* or *domain* is
    what its own tests measure. *measured* are tokens and speed, where routes were called for it.
    """

    name: str
    trust: float
    task: str | None
    domain: str | None
    imported: str
    form: str
    file: str
    sha256: str
    scores: tuple[OwnScore, ...]
    measured: tuple[Measured, ...] = ()


def name_of(text: str) -> str:
    """
    *text* as the name of a source.

    Raises:
        UserError: it is none.
    """
    folded = text.strip().lower()
    if not NAME.fullmatch(folded) or DEVICES.fullmatch(folded):
        raise UserError(
            f"no name `{shown(text)}` for a source",
            hint="a-z, 0-9, `-`, `_` and `.`, such as --name support-tickets",
        )
    return folded


def names(folder: str) -> list[str]:
    """The names of all sources in *folder*, sorted; none where there is no folder."""
    try:
        entries = os.listdir(folder)
    except OSError:
        return []
    return sorted(entry[:-5] for entry in entries if entry.endswith(".toml") and entry[0] != ".")


def sources(folder: str) -> list[OwnSource]:
    """
    All sources in *folder*, by name.

    Raises:
        UserError: one cannot be read.
    """
    return [read(folder, name) for name in names(folder)]


def readable(folder: str) -> tuple[list[OwnSource], list[UserError]]:
    """The sources in *folder* that can be read, and what is wrong with the others."""
    found, faults = [], []
    for name in names(folder):
        try:
            found.append(read(folder, name))
        except UserError as error:
            faults.append(error)
    return found, faults


def read(folder: str, name: str) -> OwnSource:
    """
    The source *name*.

    Raises:
        UserError: it cannot be read, or does not hold what `write` put there.
    """
    try:
        data = bounded(os.path.join(folder, f"{name}.toml"), MAX_BYTES)
        return _source(name, toml_of(data.decode("utf-8-sig")))
    except OSError as error:
        why = error.strerror or "no such file"
    except ValueError as error:
        why = str(error)
    raise UserError(
        f"your own results `{shown(name)}` cannot be read: {shown(why, 120)}",
        hint=f"`llmpick evidence remove {shown(name)}`, or --no-evidence to leave them out",
    )


def _source(name: str, table: Mapping[str, Any]) -> OwnSource:
    if table.get("form") not in (1, FORM):
        raise ValueError(f"`form` is {quoted(table.get('form'))}, not {FORM}")
    trust, day = table.get("trust"), table.get("imported")
    if isinstance(trust, bool) or not isinstance(trust, int | float) or not 0 < trust <= 1:
        raise ValueError(f"`trust` {quoted(trust)} is not above 0 and up to 1")
    if type(day) is not datetime.date:
        raise ValueError(f"`imported` {quoted(day)} is no day")
    rows = enumerate(_rows(table.get("results")), 1)
    calls = enumerate(_rows(table.get("measured", []), "measured"), 1)
    return OwnSource(
        name=name,
        trust=float(trust),
        task=_text(table, "task", needed=False),
        domain=_text(table, "domain", needed=False),
        imported=day.isoformat(),
        form=_text(table, "format") or "",
        file=_text(table, "file", MAX_NAMES) or "",
        sha256=_text(table, "sha256", MAX_NAMES) or "",
        scores=tuple(_score(row, f"row {number} of `results`: ") for number, row in rows),
        measured=tuple(_measured(row, f"row {number} of `measured`: ") for number, row in calls),
    )


def _text(
    table: Mapping[str, Any],
    key: str,
    most: int = MAX_CHARACTERS,
    *,
    needed: bool = True,
    where: str = "",
) -> str | None:
    """
    The text of up to *most* characters at *key*.

    Raises:
        ValueError: it is none, or there is none and it is *needed*.
    """
    value = table.get(key)
    if value is None and not needed:
        return None
    if not isinstance(value, str) or len(value) > most or (needed and not value):
        raise ValueError(f"{where}`{key}` {quoted(value)} is no text of up to {most:,} characters")
    return value or None


def _rows(results: Any, key: str = "results") -> Iterable[Mapping[str, Any]]:
    """Rows at *key* by column, as texts or as they are."""
    if isinstance(results, list) and all(isinstance(row, Mapping) for row in results):
        return results
    if not isinstance(results, str):
        raise ValueError(f"`{key}` are no rows")
    import csv

    try:
        return list(csv.DictReader(results.split("\n"), strict=True))
    except csv.Error as error:
        raise ValueError(f"`{key}`: {error}") from None


def _score(row: Mapping[str, Any], where: str) -> OwnScore:
    """
    One row, as `write` put it there; *where* it stands, for messages.

    Raises:
        ValueError: it is none.
    """
    if None in row:
        raise ValueError(f"{where}more cells than the first row has")
    benchmark = _text(row, "benchmark", needed=False, where=where)
    score, items, stderr = number(row.get("score")), row.get("items"), row.get("stderr")
    least, most = (-MAX_SCORE, MAX_SCORE) if benchmark else (0.0, 1.0)
    if score is None or not least <= score <= most:
        raise ValueError(f"{where}`score` {quoted(row.get('score'))} is no score")
    if items not in (None, "", 0) and count(items) is None:
        raise ValueError(f"{where}`items` {quoted(items)} is no whole number from 1 up")
    error = 0.0 if stderr in (None, "") else number(stderr)
    if error is None or not 0 <= error <= (MAX_SCORE if benchmark else MAX_STDERR):
        raise ValueError(f"{where}`stderr` {quoted(stderr)} is no standard error")
    return OwnScore(
        _text(row, "model", where=where) or "",
        _text(row, "effort", needed=False, where=where),
        _text(row, "test", where=where) or "",
        benchmark,
        score,
        count(items),
        error or None,
    )


def _measured(row: Mapping[str, Any], where: str) -> Measured:
    """
    What one route used and took, as `write` put it there; *where* it stands, for messages.

    Raises:
        ValueError: it is none.
    """
    if None in row:
        raise ValueError(f"{where}more cells than the first row has")
    amounts = {}
    for key in AMOUNTS:
        value = row.get(key)
        amount = number(value) if value not in (None, "") else None
        unsaid = value in (None, "") and key not in NEEDED_AMOUNTS
        if not unsaid and (amount is None or not 0 <= amount <= MAX_AMOUNT):
            raise ValueError(f"{where}`{key}` {quoted(value)} is no amount")
        amounts[key] = amount
    calls, day = count(row.get("calls")), _text(row, "day", where=where) or ""
    if calls is None:
        raise ValueError(f"{where}`calls` {quoted(row.get('calls'))} is no whole number from 1 up")
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"{where}`day` {quoted(day)} is no day") from None
    return Measured(
        route=_text(row, "route", where=where) or "",
        model=_text(row, "model", where=where) or "",
        effort=_text(row, "effort", needed=False, where=where),
        day=day,
        calls=calls,
        **amounts,  # type: ignore[arg-type]
    )


def check_new(source: OwnSource, known: Iterable[OwnSource], new: Collection[str] = ()) -> None:
    """
    Refuse a file that was imported before, under whatever name.

    Args:
        source: The source to be kept.
        known: The sources that are.
        new: SHA-256 of the files that are new in it; all of them where none is given.

    Raises:
        UserError: one of them is in a source already.
    """
    names = dict(zip(source.sha256.split(), source.file.split(", "), strict=False))
    before = {digest: each.name for each in known for digest in each.sha256.split()}
    for digest in new or names:
        if digest in before:
            which = "this file" if len(names) == 1 else f"`{names.get(digest, 'a file')}`"
            raise UserError(
                f"{which} is imported already, as `{before[digest]}`",
                hint=f"`llmpick evidence remove {before[digest]}` first, or it would count twice",
            )


def add(folder: str, source: OwnSource, before: OwnSource | None = None) -> str:
    """
    Put *source* into *folder*, whole or not at all; its path.

    Args:
        folder: Where own results lie.
        source: What to put there.
        before: The source that it was made of, whose place it takes.

    Raises:
        UserError: the name is taken, a file was imported before, *before* is not there any more as
            it was, or the folder does not take the file.
    """
    _own_folder(folder)
    with files.locked(folder):
        known = sources(folder)
        if before is not None and before not in known:
            raise UserError(
                f"your own results `{before.name}` have changed meanwhile", hint="run it again"
            )
        old = before.sha256.split() if before else ()
        check_new(source, known, [each for each in source.sha256.split() if each not in old])
        return write(folder, source, replace=before is not None)


def _own_folder(folder: str) -> None:
    """A folder that is the user's alone."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        os.chmod(folder, 0o700)
    except OSError as error:
        raise UserError(
            f"`{shown(folder, 200)}` cannot be written: {error.strerror}", hint=OTHER_FOLDER
        ) from None


def write(folder: str, source: OwnSource, *, replace: bool = False) -> str:
    """
    Put *source* into *folder*, whole or not at all; its path.

    Args:
        folder: Where own results lie.
        source: What to put there.
        replace: Whether it may take the place of the one of its name.

    Raises:
        UserError: the name is taken, or the folder does not take the file.
    """
    taken = UserError(
        f"you have results named `{source.name}`",
        hint=f"another --name, or `llmpick evidence remove {source.name}` first",
    )
    path = os.path.join(folder, f"{source.name}.toml")
    _own_folder(folder)
    data = files.toml(_table(source), multiline=True)
    if replace:
        files.replace(path, data)
    else:
        files.create(path, data, taken=taken, mode=0o600, hint=OTHER_FOLDER)
    return path


def _table(source: OwnSource) -> dict[str, Any]:
    head = {
        "form": FORM,
        "trust": source.trust,
        "task": source.task,
        "domain": source.domain,
        "imported": datetime.date.fromisoformat(source.imported),
        "format": source.form,
        "file": source.file,
        "sha256": source.sha256,
        "results": _as_csv(OwnScore._fields, source.scores),
        "measured": _as_csv(Measured._fields, source.measured) if source.measured else None,
    }
    return _known(head)


def _as_csv(fields: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> str:
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(rows)
    return text.getvalue()


def _known(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


def remove(folder: str, name: str) -> str:
    """
    Delete the source *name*; its path.

    Raises:
        UserError: there is none, or it cannot be deleted.
    """
    known = names(folder)
    if name not in known:
        near = near_names(name, known, 1)
        hint = f"did you mean `{near[0]}`?" if near else "`llmpick evidence list` names yours"
        raise UserError(f"you have no results named `{shown(name)}`", hint=hint)
    path = os.path.join(folder, f"{name}.toml")
    try:
        os.unlink(path)
    except OSError as error:
        raise UserError(
            f"`{shown(path, 200)}` cannot be deleted: {error.strerror}", hint="check the folder"
        ) from None
    return path
