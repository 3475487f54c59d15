"""Rows of the catalog: what is found in them, and in which order people see them."""

from __future__ import annotations

from llmpick.core.answers.listing import found, newest_first

ROWS = [
    {"id": "acme/old", "released": "2024-01", "offerings": 2, "reads": ["text"]},
    {"id": "acme/gone", "released": "2026-09-01", "offerings": 0, "reads": None},
    {"id": "birch/new", "released": "2026-06-01", "offerings": 1, "reads": ["text", "Image"]},
]


def test_what_is_on_sale_and_the_newest_come_first():
    """What nobody sells is last, however new it is."""
    assert [row["id"] for row in newest_first(ROWS)] == ["birch/new", "acme/old", "acme/gone"]


def test_the_best_come_first_where_quality_is_asked_for():
    """Of models with their quality for a task the best on sale is first."""
    rated = [
        {**row, "quality": {"mean": mean}} for row, mean in zip(ROWS, (0.7, 0.9, 0.5), strict=True)
    ]
    assert [row["id"] for row in newest_first(rated)] == ["acme/old", "birch/new", "acme/gone"]


def test_every_word_is_looked_for_in_every_text():
    """Words may stand in different fields, in lists too, in any case."""
    assert [row["id"] for row in found(ROWS, "BIRCH image")] == ["birch/new"]
    assert [row["id"] for row in found(ROWS, "acme")] == ["acme/old", "acme/gone"]
    assert found(ROWS, "acme image") == []
