"""A log costs what its requests cost one by one, whatever is summed first."""

import random

import pytest
from made import offering, price_list, workload

from llmpick.core.answers.usage import replay
from llmpick.core.answers.usage_cost import merged, part_cost
from llmpick.core.answers.usage_records import Group, Log
from llmpick.core.cost.price_lists import prices
from llmpick.core.facts.counting import NO_TOKENS, Tokenizer, Tokens
from llmpick.core.facts.records import Fee

SOLD = offering(
    cache_read_per_mtok=0.1,
    cache_write_per_mtok=1.5,
    price_lists=(
        price_list(
            since="2026-12-01",
            input_per_mtok=3.0,
            output_per_mtok=6.0,
            cache_read_per_mtok=0.3,
            cache_write_per_mtok=4.0,
        ),
        price_list(
            over_input_tokens=1000,
            input_per_mtok=5.0,
            output_per_mtok=9.0,
            cache_read_per_mtok=0.5,
            cache_write_per_mtok=6.0,
        ),
    ),
)
DAYS = ("2026-11-29", "2026-11-30", "2026-12-01", "2026-12-02")


def requests():
    """Two hundred requests around a price change and a tier's end."""
    draw = random.Random(7)
    for _ in range(200):
        into = draw.choice((0, 10, 999, 1000, 1001, 5000))
        cached = draw.randint(0, into)
        written = draw.randint(0, into - cached)
        yield draw.choice(DAYS), into, draw.randint(0, 500), cached, written


def groups(rows, ends=(1000,), name="one"):
    """Rows as sums by day and length."""
    found = {}
    for day, into, *others in rows:
        key = (name, day, max((end for end in ends if into > end), default=0), None)
        row = found.setdefault(key, [0, 0, 0, 0, 0])
        for place, amount in enumerate((1, into, *others)):
            row[place] += amount
    return tuple(Group(*key, *row) for key, row in sorted(found.items()))


def asked(log, find, candidates, work=None, rates=None, measured=NO_TOKENS):
    """A replay of *log* with plain settings."""
    return replay(log, find, candidates, work or workload(), rates or {}, measured)


def test_sums_cost_what_requests_cost():
    """Grouping by day and length loses nothing: where it ran, and at the same route elsewhere."""
    rows = list(requests())
    expected = 0.0
    for day, into, out, cached, written in rows:
        price = prices(SOLD, into, day)
        fresh = into - cached - written
        expected += (fresh * price.input_per_mtok + cached * price.cache_read_per_mtok) / 1e6
        expected += (written * price.cache_write_per_mtok + out * price.output_per_mtok) / 1e6
    log = Log(groups(rows), {}, len(rows))
    found = asked(log, lambda name: (SOLD, ""), [SOLD])
    assert found.usd == pytest.approx(expected, rel=1e-12)
    assert found.elsewhere[0].usd == pytest.approx(expected, rel=1e-12)
    assert (found.elsewhere[0].ratio, found.elsewhere[0].spread) == (1, 0)


def test_finer_sums_cost_the_same():
    """Ends that a route does not price apart change nothing."""
    rows = list(requests())
    coarse, fine = (
        asked(Log(groups(rows, ends), {}, 200), lambda name: (SOLD, ""), [])
        for ends in ((1000,), (5, 500, 999, 1000, 4000))
    )
    assert fine.usd == pytest.approx(coarse.usd, rel=1e-12)


def test_few_sums_are_priced():
    """Days of one price period and lengths of one tier are one sum: two periods, two tiers."""
    assert len(merged(groups(requests()), SOLD)) == 4


def test_an_unknown_model_is_named_and_not_priced():
    """What the log calls a model that nobody knows is counted, and costs nothing anywhere."""
    log = Log(groups(requests()), {"no model": 3}, 203)
    found = asked(log, lambda name: (None, "unknown model"), [SOLD])
    (row,) = found.unpriced
    assert (row.name, row.why, row.requests) == ("one", "unknown model", 200)
    assert (found.ran, found.usd, found.elsewhere) == ((), 0, ())


def test_a_model_that_is_not_priced_is_not_compared():
    """Elsewhere is what the priced requests would have cost, and no others."""
    known, unknown = groups(requests()), groups(requests(), name="two")
    one = asked(Log(known, {}, 200), lambda name: (SOLD, ""), [SOLD])
    both = asked(
        Log((*known, *unknown), {}, 400),
        lambda asked: (SOLD, "") if asked.name == "one" else (None, "unknown model"),
        [SOLD],
    )
    assert both.elsewhere == one.elsewhere
    assert both.usd == one.usd


def test_days_without_a_price_are_set_apart():
    """A route whose first list begins later: the days before it have no price."""
    late = offering(
        input_per_mtok=None,
        output_per_mtok=None,
        price_lists=(price_list(since="2026-12-01", input_per_mtok=3.0, output_per_mtok=6.0),),
    )
    found = asked(Log(groups(requests()), {}, 200), lambda name: (late, ""), [late])
    (ran,), (lost,) = found.ran, found.unpriced
    assert ran.requests + lost.requests == 200
    assert min(ran.requests, lost.requests) > 0
    assert lost.why == "no price was in force on these days"
    assert found.elsewhere[0].usd == pytest.approx(found.usd)


def test_elsewhere_the_first_list_prices_the_days_before_it():
    """A route that was not yet sold: what it would have cost."""
    late = offering(
        input_per_mtok=None,
        output_per_mtok=None,
        price_lists=(price_list(since="2026-12-01", input_per_mtok=3.0, output_per_mtok=6.0),),
    )
    log = Log(groups(requests()), {}, 200)
    found = asked(
        log, lambda name: (SOLD, ""), [late, offering(input_per_mtok=3.0, output_per_mtok=6.0)]
    )
    assert found.elsewhere[0].usd == found.elsewhere[1].usd


def test_a_currency_without_a_rate_has_no_price():
    """It is named; with a rate the bill is there."""
    yuan = offering(currency="CNY")
    log = Log(groups(requests()), {}, 200)
    found = asked(log, lambda name: (yuan, ""), [yuan])
    assert "--rate CNY=N" in found.unpriced[0].why
    assert asked(log, lambda name: (yuan, ""), [], rates={"CNY": 7.0}).usd > 0


def tokenizer(name, ratio, spread):
    """A tokenizer that is measured on one content."""
    return Tokenizer(name, name, True, spread, {"ja": ratio}, {})


MEASURED = Tokens(
    tokenizer("ref", 1.0, 0.0),
    {"lab/one": tokenizer("one", 2.0, 0.3), "lab/two": tokenizer("two", 1.0, 0.4)},
    {},
)


def test_tokens_elsewhere_are_counted_by_another_tokenizer():
    """Half the tokens cost half, out as in; what is not sure of either is not sure of both."""
    two = offering(model="lab/two")
    plain = offering()
    rows = [("2026-11-29", 1000, 100, 0, 0)]
    log = Log(groups(rows, ()), {}, 1)
    found = asked(
        log,
        lambda name: (plain, ""),
        [plain, two],
        work=workload()._replace(content="ja"),
        measured=MEASURED,
    )
    assert found.usd == pytest.approx((1000 * 1.0 + 100 * 2.0) / 1e6)
    cheaper, same = found.elsewhere
    assert cheaper.offering == two
    assert (cheaper.usd, cheaper.ratio) == (pytest.approx(found.usd / 2), 0.5)
    assert cheaper.spread == pytest.approx(0.5)
    assert (same.usd, same.ratio, same.spread) == (pytest.approx(found.usd), 1, 0)


@pytest.mark.parametrize(("into", "expected"), [(3000, 5.0), (1500, 1.0)])
def test_a_length_elsewhere_is_in_its_own_tokens(into, expected):
    """1,500 tokens that are 750 elsewhere do not reach its list for more than 1,000."""
    two = offering(
        model="lab/two",
        price_lists=(price_list(over_input_tokens=1000, input_per_mtok=5.0, output_per_mtok=9.0),),
    )
    plain = offering()
    log = Log(groups([("2026-11-29", into, 0, 0, 0)]), {}, 1)
    work = workload()._replace(content="ja")
    found = asked(log, lambda name: (plain, ""), [two], work=work, measured=MEASURED)
    assert found.elsewhere[0].usd == pytest.approx(into / 2 * expected / 1e6)


def test_hours_of_their_own_price():
    """Requests in peak hours cost what those hours do; unless a share of them is given."""
    sold = offering(
        peak_share=0.2,
        price_lists=(price_list(window="peak", input_per_mtok=10.0, output_per_mtok=20.0),),
    )
    group = groups([("2026-11-29", 1_000_000, 0, 0, 0)], ())[0]
    assert part_cost(sold, group._replace(peak=True), workload(), {}) == pytest.approx(10)
    assert part_cost(sold, group._replace(peak=False), workload(), {}) == pytest.approx(1)
    assert part_cost(sold, group, workload(), {}) == pytest.approx(0.8 * 1 + 0.2 * 10)
    half = workload()._replace(peak_share=0.5)
    assert part_cost(sold, group._replace(peak=True), half, {}) == pytest.approx(5.5)


def test_a_fee_is_for_each_request():
    """A thousand requests are a thousand fees."""
    sold = offering(per_request=0.005)
    log = Log((Group("one", "2026-11-29", 0, None, 1000, 0, 0, 0, 0),), {}, 1000)
    assert asked(log, lambda name: (sold, ""), []).usd == pytest.approx(5)


def test_the_cheapest_is_first():
    """By cost, then by name."""
    log = Log(groups(requests()), {}, 200)
    some = [
        offering(provider=name, input_per_mtok=price)
        for name, price in (("c", 2), ("b", 1), ("a", 2))
    ]
    found = asked(log, lambda name: (SOLD, ""), some)
    assert [row.offering.provider for row in found.elsewhere] == ["b", "a", "c"]


def test_sound_and_searches_have_their_own_prices_or_are_told():
    """Tokens of sound at the price of sound, a fee for each search; what has none is named."""
    row = Group("one", DAYS[0], 0, None, 2, 1_000_000, 1_000_000, 0, 0)
    row = row._replace(audio_input_tokens=500_000, audio_output_tokens=250_000, searches=50)
    sold = offering(
        input_audio_per_mtok=11.0,
        output_audio_per_mtok=22.0,
        fees=(Fee("web-search", 0.01, None),),
    )
    (ran,) = asked(Log((row,), {}, 2), lambda _: (sold, ""), []).ran
    assert ran.usd == pytest.approx(0.5 * 1 + 0.5 * 11 + 0.75 * 2 + 0.25 * 22 + 0.5)
    plain = asked(Log((row,), {}, 2), lambda _: (offering(), ""), [])
    assert plain.usd == pytest.approx(3.0)
    assert [note.text for note in plain.notes] == [
        "250,000 tokens of sound out: no price of it, as text",
        "50 searches: no fee of one is known there, none is added",
        "500,000 tokens of sound in: no price of it, as text",
    ]
