"""
The shape of every kind of file, by the name of its folder, as pydantic models.

A record is one file and its path is its identifier. A fact is a list of dated values, each with a
source of the same file. Unknown is absent. Only the modules of the schema import pydantic.
"""

from __future__ import annotations

from typing import Any

from llmpick.catalog import (
    schema_benchmarks,
    schema_developers,
    schema_embeddings,
    schema_ended,
    schema_engines,
    schema_hardware,
    schema_licences,
    schema_media,
    schema_models,
    schema_offerings,
    schema_overlay,
    schema_plans,
    schema_providers,
    schema_rates,
    schema_rules,
    schema_scale,
    schema_sizing,
    schema_tasks,
    schema_tuning,
)
from llmpick.catalog.schema_base import Strict

SHAPES: dict[str, type[Strict]] = {
    "models": schema_models.ModelFile,
    "offerings": schema_offerings.OfferingFile,
    "providers": schema_providers.ProviderFile,
    "licences": schema_licences.LicenceFile,
    "benchmarks": schema_benchmarks.BenchmarkFile,
    "scores": schema_benchmarks.ScoresFile,
    "tasks": schema_tasks.TaskFile,
    "tokenizers": schema_tasks.TokenizerFile,
    "thinking": schema_tasks.ThinkingFile,
    "feeds": schema_tasks.FeedFile,
    "domains": schema_scale.DomainsFile,
    "scale": schema_scale.ScaleFile,
    "derived": schema_scale.FitFile,
    "regulations": schema_rules.RegulationFile,
    **schema_hardware.SHAPES,
    **schema_sizing.SHAPES,
    **schema_tuning.SHAPES,
    **schema_rates.SHAPES,
    **schema_overlay.SHAPES,
    **schema_developers.SHAPES,
    **schema_media.SHAPES,
    **schema_plans.SHAPES,
    **schema_embeddings.SHAPES,
    **schema_ended.SHAPES,
    **schema_engines.SHAPES,
}


def json_schema(kind: str) -> dict[str, Any]:
    """
    The JSON Schema (2020-12) of the files of one *kind*, for editors.

    Raises:
        KeyError: *kind* is none of `SHAPES`.
    """
    found = SHAPES[kind].model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
