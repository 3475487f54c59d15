"""
Versions of the catalog that are published: made, signed, fetched, kept on this machine.

What is in a catalog and how it is compiled is the business of `catalog/`; no query comes by here.
"""
