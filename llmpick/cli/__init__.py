"""Commands: parse, call, render, exit."""
