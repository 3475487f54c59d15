"""
How a route is reached: address, identifier, dialect, variables, and what is the user's own.

Reading keys and sending requests are not here; whether a region may be used is `core.privacy`.
"""
