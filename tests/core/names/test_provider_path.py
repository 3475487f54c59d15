"""What stands in a name beside the model, on a few names that fit on a page."""

from __future__ import annotations

import pytest

from llmpick.core.names.name_index import ModelNames, OfferingNames, build
from llmpick.core.names.provider_path import own_identifier
from llmpick.core.names.resolve import resolve

NAMES = build(
    [
        ModelNames("acme/atlas-3", "Atlas 3", "2026-01-01", ("atlas-3-0101",), ()),
        ModelNames("acme/atlas-3-mini", "Atlas 3 mini", "2026-01-01", (), ()),
    ],
    [
        OfferingNames("acme/atlas-3@acme", "acme/atlas-3", "acme", ("atlas-3",)),
        OfferingNames("acme/atlas-3@acme/fast", "acme/atlas-3", "acme", ("atlas-3-fast",)),
        OfferingNames("acme/atlas-3@acme/eu", "acme/atlas-3", "acme", ("atlas-3",)),
        OfferingNames("acme/atlas-3@hub", "acme/atlas-3", "hub", ("acme/atlas-3:paid",)),
        OfferingNames("acme/atlas-3-mini@acme", "acme/atlas-3-mini", "acme", ("ft:atlas-3",)),
    ],
)


@pytest.mark.parametrize(
    ("name", "routes"),
    [
        ("acme/atlas-3-fast", ("acme/atlas-3@acme/fast",)),
        ("acme/eu/atlas-3", ("acme/atlas-3@acme/eu",)),
        ("acme/converse/atlas-3", ("acme/atlas-3@acme",)),
        ("hub/acme/atlas-3:paid", ("acme/atlas-3@hub",)),
        ("acme/us/atlas-3", None),
        ("acme/atlas-3-slow", None),
        ("hub/atlas-3", None),
        ("atlas-3-fast", None),
    ],
)
def test_own_identifier(name, routes):
    """A provider ahead of its identifier, with a region or an interface between."""
    found = own_identifier(name, NAMES)
    assert (found.routes if found else None) == routes


def test_an_identifier_of_variants_alone():
    """A suffix that only a variant has is that variant, and not the model's other routes."""
    assert resolve("atlas-3-fast", NAMES).routes == ("acme/atlas-3@acme/fast",)
    assert resolve("atlas-3-fast@acme", NAMES).routes == ("acme/atlas-3@acme/fast",)
    assert resolve("atlas-3", NAMES).routes == ()


def test_what_is_taken_off_is_said():
    """`[1m]` is the same model with a long context."""
    found = resolve("acme/atlas-3[1m]", NAMES)
    assert (found.model, found.said) == ("acme/atlas-3", "without `[1m]`")


def test_tuned_models():
    """A tuned model has the price that its provider states for its base, or none."""
    assert resolve("ft:atlas-3:owner:name:id", NAMES).routes == ("acme/atlas-3-mini@acme",)
    other = resolve("ft:atlas-9:owner::id", NAMES)
    assert other.model is None
    assert "a tuned model of atlas-9" in (other.said or "")
