"""docs/check-files.md: its example, its table, and the step of the action."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from llmpick.files import walk
from llmpick.inputs import source_files

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "check-files.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_example(run, request, tmp_path, monkeypatch):
    """`--write-snapshots` rewrites it."""
    [source] = re.findall(r"```python\n(.*?)```", TEXT, re.S)
    [(command, shown)] = re.findall(
        r"```console\n\$ llmpick ([^\n]*--as-of[^\n]*)\n(.*?)```", TEXT, re.S
    )
    (tmp_path / "support").mkdir()
    (tmp_path / "support" / "chat.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = run(*shlex.split(command), "--format", "text")
    assert found.code == 1, found.stderr
    if request.config.getoption("--write-snapshots"):
        text = TEXT.replace(f"{command}\n{shown}```", f"{command}\n{found.stdout}```")
        PAGE.write_text(text, encoding="utf-8")
        return
    assert shown == found.stdout


def test_the_limits_are_those_of_the_code():
    """Sizes that the page names."""
    assert f"{source_files.MOST_BYTES:,} bytes" in TEXT
    assert f"{walk.MOST_ENTRIES:,} entries" in TEXT


@pytest.fixture
def bench(monkeypatch):
    """bench/checks.py as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    sys.modules.pop("checks", None)
    import checks

    return checks


def test_the_fifty_files(run, bench, monkeypatch):
    """All that must be found is, and nothing else in code; as the table says."""
    monkeypatch.chdir(bench.FILES)
    found = run("check", "--files", ".", "--json", "--as-of", "2026-12-01")
    rows = [row for row in json.loads(found.stdout)["findings"] if row["where"] == "code"]
    counted = bench.tally([(row["file"], row["line"], row["name"]) for row in rows], 0)
    must = sum(row.must for row in bench.expected())
    assert (counted.missed, counted.false, counted.beside) == ([], [], [])
    assert f"| llmpick | {counted.found} of {must} | 100% | 0 | 0 |" in TEXT
    assert len([path for path in bench.FILES.rglob("*") if path.is_file()]) == 50


def test_the_schedule_is_weekly():
    """The workflow makes decisions again after the catalog is renewed."""
    text = (ROOT / "integrations" / "github-action" / "example.yml").read_text(encoding="utf-8")
    assert text.index("llmpick catalog update") < text.index("llmpick check --decisions")
    assert "cron:" in text


STUB = """#!/bin/sh
echo "$@" >> "$LOG"
case "$*" in
  *sarif*) echo '{}'; exit "$CODE" ;;
  *--json*) printf '{\\n  "counted": 3,\\n  "files": 1\\n}\\n'; exit "$CODE" ;;
  *) echo '| table |'; exit "$CODE" ;;
esac
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a step of bash")
@pytest.mark.parametrize(
    ("code", "fail_on", "wanted"), [(1, "", 1), (0, "", 0), (1, "nothing", 0), (2, "", 2)]
)
def test_the_step_of_the_action(tmp_path, code, fail_on, wanted):
    """Names with blanks stay whole, outputs are written, and the exit code comes last."""
    stub = tmp_path / "llmpick"
    stub.write_text(STUB, encoding="utf-8")
    stub.chmod(0o755)
    output, summary, log = (tmp_path / name for name in ("output", "summary", "log"))
    done = subprocess.run(
        ["bash", str(ROOT / "integrations" / "github-action" / "check.sh")],
        env={
            **{"PATH": "/usr/bin:/bin", "LLMPICK_COMMAND": str(stub), "CODE": str(code)},
            **{"LOG": str(log), "GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(tmp_path / "run")},
            **{"GITHUB_STEP_SUMMARY": str(summary), "INPUT_FAIL_ON": fail_on},
            **{"INPUT_FILES": "src\na b; rm -rf $HOME\n", "INPUT_UPCOMING": "30"},
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == wanted, done.stderr
    first = log.read_text(encoding="utf-8").splitlines()[0]
    assert first == "check --files src a b; rm -rf $HOME --upcoming 30 --format sarif"
    if code < 2:
        assert output.read_text(encoding="utf-8").splitlines()[0] == "findings=3"
        assert "| table |" in summary.read_text(encoding="utf-8")
