"""
An answer's blocks as a table, plain text, JSON, CSV or Markdown: one module a form.

What an answer says is in `render.answers`.
"""
