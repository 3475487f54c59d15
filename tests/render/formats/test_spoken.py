"""Blocks in another language."""

from __future__ import annotations

from llmpick.lang.said import amount, said
from llmpick.lang.speak import Speaker, YenRate
from llmpick.lang.wrap import cells
from llmpick.render.blocks import Grid, Lines, Sentence
from llmpick.render.formats.spoken import spoken

BILL = said("{usd} USD a month{later}", usd=amount("usd", 1900.0, "1,900"), later="")


def test_the_rate_stands_at_the_end_where_yen_are_shown():
    """Once, with its day."""
    speaker = Speaker(YenRate(150.0, "2026-11-20"))
    found = spoken([Sentence(BILL), Lines((("note", "x"),))], speaker)
    assert found == [
        Sentence("月1,900ドル（約28.5万円）"),
        Lines((("補足", "x"), ("換算", "1ドル=150円（2026-11-20）"))),
    ]
    assert spoken([Lines((("note", "x"),))], Speaker()) == [Lines((("補足", "x"),))]


def test_heads_keep_their_side_and_minor_columns_their_names():
    """What a narrow terminal leaves out is named as the heads are."""
    grid = Grid(("model", ">USD/month", "privacy"), (("a", "1", "b"),), minor=("privacy",))
    (found,) = spoken([grid], Speaker())
    assert isinstance(found, Grid)
    assert found.heads == ("モデル", ">月額（ドル）", "データ保護")
    assert found.minor == ("データ保護",)


def test_lines_are_broken_to_the_width():
    """Beside their labels."""
    text = "品質は100点満点で71点の見込みで、失敗1件の損失が0.014ドルを超えるなら元が取れる"
    (found,) = spoken([Lines((("why", text),))], Speaker(), 40)
    assert isinstance(found, Lines)
    assert all(cells(line) <= 34 for line in found.pairs[0][1].split("\n"))
