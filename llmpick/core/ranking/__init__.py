"""
From routes and a need to an order: limits, the filter, values on fixed ends, scores, methods.

How sure the order is, and what would change it, is `core.robustness`.
"""
