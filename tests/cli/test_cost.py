"""`llmpick cost` prices a workload, and says what it took for granted."""

from __future__ import annotations

import json

import pytest

DAY = "2026-11-23"


@pytest.fixture
def cost(run, compiled_catalog):
    """The command on the small catalog, on the tests' day."""

    def call(*arguments, day=DAY):
        return run("cost", *arguments, "--catalog", str(compiled_catalog), "--as-of", day)

    return call


@pytest.fixture
def answer(cost):
    """The JSON of an answer that is there."""

    def call(*arguments, day=DAY):
        result = cost(*arguments, "--json", day=day)
        assert result.code == 0, result.stderr
        return json.loads(result.stdout)

    return call


WORK = ("--input-tokens", "1000", "--output-tokens", "100", "--requests", "1000")
PLAIN = (*WORK, "--cache-share", "0", "--reasoning-tokens", "0", "--billed-tokens")


def by_route(found):
    """Total by route."""
    return {row["route"]: row["monthly_cost_usd"] for row in found["results"]}


def test_by_hand(answer):
    """1 Mtok in at 2 dollars and .1 Mtok out at 10 are 3 dollars."""
    found = by_route(answer("atlas-3", *PLAIN))
    assert found["acme/atlas-3@acme"] == pytest.approx(3.0)


def test_sorted_by_cost(answer):
    """The cheapest route is first."""
    totals = [row["monthly_cost_usd"] for row in answer("atlas-3", *PLAIN)["results"]]
    assert totals == sorted(totals)
    assert len(totals) > 1


def test_all_that_fit(answer):
    """Without a name, every route on sale is priced; a filter leaves some out and counts them."""
    every, some = answer(*PLAIN), answer(*PLAIN, "--provider", "acme")
    assert every["routes_priced"] > some["routes_priced"] > 0
    assert some["excluded"]["provider"] > 0


def test_batch_is_half(answer):
    """All of the work in a batch costs the batch list."""
    found = by_route(answer("atlas-3@acme", *PLAIN, "--batch", "1"))
    assert found == {"acme/atlas-3@acme": pytest.approx(1.5)}
    assert found == by_route(answer("atlas-3@acme", *PLAIN, "--service", "batch"))


def test_retries(answer):
    """A request that is tried 1.5 times costs half as much again."""
    found = by_route(answer("atlas-3@acme", *PLAIN, "--retries", ".5"))
    assert found == {"acme/atlas-3@acme": pytest.approx(4.5)}


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-12-31", 3.0), ("2027-01-01", 4.2), ("2030-01-01", 4.2)]
)
def test_the_price_of_a_day(answer, day, expected):
    """`--as-of` prices that day."""
    found = by_route(answer("atlas-3@acme", *PLAIN, day=day))
    assert found == {"acme/atlas-3@acme": pytest.approx(expected)}


@pytest.mark.parametrize(("horizon", "count"), [("38", 0), ("39", 1), ("90", 1)])
def test_announced_prices_are_told_with_amounts(answer, horizon, count):
    """A change within the horizon is a warning, with the amounts of both days."""
    found = answer("atlas-3@acme", *PLAIN, "--horizon", horizon)
    told = [text for text in found["warnings"] if "on 2027-01-01: 3.00 to 4.20 USD" in text]
    assert len(told) == count


def test_another_currency(answer, cost):
    """The answer in yen, at the rate given; without a rate it is refused."""
    found = answer("atlas-3@acme", *PLAIN, "--currency", "jpy", "--rate", "JPY=155")
    assert found["results"][0]["monthly_cost_jpy"] == pytest.approx(3.0 * 155)
    refused = cost("atlas-3@acme", *PLAIN, "--currency", "JPY")
    assert (refused.code, "--rate JPY=N" in refused.stderr) == (2, True)


LOOP = (
    *WORK,
    "--reasoning-tokens",
    "0",
    "--billed-tokens",
    "--turns",
    "3",
    "--context-growth",
    "500",
)


def test_a_loop(answer):
    """Three turns, 1,000 tokens and 500 more each: 2,000 fresh at 2, 2,500 read at .2."""
    found = by_route(answer("atlas-3@acme", *LOOP))
    assert found == {"acme/atlas-3@acme": pytest.approx(2 * 2.0 + 2.5 * 0.2 + 0.3 * 10)}


def test_a_request_of_several_calls(answer):
    """Three calls of 1,000 and 100 tokens: 3 x (2 + 1) USD; tokens are those of a call."""
    found = answer("atlas-3@acme", *PLAIN, "--calls", "3")
    assert by_route(found) == {"acme/atlas-3@acme": pytest.approx(9.0)}
    assert found["workload"]["calls_per_request"] == 3


def test_a_workload_file(answer, tmp_path):
    """A file says the work; an option wins over it."""
    path = tmp_path / "work.toml"
    path.write_text(
        "requests_per_month = 2000\ninput_tokens = 1000\noutput_tokens = 100\n"
        "reasoning_tokens = 0\ncache_read_share = 0\n"
    )
    one = by_route(answer("atlas-3@acme", "--billed-tokens", "--workload", str(path)))
    two = by_route(
        answer("atlas-3@acme", "--billed-tokens", "--workload", str(path), "--requests", "1000")
    )
    assert one == {"acme/atlas-3@acme": pytest.approx(6.0)}
    assert two == {"acme/atlas-3@acme": pytest.approx(3.0)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("requests_a_day = 5", "work.toml` has no `requests_a_day`"),
        ("retries = " + "9" * 400, "`retries` is not a number"),
        ("retries = " + "9" * 5000, "not TOML"),
        ("retries = 1\n" + "# \n" * 40_000, "larger than"),
        ("\ufeffretries = 1\nx = 1", "work.toml` has no `x`"),
        ('input_tokens = "many"', "not a whole number"),
        ("input_tokens = true", "not a whole number"),
        ("turns = ", "not TOML"),
    ],
)
def test_a_bad_workload_file(cost, tmp_path, text, said):
    """A file that is wrong is one sentence and a hint."""
    path = tmp_path / "work.toml"
    path.write_text(text)
    result = cost("atlas-3", "--workload", str(path))
    assert result.code == 2
    assert said in result.stderr
    assert "hint:" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("nothing-9",), id="unknown model"),
        pytest.param(("atlas-3", "--cache-share", "2"), id="a share beyond one"),
        pytest.param(
            ("atlas-3", "--cache-share", ".8", "--cache-write-share", ".3"), id="shares beyond one"
        ),
        pytest.param(("atlas-3", "--service", "turbo"), id="no such service"),
        pytest.param(("atlas-3", "--effort", "hardest"), id="no such effort"),
        pytest.param(("atlas-3", "--turns", "0"), id="no turns"),
        pytest.param(("atlas-3", "--retries", "-1"), id="fewer tries than one"),
        pytest.param(("--history",), id="a history of nothing"),
        pytest.param(("--workload", "none.toml"), id="no such file"),
    ],
)
def test_a_wrong_question(cost, arguments):
    """Exit code 2, one sentence, a hint."""
    result = cost(*arguments)
    assert result.code == 2
    assert result.stderr.startswith("error: ") or "\nerror: " in result.stderr
    assert "hint: " in result.stderr
    assert result.stdout == ""


def test_nothing_fits(cost):
    """A budget that nothing meets is an answer, and the answer is no."""
    result = cost("atlas-3", *PLAIN, "--budget", ".01", "--json")
    assert result.code == 1
    assert json.loads(result.stdout)["excluded"]["budget"] > 0


def test_history(answer):
    """Every price list with its day and its source."""
    found = answer("atlas-3@acme", "--history")
    days = [
        row["since"]
        for row in found["price_lists"]
        if row["service"] == "standard" and row["over_input_tokens"] is None
    ]
    assert days == [None, "2027-01-01"]
    assert all(row["source"] and row["read"] for row in found["price_lists"])


@pytest.mark.parametrize("form", ["table", "text", "jsonl", "csv", "tsv", "markdown", "ids"])
@pytest.mark.parametrize("more", [(), ("--history",), ("--explain",)], ids=["", "history", "all"])
def test_every_format(cost, form, more):
    """Each format names the route."""
    result = cost("atlas-3@acme", *PLAIN, *more, "--format", form)
    assert result.code == 0, result.stderr
    assert "acme/atlas-3@acme" in result.stdout


def test_recommend_charges_the_same(run, answer, compiled_catalog):
    """`recommend` and `cost` give one route one price."""
    result = run(
        *("recommend", "--json", "--by", "route", "--as-of", DAY),
        *("--catalog", str(compiled_catalog), *WORK, "--include-unrated"),
    )
    ranked = {
        row["route"]: row["monthly_cost_usd"]
        for row in json.loads(result.stdout)["results"]
        if row["effort"] is None
    }
    priced = by_route(answer(*WORK, "--top", "1000"))
    both = ranked.keys() & priced.keys()
    assert both
    assert {name: ranked[name] for name in both} == {name: priced[name] for name in both}


def test_a_ranking_is_of_work_as_it_is_billed(run, part, tmp_path):
    """A batch costs less in `recommend` too, as much as `cost` says, and the answer says so."""
    work = ("--task", "extraction", "--requests", "2000000")
    asked = (*work, "--as-of", DAY, "--catalog", str(part))
    alone = ("--provider", "anthropic", "--top", "1")
    plain = json.loads(run("recommend", *asked, *alone, "--json").stdout)
    batch = json.loads(run("recommend", *asked, *alone, "--batch", "1", "--json").stdout)
    assert plain["need"]["workload"]["batch_share"] == 0
    assert batch["need"]["workload"]["batch_share"] == 1
    (first,) = batch["results"]
    bill = json.loads(run("cost", first["route"], *asked, "--batch", "1", "--json").stdout)
    assert bill["results"][0]["monthly_cost_usd"] == pytest.approx(first["monthly_cost_usd"])
    whole = json.loads(run("cost", first["route"], *asked, "--json").stdout)
    assert whole["results"][0]["monthly_cost_usd"] > 1.5 * first["monthly_cost_usd"]
    target = tmp_path / "r.md"
    assert run("report", *asked, "--batch", "1", "--out", str(target)).code == 0
    assert "100% of it as a batch" in target.read_text(encoding="utf-8")


def test_what_is_named_is_priced_whatever_nobody_stated(run, part):
    """A model that ends soon is left out of a choice, not of its own bill; what is stated holds."""
    where = ("--as-of", "2026-11-23", "--catalog", str(part))
    named = run("cost", "gpt-4o", *where)
    assert named.code == 0, named.stderr
    assert "openai/gpt-4o@openai" in named.stdout
    stated = run("cost", "gpt-4o", "--lives", "180", *where)
    assert stated.code == 1
    assert "ending soon" in stated.stdout
    fitting = json.loads(run("cost", "--json", "--top", "1000", *where).stdout)
    assert fitting["excluded"]["lives"] > 0
    assert "openai/gpt-4o" not in {row["model"] for row in fitting["results"]}
