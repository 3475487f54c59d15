"""
What contracts and laws allow: privacy as far as it is proved, licences, regulations, API dialects.

Unknown never passes; weighing a term against others is `core.ranking`.
"""
