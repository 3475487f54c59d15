"""
Commands: parse, call, render, exit.

No rule of the domain and no formatting lives here.
"""
