"""What of a table a width can hold."""

from __future__ import annotations

import pytest

from llmpick.render.blocks import Grid
from llmpick.render.formats.fit import fitted, listed

ROUTES = Grid(
    ("route", ">USD/month", "privacy", "open"),
    (
        ("acme/atlas-3:high@cumulus/eu", "160", "confidential", "no"),
        ("birch/oak-70b@cumulus/eu", "11", "internal", "yes"),
    ),
    minor=("open", "privacy"),
    key=1,
)
WHOLE = 28 + 2 + 9 + 2 + 12 + 2 + 4


@pytest.mark.parametrize(
    ("width", "heads", "first"),
    [
        (WHOLE, 4, "acme/atlas-3:high@cumulus/eu"),
        (WHOLE - 1, 3, "acme/atlas-3:high@cumulus/eu"),
        (39, 2, "acme/atlas-3:high@cumulus/eu"),
        (38, 2, "atlas-3:high@cumulus/eu"),
        (33, 2, "atlas-3:high@cumulus"),
    ],
)
def test_columns_go_by_importance_then_ids_get_shorter(width, heads, first):
    """A narrow terminal loses the least important column first; ids are cut last, and whole."""
    found = fitted(ROUTES, width)
    assert len(found.grid.heads) == heads
    assert found.grid.rows[0][0] == first


def test_a_list_where_no_table_fits():
    """Each row is a paragraph then: no value is split, and none is empty."""
    assert fitted(ROUTES, 30) is None
    blank = ROUTES._replace(rows=(("acme/atlas-3:high@cumulus/eu", "160", "-", "no"),))
    assert listed(blank, 30) == [
        ("acme/atlas-3:high@cumulus/eu", ["USD/month 160 · open no"]),
    ]
    assert listed(ROUTES, 26)[0] == (
        "atlas-3:high@cumulus/eu",
        ["USD/month 160", "privacy confidential", "open no"],
    )


def test_a_column_comes_back_where_it_fits_after_all():
    """The last column to go may be wide: those that went before it come back beside the rest."""
    grid = Grid(
        ("model", "open", "a head of forty cells that is one-long-word-in-the-end", "last"),
        (("atlas", "no", "x", "y"),),
        minor=("open", "a head of forty cells that is one-long-word-in-the-end"),
    )
    assert fitted(grid, 24).grid.heads == ("model", "open", "last")


def test_ids_that_would_become_one_stay_whole():
    """Two makers' models of one name are told apart at any width."""
    grid = Grid(("model", ">n"), (("acme/atlas", "1"), ("birch/atlas", "2")), key=1)
    assert fitted(grid, 13) is None
    assert fitted(grid, 14).grid.rows[0][0] == "acme/atlas"


def test_models_side_by_side_keep_their_columns():
    """Heads get shorter as ids do, and in rows that hold ids; providers' regions stay."""
    grid = Grid(
        ("", "acme/atlas-3-turbo", "birch/oak-70b-instruct"),
        (("best route", "cumulus/eu", "borealis"), ("replacement", "acme/atlas-4", "-")),
        ids=("replacement",),
        prose=("acme/atlas-3-turbo", "birch/oak-70b-instruct"),
        key=1,
    )
    found = fitted(grid, 44)
    assert found.grid.heads == ("", "atlas-3-turbo", "oak-70b-instruct")
    assert found.grid.rows == (
        ("best route", "cumulus/eu", "borealis"),
        ("replacement", "atlas-4", "-"),
    )


def test_a_column_that_says_nothing_is_left_out():
    """A column of dashes is no column, in any form."""
    grid = Grid(("model", ">spot"), (("atlas", "-"), ("oak", "")))
    assert grid.filled().heads == ("model",)


def test_text_in_full_width_letters_folds_anywhere():
    """Japanese has no blanks: its column may be as narrow as another's."""
    grid = Grid(("id", "note"), (("atlas", "日本語の長い注記" * 5),))
    assert sum(fitted(grid, 40).widths) == 38
