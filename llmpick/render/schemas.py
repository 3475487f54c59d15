"""
JSON Schemas (2020-12) of all answers, from the records that the renderers build.

`python -m llmpick.render.schemas` writes them to docs/schema/answers.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from typing_extensions import get_original_bases, is_typeddict

from llmpick.render.records import (
    advice,
    alternatives,
    bill,
    break_even,
    catalog,
    code,
    comparison,
    connection,
    decision,
    decisions,
    diff,
    drift,
    embeddings,
    evidence,
    fine_tune,
    listing,
    methods,
    overlay,
    pareto,
    policy,
    record,
    refresh,
    releases,
    seats,
    selfhost,
    sensitivity,
    settings,
    trying,
    usage,
)
from llmpick.render.records.conditions import CONDITIONS

FOLDER = Path(__file__).parents[2] / "docs" / "schema" / "answers"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class DescribedAnswer(NamedTuple):
    """A record as the answer of a *command*, asked with *arguments*."""

    record: type
    command: str
    arguments: str = ""


ANSWERS = {
    "recommend": DescribedAnswer(decision.RecommendAnswer, "recommend"),
    "compare": DescribedAnswer(comparison.CompareAnswer, "compare"),
    "compare-plans": DescribedAnswer(seats.ComparePlansAnswer, "compare", "PLAN PLAN"),
    "recommend-embeddings": DescribedAnswer(
        embeddings.RecommendEmbeddingsAnswer, "recommend", "--task embeddings"
    ),
    "compare-embeddings": DescribedAnswer(
        embeddings.CompareEmbeddingsAnswer, "compare", "A B --task embeddings"
    ),
    "cost": DescribedAnswer(bill.CostAnswer, "cost"),
    "cost-history": DescribedAnswer(bill.CostHistoryAnswer, "cost", "--history"),
    "cost-usage": DescribedAnswer(usage.CostUsageAnswer, "cost", "--usage FILE"),
    "cost-advise": DescribedAnswer(advice.AdviceAnswer, "cost", "--usage FILE --advise"),
    "compare-methods": DescribedAnswer(methods.CompareMethodsAnswer, "compare-methods"),
    "sensitivity": DescribedAnswer(sensitivity.SensitivityAnswer, "sensitivity"),
    "pareto": DescribedAnswer(pareto.ParetoAnswer, "pareto"),
    "alternatives": DescribedAnswer(alternatives.AlternativesAnswer, "alternatives"),
    "selfhost": DescribedAnswer(selfhost.SelfhostAnswer, "selfhost"),
    "selfhost-break-even": DescribedAnswer(
        break_even.SelfhostBreakEvenAnswer, "selfhost", "MODEL --break-even"
    ),
    "selfhost-fine-tune": DescribedAnswer(
        fine_tune.SelfhostFineTuneAnswer, "selfhost", "MODEL --fine-tune"
    ),
    "show": DescribedAnswer(record.ShowAnswer, "show"),
    "list": DescribedAnswer(listing.ListAnswer, "list"),
    "resolve": DescribedAnswer(listing.ResolveAnswer, "resolve"),
    "connect": DescribedAnswer(connection.ConnectAnswer, "connect", "ROUTE"),
    "keys": DescribedAnswer(connection.KeysAnswer, "keys"),
    "check": DescribedAnswer(policy.CheckAnswer, "check"),
    "check-files": DescribedAnswer(code.CheckFilesAnswer, "check", "--files PATH"),
    "check-decisions": DescribedAnswer(
        decisions.CheckDecisionsAnswer, "check", "--decisions FOLDER"
    ),
    "check-decision": DescribedAnswer(drift.CheckDecisionAnswer, "check", "DECISION.toml"),
    "profile": DescribedAnswer(settings.ProfileAnswer, "profile", "list"),
    "config": DescribedAnswer(settings.ConfigAnswer, "config", "show"),
    "try": DescribedAnswer(trying.TryAnswer, "try", "PROMPTS"),
    "try-dry-run": DescribedAnswer(trying.TryPlanAnswer, "try", "PROMPTS --dry-run"),
    "evidence-import": DescribedAnswer(evidence.EvidenceImportAnswer, "evidence import", "FILE"),
    "evidence-list": DescribedAnswer(evidence.EvidenceListAnswer, "evidence list"),
    "overlay-list": DescribedAnswer(overlay.OverlayListAnswer, "overlay list"),
    "catalog-validate": DescribedAnswer(catalog.CatalogValidateAnswer, "catalog validate"),
    "catalog-stats": DescribedAnswer(catalog.CatalogStatsAnswer, "catalog stats"),
    "catalog-sources": DescribedAnswer(catalog.CatalogSourcesAnswer, "catalog sources"),
    "catalog-fit": DescribedAnswer(catalog.CatalogFitAnswer, "catalog fit"),
    "catalog-refresh": DescribedAnswer(
        refresh.CatalogRefreshAnswer, "catalog refresh", "FEED --from FILE"
    ),
    "catalog-versions": DescribedAnswer(releases.CatalogVersionsAnswer, "catalog versions"),
    "catalog-update": DescribedAnswer(releases.CatalogUpdateAnswer, "catalog update"),
    "catalog-install": DescribedAnswer(releases.CatalogInstallAnswer, "catalog install", "FILE"),
    "catalog-diff": DescribedAnswer(diff.CatalogDiffAnswer, "catalog diff", "OLD NEW"),
    "catalog-gaps": DescribedAnswer(catalog.CatalogGapsAnswer, "catalog gaps"),
}
"""By the name of the schema."""


class Generator(GenerateJsonSchema):
    """
    Of pydantic's own schema, what a reader of answers needs.

    A key's docstring is its description, records are closed, and no title repeats a key.
    """

    def typed_dict_schema(self, schema: Any) -> JsonSchemaValue:
        """A record: every key described, no key beside them."""
        found = super().typed_dict_schema(schema)
        found.pop("title", None)
        if text := found.get("description"):
            found["description"] = _one_line(text)
        for key, text in docstrings(schema["cls"]).items():
            found["properties"][key].setdefault("description", text)
        return {**found, "additionalProperties": False}

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        """`type: [string, null]` where a plain type may be null."""
        found = super().nullable_schema(schema)
        first, *others = found.get("anyOf", [found])
        if len(others) != 1 or not isinstance(first.get("type"), str):
            return found
        allowed = {"enum": [*first["enum"], None]} if "enum" in first else {}
        return {**first, "type": [first["type"], "null"], **allowed}

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: a title would repeat the key."""
        return False

    def normalize_name(self, name: str) -> str:
        """The name of a definition: `ledger_line` of LedgerLineRecord."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.removesuffix("Record")).lower()


def docstrings(record: type) -> dict[str, str]:
    """What the keys of *record* are, those of the records that it extends included."""
    found: dict[str, str] = {}
    for base in get_original_bases(record):
        if is_typeddict(base):
            found |= docstrings(base)
    if not record.__doc__:  # made by a call, which describes its keys
        return found
    (body,) = ast.parse(inspect.getsource(record)).body
    assert isinstance(body, ast.ClassDef)
    for field, text in pairwise(body.body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=key)), ast.Expr(ast.Constant(str(words))):
                found[key] = _one_line(words)
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def json_schema(name: str) -> dict[str, Any]:
    """
    The JSON Schema of the answers that *name* of `ANSWERS` stands for.

    Raises:
        KeyError: there is no such name.
    """
    record, command, arguments = ANSWERS[name]
    found = TypeAdapter(record).json_schema(schema_generator=Generator)
    definitions = found.pop("$defs")
    tool = definitions.pop("tool")
    tool["properties"]["command"]["const"] = command
    found["properties"]["tool"] = tool
    for key, conditions in CONDITIONS.items():
        if key == name:
            found |= conditions
        elif key in definitions:
            definitions[key] |= conditions
    title = f"llmpick {' '.join(filter(None, (command, arguments)))} --json"
    return {"$schema": DIALECT, "title": title, **found, "$defs": definitions}


def write() -> None:
    """Write the schemas of all answers."""
    for name in ANSWERS:
        text = json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
