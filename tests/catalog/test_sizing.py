"""The rows that speeds are fitted on, and the fit that the catalog ships."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from llmpick.catalog import read, sizing
from llmpick.catalog.load import load
from llmpick.core.self_hosting import validation

CATALOG = Path(__file__).parents[2] / "catalog"
DAY = "2026-11-23"


@pytest.fixture(scope="module")
def tables() -> dict[str, dict[str, Any]]:
    """The shipped records that a fit of speeds reads."""
    return {
        kind: {
            path.relative_to(CATALOG / kind).with_suffix("").as_posix(): read.plain(
                tomllib.loads(path.read_text(encoding="utf-8"))
            )
            for path in sorted((CATALOG / kind).rglob("*.toml"))
        }
        for kind in ("measurements", "hardware", "formats")
    }


def test_the_shipped_fit_is_that_of_the_shipped_rows(tables):
    """Who changes a row, a card or a format runs `llmpick catalog fit-speed`."""
    speed = tomllib.loads((CATALOG / "derived" / "speed.toml").read_text(encoding="utf-8"))
    assert speed["meta"]["inputs_sha256"] == sizing.inputs_hash(tables, DAY)
    assert speed["meta"]["rows"] == len(sizing.measurements(tables))


def test_the_shipped_fit_is_as_good_as_the_page_says(tables):
    """On the rows that it was not fitted on."""
    report = tomllib.loads((CATALOG / "derived" / "speed.toml").read_text(encoding="utf-8"))[
        "report"
    ]
    assert report["decode"]["test"]["median"] <= 0.10
    assert report["decode"]["test"]["mape"] <= 0.18
    assert report["serving"]["test"]["median"] <= 0.18
    assert report["throughput"]["test"]["within_2x"] >= 0.90
    assert report["tuning-memory"]["test"]["median"] <= 0.08


def test_the_hash_is_of_the_rows_and_not_of_their_order(tables):
    """Another order of files is the same; another value is not."""
    first = sizing.inputs_hash(tables, DAY)
    turned = {kind: dict(reversed(found.items())) for kind, found in tables.items()}
    assert sizing.inputs_hash(turned, DAY) == first
    name, table = next(iter(tables["measurements"].items()))
    rows = [dict(row) for row in table.get("measurements") or table["architectures"]]
    rows[0]["trust" if "trust" in rows[0] else "attention"] = "other"
    part = "measurements" if table.get("measurements") else "architectures"
    changed = {**tables, "measurements": {**tables["measurements"], name: {**table, part: rows}}}
    assert sizing.inputs_hash(changed, DAY) != first


def test_every_row_that_speeds_rest_on_is_predicted(tables):
    """But for checkpoints without an architecture, and rows that say too little."""
    world, rows = sizing.world(tables, DAY), sizing.measurements(tables)
    fit = load(str(CATALOG)).speed
    assert fit is not None
    left = [
        row
        for row in rows
        if row.task in ("decode", "serving", "batch")
        and row.model in world.architectures
        and row.hardware
        and (row.task != "serving" or row.prompt_tokens)
        and validation.residual(row, world, fit) is None
    ]
    assert [row.model for row in left] == []


def test_a_catalog_without_a_fit_has_no_speed(small_catalog):
    """Memory is sized, speed is not said."""
    assert load(str(small_catalog)).speed is None
