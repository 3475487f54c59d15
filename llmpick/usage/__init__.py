"""A log of requests: read and summed, not priced."""
