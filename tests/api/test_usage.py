"""A name in a log, and the route that it was billed at."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("gpt-4o", "openai/gpt-4o@openai"),
        ("gpt-4o-2024-08-06", "openai/gpt-4o@openai"),
        ("azure/gpt-4o", "openai/gpt-4o@azure"),
        ("anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic/claude-sonnet-4.5@amazon-bedrock"),
        ("llama-3.3-70b", None),
        ("llama-3-405b", None),
        ("gpt-4o-audio-preview", None),
        ("ft:gpt-4o-mini:acme::abc", None),
        ("gpt", None),
    ],
)
def test_what_a_name_means(shipped, name, route):
    """The developer's own route, the host that is named, or nothing: never a neighbour."""
    from llmpick.api.usage import route_of

    found, why = route_of(shipped, shipped.offerings, name)
    assert (found.id if found else None) == route
    assert bool(why) is (route is None)


def bill(shipped, path):
    """What a log of the formats costs by the shipped catalog, name by name."""
    from pathlib import Path

    from llmpick.api import usage
    from llmpick.catalog.load import CHECKOUT, load
    from llmpick.inputs.need import need_of
    from llmpick.inputs.options import NeedOptions

    logs = Path(__file__).parents[1] / "usage_logs" / "logs"
    return usage.replay(
        shipped,
        lambda day: load(CHECKOUT, day),
        need_of(shipped, NeedOptions()),
        str(logs / path),
        ["gpt-4o@openai"],
    )


def test_batch_and_services_are_priced_row_by_row(shipped):
    """
    OpenAI's export: 1.5 M at 2.50, .5 M at 1.25 and .3 M at 10 are 7.375, as a batch 4.00; .4 M at
    5 and .09 M at 30 are 4.70 with priority.
    """
    pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")
    found = bill(shipped, "openai-usage.csv")
    costs = {row.name: row.usd for row in found.ran}
    assert costs["gpt-4o-2024-08-06"] == pytest.approx(7.375 + 4.0)
    assert costs["gpt-5.4"] == pytest.approx(4.7)


def test_an_hour_s_writes_have_their_price(shipped):
    """Claude Code: 20,000 tokens at 6 USD, 1,000 at 3.75, Haiku, and two searches at .01."""
    pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")
    found = bill(shipped, "claude-code")
    assert found.usd == pytest.approx(0.127512 + 0.021768 + 10 * 1e-6 + 30 * 5e-6 + 2 * 0.01)


def test_free_rows_and_the_log_s_own_cost(shipped):
    """OpenRouter: what is free costs nothing; the bills differ most by the fee of a search."""
    pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")
    found = bill(shipped, "openrouter.csv")
    assert [row.name for row in found.free] == ["deepseek/deepseek-r1-0528"]
    assert found.logged_usd == pytest.approx(0.0338)
    assert found.differences[0].name == "openai/gpt-4.1-2025-04-14"
    assert {row.offering.provider for row in found.ran} == {"openrouter"}


@pytest.mark.parametrize(
    ("variant", "priced"), [("fast", False), ("turbo", False), ("online", True), ("", True)]
)
def test_a_variant_that_is_not_sold_has_no_price(shipped, variant, priced):
    """A faster mode costs a multiple: the plain price would be far too low."""
    from llmpick.api.usage import meant
    from llmpick.core.answers.usage_records import LoggedName

    asked = LoggedName("claude-haiku-4.5", variant=variant)
    found, why = meant(shipped, shipped.offerings, asked)
    assert (found is not None) is priced
    assert ("no price of variant" in why) is bool(variant)
