"""The same bill, to the cent, as an independent calculator gives for the same prices."""

from __future__ import annotations

import datetime
import importlib.util
import random
from pathlib import Path

import pytest

from llmpick.core.cost.bill import route_cost
from llmpick.core.need.need import Workload

pytest.importorskip("genai_prices", reason="genai-prices is not installed: the extra `test`")

ROOT = Path(__file__).parents[3]
WORKLOADS = 20_000
SEED = 20261123
DAY = "2026-11-23"


@pytest.fixture(scope="module")
def beside():
    """bench/prices.py, which says what agrees."""
    path = ROOT / "bench" / "prices.py"
    spec = importlib.util.spec_from_file_location("bench_prices", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def agreeing(beside, shipped):
    """(pair, service) for every service of every pair whose prices agree."""
    found = [pair for pair in beside.pairs(shipped.offerings) if beside.priced_alike(pair, DAY)]
    return [(pair, service) for pair in found for service in beside.services(pair, DAY)]


def a_workload(draw, service):
    """Requests of any length up to a million tokens, half of them around the tiers' ends."""
    ends = (1, 32_000, 100_000, 128_000, 200_000, 256_000, 272_000, 512_000)
    length = draw.choice(ends) + draw.randint(0, 2)
    tokens = length if draw.random() < 0.5 else draw.randint(0, 1_000_000)
    read = draw.randint(0, tokens) if draw.random() < 0.7 else 0
    write = draw.randint(0, tokens - read) if draw.random() < 0.5 else 0
    work = Workload(
        requests_per_month=draw.randint(1, 100_000),
        input_tokens=tokens,
        output_tokens=draw.randint(0, 20_000),
        cache_read_share=read / tokens if tokens else 0.0,
        reasoning_tokens=draw.randint(0, 20_000) if draw.random() < 0.5 else 0,
        cache_write_share=write / tokens if tokens else 0.0,
        service=service,
        peak_share=0.0,
    )
    return work, read, write


def theirs(beside, pair, service, work, read, write):
    """What genai-prices charges for the month, in US dollars."""
    from genai_prices import Usage

    usage = Usage(
        input_tokens=work.input_tokens,
        cache_read_tokens=read,
        cache_write_tokens=write,
        output_tokens=work.output_tokens + work.reasoning_tokens,
    )
    moment = datetime.datetime.fromisoformat(f"{DAY}T12:00:00+00:00")
    context = None if service == "standard" else beside.context(pair, service)
    price = pair.model.calc_price(
        usage, pair.provider, genai_request_timestamp=moment, price_context=context
    )
    return price.total_price * work.requests_per_month


def test_equal_to_the_cent(beside, agreeing):
    """20,000 random workloads over all pairs that agree: tiers, cache and services included."""
    draw = random.Random(SEED)
    for number in range(WORKLOADS):
        pair, service = agreeing[number % len(agreeing)]
        work, read, write = a_workload(draw, service)
        cost = route_cost(pair.offering, work, work.reasoning_tokens, {}, DAY)
        assert cost is not None
        expected = theirs(beside, pair, service, work, read, write)
        assert abs(cost.total - float(expected)) < 0.005, (pair.offering.id, service, work)


def test_enough_is_compared(agreeing):
    """Hundreds of pairs, every service that both price, lengths and the cache."""
    offerings = {pair.offering.id: pair.offering for pair, _ in agreeing}.values()
    assert len(offerings) > 500
    assert {service for _, service in agreeing} == {"standard", "batch", "flex", "priority"}
    tiered = [row for row in offerings if any(one.over_input_tokens for one in row.price_lists)]
    assert len(tiered) > 50
    assert sum(row.prices.cache_read_per_mtok is not None for row in offerings) > 250
    assert sum(row.prices.cache_write_per_mtok is not None for row in offerings) > 50


def test_the_page_of_what_differs(shipped):
    """docs/price-differences.md: routes of the catalog, two figures that differ, sources, days."""
    lines = (ROOT / "docs" / "price-differences.md").read_text(encoding="utf-8").splitlines()
    assert "python bench/prices.py" in lines[2]
    table = [line.strip("|").split("|") for line in lines if line.startswith("| ")]
    heads, _, *rows = [[cell.strip() for cell in row] for row in table]
    assert len(heads) == 10
    known = {offering.id for offering in shipped.offerings}
    for row in rows:
        route, _, _, _, ours, theirs, source, since, read, url = row
        assert route in known
        assert float(ours) != float(theirs)
        assert source
        assert url
        assert since == "start" or datetime.date.fromisoformat(since)
        assert datetime.date.fromisoformat(read)
