"""
From TOML files to facts and back: schema, checks, what is in force on a day, the compiled form.

It holds no arithmetic of a decision.
"""
