"""
Pure arithmetic over facts: no file, clock, environment or print.

What it needs comes in as values, what it finds goes out; reading files, options and words for a
person live elsewhere.
"""
