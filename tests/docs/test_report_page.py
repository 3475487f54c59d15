"""docs/report.md: its log, its record and its sum; what the catalog moves elsewhere is not held."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from llmpick.api.portfolio import MOST
from llmpick.core.answers.picks import Picks
from llmpick.core.answers.portfolio import AS_GOOD, WORTH_IT
from llmpick.render.page import texts

pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")

PAGE = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")


def bills(record: str) -> list[tuple[str, ...]]:
    """Of each name: requests, tokens, and what it costs now."""
    return re.findall(
        r"^\| (\S+) \| ([\d.]+k) \| (\S+ \+ \S+) \| ([\d,]+) \|", record, re.MULTILINE
    )


def test_the_example(run, tmp_path, monkeypatch):
    """The log as it stands, by the command as it stands, has the bills that the page shows."""
    log = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)[0]
    (tmp_path / "november.csv").write_text(log, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    asked = next(line for line in PAGE.splitlines() if "--usage november.csv" in line)
    done = run(*shlex.split(asked)[2:])
    assert done.code == 0, done.stderr
    record = (tmp_path / "november.md").read_text(encoding="utf-8")
    shown = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)[0]
    assert bills(record) == bills(shown)
    assert len(bills(shown)) == 2
    lost = "1,000 requests are in none of these sums."
    assert lost in record
    assert lost in shown


def test_what_it_says_of_a_move_is_so():
    """Half a point, five percent, twelve names, three tiles."""
    assert (AS_GOOD, WORTH_IT, MOST) == (0.005, 0.05, 12)
    assert "half a point" in PAGE
    assert "saves 5 % or more" in PAGE
    assert "twelve dearest" in PAGE
    assert ", ".join(texts.PICKS.values()) in PAGE
    assert set(texts.PICKS) <= set(Picks._fields)
