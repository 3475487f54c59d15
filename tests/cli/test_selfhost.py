"""`selfhost` on a part of the shipped catalog: answers, and mistakes in one sentence."""

from __future__ import annotations

import json

import pytest

from llmpick.catalog.load import CHECKOUT

DAY = ("--as-of", "2026-11-23")
OWN = ("--own", "--years", "4", "--power-price", ".2", "--pue", "1.3", "--people-usd", "0")

ZERO = ("--scale-to-zero",)
MISTAKES = [
    (("--gpu", "RTX 9999 Ti"), "no accelerator `RTX 9999 Ti`", "llmpick list hardware"),
    (("--gpu", "h1000"), "no accelerator `h1000`", "did you mean `h100-sxm`"),
    (("--gpu", "0xL40S"), "a count of `0` GPUs cannot be used", "a whole number"),
    (("--gpu", "1.5xL40S"), "a count of `1.5` GPUs cannot be used", "a whole number"),
    (("--gpu", "2xL40S", "--context", "0"), "a context of 0 tokens", "1 or more"),
    (("--gpu", "2xL40S", "--concurrency", "0"), "0 requests at a time cannot be used", "from 1"),
    (("--gpu", "2xL40S", "--concurrency", "-1"), "-1 requests at a time", "from 1"),
    (("--gpu", "2xL40S", "--context", "100"), "does not hold a request of", "--context"),
    (("llama-3.3-70b", "--context", "999999"), "is beyond the 131,072 of", "--context 131072"),
    (("gpt-4o",), "its weights are not published", "list models --open-weights"),
    (("no-such-model",), "no model `no-such-model`", ""),
    (("llama",), "fits", "say which"),
    ((), "neither a model nor hardware", "--gpu 2xL40S"),
    (("llama-3.3-70b", "--quantization", "Q4_K_X"), "no quantisation `Q4_K_X`", "q4_k_m"),
    (("llama-3.3-70b", "--engine", "vlm"), "no engine `vlm`", "did you mean `vllm`"),
    (
        ("llama-3.3-70b", "--engine", "vllm", "--quantization", "q4_k_m"),
        "vllm does not run q4_k_m",
        "--engine llama.cpp",
    ),
    (("llama-3.3-70b", "--peak-to-mean", ".5"), "a peak to mean of 0.5", "1 or more"),
    (("llama-3.3-70b", "--peak-to-mean", "nan"), "a peak to mean of nan", "1 or more"),
    (("llama-3.3-70b", "--requests", "0"), "no requests a month", ""),
    (("llama-3.3-70b", "--prefix-share", "1.5"), "a prefix share of 1.5 cannot be used", "0 to 1"),
    (("llama-3.3-70b", "--adapters", "-1"), "-1 adapters is less than none", "0 or more"),
    (("llama-3.3-70b", "--adapter-rank", "8"), "--adapter-rank is said of adapters", "--adapters"),
    (("llama-3.3-70b", "--ram", "much"), "a memory of `much` cannot be used", "24G"),
    (("llama-3.3-70b", "--ram-speed", "80"), "--ram-speed is said of main memory", "--ram 128G"),
    (
        ("llama-3.3-70b", "--ram", "64G", "--ram-speed", "0"),
        "main memory of 0 GB a second cannot be used",
        "more than 0",
    ),
    (("llama-3.3-70b", "--load-test", "no.json"), "no.json` does not exist", "path"),
    (("llama-3.3-70b", "--by", "size"), "no order `size`", "format"),
    (("llama-3.3-70b", "--years", "3"), "--years is said of bought hardware", "add --own"),
    (("llama-3.3-70b", "--own"), "--own needs --years, --power-price, --pue, --people-usd", ""),
    (("llama-3.3-70b", *OWN, "--scale-to-zero"), "does not scale to zero", "leave out"),
    (("llama-3.3-70b", "--starts", "9"), "--starts is said of what scales", "--scale-to-zero"),
    (("llama-3.3-70b", "--idle-minutes", "9"), "--idle-minutes is said of what scales", "add"),
    (("llama-3.3-70b", *OWN, "--starts", "9"), "--starts is said of what scales", "leave it out"),
    (("llama-3.3-70b", *ZERO, "--cold-start-seconds", "9"), "is of each start", "add --starts"),
    (("llama-3.3-70b", *ZERO, "--starts", "-1"), "starts a month of -1", "from 0"),
    (("llama-3.3-70b", *ZERO, "--starts", "nan"), "starts a month of nan", "from 0"),
    (
        ("llama-3.3-70b", *ZERO, "--starts", "9", "--cold-start-seconds", "-1"),
        "a cold start in seconds of -1",
        "from 0",
    ),
    (
        ("llama-3.3-70b", *ZERO, "--starts", "9", "--idle-minutes", "1e9"),
        "a time idle, in minutes, of 1e+09",
        "from 0",
    ),
    (("llama-3.3-70b", *OWN, "--years", "0"), "0 years of use", ""),
    (("llama-3.3-70b", *OWN, "--purchase-usd", "-1"), "a purchase price of -1 USD", ""),
    (("llama-3.3-70b", *OWN, "--pue", ".5"), "a PUE of 0.5", ""),
    (("llama-3.3-70b", "--top", "0"), "--top 0", "from 1"),
]


@pytest.fixture
def run(run, part):
    """Run the command line on the part, or on another catalog: `run(..., catalog=CHECKOUT)`."""

    def call(*arguments, catalog=part):
        return run(*arguments, "--catalog", str(catalog))

    return call


@pytest.mark.parametrize(("arguments", "said", "hint"), MISTAKES, ids=lambda value: str(value)[:60])
def test_a_mistake_is_one_sentence(run, arguments, said, hint):
    """Exit 2, nothing on stdout, what is wrong and the next thing to try."""
    found = run("selfhost", *arguments, *DAY)
    assert (found.code, found.stdout) == (2, "")
    first, *rest = found.stderr.strip().splitlines()
    assert first.startswith("error: ")
    assert said in first
    assert hint in "\n".join(rest)


def test_a_model_without_facts_cannot_be_sized(run, known):
    """The missing fact is named; no number stands for it."""
    arch = next(one for one in known.architectures.values() if one.kv_elements_per_token is None)
    found = run("selfhost", arch.model, *DAY)
    assert found.code == 2
    assert "cannot be sized: " in found.stderr
    assert "unknown" in found.stderr


def results(run, *arguments, **more):
    """The rows of an answer."""
    found = run("selfhost", *arguments, "--json", *DAY, **more)
    assert found.code == 0, found.stderr
    return json.loads(found.stdout)["results"]


def test_nothing_fits(run):
    """Exit 1, and the reasons."""
    found = run("selfhost", "deepseek-r1", "--gpu", "1xL40S", *DAY)
    assert found.code == 1
    assert "Nothing fits 1 x L40S" in found.stdout
    assert "does not fit" in found.stdout


@pytest.mark.parametrize("task", ["coding", "general"])
def test_models_for_two_l40s(run, task):
    """Of the whole catalog, none of the picks that other tools make for this hardware."""
    rows = results(run, "--gpu", "2xL40S", "--task", task, "--top", "10", catalog=CHECKOUT)
    assert len({row["model"] for row in rows}) == len(rows)
    assert all(row["bits_per_weight"] >= 3 for row in rows)
    first = rows[0]
    held = first["memory_per_gpu_gib"]
    assert held["weights"] * first["gpus_per_copy"] > 0.2 * 96
    lows = [row["score_interval_80"][0] for row in rows]
    assert lows[0] >= max(lows) - 0.03
    assert not [row for row in rows if "oss-120b" in row["model"] and row["bits_per_weight"] < 4]


def test_a_small_model_on_a_large_card_keeps_its_bits(run):
    """An 8B on an H100 is not run in two bits because that is the fastest."""
    rows = results(run, "llama-3.1-8b", "--gpu", "1xH100")
    assert rows[0]["bits_per_weight"] >= 8


def test_a_kind_of_gpu_is_as_many_as_it_takes(run):
    """`L40S` without a count leaves the count open; `1xL40S` does not."""
    rows = results(run, "llama-3.3-70b", "--gpu", "L40S", "--quantization", "bf16")
    assert rows[0]["gpus_per_copy"] == 4
    found = run("selfhost", "llama-3.3-70b", "--gpu", "1xL40S", "--quantization", "bf16", *DAY)
    assert found.code == 1


def test_cost_is_that_of_the_hours(run):
    """Always on: every hour of the month, whatever the load."""
    arguments = ("llama-3.3-70b", "--gpu", "h100", "--quantization", "fp8")
    few, many = (results(run, *arguments, "--requests", n) for n in ("1", "1000"))
    assert few[0]["costs"] == [
        {**one, "usd_per_mtok": few[0]["costs"][place]["usd_per_mtok"],
         "used_share": few[0]["costs"][place]["used_share"]}
        for place, one in enumerate(many[0]["costs"])
    ]  # fmt: skip
    price = few[0]["costs"][0]
    hours = price["usd_per_month"]["value"] / price["usd_per_gpu_hour"] / price["gpus_billed"]
    assert hours == pytest.approx(730)


def test_break_even_says_never(run):
    """Where even a full machine is dearer than every route, that is the first sentence."""
    arguments = ("llama-3.3-70b", "--gpu", "h100", "--break-even", "--people-usd", "1000000000")
    found = run("selfhost", *arguments, *DAY)
    assert found.code == 0
    assert "never" in found.stdout


def test_break_even_goes_from_the_cheapest_route_on(run, known):
    """Routes from the cheapest on; a route that is twice as dear is met no later."""
    arguments = ("gpt-oss-120b", "--gpu", "h100", "--break-even", "--top", "1000")
    rows = results(run, *arguments)
    sold = {one.id for one in known.offerings if one.model == "openai/gpt-oss-120b"}
    assert {row["route"] for row in rows if row["why"] == "same weights"} <= sold
    prices = [row["usd_per_million_requests"] for row in rows]
    assert prices == sorted(prices)
    met = [row["requests_per_month"] or float("inf") for row in rows]
    assert met == sorted(met, reverse=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--gpu", "2xL40S", "--break-even"), "a break-even is that of a model"),
    ],
    ids=["no model"],
)
def test_a_mistaken_break_even(run, arguments, said):
    """One sentence."""
    found = run("selfhost", *arguments, *DAY)
    assert (found.code, found.stdout) == (2, "")
    assert said in found.stderr


def zero(run, *arguments, model="gpt-oss-120b"):
    """The answer of a break-even that scales to zero."""
    asked = (model, "--gpu", "mi300x", "--break-even", "--top", "1000", *ZERO)
    found = run("selfhost", *asked, *arguments, *DAY, "--json")
    assert found.code == 0, found.stderr
    return json.loads(found.stdout)


STARTS = ("--starts", "600", "--cold-start-seconds", "180", "--idle-minutes", "10")


def test_scaling_to_zero_without_starts_is_a_lower_bound(run, known):
    """It is said, and the cost is never above that of all hours, on the whole curve."""
    answer = zero(run)
    assert any("lower bound" in text for text in answer["assumed"])
    for point in answer["curve"]:
        for end in ("value", "low", "high"):
            own, always = point["own_usd_per_month"], point["always_on_usd_per_month"]
            assert own[end] <= always[end] * (1 + 1e-12)
    cheap = [row for row in answer["results"] if row["never"] is None]
    assert cheap
    assert {row["requests_per_month"] for row in cheap} == {0.0}


def test_starts_that_are_stated_move_the_break_even(run, known):
    """By hand: the starts' hours over what a request saves, at the unit's own price."""
    answer = zero(run, *STARTS)
    assert not any("lower bound" in text for text in answer["assumed"])
    unit = answer["unit"]
    hour = unit["usd_per_month"] / 730
    worked = answer["job"]["output_tokens"] / (unit["capacity_tokens_per_second"]["value"] * 0.8)
    starts = 600 * (180 + 10 * 60) / 3600 * hour
    name = f"{unit['gpus']}x{answer['way']['accelerator']}/{answer['way']['format']}"
    rows = [row for row in answer["results"] if row["on"] == name and row["never"] is None]
    assert rows
    for row in rows:
        saved = row["usd_per_million_requests"] / 1e6 - worked / 3600 * hour
        assert row["requests_per_month"] == pytest.approx(starts / saved, rel=1e-9)
        assert row["requests_per_month_if_fast"] <= row["requests_per_month"]


def test_scaling_to_zero_says_never(run, known):
    """Where the work alone costs more than the route, no volume helps, and it is said why."""
    answer = zero(run, "--gpu", "l40s", model="deepseek-r1")
    assert all(row["requests_per_month"] is None for row in answer["results"])
    assert all("for its work alone" in row["never"] for row in answer["results"])


def test_what_is_not_stated_of_starts_is_said(run, known):
    """Starts without their time: each part that is missing is named."""
    said = " ".join(zero(run, "--starts", "600")["assumed"])
    assert "--cold-start-seconds" in said
    assert "--idle-minutes" in said


def test_the_text_shows_both_beside_the_route(run, known):
    """The bill in words, the first request, and a column of what is always on."""
    arguments = ("selfhost", "gpt-oss-120b", "--gpu", "mi300x", "--break-even", *ZERO)
    assert "each of 30 routes from the first request" in run(*arguments, *DAY).stdout
    found = run(*arguments, *STARTS, *DAY).stdout
    assert "600 starts a month, a cold start of 180 s and 10 min idle; at most all hours" in found
    assert "always on" in found


def recommended(run, *arguments, **more):
    """The rows of a recommendation."""
    found = run("recommend", *arguments, "--json", *DAY, **more)
    assert found.code == 0, found.stderr
    return json.loads(found.stdout)


def test_air_gapped_has_answers(run, shipped):
    """Only what the user runs, of weights that can be had and used in a business."""
    whole = ("--privacy", "air-gapped", "--top", "200")
    rows = recommended(run, *whole, catalog=CHECKOUT)["results"]
    assert len(rows) > 20
    for row in rows:
        assert row["privacy_level"] == "air-gapped"
        assert row["monthly_cost_usd"] > 0
        model = shipped.models[row["model"]]
        assert model.open_weights
        assert shipped.licences[model.licence].commercial_use != "no"


@pytest.mark.parametrize(
    "command", [("selfhost", "--gpu", "2xL40S"), ("recommend", "--self-host", "only")], ids=" ".join
)
def test_a_day_before_a_model_was_out(run, command):
    """Models that came later are not run on that day, and nothing else is amiss."""
    found = run(*command, "--top", "1000", "--json", "--as-of", "2026-06-01")
    assert found.code == 0, found.stderr
    models = {row["model"] for row in json.loads(found.stdout)["results"]}
    assert "deepseek/deepseek-v4.1-flash" not in models
    assert "openai/gpt-oss-20b" in models


def test_never_is_the_default_and_can_be_said(run):
    """Without a word, no deployment of one's own is ranked; air-gapped, it can be refused."""
    plain = recommended(run, "--by", "route", "--top", "10000")["results"]
    assert not [row for row in plain if row["provider"] == "self-hosted"]
    refused = run("recommend", "--privacy", "air-gapped", "--self-host", "never", *DAY)
    assert refused.code == 1


def test_also_adds_routes_and_only_leaves_no_other(run):
    """Beside the hosted ones, or instead of them."""
    also = recommended(run, "--self-host", "also", "--by", "route", "--top", "10000")["results"]
    assert {row["provider"] for row in also} > {"self-hosted", "deepinfra"}
    only = recommended(run, "--self-host", "only", "--gpu", "2xL40S", "--top", "200")["results"]
    assert {row["provider"] for row in only} == {"self-hosted"}
    assert all("2xl40s" in row["route"] for row in only)
    assert len({row["monthly_cost_usd"] for row in only}) == 1


def test_a_route_of_ones_own_has_a_range_and_no_price_by_the_token(run):
    """Its month says what it is, holds the speed's error, and nothing in it reads as free."""
    asked = ("--self-host", "only", "--task", "coding", "--requests", "3000000", "--top", "5")
    rows = recommended(run, *asked, "--by", "route")["results"]
    for row in rows:
        own = row["own_deployment"]
        low, high = row["monthly_cost_interval_80_usd"]
        assert low <= row["monthly_cost_usd"] <= high
        assert row["price"]["input_per_mtok"] is row["price"]["output_per_mtok"] is None
        assert own["usd_per_mtok"] * own["mtok_per_month"] == pytest.approx(
            row["monthly_cost_usd"], rel=1e-6
        )
        assert own["gpus"] == own["copies"] * own["gpus_per_copy"] <= own["gpus_billed"]
        rented = (
            f"priced as rented from {own['rented_from']}; air-gapped holds on machines of your own"
        )
        assert rented in row["warnings"]
    assert any(len(set(row["monthly_cost_interval_80_usd"])) == 2 for row in rows)


def test_a_deployment_is_of_the_size_that_its_effort_takes(run):
    """More thought in a request is more to serve: no effort is had at the price of a lesser one."""
    asked = ("--self-host", "only", "--task", "coding", "--requests", "3000000")
    rows = recommended(run, *asked, "--by", "route", "--top", "10000")["results"]
    tokens: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        found = row["reasoning_tokens_per_request"], row["own_deployment"]["mtok_per_month"]
        tokens.setdefault(row["model"], []).append(found)
    several = [sorted(found) for found in tokens.values() if len(set(found)) > 1]
    assert several
    for found in several:
        (few, little), (many, much) = found[0], found[-1]
        assert much - little == pytest.approx(3 * (many - few), rel=1e-6)


def test_every_call_of_a_request_is_served(run):
    """Three calls a request are three times the work, of answers that are as long."""
    asked = ("gpt-oss-120b", "--requests", "1000", "--reasoning-tokens", "100")
    one, three = (
        json.loads(run("selfhost", *asked, *more, "--json").stdout)["job"]
        for more in ((), ("--calls", "3"))
    )
    assert (one["requests_per_month"], three["requests_per_month"]) == (1000, 3000)
    assert one["output_tokens"] == three["output_tokens"]
    assert "3,000 calls a month" in run("selfhost", *asked, "--calls", "3").stdout


OWNED = ("--own", "--years", "4", "--power-price", "0.15", "--pue", "1.3", "--people-usd", "3000")


def test_bought_hardware_costs_what_selfhost_says_it_does(run, known):
    """Two cards of 9,000 USD over 48 months, their power, and the people: in both commands."""
    card = ("--gpu", "2xL40S", *OWNED, "--purchase-usd", "9000")
    rows = recommended(run, "--self-host", "only", *card, "--top", "3")["results"]
    watts = known.accelerators["l40s"].power_w
    month = 2 * (9000 / 48 + watts / 1000 * 1.3 * 0.15 * 730) + 3000
    for row in rows:
        assert row["own_deployment"]["terms"] == "owned"
        assert row["own_deployment"]["rented_from"] is None
        assert row["monthly_cost_usd"] == pytest.approx(month, abs=0.01)
    alone = run("selfhost", rows[0]["model"], *card, "--json", *DAY)
    cost = json.loads(alone.stdout)["results"][0]["costs"][0]
    assert cost["usd_per_month"]["value"] == pytest.approx(month, abs=0.01)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--own",), "--own needs --years, --power-price, --pue, --people-usd"),
        (("--pue", "1.3"), "--pue is said of bought hardware"),
        ((*OWNED, "--purchase-usd", "9000"), "is the price of one accelerator, and none is named"),
        ((*OWNED, "--gpu", "2xL40S"), "no purchase price and power is known"),
        (("--self-host", "never", "--redundancy", "0"), "--redundancy is said of your own"),
    ],
    ids=lambda value: " ".join(value)[-40:] if isinstance(value, tuple) else "",
)
@pytest.mark.parametrize(
    "command",
    [
        *(("recommend",), ("compare", "gpt-oss-120b", "gpt-oss-20b")),
        *(("sensitivity",), ("pareto",), ("compare-methods",)),
    ],
    ids=lambda value: value[0],
)
def test_a_mistake_about_ones_hardware(run, command, arguments, said):
    """One sentence, the same in all commands."""
    found = run(*command, *arguments, *DAY)
    assert found.code == 2
    assert said in found.stderr


ANALYSES = {
    "sensitivity": lambda answer: [row["route"] for row in answer["acceptability"]],
    "pareto": lambda answer: [row["route"] for row in answer["results"]],
    "compare-methods": lambda answer: [row["route"] for row in answer["results"]],
}


@pytest.mark.parametrize("command", ANALYSES)
@pytest.mark.parametrize(
    "said",
    [
        ("--self-host", "only"),
        ("--gpu", "2xL40S", "--self-host", "only"),
        ("--privacy", "air-gapped"),
        ("--self-host", "never"),
    ],
    ids=" ".join,
)
def test_every_analysis_takes_what_recommend_takes(run, command, said):
    """The routes are those of `recommend` with the same words; its first is theirs."""
    ranked = recommended(run, *said, "--by", "route", "--top", "10000")["results"]
    found = run(command, *said, "--by", "route", "--json", *DAY)
    assert found.code == 0, found.stderr
    routes = ANALYSES[command](json.loads(found.stdout))
    assert set(routes) <= {row["route"] for row in ranked}
    own = ["@self-hosted/" in route for route in routes]
    assert any(own) == all(own) == (said != ("--self-host", "never"))
    assert ("note: self-hosted is priced as rented" in found.stderr) == all(own)
    if command != "pareto":
        first = ranked[0]["route"]
        assert first in routes


def test_a_front_says_what_runs(run):
    """A deployment on it has no price by the token, and its hardware beside its month."""
    found = run("pareto", "--self-host", "only", "--gpu", "2xL40S", "--json", *DAY)
    rows = json.loads(found.stdout)["results"]
    assert rows
    for row in rows:
        assert row["own_deployment"]["accelerator"] == "l40s"
        assert row["price"]["input_per_mtok"] is row["price"]["output_per_mtok"] is None


def test_compare_shows_both_ways_to_run_a_model(run):
    """The best hosted route, and what running it oneself takes."""
    found = run("compare", "gpt-oss-120b", "gpt-4o", "--self-host", "also", *DAY)
    assert found.code == 0
    assert "run yourself on" in found.stdout
    assert "does not fit" in found.stdout
    hosted = run("compare", "gpt-oss-120b", "gpt-4o", *DAY)

    def providers(text):
        return next(line for line in text.splitlines() if line.startswith("providers")).split()

    assert providers(found.stdout) == providers(hosted.stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--self-host", "maybe"), "no --self-host `maybe`"),
        (("--self-host", "never", "--gpu", "h100"), "--self-host never has none"),
        (("--gpu", "RTX 9999 Ti"), "no accelerator `RTX 9999 Ti`"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_mistaken_options_of_self_hosting(run, arguments, said):
    """One sentence."""
    found = run("recommend", *arguments, *DAY)
    assert (found.code, found.stdout) == (2, "")
    assert said in found.stderr


TUNE = ("llama-3.1-8b", "--fine-tune", "lora", "--tokens", "1e7")


def test_fine_tuning_beside_hosted(run):
    """Own runs from the cheapest on, and hosted tuning with its end."""
    found = run("selfhost", *TUNE, "--epochs", "3", "--json", *DAY)
    answer = json.loads(found.stdout)
    costs = [
        one["usd"]["value"]
        for row in answer["results"]
        for one in [next(iter(cost for cost in row["costs"] if cost["terms"] != "spot"), None)]
        if one
    ]
    assert costs
    assert costs == sorted(costs)
    assert answer["hosted"]
    text = run("selfhost", *TUNE, *DAY).stdout
    assert "hosted at" in text
    assert "one epoch" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--fine-tune", "lora"), "no model is named to be tuned"),
        (("llama-3.1-8b", "--fine-tune", "lora"), "how much is learnt from"),
        ((*TUNE[:2], "lorra", "--tokens", "1e7"), "no way to fine-tune `lorra`"),
        ((*TUNE, "--epochs", "0"), "0 epochs cannot be used"),
        ((*TUNE[:4], "0"), "0 tokens of data"),
        ((*TUNE[:4], "nan"), "nan tokens of data"),
        ((*TUNE, "--rank", "0"), "--rank 0 cannot be used"),
        (("llama-3.1-8b", "--fine-tune", "full", "--tokens", "1e7", "--rank", "8"), "no rank"),
        ((*TUNE, "--break-even"), "do not go together"),
        (("llama-3.1-8b", "--tokens", "1e7"), "--tokens is said of tuning"),
        ((*TUNE, "--gpu", "0xH100"), "a count of `0` GPUs"),
    ],
    ids=lambda value: str(value)[-50:],
)
def test_a_mistaken_fine_tuning(run, arguments, said):
    """One sentence."""
    found = run("selfhost", *arguments, *DAY)
    assert (found.code, found.stdout) == (2, "")
    assert said in found.stderr


def test_hardware_that_is_paid_costs_power_and_people(run):
    """--purchase-usd 0 asks for no years; what is left is a quarter of the month at most."""
    asked = ("selfhost", "llama-3.3-70b", "--gpu", "2xL40S", "--own", "--power-price", ".2")
    asked += ("--pue", "1.2", "--people-usd", "0", "--json", *DAY)
    paid, bought = (
        json.loads(run(*asked, "--purchase-usd", usd, *more).stdout)
        for usd, more in (("0", ()), ("30000", ("--years", "4")))
    )
    cheapest = [one["results"][0]["costs"][0]["usd_per_month"]["value"] for one in (paid, bought)]
    assert 0 < cheapest[0] < cheapest[1] / 4


@pytest.mark.parametrize("gpu", ["1xrtx-4090", "gb10", "apple-m4-pro"])
def test_the_release_of_gpt_oss_runs_on_llama_cpp(run, gpu):
    """MXFP4 is how it is published, for llama.cpp too."""
    asked = ("gpt-oss-20b", "--gpu", gpu, "--engine", "llama.cpp", "--quantization", "mxfp4")
    (row,) = results(run, *asked, "--concurrency", "1", "--requests", "100")
    assert (row["format"], row["engine"]) == ("mxfp4", "llama.cpp")
    assert row["serves_the_load"] is True


def test_an_unknown_speed_is_no_refusal(run):
    """What fits and is not timed is an answer: exit code 0, and it says that it is not known."""
    found = run("selfhost", "gpt-oss-20b", "--gpu", "cpu", "--memory", "32G", *DAY)
    assert found.code == 0
    assert "fits 1xcpu; its speed under load is not known" in found.stdout
    assert "No way" not in found.stdout


def test_a_load_that_nothing_takes_is_no_answer(run):
    """Exit code 1 where the nearest way fails."""
    asked = ("llama-3.1-8b", "--gpu", "1xL4", "--requests", "900000000")
    found = run("selfhost", *asked, *DAY)
    assert found.code == 1
    assert found.stdout.startswith("No way on")


def test_the_size_of_unified_memory_is_said(run):
    """24 GB are not 64: what is assumed stands in the first line."""
    assumed = run("selfhost", "gpt-oss-20b", "--gpu", "apple-m4-pro", "--concurrency", "1", *DAY)
    assert "64 GB assumed" in assumed.stdout.splitlines()[0]
    stated = run("selfhost", "gpt-oss-20b", "--gpu", "m4-pro:24", "--concurrency", "1", *DAY)
    assert "Apple M4 Pro (24 GB)" in stated.stdout.splitlines()[0]


def test_emit(run):
    """What starts the first way goes to stdout, alone."""
    found = run("selfhost", "llama-3.1-8b", "--gpu", "1xL40S", "--emit", "vllm", *DAY)
    assert found.code == 0
    assert found.stdout.startswith("#!/bin/sh\n# meta-llama/Llama-3.1-8B-Instruct in ")
    wrong = run("selfhost", "llama-3.1-8b", "--gpu", "1xL40S", "--emit", "helm", *DAY)
    assert (wrong.code, wrong.stdout) == (2, "")


def test_owned_hardware_costs_its_power(run):
    """One L40S draws 350 W for 730 hours: at .20 USD a kWh 51.10 USD a month, and no rent."""
    asked = ("llama-3.1-8b", "--gpu", "1xL40S", "--owned", "--power-price", ".2")
    (cost,) = results(run, *asked)[0]["costs"]
    assert cost["terms"] == "owned"
    assert cost["usd_per_month"]["value"] == pytest.approx(0.35 * 730 * 0.2)


def answer(run, *arguments):
    """The JSON answer of `selfhost`."""
    return json.loads(run("selfhost", *arguments, *DAY, "--json").stdout)


LOAD_TEST = {
    "model_id": "openai/gpt-oss-20b",
    "num_prompts": 80,
    "request_rate": "inf",
    "max_concurrency": 8,
    "completed": 80,
    "total_input_tokens": 48_000,
    "total_output_tokens": 24_000,
    "output_throughput": 1.0,
    "median_ttft_ms": 95.0,
    "median_tpot_ms": 9.0,
    "llmpick_gpu": "1xrtx-4090",
    "llmpick_format": "mxfp4",
    "llmpick_engine": "vllm",
}


@pytest.fixture
def load_test(tmp_path):
    """The result of a load test, as the emitted command writes it."""

    def written(**change):
        path = tmp_path / "load-test.json"
        path.write_text(json.dumps({**LOAD_TEST, **change}), encoding="utf-8")
        return str(path)

    return written


def test_a_load_test_stands_beside_the_estimate(run, load_test):
    """What was measured, what was estimated, and whether the interval holds it."""
    asked = ("gpt-oss-20b", "--gpu", "1xrtx-4090", "--load-test", load_test())
    found = answer(run, *asked)
    (test,) = found["load_tests"]
    assert (test["concurrency"], test["prompt_tokens"], test["at_once"]) == (8, 600, False)
    rate = next(one for one in test["figures"] if one["what"] == "all requests")
    assert rate["measured"] == 1.0
    assert rate["inside"] is False
    assert "no: " in run("selfhost", *asked, *DAY).stdout


def test_importing_a_load_test_compares_it(run, load_test):
    """Its result says on what it was measured; nothing is stored."""
    found = run("evidence", "import", load_test())
    assert found.code == 0
    assert "MXFP4" in found.stdout
    assert "The load test beside the estimate of #1" in found.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"llmpick_gpu": None}, "does not say on what it was measured", id="no gpu"),
        pytest.param({"request_rate": 3.0}, "sent 3.0 requests a second", id="a rate"),
    ],
)
def test_a_load_test_that_says_too_little(run, load_test, change, said):
    """Exit code 2, and what is missing."""
    found = run("evidence", "import", load_test(**change))
    assert (found.code, found.stdout) == (2, "")
    assert said in found.stderr


def test_experts_may_stay_in_main_memory(run):
    """What no card holds runs with them there; the speed is told where that of memory is."""
    asked = ("gpt-oss-120b", "--gpu", "1xrtx-4090", "--concurrency", "1")
    assert run("selfhost", *asked, "--quantization", "mxfp4", *DAY).code == 1
    slow = (*asked, "--quantization", "mxfp4", "--ram", "128G")
    unknown = answer(run, *slow)["results"][0]
    assert unknown["experts_in_main_memory_gib"] > 30
    assert unknown["single_tokens_per_second"] is None
    assert "--n-cpu-moe" in unknown["command"]
    known = answer(run, *slow, "--ram-speed", "80")["results"][0]
    assert 5 < known["single_tokens_per_second"]["value"] < 80


def test_adapters_take_memory_and_are_started(run):
    """Less is free, and the engine is told how many of which rank."""
    asked = ("llama-3.1-8b", "--gpu", "1xL40S", "--quantization", "fp8")
    plain = answer(run, *asked)["results"][0]
    many = answer(run, *asked, "--adapters", "32", "--adapter-rank", "60")
    first = many["results"][0]
    free = "headroom"
    assert first["memory_per_gpu_gib"][free] < plain["memory_per_gpu_gib"][free] - 1
    assert "--enable-lora --max-loras 32 --max-lora-rank 64" in first["command"]
    assert many["job"]["adapters"] == 32


def test_prompts_in_the_cache_make_it_faster(run):
    """The more of a prompt the engine has, the sooner the first token, and the more it makes."""
    asked = ("llama-3.1-8b", "--gpu", "1xL40S", "--input-tokens", "6000")
    plain = answer(run, *asked)["results"][0]
    cached = answer(run, *asked, "--prefix-share", ".9")["results"][0]
    for key, more in (("capacity_tokens_per_second", True), ("loaded_first_token_s", False)):
        assert (cached[key]["value"] > plain[key]["value"]) is more


def test_weights_of_a_country_that_is_excluded_are_said(run):
    """A named model is sized all the same; of a list it is left out."""
    asked = ("deepseek-r1", "--gpu", "8xh200", "--not-made-in", "CN")
    found = run("selfhost", *asked, *DAY)
    assert found.code == 0
    assert "weights made in CN break --not-made-in" in found.stdout
    assert answer(run, *asked)["excluded_by"] == ["not-made-in"]
    listed = answer(run, *asked[1:], "--top", "100")
    assert listed["results"]
    assert not any(one["model"].startswith("deepseek/") for one in listed["results"])
