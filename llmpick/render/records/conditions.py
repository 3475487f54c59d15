"""What a schema says beyond the types: keys named by a currency, and what hangs on another key."""

from typing import Any

ROWS = {
    "models": "model_row",
    "offerings": "offering_row",
    "providers": "provider_row",
    "benchmarks": "benchmark_row",
    "licences": "licence_row",
    "regulations": "regulation_row",
    "tasks": "task_row",
    "hardware": "hardware_row",
    "formats": "format_row",
    "feeds": "feed_row",
    "embeddings": "embedding_row",
}
"""By the `kind` of a list, the rows that it holds."""


def _where(key: str, value: str, then: dict[str, Any]) -> dict[str, Any]:
    """Where *key* has *value*, the keys of *then* are so."""
    return {"if": {"properties": {key: {"const": value}}}, "then": {"properties": then}}


CONDITIONS: dict[str, dict[str, Any]] = {
    "bill": {
        "patternProperties": {
            "^monthly_cost_(?!usd$|in_price_currency$)[a-z]{3}$": {
                "type": "number",
                "minimum": 0,
                "description": "A month in the currency asked for.",
            }
        }
    },
    "cost-usage": {
        "patternProperties": {
            "^cost_[a-z]{3}$": {
                "type": "number",
                "minimum": 0,
                "description": "What the priced requests cost in the answer's currency, where that "
                "is another than US dollars.",
            }
        }
    },
    "list": {
        "allOf": [
            _where("kind", kind, {"results": {"items": {"$ref": f"#/$defs/{row}"}}})
            for kind, row in ROWS.items()
        ]
    },
    "model_row": {"dependentRequired": {"effort": ["quality"], "quality": ["effort"]}},
    "resolved_name": {
        "allOf": [
            {
                **_where("state", "found", {"id": {"type": "string"}}),
                "else": {"properties": {"id": {"type": "null"}}},
            },
            _where("state", "ambiguous", {"candidates": {"minItems": 1}}),
        ]
    },
    "show": {
        **_where("kind", "model", {}),
        "else": {
            "properties": {
                key: {"maxItems": 0}
                for key in ("estimates", "offerings", "hosted_tuning", "libraries")
            }
        },
    },
    "shown_offering": {"additionalProperties": True},
}
"""By the name of an answer or of a definition."""
