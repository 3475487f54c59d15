"""
What is known, as frozen values in force on one day: models, offerings, providers, hardware, places,
days.

Nothing here judges, prices or ranks; provenance stays in `catalog`.
"""
