"""docs/usage-logs.md: its example runs, and its table is that of the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from llmpick.usage_logs import forms

pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")

PAGE = (Path(__file__).parents[2] / "docs" / "usage-logs.md").read_text(encoding="utf-8")


def test_the_table_of_formats():
    """Every format: where it counts a cache, how it is read, where its form is described."""
    rows = re.findall(r"^\| `(\S+)` \| .*? \| (.*?) \| (query|row by row) \|$", PAGE, re.MULTILINE)
    expected = [
        (form.name, form.cache, "row by row" if form.read else "query") for form in forms.ALL
    ]
    assert sorted(rows) == sorted(expected)
    for form in forms.FORMS:
        assert f"- `{form.name}`: {form.page}" in PAGE


def test_the_example(run, tmp_path, monkeypatch):
    """Its log, its command, its bill; but for what the catalog moves elsewhere."""
    log, asked, shown = re.findall(
        r"```jsonl\n(.*?)```\n\n```console\n\$ llmpick (.*?)\n(.*?)```", PAGE, re.DOTALL
    )[0]
    (tmp_path / "session.jsonl").write_text(log)
    monkeypatch.chdir(tmp_path)
    result = run(*shlex.split(asked), "--format", "text")
    assert result.code == 0, result.stderr
    bill = re.compile(r"^.*?(?=^elsewhere)", re.DOTALL | re.MULTILINE)
    found, expected = (
        [line for line in bill.findall(text)[0].splitlines() if not line.startswith("as of")]
        for text in (result.stdout, shown)
    )
    assert found == expected


def test_emitted_for_a_format_that_is_a_table(run):
    """A table has a query; what is read row by row says that it has none."""
    found = run("cost", "--emit-sql", "--log-format", "openai-usage")
    assert found.code == 0, found.stderr
    assert '"service_tier"' in found.stdout
    refused = run("cost", "--emit-sql", "--log-format", "codex")
    assert refused.code == 2
    assert "is no table" in refused.stderr
