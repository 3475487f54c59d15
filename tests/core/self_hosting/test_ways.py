"""Which ways to run a model there are, what they cost, and which is the sane one."""

import pytest
from sizing_world import (
    AWQ,
    BF16,
    DEEPSEEK_V3,
    FIT,
    FP8,
    H100,
    LLAMA_70B,
    NVFP4,
    Q2_K,
    Q4_K_M,
    Q8_0,
    RTX_4090,
)

from llmpick.core.facts.hardware import HostingFacts, Rental
from llmpick.core.self_hosting import choice, launch
from llmpick.core.self_hosting import ways as hosting
from llmpick.core.self_hosting.job import HostingJob, Ownership
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.running import Load

LOAD = Load(requests=10_000, prompt_tokens=1000, output_tokens=400, peak_to_mean=3)
JOB = HostingJob(load=LOAD, context_tokens=1400, concurrency=8, min_tps=10)


def rental(accelerator, usd, terms="on-demand", kind="neocloud", gpus=1):
    """A price of an accelerator-hour."""
    return Rental(accelerator.id, "dojo", kind, None, terms, usd, gpus, "2026-11-01")


RENTALS = (
    rental(H100, 3.0),
    rental(H100, 2.0),
    rental(H100, 1.0, "spot"),
    rental(H100, 0.5, kind="marketplace"),
)
FORMS = {form.id: form for form in (BF16, FP8, AWQ, NVFP4, Q8_0, Q4_K_M, Q2_K)}
SHOP = HostingFacts({H100.id: H100, RTX_4090.id: RTX_4090}, RENTALS, FORMS, FIT)
GPT_OSS = LLAMA_70B._replace(model="gpt-oss", native_format="nvfp4")


def ways(arch=LLAMA_70B, place=None, tables=SHOP, **change):
    """All ways on as many H100 as it takes, but for what is changed."""
    return hosting.ways(arch, [place or Hardware(H100)], tables, JOB._replace(**change))


@pytest.mark.parametrize(
    ("arch", "change", "formats"),
    [
        pytest.param(
            LLAMA_70B,
            {},
            {BF16.id, FP8.id, AWQ.id, NVFP4.id, Q8_0.id, Q4_K_M.id, Q2_K.id},
            id="released in 16 bits: all",
        ),
        pytest.param(
            GPT_OSS, {}, {NVFP4.id, Q4_K_M.id, Q2_K.id}, id="released in four: none wider"
        ),
        pytest.param(LLAMA_70B, {"quantization": FP8.id}, {FP8.id}, id="the one asked for"),
        pytest.param(
            LLAMA_70B,
            {"engine": "llama.cpp"},
            {Q8_0.id, Q4_K_M.id, Q2_K.id},
            id="those of an engine",
        ),
        pytest.param(
            LLAMA_70B,
            {"engine": "ollama", "least_bits": 4.0},
            {Q8_0.id, Q4_K_M.id},
            id="none under so many bits",
        ),
    ],
)
def test_formats(arch, change, formats):
    """No format wider than the release, none that the engine does not run."""
    found, _ = ways(arch, **change)
    assert {way.option.form.id for way in found} == formats


def test_terms_are_told_apart_and_marketplaces_left_out():
    """The cheapest of each kind of terms; on-demand is the price of a way, not spot."""
    (way,) = ways(quantization=FP8.id)[0]
    assert [(one.terms, one.rental.usd_per_gpu_hour) for one in way.prices] == [
        ("spot", 1.0),
        ("on-demand", 2.0),
    ]
    gpus = way.sized.replica.layout.gpus * way.copies
    assert way.usd_per_month == pytest.approx(2.0 * 730 * gpus)


def test_people_are_in_the_cost_where_they_are_given():
    """Nothing is assumed of people."""
    without, given = (ways(quantization=FP8.id, people_usd=usd)[0][0] for usd in (None, 500.0))
    assert given.usd_per_month - without.usd_per_month == pytest.approx(500.0)


def test_bought_hardware():
    """Purchase over its months, and power with what cooling adds, every hour."""
    own = Ownership(months=48, pue=1.3, usd_per_kwh=0.2, purchase_usd=30_000)
    (way,) = ways(quantization=FP8.id, own=own)[0]
    gpus = way.sized.replica.layout.gpus * way.copies
    (price,) = way.prices
    power = H100.power_w / 1000 * 1.3 * 0.2 * 730
    assert price.terms == "owned"
    assert price.month.usd.value == pytest.approx(gpus * (30_000 / 48 + power))


def test_without_a_price_of_purchase_there_is_no_cost():
    """Unknown is not free."""
    own = Ownership(months=48, pue=1.3, usd_per_kwh=0.2)
    place = H100._replace(purchase_usd=None)
    (way,) = ways(place=Hardware(place), quantization=FP8.id, own=own)[0]
    assert way.prices == ()
    assert way.usd_per_month is None


@pytest.mark.parametrize(
    ("requests", "serves"), [(10_000, True), (10_000_000, False)], ids=["enough", "too much"]
)
def test_given_hardware_holds_what_it_holds(requests, serves):
    """Its copies and its cost do not grow with the load; that it is too small is said."""
    load = LOAD._replace(requests=requests)
    way, larger = ways(place=Hardware(H100, 5), quantization=FP8.id, load=load)[0]
    assert (larger.sized.replica.layout.gpus, larger.copies) == (4, 1)
    assert (way.copies, way.serves) == (2, serves)
    assert way.prices[-1].month.gpus_billed == 5
    assert way.usd_per_month == pytest.approx(5 * 2.0 * 730)
    assert any("it holds 2" in note for note in way.notes) is not serves


def test_a_copy_stays_in_a_machine():
    """Sixteen given accelerators are copies of eight at most."""
    found, _ = ways(place=Hardware(H100, 16), quantization=BF16.id, larger=True)
    assert max(way.sized.replica.layout.gpus for way in found) == 8
    assert all(way.copies * way.sized.replica.layout.gpus == 16 for way in found)


def test_copies_grow_with_the_load():
    """As many as the busiest hour needs, and those to spare."""
    few, many, spare = (
        ways(quantization=FP8.id, load=LOAD._replace(requests=requests), redundancy=more)[0][0]
        for requests, more in ((10_000, 0), (10_000_000, 0), (10_000, 1))
    )
    assert few.copies == 1 < many.copies
    assert spare.copies == 2
    assert all(way.serves for way in (few, many, spare))


def test_larger_copies_are_tried_where_several_are_needed():
    """More room for caches may pay for the accelerators; the cheapest stands first."""
    load = LOAD._replace(requests=30_000_000)
    found = choice.order(ways(quantization=BF16.id, load=load)[0])
    assert {way.sized.replica.layout.gpus for way in found} == {2, 4, 8}
    assert found[0].usd_per_month == min(way.usd_per_month for way in found)
    few = ways(quantization=BF16.id)[0]
    assert {way.sized.replica.layout.gpus for way in few} == {2}
    assert len(ways(quantization=BF16.id, larger=True)[0]) == 3


def test_the_sane_way_is_first():
    """Two bits are the cheapest and stand last; the first is within a tie of the best."""
    found = choice.order(ways()[0])
    assert found[-1].option.form.id == Q2_K.id
    assert found[0].quality.low >= max(way.quality.low for way in found) - 0.1


def test_the_release_comes_before_what_was_made_of_it():
    """At the same cost and quality, the format of the release is taken."""
    assert choice.order(ways(GPT_OSS)[0])[0].option.form.id == NVFP4.id


def test_what_does_not_serve_is_last():
    """A way that cannot keep the least speed is no answer, and says so."""
    found = choice.order(ways(min_tps=30.0)[0])
    assert found[0].serves
    slow = [way for way in found if way.capacity is None]
    assert slow
    assert all("30 tokens a second" in way.notes[-1] for way in slow)


def test_vllm_is_not_for_apple():
    """An engine without kernels for a maker's chips is not offered there."""
    chip = H100._replace(id="m9", vendor="Apple", unified_memory=True, memory_gib=192.0)
    found, _ = ways(place=Hardware(chip))
    assert {way.sized.replica.engine.id for way in found} == {"llama.cpp"}
    assert {way.sized.replica.layout.gpus for way in found} == {1}


@pytest.mark.parametrize(
    ("form", "change", "command", "weights"),
    [
        pytest.param(
            BF16,
            {},
            "vllm serve acme/atlas --tensor-parallel-size 2 --max-model-len 1400 "
            "--gpu-memory-utilization 0.9",
            None,
            id="the release",
        ),
        pytest.param(
            FP8,
            {},
            "vllm serve acme/atlas --tensor-parallel-size 2 --max-model-len 1400 "
            "--gpu-memory-utilization 0.9 --quantization fp8",
            None,
            id="made as it loads",
        ),
        pytest.param(
            AWQ,
            {},
            'vllm serve "$WEIGHTS" --max-model-len 1400 --gpu-memory-utilization 0.9',
            "a build of acme/atlas in ",
            id="a build of its own",
        ),
        pytest.param(
            Q4_K_M,
            {},
            'llama-server --model "$WEIGHTS" --n-gpu-layers 999 --ctx-size 11200 --parallel 8',
            "a build of acme/atlas in ",
            id="llama.cpp holds all requests in one context",
        ),
        pytest.param(
            Q4_K_M,
            {"engine": "ollama"},
            'OLLAMA_CONTEXT_LENGTH=1400 OLLAMA_NUM_PARALLEL=8 ollama serve & ollama run "$WEIGHTS"',
            "a build of acme/atlas in ",
            id="ollama holds the context of one",
        ),
    ],
)
def test_command(form, change, command, weights):
    """What is started is what was sized."""
    (way,) = ways(quantization=form.id, **change)[0]
    found = launch.launch(
        way.sized.replica, "acme/atlas", context_tokens=1400, concurrency=8, name="acme/atlas"
    )
    assert launch.line(found) == command
    assert (found.build or "").startswith(weights or "")
    assert (found.build is None) is (weights is None)


def test_experts_leave_what_they_do_not_fit():
    """One card that holds no copy runs one with experts in main memory; its speed is their sum."""
    one = Hardware(H100, 1)
    asked = {"context_tokens": 2048, "concurrency": 1, "quantization": Q4_K_M.id}
    found, misfits = ways(DEEPSEEK_V3, one, **asked)
    assert (found, len(misfits)) == ([], 1)
    (way,), _ = ways(DEEPSEEK_V3, one, ram_gib=1024, ram_gb_per_s=200.0, **asked)
    assert way.spill is not None
    held = way.sized.footprint
    assert held.headroom_gib >= 0.05 * held.usable_gib
    assert way.capacity is None
    assert way.sized.single_tps.value < 200e9 * 0.6 / way.spill.token_bytes
    assert any("stay in main memory" in note for note in way.notes)
    (silent,), _ = ways(DEEPSEEK_V3, one, ram_gib=1024, **asked)
    assert silent.sized.single_tps is None
    assert silent.serves is None


def test_nothing_leaves_without_memory_to_go_to():
    """Too little main memory, a dense model, or a chip that shares its memory: none."""
    asked = {"quantization": Q4_K_M.id, "concurrency": 1}
    assert ways(DEEPSEEK_V3, Hardware(H100, 1), ram_gib=8, **asked)[0] == []
    shared = H100._replace(id="chip", unified_memory=True, vendor="AMD")
    assert ways(DEEPSEEK_V3, Hardware(shared, 1), ram_gib=1024, **asked)[0] == []
    dense = LLAMA_70B._replace(parameters_total=10**12, parameters_active=10**12)
    assert ways(dense, Hardware(H100, 1), ram_gib=4096, **asked)[0] == []


def test_adapters_stand_beside_the_weights():
    """Each accelerator has less to spare by what they take."""
    (plain,), _ = ways(place=Hardware(H100, 2), quantization=FP8.id)
    (many,), _ = ways(place=Hardware(H100, 2), quantization=FP8.id, adapters=8, adapter_rank=64)
    less = plain.sized.footprint.headroom_gib - many.sized.footprint.headroom_gib
    assert less == pytest.approx(8 * 80 * 64 * (2 * 16_384 + 2 * 9_216) * 2 / 1024**3)
