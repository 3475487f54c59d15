"""
What other estimators of memory publish, beside what llmpick computes.

    python bench/peers.py

Rows are those of tests/data/reference/memory_of_peers.toml; `bench/selfhost.py` prints them too.
"""

from __future__ import annotations

import statistics
import tomllib
from pathlib import Path
from typing import NamedTuple

from llmpick.catalog.contents import Catalog
from llmpick.catalog.load import CHECKOUT, load
from llmpick.core.self_hosting import memory
from llmpick.core.self_hosting.memory import ENGINES, GIB, Unsizable

DATA = Path(__file__).parents[1] / "tests" / "data" / "reference" / "memory_of_peers.toml"
TOLERANCE = {"weights": 0.01, "cache": 0.01, "total": 0.05}
"""Relative; a total has the runtime's own part in it, which both estimate."""


class Claim(NamedTuple):
    """A figure of another tool; *why* says why it is not comparable, empty where it is."""

    tool: str
    of: str
    model: str
    part: str
    gib: float
    format: str = "bf16"
    context_tokens: int = 0
    sequences: int = 1
    gpus: int = 1
    cache: str = "f16"
    why: str = ""


def claims() -> list[Claim]:
    """All of them, in the order of the file."""
    table = tomllib.loads(DATA.read_text(encoding="utf-8"))
    found = []
    for row in table["rows"]:
        named = {name: value for name, value in row.items() if name not in ("source", "bytes")}
        tool = table["sources"][row["source"]]["tool"]
        found.append(Claim(**{"gib": row.get("bytes", 0) / GIB, **named, "tool": tool}))
    return found


def computed_gib(claim: Claim, catalog: Catalog) -> float | Unsizable:
    """The same by llmpick, GiB over all GPUs."""
    arch, form = catalog.architectures[claim.model], catalog.formats[claim.format]
    weights = memory.weights_gib(arch, form)
    if claim.part == "weights":
        return weights
    held = memory.cache_bytes(arch, claim.context_tokens, claim.cache)
    if isinstance(held, Unsizable):
        return held
    cache = held * claim.sequences / GIB
    if claim.part == "cache":
        return cache
    card = catalog.accelerators["h100-sxm"]
    runtime = memory.overhead_gib(card, ENGINES["llama.cpp"], claim.gpus) * claim.gpus
    return weights + cache + runtime


def off_by(claim: Claim, catalog: Catalog) -> float:
    """How far llmpick is from it, relative to it."""
    found = computed_gib(claim, catalog)
    assert not isinstance(found, Unsizable), f"{claim.model}: {found.reason}"
    return found / claim.gib - 1


def summary(part: str, catalog: Catalog) -> tuple[str, bool]:
    """Errors on the comparable rows of a part, in per cent, and whether all are within bounds."""
    off = [abs(off_by(one, catalog)) for one in claims() if one.part == part and not one.why]
    text = (
        f"n {len(off):4}  MAPE {statistics.mean(off) * 100:5.1f}  "
        f"median {statistics.median(off) * 100:5.1f}  worst {max(off) * 100:.1f}"
    )
    return text, max(off) <= TOLERANCE[part]


def main() -> int:
    """Print every row."""
    catalog = load(CHECKOUT)
    for one in claims():
        difference = off_by(one, catalog)
        name = f"{one.tool}, {one.part}, {one.of}"
        print(f"{name[:64]:64}{one.gib:12.6g} GiB  llmpick {difference * 100:+6.1f} %  {one.why}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
