"""What a user sees, word for word. `pytest --write-snapshots` rewrites the texts."""

from __future__ import annotations

import pytest

DAY = ("--as-of", "2026-11-23")
VIEWS = {
    "recommend as text": ("recommend",),
    "recommend explained": ("recommend", "--task", "coding", "--top", "2", "--explain"),
    "recommend with every need": (
        *(
            "recommend",
            "--budget",
            "--privacy",
            "--region",
            "EU",
            "--tools",
            "--min-context",
            "9000",
        ),
        *("--exclude-jurisdiction", "CN", "--no-provider", "relay", "--weights", "perf=3,cost=1"),
    ),
    "recommend by single requirements": (
        *("recommend", "--no-training", "--max-retention", "30", "--dpa"),
        *("--processing-region", "EU", "--processing-region", "JP"),
    ),
    "recommend as a table": ("recommend", "--format", "table"),
    "recommend as markdown": ("recommend", "--format", "markdown", "--top", "3"),
    "recommend as csv": ("recommend", "--format", "csv", "--top", "2"),
    "recommend as json": ("recommend", "--json", "--top", "1", "--budget", "20"),
    "recommend for people": ("recommend", "-t", "coding", "--seats", "10"),
    "recommend for people where no plan fits": (
        *("recommend", "-t", "coding", "--seats", "3", "--privacy", "regulated", "--region", "EU"),
    ),
    "recommend by another method": (
        *("recommend", "--method", "product", "--weights", "cost=5,performance=3"),
        *("--explain", "--top", "2"),
    ),
    "recommend by a ranking": ("recommend", "--rank", "cost,perf,custom,priv"),
    "compare methods": ("compare-methods", "--weights", "cost=5,performance=3"),
    "sensitivity": ("sensitivity", "--task", "coding"),
    "pareto": ("pareto", "--task", "coding"),
    "pareto on three": ("pareto", "--on", "perf,cost,privacy", "--format", "markdown"),
    "alternatives": ("alternatives", "atlas-2"),
    "alternatives that are cheaper": (
        *("alternatives", "atlas-3", "--cheaper", "--other-developer", "--any", "context"),
        *("--still-supported", "200", "--format", "markdown"),
    ),
    "no alternative": ("alternatives", "atlas-3", "--min-quality", "99"),
    "nothing fits the budget": ("recommend", "--budget", "0.5"),
    "nothing fits the level": ("recommend", "--privacy", "air-gapped"),
    "compare two": ("compare", "atlas-3", "oak-70b", "--task", "coding"),
    "compare plans": ("compare", "acme desk", "birch for teams", "Dojo Pass", "--seats", "10"),
    "compare a plan with a model": ("compare", "acme desk", "atlas-3"),
    "compare two efforts": ("compare", "atlas-3:low", "atlas-3:high", "--task", "coding"),
    "compare what is not on sale": ("compare", "atlas-1", "thin-9"),
    "show a model": ("show", "atlas-2"),
    "show a route": ("show", "acme/atlas-3@acme"),
    "show a provider": ("show", "dojo"),
    "show a provider with terms of single models": ("show", "cumulus"),
    "show a name that is near": ("show", "atlas-33"),
    "show an ambiguous name": ("show", "atlas"),
    "list models": ("list",),
    "list offerings of a provider": ("list", "offerings", "--provider", "cumulus"),
    "list tasks": ("list", "tasks"),
    "list plans": ("list", "plans"),
    "show a plan": ("show", "birch for teams"),
    "resolve two": ("resolve", "Atlas 2", "nothing-like-it"),
    "catalog stats": ("catalog", "stats"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_view(run, snapshot, compiled_catalog, name):
    """The command's answer on the small catalog, on one day."""
    where = ("--catalog", str(compiled_catalog), *DAY)
    snapshot(run(*VIEWS[name], *where, columns=100))
