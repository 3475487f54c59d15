"""Manual pages: made from what `--help` is made from, and readable by man."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from llmpick.cli import man
from llmpick.cli.app import COMMANDS


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages, written."""
    found = tmp_path_factory.mktemp("man1")
    man.write(str(found), "2026-11-23")
    return found


def test_every_command_has_a_page_with_all_its_options(folder, run):
    """Those of --help-all, groups and examples as well; below a group each of its commands."""
    names = {f"llmpick-{name}.1" for name in COMMANDS} | {"llmpick.1"}
    assert {path.name for path in folder.iterdir()} == names
    page = (folder / "llmpick-recommend.1").read_text(encoding="utf-8").replace("\\-", "-")
    flags = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", run("recommend", "--help-all").stdout, re.M)
    assert [flag for flag in flags if flag not in page] == []
    assert ".SS Own hardware" in page
    assert "llmpick recommend -t coding -b 300" in page
    below = (folder / "llmpick-catalog.1").read_text(encoding="utf-8").replace("\\-", "-")
    assert ".SS llmpick catalog fit-speed" in below
    assert "--release" in below


def test_no_line_is_a_command_by_mistake(folder):
    """What begins with a dot is one of the few macros that are written."""
    known = ("TH", "SH", "SS", "TP", "PP", "EX", "EE")
    for path in folder.iterdir():
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line[:1] not in (".", "'") or line[1:].partition(" ")[0] in known, line


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_mandoc_finds_no_fault(folder):
    """Its lint warns of nothing."""
    paths = sorted(map(str, folder.iterdir()))
    done = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning", *paths], capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("", "")
