"""
How sure a ranking is: draws of weights and measures, stability, flip points, confidence.

It takes scored routes and makes none.
"""
