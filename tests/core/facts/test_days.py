"""What is on sale or retired, by the days of a notice and an end."""

import pytest

from llmpick.core.facts.days import after, listing_on, status_on


@pytest.mark.parametrize(
    ("listing", "ends", "day", "expected"),
    [
        pytest.param("current", None, "2026-12-01", "current", id="no end"),
        pytest.param("current", "2026-12-01", "2026-11-30", "current", id="before its end"),
        pytest.param("current", "2026-12-01", "2026-12-01", "retired", id="the day of its end"),
        pytest.param("retired", "2026-12-01", "2026-11-30", "current", id="ended, asked earlier"),
        pytest.param("retired", None, "2026-01-01", "retired", id="ended, no day known"),
        pytest.param("removed", "2026-12-01", "2026-11-30", "current", id="gone later"),
        pytest.param("unknown", "2026-12-01", "2026-11-30", "unknown", id="not known"),
    ],
)
def test_listing_on(listing, ends, day, expected):
    """An offering is on sale until its end."""
    assert listing_on(listing, ends, day) == expected


@pytest.mark.parametrize(
    ("listing", "day", "expected"),
    [
        pytest.param("removed", "2026-11-12", "current", id="the last day it was seen"),
        pytest.param("retired", "2026-11-13", "retired", id="the day after"),
        pytest.param("unknown", "2026-11-12", "unknown", id="not known"),
    ],
)
def test_an_end_on_a_day_that_is_not_known(listing, day, expected):
    """What is over was on sale as long as a listing was seen to carry it."""
    assert listing_on(listing, None, day, "2026-11-12") == expected


NOTICE, END = "2026-06-01", "2026-12-01"
OPENED = "removed-from-first-party"


@pytest.mark.parametrize(
    ("status", "noticed", "ends", "day", "expected"),
    [
        pytest.param("active", None, None, END, "active", id="no days"),
        pytest.param("active", NOTICE, END, "2026-05-31", "active", id="before the notice"),
        pytest.param("active", NOTICE, END, NOTICE, "deprecated", id="the day of the notice"),
        pytest.param("preview", NOTICE, END, "2026-05-31", "preview", id="a preview"),
        pytest.param("deprecated", NOTICE, END, "2026-05-31", "active", id="asked earlier"),
        pytest.param("deprecated", None, END, "2026-05-31", "deprecated", id="no notice known"),
        pytest.param("deprecated", NOTICE, END, END, "retired", id="the day of its end"),
        pytest.param("retired", NOTICE, END, "2026-11-30", "deprecated", id="ended, in between"),
        pytest.param("retired", NOTICE, END, "2026-05-31", "active", id="ended, asked earlier"),
        pytest.param("retired", None, END, "2026-05-31", None, id="ended, no notice known"),
        pytest.param("retired", None, None, "2026-05-31", "retired", id="ended, no day known"),
        pytest.param(OPENED, NOTICE, END, "2026-11-30", "deprecated", id="open, in between"),
        pytest.param(OPENED, NOTICE, END, END, OPENED, id="open, ended"),
        pytest.param("listed-on-hosts", None, END, END, "listed-on-hosts", id="never its maker's"),
        pytest.param(None, NOTICE, END, END, None, id="not known"),
    ],
)
def test_status_on(status, noticed, ends, day, expected):
    """A model is deprecated from its notice on, and retired from its end on."""
    assert status_on(status, noticed, ends, day, open_weights=False) == expected


def test_open_weights_outlive_their_makers_api():
    """What its maker no longer serves may run elsewhere."""
    assert status_on("deprecated", NOTICE, END, END, open_weights=True) == OPENED


def test_no_day_is_after_the_last():
    """A day of the far future is asked of like any other."""
    assert after("9999-12-31", 180) == after("9999-12-01", 180) == "9999-12-31"
    assert after("2026-11-30", 2) == "2026-12-02"
