"""The constants that many answers share."""

from pathlib import Path
from statistics import NormalDist

import pytest

import llmpick
from llmpick.core.facts.records import Z80


def test_four_cases_of_five():
    """Every 80 % interval reaches as far as the normal distribution says."""
    assert pytest.approx(NormalDist().inv_cdf(0.9), rel=1e-15) == Z80


def test_the_quantile_stands_once():
    """No module has a copy of its own, which could have other digits."""
    package = Path(llmpick.__file__).parent
    stating = [path.name for path in package.rglob("*.py") if "1.2815" in path.read_text("utf-8")]
    assert stating == ["records.py"]
