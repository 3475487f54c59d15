"""Of a fact's values, the last that has begun and is not disputed holds."""

import pytest

from llmpick.catalog.in_force import in_force, known_from


def value(name, since=None, disputed=None):
    """A dated value."""
    found = {"value": name, "source": "page"}
    return (
        found
        | ({"since": since} if since else {})
        | ({"disputed": disputed} if disputed is not None else {})
    )


OLD, NEW = value("old"), value("new", "2026-12-01")
NEXT = value("next", "2027-01-01")


@pytest.mark.parametrize(
    ("values", "day", "expected"),
    [
        pytest.param(None, "2026-12-01", None, id="no fact"),
        pytest.param([], "2026-12-01", None, id="no value"),
        pytest.param([OLD], "0001-01-01", "old", id="ever"),
        pytest.param([OLD, NEW], "2026-11-30", "old", id="the day before"),
        pytest.param([OLD, NEW], "2026-12-01", "new", id="the day itself"),
        pytest.param([OLD, NEW, NEXT], "2026-12-31", "new", id="between two changes"),
        pytest.param([OLD, NEW, NEXT], "2027-01-01", "next", id="the second change"),
        pytest.param([NEW], "2026-11-30", None, id="not begun"),
        pytest.param([NEXT, NEW, OLD], "2026-12-31", "new", id="whatever the order of the file"),
        pytest.param([OLD, value("x", disputed=True)], "2026-12-01", "old", id="disputed"),
        pytest.param(
            [OLD, value("x", "2026-12-01", True)], "2027-01-01", "old", id="disputed news"
        ),
        pytest.param([value("x", disputed=True)], "2026-12-01", None, id="only disputed"),
        pytest.param([OLD, value("x", disputed=False)], "2026-12-01", "x", id="not disputed"),
        pytest.param([OLD, NEW], "9999-12-31", "new", id="for ever after"),
    ],
)
def test_in_force(values, day, expected):
    """The value on a day."""
    found = in_force(values, day)
    assert (None if found is None else found["value"]) == expected


SOURCES = {"new": {"read": "2026-11-20"}, "old": {"read": "2026-09-30"}}


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        pytest.param({"since": "2026-01-01", "first_read": "2026-02-01"}, "2026-01-01", id="start"),
        pytest.param({"first_read": "2026-02-01"}, "2026-02-01", id="first reading"),
        pytest.param({}, "2026-11-20", id="its source"),
        pytest.param({"agreeing": ["old"]}, "2026-09-30", id="the oldest state that agrees"),
    ],
)
def test_known_from(price, expected):
    """A price is known from its stated start, else from its first reading."""
    assert known_from({"source": "new", **price}, SOURCES) == expected
