"""
Evidence out of a catalog: scores against what the fit expects, and a user's own results in it.

Needs the catalog's derived tables and the standard library, no numpy.
"""
