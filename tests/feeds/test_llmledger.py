"""llmledger: from the changes of LiteLLM's map to runs of equal prices."""

from __future__ import annotations

import copy
import gzip
import json
from datetime import date

import pytest
from feed_files import LLMLEDGER, row

from llmpick.feeds import llmledger
from llmpick.feeds.rows import OtherForm


def runs(*events):
    """First day and input price of each run that the *events* tell, oldest first."""
    data = copy.deepcopy(LLMLEDGER)
    data["events"]["acme/atlas-3"] = [[*event, "", 0] for event in events]
    found = row("llmledger", data)
    return [(str(one.since), one.amounts["input_per_mtok"]) for one in found.prices]


ADDED = ("2026-06-03", "added", "", None, None)


def test_a_run_begins_where_input_or_output_moved():
    """A cache price begins none, nor does what was taken out and put back on one day."""
    found = row("llmledger", LLMLEDGER)
    assert [(one.since, one.amounts["output_per_mtok"]) for one in found.prices] == [
        (date(2026, 6, 3), 5.0),
        (date(2026, 7, 2), 10.0),
    ]
    assert all(one.listed for one in found.prices)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param([ADDED], [("2026-06-03", 2.0)], id="never moved"),
        pytest.param(
            [
                ADDED,
                ("2026-07-01", "removed", "", None, None),
                ("2026-08-01", "added", "", None, None),
            ],
            [("2026-08-01", 2.0)],
            id="gone for a while",
        ),
        pytest.param(
            [
                ADDED,
                ("2026-06-05", "price", "input_cost_per_token", None, 2e-06),
            ],
            [("2026-06-05", 2.0)],
            id="listed without a price",
        ),
    ],
)
def test_runs(events, expected):
    """Back from the price of today to where it is no more."""
    assert runs(*events) == expected


def test_the_state_is_that_of_the_map():
    """Its day is the last change of LiteLLM's map, not the day it was built."""
    data = gzip.compress(json.dumps(LLMLEDGER).encode())
    assert llmledger.rows({"snapshot.json.gz": data}).day == date(2026, 10, 21)


def test_a_snapshot_that_was_cut_is_refused():
    """Half of it is no history."""
    data = gzip.compress(json.dumps(LLMLEDGER).encode())
    with pytest.raises(OtherForm, match="not whole"):
        llmledger.rows({"snapshot.json.gz": data[: len(data) // 2]})
