"""Where lines of Japanese are broken."""

from __future__ import annotations

import pytest

from llmpick.lang.wrap import cells, wrapped

LINE = "節約より月1,200ドル高いが、品質は5点上（`llmpick list tasks` を参照）。上位は Cloud A のみ"


@pytest.mark.parametrize("width", [31, 40, 60, 79])
def test_lines_fit_and_nothing_is_lost(width):
    """No line is too wide, and all that was there still is."""
    lines = wrapped(LINE, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == LINE.replace(" ", "")


@pytest.mark.parametrize("width", range(31, 60))
def test_no_line_begins_or_ends_where_it_may_not(width):
    """No mark that closes at the beginning, none that opens at the end, no number in two."""
    lines = wrapped(LINE, width)
    assert not any(line[0] in "、。）」ー" for line in lines)
    assert not any(line[-1] in "（「" for line in lines)
    assert any("1,200" in line for line in lines)
    assert any("`llmpick list tasks`" in line for line in lines)
