"""
Models tried on a user's own prompts: prompts, requests, streams, grades, money, the journal.

No ranking and no rendering: what was measured goes out as records.
"""
