"""llmpick: which large language model to use for a job, and by which way of running it."""

__version__ = "0.1.0"
