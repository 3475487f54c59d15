"""What is in force on a day: exchange rates, and terms of single models."""

import pytest

from llmpick.catalog.load import load
from llmpick.catalog.resolve import rates
from llmpick.core.facts.records import Offering, Prices
from llmpick.inputs.need import need_of
from llmpick.inputs.options import NeedOptions, Work


def table(*rows):
    """A publisher's rates for one euro."""
    return {
        "rates": {
            "bank": {
                "name": "The bank, daily",
                "base": "EUR",
                "exchange": [
                    {"currency": code, "value": value, "since": since, **more}
                    for code, value, since, more in rows
                ],
            }
        }
    }


ROWS = (
    ("USD", 1.25, "2026-10-01", {}),
    ("USD", 1.2, "2026-11-01", {}),
    ("JPY", 150.0, "2026-10-01", {}),
    ("JPY", 180.0, "2026-11-01", {}),
    ("JPY", 999.0, "2026-11-02", {"disputed": True}),
)


@pytest.mark.parametrize(
    ("day", "yen", "euro"),
    [("2026-09-30", None, None), ("2026-10-31", 120.0, 0.8), ("2026-11-23", 150.0, 1 / 1.2)],
)
def test_the_newest_of_the_day(day, yen, euro):
    """A day has the rates of its own time; before the first there are none."""
    found = {rate.currency: rate for rate in rates(table(*ROWS), [], day)}
    assert (found["JPY"].per_usd if "JPY" in found else None) == yen
    assert (found["EUR"].per_usd if "EUR" in found else None) == (euro and pytest.approx(euro))


def test_what_is_sold_in_a_currency():
    """Only currencies of price lists are put into every need."""
    blank = Offering._make([None] * len(Offering._fields))
    sold = blank._replace(prices=Prices("JPY", None, None), price_lists=())
    found = {rate.currency: rate.sold_in for rate in rates(table(*ROWS), [sold], "2026-11-23")}
    assert found == {"EUR": False, "JPY": True}


def test_a_given_rate_wins_over_the_catalogs():
    """The catalog's rate is dated and labelled; the user's own stands instead of it."""
    shipped = load(None, "2026-11-23")
    dated, given = (
        need_of(shipped, NeedOptions()),
        need_of(shipped, NeedOptions(work=Work(rates=("JPY=155",)))),
    )
    assert dict(dated.rates)["JPY"] == pytest.approx(175.68 / 1.1172)
    assert dict(dated.rate_labels)["JPY"] == "European Central Bank, 2026-10-30"
    assert dict(given.rates)["JPY"] == 155
    assert "JPY" not in dict(given.rate_labels)


def test_an_empty_list_of_a_model_is_unknown(own_catalog):
    """What holds for the rest of a provider does not hold for it, and no other is known."""
    path = own_catalog / "providers" / "acme.toml"
    text = path.read_text(encoding="utf-8")
    own = '\n[own_terms."acme/atlas-3"]\ntrains_on_inputs = []\n'
    path.write_text(text + own, encoding="utf-8")
    catalog = load(str(own_catalog), "2026-11-23")
    found = {
        offering.model: catalog.providers.serving(offering).trains_on_inputs
        for offering in catalog.offerings
        if offering.provider == "acme"
    }
    assert found.pop("acme/atlas-3") is None
    assert {known.value for known in found.values() if known} == {"never"}
