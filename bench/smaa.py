"""
Robustness of a made-up ranking, inside the process: 300 routes of 75 models on 4 criteria; and
`recommend --format json` as a process, with robustness and without.

    python bench/smaa.py [--runs 5] [--routes 300]

A second of this machine is not a second of another: the ratio is to a plain double loop that only
adds up the same weighted sums, timed in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from random import Random

from llmpick.core.ranking.values import CostScale, QualityScale
from llmpick.core.robustness.draws import Uncertain, weights_around
from llmpick.core.robustness.pool import DRAWS, Pool
from llmpick.core.robustness.smaa import Alternative, in_the_running, smaa

GOAL_S = 0.5
GOAL_RATIO = 1.8
WEIGHTS = (0.40, 0.25, 0.20, 0.15)
WITH = "import sys; from llmpick.__main__ import main; sys.exit(main())"
WITHOUT = """
from llmpick.api import decisions
decide = decisions.decide
decisions.decide = lambda *given, **more: decide(*given, **{**more, "robust": False})
"""
QUESTIONS = (
    ("recommend", "--format", "json"),
    (*("recommend", "--format", "json", "--task", "coding"), "--budget", "300", "--privacy"),
)


def made(routes: int, seed: int = 7) -> list[Alternative]:
    """Routes of models with two efforts and two providers each."""
    dice = Random(seed)
    points, money = QualityScale(0.8, 0.55), CostScale(100.0)
    found = []
    for place in range(routes):
        name = f"lab/model-{place // 4}"
        effort = ("low", "high")[place // 2 % 2]
        law = Random(f"{name}{effort}")
        score, half = law.uniform(0.2, 0.8), law.uniform(0.01, 0.06)
        cost = 10 ** dice.uniform(0.5, 3.5)
        route = f"{name}:{effort}@host-{place}"
        of_model, steep = half / points.span, money.steepness(cost)
        level = dice.choice((0.0, 0.25, 0.5, 0.75))
        quality = Uncertain(
            points.utility(score), of_model, f"ability {name}:{effort}", of_model, f"ability {name}"
        )
        bill = Uncertain(
            money.utility(cost),
            steep * 0.05,
            f"price {route}",
            steep * law.uniform(0, 0.5),
            f"tokens {name}",
        )
        found.append(Alternative(route, cost, (quality, bill, level, law.random() / 2)))
    return found


def best_s(work: Callable[[], object], runs: int) -> float:
    """The quickest of so many runs, in s."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def plain(routes: int, draws: int) -> float:
    """The yardstick: as many weighted sums of four numbers, in a double loop."""
    rows = [(0.1 * place % 1, 0.2, 0.3, 0.4) for place in range(routes)]
    best = 0.0
    for draw in range(draws):
        one, two, three, four = 0.4, 0.25, 0.2, 0.15 + draw * 1e-9
        for a, b, c, d in rows:
            score = one * a + two * b + three * c + four * d
            if score > best:
                best = score
    return best


def process_s(code: str, arguments: tuple[str, ...]) -> float:
    """How long an interpreter takes that answers, in s."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def whole_commands(runs: int) -> None:
    """Each question with robustness and without, in turn: the median of the paired ratios."""
    print(f"\nas a process, median of {runs} paired ratios; goal {GOAL_RATIO:g}")
    for question in QUESTIONS:
        pairs = [
            (process_s(WITH, question), process_s(WITHOUT + WITH, question)) for _ in range(runs)
        ]
        ratio = statistics.median(one / other for one, other in pairs)
        with_, without = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{' '.join(question):60}{with_:8.3f} s{without:8.3f} s{ratio:8.2f}")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--routes", type=int, default=300)
    given = parser.parse_args()
    routes = made(given.routes)

    def whole(rows: list[Alternative], factors: bool) -> None:
        pool = Pool()
        smaa(rows, WEIGHTS, weights_around(pool, WEIGHTS), pool, factors=factors)

    kept = [routes[place] for place in in_the_running(routes, WEIGHTS)]
    yardstick = best_s(lambda: plain(given.routes, DRAWS), given.runs)
    print(f"{given.routes} routes, {DRAWS} draws, best of {given.runs}; goal {GOAL_S:g} s")
    print(f"{'plain double loop':44}{yardstick:8.3f} s{1:8.2f}")
    for name, work in (
        ("draws alone: the pool", lambda: Pool()),
        ("all, with confidence factors", lambda: whole(routes, True)),
        ("all, without confidence factors", lambda: whole(routes, False)),
        (f"the {len(kept)} in the running, with factors", lambda: whole(kept, True)),
        (f"the {len(kept)} in the running, without factors", lambda: whole(kept, False)),
        ("finding who is in the running", lambda: in_the_running(routes, WEIGHTS)),
    ):
        spent = best_s(work, given.runs)
        print(f"{name:44}{spent:8.3f} s{spent / yardstick:8.2f}")
    whole_commands(given.runs * 3)


if __name__ == "__main__":
    main()
