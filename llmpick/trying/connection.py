"""Where a route is called, and as what."""

from __future__ import annotations

from typing import NamedTuple


class Connection(NamedTuple):
    """
    How a route is called.

    *base_url* and *model* as its provider has them; *dialect* is openai-chat, anthropic-messages or
    gemini; *key_variable* names the variable of the environment that holds the key, None where
    none is sent; *headers* are sent besides.
    """

    base_url: str
    model: str
    dialect: str
    key_variable: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
