"""
Where the comments of a source text are, by the family of its language.

Not a parser: strings are told from comments, so that a `#` in a string begins none. A string that
is not closed ends with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Span = tuple[int, int]
"""Offsets in the text, the end not included."""

_SHORT = r""" "(?:\\.|[^"\\\n])*+" | '(?:\\.|[^'\\\n])*+' """
_TRIPLED = r""" "{3}(?s:.*?)(?:"{3}|\Z) | '{3}(?s:.*?)(?:'{3}|\Z) """
_TRIPLE = rf"(?P<doc> (?m:^[ \t]*+) (?: {_TRIPLED} ) (?=[ \t]*+(?:$|\n|\#))) | {_TRIPLED}"
_BLOCK = r"/\*(?s:.*?)(?:\*/|\Z)"
_HASH = r"(?<![\w$&{])\#[^\n]*+"
_FAMILIES: Mapping[str, str] = {
    "python": rf"{_TRIPLE} | {_SHORT} | (?P<comment>\#[^\n]*+)",
    "hash": rf"{_SHORT} | (?P<comment>{_HASH})",
    "c": rf"{_SHORT} | `(?:\\.|[^`\\])*+` | (?P<comment>//[^\n]*+ | {_BLOCK})",
    "chars": rf""" "(?:\\.|[^"\\])*+" | '(?:\\.|[^'\\\n])' | `[^`]*+`
        | (?P<comment>//[^\n]*+ | {_BLOCK})""",
    "php": rf"{_SHORT} | (?P<comment>//[^\n]*+ | {_HASH} | {_BLOCK})",
    "dashes": rf"{_SHORT} | (?P<comment>--[^\n]*+ | {_BLOCK})",
    "semicolon": rf"{_SHORT} | (?P<comment>(?m:^[ \t]*+)[;\#][^\n]*+)",
    "percent": rf"{_SHORT} | (?P<comment>%[^\n]*+)",
    "markup": r"(?P<comment><!--(?s:.*?)(?:-->|\Z))",
}
_PATTERNS: dict[str, re.Pattern[str]] = {}

FAMILY_OF: Mapping[str, str] = {
    **dict.fromkeys(("py", "pyi", "ipynb"), "python"),
    **dict.fromkeys(
        ("rb", "sh", "bash", "zsh", "fish", "pl", "pm", "r", "jl", "ex", "exs"), "hash"
    ),
    **dict.fromkeys(
        ("toml", "yaml", "yml", "env", "tf", "hcl", "nix", "ps1", "cfg", "conf"), "hash"
    ),
    **dict.fromkeys(("properties", "mk", "dockerfile", "makefile", "cmake"), "hash"),
    **dict.fromkeys(("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "dart", "groovy"), "c"),
    **dict.fromkeys(("json5", "jsonc", "css", "scss", "proto", "sol"), "c"),
    **dict.fromkeys(("go", "rs", "java", "kt", "kts", "cs", "swift", "scala", "zig", "v"), "chars"),
    **dict.fromkeys(("c", "h", "cc", "cpp", "cxx", "hpp", "m", "mm", "fs"), "chars"),
    **dict.fromkeys(("sql", "lua", "hs", "elm"), "dashes"),
    **dict.fromkeys(("ini", "clj", "cljs", "el", "lisp"), "semicolon"),
    **dict.fromkeys(("erl", "tex"), "percent"),
    **dict.fromkeys(("html", "htm", "xml", "vue", "svelte"), "markup"),
    "php": "php",
}
"""Ending of a file's name → how its comments are written."""


def comments(text: str, family: str | None) -> Iterator[Span]:
    """
    The comments of *text*, in order; of Python its free-standing docstrings too.

    Args:
        text: Source.
        family: A value of `FAMILY_OF`; None: the text has no comments.
    """
    if family is None:
        return
    pattern = _PATTERNS.get(family)
    if pattern is None:
        pattern = _PATTERNS[family] = re.compile(rf"(?x){_FAMILIES[family]}")
    docs = family == "python"
    for found in pattern.finditer(text):
        if found["comment"] is not None or (docs and found["doc"] is not None):
            yield found.span()
