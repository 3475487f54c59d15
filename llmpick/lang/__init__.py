"""Messages as templates with named fields, and what they are in another language.

Nothing here knows of models, answers or forms, and nothing that a program reads comes through it.
"""
