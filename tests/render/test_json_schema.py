"""docs/schema: every JSON answer is as its schema says, and every file of the catalog too."""

from __future__ import annotations

import copy
import datetime
import json
import shutil
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import evidence_catalog
import feed_files
import own_layer
import publisher
import pytest
import two_states
from jsonschema import Draft202012Validator
from model_server import serving

from llmpick.catalog import compile
from llmpick.catalog.load import load
from llmpick.catalog.shapes import SHAPES
from llmpick.core.answers.drift import ShortlistRow
from llmpick.core.need.need import Workload
from llmpick.inputs.decision_file import OLD_ROW_KEYS
from llmpick.render.answers import catalog as report
from llmpick.render.formats.documents import document
from llmpick.render.wording.about import SCHEMA_VERSION

if TYPE_CHECKING:
    from conftest import Result, Run, Spawn

DAY = "2026-11-23"
ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs" / "schema"
CATALOG = ROOT / "catalog"
SMALL = ROOT / "tests" / "small_catalog"
COMMANDS = (
    "recommend",
    "recommend-embeddings",
    "compare",
    "compare-plans",
    "compare-embeddings",
    "cost",
    "cost-history",
    "compare-methods",
    "sensitivity",
    "pareto",
    "alternatives",
    "cost-usage",
    "cost-advise",
    "selfhost",
    "selfhost-break-even",
    "selfhost-fine-tune",
    "show",
    "list",
    "resolve",
    "connect",
    "keys",
    "check",
    "check-decision",
    "check-decisions",
    "check-files",
    "profile",
    "config",
    "try",
    "try-dry-run",
    "evidence-import",
    "evidence-list",
    "overlay-list",
    "catalog-validate",
    "catalog-stats",
    "catalog-sources",
    "catalog-gaps",
    "catalog-refresh",
    "catalog-diff",
    "catalog-fit",
    "catalog-versions",
    "catalog-update",
    "catalog-install",
)
ASKED = ("--as-of", DAY, "--json")
SAMPLE = 40
"""Files of a kind that are checked, spread over all of them."""

PLURAL = {
    "model": "models",
    "offering": "offerings",
    "provider": "providers",
    "benchmark": "benchmarks",
    "licence": "licences",
    "regulation": "regulations",
    "task": "tasks",
    "feed": "feeds",
    "plan": "plans",
    "hardware": "hardware",
    "format": "formats",
    "electricity": "electricity",
    "architecture": "architectures",
    "embedding": "embeddings",
    "embedding_board": "embedding_boards",
}


@cache
def validator(name: str) -> Draft202012Validator:
    """Of docs/schema/NAME.json."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def wrong(name: str, value: Any) -> list[str]:
    """What docs/schema/NAME.json finds wrong with *value*."""
    return [
        f"{error.json_path}: {error.message[:300]}" for error in validator(name).iter_errors(value)
    ]


@cache
def outer(name: str) -> Draft202012Validator:
    """Of docs/schema/NAME.json, without what its keys hold: what it refuses, the whole refuses."""
    schema = validator(name).schema
    keys = dict.fromkeys(schema["properties"], True)
    if "schema_version" in keys:
        keys["schema_version"] = schema["properties"]["schema_version"]
    return Draft202012Validator({**schema, "properties": keys})


def refused(name: str, value: Any) -> bool:
    """Whether docs/schema/NAME.json refuses *value*, for its keys if it can be seen by them."""
    return not outer(name).is_valid(value) or bool(wrong(name, value))


@cache
def check_table(text: str) -> None:
    """A table that schemas share, looked at once."""
    Draft202012Validator.check_schema(json.loads(text))


def check_schema(schema: dict[str, Any]) -> None:
    """That *schema* is one, and each of its tables."""
    Draft202012Validator.check_schema({**schema, "$defs": {}})
    for table in schema.get("$defs", {}).values():
        check_table(json.dumps(table))


def answered(command: str, result: Result, code: int) -> Any:
    """The JSON answer of *command*, checked."""
    assert result.code == code, result.stderr
    answer = json.loads(result.stdout)
    assert wrong(f"answers/{command}", answer) == []
    return answer


Ask = Callable[..., "Result"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped catalog, compiled: from TOML each of the questions would take seconds."""
    if load(str(CATALOG)).meta.compiled:
        return CATALOG
    folder = tmp_path_factory.mktemp("catalogs") / "whole"
    shutil.copytree(CATALOG, folder, ignore=shutil.ignore_patterns(".compiled"))
    compile.write(str(folder))
    return folder


@pytest.fixture
def ask(run: Run, part: Path) -> Ask:
    """Ask a part of the shipped catalog for JSON, on the tests' day unless another is named."""

    def call(*arguments: str, catalog: Path = part) -> Result:
        day = () if "--as-of" in arguments else ("--as-of", DAY)
        return run(*arguments, *day, "--catalog", str(catalog), "--json")

    return call


# ---- the schemas of the answers themselves


def nodes(schema: Any, place: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a schema, with its place."""
    if isinstance(schema, dict):
        yield place, schema
        for key, value in schema.items():
            yield from nodes(value, f"{place}.{key}")
    elif isinstance(schema, list):
        for position, value in enumerate(schema):
            yield from nodes(value, f"{place}[{position}]")


def test_there_is_one_schema_for_each_command() -> None:
    assert {path.stem for path in (SCHEMAS / "answers").glob("*.json")} == set(COMMANDS)
    files = {path.stem for path in (SCHEMAS / "files").glob("*.json")}
    assert files == {*SHAPES, "policy", "decision"}


@pytest.mark.parametrize("command", COMMANDS)
def test_schema_is_valid_and_says_what_every_key_is(command: str) -> None:
    schema = validator(f"answers/{command}").schema
    check_schema(schema)
    assert schema["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    named = command
    for group in ("catalog", "evidence", "overlay"):
        named = named.replace(f"{group}-", f"{group} ")
    kinds = ("-embeddings", "-plans")
    for suffix in (
        *kinds,
        "-usage",
        "-advise",
        "-history",
        "-decision",
        "-decisions",
        "-files",
        "-break-even",
        "-fine-tune",
        "-dry-run",
    ):
        named = named.removesuffix(suffix)
    assert schema["properties"]["tool"]["properties"]["command"]["const"] == named
    assert schema["additionalProperties"] is False
    for place, node in nodes(schema):
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/$defs/") in schema["$defs"], place
        if node.get("type") != "object" or "properties" not in node:
            continue
        assert set(node.get("required", ())) <= set(node["properties"]), place
        for key, value in node["properties"].items():
            assert "description" in value or "$ref" in value, f"{place}: {key}"


def test_tables_of_one_name_are_alike_in_all_schemas() -> None:
    seen: dict[str, Any] = {}
    for command in COMMANDS:
        for name, table in validator(f"answers/{command}").schema.get("$defs", {}).items():
            assert seen.setdefault(name, table) == table, f"{command}: {name}"


# ---- answers


RECOMMEND = {
    "plain": (),
    "by route": ("--by", "route", "--top", "60"),
    "explain": ("--explain", "--task", "agentic-coding"),
    "language": ("--task", "writing", "--language", "de"),
    "as of a past day": ("--as-of", "2026-09-01"),
    "unrated": ("--include-unrated", "--top", "400"),
    "rates": ("--rate", "CNY=7.1", "--rate", "EUR=0.9"),
    "everything asked": (
        *("--task", "coding", "--budget", "300", "--privacy", "internal", "--region", "eu"),
        *("--exclude-jurisdiction", "CN", "--have", "opt-out", "--accept-low-confidence"),
        *("--allow-unknown", "context", "--min-context", "100000", "--modality", "image"),
        *("--tools", "--structured-output", "--min-quality", "30", "--requests", "500"),
        *("--weights", "cost=3,performance=1", "--no-developer", "deepseek"),
    ),
    "by a ranking": ("--rank", "cost,perf,custom", "--rank-rule", "roc"),
    "by product": ("--method", "product", "--explain"),
    "by topsis": ("--method", "topsis", "--budget", "300"),
    "by promethee": ("--method", "promethee", "--by", "route", "--top", "50"),
    "open weights": ("--open-weights", "--use", "commercial", "--provider", "deepinfra"),
    "rules and licences": (
        *("--region", "EU", "--sector", "health", "--open-weights", "--distil", "--redistribute"),
        *("--use", "commercial", "--revenue", "5e6", "--monthly-users", "9000"),
        *("--established", "EU", "--needs", "lora", "--needs", "seed", "--allow-unknown", "seed"),
        *("--allow-unknown", "region", "--allow-unknown", "tuning", "--accept-low-confidence"),
    ),
    "every requirement of privacy": (
        *("--no-training", "--max-retention", "30", "--dpa", "--baa", "--certification", "soc2"),
        *("--customer-managed-keys", "--private-network", "--no-human-review"),
        *("--processing-region", "EU", "--processing-region", "US", "--region", "JP"),
        *("--allow-unknown", "human-review", "--allow-unknown", "keys", "--allow-unknown", "baa"),
        *("--allow-unknown", "network", "--allow-unknown", "certification"),
        *("--allow-unknown", "region", "--accept-low-confidence"),
    ),
}


@pytest.mark.parametrize("name", RECOMMEND)
def test_recommend(ask: Ask, name: str) -> None:
    answer = answered("recommend", ask("recommend", *RECOMMEND[name]), 0)
    assert answer["results"]


def test_recommend_of_every_shipped_model(ask: Ask, whole: Path) -> None:
    lifted = ("--privacy", "public", "--lives", "0", "--previews", "--patience", "1000000")
    every = ("--include-unrated", "--top", "400", *lifted)
    answer = answered("recommend", ask("recommend", *every, catalog=whole), 0)
    assert len(answer["results"]) > 200


OWN = ("--self-host", "only", "--gpu", "8xh100")


def test_recommend_a_deployment_of_ones_own(ask: Ask) -> None:
    answer = answered("recommend", ask("recommend", *OWN, "--top", "1"), 0)
    assert answer["results"][0]["own_deployment"]["accelerator"].startswith("h100")


NOTHING = {
    "quality": ("--min-quality", "100"),
    "budget": ("--budget", "0.01", "--requests", "1000000"),
    "privacy": ("--privacy", "air-gapped", "--self-host", "never", "--tools"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_recommend_where_nothing_fits(ask: Ask, name: str) -> None:
    answer = answered("recommend", ask("recommend", *NOTHING[name]), 1)
    assert answer["results"] == []
    assert answer["confidence"]["label"] == "none"


SEARCH = {
    "embeddings": ("embeddings",),
    "japanese": ("embeddings", "--language", "ja"),
    "own hardware": ("embeddings", "--self-host", "only", "--subject", "law"),
    "everything asked": (
        *("embeddings", "--documents", "2000000", "--chunk-tokens", "500", "--dimensions", "1536"),
        *("--requests", "9000", "--input-tokens", "40", "--batch", ".5", "--budget", "300EUR"),
        *("--subject", "code", "--language", "ja", "--by", "route", "--explain", "--top", "3"),
        *("--allow-unknown", "training", "--min-quality", "50", "--weights", "quality"),
    ),
    "reranking": ("reranking", "--documents", "20"),
}


@pytest.mark.parametrize("name", SEARCH)
def test_recommend_embeddings(ask: Ask, name: str) -> None:
    asked = ask("recommend", "--task", *SEARCH[name])
    answer = answered("recommend-embeddings", asked, 0)
    assert answer["results"] or answer["unranked"]


def test_recommend_embeddings_where_nothing_fits(ask: Ask) -> None:
    asked = ask("recommend", "--task", "embeddings", "--budget", "0.0001")
    assert answered("recommend-embeddings", asked, 1)["headline"].startswith("Nothing fits")


@pytest.mark.parametrize(
    "names", [("voyage-4-large", "text-embedding-3-large"), ("rerank-3", "rerank-v3.5")], ids=str
)
def test_compare_embeddings(ask: Ask, names: tuple[str, ...]) -> None:
    answer = answered("compare-embeddings", ask("compare", *names), 0)
    assert len(answer["results"]) == len(names)


COMPARE = {
    "two": ("gpt-4o", "claude-opus-4.5"),
    "efforts": ("gpt-5:low", "gpt-5:high", "gpt-5"),
    "a need": ("gpt-4o", "gpt-4o-mini", "--task", "japanese", "--budget", "1", "--region", "eu"),
    "language": ("gpt-4o", "gpt-4o-mini", "--language", "fr"),
}


@pytest.mark.parametrize("name", COMPARE)
def test_compare(ask: Ask, name: str) -> None:
    answered("compare", ask("compare", *COMPARE[name]), 0)


def test_plans_by_the_seat(ask: Ask) -> None:
    answer = answered("recommend", ask("recommend", "-t", "coding", "--seats", "10"), 0)
    assert answer["plans"]
    assert answer["seats"]["excluded"]
    words = ("copilot business", "claude team", "jetbrains/ai-pro")
    assert len(answered("compare-plans", ask("compare", *words), 0)["plans"]) == 3


def test_compare_with_models_not_on_sale_and_without_scores(ask: Ask, whole: Path) -> None:
    shipped = load(str(whole), DAY)
    sold = {offering.model for offering in shipped.offerings if offering.listing == "current"}
    rated = {estimate.model for estimate in shipped.estimates("general")}
    gone = next(name for name in shipped.models if name not in sold and name in rated)
    unrated = next(name for name in shipped.models if name in sold and name not in rated)
    answer = answered("compare", ask("compare", "gpt-4o", gone, unrated, catalog=whole), 0)
    assert answer["results"][1]["best_route"] is None
    assert answer["results"][2]["quality"] is None


@pytest.mark.parametrize("more", [(), OWN], ids=" ".join)
def test_compare_methods(ask: Ask, more: tuple[str, ...]) -> None:
    answer = answered("compare-methods", ask("compare-methods", "--task", "coding", *more), 0)
    assert answer["results"][0]["method"] == "additive"
    nothing = ask("compare-methods", "--min-quality", "100", *more)
    assert answered("compare-methods", nothing, 1)["agree"]


@pytest.mark.parametrize(
    "more", [(), ("--method", "product"), ("--budget", "300", "--by", "route"), OWN], ids=" ".join
)
def test_sensitivity(ask: Ask, more: tuple[str, ...]) -> None:
    answer = answered("sensitivity", ask("sensitivity", "--task", "coding", *more), 0)
    for curve in answer["curves"].values():
        assert {len(scores) for scores in curve["scores"].values()} == {len(curve["weights"])}
    answered("sensitivity", ask("sensitivity", "--min-quality", "100"), 1)


@pytest.mark.parametrize(
    "more", [(), ("--on", "perf,cost,privacy,custom", "--by", "model"), OWN], ids=" ".join
)
def test_pareto(ask: Ask, more: tuple[str, ...]) -> None:
    answer = answered("pareto", ask("pareto", "--task", "coding", *more), 0)
    assert answer["results"][-1]["next_step"] is None
    answered("pareto", ask("pareto", "--min-quality", "100", *more), 1)


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--cheaper", "--other-developer", "--task", "coding"),
        ("--open-weights", "--any", "context", "--still-supported", "365", "--budget", "300"),
    ],
    ids=" ".join,
)
def test_alternatives(ask: Ask, more: tuple[str, ...]) -> None:
    answer = answered("alternatives", ask("alternatives", "gpt-4o", *more), 0)
    assert answer["in_use"]["model"] == "openai/gpt-4o"
    none = ask("alternatives", "claude-opus-4.8", "--min-quality", "100", *more)
    answered("alternatives", none, 1)


def test_tried_routes(run: Run, part: Path, tmp_path: Path) -> None:
    """What was tried, what would be, and what ended early."""
    mine = tmp_path / "mine.jsonl"
    mine.write_text('{"input": "two and two", "target": "four"}\n' * 1, encoding="utf-8")
    env = {
        "LLMPICK_EVIDENCE_DIR": str(tmp_path / "own"),
        "LLMPICK_TRIES_DIR": str(tmp_path / "tries"),
        "OPENAI_API_KEY": "one",
    }
    with serving() as model:
        there = ("gpt-4o@openai", f"--base-url=openai={model.url}")
        said = (*there, "-t", "coding", "-p", "public", "--catalog", str(part), "--json")
        answered("try-dry-run", run("try", str(mine), *said, "--dry-run", env=env), 0)
        poor = run("try", str(mine), *said, "--yes", "--max-usd", "0", env=env)
        assert answered("try", poor, 1)["stopped_because"]
        done = answered("try", run("try", str(mine), *said, "--yes", env=env), 0)
    assert done["stored"] == "mine"
    assert done["own_evidence"]


def test_own_results(run: Run, part: Path, tmp_path: Path) -> None:
    """Where the user's own results are in an answer, its schema knows them."""
    env = {"LLMPICK_EVIDENCE_DIR": str(tmp_path / "own")}
    mine = tmp_path / "mine.csv"
    mine.write_text("model,score,n\ngpt-4o,60,200\nllama-3.3-70b,55,200\n", encoding="utf-8")
    there = ("--catalog", str(part), "--json")
    answered("evidence-list", run("evidence", "list", "--json", env=env), 0)
    took = run("evidence", "import", str(mine), "--task", "coding", *there, env=env)
    answered("evidence-import", took, 0)
    assert answered("evidence-list", run("evidence", "list", "--json", env=env), 0)["results"]
    for name, more in (
        ("recommend", ()),
        ("compare", ("gpt-4o", "llama-3.3-70b")),
        ("compare-methods", ()),
        ("sensitivity", ()),
        ("pareto", ()),
        ("alternatives", ("gpt-4o",)),
        ("list", ("models",)),
        ("selfhost", ("llama-3.3-70b", "--requests", "1000")),
        ("selfhost-break-even", ("llama-3.3-70b", "--break-even")),
    ):
        words = [name.partition("-")[0] if name.startswith("selfhost") else name]
        found = run(*words, *more, "--task", "coding", "--as-of", DAY, *there, env=env)
        own = answered(name, found, 0)["own_evidence"]
        assert own == [{"name": "mine", "models": 2}], name


def test_a_layer_of_ones_own(run: Ask, part: Path, tmp_path: Path) -> None:
    """Every answer that is made from a catalog says what of it rests on the layer."""
    table = (
        '[[discounts]]\nprovider = "openai"\ndiscount = 0.15\ncontract = "C"\n'
        "signed = 2026-09-01\n"
        '[[forbidden]]\nmodel = "meta/llama-3.3-70b"\nreason = "not approved"\n'
    )
    layer = own_layer.write(tmp_path / "layer", {"overlay.toml": table})
    env = {"LLMPICK_OVERLAY": str(layer), "XDG_CACHE_HOME": str(tmp_path)}
    there = ("--catalog", str(part))
    assert run("overlay", "check", *there, env=env).code == 0
    for name, more, code in (
        ("overlay-list", ("overlay", "list"), 0),
        ("recommend", ("recommend", "--task", "coding"), 0),
        ("compare", ("compare", "gpt-4o", "llama-3.3-70b"), 0),
        ("cost", ("cost", "gpt-4o"), 0),
        ("cost-history", ("cost", "gpt-4o", "--history"), 0),
        ("sensitivity", ("sensitivity",), 0),
        ("show", ("show", "gpt-4o@openai"), 0),
        ("list", ("list", "offerings", "--all"), 0),
        ("resolve", ("resolve", "gpt-4o"), 0),
        ("connect", ("connect", "openai/gpt-5@openai"), 0),
    ):
        found = answered(name, run(*more, *there, *ASKED, env=env), code)
        if name != "overlay-list":
            assert len(found["overlay"]["sha256"]) == 64, name
        if name in ("cost", "cost-history", "show"):
            assert found["overlay"]["rests_on"][0]["routes"], name
    policy = tmp_path / "policy.toml"
    policy.write_text("[privacy]\ndpa = true\n", encoding="utf-8")
    asked = ("check", "llama-3.3-70b", "--policy", str(policy), *there, *ASKED)
    assert answered("check", run(*asked, env=env), 1)["findings"][0]["rule"] == "forbidden"
    asked = ("recommend", "--self-host", "only", "--open-weights", *there, *ASKED)
    assert "meta/llama-3.3-70b" in run(*asked).stdout
    hosted = answered("recommend", run(*asked, env=env), 0)
    assert "meta/llama-3.3-70b" not in {row["model"] for row in hosted["results"]}


LISTS = {
    "models": (),
    "models of a task": ("--task", "coding"),
    "models in a language": ("--language", "ja", "--sort", "-quality"),
    "offerings": (),
    "offerings with those that are gone": ("--all",),
    "providers": (),
    "benchmarks": (),
    "licences": (),
    "regulations": (),
    "tasks": (),
    "hardware": (),
    "formats": (),
    "feeds": (),
    "plans": (),
}
WHOLE_LISTS = set(LISTS) - {"models of a task", "models in a language", "offerings"}
"""Every record that is shipped stands in one of them."""


@pytest.mark.parametrize("name", LISTS)
def test_list(ask: Ask, whole: Path, name: str) -> None:
    kind = name.split()[0]
    catalog = {"catalog": whole} if name in WHOLE_LISTS else {}
    answer = answered("list", ask("list", kind, *LISTS[name], **catalog), 0)
    assert answer["kind"] == kind
    assert answer["results"]


def test_list_of_nothing(run: Run, small_catalog: Path) -> None:
    answered("list", run("list", "hardware", "--catalog", str(small_catalog), *ASKED), 1)
    found = run(
        "list", "--developer", "cedar", "--open-weights", "--catalog", str(small_catalog), *ASKED
    )
    assert answered("list", found, 1)["results"] == []


def test_list_of_hardware(run: Run, own_catalog: Path) -> None:
    record = (
        'name = "Card 1"\nvendor = "Maker"\n\n[sources.maker]\nkind = "vendor"\n'
        'url = "https://maker.example/card"\nread = 2026-11-20\n\n[facts]\n'
        'memory_gib = [\n    { value = 24.0, source = "maker" },\n]\n'
        'bandwidth_gb_per_s = [\n    { value = 936.0, source = "maker" },\n]\n'
    )
    assert wrong("files/hardware", as_json(tomllib.loads(record))) == []
    (own_catalog / "hardware").mkdir()
    (own_catalog / "hardware" / "card-1.toml").write_text(record, encoding="utf-8")
    answer = answered("list", run("list", "hardware", "--catalog", str(own_catalog), *ASKED), 0)
    (row,) = answer["results"]
    assert (row["id"], row["memory_gib"], row["usd_per_gpu_hour"]) == ("card-1", 24.0, None)


def test_resolve(ask: Ask) -> None:
    found = ("gpt-4o", "GPT-5 (high)", "openai/gpt-4o@openai", "azure/gpt-4o")
    answered("resolve", ask("resolve", found[0]), 0)
    answer = answered("resolve", ask("resolve", *found, "gpt", "gtp-4o", "no such model"), 2)
    states = [row["state"] for row in answer["results"]]
    assert states[0] == "found"
    assert states[-3:] == ["ambiguous", "unknown", "unknown"]


@pytest.mark.parametrize("more", [(), ("--currency", "EUR", "--rate", "EUR=0.9")], ids=["", "EUR"])
def test_cost_of_a_log(ask: Ask, tmp_path: Path, more: tuple[str, ...]) -> None:
    pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")
    log = tmp_path / "log.csv"
    head = "model,time,input,output,cached\n"
    log.write_text(f"{head}gpt-4o,2026-11-02,900,100,50\nnone-such,2026-11-02,9,9,0\ngpt-4o,,1,1,0")
    answer = answered("cost-usage", ask("cost", "--usage", str(log), *more), 0)
    assert answer["models"]
    assert answer["unpriced"]
    assert answer["results"]
    log.write_text(f"{head}none-such,2026-11-02,9,9,0")
    answered("cost-usage", ask("cost", "--usage", str(log), *more), 1)
    for key in answer:
        other = copy.deepcopy(answer)
        del other[key]
        assert refused("answers/cost-usage", other) or key == "cost_eur", key


def test_the_advice_of_a_log_and_what_it_promises(ask: Ask, tmp_path: Path) -> None:
    """Savings and the month after a log of a week; a shorter one has no next month."""
    pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")
    log = tmp_path / "log.csv"
    rows = [f"gpt-4o,2026-11-{day:02},{900 + day},100,50\n" for day in range(2, 10)]
    log.write_text("model,time,input,output,cached\n" + "".join(rows))
    answer = answered("cost-advise", ask("cost", "--usage", str(log), "--advise"), 0)
    assert answer["results"]
    assert answer["next_month"]["models"]
    for key in answer:
        other = copy.deepcopy(answer)
        del other[key]
        assert refused("answers/cost-advise", other), key
    log.write_text("model,time,input,output,cached\n" + rows[0])
    assert (
        answered("cost-advise", ask("cost", "--usage", str(log), "--advise"), 0)["next_month"]
        is None
    )


COST = {
    "one model": ("gpt-4o",),
    "all that fit": ("--top", "30", "--explain"),
    "another currency": ("gpt-4o", "--currency", "JPY"),
    "a loop of an agent": ("--task", "agents", "--top", "5"),
    "everything asked": (
        *("--task", "coding", "--batch", ".3", "--cache-share", ".4", "--cache-write-share", ".1"),
        *("--retries", ".1", "--images", "1", "--service", "flex", "--privacy", "internal"),
        *("--reasoning-tokens", "900", "--horizon", "400", "--peak-share", ".2"),
    ),
}


@pytest.mark.parametrize("name", COST)
def test_cost(ask: Ask, name: str) -> None:
    answer = answered("cost", ask("cost", *COST[name]), 0)
    assert answer["results"]
    for key in answer:
        other = copy.deepcopy(answer)
        del other[key]
        assert refused("answers/cost", other), key


def test_cost_history(ask: Ask) -> None:
    answer = answered("cost-history", ask("cost", "--history", "deepseek-v4.1-flash"), 0)
    assert answer["price_lists"]
    del answer["price_lists"][0]["since"]
    assert wrong("answers/cost-history", answer)


SHOWN = {
    "model": ("gpt-4o",),
    "offering": ("openai/gpt-4o@openai",),
    "provider": ("openrouter", "--kind", "provider"),
    "benchmark": ("aider_polyglot",),
    "licence": ("apache-2.0",),
    "regulation": ("eu-ai-act",),
    "task": ("coding",),
    "feed": ("litellm",),
    "hardware": ("RTX 4090",),
    "format": ("Q4_K_M",),
    "electricity": ("de", "--kind", "electricity"),
    "architecture": ("llama-3.3-70b", "--kind", "architecture"),
}


SELFHOSTED = {
    "a model": (("gpt-oss-120b",), 0),
    "a model on given hardware": (("llama-3.3-70b", "--gpu", "2xL40S", "--by", "all"), 0),
    "bought": (
        (
            *("gpt-oss-20b", "--gpu", "rtx-5090", "--own", "--years", "3", "--pue", "1.2"),
            *("--power-price", ".2", "--people-usd", "0"),
        ),
        0,
    ),
    "models for hardware": (("--gpu", "2xL40S", "--task", "coding"), 0),
    "nothing fits": (("deepseek-r1", "--gpu", "1xT4"), 1),
}


@pytest.mark.parametrize("name", SELFHOSTED)
def test_selfhost(ask: Ask, name: str) -> None:
    arguments, code = SELFHOSTED[name]
    answered("selfhost", ask("selfhost", *arguments), code)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("llama-3.3-70b", "--fine-tune", "qlora"), 0),
        (("gpt-oss-20b", "--fine-tune", "full", "--gpu", "8xH100"), 0),
        (("llama-3.3-70b", "--fine-tune", "full", "--gpu", "1xT4"), 1),
    ],
    ids=lambda value: str(value)[:50],
)
def test_selfhost_fine_tune(ask: Ask, asked: tuple[str, ...], code: int) -> None:
    answered("selfhost-fine-tune", ask("selfhost", *asked, "--tokens", "1e7"), code)


def test_own_deployments_among_the_routes(ask: Ask) -> None:
    answered("recommend", ask("recommend", "--privacy", "air-gapped", "--explain"), 0)
    answer = answered("compare", ask("compare", "gpt-oss-120b", "gpt-4o", "--gpu", "h100"), 0)
    assert answer["self_hosted"]["openai/gpt-oss-120b"]["gpus_per_copy"] == 1
    assert answer["self_hosted"]["openai/gpt-4o"] is None


@pytest.mark.parametrize(("gpu", "code"), [("h100", 0), ("8xmi300x", 0), ("1xT4", 1)])
def test_selfhost_break_even(ask: Ask, gpu: str, code: int) -> None:
    arguments = ("deepseek-r1", "--break-even", "--gpu", gpu)
    answered("selfhost-break-even", ask("selfhost", *arguments), code)
    zero = ("--scale-to-zero", "--starts", "9", "--idle-minutes", "5")
    answered("selfhost-break-even", ask("selfhost", *arguments, *zero), code)


def test_show_the_evidence_of_a_model(ask: Ask) -> None:
    answer = answered("show", ask("show", *SHOWN["model"], "--evidence"), 0)
    assert answer["evidence"]["scores"]


@pytest.mark.parametrize("kind", SHOWN)
def test_show(ask: Ask, kind: str) -> None:
    answer = answered("show", ask("show", *SHOWN[kind]), 0)
    assert answer["kind"] == kind
    assert wrong(f"files/{PLURAL[kind]}", answer["record"]) == []
    assert bool(answer["estimates"]) == bool(answer["offerings"]) == (kind == "model")
    for row in answer["offerings"]:
        del row["route"]
        assert wrong("files/offerings", row) == []


POLICY = """
name = "House rules"

[models]
denied = ["gpt-4o-mini"]

[privacy]
level = "confidential"
region = "EU"
certifications = ["SOC 2"]

[licence]
established = ["EU"]
rates = { JPY = 155 }

[lifecycle]
min_days_supported = 180

[[exceptions]]
rule = "lifecycle"
subject = "gpt-4o"
reason = "Moves in spring"
approver = "Security office"
expires = 2027-03-31

[[exceptions]]
rule = "licence.use"
subject = "llama-4-scout"
reason = "Own agreement"
approver = "Legal"
expires = 2026-10-31
"""


def test_check(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, encoding="utf-8")
    text = tmp_path / "app.py"
    text.write_text('model = "gpt-4o-mini"\n', encoding="utf-8")
    names = ("gpt-4o", "llama-4-scout", "mistral-small-4", "openai/gpt-4o@openai")
    answer = answered("check", ask("check", *names, "--in", str(text), "--policy", str(path)), 1)
    assert {row["state"] for row in answer["names"]} >= {"kept", "excepted", "broken"}
    assert answer["excepted"]
    text.write_text('model = "gpt-4-turbo"  # gpt-4o-mini\n', encoding="utf-8")
    answered("check-files", ask("check", "--files", str(text), "--policy", str(path)), 1)
    path.write_text('[models]\ndenied = ["gpt-4o-mini"]\n', encoding="utf-8")
    answer = answered("check", ask("check", "gpt-4o", "--policy", str(path)), 0)
    assert answer["passed"] is True
    for key in answer:
        for change in CHANGES:
            other = copy.deepcopy(answer)
            change(other, key)
            assert refused("answers/check", other), key


HOSTED = ("--task", "coding", "--budget", "300", "--tools", "--exclude-jurisdiction", "CN")


@pytest.mark.parametrize("asked", [HOSTED, (*HOSTED, "--self-host", "also")], ids=("hosted", "own"))
def test_check_of_a_decision(ask: Ask, tmp_path: Path, asked: tuple[str, ...]) -> None:
    path = tmp_path / "decision.toml"
    saved = ask("recommend", *asked, "--save", str(path), "--as-of", "2026-06-01")
    assert saved.code == 0
    on_file = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
    assert wrong("files/decision", on_file) == []
    schema = validator("files/decision").schema
    Draft202012Validator.check_schema(schema)
    assert set(schema["$defs"]["row"]["properties"]) == {
        *ShortlistRow._fields,
        *OLD_ROW_KEYS,
    }
    # what is sent beside text is worked out of the options, by the rules of the day
    kept = set(Workload._fields) - {"media", "media_tokens", "audio_tokens"}
    assert set(schema["properties"]["workload"]["properties"]) == kept
    answer = answered("check-decision", ask("check", str(path)), 1)
    whole = answered("check-decisions", ask("check", "--decisions", str(path.parent)), 1)
    assert whole["decisions"][0]["moves"] == answer["moves"]
    assert "entrant" in {row["kind"] for row in answer["moves"]}
    held = answered("check-decision", ask("check", str(path), "--as-of", "2026-06-01"), 0)
    assert held["moves"] == []
    assert ("hosting" in on_file) == ("--self-host" in asked)
    for key in set(answer) - {"own_evidence"}:
        for change in CHANGES:
            other = copy.deepcopy(answer)
            change(other, key)
            assert refused("answers/check-decision", other), key
            if key in on_file:
                other = copy.deepcopy(on_file)
                change(other, key)
                assert refused("files/decision", other), key


def test_profile_and_config(run: Run, part: Path, tmp_path: Path) -> None:
    env = {"LLMPICK_CONFIG_DIR": str(tmp_path), "LLMPICK_REGION": "EU"}
    where = ("--catalog", str(part))
    needs = ("--task", "coding", "--budget", "3", "--tools", "--provider", "openai")
    assert run("profile", "save", "p", *needs, *where, env=env).code == 0
    asked = {
        "profile": ("profile", "list", "--json"),
        "config": ("config", "show", "--profile", "p", "--json", *where),
    }
    for command, arguments in asked.items():
        answer = answered(command, run(*arguments, env=env), 0)
        for key in answer:
            for change in CHANGES:
                other = copy.deepcopy(answer)
                change(other, key)
                assert refused(f"answers/{command}", other), key
    answered("profile", run("profile", "show", "p", "--json", env=env), 0)


def test_policy_schema_takes_what_the_command_takes() -> None:
    from llmpick.inputs import policy_file as policies

    schema = validator("files/policy").schema
    Draft202012Validator.check_schema(schema)
    assert wrong("files/policy", as_json(tomllib.loads(POLICY))) == []
    assert set(schema["properties"]) == {"name", *policies.SECTIONS, "exceptions"}
    for section, keys in policies.SECTIONS.items():
        assert set(schema["properties"][section]["properties"]) == set(keys), section
    entry = schema["properties"]["exceptions"]["items"]
    assert entry["required"] == [*policies.EXCEPTION]
    for key in ("models", "privacy", "exceptions"):
        assert wrong("files/policy", {key: 1})
        assert wrong("files/policy", {key: {"new_key": 1}})


def test_catalog_validate(run: Run, own_catalog: Path) -> None:
    wanted = ("catalog", "validate", "--catalog", str(own_catalog), "--json")
    answered("catalog-validate", run(*wanted), 0)
    (own_catalog / "tasks" / "coding.toml").write_text("name = 1\n", encoding="utf-8")
    (own_catalog / "models" / "acme" / "atlas-1.toml").write_text("name = =\n", encoding="utf-8")
    answer = answered("catalog-validate", run(*wanted), 1)
    assert answer["errors"] == sum(row["level"] == "error" for row in answer["findings"]) > 1


def test_catalog_stats(run: Run, small_catalog: Path, own_catalog: Path, whole: Path) -> None:
    def stats(folder: Path) -> Any:
        asked = ("catalog", "stats", "--catalog", str(folder), *ASKED)
        return answered("catalog-stats", run(*asked), 0)

    answer = stats(small_catalog)
    assert answer["fit"]["report"] == {}
    measured = json.loads(document({**answer, "fit": load(str(whole), DAY).fit}))
    assert measured["fit"]["report"]
    assert wrong("answers/catalog-stats", measured) == []
    for path in (own_catalog / "derived").iterdir():
        path.unlink()
    assert stats(own_catalog)["fit"] == {}


def test_catalog_sources(run: Run, small_catalog: Path) -> None:
    found = run("catalog", "sources", "--catalog", str(small_catalog), *ASKED)
    urls = [row["url"] for row in answered("catalog-sources", found, 0)["results"]]
    assert None in urls
    assert any(urls)


def test_catalog_gaps(run: Run, small_catalog: Path, tmp_path: Path) -> None:
    folder = evidence_catalog.make(small_catalog, tmp_path / "catalog")
    asked = ("catalog", "gaps", "--catalog", str(folder), *ASKED)
    assert answered("catalog-gaps", run(*asked), 0)["results"]
    bare = ("catalog", "gaps", "--catalog", str(small_catalog), *ASKED)
    assert answered("catalog-gaps", run(*bare), 0)["results"] == []


def test_catalog_refresh(run: Run, own_catalog: Path, tmp_path: Path) -> None:
    feed_files.with_feed(own_catalog)
    prices = {
        "acme/atlas-3": (3.0, 12.0, 0.3),
        "acme/atlas-4": (6.0, 30.0),
        "relay/acme/atlas-3": (0.0, 0.0),
        "relay/unheard": (1.0, 2.0),
    }
    path = feed_files.price_map(tmp_path, prices)
    asked = ("catalog", "refresh", "price-list", "--from", str(path), "--day", "2026-11-27")
    bare = ("--catalog", str(own_catalog), "--json")
    answer = answered("catalog-refresh", run(*asked, *bare), 1)
    assert {row["outcome"] for row in answer["changes"]} == {"changed", "refused", "new"}
    assert answer["answers"]["needs"]
    assert answered("catalog-refresh", run(*asked, "--no-answers", *bare), 1)["answers"] is None


def test_catalog_diff(run: Run, small_catalog: Path, own_catalog: Path) -> None:
    two_states.make_newer(own_catalog)
    asked = ("catalog", "diff", str(small_catalog), str(own_catalog), "--json")
    answer = answered("catalog-diff", run(*asked), 0)
    assert answer["changes"]
    assert answer["answers"]["answers"]


def test_catalog_of_a_publisher(
    run: Run, small_catalog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Versions, an update and an installation of one."""
    monkeypatch.setenv("LLMPICK_CATALOGS_DIR", str(tmp_path / "store"))
    theirs = publisher.Publisher(tmp_path)
    publisher.make_keys(theirs.keys)
    later = publisher.version(small_catalog, tmp_path / "later", "2026.11.21")
    theirs.publish(later, into=str(tmp_path / "a.zip"))
    trusted = ("--root", str(theirs.root), "--json")
    with publisher.served(theirs.repository) as server:
        where = ("--url", server.url, "--to", "2026.11.21")
        taken = answered("catalog-update", run("catalog", "update", *where, *trusted), 0)
    assert taken["changed"]
    assert taken["previous_version"] is None
    again = run("catalog", "install", str(tmp_path / "a.zip"), *trusted)
    assert not answered("catalog-install", again, 0)["changed"]
    listed = answered("catalog-versions", run("catalog", "versions", "--json"), 0)
    assert [row["in_use"] for row in listed["results"]] == [False, True]


@pytest.fixture(scope="module")
def reported(spawn: Spawn, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A copy of the small catalog, and what the fit of it with a report printed, as a process."""
    pytest.importorskip("numpy")
    folder = tmp_path_factory.mktemp("catalogs") / "fitted"
    shutil.copytree(SMALL, folder)
    return folder, spawn("catalog", "fit", "--catalog", str(folder), "--report", "--json")


def test_catalog_fit(run: Run, small_catalog: Path, tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    target = ("--out", str(tmp_path / "out.json"))
    done = run("catalog", "fit", "--catalog", str(small_catalog), *target, "--json")
    assert answered("catalog-fit", done, 0)["report"] == {}


def test_catalog_fit_with_a_report(reported: tuple[Path, Any]) -> None:
    done = reported[1]
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout, parse_constant=pytest.fail)
    assert wrong("answers/catalog-fit", answer) == []
    assert answer["report"]["left_out_benchmarks"]["spearman"] is None


def test_a_report_on_few_scores_says_so(
    run: Run, reported: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be said of a tiny catalog is named; no number is made up, no warning printed."""
    from llmpick.api import fitting

    folder, done = reported
    answer = json.loads(done.stdout)
    found = fitting.FitDone(answer["meta"], answer["report"], [])
    monkeypatch.setattr(fitting, "fit", lambda *_, **__: found)
    text = run("catalog", "fit", "--catalog", str(folder), "--report").stdout
    assert "too few scores to say (0 models)" in text
    assert "nan" not in text
    assert "Warning" not in done.stderr.decode()
    stored = (folder / "derived" / "fit.toml").read_text(encoding="utf-8")
    assert "nan" not in stored
    shown = run("catalog", "stats", "--catalog", str(folder)).stdout
    assert "too few scores to say" in shown
    assert "nan" not in shown


def test_a_fit_of_nothing_says_so(run: Run, own_catalog: Path) -> None:
    """Where too little is left there is no fit, and no traceback."""
    pytest.importorskip("numpy")
    names = sorted(path.stem for path in (own_catalog / "benchmarks").iterdir())
    left_out = [word for name in names for word in ("--exclude-benchmark", name)]
    done = run("catalog", "fit", "--catalog", str(own_catalog), *left_out)
    assert done.code == 2
    assert "error: too few scores to fit" in done.stderr


def test_catalog_fit_with_the_report_of_the_shipped_fit(whole: Path) -> None:
    fit = load(str(whole), DAY).fit
    meta = {key: value for key, value in fit.items() if key != "report"}
    answer = json.loads(document(report.fit(meta, fit["report"]).payload))
    assert answer["report"]
    assert wrong("answers/catalog-fit", answer) == []


# ---- the schemas can say no


def without(answer: Any, key: str) -> None:
    del answer[key]


def with_other_version(answer: Any, _key: str) -> None:
    answer["schema_version"] = "2.0"


def with_new_key(answer: Any, _key: str) -> None:
    answer["new_key"] = 1


CHANGES: tuple[Callable[[Any, str], None], ...] = (without, with_other_version, with_new_key)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_answer_is_found(
    run: Run, small_catalog: Path, change: Callable[..., None]
) -> None:
    own = ("--catalog", str(small_catalog), *ASKED)
    for command, arguments in {
        "recommend": ("recommend",),
        "compare": ("compare", "atlas-2", "oak-70b"),
        "show": ("show", "atlas-2"),
        "list": ("list",),
        "resolve": ("resolve", "atlas-2"),
        "catalog-stats": ("catalog", "stats"),
        "catalog-sources": ("catalog", "sources"),
    }.items():
        answer = answered(command, run(*arguments, *own), 0)
        for key in answer:
            other = copy.deepcopy(answer)
            change(other, key)
            assert refused(f"answers/{command}", other), f"{command}: {key}"


def test_a_changed_result_is_found(ask: Ask) -> None:
    answer = answered("recommend", ask("recommend", "--top", "1"), 0)
    first = answer["results"][0]
    for key in first:
        other = copy.deepcopy(answer)
        del other["results"][0][key]
        assert refused("answers/recommend", other), key
    for key, value in {
        "score": 1.5,
        "monthly_cost_usd": "5 USD",
        "privacy_grade": "P6",
        "effort": "extreme",
        "rank": 0,
        "quality": {**first["quality"], "interval_80": [0.1]},
        "price": {**first["price"], "read": "yesterday"},
        "new_key": None,
    }.items():
        other = copy.deepcopy(answer)
        other["results"][0][key] = value
        assert refused("answers/recommend", other), key


# ---- files


@pytest.mark.parametrize("kind", SHAPES)
def test_file_schema_is_what_the_command_prints(
    run: Run, request: pytest.FixtureRequest, kind: str
) -> None:
    path = SCHEMAS / "files" / f"{kind}.json"
    printed = run("catalog", "schema", kind)
    assert printed.code == 0
    if request.config.getoption("--write-snapshots"):
        path.write_bytes(printed.raw)
    check_schema(json.loads(printed.stdout))
    assert path.read_bytes() == printed.raw, (
        f"docs/schema/files/{kind}.json is not what `llmpick catalog schema {kind}` prints: "
        "pytest tests/test_json_schema.py --write-snapshots rewrites it"
    )


def as_json(value: Any) -> Any:
    """*value* of a TOML file with days as ISO 8601 texts."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


IN_CATALOG = [kind for kind in SHAPES if kind != "overlay"]
"""A layer of a user's own is in no catalog."""


def sample(kind: str) -> list[Path]:
    """The files of one kind; of many, `SAMPLE` spread over all."""
    if kind == "derived":
        return [CATALOG / "derived" / "fit.toml"]
    if kind == "speed":
        return [CATALOG / "derived" / "speed.toml"]
    if kind in ("domains", "scale", "seats"):
        return [CATALOG / f"{kind}.toml"]
    paths = sorted((CATALOG / kind).rglob("*.toml"))
    return paths if kind == "providers" else paths[:: -(-len(paths) // SAMPLE) or 1]


@pytest.mark.parametrize("kind", IN_CATALOG)
def test_files_of_the_catalog_are_as_their_schema_says(kind: str) -> None:
    paths = sample(kind)
    assert paths
    for path in paths:
        record = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
        if kind == "scores":  # a file holds thousands, all alike
            record["scores"] = record["scores"][:: len(record["scores"]) // 100 or 1]
        assert wrong(f"files/{kind}", record) == [], path.relative_to(ROOT)
    assert wrong(f"files/{kind}", {**record, "new_key": 1})


def test_taplo_knows_the_schema_of_every_file_of_the_catalog() -> None:
    rules = tomllib.loads((ROOT / ".taplo.toml").read_text(encoding="utf-8"))["rule"]
    schemas: dict[Path, str] = {}
    for rule in rules:
        assert (ROOT / rule["schema"]["path"]).is_file()
        for pattern in rule["include"]:
            for path in ROOT.glob(pattern):
                assert path not in schemas, f"two rules for {path.relative_to(ROOT)}"
                schemas[path] = rule["schema"]["path"]
    assert set(schemas) == set(CATALOG.rglob("*.toml"))
    for path, schema in schemas.items():
        speed = path == CATALOG / "derived" / "speed.toml"
        kind = "speed" if speed else path.relative_to(CATALOG).parts[0].removesuffix(".toml")
        assert schema == f"docs/schema/files/{kind}.json"
    assert {Path(rule["schema"]["path"]).stem for rule in rules} == set(IN_CATALOG)
