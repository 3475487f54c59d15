"""pi-ai: a 0 is what it does not know."""

from __future__ import annotations

import copy
import json

from feed_files import PI_AI, row

from llmpick.feeds import pi_ai


def test_a_zero_is_not_known():
    """Cache prices of 0 are left out, and a tier that lacks a price is none."""
    found = row("pi-ai", PI_AI)
    assert [(price.over_input_tokens, dict(price.amounts)) for price in found.prices] == [
        (None, {"input_per_mtok": 2.0, "output_per_mtok": 10.0, "cache_read_per_mtok": 0.2}),
        (200_000, {"input_per_mtok": 4.0, "output_per_mtok": 15.0}),
    ]


def test_all_zeros_stay_to_be_stopped():
    """Free, a preview or a plan: a guard says so, it is no row without a price."""
    data = copy.deepcopy(PI_AI)
    data["openai-completions"]["chat:atlas-3"]["cost"] = {"input": 0, "output": 0}
    assert row("pi-ai", data).base.amounts == {"input_per_mtok": 0.0, "output_per_mtok": 0.0}


def test_batch_is_a_list_of_the_model_itself():
    """OpenRouter's `:batch` is no model of its own."""
    data = copy.deepcopy(PI_AI)
    batch = {"id": "atlas-3:batch", "provider": "acme", "type": "chat"}
    batch["cost"] = {"input": 1, "output": 5}
    data["openai-completions"]["b"] = batch
    (found,) = pi_ai.rows({"f": json.dumps(data).encode()}).rows
    assert [price.service for price in found.prices] == ["standard", "standard", "batch"]
