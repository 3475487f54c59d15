"""Which embedding model or reranker to use: what fits, what ranks, and what is only listed."""

from __future__ import annotations

from typing import Any

import pytest

from llmpick.core.answers.embeddings import FLOOR_POINTS, SearchAnswer, SearchFacts, choose
from llmpick.core.embeddings.expected import LEAST_MODELS
from llmpick.core.embeddings.need import EmbeddingWork, SearchNeed
from llmpick.core.embeddings.records import Board, EmbeddingModel, EmbeddingOffering
from llmpick.core.facts.estimates import Scale
from llmpick.core.facts.records import Fact, Provider, Providers, Task
from llmpick.core.need.need import Need, Workload

LEVELS = {
    name: worth
    for worth, name in enumerate(("public", "internal", "confidential", "regulated", "air-gapped"))
}
SCALE = Scale(
    *("1", "2026-11-30", 0.55, 1.0, 1.0, 1.0),
    {name: worth / 4 for name, worth in LEVELS.items()},
    *({}, {}, 15.0, {}),
)
TASK = Task("embeddings", "", (), None, {}, None, False, 1, 500, 0, 0.0, {"medium": 0}, "", 0.0)
WEIGHTS = {"performance": 0.65, "cost": 0.25, "privacy": 0.07, "customisability": 0.03}
NEED = Need(TASK, None, Workload(1, 500, 0, 0.0, 0), WEIGHTS, "2026-11-30")
WORK = EmbeddingWork(documents=1_000_000, chunk_tokens=500, queries=1, query_tokens=10)
ASKED = SearchNeed("embedding", NEED, WORK, "en")
BOARDS = {
    "one": Board("one", "One", "en", "retrieval", 9, (), "https://example.org", None),
    "two": Board("two", "Two", "law", "retrieval", 4, (), "https://example.org", None),
}
SHOP = Provider("shop", "Shop", None, "api", "hosted", True)
SAFE = SHOP._replace(id="safe", trains_on_inputs=Fact("never", "high"))


def sold(usd: float | None = 0.1, provider: str = "shop", **more: Any) -> EmbeddingOffering:
    """An offering at *usd* per Mtok."""
    blank = EmbeddingOffering(provider, "m", None, usd, None, None, None, None, None, "2026-11-12")
    return blank._replace(**more)


def model(name: str, *offers: EmbeddingOffering, points: float | None, **more: Any) -> Any:
    """A model with *points* on the board of English."""
    blank = EmbeddingModel._make([None] * len(EmbeddingModel._fields))
    known = {"max_input_tokens": 8192, "dimensions": 1024, "dimensions_selectable": (), **more}
    results = {} if points is None else {"one": points}
    kind = known.pop("kind", "embedding")
    return blank._replace(
        id=f"lab/{name}", kind=kind, name=name, offerings=offers, results=results, **known
    )


def world(*models: EmbeddingModel) -> SearchFacts:
    """*models*, and as many that nobody sells as make the boards rank, fairly alike on both."""
    others = [
        model(f"other-{number}", points=40.0)._replace(
            results={"one": 40.0 + number % 3, "two": 40.0 + number % 2}
        )
        for number in range(LEAST_MODELS)
    ]
    every = {one.id: one for one in (*models, *others)}
    return SearchFacts(every, BOARDS, Providers({"shop": SHOP, "safe": SAFE}), {}, SCALE)


def names(rows: Any) -> list[str]:
    """The models of routes, without their developer."""
    return [row.model.id.partition("/")[2] for row in rows]


def asked(**need: Any) -> SearchNeed:
    """A need with more said."""
    own = {key: need.pop(key) for key in list(need) if key in SearchNeed._fields}
    return ASKED._replace(need=NEED._replace(**need), **own)


def rules(answer: SearchAnswer) -> dict[str, tuple[int, int]]:
    """What each rule stopped, and how much of that is unknown."""
    return {one.rule: (one.routes, one.unknown) for one in answer.excluded}


GOOD = model("good", sold(0.1), points=70.0)
CHEAP = model("cheap", sold(0.01), points=62.0)
POOR = model("poor", sold(0.001), points=30.0)
BEST = model("best", sold(0.4), points=85.0)
UNTESTED = model("untested", sold(0.02), points=None)


def test_what_has_a_result_is_ranked_and_the_rest_is_listed():
    """A model that no board knows is priced and named, and has no place."""
    found = choose(ASKED, world(GOOD, UNTESTED, POOR))
    assert set(names(found.ranking)) == {"good", "poor"}
    assert names(found.unranked) == ["untested"]
    assert found.unranked[0].bill is not None
    assert found.unranked[0].score is None


def test_the_order_is_of_quality_and_money():
    """Where money counts for nothing the best is first; where it is all, the cheapest."""
    rows = world(GOOD, CHEAP, POOR, BEST)
    quality = {**WEIGHTS, "performance": 1.0, "cost": 0.0, "privacy": 0.0, "customisability": 0.0}
    money = {**quality, "performance": 0.0, "cost": 1.0}
    assert names(choose(asked(weights=quality), rows).ranking)[0] == "best"
    assert names(choose(asked(weights=money), rows).ranking)[0] == "poor"


def test_a_step_down_is_cheaper_and_not_far_under_the_best():
    """Poor is cheaper still, and of no use: more than the floor under the best of all."""
    quality = {**WEIGHTS, "performance": 1.0, "cost": 0.0, "privacy": 0.0, "customisability": 0.0}
    rows = (GOOD, CHEAP, POOR)
    found = choose(asked(weights=quality), world(*rows))
    down = found.steps.cheaper
    assert names(found.ranking)[0] == "good"
    assert down is not None
    assert names([down.route]) == ["cheap"]
    assert (down.points, down.cost) == pytest.approx((-8.0, -45.0))
    none = model("cheap", sold(0.01), points=70.0 - FLOOR_POINTS - 0.1)
    assert choose(asked(weights=quality), world(GOOD, none)).steps.cheaper is None


def test_a_step_up_is_clearly_better():
    """Twenty points more for more money."""
    money = {**WEIGHTS, "performance": 0.2, "cost": 0.8, "privacy": 0.0, "customisability": 0.0}
    found = choose(asked(weights=money), world(CHEAP, BEST))
    assert names(found.ranking)[0] == "cheap"
    assert found.steps.better is not None
    assert names([found.steps.better.route]) == ["best"]
    assert found.steps.better.points == pytest.approx(23.0)
    assert found.steps.better.cost == pytest.approx(0.39 * 500)


def test_the_cheap_preset_leaves_out_what_is_far_under_the_best():
    """The least bill among what is of use; --min-quality says another least."""
    rows = world(GOOD, POOR)
    assert names(choose(asked(keeps_floor=True), rows).ranking) == ["good"]
    assert "poor" in names(choose(asked(keeps_floor=True, min_quality=0.0), rows).ranking)
    assert names(choose(asked(min_quality=60.0), rows).ranking) == ["good"]


def test_a_least_quality_is_not_proved_by_silence():
    """What no board knows does not meet it."""
    found = choose(asked(min_quality=50.0), world(GOOD, UNTESTED))
    assert names(found.unranked) == []
    assert rules(found)["quality"] == (1, 1)


@pytest.mark.parametrize(
    ("need", "one", "rule", "unknown"),
    [
        pytest.param({"budget_usd_per_month": 20.0}, GOOD, "budget", 0, id="a budget"),
        pytest.param({"privacy_level": "internal"}, GOOD, "privacy", 1, id="a level, unknown"),
        pytest.param({"min_context_tokens": 9000}, GOOD, "context", 0, id="longer texts"),
        pytest.param({"dimensions": 512}, GOOD, "dimensions", 0, id="fewer dimensions"),
        pytest.param(
            {"dimensions": 512},
            model("good", sold(), points=70.0, dimensions=None),
            "dimensions",
            1,
            id="dimensions that nobody stated",
        ),
        pytest.param({"open_weights": True}, GOOD, "open-weights", 1, id="open weights, unknown"),
        pytest.param({}, model("good", sold(None), points=70.0), "price", 1, id="no price"),
        pytest.param(
            {"lives_days": 180},
            model("good", sold(0.1, retires_on="2027-01-01"), points=70.0),
            "lives",
            0,
            id="ending soon",
        ),
        pytest.param(
            {},
            model("good", sold(0.1, max_input_tokens=400), points=70.0),
            "context",
            0,
            id="shorter texts at this provider",
        ),
    ],
)
def test_a_limit_stops_what_does_not_meet_it(need, one, rule, unknown):
    """Each limit by itself, and whether it is broken or only unknown."""
    found = choose(asked(**need), world(one))
    assert found.fitting == 0
    assert rules(found) == {rule: (1, unknown)}


def test_unknown_passes_where_the_user_lets_it():
    """As for any route."""
    need = asked(privacy_level="internal", allow_unknown=frozenset({"training"}))
    assert names(choose(need, world(GOOD)).ranking) == ["good"]


def test_what_a_single_unknown_fact_stops_is_named_where_it_would_be_first():
    """So that the user can ask its provider."""
    safe = model("safe", sold(0.1, "safe"), points=60.0)
    need = asked(privacy_level="internal")
    found = choose(need, world(GOOD, safe))
    assert names(found.ranking) == ["safe"]
    assert found.ahead is not None
    assert names([found.ahead]) == ["good"]
    assert choose(need, world(POOR, safe)).ahead is None


def test_a_model_stands_by_its_best_route_unless_all_are_wanted():
    """Two offerings of one model."""
    two = model("good", sold(0.1), sold(0.05, region="eu"), points=70.0)
    assert [row.id for row in choose(ASKED, world(two)).ranking] == ["lab/good@shop/eu"]
    assert len(choose(ASKED, world(two), by_route=True).ranking) == 2


def test_what_nobody_sells_is_counted():
    """It has no route, and is not silently gone."""
    found = choose(ASKED, world(GOOD))
    assert found.unsold == LEAST_MODELS
    assert found.routes == 1


def test_on_own_hardware_memory_stands_for_money():
    """Open weights alone, and nothing is priced."""
    big = model("big", points=72.0, open_weights=True, parameters_b=30.0)
    small = model("small", points=70.0, open_weights=True, parameters_b=0.5)
    closed = model("closed", sold(), points=90.0, open_weights=False)
    found = choose(asked(self_hosted=True, privacy_level="air-gapped"), world(big, small, closed))
    assert [row.id for row in found.ranking] == ["lab/small@self-hosted", "lab/big@self-hosted"]
    assert found.ranking[0].bill is None
    assert found.ranking[0].privacy_level == "air-gapped"


def test_without_a_board_of_enough_models_nothing_ranks():
    """A subject that four models were tested on, or a language that none was."""
    found = choose(asked(of="zh"), world(GOOD, CHEAP))
    assert found.ranking == ()
    assert found.boards == ()
    assert names(found.unranked) == ["cheap", "good"]


def test_rerankers_are_listed_by_price_and_not_ranked():
    """And an embedding model is none of them."""
    dear = model("dear", sold(None, usd_per_query=2.0), points=None, kind="reranker")
    low = model("low", sold(0.00001), points=None, kind="reranker")
    found = choose(asked(kind="reranker"), world(GOOD, dear, low))
    assert found.ranking == ()
    assert names(found.unranked) == ["low", "dear"]


def test_a_tighter_limit_never_adds_a_route():
    """Fewer dimensions, a smaller budget: what fits is a part of what fitted."""
    rows = world(GOOD, CHEAP, POOR, BEST, UNTESTED)
    wide = {row.id for row in choose(ASKED, rows).considered if not row.violations}
    for need in ({"budget_usd_per_month": 30.0}, {"dimensions": 1000}, {"min_quality": 65.0}):
        narrow = {row.id for row in choose(asked(**need), rows).considered if not row.violations}
        assert narrow <= wide
