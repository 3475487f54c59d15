"""The euro's reference rates."""

from __future__ import annotations

import datetime

import pytest
from feed_files import wheel

from llmpick.errors import UserError
from llmpick.feeds import ecb
from llmpick.feeds.records import Feed
from llmpick.feeds.rows import OtherForm

CSV = "Date,USD,JPY,CYP,\n2026-10-30,1.2,170,N/A,\n2026-10-29,1.1,171,N/A,\n"
DAILY = "Date, USD, JPY, \n30 October 2026, 1.2, 170, \n"
XML = """<?xml version="1.0"?><gesmes:Envelope><Cube><Cube time='2026-10-30'>
<Cube currency='USD' rate='1.2'/><Cube currency='JPY' rate='170'/></Cube></Cube>
</gesmes:Envelope>"""
DAY = datetime.date(2026, 10, 30)


@pytest.mark.parametrize(
    "data",
    [CSV.encode(), DAILY.encode(), XML.encode(), wheel({"eurofxref-hist.csv": CSV.encode()})],
    ids=["history", "daily", "xml", "zip"],
)
def test_rates_are_read_in_every_form(data):
    """What a dead currency has is no rate."""
    assert ecb.rates({"eurofxref-hist.csv": data})[DAY] == {"USD": 1.2, "JPY": 170.0}


@pytest.mark.parametrize(
    "text",
    ["", "Date,USD\n", "Day,USD\n2026-10-30,1\n", CSV.replace("1.2", "x"), CSV.replace("1.2", "-1"),
     CSV.replace("USD", "USX"), CSV.replace("2026-10-29", "soon"), "<html></html>"],
)  # fmt: skip
def test_a_file_of_another_form_is_refused(text):
    """Empty, of another table, with a price that is no number."""
    with pytest.raises(OtherForm):
        ecb.rates({"eurofxref.csv": text.encode()})


def test_rates_older_than_ten_days_are_refused():
    """The last before the day that is asked about; never one after it."""
    found = ecb.rates({"f": CSV.encode()})
    assert ecb.latest(found, datetime.date(2026, 11, 9))[0] == DAY
    assert ecb.latest(found, datetime.date(2026, 10, 29))[1]["USD"] == 1.1
    for asked in (datetime.date(2026, 11, 10), datetime.date(2026, 10, 28)):
        with pytest.raises(UserError, match="no rates of the 10 days before"):
            ecb.latest(found, asked)


def test_new_rates_stand_behind_the_old_ones():
    """Of the currencies that the file has; none of them twice, and none before a later one."""
    since = datetime.date(2026, 10, 6)
    old = {
        "exchange": [{"source": "ecb", "currency": "USD", "value": 1.1, "since": since}],
        "sources": {"ecb": {}},
    }
    feed = Feed("ecb", None, {})
    new = ecb.table(old, feed, DAY, {"USD": 1.2, "JPY": 170.0})
    assert [(entry["value"], entry["since"]) for entry in new["exchange"]] == [
        (1.1, since),
        (1.2, DAY),
    ]
    assert ecb.table(new, feed, DAY, {"USD": 1.2}) is new
    assert ecb.table(new, feed, since, {"USD": 1.0}) is new


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "0000-01-01"])
def test_a_day_that_is_none(text):
    """In the daily list as in the table: the file is refused in a sentence."""
    cubes = f'<Cube time="{text}"><Cube currency="USD" rate="1.1"/></Cube>'
    with pytest.raises(OtherForm, match="is no day"):
        ecb.rates({"eurofxref-daily.xml": f"<Envelope>{cubes}</Envelope>".encode()})


def test_a_table_with_a_cell_without_end():
    """What Python's reader of CSV refuses is refused in a sentence."""
    with pytest.raises(OtherForm, match="not CSV"):
        ecb.rates({"eurofxref.csv": b"Date,USD\n" + b"1" * 200_000})
