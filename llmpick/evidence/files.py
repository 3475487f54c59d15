"""A user's own results on disk: one TOML file a source, in their data folder, private to them."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from llmpick.errors import UserError, near_names, shown
from llmpick.files import write as files
from llmpick.files.read import bounded

FORM = 1
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
MAX_BYTES = 64_000_000
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
        data = bounded(os.path.join(folder, f"{name}.toml"), MAX_BYTES)
        return _source(name, tomllib.loads(data.decode("utf-8-sig")))
    except OSError as error:
        why = error.strerror or "no such file"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        why = str(error) or type(error).__name__
    raise UserError(
        f"your own results `{shown(name)}` cannot be read: {shown(why, 120)}",
        hint=f"`llmpick evidence remove {shown(name)}`, or --no-evidence to leave them out",
    )


def _source(name: str, table: Mapping[str, Any]) -> OwnSource:
    if table["form"] != FORM:
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
        scores=tuple(
            OwnScore(
                row["model"],
                row.get("effort"),
                row["test"],
                row.get("benchmark"),
                float(row["score"]),
                row.get("items"),
                row.get("stderr"),
            )
            for row in table["results"]
        ),
    )


def add(folder: str, source: OwnSource) -> str:
    """
    Put *source* into *folder*, whole or not at all; its path.

    Raises:
        UserError: the name is taken, the same file was imported before, or the folder does not take
            it.
    """
    _own_folder(folder)
    with files.locked(folder):
        for known in sources(folder):
            if known.sha256 == source.sha256:
                raise UserError(
                    f"this file is imported already, as `{known.name}`",
                    hint=f"`llmpick evidence remove {known.name}` first, or it would count twice",
                )
        return write(folder, source)


def _own_folder(folder: str) -> None:
    """A folder that is the user's alone."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        os.chmod(folder, 0o700)
    except OSError as error:
        raise UserError(
            f"`{shown(folder, 200)}` cannot be written: {error.strerror}", hint=OTHER_FOLDER
        ) from None


def write(folder: str, source: OwnSource) -> str:
    """
    Put *source* into *folder*, whole or not at all; its path.

    Raises:
        UserError: the name is taken, or the folder does not take the file.
    """
    taken = UserError(
        f"you have results named `{source.name}`",
        hint=f"another --name, or `llmpick evidence remove {source.name}` first",
    )
    path = os.path.join(folder, f"{source.name}.toml")
    _own_folder(folder)
    data = files.toml(_table(source))
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
        "results": [_known(score._asdict()) for score in source.scores],
    }
    return _known(head)


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
