"""models.dev: tiers alone, sizes off by one mended."""

from __future__ import annotations

from feed_files import MODELS_DEV, row


def test_a_tier_is_read_once_and_its_size_rounded_down():
    """`context_over_200k` repeats a tier; 200001 is 200000; a 0 for the cache is not known."""
    found = row("models-dev", MODELS_DEV)
    assert [(price.over_input_tokens, dict(price.amounts)) for price in found.prices] == [
        (None, {"input_per_mtok": 2.0, "output_per_mtok": 10.0, "cache_read_per_mtok": 0.2}),
        (200_000, {"input_per_mtok": 4.0, "output_per_mtok": 15.0}),
    ]
