"""
All current offerings priced for one workload, inside the process.

    python bench/cost.py [--runs 30]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from llmpick.api import facts, money
from llmpick.catalog.load import CHECKOUT, load
from llmpick.core.answers.bills import Ask, guesses
from llmpick.core.cost.bill import route_cost
from llmpick.core.need.need import Need, Wish
from llmpick.inputs.need import need_of

GOAL_MS = 20.0


def best_ms(work: Callable[[], object], runs: int) -> float:
    """The quickest of so many runs, in ms: what the machine takes when left alone."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found) * 1000


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    catalog = load(CHECKOUT)
    tables = facts.priced(catalog, need_of(catalog, Wish()))
    current = [item for item in catalog.offerings if item.listing == "current"]
    wishes = {
        "plain": Wish(task="coding"),
        "batch, cache writes, retries": Wish(
            task="coding", batch_share=0.5, cache_write_share=0.1, retries=0.05
        ),
        "a loop of 30 turns": Wish(task="coding", turns=30, context_growth=800),
    }
    print(f"{len(current)} current offerings; best of {runs}; goal {GOAL_MS:g} ms for the first")
    for name, wish in wishes.items():
        need = need_of(catalog, wish)

        def price_all(need: Need = need) -> None:
            for item in current:
                ratio, reasoning = guesses(
                    need.workload, tables, Ask(catalog.models[item.model], item, None)
                )
                route_cost(item, need.workload, reasoning.value, {}, need.day, ratio.value)

        print(f"{name:32}{best_ms(price_all, runs):8.2f} ms")
    need = need_of(catalog, wishes["plain"])
    print(
        f"{'with filters and 20 whole bills':32}"
        f"{best_ms(lambda: money.cost(catalog, need, top=20), runs):8.2f} ms"
    )


if __name__ == "__main__":
    main()
