"""docs/policy.md: its example is a policy, and its output is what the command prints."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from llmpick.core.privacy.requirements import OLD_KEYS
from llmpick.inputs.policy_file import SECTIONS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "policy.md"
EXAMPLE = re.compile(r"```console\n(\$ llmpick check [^\n]*--as-of [^\n]*)\n(.*?)```", re.S)


def test_the_example(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text(encoding="utf-8")
    [policy] = re.findall(r"```toml\n(.*?)```", text, re.S)
    [(command, shown)] = EXAMPLE.findall(text)
    (tmp_path / "policy.toml").write_text(policy, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "llmpick", *shlex.split(command)[2:]],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 1, done.stderr
    if request.config.getoption("--write-snapshots", default=False):
        text = text.replace(f"{command}\n{shown}```", f"{command}\n{done.stdout}```")
        PAGE.write_text(text, encoding="utf-8")
        return
    assert done.stdout == shown


def test_every_key_of_a_policy_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for section, keys in SECTIONS.items():
        assert f"`[{section}]`" in text
        new = [key for key in keys if key not in OLD_KEYS]
        assert [key for key in new if f"`{key}`" not in text] == []
