"""A part of the shipped catalog, compiled: some models, and all that is known of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from unittest.mock import patch

from llmpick.catalog import compile
from llmpick.catalog.load import load

MODELS = {
    "anthropic": ("claude-opus-4.5", "claude-opus-4.8", "claude-sonnet-4.5"),
    "deepseek": ("deepseek-r1", "deepseek-v4.1-flash", "deepseek-v4.1-flash-1017"),
    "google": ("gemini-3.8-flash",),
    "meta": ("llama-3.1-8b", "llama-3.3-70b", "llama-4-scout"),
    "mistral": ("mistral-large-3", "mistral-small-4"),
    "openai": ("gpt-4o", "gpt-4o-mini", "gpt-5", "gpt-oss-20b", "gpt-oss-120b"),
    "zai": ("glm-5.3-flash",),
}
KEPT = {f"{developer}/{name}" for developer, names in MODELS.items() for name in names}
ABOUT_ONE = {"models": 0, "architectures": 0, "offerings": 1}
"""Kind of record of one model → at which part of its identifier the model begins."""


def write(whole: Path, folder: Path) -> None:
    """
    Compile the catalog *whole* without the models that are not kept, into *folder*.

    Only VERSION lies beside the compiled form: the records are in it, and no file to check.
    """
    catalog = load(str(whole))
    records: dict[str, dict[str, Any]] = {}
    for path in catalog.paths():
        kind, _, name = path.partition("/")
        found = records.setdefault(kind, {})
        if _is_kept(kind, name):
            found[name] = _rows_kept(catalog.record(kind, name))
    folder.mkdir(parents=True)
    shutil.copy(whole / "VERSION", folder)
    with patch.object(compile, "tables", lambda *_: records):
        compile.write(str(folder))


def _is_kept(kind: str, name: str) -> bool:
    if kind not in ABOUT_ONE:
        return True
    model = "/".join(name.split("/")[ABOUT_ONE[kind] :])
    return model.partition("@")[0] in KEPT


def _rows_kept(record: Any) -> Any:
    """A record as it is; of a table of rows by model, those of the models that are kept."""
    if "rows" not in record:
        return record
    return {"rows": [row for row in record["rows"] if row.get("model", "") in {"", *KEPT}]}
