"""
The report for other people: one page of HTML, and a decision record in Markdown.

What is shown on a terminal is in `render.answers`.
"""
