"""The shape of every kind of file, by the name of its folder."""

from __future__ import annotations

from typing import Any

from llmpick.catalog import (
    schema,
    schema_hardware,
    schema_rates,
    schema_rules,
    schema_sizing,
    schema_tuning,
)
from llmpick.catalog.schema_base import Strict

SHAPES: dict[str, type[Strict]] = {
    **schema.SHAPES,
    "regulations": schema_rules.RegulationFile,
    **schema_hardware.SHAPES,
    **schema_sizing.SHAPES,
    **schema_tuning.SHAPES,
    **schema_rates.SHAPES,
}


def json_schema(kind: str) -> dict[str, Any]:
    """
    The JSON Schema (2020-12) of the files of one *kind*, for editors.

    Raises:
        KeyError: *kind* is none of `SHAPES`.
    """
    found = SHAPES[kind].model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
