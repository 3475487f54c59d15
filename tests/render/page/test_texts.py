"""The texts of the pages: each is used, each blank is filled, and the scripts have no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from llmpick.render.page import texts

STATIC = Path(texts.__file__).parent / "static"
SCRIPTS = "\n".join(
    (STATIC / name).read_text(encoding="utf-8") for name in ("save.js", "page.js", "charts.js")
)
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in Path(texts.__file__).parent.glob("*.py")
    if path.name != "texts.py"
)
TEMPLATES = "\n".join(
    (STATIC / name).read_text(encoding="utf-8") for name in ("page.html", "sheet.html")
)


def test_scripts_say_what_the_module_has():
    """Every text that a script names is there, and no text is left over."""
    said = set(re.findall(r'say\("(\w+)"', SCRIPTS))
    assert said <= set(texts.SCRIPT)
    assert set(texts.SCRIPT) <= set(re.findall(r'"(\w+)"', SCRIPTS + SOURCES))


def test_a_template_says_what_the_module_has():
    """Every place of a template has its text."""
    assert {name[2:] for name in re.findall(r"\$(t_\w+)", TEMPLATES)} <= set(texts.PAGE)
    outside = re.sub(r"<[^>]*>|\$\w+|\s", "", TEMPLATES)
    assert outside == ""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("say `--as-of` now", "say <code>--as-of</code> now"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("`<x>`", "<code>&lt;x&gt;</code>"),
    ],
)
def test_back_quotes_are_code(text, html):
    """Escaped all the same."""
    assert texts.marked(text) == html
