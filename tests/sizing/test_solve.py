"""Least squares with priors finds what made the rows, and shrugs off the odd one."""

import numpy as np
import pytest

from llmpick.sizing.solve import solve

X = np.linspace(0.0, 1.0, 40)


def line(outlier=0.0):
    """Residuals of 2 + 3 x, the last row off by *outlier*."""
    measured = 2 + 3 * X
    measured[-1] += outlier

    def residuals(values):
        return measured - (values[0] + values[1] * X)

    return residuals


def fitted(residuals, spread=10.0, weight=100.0):
    """Solved from zero."""
    count = len(X)
    return solve(residuals, np.zeros(2), np.full(2, spread), np.full(count, weight))


def test_finds_what_made_the_rows():
    """Without noise the values come out."""
    assert fitted(line()).values == pytest.approx([2, 3], abs=1e-3)


def test_an_odd_row_pulls_no_harder_than_its_distance():
    """A row ten off moves the line by little, where least squares would move it by much."""
    assert fitted(line(outlier=10.0)).values == pytest.approx([2, 3], abs=0.1)
    squares = np.polyfit(X, 2 + 3 * X + np.append(np.zeros(39), 10.0), 1)
    assert abs(squares[0] - 3) > 0.3


def test_a_tight_prior_holds():
    """Where the prior is narrow and rows weigh little, the value stays."""
    found = fitted(line(), spread=1e-3, weight=1e-3)
    assert np.abs(found.values).max() < 0.01
    assert (found.stderr <= 1e-3).all()


def test_no_rows_leave_the_prior():
    """Without rows the answer is the prior, with its spread."""
    found = solve(lambda values: np.zeros(0), np.ones(2), np.full(2, 0.5), np.zeros(0))
    assert found.values == pytest.approx([1, 1])
    assert found.stderr == pytest.approx([0.5, 0.5])
