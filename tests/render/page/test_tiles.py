"""The tiles of the picks, and why one lies off the line: of a decision that is at hand."""

from __future__ import annotations

import re
from html import unescape

import pytest

from llmpick.api.report import report
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options
from llmpick.render.page import texts, tiles
from llmpick.render.wording import picks as wording


@pytest.fixture(scope="module")
def found(known):
    """The report of a coding assistant, from the part of the catalog."""
    return report(known, need_of(known, need_options({"task": "coding"})))


def test_each_pick_has_a_tile_with_its_bill_and_points(found):
    """Name, provider, bill, points and privacy of the picks of the decision."""
    picks = found.decision.picks
    page = tiles.html(picks, found.decision.need)
    parts = page.split('<li class="tile ')[1:]
    assert [part.split('"')[0].split()[0] for part in parts] == ["use", "better", "cheaper"]
    for part, one in zip(parts, tiles.tiles(picks), strict=True):
        text = unescape(re.sub(r"<[^>]+>", " ", part))
        assert one.line in text
        if one.found is None:
            assert texts.TILE["none"] in text
            continue
        assert wording.model_words(one.found) in text
        assert one.found.route.provider.name in text
        assert wording.bill_words(one.found, found.decision.need) in text
        assert f"{one.found.route.estimate.score * 100:.0f} of 100" in text
        assert texts.PRIVACY[one.found.privacy_level] in text


def test_a_pick_that_is_not_there_says_why(found):
    """No step up and none down: two tiles say so."""
    picks = found.decision.picks._replace(better=None, cheaper=None)
    use, better, cheaper = tiles.tiles(picks)
    assert use.line == texts.TILE["balance"]
    assert (better.found, better.line) == (None, texts.TILE["no_better"])
    assert (cheaper.found, cheaper.line) == (None, texts.TILE["no_cheaper"])
    assert tiles.html(None, found.decision.need) == ""
    assert [one["pick"] for one in tiles.marks(picks)] == ["use"]


@pytest.fixture
def below(found):
    """A report whose first pick lies below one other route, made from *change* of it."""

    def call(**change):
        entry = next(row for row in found.routes if row.candidate is not found.decision.picks.use)
        use = found.decision.picks.use
        estimate = use.route.estimate
        better = estimate._replace(score=estimate.score + 0.05)
        route = use.route._replace(estimate=change.pop("estimate", better))
        cost = use.cost._replace(total=use.cost.total / 2)
        above = use._replace(route=route, cost=cost, **change)
        entry = entry._replace(candidate=above, lasting_cost=change.pop("lasting", cost.total))
        picks = found.decision.picks._replace(better=None, cheaper=None)
        return found._replace(routes=(entry,), decision=found.decision._replace(picks=picks))

    return call


def test_what_lies_above_and_why_it_was_not_picked(below, found):
    """Less privacy, less freedom, or never tested: the first reason that holds."""
    use = found.decision.picks.use
    [line] = tiles.off_line(below(privacy_level="public"))
    assert line.startswith("Use, ")
    assert "gives 5 points more for " in line
    assert "its privacy is only not proved, not " in line
    custom = use.customisability._replace(score=use.customisability.score - 1)
    [line] = tiles.off_line(below(customisability=custom))
    assert line.endswith(f"{texts.OFF_LINE['custom']}.")
    estimate = use.route.estimate._replace(
        score=use.route.estimate.score + 0.001, label="general only", direct=0, near=0, of_task=None
    )
    assert not estimate.is_tested
    [line] = tiles.off_line(below(estimate=estimate))
    assert "gives as much for " in line
    assert line.endswith(f"{texts.OFF_LINE['untested']}.")


def test_on_the_line_nothing_is_said(found):
    """Where no route that costs no more is better, a pick needs no reason."""
    picks = found.decision.picks
    alone = [row for row in found.routes if row.candidate.route.id == picks.use.route.id]
    only = picks._replace(better=None, cheaper=None)
    held = found._replace(routes=tuple(alone), decision=found.decision._replace(picks=only))
    assert tiles.off_line(held) == []
