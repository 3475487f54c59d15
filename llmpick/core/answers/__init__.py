"""
The whole chain for each question: decide, compare, replace, bill, check a policy, list.

Each answer is a record that a renderer shows; no text is made here.
"""
