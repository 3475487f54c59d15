"""
What a model lets its user change, and how far it can be made one's own.

How a fine-tuning run is sized is in `core.self_hosting`.
"""
