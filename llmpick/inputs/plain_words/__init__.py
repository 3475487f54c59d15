"""
A need in plain words: rules that make options of them, English and Japanese.

Nothing here is a guess of a model's: a word either has a rule, is of no weight, or is named as not
understood. What an option may be stands in `inputs/options.py`.
"""
