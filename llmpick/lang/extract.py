"""Every message of the program, for babel: what `said` is called with, and the tables of words."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from typing import IO, TypeAlias

Found: TypeAlias = tuple[int, str, tuple[str, str], list[str]]

TABLES: Mapping[str, Mapping[str, str]] = {
    "core/need/need.py": {
        "LANGUAGES": "language",
        "PRIVACY_LEVELS": "level",
        "CRITERIA": "criterion",
        "USES": "use",
    },
    "core/ranking/limits.py": {"RULES": "rule"},
    "render/wording/needs.py": {"LEVEL_WORDS": ""},
    "render/answers/sentences.py": {"RULE_WORDS": ""},
    "render/answers/decision.py": {"METHOD_WORDS": ""},
    "render/page/texts.py": dict.fromkeys(
        (
            *("PAGE", "PICKS", "REPORT", "RECORD", "TILE", "PRIVACY", "OFF_LINE", "COMPARED"),
            *("TRAFFIC", "SCRIPT"),
        ),
        "page",
    ),
    "render/answers/alternatives.py": {"FILTER_WORDS": ""},
    "render/answers/selfhost.py": {"NOT_KNOWN": "", "HEADS": "label", "CACHES": ""},
    "cli/help.py": {"GROUPS": "", "REST": "", "EXAMPLES": "", "START": "", "OTHER": ""},
    "cli/app.py": {"COMMANDS": ""},
    "render/answers/comparison.py": {"REASONS": "", "_FACTS": ""},
}
"""Tables whose texts are said: by file and name, with the context of their words."""
KEYS = {"GROUPS"}
"""Tables whose keys are said too."""
PAIRS = {"EXAMPLES"}
"""Tables of commands, each with what it answers, which is said."""
TERMS: Mapping[str, tuple[str, ...]] = {
    "": (
        "yes",
        "no",
        "unknown",
        "Arguments",
        "Show this message and exit.",
        "cheapest",
        "fastest",
        "native",
    ),
    "rule": (
        *("task", "language", "rpm", "tpm"),
        *("tools", "structured-output", "made-in", "not-made-in", "no-training", "max-retention"),
        *("certification", "dpa", "baa", "customer-managed-keys", "private-network"),
        *("no-human-review", "exclude-jurisdiction"),
    ),
    "weights": ("yes", "no", "unknown"),
    "confidence": ("high", "medium", "low"),
    "term": ("input", "cache read", "cache write", "output", "reasoning", "fees"),
    "label": ("warning", "input", "cache read", "cache write", "output", "reasoning", "fees"),
    "evidence": ("direct", "some", "general only", "thin"),
    "state": ("met", "unknown", "ignored"),
    "status": ("active", "preview", "deprecated", "retired"),
}
"""Words of a context that no table of one place lists."""
KEYWORDS = {"help", "words"}
"""Keyword arguments that are shown as they stand, with no context."""
CALLS: Mapping[str, tuple[int, str]] = {
    "said": (0, ""),
    "say": (0, ""),
    "plural": (1, "count"),
    "counted": (1, "count"),
    **dict.fromkeys(("UnknownName", "one_of", "whole", "positive", "bounded"), (0, "kind")),
    **dict.fromkeys(("share", "known"), (0, "kind")),
}
"""Functions that make messages of an argument: its place, and the context."""


def python(file: IO[bytes], *_: object) -> Iterator[Found]:
    """
    The messages of one module.

    `said("...")` and `term("context", "...")`, nouns of `plural`, heads of a `Grid`, labels that
    are yielded or stand in `Lines`, help of options, and the values of `TABLES`.
    """
    seen: set[tuple[str, str]] = set()
    place = file.name.replace("\\", "/").rpartition("llmpick/")[2]
    if place == "lang/extract.py":
        yield from terms()
    for node in ast.walk(ast.parse(file.read())):
        for line, context, text in _of(node, TABLES.get(place, {})):
            if (context, text) not in seen and _is_prose(text) and _is_of(context, place):
                seen.add((context, text))
                yield line, "pgettext", (context, text), []


def _is_of(context: str, place: str) -> bool:
    """Labels stand in `render`; what its records may hold is data."""
    return place.startswith("render/") if context == "label" else "render/records/" not in place


def _is_prose(text: str) -> bool:
    """Whether it is to be said in another language: a command alone is not."""
    return (any(map(str.isalpha, text)) or "%" in text) and not (
        text.startswith("llmpick ") and "\n" not in text
    )


def tasks(file: IO[bytes], *_: object) -> Iterator[Found]:
    """The name of a task, and what is to be known before trusting its quality."""
    table = tomllib.loads(file.read().decode())
    name = file.name.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")
    yield 1, "pgettext", ("task", name), []
    if "caution" in table:
        yield 1, "pgettext", ("caution", table["caution"]), []


def regulations(file: IO[bytes], *_: object) -> Iterator[Found]:
    """What the rules of a law or guideline ask."""
    for line, row in enumerate(file.read().decode().splitlines(), start=1):
        if row.startswith("asks = "):
            yield line, "pgettext", ("duty", str(tomllib.loads(row)["asks"])), []


def terms() -> Iterator[Found]:
    """The words of `TERMS`."""
    for context, names in TERMS.items():
        for name in names:
            yield 1, "pgettext", (context, name), []
            if context == "rule" and "-" in name:
                yield 1, "pgettext", (context, name.replace("-", " ")), []


def _of(node: ast.AST, tables: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    if isinstance(node, ast.Call):
        yield from _called(node)
    elif isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
        for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
            yield node.lineno, "", " ".join(paragraph.split())
    elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
        yield from _label(node.value)
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        name = next((one.id for one in targets if isinstance(one, ast.Name)), "")
        if name in tables:
            items = _items(node.value, keys=name in KEYS, pairs=name in PAIRS)
            for line, text in (found for item in items for found in _texts(item)):
                yield line, tables[name], text.lstrip(">")
                if "-" in text and tables[name] == "rule":
                    yield line, "rule", text.replace("-", " ")


def _items(table: ast.expr, *, keys: bool, pairs: bool) -> list[ast.expr]:
    """The values of a table, where *keys* its keys too, and of *pairs* the second of each."""
    if isinstance(table, ast.Call) and len(table.args) == 1:  # made of a table
        table = table.args[0]
    if not isinstance(table, ast.Dict):
        return [table]
    if pairs:
        told = [pair for row in table.values if isinstance(row, ast.Tuple) for pair in row.elts]
        return [pair.elts[1] for pair in told if isinstance(pair, ast.Tuple)]
    return [*table.values, *(key for key in table.keys if keys and key is not None)]


def _is_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and getattr(decorator.func, "attr", "") == "command"


def _called(node: ast.Call) -> Iterator[tuple[int, str, str]]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    at, context = CALLS.get(name, (0, ""))
    enough = len(node.args) > (1 if context == "kind" else at)
    if name in CALLS and enough:
        for line, text in _texts(node.args[at]):
            yield line, context, text
    elif name == "Option" and len(node.args) > 2:
        for line, text in _texts(node.args[2]):
            if not text.startswith("-"):
                yield line, "", text
    elif name == "term" and len(node.args) == 2 and isinstance(node.args[0], ast.Constant):
        for line, text in _texts(node.args[1]):
            yield line, str(node.args[0].value), text
    elif name == "Grid" and node.args:
        for line, text in _texts(node.args[0]):
            yield line, "label", text.lstrip(">")
    elif name in ("Lines", "append", "insert"):
        for part in ast.walk(node):
            if isinstance(part, ast.Tuple):
                yield from _label(part)
    for keyword in node.keywords:
        if keyword.arg in KEYWORDS:
            for line, text in _texts(keyword.value):
                yield line, "", text


def _label(pair: ast.Tuple) -> Iterator[tuple[int, str, str]]:
    first = pair.elts[0] if len(pair.elts) == 2 else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        yield first.lineno, "label", first.value


def _texts(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Constants that the expression may be, both sides of a condition and parts of a tuple."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Starred):
        yield from _texts(node.value)
    elif isinstance(node, ast.Tuple | ast.Set):
        for one in node.elts:
            yield from _texts(one)
