"""
A decision on file: what was asked, of which catalog, what came out.

The file is TOML; docs/decisions.md says what it holds, docs/schema/files/decision.json its shape.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from llmpick.catalog.contents import Catalog
from llmpick.core.answers import drift
from llmpick.core.answers.decide import Decision
from llmpick.core.answers.drift import ShortlistRow
from llmpick.core.need.need import CRITERIA, Workload
from llmpick.errors import UserError, shown
from llmpick.files.read import read_toml
from llmpick.inputs.needfile import table_of, values_of
from llmpick.inputs.options import (
    HOSTING,
    HostingOptions,
    NeedOptions,
    keys,
    need_options,
    stated,
)
from llmpick.version import __version__

if TYPE_CHECKING:
    from llmpick.inputs.strict import TableFault

SCHEMA = "1.3"
READS = ("1.0", "1.1", "1.2", SCHEMA)
"""
1.1 added deployments of the user's own; 1.2 the version of the scale, by which it was scored; 1.3
the hash of the layers that lay over the catalog.
"""
OLD_ROW_KEYS = ("privacy_grade",)
"""What a row of the shortlist held up to 1.1: read past."""
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


NEEDED = (
    *("schema_version", "tool_version", "need", "catalog", "answer", "options", "weights"),
    *("workload", "shortlist", "seal"),
)

NEVER = HostingOptions(self_host="never")
"""What is said of deployments of the user's own where none took part."""


class Saved(NamedTuple):
    """
    A decision as it was made.

    *need* is what was stated; *weights* and *workload* are pinned with it, so that a later preset
    changes nothing. *seed* is that of random draws, None where there were none. *hosting* is what
    was stated of deployments of the user's own; its `self_host` is never, also or only.
    *scale_version* is that of the values by which routes were scored, None before any was kept.
    *overlay_sha256* is that of the user's own layers over the catalog, None where there were none.
    """

    path: str
    tool_version: str
    catalog_version: str
    catalog_sha256: str
    as_of: str
    need: NeedOptions
    weights: dict[str, float]
    workload: Workload
    options: Options
    answer: Reasons
    shortlist: tuple[ShortlistRow, ...]
    seed: int | None = None
    hosting: HostingOptions = NEVER
    scale_version: str | None = None
    overlay_sha256: str | None = None


def of_decision(
    path: str,
    catalog: Catalog,
    need: NeedOptions,
    options: Options,
    decision: Decision,
    answer: Reasons,
    seed: int | None = None,
    hosting: HostingOptions = NEVER,
) -> Saved:
    """What is kept of *decision*, which *need* and *hosting* got from *catalog*."""
    full, meta = decision.need, catalog.meta
    return Saved(
        path=path,
        tool_version=__version__,
        catalog_version=meta.version,
        catalog_sha256=meta.sha256,
        as_of=meta.day,
        need=need,
        weights=full.weights,
        workload=full.workload.as_stated(),
        options=options,
        answer=answer,
        shortlist=tuple(rows_of(decision)),
        seed=seed,
        hosting=hosting,
        scale_version=catalog.scale.version,
        overlay_sha256=meta.own_layer,
    )


def rows_of(decision: Decision) -> Iterator[ShortlistRow]:
    """The shortlist of *decision*."""
    for ranked in decision.ranking[:MAX_ROWS]:
        yield drift.row_of(ranked.rank, ranked.p_best or 0.0, ranked.candidate)


def write(saved: Saved) -> None:
    """
    Put *saved* into a new file at its path, whole or not at all.

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
    table = _table(saved)
    files.create(saved.path, files.toml({**table, "seal": {"marks": _seal(table)}}), taken=taken)


def _table(saved: Saved) -> dict[str, Any]:
    took_part = saved.hosting.self_host != "never"
    head = {
        "schema_version": SCHEMA,
        "tool_version": saved.tool_version,
        "scale_version": saved.scale_version,
        "overlay_sha256": saved.overlay_sha256,
        "seed": saved.seed,
        "catalog": {
            "version": saved.catalog_version,
            "sha256": saved.catalog_sha256,
            "as_of": date.fromisoformat(saved.as_of),
        },
        "answer": _known(saved.answer._asdict()),
        "need": table_of(stated(saved.need), keys()),
        "hosting": table_of(stated(saved.hosting), keys(*HOSTING)) if took_part else None,
        "options": _known(saved.options._asdict()),
        "weights": saved.weights,
        "workload": _known(saved.workload.as_stated()._asdict()),
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


def read(path: str) -> Saved:
    """
    The decision in the file *path*.

    Raises:
        UserError: it cannot be read, is of another schema, is no decision, or was edited by hand.
    """
    data = read_toml(path, "decision", MAX_BYTES)
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
    return _saved(path, named, data)


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


def _saved(path: str, named: str, data: Mapping[str, Any]) -> Saved:
    """The values, whose types are checked too: a seal is no proof against intent."""
    from llmpick.inputs import strict

    try:
        found = strict.parsed(_without_old_keys(data), _shape())
    except strict.UnfitTable as error:
        raise _sentence(named, error.fault) from None
    options = Options(**found["options"])
    if options.by not in ("model", "route") or not 1 <= options.top <= 10_000:
        raise _unfit(named, "options")
    return Saved(
        path=path,
        tool_version=found["tool_version"],
        catalog_version=found["catalog"]["version"],
        catalog_sha256=found["catalog"]["sha256"],
        as_of=found["catalog"]["as_of"].isoformat(),
        need=need_options(values_of(found["need"], keys(), f"{named}, [need]")),
        weights=found["weights"],
        workload=Workload(**found["workload"]),
        options=options,
        answer=Reasons(**found["answer"]),
        shortlist=tuple(_row(named, row) for row in found["shortlist"]),
        seed=found.get("seed"),
        hosting=_hosting(named, found["hosting"]) if "hosting" in found else NEVER,
        scale_version=found.get("scale_version"),
        overlay_sha256=found.get("overlay_sha256"),
    )


def _without_old_keys(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """*data* without what rows of before held and none holds now."""
    if data["schema_version"] == SCHEMA or not isinstance(data["shortlist"], list):
        return data
    rows = [
        {key: value for key, value in row.items() if key not in OLD_ROW_KEYS}
        if isinstance(row, Mapping)
        else row
        for row in data["shortlist"]
    ]
    return {**data, "shortlist": rows}


def _shape() -> Any:
    """The shape of a file; docs/schema/files/decision.json says the same."""
    from llmpick.inputs import strict

    about = {"version": str, "sha256": str, "as_of": date}
    row: Any = strict.shape_of(ShortlistRow)
    return strict.shape(
        "decision",
        {
            "schema_version": str,
            "tool_version": str,
            "scale_version": str,
            "overlay_sha256": str,
            "seed": strict.WHOLE,
            "catalog": strict.shape("catalog", about, needed=True),
            "answer": strict.shape_of(Reasons),
            "need": dict[str, Any],
            "hosting": dict[str, Any],
            "options": strict.shape_of(Options),
            "weights": strict.shape("weights", dict.fromkeys(CRITERIA, strict.NUMBER), needed=True),
            "workload": strict.shape_of(Workload),
            "shortlist": list[row],
            "seal": dict[str, str],
        },
    )


def _sentence(named: str, fault: TableFault) -> UserError:
    place = f"{fault.table}.{fault.key}".lstrip(".")
    if fault.kind == "extra":
        return UserError(f"{named}: no key `{shown(place)}`", hint=EDITED)
    return _unfit(named, shown(place))


def _row(named: str, table: Mapping[str, Any]) -> ShortlistRow:
    """A route of the shortlist; what was not known is absent."""
    row = ShortlistRow(**{**dict.fromkeys(ShortlistRow._fields), **table})
    if row.price_read is not None and not _is_day(row.price_read):
        raise _unfit(named, f"shortlist.{row.rank}.price_read")
    return row


def _hosting(named: str, table: Mapping[str, Any]) -> HostingOptions:
    """What is said of the user's own deployments, which took part."""
    found = HostingOptions(**values_of(table, keys(*HOSTING), f"{named}, [hosting]"))
    if found.self_host not in ("also", "only"):
        raise _unfit(named, "hosting.self-host")
    return found


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unfit(named: str, place: str) -> UserError:
    return UserError(f"{named}: `{place}` is not what it was", hint=EDITED)
