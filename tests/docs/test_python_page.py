"""docs/python.md: its examples run, one after the other, as a reader would."""

from __future__ import annotations

import re
from pathlib import Path

import llmpick

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


def test_the_examples_run(capsys):
    """Every block, in one namespace; each prints something."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
        assert capsys.readouterr().out
    assert len(blocks) == 6


def test_every_name_is_on_the_page():
    """The table has them all."""
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"`{name}" in text for name in llmpick.__all__)
