"""
What users state, read and checked: options as typed values, need and policy files, profiles,
decisions on file, settings.

Option declarations are in `cli`; answering is `api`.
"""
