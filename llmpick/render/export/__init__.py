"""
Answers as files of other tools: one module a target, a plan in, text out.

What is in a plan is `api.exporting`; nothing is written to disk here.
"""
