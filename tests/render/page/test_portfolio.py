"""`llmpick report --usage`: every kind of traffic, and what has no price."""

from __future__ import annotations

import re
from html import unescape

import pytest

pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")

LOG = """date,model,requests,input_tokens,output_tokens
2026-11-01,gpt-5,4000,60000000,1200000
2026-11-30,gpt-5,4100,61500000,1230000
2026-11-02,claude-sonnet-4.5,3000,24000000,450000
2026-11-20,my-own-llama,1000,250000,90000
"""
WHERE = ("--task", "coding", "--as-of", "2026-11-30")


@pytest.fixture
def paged(run, part, tmp_path):
    """The text of the page of a log, and the page itself."""

    def call(log: str, *arguments: str, name: str = "u.html", code: int = 0) -> tuple[str, str]:
        path = tmp_path / "log.csv"
        path.write_text(log, encoding="utf-8")
        target = tmp_path / name
        where = (*WHERE, "--catalog", str(part), "--usage", str(path))
        done = run("report", *where, "--out", str(target), *arguments)
        assert done.code == code, done.stderr
        page = target.read_text(encoding="utf-8")
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split()), page

    return call


def number(text: str) -> float:
    """An amount as it stands in a table."""
    return float(text.replace(",", "") or 0)


def test_a_row_a_kind_and_sums_that_add_up(paged):
    """Bill and saving of each name; the headline has their sums; what has no price is counted."""
    text, page = paged(LOG)
    table = page[page.index("<table>") : page.index("</table>")]
    rows = [
        [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in table.split("<tr>")[2:]
    ]
    assert {row[0] for row in rows} == {"gpt-5", "claude-sonnet-4.5"}
    [gpt] = [row for row in rows if row[0] == "gpt-5"]
    assert gpt[1:3] == ["8.2k", "15k + 300"]
    assert number(gpt[3]) - number(gpt[6]) == pytest.approx(number(gpt[8]), rel=0.06)
    saves = [number(row[8]) for row in rows if row[8] != "-"]
    found = re.search(r"would save ([\d,.]+) of ([\d,.]+) USD a month", text)
    assert found
    assert number(found[1]) == pytest.approx(sum(saves), rel=0.06)
    assert number(found[2]) == pytest.approx(sum(number(row[3]) for row in rows), rel=0.06)
    assert "1,000 requests are in none of these sums" in text
    assert re.search(r"my-own-llama .*unknown", text)
    assert 'id="c-traffic"' in page
    assert "llmpick report --usage" in text


def test_the_record_says_the_same(paged):
    """In Markdown: the headline of the page, its sections, and no chart."""
    page, _ = paged(LOG)
    _, record = paged(LOG, name="u.md")
    headline = record.splitlines()[2]
    assert headline in page
    assert re.findall(r"^## (.*)", record, re.M)[0] == "What to move"
    assert "<svg" not in record


def test_a_log_without_a_price_says_so(paged):
    """Exit 1; no table of moves, and no empty chart."""
    text, page = paged(
        "date,model,requests,input_tokens,output_tokens\n2026-11-01,mine,10,100,100\n", code=1
    )
    assert "No request of the log could be priced." in text
    assert 'id="moves"' not in page
    assert 'id="unpriced"' in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--requests", "5"), "--requests and --usage cannot stand together"),
        (("--gpu", "h100-sxm"), "own hardware and --usage cannot stand together"),
        (("--usage", "none.csv"), "none.csv"),
    ],
)
def test_mistakes(run, part, tmp_path, monkeypatch, arguments, message):
    """One sentence, exit 2, and nothing written."""
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "log.csv"
    log.write_text(LOG, encoding="utf-8")
    done = run("report", *WHERE, "--catalog", str(part), "--usage", str(log), *arguments)
    assert done.code == 2
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == [log]
