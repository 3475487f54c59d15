"""
Answering agents over the Model Context Protocol: tools, resources, prompts, the two transports.

Nothing here spends money, writes a file, or knows where a user's files lie.
"""
