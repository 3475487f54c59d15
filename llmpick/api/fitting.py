"""The ability fit of a catalog's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from llmpick.errors import UnknownName, near_names


class FitDone(NamedTuple):
    """What a fit was made of and wrote."""

    meta: Mapping[str, Any]
    report: Mapping[str, Any]
    paths: list[str]


def fit(
    folder: str,
    *,
    exclude_sources: tuple[str, ...] = (),
    exclude_benchmarks: tuple[str, ...] = (),
    as_of: str | None = None,
    prior: bool = True,
    target: str | None = None,
    with_report: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> FitDone:
    """
    Fit the abilities on the rows of the catalog in *folder*.

    The catalog's derived files are written only where nothing is left out (the *prior* of date,
    size and family among it) and no *target* is named; else the estimates go to *target*, if any.

    Raises:
        UserError: an unknown feed or benchmark, a broken catalog or a full disk.
    """
    import tomllib

    from llmpick.catalog import compile, derive, read
    from llmpick.files.write import replace

    tables = compile.tables(folder, progress)
    for kind, listing_, names in (
        ("source", "feeds", exclude_sources),
        ("benchmark", "benchmarks", exclude_benchmarks),
    ):
        for name in names:
            if name not in tables[listing_]:
                near = near_names(name, tables[listing_])
                raise UnknownName(kind, name, near, f"llmpick list {listing_}")
    for name in ("estimates", "evidence", "posterior", "siblings"):
        tables["derived"].pop(name, None)  # of the last fit, and large
    wanted = derive.FitOptions(exclude_sources, exclude_benchmarks, as_of, prior)
    version = read.version(folder)
    done = derive.fit(tables, version, wanted, with_report=with_report, progress=progress)
    paths: list[str] = []
    if target is not None:
        import json

        replace(target, f"{json.dumps({'abilities': done.rows}, indent=1)}\n".encode())
        paths.append(target)
    elif prior and not (exclude_sources or exclude_benchmarks or as_of):
        paths = derive.write(folder, done.files)
    meta = tomllib.loads(done.files["fit.toml"].decode())["meta"]
    return FitDone(
        {
            key: value if isinstance(value, int | float) else str(value)
            for key, value in meta.items()
        },
        done.report,
        paths,
    )


def fit_speed(folder: str) -> str:
    """
    Fit the constants of speed on the measured rows of the catalog in *folder*; the path written.

    Raises:
        UserError: numpy is missing, a broken catalog or a full disk.
    """
    from llmpick.catalog import compile, derive_speed, read

    table = derive_speed.fit(compile.tables(folder), read.day_of(read.version(folder)))
    return derive_speed.write(folder, table)
