"""
Cost against size: each input is made ten and a hundred times as large, and its CPU time measured.

    python bench/growth.py [NAME...]

Exit code 1 where tenfold the input takes more than fifteen times as long. An input that is refused
at a bound is shown as refused: that is an answer too.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]

from llmpick.errors import UserError  # noqa: E402 - after the path

MOST_RATIO = 15.0
LEAST_SECONDS = 0.02
"""What takes less is not measured well enough for a ratio."""
Work = Callable[[], object]


@cache
def catalog() -> Any:
    """The small catalog with its fit in full."""
    import evidence_catalog

    from llmpick.catalog.load import load

    folder = Path(tempfile.mkdtemp(prefix="llmpick-growth-")) / "catalog"
    return load(str(evidence_catalog.make(ROOT / "tests" / "small_catalog", folder)), "2026-11-23")


def own_tests(size: int) -> Work:
    """One model with *size* own tests."""
    from llmpick.evidence.files import OwnScore, OwnSource
    from llmpick.evidence.own import own

    scores = tuple(
        OwnScore("acme/atlas-2", None, f"t{n}", None, 0.5, 200, None) for n in range(size)
    )
    source = OwnSource("own", 1.0, "coding", None, "2026-11-23", "CSV", "f", "ab", scores)
    return lambda: own(catalog(), [source])


def own_rows(size: int) -> Work:
    """A file of *size* results, read and parsed."""
    from llmpick.evidence.formats import parse

    data = ("model,score,n\n" + "atlas-2,0.5,20\n" * size).encode()
    return lambda: parse("f.csv", data)


def votes(size: int) -> Work:
    """A file of *size* votes between a hundred models."""
    from llmpick.evidence.formats import parse

    rows = "".join(f"m{n % 100},m{(n * 7 + 1) % 100},a\n" for n in range(size) if n % 100 != 83)
    return lambda: parse("f.csv", f"a,b,winner\n{rows}".encode())


def groups(size: int) -> Work:
    """A result file of lm-evaluation-harness with a chain of *size* groups."""
    import json

    from llmpick.evidence.formats import parse

    results = {f"g{n}": {"acc,none": 0.5} for n in range(size)}
    chain = {f"g{n}": [f"g{n + 1}"] for n in range(size - 1)}
    data = {"results": results, "group_subtasks": chain, "configs": {}, "model_name": "m"}
    text = json.dumps(data).encode()
    return lambda: parse("f.json", text)


def unknown_names(size: int) -> Work:
    """*size* names that no model has."""
    from llmpick.inputs.names import resolve

    names = [f"thing-{n}-of-nowhere" for n in range(size)]
    return lambda: resolve(catalog(), names)


def nested(size: int) -> Work:
    """A catalog file of *size* deep keys."""
    from llmpick.catalog.read import parsed

    text = "".join("a." * 30 + f"k{n} = 1\n" for n in range(size)).encode()
    return lambda: parsed("models/a/b.toml", text)


def arrays(size: int) -> Work:
    """A catalog file of *size* nested lists."""
    from llmpick.catalog.read import parsed

    text = "".join(f"k{n} = " + "[" * 30 + "]" * 30 + "\n" for n in range(size)).encode()
    return lambda: parsed("models/a/b.toml", text)


def plain_words(size: int) -> Work:
    """A sentence of *size* words."""
    from llmpick.inputs.options import keys
    from llmpick.inputs.plain_words.read import understood

    fields = [one.field for one in keys().values()]
    text = "a chat assistant for lawyers, " * size
    return lambda: understood(text, fields, catalog().tasks)


INPUTS: dict[str, tuple[Callable[[int], Work], int]] = {
    "own tests of a model": (own_tests, 10),
    "rows of results": (own_rows, 1_000),
    "votes": (votes, 300),
    "groups of a result file": (groups, 30),
    "unknown names": (unknown_names, 20),
    "deep keys in a file": (nested, 100),
    "deep lists in a file": (arrays, 100),
    "plain words": (plain_words, 3),
}
"""What grows, and its smallest size."""


def seconds_of(work: Work) -> float | None:
    """CPU seconds; None where the input is refused."""
    start = time.process_time()
    try:
        found = work()
    except UserError:
        return None
    if getattr(found, "faults", None):
        return None
    return time.process_time() - start


def main(names: list[str]) -> int:
    """Measure, print a row an input, and say whether one grows too fast."""
    gc.disable()  # as the command line does
    catalog()
    worst = 0.0
    print(f"{'input':26} {'size':>7} {'CPU s':>8} {'x 10':>8} {'x 100':>8}  ratios")
    for name, (make, size) in INPUTS.items():
        if names and name not in names:
            continue
        seconds_of(make(size))  # what is loaded once is not measured
        found = [seconds_of(make(size * factor)) for factor in (1, 10, 100)]
        ratios = [
            after / max(before, LEAST_SECONDS)
            for before, after in pairwise(found)
            if before is not None and after is not None
        ]
        worst = max([worst, *ratios])
        cells = " ".join("refused " if one is None else f"{one:8.3f}" for one in found)
        print(f"{name:26} {size:7} {cells}  {', '.join(f'{one:.1f}' for one in ratios)}")
    return 1 if worst > MOST_RATIO else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
