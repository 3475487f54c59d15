"""The first sentence of an answer."""

from __future__ import annotations

from llmpick.render.answers import sentences


def test_who_is_first_more_often_is_said(decided):
    """Where the draws favour another than the score, the sentence names it and why."""
    first, second, *others = decided.ranking
    loud = decided._replace(
        ranking=(first._replace(p_best=0.16), second._replace(p_best=0.74), *others)
    )
    name = second.candidate.route.model.id
    assert f"Over the draws {name} is first more often (P .74)" in sentences.headline(loud)
    even = loud._replace(ranking=(first._replace(p_best=0.71), second._replace(p_best=0.74)))
    assert "Over the draws" not in sentences.headline(even)
    undrawn = loud._replace(ranking=(first._replace(p_best=None), second._replace(p_best=None)))
    assert "Over the draws" not in sentences.headline(undrawn)
