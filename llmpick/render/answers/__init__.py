"""
One module for each command's answer: its sentences, tables and JSON records.

Wording that several answers share is in `render.wording`.
"""
