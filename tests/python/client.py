"""
A program that uses llmpick, checked by `mypy`: nothing here runs.

What is marked `type: ignore` must be a mistake, else mypy calls the mark unused.
"""

import llmpick

catalog = llmpick.open_catalog(as_of="2026-11-30")
need = llmpick.Need(task="coding", budget="300EUR", zdr=True, provider=["openai", "anthropic"])
decision: llmpick.Decision = llmpick.recommend(catalog, need.replace(budget=100), top=3)
words: str = decision.headline
first = decision.results[0]
route: llmpick.Route = first
price: float = first.monthly_cost_usd
names: list[str] = [one.route for one in decision.results if one.quality is not None]
try:
    llmpick.compare(catalog, ["gpt-4o", "llama3-70b"])
except llmpick.LlmpickError as error:
    hint: str | None = error.hint

address: str | None = llmpick.connect(catalog, first.route).results[0].base_url
written: str = llmpick.export(catalog, "litellm", [first.route])

typo = decision.headlin  # type: ignore[attr-defined]
rank: str = first.rank  # type: ignore[assignment]
first.score = 0.5  # type: ignore[misc]
llmpick.Need(taks="coding")  # type: ignore[call-arg]
