"""A user's own results on disk: one TOML file a source, in their data folder, private to them."""

from __future__ import annotations

import datetime
import math
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from llmpick.errors import UserError, near_names, shown

FORM = 2
"""Results as CSV in one text, which is read tenfold faster than a table each, as form 1 has it."""
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
MAX_BYTES = 64_000_000


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


class OwnSource(NamedTuple):
    """
    A source of own results.

    *trust*, above 0 and up to 1: the noise of its results is divided by it. *task* or *domain* is
    what its own tests measure.
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


def name_of(text: str) -> str:
    """
    *text* as the name of a source.

    Raises:
        UserError: it is none.
    """
    folded = text.strip().lower()
    if not NAME.fullmatch(folded):
        raise UserError(
            f"no name `{shown(text)}` for a source",
            hint="a-z, 0-9, `-`, `_` and `.`, such as --name support-tickets",
        )
    return folded


def read_file(path: str) -> bytes:
    """
    The bytes of a user's file.

    Raises:
        UserError: it is missing, no ordinary file, or too large.
    """
    try:
        if not os.path.isfile(path):
            what = "is no ordinary file" if os.path.exists(path) else "does not exist"
            raise UserError(f"`{shown(path, 200)}` {what}", hint="name a result file")
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(
            f"`{shown(path, 200)}` cannot be read: {error.strerror}", hint="check its permissions"
        ) from None


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


def read(folder: str, name: str) -> OwnSource:
    """
    The source *name*.

    Raises:
        UserError: it cannot be read, or does not hold what `write` put there.
    """
    import tomllib

    try:
        with open(os.path.join(folder, f"{name}.toml"), "rb") as file:
            return _source(name, tomllib.load(file))
    except OSError as error:
        why = error.strerror or "no such file"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        why = str(error) or type(error).__name__
    raise UserError(
        f"your own results `{shown(name)}` cannot be read: {shown(why, 120)}",
        hint=f"`llmpick evidence remove {shown(name)}`, or --no-evidence to leave them out",
    )


def _source(name: str, table: Mapping[str, Any]) -> OwnSource:
    if table["form"] not in (1, FORM):
        raise ValueError(f"its form is {table['form']!r}, not {FORM}")
    trust = float(table["trust"])
    if not 0 < trust <= 1:
        raise ValueError(f"a trust of {trust:g} is not above 0 and up to 1")
    return OwnSource(
        name=name,
        trust=trust,
        task=table.get("task"),
        domain=table.get("domain"),
        imported=str(table["imported"]),
        form=table["format"],
        file=table["file"],
        sha256=table["sha256"],
        scores=tuple(map(_score, _rows(table["results"]))),
    )


def _rows(results: Any) -> Iterable[Mapping[str, Any]]:
    """Results by column, as texts or as they are."""
    if not isinstance(results, str):
        return list(results)
    import csv

    try:
        return list(csv.DictReader(results.split("\n"), strict=True))
    except csv.Error as error:
        raise ValueError(f"results: {error}") from None


def _score(row: Mapping[str, Any]) -> OwnScore:
    items, stderr, score = row.get("items"), row.get("stderr"), float(row["score"])
    if not math.isfinite(score):
        raise ValueError(f"a score of {score} is no number")
    return OwnScore(
        row["model"],
        row.get("effort") or None,
        row["test"],
        row.get("benchmark") or None,
        score,
        int(items) if items else None,
        float(stderr) if stderr else None,
    )


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
    import tomli_w

    path = os.path.join(folder, f"{source.name}.toml")
    if not replace and os.path.lexists(path):
        raise UserError(
            f"you have results named `{source.name}`",
            hint=f"another --name, or `llmpick evidence remove {source.name}` first",
        )
    data = tomli_w.dumps(_table(source), multiline_strings=True).encode()
    partial = os.path.join(folder, f".{source.name}.{os.getpid()}.partial")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        os.chmod(folder, 0o700)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError as error:
        raise UserError(
            f"`{shown(path, 200)}` cannot be written: {error.strerror}",
            hint="check the folder, or name another in LLMPICK_EVIDENCE_DIR",
        ) from None
    finally:
        if os.path.lexists(partial):
            os.unlink(partial)
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
        "results": _as_csv(source.scores),
    }
    return _known(head)


def _as_csv(scores: Iterable[OwnScore]) -> str:
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(OwnScore._fields)
    writer.writerows(scores)
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
