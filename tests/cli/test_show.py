"""What `show` says of tuning and training a model, and of a provider's terms."""

from __future__ import annotations

import json
from typing import Any

import pytest

SOURCE = '[sources.s]\nkind = "vendor"\nurl = "https://acme.example/guide"\nread = 2026-11-20\n'
STATUS = '[[facts.status]]\nvalue = "closing"\nsource = "s"\n'
TUNING = (
    f"complete = true\n{SOURCE}{STATUS}"
    '[[tunable]]\nsource = "s"\nconfidence = "high"\nmodels = ["birch/oak-70b"]\n'
    'methods = ["sft", "dpo"]\njobs_end = 2027-01-06\nmodels_end = 2027-01-14\nregions = ["US"]\n'
    '[[tunable]]\nsource = "s"\nsince = 2027-02-01\nmodels = ["birch/oak-70b"]\n'
    'methods = ["rft"]\npreview = true\n'
    '[[training_prices]]\nsource = "s"\nusd_per_mtok = 0.5\nmethod = "sft"\n'
    "up_to_parameters_b = 16.0\n"
    '[[training_prices]]\nsource = "s"\nconfidence = "low"\nusd_per_mtok = 3.0\nmethod = "sft"\n'
    "above_parameters_b = 16.0\nup_to_parameters_b = 80.0\n"
    '[[training_prices]]\nsource = "s"\nusd_per_mtok = 9.0\nabove_parameters_b = 80.0\n'
    '[[training_prices]]\nsource = "s"\nusd_per_mtok = 25.0\nmodels = ["acme/atlas-2"]\n'
)
LIBRARY = (
    'name = "Trainer"\nurl = "https://trainer.example"\n'
    'commit = "0123456789abcdef0123456789abcdef01234567"\ndated = 2026-08-18\nmaintained = true\n'
    f'{SOURCE}[[trains]]\nsource = "s"\nnamed = "Oak 1"\nmodels = ["birch/oak-70b"]\n'
    'methods = ["lora", "full"]\n'
)


@pytest.fixture
def asked(own_catalog, run):
    """`show` of a catalog with tuning in it."""
    for path, text in {"tuning/acme.toml": TUNING, "libraries/trainer.toml": LIBRARY}.items():
        target = own_catalog / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def call(*arguments: str, day: str = "2026-11-23") -> Any:
        found = run("show", *arguments, "--catalog", str(own_catalog), "--as-of", day, columns=300)
        assert found.code == 0, found.stderr
        return found

    return call


def test_hosted_tuning(asked) -> None:
    """By whom, until when, at the price of its size, with the source."""
    (row,) = json.loads(asked("oak-70b", "--json").stdout)["hosted_tuning"]
    (price,) = row.pop("prices")
    assert price["usd_per_mtok"] == 3.0
    assert price["confidence"] == "low"
    assert row == {
        "provider": "acme",
        "methods": ["sft", "dpo"],
        "preview": False,
        "jobs_end": "2027-01-06",
        "models_end": "2027-01-14",
        "lasts": False,
        "regions": ["US"],
        "confidence": "high",
        "note": None,
        "source": "https://acme.example/guide",
        "read": "2026-11-20",
    }


def test_what_is_announced_stands_there_from_its_day_on(asked) -> None:
    """Not before."""
    rows = json.loads(asked("oak-70b", "--json", day="2027-02-01").stdout)["hosted_tuning"]
    assert [(row["methods"], row["lasts"]) for row in rows] == [
        (["sft", "dpo"], False),
        (["rft"], True),
    ]


def test_libraries(asked) -> None:
    """What trains it, how, and the state that was read."""
    (row,) = json.loads(asked("oak-70b", "--json").stdout)["libraries"]
    assert row["library"] == "Trainer"
    assert row["named"] == "Oak 1"
    assert row["methods"] == ["lora", "full"]
    assert row["dated"] == "2026-08-18"


def test_the_text_says_both(asked) -> None:
    """As tables of their own."""
    text = asked("oak-70b").stdout
    assert "jobs 2027-01-06, models 2027-01-14" in text
    assert "3 (sft, low confidence)" in text
    assert "ended, or ends within 180 days: does not count" in text
    assert "trains in US" in text
    assert "lora, full" in text


def test_a_model_that_nobody_tunes_has_no_such_table(asked) -> None:
    """Nor has a record of another kind."""
    for name in ("sapling-8b", "dojo"):
        answer = json.loads(asked(name, "--json").stdout)
        assert answer["hosted_tuning"] == answer["libraries"] == []
        assert "Tuning by a provider" not in asked(name).stdout


TERMS = (
    (
        'dpa = [\n    { value = true, source = "terms" },\n]\n',
        'dpa = [\n    { value = true, source = "terms" },\n]\n'
        'competing_models = [\n    { value = "forbidden", source = "terms", note = "any" },\n]\n'
        'key_variable = [\n    { value = "ACME_KEY", source = "terms", '
        'by_tool = { litellm = ["ACME_API_KEY"] }, further = ["ACME_REGION"] },\n]\n'
        'tool_names = [\n    { value = { ai_sdk = "@ai-sdk/acme" }, source = "terms" },\n]\n',
    ),
    (
        '"SOC 2 Type II",\n]\nsource = "terms"\n',
        '"SOC 2 Type II",\n]\nsource = "terms"\n\n[own_terms."acme/atlas-3"]\n'
        "trains_on_inputs = []\n",
    ),
)


@pytest.fixture
def of_acme(own_catalog, run):
    """`show acme` where it has terms on outputs, names in tools and a model of its own terms."""
    path = own_catalog / "providers" / "acme.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in TERMS:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return run(
        *("show", "acme", "--kind", "provider", "--catalog", str(own_catalog)),
        *("--as-of", "2026-11-23", "--format", "text"),
        columns=300,
    ).stdout


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("competing models", ("forbidden", "any")),
        ("key variable", ("ACME_KEY", "litellm: ACME_API_KEY", "also ACME_REGION")),
        ("tool names", ("ai sdk: @ai-sdk/acme",)),
        ("trains on inputs", ("not known", "acme/atlas-3")),
    ],
)
def test_terms_of_a_provider(of_acme, fact, said) -> None:
    """Terms on outputs, how to connect, and what is not known of one model stand in a row each."""
    lines = [line for line in of_acme.splitlines() if line.strip().startswith(fact)]
    assert any(all(part in line for part in said) for line in lines), of_acme
