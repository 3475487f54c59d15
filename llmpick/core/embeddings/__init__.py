"""
Embedding models and rerankers: what is known of them, their expected score, what a month costs.

What a user may require of any provider or maker is in `ranking` and `privacy`.
"""
