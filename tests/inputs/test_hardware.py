"""Hardware as people name it."""

from __future__ import annotations

import pytest

from llmpick.errors import UserError
from llmpick.inputs import detect
from llmpick.inputs.hardware import hardware_of
from llmpick.inputs.options import HostingOptions


@pytest.fixture
def named(known):
    """The hardware that a text means on the part of the shipped catalog."""
    return lambda gpu, memory=None: hardware_of(known, HostingOptions(gpu=gpu, memory=memory))


@pytest.mark.parametrize(
    ("gpu", "memory", "name", "number", "gib"),
    [
        ("4090", None, "rtx-4090", None, 24.0),
        ("2x4090", None, "rtx-4090", 2, 24.0),
        ("l40s:2", None, "l40s", 2, 45.0),
        ("rtx-4090:24", None, "rtx-4090", None, 24.0),
        ("m4-max:64GB", None, "apple-m4-max", 1, 64.0),
        ("m4 max", "64g", "apple-m4-max", 1, 64.0),
        ("apple-m4-pro:24", None, "apple-m4-pro", 1, 24.0),
        ("2x3060", "12G", "rtx-3060-12", 2, 12.0),
        ("cpu", "32000M", "cpu", 1, 31.25),
    ],
)
def test_hardware(named, gpu, memory, name, number, gib):
    """Count and memory are told apart, with a unit or without."""
    found, _ = named(gpu, memory)
    assert (found.accelerator.id, found.number) == (name, number)
    assert found.accelerator.memory_gib == pytest.approx(gib)


def test_an_assumed_memory_is_said(named):
    """Of a chip that is sold in several sizes the name and the note say which was taken."""
    found, note = named("apple-m4-pro")
    assert "64 GB assumed" in found.accelerator.name
    assert "sold with 24, 48, 64" in note
    assert "macOS lets the GPU take 48 GB" in note


def test_a_smaller_bin_is_slower(named):
    """An M4 Max with 36 GB has the bandwidth of its bin."""
    assert named("m4-max:36GB")[0].accelerator.bandwidth_gb_per_s == 410.0
    assert named("m4-max:64GB")[0].accelerator.bandwidth_gb_per_s == 546.0


def test_several_kinds(named):
    """Two cards of one kind and one of another are one machine with three."""
    found, note = named("2x3090+1x4090")
    assert [(count, one.id) for count, one in found.kinds] == [(2, "rtx-3090"), (1, "rtx-4090")]
    assert found.number == 3
    assert "llama.cpp" in note


@pytest.mark.parametrize(
    ("gpu", "memory", "said"),
    [
        (None, "24G", "none is named"),
        ("cpu", None, "how much memory"),
        ("4090", "24X", "a memory of `24X` cannot be used"),
        ("4090", "0G", "cannot be used"),
        ("4090", "99T", "cannot be used"),
        ("2x3090+1x4090", "24G", "which of several"),
        ("m4-max+4090", None, "a machine by itself"),
    ],
)
def test_a_mistake_is_said(named, gpu, memory, said):
    """One sentence for what cannot be read."""
    with pytest.raises(UserError, match=said):
        named(gpu, memory)


@pytest.mark.parametrize(
    ("cards", "memory", "name", "number", "gib"),
    [
        ([("NVIDIA GeForce RTX 3090", 2, 24.0)], 64.0, "rtx-3090", 2, 24.0),
        ([("NVIDIA GB10", 1, None)], 119.7, "gb10", 1, 119.7),
        ([("Apple M4 Max", 1, None)], 64.0, "apple-m4-max", 1, 64.0),
        ([], 15.5, "cpu", 1, 16.0),
    ],
)
def test_auto(named, monkeypatch, cards, memory, name, number, gib):
    """What is found is looked up, and its source said."""
    rows = tuple(
        detect.Card(what, count, size, size and size - 1, "nvidia-smi", is_unified=size is None)
        for what, count, size in cards
    )
    monkeypatch.setattr(detect, "detected", lambda: detect.Detected(rows, memory))
    found, note = named("auto")
    assert (found.accelerator.id, found.number) == (name, number)
    assert found.accelerator.memory_gib == pytest.approx(gib)
    assert "found" in note


def test_an_unknown_card_is_named(named, monkeypatch):
    """Nothing is guessed where a card is not in the catalog."""
    card = detect.Card("NVIDIA RTX 9999", 1, 48.0, None, "nvidia-smi")
    monkeypatch.setattr(detect, "detected", lambda: detect.Detected((card,), 64.0))
    with pytest.raises(UserError, match="`NVIDIA RTX 9999`, which the catalog does not have"):
        named("auto")
