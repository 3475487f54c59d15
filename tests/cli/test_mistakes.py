"""Bad input is one sentence and a hint on stderr, exit 2, and nothing on stdout."""

from __future__ import annotations

import json

import pytest

DAY = ("--as-of", "2026-11-23")

MISTAKES = [
    # tasks
    (("recommend", "--task", "codng"), "no task `codng`", "did you mean `coding`"),
    (("recommend", "--task", "x" * 10_000), "no task `xxx", ""),
    (("recommend", "--task", ""), "no task ``", ""),
    (("recommend", "--task", "\x1b[31m"), "no task `\N{REPLACEMENT CHARACTER}[31m`", ""),
    # numbers
    (("recommend", "--method", "vikor"), "--method `vikor` cannot be used", "additive, product"),
    (("sensitivity", "--method", "vikor"), "--method `vikor` cannot be used", "additive, product"),
    (("pareto", "--on", "cost"), "--on `cost` is one criterion", "performance,cost"),
    (("pareto", "--on", "cost,cost"), "cost is named twice", "once"),
    (("pareto", "--on", "cost,beauty"), "no criterion `beauty`", ""),
    (("alternatives", "none-such-9"), "no model `none-such-9`", ""),
    (("alternatives", "atlas"), "atlas", ""),
    (("alternatives", "atlas-3", "--top", "0"), "--top 0 cannot be used", "from 1"),
    (("alternatives", "atlas-3", "--still-supported", "-1"), "--still-supported -1", "0 or more"),
    (("recommend", "--rank", "cost,beauty"), "no criterion `beauty`", ""),
    (("recommend", "--rank", "cost,cost"), "cost is named twice", "once"),
    (("recommend", "--rank", ""), "no criterion ``", ""),
    (("recommend", "--rank", "cost", "--weights", "own"), "both --weights and --rank", "leave one"),
    (("recommend", "--rank-rule", "roc"), "--rank-rule without --rank", "--rank perf"),
    (("recommend", "--rank", "cost", "--rank-rule", "ahp"), "no rule `ahp`", ""),
    (("compare-methods", "--by", "maker"), "--by `maker` cannot be used", "model or route"),
    (("recommend", "--input-tokens", "-1"), "-1 input tokens", "0 or more"),
    (("recommend", "--output-tokens", "-5"), "-5 output tokens", "0 or more"),
    (("recommend", "--input-tokens", "1" + "0" * 30), "absurd", "at most"),
    (("recommend", "--input-tokens", "many"), "many", ""),
    (("recommend", "--input-tokens", "1.5"), "1.5", ""),
    (("recommend", "--requests", "0"), "no requests", "1 or more"),
    (("recommend", "--requests", "-3"), "-3 requests", ""),
    (("recommend", "--cache-share", "1.5"), "cache share of 1.5", "from 0 to 1"),
    (("cost", "--turns", "3", "--cache-share", ".5"), "in a loop of 3 turns", "--turns 1"),
    (("cost", "--turns", "3", "--calls", "2"), "the turns of a loop are its calls", "--calls or"),
    (("recommend", "--calls", ".5"), "one call at least", "--calls 1"),
    (("recommend", "--calls", "nan"), "calls", ""),
    (("recommend", "--cache-share", "nan"), "cache share of nan", "from 0 to 1"),
    (("recommend", "--budget", "0"), "budget of 0", ""),
    (("recommend", "--budget", "-10"), "budget of -10", ""),
    (("recommend", "--budget", "nan"), "`nan` is no sum of money", ""),
    (("recommend", "--budget", "inf"), "`inf` is no sum of money", ""),
    (("recommend", "--budget", "lots"), "lots", ""),
    (("recommend", "--min-quality", "101"), "off the scale", "from 0 to 100"),
    (("recommend", "--min-context", "-1"), "-1 context", ""),
    (("recommend", "--top", "0"), "--top 0", "from 1"),
    (("recommend", "--top", "-1"), "--top -1", "from 1"),
    # weights
    (("recommend", "--weights", "performance=a"), "not a number", "as --weights"),
    (("recommend", "--weights", "performance=0,cost=0"), "all weights are zero", ""),
    (("recommend", "--weights", "speed=1"), "no criterion `speed`", ""),
    (("recommend", "--weights", "qualty"), "no weights preset", "did you mean `quality`"),
    # names
    (("recommend", "--privacy", "secret"), "no privacy level `secret`", ""),
    (("recommend", "--provider", "acne"), "no provider `acne`", "did you mean `acme`"),
    (("recommend", "--developer", "brich"), "no developer `brich`", "did you mean `birch`"),
    (("recommend", "--provider", "acme", "--no-provider", "acme"), "both wanted and refused", ""),
    (("recommend", "--region", "nowhere"), "no region or country `nowhere`", "two letters"),
    (("recommend", "--region", "QQ"), "no region or country `QQ`", "two letters"),
    (("recommend", "--processing-region", "Japan"), "`Japan`", "did you mean `JP`"),
    (("recommend", "--certification", "soc22"), "no certification `soc22`", "soc2"),
    (("recommend", "--max-retention", "-1"), "-1 days is less than none", ""),
    (
        ("recommend", "--zdr", "--max-retention", "30"),
        "both --zdr and --max-retention 30 are given",
        "leave one",
    ),
    (
        ("recommend", "--privacy", "confidential", "--max-retention", "90"),
        "nothing be kept longer than 30 days",
        "leave one",
    ),
    (("recommend", "--privacy", "regulated"), "where requests may be processed", "--region"),
    (("recommend", "--privacy", "air-gapped", "--baa"), "no provider whose terms", "leave out"),
    (("recommend", "--exclude-jurisdiction", "China"), "China", ""),
    (("recommend", "--language", "klingon"), "no language `klingon`", ""),
    (("recommend", "--modality", "smell"), "no modality `smell`", ""),
    (("recommend", "--have", "money"), "no thing to --have `money`", ""),
    (("recommend", "--allow-unknown", "all"), "no fact `all`", ""),
    (("recommend", "--use", "commercial"), "--use", "--open-weights"),
    (("recommend", "--open-weights", "--use", "fun"), "no use `fun`", ""),
    (("recommend", "--revenue", "5"), "--revenue asks what a licence", "--open-weights"),
    (("recommend", "--open-weights", "--revenue", "-5"), "a revenue of -5", ""),
    (("recommend", "--open-weights", "--established", "Mars"), "no region or country `Mars`", ""),
    (("recommend", "--needs", "finetune"), "no need `finetune`", "did you mean `fine-tune`"),
    (("recommend", "--sector", "health"), "hang on where you are", "--region"),
    (("recommend", "--region", "EU", "--sector", "helth"), "no sector", "did you mean `health`"),
    (("recommend", "--rate", "JPY"), "no exchange rate", "JPY=155"),
    (("recommend", "--rate", "JPY=0"), "no exchange rate", ""),
    (("recommend", "--rate", "JPY=nan"), "no exchange rate", ""),
    (("recommend", "--rate", "=150"), "no exchange rate", ""),
    (("recommend", "--by", "price"), "--by `price`", "model or route"),
    (("recommend", "--format", "jsn"), "no format `jsn`", "did you mean `json`"),
    (("recommend", "--json", "--format", "csv"), "differ", ""),
    (("recommend", "--budgt", "3"), "--budgt", ""),
    (("recommend", "surplus"), "surplus", ""),
    (("recommend", "--\x1b[31m"), "", ""),
    (("recommend", "-b", "1e400"), "`1e400` is more than anybody has", "300EUR/year"),
    (("recommend", "-b", "1e13"), "a budget of 1e+13 is absurd", "at most 1,000,000,000,000"),
    (("recommend", "--made-in", "EU", "--not-made-in", "EU"), "both name EU", "leave one"),
    (("recommend", "--save", "decision.txt"), "saved as `decision.txt`", "end its name in .toml"),
    (("recommend", "--decision", "gone.toml"), "`gone.toml` does not exist", "check its path"),
    (("check", "gone.toml"), "`gone.toml` does not exist", "check its path"),
    (("recommend", "--profile", "../mine"), "no name `../mine` for a profile", "a-z, 0-9"),
    (
        ("compare", "atlas-2", "atlas-3", "--profile", "nobody"),
        "no profile `nobody`",
        "profile list",
    ),
    (("interview",), "an interview needs a terminal", "llmpick recommend"),
    (("report", "--out", ""), "`` is no file", "as --out report.html"),
    (("report", "--out", "r.pdf", "--format", "pdf"), "no report as `pdf`", "html or markdown"),
    (("report", "--out", "r.html", "--task", "codng"), "no task `codng`", "`coding`"),
    (("report", "--out", "r.html", "--weights", "speed=1"), "no criterion `speed`", ""),
    (("show", "gpt-17-of-nowhere"), "no ", ""),
    (("show", "atlas"), "`atlas` fits 3 models", "say which"),
    (("show", "dojo", "--kind", "thing"), "no kind `thing`", ""),
    (("show",), "", ""),
    (("compare", "atlas-3"), "one model cannot be compared", "two or more"),
    (("compare", "atlas-3", "atlas"), "fits 3 models", ""),
    (("compare", "atlas-3", "nothing-like-it"), "no model `nothing-like-it`", ""),
    (("list", "modls"), "no kind `modls`", "did you mean `models`"),
    (("list", "providers", "--task", "coding"), "no quality", ""),
    (("list", "--sort", "colour"), "no field `colour`", ""),
    (("list", "--provider", "nobody"), "no provider `nobody`", ""),
    (("resolve",), "no name was given", ""),
    (("recomend",), "recomend", ""),
]


def ids(case):
    """The words of the command line, cut."""
    return " ".join(case).encode("unicode_escape").decode()[:50] or "nothing"


@pytest.mark.parametrize(
    ("arguments", "message", "hint"), MISTAKES, ids=[ids(case[0]) for case in MISTAKES]
)
def test_mistake(run, compiled_catalog, arguments, message, hint):
    """One sentence that names what is wrong, one hint that works, exit 2."""
    plain = arguments[:1] in ((), ("recomend",))
    more = () if plain else (*DAY, "--catalog", str(compiled_catalog))
    found = run(*arguments[:1], *more, *arguments[1:])
    assert found.code == 2
    assert message in found.stderr
    if not arguments:
        return
    assert found.raw == b""
    lines = [line for line in found.stderr.splitlines() if line]
    assert lines[0].startswith("error: ")
    assert not lines[0].endswith(".")
    assert len(lines) == 2
    assert lines[1].startswith("hint: ")
    assert hint in lines[1]
    assert "".join(lines).isprintable()
    assert max(map(len, lines)) < 700


@pytest.mark.parametrize(
    "day", ["yesterday", "2026-13-01", "2026-02-30", "", "23.11.2026", "9" * 500, "\x1b"]
)
def test_a_day_that_is_none(run, compiled_catalog, day):
    """--as-of takes a day."""
    found = run("recommend", "--as-of", day, "--catalog", str(compiled_catalog))
    assert found.code == 2
    assert found.stderr.startswith("error: no day `")
    assert "2026-11-23" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "budget", "privacy"),
    [
        pytest.param(("--budget", "--privacy"), 100.0, "confidential", id="both bare"),
        pytest.param(("--privacy", "--budget"), 100.0, "confidential", id="the other way round"),
        pytest.param(("--budget",), 100.0, "internal", id="budget at the end"),
        pytest.param(("--privacy", "--top", "3"), None, "confidential", id="before an option"),
        pytest.param(("--budget", "7", "--privacy"), 7.0, "confidential", id="one bare"),
        pytest.param(("--budget=7", "--privacy=internal"), 7.0, "internal", id="none bare"),
        pytest.param(("-b", "7", "-p", "internal"), 7.0, "internal", id="short"),
        pytest.param((), None, "internal", id="neither"),
    ],
)
def test_bare_options(run, compiled_catalog, arguments, budget, privacy):
    """A bare --budget is 100 USD, a bare --privacy confidential."""
    where = ("--catalog", str(compiled_catalog), *DAY)
    found = run("recommend", *where, "--json", *arguments)
    need = json.loads(found.stdout)["need"]
    assert (need["budget_usd_per_month"], need["privacy_level"]) == (budget, privacy)
    words = run("recommend", *where, "--format", "text", *arguments).stdout
    assert ("(bare --budget)" in words) is (budget == 100.0)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("recommend",), 0, id="an answer"),
        pytest.param(("recommend", "--budget", "0.001"), 1, id="nothing fits"),
        pytest.param(("list", "hardware"), 1, id="an empty list"),
        pytest.param(("show", "atlas-3"), 0, id="a record"),
        pytest.param(("compare", "atlas-1", "thin-9"), 0, id="models that are not on sale"),
        pytest.param(("resolve", "atlas-3"), 0, id="a name"),
        pytest.param(("resolve", "atlas-3", "nothing-like-it"), 2, id="a name and none"),
        pytest.param(("resolve", "atlas"), 2, id="an ambiguous name"),
    ],
)
def test_exit_codes(run, compiled_catalog, arguments, code):
    """0 the answer is there, 1 the answer is no, 2 no answer."""
    assert run(*arguments, "--catalog", str(compiled_catalog), *DAY).code == code


def test_names_on_stdin(run, compiled_catalog):
    """One a line; blanks and Windows' line ends do not matter."""
    where = ("--catalog", str(compiled_catalog), *DAY, "--format", "ids")
    for text in ("atlas-3\n\noak-70b\n", "atlas-3\r\noak-70b", "  atlas-3  \noak-70b\n\n"):
        assert run("resolve", *where, stdin=text).stdout.split() == [
            "acme/atlas-3",
            "birch/oak-70b",
        ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xff\xfe\n"])
def test_nothing_readable_on_stdin(run, compiled_catalog, data):
    """No line, or no text: a sentence."""
    found = run("resolve", "--catalog", str(compiled_catalog), *DAY, stdin=data)
    assert found.code == 2
    assert found.stderr.startswith("error: ")


def test_a_jurisdiction_is_kept_to_at_every_level(run, compiled_catalog):
    """--exclude-jurisdiction is a limit of its own, and stands in the ledger."""
    for level in ("public", "internal", "confidential"):
        found = run(
            *("recommend", "--exclude-jurisdiction", "us", "--privacy", level, "--json"),
            *("--by", "route", "--catalog", str(compiled_catalog), *DAY),
        )
        results = json.loads(found.stdout)["results"]
        assert results
        assert not {"acme", "cumulus"} & {row["provider"] for row in results}
        for row in results:
            assert {"need": "exclude-jurisdiction", "state": "met"}.items() <= {
                key: value
                for entry in row["ledger"]
                if entry["need"] == "exclude-jurisdiction"
                for key, value in entry.items()
            }.items()
