"""The JSON Schemas of what the tools answer, from their records."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from llmpick.render.schemas import Generator


@cache
def output_schema(record: type) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the answers that are *record*."""
    return TypeAdapter(record).json_schema(schema_generator=Generator)
