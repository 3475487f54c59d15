"""
A user's own layers over the catalog: their files, what they change, and the catalog under them.

A layer holds files of the catalog's own form, each with the facts that it states alone, and a short
table of discounts and of what is forbidden. What it states wins, fact by fact.
"""
