"""The fit recovers constants from rows made with them, and holds its test part apart."""

import math

import pytest

from llmpick.core.facts.hardware import Accelerator, Architecture, Format, SpeedFit
from llmpick.core.self_hosting import speed, validation
from llmpick.core.self_hosting.validation import MeasuredRow, World
from llmpick.sizing import fit as fitting
from llmpick.sizing import report

CARDS = {
    f"card-{gb}": Accelerator(
        f"card-{gb}",
        f"Card {gb}",
        "NVIDIA",
        48.0,
        float(gb),
        100.0,
        None,
        None,
        None,
        None,
        None,
        None,
        False,
    )
    for gb in (400, 700, 1000, 1500)
}


def model(billions: float) -> Architecture:
    """A dense model of so many parameters."""
    total = int(billions * 1e9)
    return Architecture(
        f"lab/model-{billions:g}b",
        total,
        total,
        int(20 + billions),
        4096,
        32,
        8,
        128,
        14336,
        32000,
        False,
        "GQA",
        None,
        None,
        None,
        65536,
        0,
        0,
        0,
        0,
        8,
        None,
        "test",
    )


WORLD = World(
    CARDS,
    {arch.model: arch for arch in map(model, (1, 3, 8, 14, 24, 32))},
    {
        "q4_k_m": Format("q4_k_m", "gguf", 4.8, 5.5, "fp16", ()),
        "bf16": Format("bf16", "native", 16.0, 16.0, "bf16", ()),
    },
)
PRIOR = {name: mean for stage in fitting.STAGES for name, (mean, _) in stage.constants.items()}
TRUTH = SpeedFit({**PRIOR, "decode.share.nvidia": 0.60, "decode.layer_us.nvidia": 120.0}, {}, {})


def rows(noise: float = 0.0, odd: float = 1.0) -> list[MeasuredRow]:
    """A row for each model on each card in each format, of constants that are known."""
    found = []
    for number, (card, name, form) in enumerate(
        (card, name, form)
        for card in CARDS
        for name in WORLD.architectures
        for form in WORLD.formats
    ):
        seconds = speed.decode_seconds(
            WORLD.architectures[name], WORLD.formats[form], CARDS[card], TRUTH, context_tokens=128
        )
        rate = math.exp(noise * math.sin(7 * number)) / seconds * (odd if number == 11 else 1.0)
        found.append(
            MeasuredRow(
                f"r{number}",
                "decode",
                rate,
                "tokens/s",
                name,
                "high",
                hardware=card,
                form=form,
                output_tokens=256,
            )
        )
    return found


@pytest.mark.parametrize("odd", [1.0, 0.1])
def test_constants_come_back(odd):
    """Speeds within an eighth, with a row that is ten times off or without."""
    found = fitting.fit(rows(odd=odd), WORLD)
    speeds = found.speed()
    for row in rows():
        assert abs(validation.residual(row, WORLD, speeds)) < 0.12
    assert found.constants["decode.layer_us.nvidia"].value == pytest.approx(120, rel=0.2)
    assert found.constants["decode.layer_us.apple"].value == pytest.approx(80)


def test_the_same_rows_give_the_same_fit():
    """In any order of rows too."""
    some = rows(noise=0.1)
    again = fitting.fit(list(reversed(some)), WORLD)
    first = fitting.fit(some, WORLD)
    for name, constant in first.constants.items():
        assert again.constants[name].value == pytest.approx(constant.value, rel=1e-4)
    assert fitting.fit(some, WORLD) == first


def test_the_test_part_is_not_fitted():
    """Spoiling every row of the test part changes no constant."""
    some = rows(noise=0.1)
    spoilt = [
        row._replace(value=row.value * 5) if validation.part(row) == "test" else row for row in some
    ]
    assert {validation.part(row) for row in some} == {"dev", "test"}
    assert fitting.fit(spoilt, WORLD).constants == fitting.fit(some, WORLD).constants


def test_intervals_are_as_wide_as_the_noise():
    """The ends of the interval lie near those of the noise that was put in."""
    found = fitting.fit(rows(noise=0.2), WORLD).residuals["decode"]
    assert -0.30 < found.low < -0.10
    assert 0.10 < found.high < 0.30


def test_few_rows_get_a_wide_interval():
    """Nothing measured is the prior alone, and not certainty."""
    assert fitting.fit([], WORLD).residuals["tune.hours"].high > 0.3


def test_what_others_lend_pulls_an_interval_towards_them():
    """A narrow class beside wide ones gets wider, the more they weigh."""
    narrow = [(number / 1000, 1.0) for number in range(-50, 50)]
    wide = [(number / 100, 1.0) for number in range(-50, 50)]
    alone, beside = fitting._ends(narrow), fitting._ends(narrow, wide)
    assert beside.low < alone.low < 0 < alone.high < beside.high
    assert beside.rows == alone.rows == 100


def test_a_run_whose_load_nobody_knows_is_not_used():
    """One request at a time would be a guess."""
    row = rows()[0]._replace(task="serving")
    assert fitting.usable(row)
    assert not fitting.usable(row._replace(load_stated=False))


def test_errors_are_those_of_the_rows():
    """Half of the rows twice too fast, half right."""
    scored = [
        report.ScoredRow(row, math.log(0.5) if number % 2 else 0.0, number % 2 == 0)
        for number, row in enumerate(rows()[:10])
    ]
    found = report.errors(scored)
    assert found is not None
    assert (found.rows, found.mape, found.median) == (10, pytest.approx(0.5), pytest.approx(0.5))
    assert (found.within_2x, found.covered) == (1.0, 0.5)
    assert found.bias == pytest.approx(math.sqrt(2))
    assert report.errors([]) is None
