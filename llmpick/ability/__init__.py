"""
The fit of abilities to benchmark scores, with errors.

It knows nothing of prices, terms or needs.
"""
