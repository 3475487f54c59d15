"""What Python gets is what the command line prints as JSON."""

from __future__ import annotations

import json
import pickle

import pytest

import llmpick
from llmpick.python import functions

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def catalog(compiled_catalog):
    """The small catalog, opened from Python."""
    return llmpick.open_catalog(compiled_catalog, as_of=DAY)


NEED = llmpick.Need(task="coding", budget=300, zdr=True)
ASKED = {
    "recommend": (
        lambda facts: llmpick.recommend(facts, NEED, top=3, by="route"),
        ("recommend", "-t", "coding", "-b", "300", "--zdr", "--top", "3", "--by", "route"),
    ),
    "recommend embeddings": (
        lambda facts: functions.recommend_embeddings(facts, llmpick.Need(task="embeddings")),
        ("recommend", "-t", "embeddings"),
    ),
    "compare": (
        lambda facts: llmpick.compare(facts, ["atlas-3", "sapling-8b"], NEED),
        ("compare", "atlas-3", "sapling-8b", "-t", "coding", "-b", "300", "--zdr"),
    ),
    "compare plans": (
        lambda facts: llmpick.compare(facts, ["acme/desk", "birch/club"]),
        ("compare", "acme/desk", "birch/club"),
    ),
    "cost": (
        lambda facts: llmpick.cost(facts, ["atlas-3"], llmpick.Need(requests=1000)),
        ("cost", "atlas-3", "--requests", "1000"),
    ),
    "alternatives": (
        lambda facts: llmpick.alternatives(facts, "atlas-2", cheaper=True),
        ("alternatives", "atlas-2", "--cheaper"),
    ),
    "connect": (
        lambda facts: llmpick.connect(facts, "atlas-3"),
        ("connect", "atlas-3"),
    ),
    "pareto": (
        lambda facts: llmpick.pareto(facts, llmpick.Need(task="coding")),
        ("pareto", "-t", "coding"),
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_function_answers_as_its_command(name, catalog, compiled_catalog, run):
    """The value is the JSON document, and printed it is the text."""
    ask, arguments = ASKED[name]
    found = ask(catalog)
    where = ("--as-of", DAY, "--catalog", str(compiled_catalog))
    assert found.to_dict() == json.loads(run(*arguments, *where, "--json").stdout)
    assert str(found) == run(*arguments, *where, "--format", "text").stdout


def test_size_answers_as_its_command(part, run):
    """Of a model whose shape is known."""
    found = llmpick.size(
        llmpick.open_catalog(part, as_of=DAY), "gpt-oss-120b", llmpick.Need(concurrency=4)
    )
    asked = ("selfhost", "gpt-oss-120b", "--concurrency", "4")
    printed = run(*asked, "--as-of", DAY, "--catalog", str(part), "--json").stdout
    assert found.to_dict() == json.loads(printed)


def test_check_answers_as_its_command(catalog, compiled_catalog, run, tmp_path):
    """A policy is named by its path."""
    policy = tmp_path / "policy.toml"
    policy.write_text("[models]\ndenied = ['atlas-2']\n", encoding="utf-8")
    asked = ("check", "atlas-2", "--policy", str(policy))
    where = ("--as-of", DAY, "--catalog", str(compiled_catalog))
    found = llmpick.check(catalog, ["atlas-2"], policy=policy)
    assert found.to_dict() == json.loads(run(*asked, *where, "--json").stdout)


def test_export_writes_what_its_command_does(part, run):
    """The text is the file; no route and no such target are refused."""
    facts = llmpick.open_catalog(part, as_of=DAY)
    route = "openai/gpt-oss-120b@groq"
    written = run("export", "litellm", route, "--as-of", DAY, "--catalog", str(part)).stdout
    assert llmpick.export(facts, "litellm", [route]) == written
    with pytest.raises(llmpick.LlmpickError, match="exported"):
        llmpick.export(facts, "litellm", [])
    with pytest.raises(llmpick.LlmpickError, match="litelm"):
        llmpick.export(facts, "litelm", [route])


def test_values_are_frozen_and_nested(catalog):
    """Records within records have their own attributes, lists are tuples, nothing can be set."""
    found = llmpick.recommend(catalog, NEED)
    assert isinstance(found, llmpick.Decision)
    first = found.results[0]
    assert isinstance(first, llmpick.Route)
    assert isinstance(found.results, tuple)
    assert first.ledger[0]["is"] == found.to_dict()["results"][0]["ledger"][0]["is"]
    with pytest.raises(AttributeError, match="frozen"):
        found.headline = "x"
    with pytest.raises(AttributeError, match="headlin"):
        _ = found.headlin
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(llmpick.recommend(catalog, NEED))


def test_a_notebook_shows_tables_and_escapes_text(catalog):
    """HTML with the answer's rows, and nothing of a name is markup."""
    from llmpick.python.answers import Decision
    from llmpick.render.blocks import Grid, Lines, Sentence

    shown = llmpick.recommend(catalog, NEED)._repr_html_()
    assert shown.startswith("<div>")
    assert shown.count("<tr>") == shown.count("</tr>") > 3
    blocks = (Sentence("<b>", strong=True), Lines((("&", "<i>"),)), Grid((">n",), (("<s>",),)))
    odd = Decision({}, blocks)._repr_html_()
    assert "<b>" not in odd
    assert '<td style="text-align: right">&lt;s&gt;</td>' in odd


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda facts: llmpick.recommend(facts, llmpick.Need(task="codign")), "codign"),
        (lambda facts: llmpick.recommend(facts, NEED, by="maker"), "maker"),
        (lambda facts: llmpick.recommend(facts, NEED, top=0), "0"),
        (lambda facts: llmpick.recommend(facts, llmpick.Need(task="embeddings")), "embeddings"),
        (lambda facts: llmpick.compare(facts, ["atlas-3"]), "one model"),
        (lambda facts: llmpick.compare(facts, "atlas-3"), "a list"),
        (lambda facts: llmpick.cost(facts, ["nothing-9"]), "nothing-9"),
        (lambda facts: functions.recommend_embeddings(facts, NEED), "search"),
        (lambda facts: llmpick.open_catalog(as_of="tomorrow"), "tomorrow"),
        (lambda facts: llmpick.open_catalog("/nowhere/at/all"), "nowhere"),
    ],
)
def test_a_mistake_is_one_sentence(ask, told, catalog):
    """What the caller did wrong is a LlmpickError that names it."""
    with pytest.raises(llmpick.LlmpickError, match=told):
        ask(catalog)
