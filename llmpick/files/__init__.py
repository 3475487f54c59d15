"""
Files of users and of the catalog: the one writer, whole or not at all, and the one bounded reader.

What a file means is known by the package that asks for it.
"""
