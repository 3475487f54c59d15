"""
Questions put and answers made, for whoever asks: the command line, Python, agents, pipelines.

Nothing here prints, reads the clock or the environment, or knows where a user's files lie.
"""
