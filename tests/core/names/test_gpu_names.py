"""A GPU as people type it is one accelerator and a count, or a question; never a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpick.core.names.gpu_names import Gpus, counted, gpus, matches, near
from llmpick.errors import UserError

NAMES = {
    "h100-sxm": ("H100 SXM5 80GB", "H100"),
    "h100-pcie": ("H100 PCIe 80GB",),
    "h200-sxm": ("H200 SXM", "H200"),
    "a100-sxm-80": ("A100 SXM4 80GB", "A100", "A100 80GB"),
    "a100-sxm-40": ("A100 SXM4 40GB", "A100 40GB"),
    "a100-pcie-80": ("A100 PCIe 80GB",),
    "l40s": ("L40S 48GB",),
    "l40": ("L40 48GB",),
    "l4": ("L4 24GB",),
    "rtx-4090": ("GeForce RTX 4090 24GB",),
    "rtx-4080": ("GeForce RTX 4080 16GB",),
    "rtx-4080-super": ("GeForce RTX 4080 SUPER 16GB",),
    "rtx-4060-ti-16": ("GeForce RTX 4060 Ti 16GB",),
    "rtx-3090": ("GeForce RTX 3090 24GB",),
    "rtx-3090-ti": ("GeForce RTX 3090 Ti 24GB",),
    "mi300x": ("Instinct MI300X 192GB",),
    "apple-m4": ("Apple M4",),
    "apple-m4-max": ("Apple M4 Max",),
}


@pytest.mark.parametrize(
    ("text", "number", "accelerator"),
    [
        ("h100", 1, "h100-sxm"),
        ("H100 SXM", 1, "h100-sxm"),
        ("nvidia h100 pcie", 1, "h100-pcie"),
        ("RTX 4090", 1, "rtx-4090"),
        ("rtx4090", 1, "rtx-4090"),
        ("2xRTX4090", 2, "rtx-4090"),
        ("4090", 1, "rtx-4090"),
        ("GeForce RTX 4080 Super", 1, "rtx-4080-super"),
        ("RTX 4080", 1, "rtx-4080"),
        ("3090 ti", 1, "rtx-3090-ti"),
        ("3090", 1, "rtx-3090"),
        ("2xL40S", 2, "l40s"),
        ("2 x l40s", 2, "l40s"),
        ("2×L40S", 2, "l40s"),
        ("4*mi300x", 4, "mi300x"),
        ("L40S x2", 2, "l40s"),
        ("l40s:8", 8, "l40s"),
        ("2x4090", 2, "rtx-4090"),
        ("l40", 1, "l40"),
        ("a100", 1, "a100-sxm-80"),
        ("A100 40 GB", 1, "a100-sxm-40"),
        ("a100-40gb", 1, "a100-sxm-40"),
        ("M4 Max", 1, "apple-m4-max"),
        ("m4", 1, "apple-m4"),
        ("  h200  ", 1, "h200-sxm"),
    ],
)
def test_what_people_type(text, number, accelerator):
    """Any case, with or without maker and spaces, with the count before or behind."""
    found = gpus(text, NAMES)
    assert (found.number, found.accelerator) == (number, accelerator)


def test_what_the_name_left_open_is_said():
    """A size that was not typed is named; an identifier or a further name leaves nothing open."""
    assert gpus("RTX 4060 Ti", NAMES) == Gpus(
        1, "rtx-4060-ti-16", "`RTX 4060 Ti` is read as `rtx-4060-ti-16`"
    )
    assert gpus("h100", NAMES).note is None
    assert gpus("RTX 4060 Ti 16GB", NAMES).note is None


@pytest.mark.parametrize("text", ["h100 96gb", "rtx 4090 laptop", "4091", "a100 24gb", "nothing"])
def test_another_size_or_name_is_no_accelerator(text):
    """A word too much fits none: memory is never guessed."""
    with pytest.raises(UserError, match="no accelerator"):
        gpus(text, NAMES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4091", "rtx-4090"), ("h101", "h100-sxm"), ("mi300", "mi300x"), ("L40SS", "l40s")],
)
def test_near_names(text, expected):
    """An unknown name brings those that are near."""
    assert expected in near(text, NAMES)


def test_several_are_asked_about():
    """What fits several is a question with all of them."""
    assert matches("pcie 80gb", NAMES) == ["a100-pcie-80", "h100-pcie"]
    with pytest.raises(UserError) as caught:
        gpus("pcie 80gb", NAMES)
    assert "2 accelerators" in str(caught.value)
    assert caught.value.hint == "say which: `a100-pcie-80`, `h100-pcie`"


@pytest.mark.parametrize(
    "text", ["0xh100", "1.5xh100", "-2xh100", "h100:0", "h100 x1,5", "99999xh100", "2x1.5xh100"]
)
def test_a_count_that_is_none(text):
    """A count is a whole number from 1 on; else one sentence and a hint."""
    with pytest.raises(UserError) as caught:
        gpus(text, NAMES)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["", "  ", "2x", "x", "3x nvidia", ":2", "\x1b[31m", "gpu"])
def test_no_name_is_no_gpu(text):
    """Nothing to look for is said so, or found nowhere; never an accelerator."""
    with pytest.raises(UserError) as caught:
        gpus(text, NAMES)
    assert str(caught.value).isprintable()


@given(st.text(max_size=40))
def test_any_text_is_an_accelerator_or_a_user_error(text):
    """No text crashes; what is found is there."""
    try:
        found = gpus(text, NAMES)
    except UserError:
        return
    assert found.accelerator in NAMES
    assert found.number >= 1


@given(st.integers(1, 1024), st.sampled_from(sorted(NAMES)))
def test_count_and_identifier(number, name):
    """A count before an identifier, or behind it, means so many of that one."""
    for text in (f"{number}x{name}", f"{number} x {name}", f"{name}:{number}", f"{name} x{number}"):
        assert counted(text) == (number, name)
        assert gpus(text, NAMES) == Gpus(number, name, is_counted=True)
