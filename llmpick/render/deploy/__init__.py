"""
From a deployment to files that start it: one module a target, each with `text(launch)`.

They hold what the estimate assumed, and no choice of their own.
"""
