"""
A decision on file: what was asked, of which catalog, what came out.

The file is TOML; docs/decisions.md says what it holds, docs/schema/files/decision.json its shape.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, cast, get_args, get_type_hints

from llmpick import __version__
from llmpick.catalog.load import Catalog
from llmpick.core.answers import drift
from llmpick.core.answers.decide import Decision
from llmpick.core.answers.drift import ShortlistRow
from llmpick.core.need.need import CRITERIA, Wish, Workload
from llmpick.errors import UserError, shown
from llmpick.inputs.needfile import MOST, Keys, read_table, table_of, wish_of

SCHEMA = "1.1"
READS = ("1.0", SCHEMA)
"""1.1 added deployments of the user's own; without them it is as 1.0."""
MAX_BYTES = 200_000
MAX_ROWS = 50
"""Routes that a file keeps, at most; how many were asked for is kept beside them."""


class Options(NamedTuple):
    """How it was asked: beside the need, what decides the answer and its header."""

    top: int
    by: str
    no_evidence: bool
    bare: tuple[str, ...] = ()
    own_evidence: tuple[str, ...] = ()


class Reasons(NamedTuple):
    """The answer in a sentence, how sure it was, and what kept it from being surer."""

    headline: str
    confidence: str
    reasons: tuple[str, ...]


TABLES: Mapping[str, tuple[str, ...]] = {
    "catalog": ("version", "sha256", "as_of"),
    "answer": Reasons._fields,
    "options": Options._fields,
    "weights": CRITERIA,
    "workload": Workload._fields,
}
"""The tables of a file that have fixed keys."""
NEEDED = ("schema_version", "tool_version", "need", *TABLES, "shortlist", "seal")
TOP = (*NEEDED, "seed", "hosting")

NEVER: Mapping[str, Any] = {"self_host": "never"}
"""What is said of deployments of the user's own where none took part."""


class Saved(NamedTuple):
    """
    A decision as it was made.

    *wish* is what was stated; *weights* and *workload* are pinned with it, so that a later preset
    changes nothing. *seed* is that of random draws, None where there were none. *hosting* is what
    was stated of deployments of the user's own, by the names of its options; `self_host` is never,
    also or only.
    """

    path: str
    tool_version: str
    catalog_version: str
    catalog_sha256: str
    as_of: str
    wish: Wish
    weights: dict[str, float]
    workload: Workload
    options: Options
    answer: Reasons
    shortlist: tuple[ShortlistRow, ...]
    seed: int | None = None
    hosting: Mapping[str, Any] = NEVER


def of_decision(
    path: str,
    catalog: Catalog,
    wish: Wish,
    options: Options,
    decision: Decision,
    answer: Reasons,
    seed: int | None = None,
    hosting: Mapping[str, Any] = NEVER,
) -> Saved:
    """What is kept of *decision*, which *wish* and *hosting* got from *catalog*."""
    need, meta = decision.need, catalog.meta
    return Saved(
        path=path,
        tool_version=__version__,
        catalog_version=meta.version,
        catalog_sha256=meta.sha256,
        as_of=meta.day,
        wish=wish,
        weights=need.weights,
        workload=need.workload,
        options=options,
        answer=answer,
        shortlist=tuple(rows_of(decision)),
        seed=seed,
        hosting=hosting,
    )


def rows_of(decision: Decision) -> Iterator[ShortlistRow]:
    """The shortlist of *decision*."""
    for ranked in decision.ranking[:MAX_ROWS]:
        yield drift.row_of(ranked.rank, ranked.p_best or 0.0, ranked.candidate)


def write(saved: Saved, keys: Keys, hosting: Keys) -> None:
    """
    Put *saved* into a new file at its path, whole or not at all.

    *keys* are the options that state a need, *hosting* those of the user's own deployments.

    Raises:
        UserError: the name does not end in .toml, is taken, or the folder does not take it.
    """
    from llmpick.files import write as files

    if not saved.path.endswith(".toml"):
        raise UserError(
            f"a decision cannot be saved as `{shown(saved.path)}`", hint="end its name in .toml"
        )
    taken = UserError(
        f"`{shown(saved.path, 200)}` exists already",
        hint="save under another name: a decision on file is a record",
    )
    table = _table(saved, keys, hosting)
    files.create(saved.path, files.toml({**table, "seal": {"marks": _seal(table)}}), taken=taken)


def _table(saved: Saved, keys: Keys, hosting: Keys) -> dict[str, Any]:
    took_part = saved.hosting["self_host"] != "never"
    head = {
        "schema_version": SCHEMA,
        "tool_version": saved.tool_version,
        "seed": saved.seed,
        "catalog": {
            "version": saved.catalog_version,
            "sha256": saved.catalog_sha256,
            "as_of": date.fromisoformat(saved.as_of),
        },
        "answer": _known(saved.answer._asdict()),
        "need": table_of(saved.wish, keys),
        "hosting": table_of(cast("Wish", saved.hosting), hosting) if took_part else None,
        "options": _known(saved.options._asdict()),
        "weights": saved.weights,
        "workload": _known(saved.workload._asdict()),
        "shortlist": [_known(row._asdict()) for row in saved.shortlist],
    }
    return _known(head)


def _known(table: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in table.items()
        if value is not None
    }


def _seal(table: Mapping[str, Any]) -> str:
    """A short hash of every value, so that a change by hand can be told, and where it is."""
    return " ".join(f"{place}={mark}" for place, mark in _marks(table).items())


def _marks(table: Mapping[str, Any]) -> dict[str, str]:
    return {
        place: hashlib.sha256(
            json.dumps([place, value], default=str, ensure_ascii=True).encode()
        ).hexdigest()[:8]
        for place, value in _leaves(table, "")
        if place != "seal.marks"
    }


def _leaves(value: Any, place: str) -> Iterable[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key in value:
            yield from _leaves(value[key], f"{place}.{key}" if place else str(key))
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        for number, item in enumerate(value, 1):
            yield from _leaves(item, f"{place}.{number}")
    else:
        yield place, value


def read(path: str, keys: Keys, hosting: Keys) -> Saved:
    """
    The decision in the file *path*.

    *keys* are the options that state a need, *hosting* those of the user's own deployments.

    Raises:
        UserError: it cannot be read, is of another schema, is no decision, or was edited by hand.
    """
    data = read_table(path, "decision", MAX_BYTES)
    named = f"the decision `{shown(path, 200)}`"
    version = data.get("schema_version")
    if version not in READS:
        tool = data.get("tool_version")
        raise UserError(
            f"{named} has schema `{shown(str(version))}`, this llmpick reads `{SCHEMA}`"
            if version is not None
            else f"{named} is no decision: it has no `schema_version`",
            hint=f"read it with llmpick {shown(str(tool))}, which wrote it"
            if version is not None and tool is not None
            else "`llmpick recommend --save FILE.toml` writes one",
        )
    _unedited(named, data)
    return _saved(path, named, data, keys, hosting)


EDITED = "ask again with the change: llmpick recommend ... --save ANOTHER.toml"


def _unedited(named: str, data: Mapping[str, Any]) -> None:
    """That every value is the one that was written."""
    for key in NEEDED:
        if key not in data:
            raise UserError(f"{named} was edited by hand: `{key}` is missing", hint=EDITED)
    marks = _marks(data)
    seal = data["seal"].get("marks") if isinstance(data["seal"], Mapping) else None
    sealed = dict(part.partition("=")[::2] for part in str(seal).split())
    for place in sorted({*marks, *sealed}):
        if marks.get(place) != sealed.get(place):
            how = "was added" if place not in sealed else "is missing"
            how = "was changed" if place in sealed and place in marks else how
            raise UserError(f"{named} was edited by hand: `{shown(place)}` {how}", hint=EDITED)


def _saved(path: str, named: str, data: Mapping[str, Any], keys: Keys, hosting: Keys) -> Saved:
    """The values, whose types are checked too: a seal is no proof against intent."""
    for key in data:
        if key not in TOP:
            raise UserError(f"{named}: no key `{shown(key)}`", hint=EDITED)
    parts = {key: _section(named, data, key) for key in TABLES}
    rows = data["shortlist"]
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise _unfit(named, "shortlist")
    if not isinstance(data["need"], Mapping):
        raise _unfit(named, "need")
    about = parts["catalog"]
    if type(about.get("as_of")) is not date:
        raise _unfit(named, "catalog.as_of")
    found = Saved(
        path=path,
        tool_version=_typed(named, "tool_version", data["tool_version"], str),
        catalog_version=_typed(named, "catalog.version", about.get("version"), str),
        catalog_sha256=_typed(named, "catalog.sha256", about.get("sha256"), str),
        as_of=about["as_of"].isoformat(),
        wish=wish_of(data["need"], keys, f"{named}, [need]"),
        weights={
            name: float(_typed(named, f"weights.{name}", parts["weights"].get(name), float))
            for name in CRITERIA
        },
        workload=_made(named, "workload", Workload, parts["workload"]),
        options=_made(named, "options", Options, parts["options"]),
        answer=_made(named, "answer", Reasons, parts["answer"]),
        shortlist=tuple(
            _made(named, f"shortlist.{number}", ShortlistRow, row)
            for number, row in enumerate(rows, 1)
        ),
        seed=None if "seed" not in data else _typed(named, "seed", data["seed"], int),
        hosting=_hosting(named, data["hosting"], hosting) if "hosting" in data else NEVER,
    )
    for row in found.shortlist:
        if row.price_read is not None and not _is_day(row.price_read):
            raise _unfit(named, f"shortlist.{row.rank}.price_read")
    if found.options.by not in ("model", "route") or not 1 <= found.options.top <= 10_000:
        raise _unfit(named, "options")
    return found


def _hosting(named: str, table: object, keys: Keys) -> Mapping[str, Any]:
    """What is said of the user's own deployments, which took part."""
    if not isinstance(table, Mapping):
        raise _unfit(named, "hosting")
    found: Mapping[str, Any] = wish_of(table, keys, f"{named}, [hosting]")
    if found.get("self_host") not in ("also", "only"):
        raise _unfit(named, "hosting.self-host")
    return found


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _section(named: str, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = data[key]
    if not isinstance(table, Mapping):
        raise _unfit(named, key)
    for name in table:
        if name not in TABLES[key]:
            raise UserError(f"{named}: no key `{key}.{shown(name)}`", hint=EDITED)
    return table


def _unfit(named: str, place: str) -> UserError:
    return UserError(f"{named}: `{place}` is not what it was", hint=EDITED)


def _typed(named: str, place: str, value: Any, kind: Any) -> Any:
    """*value* if it is of *kind*, a type or a union; a whole number is a number too."""
    kinds = get_args(kind) or (kind,)
    if type(value) in (int, float) and not 0 <= value < MOST:
        raise _unfit(named, place)
    if type(value) in kinds:
        return value
    if float in kinds and type(value) is int:
        return float(value)
    raise _unfit(named, place)


def _made(named: str, place: str, shape: Any, table: Mapping[str, Any]) -> Any:
    """A value of the named tuple *shape* from *table*, what is absent being its default."""
    found = {}
    for name, kind in get_type_hints(shape).items():
        value = table.get(name)
        where = f"{place}.{name}"
        if name not in table and name in shape._field_defaults:
            continue
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            found[name] = tuple(value)
        else:
            found[name] = _typed(named, where, value, kind)
    for name in table:
        if name not in found:
            raise UserError(f"{named}: no key `{place}.{shown(str(name))}`", hint=EDITED)
    return shape(**found)
