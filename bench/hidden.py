"""
Independent sources, each hidden in turn: fits that have not seen it, and what it measured.

A source is hidden with all benchmarks of its boards, whoever measured them, so that the same
questions at another laboratory, or in a maker's own table, do not stand in for it. What efforts a
model is sold at stays known: that is no evidence of quality. Epoch runs and collects tests of all
domains, so that it is hidden domain by domain; `bench/advice.py` says what is done with them.
"""

from __future__ import annotations

import hashlib
import math
import os
import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from llmpick.ability import transform
from llmpick.ability.data import FitBenchmark, PublishedScore
from llmpick.catalog import compile, derive, evidence, read
from llmpick.catalog.contents import Catalog
from llmpick.catalog.resolve_tasks import scale_of

PACKAGE = Path(derive.__file__).parents[1]
FITTED_BY = (
    *("baskets", "cells", "data", "factor", "fit", "grid", "link", "plain", "posterior", "prior"),
    *("summary", "transform"),
)
"""Modules of ability/ that a fit's outcome hangs on."""
MIN_MODELS = 20
BY_DOMAIN = ("epoch",)
OVERALL = ("overall", "aggregate")
JOBS: Mapping[str, tuple[str, str | None]] = {
    "coding_gen": ("coding", None),
    "coding_agentic": ("agentic-coding", None),
    "agentic_tool": ("agents", None),
    "instruction": ("chat", None),
    "reasoning": ("reasoning", None),
    "math": ("reasoning", None),
    "knowledge": ("general", None),
    "chat_pref": ("chat", None),
    "long_context": ("rag", None),
    "factuality": ("rag", None),
    "multilingual": ("translation", "ja"),
    "japanese": ("japanese", None),
    "lang_zh": ("chat", "zh"),
    "lang_de": ("chat", "de"),
    "lang_fr": ("chat", "fr"),
    "lang_es": ("chat", "es"),
    "lang_ko": ("chat", "ko"),
    "lang_ru": ("chat", "ru"),
    "writing": ("writing", None),
    "vision": ("vision", None),
    "extraction": ("extraction", None),
}
"""Domain → the task, and the language, that a test of it stands for."""

Key = tuple[str, str | None]
"""A model and an effort."""


class Measured(NamedTuple):
    """A hidden score in points of 100, with its standard error."""

    points: float
    stderr: float


class Judge(NamedTuple):
    """A hidden benchmark: what it stands for, and what it measured, by (model, effort)."""

    benchmark: str
    domain: str
    task: str
    language: str | None
    elo: bool
    scores: Mapping[Key, Measured]


class Hidden(NamedTuple):
    """A source, or one domain of it, and what goes with it: all benchmarks of its boards."""

    name: str
    source: str | None
    benchmarks: tuple[str, ...]
    judges: tuple[Judge, ...]


def records_of(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """What a fit reads, and the scale, as kind → id → table."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    wanted = ("models", "scores", "benchmarks", "tasks", "thinking", "scale")
    for path in catalog.paths():
        kind, _, name = path.partition("/")
        if kind in wanted or path in ("derived/fit", "derived/anchors"):
            found[kind][name] = catalog.record(kind, name)
    return dict(found)


def hidden_sources(catalog: Catalog, tables: evidence.Tables) -> list[Hidden]:
    """Every source, or domain of one, with a benchmark of 20 or more models that are on sale."""
    found = evidence.inputs(tables)
    sold = {item.model for item in catalog.offerings if item.is_on_sale(catalog.meta.day)}
    groups: dict[tuple[str, str], dict[str, list[PublishedScore]]] = defaultdict(dict)
    for score in found.scores:
        if score.source_class == "independent":
            domain = found.benchmarks[score.benchmark].domain
            part = domain if score.source in BY_DOMAIN else ""
            groups[score.source, part].setdefault(score.benchmark, []).append(score)
    out = []
    for (source, part), rows in sorted(groups.items()):
        judges = _judges(rows, found.benchmarks, sold)
        if judges:
            measured = rows if part else [judge.benchmark for judge in judges]
            boards = {found.benchmarks[name].board for name in measured}
            gone = sorted(name for name, one in found.benchmarks.items() if one.board in boards)
            name, whole = (f"{source}, {part}", None) if part else (source, source)
            out.append(Hidden(name, whole, tuple(gone), judges))
    return out


def _judges(
    rows: Mapping[str, list[PublishedScore]],
    benchmarks: Mapping[str, FitBenchmark],
    sold: Collection[str],
) -> tuple[Judge, ...]:
    """The benchmarks of *rows* that may judge; parts of a board give way to its overall score."""
    known = {
        name: benchmarks[name]
        for name, scores in sorted(rows.items())
        if benchmarks[name].domain in JOBS
        and benchmarks[name].link != "none"
        and len({score.model for score in scores} & set(sold)) >= MIN_MODELS
    }
    whole = {(one.board, one.domain) for one in known.values() if one.role in OVERALL}
    return tuple(
        Judge(name, one.domain, *JOBS[one.domain], one.link == "elo", measured(rows[name], one))
        for name, one in known.items()
        if one.role in OVERALL or (one.in_fit and (one.board, one.domain) not in whole)
    )


def measured(scores: Iterable[PublishedScore], benchmark: FitBenchmark) -> dict[Key, Measured]:
    """
    What a benchmark measured, by (model, effort): the median where there are several.

    Points are of its scale, not corrected for chance. Of an arena they are the share of votes that
    a model is expected to win against the best of all, which has 50: ten Elo are 1.4 points there.
    The standard error is the published one; else that of a share of so many items as the source
    states, or of 200 where it states none; 15 Elo where an arena states none.
    """
    by_key: dict[Key, list[PublishedScore]] = defaultdict(list)
    for score in scores:
        by_key[score.model, score.effort].append(score)
    known = [score.items for score in scores if score.items]
    items = statistics.median(known) if known else transform.DEFAULT_ITEMS
    front = max(statistics.median(row.value for row in rows) for rows in by_key.values())
    out = {}
    for key, rows in by_key.items():
        value = statistics.median(row.value for row in rows)
        stated = [error for row in rows if (error := transform.standard_error(row)) is not None]
        error = min(stated, default=None)
        if benchmark.link == "elo":
            share = transform.sigmoid((value - front) * transform.LOGITS_PER_ELO)
            slope = share * (1.0 - share) * transform.LOGITS_PER_ELO
            out[key] = Measured(100.0 * share, 100.0 * slope * (15.0 if error is None else error))
            continue
        plain = benchmark._replace(chance=None)
        share = transform.share_of_scale(value, plain)
        if error is None:
            p = min(0.98, max(0.02, share))
            of = statistics.median(row.items or items for row in rows)
            error_share = math.sqrt(p * (1.0 - p) / max(transform.MIN_ITEMS, of))
        else:
            error_share = error * transform.unit_to_share(plain)
        out[key] = Measured(100.0 * share, 100.0 * error_share)
    return out


def key_of(tables: evidence.Tables, hidden: Hidden) -> str:
    """SHA-256 of all that the estimates without *hidden* hang on."""
    fit = tables["derived"].get("fit") or {}
    report = fit.get("report") or {}
    calibration = report.get("held_out", {}).get("calibration_c"), report.get("carried")
    digest = hashlib.sha256(evidence.inputs_hash(tables).encode())
    digest.update(repr((hidden.source, hidden.benchmarks, calibration)).encode())
    digest.update(repr(tables["derived"].get("anchors")).encode())
    modules = [PACKAGE / "ability" / f"{name}.py" for name in FITTED_BY]
    for path in (*modules, PACKAGE / "catalog" / "derive.py", PACKAGE / "catalog" / "evidence.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def blind(catalog: Catalog, tables: evidence.Tables, hidden: Hidden, cache: str) -> Catalog:
    """*catalog* as it would be had nobody seen *hidden*: its fit is kept below *cache*."""
    folder = os.path.join(cache, key_of(tables, hidden))
    names = ("fit.toml", "estimates.csv", "evidence.csv")
    if not os.path.exists(os.path.join(folder, "derived", names[0])):
        left_out = derive.FitOptions(
            exclude_sources=(hidden.source,) if hidden.source else (),
            exclude_benchmarks=hidden.benchmarks,
        )
        made = derive.fit(tables, catalog.meta.version, left_out, with_report=False)
        os.makedirs(os.path.join(folder, "derived"), exist_ok=True)
        derive.write(folder, {name: made.files[name] for name in names})
    derived = {}
    for name in names:
        record = read.parse(folder, f"derived/{name}")
        assert isinstance(record, read.Record), record
        derived[record.id] = read.plain(record.data)
    sections = compile.estimate_sections(derived, catalog.models)
    scale = tuple(scale_of(tables["scale"]["scale"], derived["fit"]))

    def section(name: str) -> Any:
        if name == "scale":
            return scale
        return sections[name] if name in sections else catalog.section(name)

    return Catalog(
        catalog.meta, section, lambda path: catalog.record(*path.split("/", 1)), catalog.paths
    )
