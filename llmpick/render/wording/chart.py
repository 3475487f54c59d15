"""Cost against volume as a picture in letters: both axes on a logarithmic scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from llmpick.render import words

HEIGHT = 11
BLANK = "·"
BOTH = "X"
"""Where two lines meet, or lie on each other."""


def picture(
    volumes: Sequence[float], lines: Mapping[str, Sequence[float]]
) -> list[tuple[str, str]]:
    """
    The rows of a picture, each with the label at its left, the dearest first.

    Args:
        volumes: Requests a month, rising and above 0: a column each.
        lines: A letter → US dollars a month at each of the volumes, above 0.
    """
    width = len(volumes)
    costs = [cost for line in lines.values() for cost in line]
    low, high = math.log(min(costs)), math.log(max(costs))
    cells = [[BLANK] * width for _ in range(HEIGHT)]
    for letter, line in lines.items():
        for column, cost in enumerate(line):
            height = (math.log(cost) - low) / (high - low) if high > low else 0.0
            row = HEIGHT - 1 - round(height * (HEIGHT - 1))
            taken = cells[row][column]
            cells[row][column] = letter if taken == BLANK else BOTH
    rows = []
    for number, drawn in enumerate(cells):
        cost = math.exp(high - (high - low) * number / (HEIGHT - 1))
        label = f"{words.money(cost)} USD" if number % 5 == 0 else ""
        rows.append((label, "".join(drawn)))
    first, last = (words.short_count(round(volumes[end])) for end in (0, -1))
    between = max(1, width - len(first) - len(last))
    rows.append(("a month", f"{first}{'requests':^{between}}{last}"))
    return rows
