"""Load tests beside what was estimated: a sentence, a table, and records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from llmpick.core.self_hosting.measured import Compared, Figure
from llmpick.lang.said import said
from llmpick.render.blocks import Block, Grid

if TYPE_CHECKING:
    from llmpick.render.records.selfhost import LoadTestRecord

FEW_FAILED = 0.01
"""Part of the requests from which on what failed is told beside the figures."""


def records(found: Sequence[Compared]) -> list[LoadTestRecord]:
    """Each test with its load and its figures, unrounded."""
    return [
        {
            "concurrency": one.test.concurrency,
            "at_once": not one.test.steady,
            "prompt_tokens": one.test.prompt_tokens,
            "output_tokens": one.test.output_tokens,
            "requests": one.test.requests,
            "failed": one.test.failed,
            "figures": [
                {
                    "what": figure.what,
                    "unit": figure.unit,
                    "measured": figure.measured,
                    "estimate": {
                        "value": figure.estimate.value,
                        "low": figure.estimate.low,
                        "high": figure.estimate.high,
                    },
                    "inside": figure.inside,
                    "times": figure.times,
                }
                for figure in one.figures
            ],
        }
        for one in found
    ]


def blocks(found: Sequence[Compared]) -> Iterable[Block]:
    """A table of every test, its figures a row each."""
    if not found:
        return
    yield Grid(
        (">at a time", ">tokens in", ">out", "of", ">measured", ">estimated", "holds"),
        tuple(
            (
                f"{one.test.concurrency:,.0f}",
                f"{one.test.prompt_tokens:,.0f}",
                f"{one.test.output_tokens:,.0f}",
                _what(figure),
                _amount(figure.measured),
                f"{_amount(figure.estimate.value)} "
                f"({_amount(figure.estimate.low)}-{_amount(figure.estimate.high)})",
                _holds(figure),
            )
            for one in found
            for figure in one.figures
        ),
        title=said("The load test beside the estimate of #1"),
        key=4,
    )


def notes(found: Sequence[Compared]) -> Iterable[str]:
    """What bears on how far the figures can be compared."""
    for one in found:
        test = one.test
        if not test.steady:
            yield said("nearly all requests of the load test started at once; so is the estimate")
        if test.failed > FEW_FAILED * (test.requests + test.failed):
            yield said(
                "{failed:,} of {all:,} requests of the load test failed",
                failed=test.failed,
                all=test.requests + test.failed,
            )


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 else f"{value:,.1f}"


def _what(figure: Figure) -> str:
    named = {
        "first token": said("first token, ms"),
        "time per token": said("time per token, ms"),
    }
    return named.get(figure.what, said("all requests, tokens/s"))


def _holds(figure: Figure) -> str:
    if figure.inside:
        return said("yes")
    return said("no: {times:.2g} times the estimate", times=figure.times)
