"""A made-up world with known abilities, and the records to fit it."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Any

from llmpick.ability import fit, summary
from llmpick.ability.data import FitBenchmark, PublishedScore, TaskDomains

DOMAINS_USED = ("coding_gen", "reasoning", "knowledge", "japanese", "chat_pref")


def benchmark(
    name: str, domain: str, *, board: str | None = None, link: str = "logit"
) -> FitBenchmark:
    """A benchmark in percent, or an arena."""
    top = None if link == "elo" else 100.0
    return FitBenchmark(
        name,
        domain,
        0.0,
        top,
        None,
        True,
        link,
        board or name,
        "single",
        True,  # type: ignore[arg-type]
    )


class World:
    """Scores drawn from known factors: 120 models, 40 benchmarks, a fifth of the cells."""

    def __init__(self, seed: int = 1, models: int = 120, filled: float = 0.2) -> None:
        draw = random.Random(seed)
        self.tasks = {
            "general": TaskDomains("general", {}),
            "coding": TaskDomains("coding", {"coding_gen": 0.7, "reasoning": 0.3}),
        }
        self.benchmarks: dict[str, FitBenchmark] = {}
        self.general = {f"maker{i % 7}/m{i:03}": draw.gauss(0.0, 1.0) for i in range(models)}
        self.releases = {m: f"2026-0{1 + i % 9}-15" for i, m in enumerate(sorted(self.general))}
        own = {(m, d): draw.gauss(0.0, 1.0) for m in self.general for d in DOMAINS_USED}
        self.scores: list[PublishedScore] = []
        for index in range(40):
            domain = DOMAINS_USED[index % len(DOMAINS_USED)]
            name = f"b{index:02}"
            self.benchmarks[name] = benchmark(name, domain)
            mu, load, own_load = (
                draw.gauss(0.0, 0.8),
                draw.uniform(0.9, 1.6),
                draw.uniform(0.2, 0.6),
            )
            for model, g in sorted(self.general.items()):
                if draw.random() > filled:
                    continue
                z = mu + load * g + own_load * own[model, domain] + draw.gauss(0.0, 0.3)
                items = 400
                share = 1.0 / (1.0 + math.exp(-z))
                solved = sum(draw.random() < share for _ in range(items))
                self.scores.append(
                    PublishedScore(
                        model,
                        None,
                        None,
                        name,
                        100.0 * solved / items,
                        "board",
                        "independent",
                        "2026-06-01",
                        items,
                    )
                )


def fit_abilities(
    world: World, *, scores: Sequence[PublishedScore] | None = None, **more: Any
) -> summary.Abilities:
    """The scores of *world*, or others on its models, fitted and summarised."""
    fitted = fit.fit_factors(
        world.scores if scores is None else scores, world.benchmarks, world.releases
    )
    return summary.summarise(fitted, world.benchmarks, world.tasks, **more)
