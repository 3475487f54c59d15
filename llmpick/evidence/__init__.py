"""
Scores beside what the fit expects, and a user's own results: their files, formats, import and
effect on estimates.

The fit itself is `ability`.
"""
