"""
Sentences that several answers share: the first line, the need, a candidate, how sure it is.

Numbers and money are in `render.words`.
"""
