"""`llmpick cost --usage` says what a log cost, what has no price, and what elsewhere costs."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")

HEAD = "model,time,input,output,cached\n"
LOG = (
    HEAD + "atlas-3,2026-12-31,1000000,100000,0\n"
    "atlas-3,2026-12-31,100000,100000,0\n"
    "atlas-3,2027-01-01,100000,100000,50000\n"
    "who-knows,2026-12-31,1,1,0\n"
    "oak-70b,2026-12-31,10,10,0\n"
    "atlas-3,2026-12-31,-1,1,0\n"
)
LONG_ON_OLD_LIST = 4.0 + 0.1 * 15.0
SHORT_ON_OLD_LIST = 0.1 * 2.0 + 0.1 * 10.0
SHORT_ON_NEW_LIST = 0.05 * 3.0 + 0.05 * 0.3 + 0.1 * 12.0


@pytest.fixture
def log(tmp_path):
    """A log around a price change, with a model that nobody knows and one of several hosts."""
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path


@pytest.fixture
def cost(run, compiled_catalog):
    """The command on the small catalog, after the log's days."""

    def call(*arguments, day="2027-01-02"):
        return run("cost", *arguments, "--catalog", str(compiled_catalog), "--as-of", day)

    return call


def read(result, code=0):
    """The JSON of an answer."""
    assert result.code == code, result.stderr
    return json.loads(result.stdout)


def test_by_hand(cost, log):
    """Each day by its list, each length by its tier; what has no price is named."""
    found = read(cost("--usage", str(log), "--json"))
    cost_usd = LONG_ON_OLD_LIST + SHORT_ON_OLD_LIST + SHORT_ON_NEW_LIST
    assert found["cost_usd"] == pytest.approx(cost_usd)
    assert found["log"]["rows"] == 6
    assert found["log"]["rows_at_fault"] == {"fewer tokens than none": 1}
    assert [(row["name"], row["requests"]) for row in found["models"]] == [("atlas-3", 3)]
    why = {row["name"]: row["why"] for row in found["unpriced"]}
    assert why["who-knows"] == "unknown model"
    assert "--provider" in why["oak-70b"]


def test_the_day_asked_about_does_not_move_the_bill(cost, log):
    """The lists of the log's days price it, today or a year later, and the day before as well."""
    bills = {
        read(cost("--usage", str(log), "--json", day=day))["cost_usd"]
        for day in ("2026-11-23", "2027-01-02", "2028-01-01")
    }
    assert len(bills) == 1


def test_a_provider_says_where_it_ran(cost, log):
    """A model that several hosts sell is priced at the one that is named."""
    found = read(cost("--usage", str(log), "--provider", "cumulus", "--json"))
    assert "oak-70b" in {row["name"] for row in found["models"]}


def test_elsewhere_is_sorted_and_compared_with_the_log(cost, log):
    """The cheapest first; the difference is to what the log cost."""
    found = read(cost("--usage", str(log), "--json", "--top", "100"))
    costs = [row["cost_usd"] for row in found["results"]]
    assert costs == sorted(costs)
    assert len(costs) == found["routes_compared"]
    for row in found["results"]:
        assert row["difference_usd"] == pytest.approx(row["cost_usd"] - found["cost_usd"])
        assert row["interval_80_usd"][0] <= row["cost_usd"] <= row["interval_80_usd"][1]
    same = [row for row in found["results"] if row["route"] == "acme/atlas-3@acme"]
    assert same[0]["difference_usd"] == pytest.approx(0)


def test_named_candidates(cost, log):
    """Only those."""
    found = read(cost("atlas-3", "--usage", str(log), "--json"))
    assert {row["model"] for row in found["results"]} == {"acme/atlas-3"}


def test_a_route_must_take_the_longest_request(cost, tmp_path):
    """A window below the longest request's length is excluded, and counted."""
    path = tmp_path / "log.csv"
    path.write_text(HEAD + "atlas-3,2026-12-31,190000,1,0\natlas-3,2026-12-31,210000,1,0\n")
    found = read(cost("--usage", str(path), "--json", "--top", "100"))
    assert found["excluded"]["context"] > 0


def test_as_a_batch(cost, tmp_path):
    """All of the log as a batch: at the batch list."""
    path = tmp_path / "log.csv"
    path.write_text(HEAD + "atlas-3,2026-12-01,100000,100000,0\n")
    found = read(cost("--usage", str(path), "--service", "batch", "--json"))
    assert found["cost_usd"] == pytest.approx(0.1 * 1.0 + 0.1 * 5.0)


def test_another_currency(cost, log):
    """The answer in yen."""
    asked = ("--currency", "jpy", "--rate", "JPY=150")
    found = read(cost("--usage", str(log), *asked, "--json"))
    assert found["cost_jpy"] == pytest.approx(found["cost_usd"] * 150)
    assert "JPY" in cost("--usage", str(log), *asked).stdout


def test_nothing_has_a_price(cost, tmp_path):
    """The answer is no, with what is wrong."""
    path = tmp_path / "log.csv"
    path.write_text(HEAD + "who-knows,2026-12-31,1,1,0\n")
    found = read(cost("--usage", str(path), "--json"), code=1)
    assert (found["cost_usd"], found["models"], found["results"]) == (0, [], [])
    text = cost("--usage", str(path))
    assert "No request of the log could be priced" in text.stdout
    assert "`who-knows`: unknown model" in text.stdout


def test_many_names_are_counted(cost, tmp_path):
    """A person is shown ten; JSON has all."""
    path = tmp_path / "log.csv"
    path.write_text(HEAD + "".join(f"x-{n},2026-12-31,1,1,0\n" for n in range(25)))
    assert "15 other names" in cost("--usage", str(path)).stdout
    assert len(read(cost("--usage", str(path), "--json"), code=1)["unpriced"]) == 25


@pytest.mark.parametrize("form", ["table", "text", "json", "jsonl", "csv", "tsv", "markdown"])
def test_every_format(cost, log, form):
    """Each names the routes."""
    result = cost("--usage", str(log), "--format", form)
    assert result.code == 0, result.stderr
    assert "acme/atlas-3@acme" in result.stdout


def test_identifiers(cost, log):
    """Routes alone, the cheapest first."""
    lines = cost("--usage", str(log), "--format", "ids", "--top", "2").stdout.splitlines()
    assert len(lines) == 2
    assert all("@" in line for line in lines)


def test_nothing_on_stderr_where_it_is_no_terminal(cost, log):
    """Progress is for a terminal."""
    assert cost("--usage", str(log)).stderr == ""


def test_a_hostile_name_is_shown_and_not_obeyed(cost, tmp_path):
    """What a terminal would obey is taken out of a model's name."""
    path = tmp_path / "log.csv"
    path.write_text(HEAD + '"\x1b[31mred[/]",2026-12-31,1,1,0\n')
    for form in ("text", "table", "markdown"):
        assert "\x1b" not in cost("--usage", str(path), "--format", form).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--usage", "none.csv"), "no file"),
        (("--usage", "LOG", "--engine", "dask"), "no engine"),
        (("--usage", "LOG", "--requests", "5"), "--requests and --usage"),
        (("--usage", "LOG", "--cache-share", "0"), "--cache-share and --usage"),
        (("--usage", "LOG", "--budget", "5"), "--budget and --usage"),
        (("--usage", "LOG", "--workload", "w.toml"), "--workload and --usage"),
        (("--usage", "LOG", "--effort", "high"), "--effort and --usage"),
        (("--usage", "LOG", "--history"), "--history and --usage"),
        (("--usage", "LOG", "no-such-model"), "no model"),
        (("--emit-sql", "--dialect", "cobol"), "no dialect"),
    ],
)
def test_a_wrong_question(cost, log, arguments, said):
    """Exit code 2, one sentence, a hint."""
    result = cost(*(str(log) if item == "LOG" else item for item in arguments))
    assert (result.code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "hint: " in result.stderr


def test_the_query_is_printed(cost):
    """For DuckDB as it stands, for others translated."""
    assert "GROUP BY" in cost("--emit-sql").stdout
    pytest.importorskip("sqlglot", reason="sqlglot is not installed: the extra `spark`")
    assert "`model`" in cost("--emit-sql", "--dialect", "spark").stdout


def test_peak_hours(run, part, tmp_path):
    """A request at 02:00 UTC on a Monday costs the peak list, one at 05:00 the other one."""
    path = tmp_path / "log.csv"

    def usd(clock, *more):
        path.write_text(f"{HEAD}deepseek-v4.1-flash-1017,2026-11-02T{clock}Z,100000,1000,0\n")
        asked = ("--usage", str(path), "--as-of", "2026-11-23", "--json", *more)
        return read(run("cost", *asked, "--catalog", str(part)))["cost_usd"]

    assert usd("02:00:00") == usd("05:00:00", "--peak-share", "1")
    assert usd("05:00:00") == usd("02:00:00", "--peak-share", "0")
    assert usd("02:00:00") > usd("05:00:00")


def test_the_example_of_the_page(run, tmp_path, monkeypatch):
    """docs/cost.md: its log, its command, its bill; but for what the catalog moves elsewhere."""
    page = (Path(__file__).parents[2] / "docs" / "cost.md").read_text(encoding="utf-8")
    log, asked, shown = re.findall(
        r"```csv\n(.*?)```\n\n```console\n\$ llmpick (.*?month.csv.*?)\n(.*?)```", page, re.DOTALL
    )[0]
    (tmp_path / "month.csv").write_text(log)
    monkeypatch.chdir(tmp_path)
    result = run(*shlex.split(asked.replace("\\\n", " ")), "--format", "text")
    assert result.code == 0, result.stderr
    bill = re.compile(r"^(?!as of).*?(?=^elsewhere)", re.DOTALL | re.MULTILINE)
    lines, expected = (
        [line for line in bill.findall(text)[0].splitlines() if not line.startswith("as of")]
        for text in (result.stdout, shown)
    )
    assert lines == expected


# ---- --advise


@pytest.fixture
def advised(run, part, tmp_path):
    """The advice on a log of two names and two lengths, on some real models."""

    def call(*arguments, rows=None, code=0):
        path = tmp_path / "month.jsonl"
        made = rows or [
            {
                "model": model,
                "time": f"2026-11-{day:02}T10:00:00Z",
                "input_tokens": tokens,
                "output_tokens": 400,
                "reasoning_tokens": 300 if model == "gpt-5" else 0,
                "prompt": "MARKER-OF-A-PROMPT",
            }
            for day in range(1, 29)
            for model in ("gpt-4o", "gpt-5")
            for tokens in (6_000, 6_100, 60_000)
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
        where = ("--catalog", str(part), "--as-of", "2026-11-30", "--task", "coding")
        done = run("cost", "--usage", str(path), "--advise", *where, *arguments)
        assert done.code == code, done.stderr
        assert "MARKER" not in done.stdout + done.stderr
        return done

    return call


def test_advice_by_model_and_size_sorted_by_money(advised):
    """Each name and length by itself; the largest saving first, and in the first sentence."""
    found = json.loads(advised("--json").stdout)
    saved = [row["saves_usd_per_month"] for row in found["results"]]
    assert saved == sorted(saved, reverse=True)
    kinds = {(row["name"], row["input_tokens_over"]) for row in found["results"]}
    assert kinds == {(name, over) for name in ("gpt-4o", "gpt-5") for over in (0, 32_000)}
    text = advised().stdout
    assert text.startswith("Move `")
    assert found["advice"].split(":")[0] in " ".join(text.split("\n\n")[0].split())
    assert {"model", "batch", "cache"} <= {row["way"] for row in found["results"]}
    for row in found["results"]:
        assert row["saves_usd_per_month"] <= row["monthly_cost_usd"]
        assert row["estimated_from_sizes_only"] == (row["way"] == "cache")


def test_a_batch_saves_half_of_gpt_4o(advised):
    """Batches of gpt-4o cost half: by hand 28 days of 66,100 + 6,000 tokens in and 1,200 out."""
    rows = json.loads(advised("--json").stdout)["results"]
    [long] = [
        row
        for row in rows
        if (row["name"], row["input_tokens_over"], row["way"]) == ("gpt-4o", 32_000, "batch")
    ]
    month = 28 / (365.25 / 12)
    by_hand = 28 * (60_000 * 2.5 + 400 * 10) / 1e6 / month
    assert long["monthly_cost_usd"] == pytest.approx(by_hand)
    assert long["saves_usd_per_month"] == pytest.approx(by_hand / 2)


def test_a_cache_saves_what_sizes_allow(advised):
    """Short requests: nine of ten have 5,900 tokens or so; but the first of a day all are read."""
    rows = json.loads(advised("--json").stdout)["results"]
    [short] = [
        row
        for row in rows
        if (row["name"], row["input_tokens_over"], row["way"]) == ("gpt-4o", 0, "cache")
    ]
    # 56 requests of 28 days: half of them are the first of their day
    assert 0.4 < short["more_of_the_input_cached"] <= 0.5
    whole = 28 * 12_100 * 2.5 / 1e6 / (28 / (365.25 / 12))
    assert short["saves_usd_per_month"] == pytest.approx(
        whole * short["more_of_the_input_cached"] / 2, rel=0.01
    )


def test_what_must_hold_bounds_the_advice(advised):
    """Routes outside the EU are no advice where it is asked for."""
    found = json.loads(advised("--json", "--region", "eu").stdout)
    assert all("/us" not in (row["to"] or "") for row in found["results"])
    assert found["results"]


def test_the_next_month_stands_below(advised):
    """A sentence with its range, a picture of the days, and the names."""
    text = advised().stdout
    assert re.search(r"2026-12 is expected to cost [\d.]+ USD \([\d.]+ to [\d.]+, four times", text)
    assert "█" * 28 in text
    short = [{"model": "gpt-4o", "time": "2026-11-02", "input_tokens": 900, "output_tokens": 9}]
    assert "a trend needs 7 days with requests" in advised(rows=short).stdout


def test_advice_without_a_price_or_a_log(advised, cost, log):
    """Exit 1 where nothing has a price; exit 2 without a log, and with names."""
    nobody = [{"model": "mine", "time": "2026-11-02", "input_tokens": 9, "output_tokens": 9}]
    assert "No request of the log could be priced." in advised(rows=nobody, code=1).stdout
    done = cost("--advise")
    assert (done.code, "--advise is of a log" in done.stderr) == (2, True)
    done = cost("atlas-3", "--advise", "--usage", str(log))
    assert (done.code, "cannot stand together" in done.stderr) == (2, True)


def test_each_day_at_its_own_rate(run, part, tmp_path):
    """Days in yen at the newest rate of their day, told with them; a given one holds for all."""
    from llmpick.catalog.load import load

    table = load(str(part), "2026-12-01").record("rates", "ecb")["exchange"]
    days = sorted({entry["since"] for entry in table})
    euro = {(entry["currency"], entry["since"]): entry["value"] for entry in table}
    yen = [euro["JPY", day] / euro["USD", day] for day in days]
    path = tmp_path / "log.csv"
    path.write_text(
        "model,time,input_tokens,output_tokens\n"
        f"gpt-4o,{days[0]},400000,0\ngpt-4o,{days[-1]},800000,0\n"
    )
    where = ("--usage", str(path), "--catalog", str(part), "--as-of", "2026-12-01")
    found = json.loads(run("cost", *where, "--currency", "JPY", "--json").stdout)
    assert len(days) > 1
    assert found["cost_jpy"] == pytest.approx(1.0 * yen[0] + 2.0 * yen[-1])
    told = [(row["rate_of"], row["first_day"]) for row in found["currency"]["rates"]]
    assert told == [(days[0], days[0]), (days[-1], days[-1])]
    text = run("cost", *where, "--currency", "JPY").stdout
    assert f"European Central Bank, {days[0]}): {days[0]}" in text
    given = ("--currency", "JPY", "--rate", "JPY=150")
    found = json.loads(run("cost", *where, *given, "--json").stdout)
    assert found["cost_jpy"] == pytest.approx(450)
    assert found["currency"]["rates"][0]["rate_of"] is None


def test_a_tuned_model_has_its_providers_price(run, tmp_path):
    """`ft:` names at the price that OpenAI asks for tuned models; one without stays named."""
    path = tmp_path / "log.csv"
    path.write_text(
        "model,time,input_tokens,output_tokens,cached_tokens\n"
        "ft:gpt-4o-2024-08-06:acme::abc,2026-11-02,2000000,100000,1000000\n"
        "ft:gpt-4-0613:acme::abc,2026-11-02,10,10,0\n"
    )
    asked = ("--usage", str(path), "--as-of", "2026-12-01", "--json")
    found = json.loads(run("cost", "gpt-4o@openai", *asked).stdout)
    [row] = found["models"]
    assert row["route"] == "openai/gpt-4o@openai/tuned"
    assert row["cost_usd"] == pytest.approx(3.75 + 1.875 + 1.5)
    [lost] = found["unpriced"]
    assert "a tuned model of gpt-4-0613" in lost["why"]
