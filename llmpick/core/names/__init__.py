"""
From any spelling of a model, offering or GPU to its canonical identifier.

Suggestions for mistyped words of the command line are not made here but in `errors`.
"""
