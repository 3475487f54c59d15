"""Numbers as people type them."""

POWERS = {"k": 3, "m": 6, "b": 9}
"""Powers of ten that may end a number, as in 128k tokens or 1.5M requests."""


def number(text: str) -> float:
    """
    0.5, 300, 2k, 1.5M.

    Raises:
        ValueError: *text* is no number.
    """
    power = POWERS.get(text[-1:].lower(), 0)
    return float(f"{text[:-1]}e{power}" if power else text)


def whole(text: str) -> int:
    """
    32000, 32k, 1.5M.

    Raises:
        ValueError: *text* is no whole number.
    """
    if text.isdecimal():
        return int(text)
    found = number(text)
    if not found.is_integer():
        raise ValueError(text)
    return int(found)
