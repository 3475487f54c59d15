"""What sizing reads of the catalog that llmpick ships: plausible, and consistent with itself."""

from __future__ import annotations

import pytest

from llmpick.catalog import check_hardware, read
from llmpick.catalog.load import CHECKOUT
from llmpick.catalog.resolve_hardware import price_day, quality_loss
from llmpick.errors import UserError
from llmpick.inputs import names as api

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def architecture_files():
    """Model → the record of its architecture."""
    paths = [path for path in read.files(CHECKOUT) if path.startswith("architectures/")]
    records = [read.parse(CHECKOUT, path) for path in paths]
    return {record.id: record.data for record in records}


def test_accelerators_are_plausible(shipped):
    """Memory, bandwidth and dense peaks lie where accelerators lie."""
    assert len(shipped.accelerators) >= 88
    for row in shipped.accelerators.values():
        assert 6 <= row.memory_gib <= 600
        assert 60 <= row.bandwidth_gb_per_s <= 25_000
        assert row.power_w is None or 60 <= row.power_w <= 2000
        for peak in (row.bf16_tflops, row.fp16_tflops, row.fp8_tflops, row.fp4_tflops):
            assert peak is None or 10 <= peak <= 20_000


def test_peaks_do_not_fall_with_fewer_bits(shipped):
    """Half the bits are never slower."""
    for row in shipped.accelerators.values():
        ladder = [row.bf16_tflops, row.fp8_tflops, row.fp4_tflops]
        known = [peak for peak in ladder if peak is not None]
        assert known == sorted(known), row.id


@pytest.mark.parametrize(
    ("name", "memory_gib", "bandwidth", "bf16"),
    [
        ("h100-sxm", 80, 3350, 989),
        ("mi300x", 192, 5300, 1307.4),
        ("l40s", 45, 864, 362.1),
        ("rtx-4090", 24, 1010, 165.2),
    ],
)
def test_accelerators_checked_by_hand(shipped, name, memory_gib, bandwidth, bf16):
    """Four that people ask about, as their sources have them."""
    row = shipped.accelerators[name]
    assert (row.memory_gib, row.bandwidth_gb_per_s, row.bf16_tflops) == (
        memory_gib,
        bandwidth,
        bf16,
    )


def test_unified_memory_is_marked(shipped):
    """Chips that share memory with the CPU are known as such, cards are not."""
    unified = {row.id for row in shipped.accelerators.values() if row.unified_memory}
    assert {"apple-m4-max", "gb10", "ryzen-ai-max-395"} <= unified
    assert all(name.startswith(("apple-", "gb10", "ryzen-")) for name in unified)


def test_rentals_are_of_known_accelerators(shipped):
    """A price has its accelerator, a day that has come, and a size in reason."""
    assert len(shipped.rentals) > 150
    for row in shipped.rentals:
        assert row.accelerator in shipped.accelerators
        assert 0.02 <= row.usd_per_gpu_hour <= 20
        assert row.gpus in (1, 2, 4, 8)
        assert len(row.read) == 10
        assert row.read <= DAY


def test_rentals_in_force_are_one_each(shipped):
    """Of one provider, place, terms and size a single price is in force."""
    keys = [
        (row.accelerator, row.provider, row.region, row.terms, row.gpus) for row in shipped.rentals
    ]
    assert len(keys) == len(set(keys))


def test_all_rows_of_prices_are_kept(shipped):
    """What is disputed or for the trend stands in the file, out of force."""
    kept = [
        rate
        for name in shipped.ids("hardware")
        for rate in shipped.record("hardware", name).get("rentals") or ()
    ]
    out = [rate for rate in kept if rate.get("disputed") or rate.get("trend_only")]
    assert (len(kept), len(out)) == (261, 54)
    assert len(shipped.rentals) == len(kept) - len(out)


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ({"read": "2026-10-01"}, "2026-10-01"),
        ({"read": "2026-11-23", "text_date": "2026-10"}, "2026-10-01"),
        ({"read": "2026-11-23", "text_date": "2026"}, "2026-01-01"),
        ({"read": "2026-11-23", "text_date": "2026-07-23"}, "2026-07-23"),
    ],
)
def test_the_day_of_a_price(source, day):
    """The date that the text bears counts, of a month or a year the first day."""
    assert price_day(source) == day


def test_electricity_stays_marked(shipped):
    """Prices of electricity are second-hand, and Japan's was not found."""
    assert {row.region for row in shipped.electricity} == {"de", "eu", "us"}
    for row in shipped.electricity:
        assert row.confidence == "low"
        assert 0.02 <= row.per_kwh <= 0.6


def test_formats_are_plausible(shipped):
    """Bits fall from 32 to under two, embeddings never have fewer than the rest."""
    for row in shipped.formats.values():
        assert 1.5 <= row.bits <= row.embedding_bits <= 32
        assert row.engines
        if row.quality_loss:
            loss, error = row.quality_loss
            assert -0.05 <= loss <= 1.5
            assert 0 <= error <= 0.3


def test_formats_that_lose_more(shipped):
    """Two bits lose more than three, three more than four, four no more than two errors."""
    losses = {
        name: row.quality_loss[0] for name, row in shipped.formats.items() if row.quality_loss
    }
    assert losses["q2_k"] > losses["q3_k_m"] > losses["q4_k_m"]
    assert losses["iq1_s"] > losses["iq2_xxs"] > losses["iq2_m"] > losses["iq3_xxs"]
    assert losses["q3_k_s"] > losses["q3_k_l"] > losses["q6_k"]
    assert losses["bf16"] == 0
    unread = "iq2_s iq2_xs iq3_m iq3_s iq3_xs iq4_nl iq4_xs q2_k_s"
    assert set(shipped.formats) - set(losses) == set(unread.split())


def test_bits_of_whole_files_follow(shipped):
    """Body and embedding together make the files that they were solved from, to 0.5 %."""
    shares = {
        "Llama 3 70B": 2 * 128256 * 8192 / 70553706496,
        "Llama 3.1 8B": 2 * 128256 * 4096 / 8030261248,
    }
    for name in shipped.ids("formats"):
        row = shipped.formats[name]
        for file in shipped.record("formats", name).get("files") or ():
            share = shares.get(file["model"])
            if share is not None:
                made = row.bits * (1 - share) + row.embedding_bits * share
                assert made == pytest.approx(file["bits"], rel=0.005), (name, file["model"])


def test_loss_in_logits():
    """Points lost by the slope at the mean of both; three benchmarks at least, percent alone."""
    row = {"unit": "percent", "before": 60.0, "after": 50.0}
    loss, error = quality_loss([row, row, row])
    assert loss == pytest.approx(0.1 / (0.55 * 0.45))
    assert error == pytest.approx(0)
    assert quality_loss([row, row]) is None
    assert quality_loss([row, row, {**row, "unit": "perplexity"}]) is None
    _, wider = quality_loss([row, row, {**row, "after": 60.0}])
    assert wider > 0.05


def test_architectures_are_of_open_models(shipped):
    """Each belongs to a model whose weights are open, and its numbers lie in order."""
    assert len(shipped.architectures) >= 140
    for name, row in shipped.architectures.items():
        assert shipped.models[name].open_weights
        assert 0 < row.parameters_active <= row.parameters_total
        assert row.text_parameters is None or row.text_parameters < row.parameters_total
        assert row.native_format is None or row.native_format in shipped.formats
        assert 1 <= row.layers <= 200
        assert row.kv_shards >= 1
        assert (row.window_elements_per_token > 0) == (row.window_tokens > 0)
        assert (row.experts is None) or row.parameters_active < row.parameters_total


def test_parameters_agree_with_the_model(shipped):
    """Within 4 % of what the model's own record has, which may count draft layers as well."""
    apart = {
        name: row.parameters_total / 1e9 / shipped.models[name].parameters_total_b
        for name, row in shipped.architectures.items()
        if shipped.models[name].parameters_total_b
        and not 0.96 <= row.parameters_total / 1e9 / shipped.models[name].parameters_total_b <= 1.04
    }
    assert set(apart) == {"google/gemma-3n-e4b", "mistral/ministral-3-8b"}


def test_caches_follow_from_layers_and_heads(shipped, architecture_files):
    """Every cache that is stated is the one that layers, heads and widths make."""
    checked = 0
    for name, record in architecture_files.items():
        follows = check_hardware.cache_elements(record["facts"])
        for fact, elements in follows.items():
            stated = record["facts"].get(fact)
            if stated:
                assert stated[-1]["value"] == elements, (name, fact)
                checked += 1
    assert checked > 160


@pytest.mark.parametrize(
    ("model", "elements", "window", "shards"),
    [
        ("meta/llama-3.3-70b", 2 * 80 * 8 * 128, 0, 8),
        ("deepseek/deepseek-r1", 61 * (512 + 64), 0, 1),
        ("openai/gpt-oss-120b", 2 * 18 * 8 * 64, 2 * 18 * 8 * 64, 8),
        ("google/gemma-3-27b", 2 * 10 * 16 * 128, 2 * 52 * 16 * 128, 16),
        ("qwen/qwen3.5-27b", 2 * 16 * 4 * 256, 0, 4),
        ("google/gemma-4-31b", 2 * 10 * 4 * 512, 2 * 50 * 16 * 256, 4),
        ("xiaomi/mimo-v2-flash", 9 * 4 * (192 + 128), 39 * 8 * (192 + 128), 4),
    ],
)
def test_caches_by_hand(shipped, model, elements, window, shards):
    """One model of each kind of attention."""
    row = shipped.architectures[model]
    assert (row.kv_elements_per_token, row.window_elements_per_token) == (elements, window)
    assert row.kv_shards == shards


def test_estimates_stay_marked(shipped):
    """Where a part of the cache is a guess, the architecture says so."""
    low = {name for name, row in shipped.architectures.items() if row.confidence == "low"}
    assert {"deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-flash"} <= low
    for unknown in ("mistral/mistral-large-3", "arcee/trinity-large-thinking"):
        assert shipped.architectures[unknown].kv_elements_per_token is None
        assert shipped.architectures[unknown].window_elements_per_token == 0


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("h100", 1, "h100-sxm"),
        ("2xL40S", 2, "l40s"),
        ("RTX 4090", 1, "rtx-4090"),
        ("4x mi300x", 4, "mi300x"),
    ],
)
def test_names_of_the_shipped_hardware(shipped, text, number, name):
    """What people type is found."""
    found = api.gpus_of(shipped, text)
    assert (found.number, found.accelerator) == (number, name)


def test_every_accelerator_is_found_by_its_names(shipped):
    """Identifier, name and further names of each lead to it alone."""
    for item, names in shipped.section("hardware_names").items():
        for spelling in (item, *names):
            assert api.gpus_of(shipped, spelling).accelerator == item, spelling


def test_an_unknown_gpu_is_asked_about(shipped):
    """The near ones are named; nothing is guessed."""
    with pytest.raises(UserError, match="no accelerator `rtx 4091`") as caught:
        api.gpus_of(shipped, "rtx 4091")
    assert "`rtx-4090`" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Q4_K_M", "q4_k_m"), ("q4-k-m", "q4_k_m"), ("AWQ", "awq-int4"), ("none", None)],
)
def test_names_of_formats(shipped, text, name):
    """Formats are found by identifier and by their usual names."""
    assert api.format_named(shipped, text) == name


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("show", "h100"), "h100-sxm"),
        (("show", "rtx 4060 ti"), "read as `rtx-4060-ti-16`"),
        (("show", "q4_k_m"), "Quality before and after"),
        (("show", "llama-3.3-70b", "--kind", "architecture"), "meta-llama/Llama-3.3-70B-Instruct"),
        (("list", "hardware"), "mi300x"),
        (("list", "formats"), "mxfp4"),
    ],
)
def test_commands(run, arguments, part):
    """Hardware and formats are listed and shown."""
    found = run(*arguments, "--format", "text", "--as-of", DAY)
    assert found.code == 0
    assert part in found.stdout


def test_show_of_an_unknown_gpu(run):
    """One sentence and a hint, exit 2."""
    found = run("show", "4091", "--kind", "hardware", "--as-of", DAY)
    assert found.code == 2
    assert found.stderr.splitlines()[0] == "error: no accelerator `4091` in the catalog"
    assert "`rtx-4090`" in found.stderr


def test_facts_of_an_earlier_day(run):
    """Prices that were read later are not in force; the catalog still answers."""
    found = run("list", "hardware", "--format", "json", "--as-of", "2026-09-30")
    assert found.code == 0
    assert "2026-10-01" not in found.stdout


def test_engines_tell_yes_from_no_and_from_unknown(shipped):
    """What each engine runs on each generation: 803 cases were read, and MXFP4 is not vLLM's."""
    files = [read.parse(CHECKOUT, path) for path in read.files(CHECKOUT) if "engines/" in path]
    rows = [row for record in files for row in record.data["runs"]]
    assert sum(len(row["formats"]) * len(row["hardware"]) for row in rows) == 803
    assert {row["supported"] for row in rows} == {"yes", "partial", "no", "unknown"}
    runs = shipped.engines["llama.cpp"].runs
    for generation in ("apple", "nvidia-blackwell-rtx", "nvidia-ada", "amd-rdna", "cpu-x86"):
        assert runs["mxfp4", generation] == "yes"
    assert shipped.engines["vllm"].runs["mxfp4", "nvidia-hopper"] == "partial"
    assert shipped.engines["vllm"].runs["mxfp4", "amd-rdna"] == "unknown"
    assert shipped.engines["vllm"].runs["nf4", "nvidia-hopper"] == "no"


def test_every_generation_is_one_that_engines_know(shipped):
    """No accelerator names a generation of which no engine tells anything."""
    told = {kind for engine in shipped.engines.values() for _, kind in engine.runs}
    assert set(shipped.section("generations").values()) <= told


def test_unified_memory_has_its_sizes(shipped):
    """The size of the catalog is one that is sold, and the GPU may take no more than all."""
    for one in shipped.configurations:
        assert shipped.accelerators[one.accelerator].unified_memory
        assert one.gpu_gib is None or one.gpu_gib <= one.memory_gib


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([("q9", "yes")], "no record formats/q9"),
        ([("mxfp4", "yes"), ("mxfp4", "no")], "`no` here and not above"),
        ([("mxfp4", "yes"), ("exl3", "no")], None),
    ],
)
def test_slips_of_an_engine(runs, said):
    """A format that is nowhere, and two rows that contradict each other, are found."""
    rows = [
        {"formats": [form], "hardware": ["apple"], "supported": state, "source": "s"}
        for form, state in runs
    ]
    record = read.Record("engines", "e", "engines/e.toml", {"runs": rows}, "")
    found = [
        slip.message for slip in check_hardware._engine(record, {"formats": {"mxfp4": record}})
    ]
    assert any(said in message for message in found) if said else found == []
