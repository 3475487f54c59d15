"""What a client may send, and how much of it waits."""

MAX_MESSAGE_BYTES = 1_000_000
MAX_AT_A_TIME = 64
"""Requests by HTTP; those beyond are told to come again."""
IDLE_S = 5
"""Seconds that an idle connection is kept."""
