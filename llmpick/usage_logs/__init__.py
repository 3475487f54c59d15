"""
A log of requests, read and summed in whole numbers.

Pricing the sums is `core.answers.usage`.
"""
