"""Standing needs: what they are, and what a change of facts does to their answers."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from two_states import ATLAS_3

from llmpick.api import standing
from llmpick.api.standing import Pick, Picked
from llmpick.catalog import read
from llmpick.catalog.load import CHECKOUT, load

DAY = "2026-11-23"


def table(folder, path):
    """A file's table."""
    record = read.parse(str(folder), path)
    assert isinstance(record, read.Record)
    return record.data


def test_every_standing_need_is_one_of_the_shipped_catalog():
    """Each task and each preset is there: none is passed over in silence."""
    catalog = load(CHECKOUT)
    assert set(standing.TASKS) <= catalog.tasks.keys()
    assert set(standing.PRESETS) == catalog.scale.weights.keys()


def test_files_that_would_be_written_are_answered_from_without_being_written(own_catalog):
    """A dear first choice is left for another; the folder stays as it was."""
    before = {path: path.read_bytes() for path in own_catalog.rglob("*") if path.is_file()}
    data = table(own_catalog, ATLAS_3)
    dear = [
        {**price, "input_per_mtok": 900.0, "output_per_mtok": 900.0} for price in data["prices"]
    ]
    found = standing.effect_of_files(str(own_catalog), {ATLAS_3: {**data, "prices": dear}}, DAY)
    assert found.turned
    assert found.of("use")
    for one in found.turned:
        assert one.before != one.after
    assert before == {path: path.read_bytes() for path in own_catalog.rglob("*") if path.is_file()}


def test_what_is_written_unchanged_turns_nothing(own_catalog):
    """All needs are asked, none differs."""
    found = standing.effect_of_files(str(own_catalog), {ATLAS_3: table(own_catalog, ATLAS_3)}, DAY)
    assert found.asked > 0
    assert found.turned == []


def test_nothing_to_write_asks_nothing(own_catalog):
    """No answer is made where none can differ."""
    assert standing.effect_of_files(str(own_catalog), {}, DAY) == standing.Effect(0, [])


def test_a_catalog_without_estimates_has_no_answers(own_catalog):
    """It says so by None, and is no error."""
    for path in (own_catalog / "derived").iterdir():
        path.unlink()
    found = standing.effect_of_files(str(own_catalog), {ATLAS_3: table(own_catalog, ATLAS_3)}, DAY)
    assert found is None


def picked(use="a", better=None, bill=100.0):
    """An answer by its routes."""
    return Picked(Pick(use, bill, 0.5), Pick(better, 1.0, 0.6) if better else None, None)


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (picked("b"), "use"),
        (Picked(None, None, None), "use"),
        (picked(better="c"), "steps"),
        (picked(bill=101.0), "bill"),
        (picked(bill=100.1), None),
        (picked(), None),
    ],
)
def test_the_gravest_difference_is_named(monkeypatch, after, what):
    """Another recommendation before other steps, these before another bill."""

    one, two = (SimpleNamespace(fit={"day": DAY}) for _ in range(2))
    key = ("coding", "value")
    monkeypatch.setattr(
        standing, "answers", lambda catalog: [(key, picked() if catalog is one else after)]
    )
    found = standing.effect(one, two)
    assert [turned.what for turned in found.turned] == ([what] if what else [])
