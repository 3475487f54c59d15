"""
What a user wants: the job and its size, what must hold, and what matters how much.

Checking what was typed is `inputs`; whether a route meets it is `core.privacy`, `core.legal` and
`core.ranking`.
"""
