"""The typed records are those that the renderers build."""

from __future__ import annotations

import subprocess
import sys

import pytest

import llmpick
from llmpick.python import generate


@pytest.mark.parametrize("name", ["answers", "stated"])
def test_generated_modules_are_fresh(name):
    """`python -m llmpick.python.generate` would change nothing."""
    stored = (generate.FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert getattr(generate, name)().split() == stored.split()


def test_importing_loads_nothing():
    """`import llmpick` loads its version; its names are the stable ones, at most fourteen."""
    script = (
        "import sys; before = set(sys.modules); import llmpick\n"
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['llmpick', 'llmpick.version']"
    assert len(llmpick.__all__) <= 14
    assert all(getattr(llmpick, name) for name in llmpick.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = llmpick.nothing
