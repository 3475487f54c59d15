"""docs/overlay.md: its example is a layer, and its output is what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import own_layer

from llmpick.overlay.layer import KINDS

if TYPE_CHECKING:
    import pytest
    from conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "overlay.md"
FILE = re.compile(r"^`([a-z0-9/.-]+\.toml)`\n\n```toml\n(.*?)```", re.DOTALL | re.MULTILINE)
EXAMPLE = re.compile(r"```console\n(\$ llmpick [^\n]*--as-of [^\n]*)\n(.*?)```", re.DOTALL)


def test_the_example(run: Run, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Its files are a layer without a mistake; `--write-snapshots` rewrites what is printed."""
    text = PAGE.read_text(encoding="utf-8")
    files = dict(FILE.findall(text))
    assert len(files) == 5
    layer = own_layer.write(tmp_path / "layer", files)
    env = {
        "LLMPICK_OVERLAY": str(layer),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    checked = run("overlay", "check", env=env)
    assert checked.code == 0, checked.stdout
    for command, shown in EXAMPLE.findall(text):
        found = run(*shlex.split(command)[2:], env=env)
        assert found.code == 0, found.stderr
        printed = found.stdout.replace(str(tmp_path), "~")
        if request.config.getoption("--write-snapshots", default=False):
            text = text.replace(f"{command}\n{shown}```", f"{command}\n{printed}```")
            PAGE.write_text(text, encoding="utf-8")
        else:
            assert printed == shown


def test_every_kind_of_file_is_named() -> None:
    """What a layer may hold stands in the table."""
    text = PAGE.read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}/`" not in text] == []
