"""What is told while the abilities are fitted."""

from __future__ import annotations

from llmpick.catalog.derive import _iterations


def test_the_fit_has_an_end():
    """How far it is to the change that ends it, in percent; it never goes back, nor says done."""
    told = []
    step = _iterations(lambda stage, done, of: told.append((stage, done, of)))
    assert step is not None
    for number, change in enumerate((4.0, 0.4, 1.0, 0.04, 0.001)):
        step(number, change)
    assert told == [("fit, percent", done, 100) for done in (0, 33, 33, 67, 99)]
    assert _iterations(None) is None
