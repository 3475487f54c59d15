"""
Command lines by grammar, most of them valid: bytes choose among commands, options and values.

The options are those that are declared in llmpick/inputs/options.py, so that a new one is in here.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any

FORMS = ("text", "json", "jsonl", "csv", "tsv", "markdown", "ids", "table")
MODELS = ("atlas-3", "atlas-2", "acme/atlas-3:high", "oak-70b", "sapling-8b", "thin-9", "nc-20b")
TASKS = ("coding", "general", "japanese", "pictures")
TEXTS = {
    "task": TASKS,
    "language": ("en", "ja", "de"),
    "source_language": ("en", "ja"),
    "target_language": ("de", "ja"),
    "budget": ("300", "0.01", "1000000", "300EUR", "0.01/request", "40000JPY a year", "1e400"),
    "currency": ("EUR", "JPY", "USD"),
    "privacy": ("public", "internal", "confidential", "regulated", "air-gapped"),
    "region": ("EU", "JP", "US", "DE"),
    "weights": ("value", "quality", "cheap", "private", "own", "performance=5,cost=3,privacy=2"),
    "rank": ("perf,cost,privacy,custom", "cost,perf"),
    "rank_rule": ("rs", "roc"),
    "content": ("en", "ja", "code_python"),
    "service": ("standard", "batch", "flex", "priority"),
    "image_size": ("512x512", "1024x768"),
    "sector": ("health", "hiring", "credit", "education", "public"),
    "use": ("commercial", "internal", "research"),
    "rates": ("JPY=150", "EUR=0.9"),
    "providers": ("acme", "relay", "dojo", "birch"),
    "no_providers": ("acme", "relay"),
    "developers": ("acme", "birch"),
    "no_developers": ("acme", "cedar"),
    "needs": ("weights", "fine-tune", "lora", "logprobs"),
    "modalities": ("image", "pdf", "audio"),
    "established": ("EU", "JP"),
    "processing_regions": ("EU", "JP"),
    "have": ("zdr-approval", "opt-out"),
    "allow_unknown": ("training", "retention", "region"),
    "made_in": ("US", "EU", "CN"),
}
WHOLE = ("1", "10", "180", "1000", "100000", "2000000")
NUMBERS = ("0", "0.1", "0.5", "0.9", "1", "2.5", "60", "1000")
ODD = ("", "-1", "nan", "1e400", "９", "9" * 400, "x" * 300, "\u202e", "--", "0", "1_000", "²")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("recommend",),
    ("recommend",),
    ("recommend",),
    ("cost", "MODEL"),
    ("pareto",),
    ("sensitivity",),
    ("alternatives", "MODEL"),
    ("compare", "MODEL", "MODEL"),
    ("show", "MODEL"),
    ("list", "KIND"),
    ("resolve", "TEXT"),
    ("config", "show"),
)
TAKES_NEED = ("recommend", "cost", "pareto", "sensitivity", "alternatives", "compare", "config")
KINDS = ("models", "offerings", "providers", "licences", "benchmarks", "tasks", "hardware", "plans")


class Choices:
    """Decisions out of bytes, the same for the same ones; at their end always the first."""

    def __init__(self, data: bytes) -> None:
        """Choose by *data*."""
        self._left = iter(data)

    def number(self, most: int) -> int:
        """A number from 0, below *most*."""
        return next(self._left, 0) % most

    def of(self, items: Sequence[Any]) -> Any:
        """One of *items*."""
        return items[self.number(len(items))]

    def text(self) -> str:
        """A short text of any signs."""
        raw = bytes(next(self._left, 0) for _ in range(self.number(24)))
        return raw.decode("utf-8", "replace").replace("\0", "")


@cache
def declared() -> list[Any]:
    """The options of a need."""
    from llmpick.inputs.options import keys

    return list(keys().values())


def command_line(data: bytes) -> list[str]:
    """The arguments that *data* stands for."""
    choices = Choices(data)
    pools: dict[str, Sequence[str]] = {"MODEL": MODELS, "KIND": KINDS}
    found = []
    for word in choices.of(COMMANDS):
        if word == "TEXT":
            found.append(choices.text() or "atlas-3")
        else:
            found.append(choices.of(pools[word]) if word in pools else word)
    if found[0] in TAKES_NEED:
        for _ in range(choices.number(6)):
            found += _option(choices)
    found += ["--format", choices.of(FORMS)]
    return found


def _option(choices: Choices) -> list[str]:
    one = choices.of(declared())
    if one.kind is bool:
        return [one.option.flag]
    if choices.number(16) == 15:
        return [one.option.flag, choices.of(ODD)]
    if one.field in TEXTS:
        return [one.option.flag, choices.of(TEXTS[one.field])]
    if one.kind is int:
        return [one.option.flag, choices.of(WHOLE)]
    if one.kind is float:
        return [one.option.flag, choices.of(NUMBERS)]
    metavar = one.option.metavar
    return [one.option.flag, choices.of(("EU", "US", "JP", "0", "30", "soc2", metavar.lower()))]


outcomes: dict[int, int] = {}
"""Exit code → how often."""


def ask(data: bytes, catalog: str) -> None:
    """
    Run the command line that *data* stands for on *catalog*.

    Raises:
        AssertionError: it ended otherwise than it may, or answered with what is no JSON.
    """
    from llmpick.__main__ import run

    words = command_line(data)
    if words[0] != "config":
        words += ["--catalog", catalog, "--as-of", "2026-11-23"]
    os.environ |= {
        "LLMPICK_EVIDENCE_DIR": os.devnull,
        "LLMPICK_OVERLAY": "off",
        "LLMPICK_CATALOGS_DIR": os.devnull,
    }
    before = sys.stdout, sys.stderr
    raw = io.BytesIO()
    out, err = io.TextIOWrapper(raw, encoding="utf-8"), io.StringIO()
    sys.stdout, sys.stderr = out, err
    try:
        code = run(words)
        out.flush()
        said = err.getvalue()
    finally:
        sys.stdout, sys.stderr = before
    outcomes[code] = outcomes.get(code, 0) + 1
    assert code in (0, 1, 2), (code, words)
    assert "Traceback" not in said, words
    assert code != 2 or said.startswith(("error: ", "note: ")) or "error: " in said, (words, said)
    text = raw.getvalue().decode()
    if "json" in words and text:
        json.loads(text, parse_constant=_refused)
    for sign in "\x1b\x9b\u202e\x07":
        assert sign not in text + said, words


def _refused(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")
