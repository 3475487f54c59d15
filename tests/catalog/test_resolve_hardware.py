"""What of hardware, formats and architectures is in force on a day, from made-up records."""

from __future__ import annotations

import pytest

from llmpick.catalog import resolve_hardware as resolve

DAY = "2026-11-23"
SOURCES = {
    "new": {"kind": "feed", "title": "New list", "read": "2026-10-01"},
    "old": {"kind": "feed", "title": "Old list", "read": "2026-08-01"},
}


def rate(**changes):
    """An hour at one provider."""
    return {
        "source": "new",
        "provider": "cumulus",
        "provider_kind": "neocloud",
        "terms": "on-demand",
        "usd_per_gpu_hour": 2.0,
        "gpus": 1,
        **changes,
    }


def card(*rates, **facts):
    """Tables with one accelerator."""
    known = {"memory_gib": 80.0, "bandwidth_gb_per_s": 2000.0, **facts}
    record = {
        "name": "Card",
        "vendor": "Maker",
        "sources": SOURCES,
        "facts": {name: [{"value": value, "source": "new"}] for name, value in known.items()},
        "rentals": list(rates),
    }
    return {"hardware": {"card": record}}


def prices(*rates, day=DAY):
    """What those rates come to, in order."""
    return [row.usd_per_gpu_hour for row in resolve.rentals(card(*rates), day)]


def test_what_is_out_of_force():
    """Disputed prices and those kept for the trend are not in force."""
    out = (
        rate(usd_per_gpu_hour=1.0, disputed=True),
        rate(provider="other", usd_per_gpu_hour=1.5, trend_only=True),
    )
    assert prices(rate(), *out) == [2.0]


def test_the_newest_of_one_place_and_terms():
    """Of one provider, place, terms and size the newest that was read by then."""
    both = (rate(), rate(source="old", usd_per_gpu_hour=1.0))
    assert prices(*both) == [2.0]
    assert prices(*both, day="2026-09-01") == [1.0]
    assert prices(*both, day="2026-07-01") == []


@pytest.mark.parametrize(
    "changes", [{"region": "JP"}, {"terms": "spot"}, {"gpus": 8}, {"provider": "other"}]
)
def test_prices_stand_beside_each_other(changes):
    """Another place, other terms, another size or provider is another price, cheapest first."""
    assert prices(rate(), rate(usd_per_gpu_hour=1.0, **changes)) == [1.0, 2.0]


def test_an_accelerator():
    """Unknown peaks stay unknown; the price of one comes with the day it was read."""
    (row,) = resolve.accelerators(card(bf16_tflops=300.0, purchase_usd=9000.0), DAY)
    assert (row.memory_gib, row.bf16_tflops, row.fp8_tflops) == (80.0, 300.0, None)
    assert (row.purchase_usd, row.purchase_read, row.unified_memory) == (
        9000.0,
        "2026-10-01",
        False,
    )


def sized(**facts):
    """The architecture of one model, or None."""
    known = {
        "parameters_total": 8_000_000_000,
        "parameters_active": 8_000_000_000,
        "layers": 32,
        "hidden_size": 4096,
        **facts,
    }
    tables = {
        "models": {
            "lab/m": {"facts": {"context_window_tokens": [{"value": 1000, "source": "new"}]}}
        },
        "architectures": {
            "lab/m": {
                "sources": SOURCES,
                "facts": {
                    name: [{"value": value, "source": "new"}]
                    for name, value in known.items()
                    if value is not None
                },
            }
        },
    }
    found = resolve.architectures(tables, DAY)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("facts", "shards"),
    [
        ({"kv_heads": 8}, 8),
        ({"kv_heads": 16, "full_kv_heads": 4}, 4),
        ({"kv_heads": 4, "window_kv_heads": 8}, 4),
        ({"latent_dim": 576, "kv_heads": 128}, 1),
        ({"attention": "compressed", "kv_heads": 2}, 1),
        ({}, 1),
    ],
)
def test_how_far_a_cache_splits(facts, shards):
    """By the fewest key-value heads; a latent is copied to every rank."""
    assert sized(**facts).kv_shards == shards


@pytest.mark.parametrize("unknown", ["parameters_active", "layers", "hidden_size"])
def test_what_cannot_be_sized_is_left_out(unknown):
    """Without one of these nothing follows, and nothing is made up."""
    assert sized(**{unknown: None}) is None


def test_a_window_of_unknown_length():
    """Leaves the cache unknown; with its length the cache is known."""
    cache = {"kv_elements_per_token": 1024.0, "window_elements_per_token": 2048}
    unknown, known = sized(**cache), sized(**cache, window_tokens=128)
    assert (unknown.kv_elements_per_token, unknown.window_elements_per_token) == (None, 0)
    assert (known.kv_elements_per_token, known.window_elements_per_token) == (1024, 2048)


def test_the_context_is_the_models():
    """The window of the model's record stands before the limit of positions."""
    assert sized(position_limit_tokens=5000).context_window_tokens == 1000
