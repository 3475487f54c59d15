"""What a page and a record say in the same words."""

from __future__ import annotations

import pytest

from llmpick.render.page import report_text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://e.org/\"onmouseover='x'<>", "https://e.org/%22onmouseover='x'%3C%3E"),
        ("https://e.org/ü 1", "https://e.org/%C3%BC%201"),
        (None, ""),
    ],
)
def test_links(url, shown):
    """Only pages of the web are links, and nothing in one ends it."""
    assert report_text.link(url) == shown


@pytest.mark.parametrize(
    ("ends", "when", "why"),
    [
        (None, "2027-02-22", "a quarter from now"),
        ("2026-12-24", "2026-12-24", "it ends there"),
        ("2027-06-30", "2027-02-22", "a quarter from now"),
        ("2026-11-23", "2027-02-22", "a quarter from now"),
    ],
    ids=["nothing dated", "ends before", "ends after", "ends today"],
)
def test_when_to_look_again(ends, when, why, decided):
    """After a quarter, or on the first day on which something is known to end or change."""
    first = decided.ranking[0]
    route = first.candidate.route
    route = route._replace(
        offering=route.offering._replace(retires_on=ends),
        model=route.model._replace(retires_on=None),
    )
    changed = first._replace(candidate=first.candidate._replace(route=route, change=None))
    decision = decided._replace(ranking=(changed, *decided.ranking[1:]))
    assert report_text.review(decision, "2026-11-23") == (when, why)
