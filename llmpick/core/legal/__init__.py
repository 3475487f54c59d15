"""
What licences of weights and laws allow: clause by clause, and duties with their days.

What a provider's contract proves of privacy is `core.privacy`.
"""
