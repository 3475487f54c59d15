"""Completion in the shells themselves, at a terminal: one process of each, from its first Tab."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from terminal import Terminal

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(llmpick completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'eval "$(llmpick completion zsh)"'),
    "fish": (["fish", "--no-config"], "llmpick completion fish | source"),
}


@pytest.fixture
def shell(request, tmp_path, compiled_catalog):
    """A shell that has read the script, with `llmpick` on its path."""
    command, loads = SHELLS[request.param]
    if not shutil.which(command[0]) or not shutil.which("setsid"):
        pytest.skip(f"{command[0]} or setsid is not installed")
    program = tmp_path / "llmpick"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m llmpick "$@"\n')
    program.chmod(0o755)
    (tmp_path / "catalog").symlink_to(compiled_catalog)
    (tmp_path / "needs.toml").touch()
    root = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
    found = Terminal(
        command,
        {
            **{"HOME": str(tmp_path), "PYTHONPATH": root, "LC_ALL": "C.UTF-8", "TERM": "xterm"},
            **{"PATH": f"{tmp_path}:/usr/bin:/bin", "LLMPICK_OVERLAY": "off"},
        },
        tmp_path,
    )
    found.send(f"{loads}; echo re''ady\n")
    found.wait_for("ready\n")
    yield found
    found.close()


@pytest.mark.parametrize("shell", SHELLS, indirect=True)
def test_a_tab_completes(shell):
    """A command, a task, a model by its last part, a route behind the @, a file."""
    for typed, completed in (
        ("llmpick recomm", "llmpick recommend "),
        ("--catalog catalog --task cod", "--task coding "),
        ("--task=japa", "--task=japanese "),
        ("--save nee", "--save needs.toml "),
    ):
        shell.send(f"{typed}\t")
        shell.wait_for(completed)
    shell.send("\x15llmpick cost --catalog catalog thi\t")
    shell.wait_for("thin-9 ")
    shell.send("acme/atlas-3@rel\t")
    shell.wait_for("ay ")
