"""`llmpick check`: verdicts, exit codes, every form, and a plain word for every mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DAY = ("--as-of", "2026-11-23")
POLICY = """
name = "House rules"

[models]
denied = ["nc-20b"]

[providers]
denied = ["relay"]

[privacy]
level = "internal"
region = "EU"
certifications = ["SOC 2"]

[licence]
use = "commercial"
annual_revenue_usd = 900000
established = ["EU"]

[lifecycle]
min_days_supported = 180

[[exceptions]]
rule = "privacy"
subject = "borealis"
reason = "Audit is under way"
approver = "Security office"
expires = 2027-01-31
"""
LAPSED = """
[[exceptions]]
rule = "licence.use"
subject = "oak-70b"
reason = "Own agreement"
approver = "Legal"
expires = 2026-10-31

[[exceptions]]
rule = "models.denied"
subject = "atlas-1"
reason = "Old tests"
approver = "Legal"
expires = 2027-12-31
"""


@pytest.fixture
def check(run, compiled_catalog, tmp_path: Path):
    """Check names against a policy: `check("atlas-3", policy=TEXT)`."""

    def call(*arguments: str, policy: str = POLICY, stdin: str | None = None, **more: Any):
        path = tmp_path / "policy.toml"
        path.write_text(policy, encoding="utf-8")
        where = ("--policy", str(path), "--catalog", str(compiled_catalog), *DAY)
        return run("check", *where, *arguments, stdin=stdin, **more)

    return call


NAMES = ("atlas-3", "sapling-8b", "oak-70b", "nc-20b", "atlas-2", "atlas-3@relay")
VIEWS = {
    "check as text": (NAMES, POLICY + LAPSED),
    "check as a table": ((*NAMES, "--format", "table"), POLICY),
    "check as markdown": (("atlas-2", "sapling-8b", "--format", "markdown"), POLICY),
    "check as json": (("atlas-2", "sapling-8b", "--json"), POLICY),
    "check as ids": ((*NAMES, "--format", "ids"), POLICY),
    "check that all is kept": (("sapling-8b", "atlas-3@acme"), '[models]\ndenied = ["nc-20b"]\n'),
}


@pytest.mark.parametrize("name", VIEWS)
def test_view(check, snapshot, name):
    """The answer on the small catalog, on one day."""
    arguments, policy = VIEWS[name]
    snapshot(check(*arguments, policy=policy, columns=120))


def answer(result) -> Any:
    """The JSON answer."""
    return json.loads(result.stdout)


def test_exit_codes(check):
    """0 kept, 1 broken or not known, 2 no such name."""
    kept = '[models]\ndenied = ["nc-20b"]\n'
    assert check("atlas-3", policy=kept).code == 0
    assert check("nc-20b", policy=kept).code == 1
    assert check("thin-9", policy="[privacy]\ndpa = true\n").code == 1
    assert check("no-such-model", policy=kept).code == 2
    assert check("atlas", policy=kept).code == 2


def test_a_finding_names_rule_fact_and_source(check):
    """What the policy asks, what the record says, where and when it was read."""
    found = answer(check("oak-70b@dojo", "--json", policy='[privacy]\ntraining = "never"\n'))
    [row] = found["findings"]
    assert row["rule"] == "privacy.training"
    assert row["state"] == "broken"
    assert row["record"] == "providers/dojo"
    assert (row["fact"], row["value"], row["wanted"]) == ("trains_on_inputs", "opt-out", "never")
    assert (row["source"], row["read"]) == ("https://dojo.example/terms", "2026-10-01")


@pytest.mark.parametrize("form", ["json", "text", "sarif"])
def test_a_route_under_a_denied_jurisdiction(check, form):
    """A finding like any other, in every form."""
    policy = '[privacy]\ndenied_jurisdictions = ["CN", "FR"]\n'
    found = check("atlas-3@relay", "--format", form, policy=policy)
    assert found.code == 1
    assert "CN" in found.stdout
    if form == "json":
        [row] = answer(found)["findings"]
        assert (row["rule"], row["value"]) == ("privacy.denied_jurisdictions", "CN")
        assert row["wanted"] == ["CN", "FR"]


def test_routes_that_are_gone_do_not_count(check):
    """A retired offering runs nothing; one that ends later runs it until then."""
    policy = "[privacy]\ndpa = true\n"
    found = answer(check("atlas-1", "--json", policy=policy))
    assert [row["rule"] for row in found["findings"]] == ["available"]
    assert check("atlas-2", policy=policy).code == 0
    assert check("atlas-2", "--as-of", "2027-02-01", policy=policy).code == 1


def test_facts_are_those_of_the_day(check):
    """A term that is announced holds from its day on."""
    policy = '[privacy]\ntraining = "never"\n'
    assert check("oak-70b@dojo", policy=policy).code == 1
    assert check("oak-70b@dojo", "--as-of", "2027-03-02", policy=policy).code == 0


def test_exceptions(check):
    """One that covers its finding is shown; expired and idle ones are findings."""
    found = answer(check("sapling-8b", "--json"))
    assert found["passed"] is True
    assert {row["rule"] for row in found["excepted"]} == {"privacy.certifications"}
    assert found["excepted"][0]["approver"] == "Security office"
    found = answer(check("sapling-8b", "--json", policy=POLICY + LAPSED))
    assert [row["rule"] for row in found["findings"]] == ["exceptions.expired", "exceptions.unused"]
    assert [row["name"] for row in found["findings"]] == ["birch/oak-70b", "acme/atlas-1"]
    found = answer(check("sapling-8b", "--json", "--partial", policy=POLICY + LAPSED))
    assert [row["rule"] for row in found["findings"]] == ["exceptions.expired"]


def test_names_on_stdin(check):
    """One a line, with or without -."""
    for arguments in ((), ("-",)):
        found = answer(check(*arguments, "--json", stdin="atlas-3\n\nnc-20b\n"))
        assert [row["name"] for row in found["names"]] == ["atlas-3", "nc-20b"]


def test_names_in_a_file(check, tmp_path):
    """Models that a text names, each with its place; its other words are left alone."""
    text = tmp_path / "app.py"
    text.write_text('x = "atlas"\nm = "acme/atlas-3"  # or nc-20b\n', encoding="utf-8")
    result = check("--in", str(text), "--json")
    found = answer(result)
    places = [(row["name"], row["line"], row["column"]) for row in found["names"]]
    assert places == [("acme/atlas-3", 2, 6), ("nc-20b", 2, 26)]
    assert result.code == 1
    assert {row["file"] for row in found["findings"] if row["line"]} == {str(text)}
    text.write_text("nothing\n", encoding="utf-8")
    quiet = check("--in", str(text), policy='[models]\ndenied = ["nc-20b"]\n')
    assert (quiet.code, quiet.stdout.split(";")[0].strip()[:10]) == (0, "0 of 0 nam")


# ---- SARIF 2.1.0: the properties that its schema requires, sections 3.13 to 3.58 of the standard


def sarif(check, *arguments: str, policy: str = POLICY + LAPSED) -> Any:
    """The log as a table."""
    return json.loads(check(*arguments, "--format", "sarif", policy=policy).stdout)


def test_sarif_has_what_the_standard_requires(check, tmp_path):
    """Version and runs; tool, driver, name; of each result a message, a rule, a level."""
    text = tmp_path / "a b.txt"
    text.write_text("model: acme/atlas-2, nc-20b and birch/sapling-8b\n", encoding="utf-8")
    log = sarif(check, "--in", str(text))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "llmpick"
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in rules)
    assert run["results"]
    for result in run["results"]:
        assert result["message"]["text"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        for place in result["locations"]:
            for logical in place["logicalLocations"]:
                assert logical["name"]
            where = place["physicalLocation"]
            assert " " not in where["artifactLocation"]["uri"]
            region = where.get("region")
            if region:
                assert region["startLine"] == 1
                assert 1 <= region["startColumn"] < region["endColumn"]
        for one in result.get("suppressions", ()):
            assert one["kind"] in ("inSource", "external")
            assert one["status"] in ("accepted", "underReview", "rejected")


def test_sarif_says_what_json_says(check):
    """A result a finding, suppressed where an exception covers it; unknown is a warning."""
    found = answer(check(*NAMES, "--json", policy=POLICY + LAPSED))
    results = sarif(check, *NAMES)["runs"][0]["results"]
    open_ = [result for result in results if "suppressions" not in result]
    assert [result["ruleId"] for result in open_] == [row["rule"] for row in found["findings"]]
    assert len(results) - len(open_) == len(found["excepted"]) > 0
    for result, row in zip(open_, found["findings"], strict=True):
        assert (result["level"] == "warning") == (row["state"] == "unknown")
    assert "physicalLocation" not in open_[0]["locations"][0]


def test_sarif_is_a_form_of_this_command_only(run):
    """Other commands do not have it."""
    result = run("list", "--format", "sarif")
    assert result.code == 2
    assert "no format `sarif`" in result.stderr


# ---- mistakes

MISTAKES = [
    ("models = 1", "models is no table", "[models]"),
    ("[modls]", "the policy has no key `modls`", "did you mean `models`"),
    ('[models]\nalowed = ["atlas-3"]', "[models] has no key `alowed`", "did you mean `allowed`"),
    ('[models]\nallowed = "atlas-3"', "models.allowed is no list of texts", "allowed = ["),
    ("[models]\nallowed = []", "models.allowed is no list of texts", ""),
    ("[models]\nallowed = [1]", "models.allowed is no text", ""),
    ('[models]\nallowed = ["atlas-33"]', "models.allowed: no model `atlas-33`", "atlas-3"),
    ('[models]\nallowed = ["atlas"]', "models.allowed: `atlas` fits", "say which"),
    ('[models]\nallowed = ["atlas-3"]\ndenied = ["acme/atlas-3"]', "both allowed and denied", ""),
    ('[providers]\ndenied = ["acne"]', "providers.denied: `acne`", "did you mean `acme`"),
    ('[developers]\ndenied = ["brich"]', "developers.denied: `brich`", "did you mean `birch`"),
    ('[privacy]\nlevel = "confidentail"', "privacy.level: `confidentail`", "`confidential`"),
    ('[privacy]\nregion = "EUR"', "privacy.region: `EUR` is not known", "EU"),
    ('[privacy]\ntraining = "always"', "privacy.training: `always`", "never"),
    ("[privacy]\nmax_retention_days = -1", "is no whole number", ""),
    ("[privacy]\nmax_retention_days = true", "is no whole number", ""),
    ("[privacy]\nmax_retention_days = 1.5", "is no whole number", ""),
    ('[privacy]\ndpa = "yes"', "privacy.dpa is no true or false", "dpa = true"),
    ('[privacy]\ncertifications = ["SOC 9"]', "certifications: `SOC 9`", "soc2"),
    ('[privacy]\nhave = ["luck"]', "privacy.have: `luck`", "opt-out"),
    ('[privacy]\nlevel = "confidential"\ntraining = "opt-in"', "lets nobody train", ""),
    ('[privacy]\nlevel = "confidential"\nmax_retention_days = 60', "keeps 30 days at most", ""),
    ('[privacy]\nlevel = "regulated"', "asks where requests are processed", "region"),
    ('[licence]\nuse = "fun"', "licence.use: `fun`", "commercial"),
    ("[licence]\nannual_revenue_usd = 0", "is no amount above 0", ""),
    ("[licence]\nrates = 155", "licence.rates is no table", ""),
    ("[licence]\nrates = { JPY = 0 }", "licence.rates.JPY is no amount", ""),
    ('[lifecycle]\ndenied_status = ["old"]', "lifecycle.denied_status: `old`", ""),
    ("", "the policy asks nothing", "docs/policy.md"),
    ("[models", "the policy is not TOML", "mend the syntax"),
    ("exceptions = 3", "exceptions is no list of tables", "[[exceptions]]"),
    ("[[exceptions]]\nrule = 1", "exceptions.1 has no `subject`", "it needs"),
    ("[[exceptions]]\nwho = 1", "exceptions.1 has no key `who`", ""),
    ("[[exceptions]]\nexpires = 2026-02-30", "Invalid date", ""),
]
ENTRY = {
    "rule": '"privacy"',
    "subject": '"atlas-3"',
    "reason": '"why"',
    "approver": '"who"',
    "expires": "2027-01-31",
}
WAIVERS = [
    ({"rule": '"privcy"'}, "exceptions.1.rule: `privcy`", "did you mean `privacy`"),
    ({"subject": '"atlas-33"'}, "exceptions.1.subject: no model `atlas-33`", "atlas-3"),
    ({"reason": '" "'}, "exceptions.1.reason is no text", ""),
    ({"expires": '"2027-01-31"'}, "exceptions.1.expires is no day", "unquoted"),
    ({"expires": "2027-01-31T00:00:00"}, "exceptions.1.expires is no day", ""),
]
MISTAKES += [
    ("[[exceptions]]\n" + "\n".join(f"{k} = {v}" for k, v in {**ENTRY, **changed}.items()), *said)
    for changed, *said in WAIVERS
]


@pytest.mark.parametrize(("policy", "message", "hint"), MISTAKES)
def test_a_mistake_in_a_policy_is_one_sentence(check, policy, message, hint):
    """What is wrong, where, and the near name; exit 2, and nothing on stdout."""
    result = check("atlas-3", policy=policy)
    assert (result.code, result.stdout) == (2, "")
    assert message in result.stderr
    assert hint in result.stderr
    assert "Traceback" not in result.stderr


def test_files_that_cannot_be_read(check, run, compiled_catalog, tmp_path):
    """No such policy, no such text, not a text."""
    missing = run("check", "atlas-3", "--policy", str(tmp_path / "none.toml"), *DAY)
    assert (missing.code, missing.stdout) == (2, "")
    assert "cannot be read" in missing.stderr
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    for path in (picture, tmp_path, tmp_path / "none.txt"):
        result = check("--in", str(path))
        assert (result.code, result.stdout) == (2, "")
        assert "error: " in result.stderr
    assert "no name was given" in check(stdin="").stderr
