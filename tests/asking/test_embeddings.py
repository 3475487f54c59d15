"""`recommend`, `compare`, `show` and `list` about embedding models and rerankers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result, Run

    Ask = Callable[..., Result]

DAY = "2026-11-30"


@pytest.fixture
def ask(run: Run, part: Path) -> Ask:
    """Ask the shipped embedding models, on a fixed day."""

    def call(*arguments: str) -> Result:
        return run(*arguments, "--catalog", str(part), "--as-of", DAY)

    return call


@pytest.fixture
def answered(ask: Ask) -> Callable[..., Any]:
    """The JSON of an answer."""

    def call(*arguments: str) -> Any:
        found = ask(*arguments, "--json")
        assert found.code == 0, found.stderr
        return json.loads(found.stdout)

    return call


EMBED = ("recommend", "--task", "embeddings")
RERANK = ("recommend", "--task", "reranking")


@pytest.mark.parametrize(
    "form", ["table", "text", "json", "jsonl", "csv", "tsv", "markdown", "ids"]
)
@pytest.mark.parametrize(
    "command",
    [
        EMBED,
        (*EMBED, "--self-host", "only", "--explain"),
        RERANK,
        ("compare", "voyage-4", "text-embedding-3-small"),
        ("list", "embeddings"),
        ("show", "rerank-3"),
    ],
    ids=" ".join,
)
def test_every_form(ask, command, form):
    """Each form is there and whole."""
    found = ask(*command, "--format", form)
    assert found.code == 0, found.stderr
    assert found.stdout.endswith("\n")
    if form in ("csv", "tsv"):
        rows = list(csv.reader(io.StringIO(found.stdout), delimiter="," if form == "csv" else "\t"))
        assert len({len(row) for row in rows if row}) == 1


def test_what_is_said_in_words_is_in_the_document(ask, answered):
    """The first of the table is the first of the JSON, with all its digits."""
    found = answered(*EMBED, "--subject", "code")
    text = ask(*EMBED, "--subject", "code", "--format", "text").stdout
    assert found["headline"].removeprefix("Use ").removesuffix(".") in text
    first = found["results"][0]
    assert first["route"] == found["picks"]["use"]
    assert first["monthly_cost_usd"]["total"] == pytest.approx(
        sum(first["monthly_cost_usd"][key] for key in ("indexing", "queries"))
    )
    low, high = first["expected"]["interval_80"]
    assert low < first["expected"]["points"] < high


def test_prices_may_be_too_old(ask):
    """As of any other answer."""
    assert ask(*EMBED, "--max-age", "10000").code == 0
    for asked in (EMBED, RERANK):
        found = ask(*asked, "--max-age", "1")
        assert found.code == 2
        assert "--max-age takes 1" in found.stderr


def test_no_price_is_known_before_it_was_read(run, part):
    """What was asked on a day before that is not said."""
    found = run(*EMBED, "--catalog", str(part), "--as-of", "2024-01-01")
    assert "USD a month" not in found.stdout


def test_what_a_layer_forbids_sells_no_vectors(ask, answered, tmp_path, monkeypatch):
    """The provider of the first answer is in none; and what is not of the layer is said."""
    first = answered(*EMBED)["picks"]["use"]
    provider = first.partition("@")[2].partition("/")[0]
    table = f'[[forbidden]]\nprovider = "{provider}"\nreason = "not approved"\n'
    (tmp_path / "overlay.toml").write_text(table)
    monkeypatch.setenv("LLMPICK_OVERLAY", str(tmp_path))
    assert f"@{provider}" not in ask(*EMBED, "--by", "route", "--json").stdout
    assert "discounts are of models that write" in ask(*EMBED).stderr


def test_what_has_no_result_is_counted_and_named(ask, answered):
    """It is listed, and the answer says that and how many."""
    found = answered(*EMBED)
    assert all(row["expected"] is None for row in found["unranked"])
    text = ask(*EMBED, "--format", "text").stdout
    assert f"{len(found['unranked'])} models that fit have no result here" in text


def test_rerankers_are_not_ranked_and_the_answer_says_so(ask, answered):
    """They are filtered and priced, the cheapest first."""
    found = answered(*RERANK)
    assert found["results"] == []
    assert found["picks"] == {"use": None, "better": None, "cheaper": None}
    assert found["headline"].startswith("No reranker is ranked")
    costs = [row["monthly_cost_usd"]["total"] for row in found["unranked"]]
    assert costs == sorted(costs)
    assert "No reranker is ranked" in ask(*RERANK, "--format", "text").stdout


def test_a_language_without_a_board_ranks_none(answered):
    """Chinese is tested by no board that may be passed on."""
    found = answered(*EMBED, "--language", "zh")
    assert found["results"] == []
    assert "no board of search in Chinese" in found["headline"]


def test_japanese_is_ranked_by_its_own_board(answered):
    """And by nothing else."""
    found = answered(*EMBED, "--language", "ja", "--self-host", "only")
    assert [board["board"] for board in found["boards"]] == ["jmteb-v2-retrieval"]
    assert found["results"]


def test_a_subject_in_a_language_says_what_is_not_judged(answered):
    """Law in Japanese: the order is by law."""
    found = answered(*EMBED, "--subject", "law", "--language", "ja")
    assert any("no board tests law in Japanese" in note for note in found["notes"])


def test_a_budget_in_euros_is_shown_in_euros(ask):
    """As in every answer."""
    text = ask(*EMBED, "--budget", "300EUR", "--format", "text").stdout
    assert "EUR) a month" in text


@pytest.mark.parametrize(
    ("more", "flag"),
    [
        (("--method", "topsis"), "--method"),
        (("--save", "x.toml"), "--save"),
        (("--no-evidence",), "--no-evidence"),
        (("--tools",), "--tools"),
        (("--gpu", "L40S"), "--gpu"),
        (("--output-tokens", "5"), "--output-tokens"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("command", [EMBED, RERANK], ids=["embeddings", "reranking"])
def test_what_does_not_apply_is_refused_by_name(ask, command, more, flag):
    """One sentence and a hint, and no answer."""
    found = ask(*command, *more)
    assert found.code == 2
    assert found.raw == b""
    assert found.stderr.startswith(f"error: {flag} does not apply to --task")
    assert "hint: " in found.stderr


@pytest.mark.parametrize("command", ["report", "pareto", "sensitivity", "cost"])
def test_other_commands_say_who_answers(ask, tmp_path, command):
    """`llmpick recommend --task embeddings`."""
    more = ("--out", str(tmp_path / "x.html")) if command == "report" else ()
    found = ask(command, "--task", "embeddings", *more)
    assert found.code == 2
    assert "llmpick recommend --task embeddings" in found.stderr


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("embeddings for legal documents in the EU", "--task embeddings --region EU --subject law"),
        ("ベクトル検索 日本語", "--task embeddings --language ja"),
        ("a reranker, confidential", "--task reranking --privacy confidential"),
    ],
)
def test_a_need_in_plain_words(answered, words, command):
    """Read by rules, and answered as the options are."""
    heard = answered("recommend", words)["heard"]
    assert heard["command"] == f"llmpick recommend {command}"


def test_a_maker_of_embedding_models_alone_is_known(answered):
    """Whoever makes no model that writes can be asked for, and refused."""
    lets = ("--allow-unknown", "training")
    only = answered(*EMBED, "--developer", "voyage", *lets)
    assert {row["model"].partition("/")[0] for row in only["results"]} == {"voyage"}
    none = answered(*EMBED, "--no-developer", "voyage", *lets)
    assert not any(row["model"].startswith("voyage/") for row in none["results"])


def test_compare_knows_embedding_models_by_name(answered):
    """Without a task, where no model that writes has the names."""
    found = answered("compare", "voyage-4-large", "text-embedding-3-large")
    assert [row["model"] for row in found["results"]] == [
        "voyage/voyage-4-large",
        "openai/text-embedding-3-large",
    ]
    assert found["results"][0]["stopped_by"] == {"voyage/voyage-4-large@voyage": ["privacy"]}
    assert found["results"][1]["p_beats_first_named"] < 0.5


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("voyage-4", "rerank-3"), "is of --task reranking"),
        (("voyage-4", "Voyage 4"), "is named twice"),
        (("voyage-4", "gpt-4o"), "no model `voyage-4`"),
    ],
)
def test_compare_of_what_is_not_alike(ask, names, message):
    """An embedding model, a reranker and a model that writes do not do the same work."""
    found = ask("compare", *names)
    assert found.code == 2
    assert message in found.stderr


def test_show_traces_prices_and_results(ask):
    """Each to its source and its day."""
    found = ask("show", "text-embedding-3-large", "--format", "text").stdout
    assert "It makes a vector of a text" in found
    assert "rteb-law" in found
    assert "2026-11-12" in found


def test_no_embedding_model_is_among_those_that_write(ask):
    """The ranking of models that write, and their lists, are as they were."""
    for command in (("recommend", "--top", "1000", "--by", "route"), ("list", "offerings")):
        found = ask(*command, "--format", "ids")
        assert found.code == 0
        assert "embed" not in found.stdout
        assert "rerank" not in found.stdout
