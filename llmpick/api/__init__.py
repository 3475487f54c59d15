"""
The questions that llmpick answers, one module each: plain data in, an answer record out.

Options and output are `cli` and `render`; the arithmetic is `core`.
"""
