"""The machine that llmpick runs on, by recorded texts of its tools."""

from __future__ import annotations

import pytest

from llmpick.inputs import detect
from llmpick.inputs.detect import GIB, Card

SMI = ("nvidia-smi", "--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits")
MEMINFO = "MemTotal:       131072000 kB\nMemFree:         9000000 kB\n"
CHIP = ("sysctl", "-n", "machdep.cpu.brand_string")


def found(commands=None, files=None):
    """What is detected where these commands answer and these files are there."""
    return detect.detected((commands or {}).get, (files or {}).get)


def test_two_alike_and_another():
    """Cards of one name are counted, with the least that is free of them."""
    text = (
        "NVIDIA GeForce RTX 3090, 24576, 24000\n"
        "NVIDIA GeForce RTX 3090, 24576, 12288\n"
        "NVIDIA GeForce RTX 4090, 24564, 24100\n"
    )
    cards = found({SMI: text}).cards
    assert [(card.number, card.name) for card in cards] == [
        (2, "NVIDIA GeForce RTX 3090"),
        (1, "NVIDIA GeForce RTX 4090"),
    ]
    assert cards[0].memory_gib == pytest.approx(24.0)
    assert cards[0].free_gib == pytest.approx(12.0)


@pytest.mark.parametrize("silent", ["[N/A]", "[Not Supported]", "Not Supported"])
def test_gb10_does_not_tell_its_memory(silent):
    """A chip that shares the machine's memory has what /proc/meminfo tells."""
    machine = found({SMI: f"NVIDIA GB10, {silent}, {silent}\n"}, {"/proc/meminfo": MEMINFO})
    (card,) = machine.cards
    assert (card.is_unified, card.memory_gib) == (True, None)
    assert machine.memory_gib == pytest.approx(125.0)


def test_a_mac():
    """The chip by its brand, the memory by sysctl; Apple is no card of NVIDIA."""
    machine = found({CHIP: "Apple M4 Max\n", ("sysctl", "-n", "hw.memsize"): str(64 * GIB)})
    assert machine.cards == (Card("Apple M4 Max", 1, None, None, "sysctl", is_unified=True),)
    assert machine.memory_gib == pytest.approx(64.0)


def test_an_intel_mac_has_no_chip_of_apples():
    """Another brand is none."""
    assert found({CHIP: "Intel(R) Core(TM) i9-9880H CPU @ 2.30GHz"}).cards == ()


def drm(number, vram, gtt, used=0):
    """The kernel's files of one card of AMD."""
    folder = f"/sys/class/drm/card{number}/device"
    return {
        f"{folder}/vendor": "0x1002\n",
        f"{folder}/mem_info_vram_total": f"{vram}\n",
        f"{folder}/mem_info_vram_used": f"{used}\n",
        f"{folder}/mem_info_gtt_total": f"{gtt}\n",
    }


NAME = ("rocm-smi", "--showproductname", "--json")


def test_a_card_of_amd():
    """Its name by rocm-smi, its memory by the kernel."""
    (card,) = found(
        {NAME: '{"card0": {"Card Series": "AMD Instinct MI300X"}}'},
        drm(0, 192 * GIB, 500 * GIB, used=GIB),
    ).cards
    assert (card.name, card.memory_gib, card.free_gib) == ("AMD Instinct MI300X", 192.0, 191.0)


def test_strix_halo_is_one_machine():
    """What is carved out is no card of its own: the chip by the processor's name."""
    files = {
        **drm(0, GIB, 62 * GIB),
        "/proc/cpuinfo": "model name\t: AMD RYZEN AI MAX+ 395 w/ Radeon 8060S\n",
    }
    (card,) = found({}, files).cards
    assert card.is_unified
    assert card.name.lower() == "ryzen ai max+ 395"


def test_small_graphics_of_a_processor_are_no_card():
    """Half a GiB beside a processor is not what a model runs on."""
    assert found({}, drm(0, GIB // 2, 16 * GIB)).cards == ()


def test_a_silent_machine():
    """Nothing is guessed."""
    assert found() == detect.Detected((), None)


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"card0": 1}'])
def test_broken_output_of_rocm_smi(text):
    """Broken text is no name."""
    assert detect.rocm_smi(text) == []
