"""A price far below the others' is found; one on other terms, or beside too few, is not."""

from __future__ import annotations

import pytest

from llmpick.catalog import check

PATH = "offerings/relay/acme/atlas-3.toml"


@pytest.fixture
def found(own_catalog):
    """Whether the rule speaks where a route's input price is so much and its file has an edit."""

    def call(price, old="", new=""):
        target = own_catalog / PATH
        text = target.read_text(encoding="utf-8")
        text = text.replace("input_per_mtok = 2.0", f"input_per_mtok = {price}", 1)
        target.write_text(text.replace(old, new, 1), encoding="utf-8")
        return any("others that sell" in row.message for row in check.findings(str(own_catalog)))

    return call


@pytest.mark.parametrize(("price", "expected"), [(0.09, True), (0.11, False), (2.0, False)])
def test_twenty_times_below_the_median(found, price, expected):
    """The others take 2: a twentieth of it is .1."""
    assert found(price) is expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            "[facts]",
            '[facts]\nother_terms = [\n    { value = true, source = "list" },\n]',
            id="terms",
        ),
        pytest.param('"current"', '"retired"', id="not on sale"),
        pytest.param(
            'source = "list", input', 'source = "list", currency = "CNY", input', id="yuan"
        ),
        pytest.param(
            'source = "list", input', 'disputed = true, source = "list", input', id="wrong"
        ),
    ],
)
def test_what_is_not_compared(found, old, new):
    """Other terms, what is not on sale, other currencies, prices that are disputed."""
    assert not found(0.002, old, new)


def test_two_others_at_least(found, own_catalog):
    """One other is no majority."""
    for path in (own_catalog / "offerings").rglob("atlas-3*.toml"):
        if path.relative_to(own_catalog).as_posix() != PATH and "us-east" not in path.name:
            path.unlink()
    assert not found(0.002)
