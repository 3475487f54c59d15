"""
The fit of speed constants to measured rows (extra `fit`).

The formulas themselves are in `core.self_hosting`.
"""
