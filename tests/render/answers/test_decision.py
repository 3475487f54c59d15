"""What is said beside a ranking."""

from __future__ import annotations

import pytest

from llmpick.render.answers import decision


@pytest.mark.parametrize(
    ("costs", "budget", "said"),
    [
        ((120.0, 42.0), None, "with --budget it is"),
        ((120.0, 110.0), None, None),
        ((42.0, 120.0), None, None),
        ((120.0, 42.0), 9_000.0, "both are far below the budget"),
    ],
    ids=["cheaper", "hardly cheaper", "the first is the cheapest", "with a budget"],
)
def test_costs_that_count_the_same_are_told(decided, costs, budget, said):
    """Where the value of cost is clamped for the first and a cheaper one, the answer names it."""
    rows = []
    for row, cost in zip(decided.ranking, costs, strict=False):
        criteria = tuple(
            one._replace(utility=1.0) if one.name == "cost" else one
            for one in row.candidate.criteria
        )
        money = row.candidate.cost._replace(total=cost)
        rows.append(row._replace(candidate=row.candidate._replace(criteria=criteria, cost=money)))
    need = decided.need._replace(budget_usd_per_month=budget)
    told = decision.too_cheap_to_count(decided._replace(ranking=tuple(rows), need=need))
    assert (told is None) if said is None else (said in told)


def test_costs_that_count_apart_need_no_word(decided):
    """Where cost still tells them apart nothing is said."""
    first = decided.ranking[0]
    criteria = tuple(
        one._replace(utility=0.9) if one.name == "cost" else one for one in first.candidate.criteria
    )
    row = first._replace(candidate=first.candidate._replace(criteria=criteria))
    assert decision.too_cheap_to_count(decided._replace(ranking=(row,))) is None
