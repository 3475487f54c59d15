"""
From answers to text: the only place that rounds and words.

It reads no catalog and decides nothing.
"""
