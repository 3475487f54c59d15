"""What fine-tuning a model takes, on one's own accelerators and hosted."""

from __future__ import annotations

from typing import Any, NamedTuple

from llmpick.api import selfhost
from llmpick.api import tuning as hosting
from llmpick.catalog.contents import Catalog
from llmpick.core.facts.records import Model
from llmpick.core.self_hosting import tuning_runs
from llmpick.core.self_hosting.memory import Unsizable
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.tuning import Tuning
from llmpick.core.self_hosting.tuning_runs import VENDORS, Data, TuningAnswer
from llmpick.errors import UserError
from llmpick.inputs import values as check
from llmpick.inputs.hardware import hardware_of
from llmpick.inputs.options import HostingOptions

METHODS = ("lora", "qlora", "full")
MAX_TOKENS = 1e13


class Recipe(NamedTuple):
    """What was typed of the training, unchecked; None was not stated."""

    method: str
    tokens: float | None = None
    epochs: float | None = None
    rank: int | None = None
    batch: int | None = None
    sequence: int | None = None


def fine_tune(
    catalog: Catalog,
    recipe: Recipe,
    asked: HostingOptions,
    name: str | None,
    *,
    top: int | None = None,
) -> TuningAnswer:
    """
    Where the model *name* can be tuned as the *recipe* says, and for how much.

    Raises:
        UserError: no model; a value that is absurd; a model that cannot be sized.
    """
    if name is None:
        raise UserError(
            "no model is named to be tuned",
            hint="llmpick selfhost llama-3.1-8b --fine-tune lora --tokens 10000000",
        )
    how, data, assumed = _checked(recipe)
    model, arch = selfhost.sizable(catalog, name)
    hardware, note = hardware_of(catalog, asked)
    places = (
        [Hardware(one, number) for number, one in hardware.kinds] or [hardware]
        if hardware
        else [Hardware(one) for one in catalog.accelerators.values() if one.vendor in VENDORS]
    )
    if catalog.speed is None:
        raise UserError(
            "the catalog has no constants of speed", hint="llmpick catalog fit-speed makes them"
        )
    found = tuning_runs.runs(arch, how, data, places, catalog.rentals, catalog.speed)
    if isinstance(found, Unsizable):
        raise UserError(
            f"tuning `{model.id}` cannot be sized: {found.reason}",
            hint="llmpick list architectures names those that can",
        )
    offers = tuple(_priced(row, data) for row in _hosted(catalog, model))
    return TuningAnswer(model, how, data, tuple(found[:top]), len(found), offers, assumed, note)


def _hosted(catalog: Catalog, model: Model) -> list[dict[str, Any]]:
    return [row for row in hosting.hosted(catalog, model) if row["methods"]]


def _priced(row: dict[str, Any], data: Data) -> dict[str, Any]:
    """A hosted offer with what *data* costs there, where its price is known."""
    prices = [price["usd_per_mtok"] for price in row["prices"] if price["method"] in (None, "sft")]
    return {**row, "usd": min(prices) * data.tokens * data.epochs / 1e6 if prices else None}


def _checked(recipe: Recipe) -> tuple[Tuning, Data, tuple[str, ...]]:
    method = check.one_of("way to fine-tune", recipe.method, METHODS)
    assumed = ["samples packed to the full sequence, activations computed again"]
    if recipe.tokens is None:
        raise UserError("how much is learnt from is not said", hint="--tokens 10000000")
    if not 1 <= recipe.tokens <= MAX_TOKENS:
        raise UserError(f"{recipe.tokens:g} tokens of data cannot be used", hint="from 1 to 1e13")
    epochs = recipe.epochs
    if epochs is None:
        epochs = 1.0
        assumed.append("one epoch: --epochs")
    elif not 0 < epochs <= 1000:
        raise UserError(f"{epochs:g} epochs cannot be used", hint="more than 0, at most 1000")
    for flag, value, most in (
        ("--rank", recipe.rank, 4096),
        ("--batch", recipe.batch, 4096),
        ("--sequence", recipe.sequence, 10_000_000),
    ):
        if value is not None and not 1 <= value <= most:
            raise UserError(f"{flag} {value:,} cannot be used", hint=f"from 1 to {most:,}")
    usual = Tuning(method)  # type: ignore[arg-type]
    how = usual._replace(
        rank=recipe.rank or usual.rank,
        batch=recipe.batch or usual.batch,
        sequence_tokens=recipe.sequence or usual.sequence_tokens,
    )
    if recipe.rank is not None and method == "full":
        raise UserError("full fine-tuning has no rank", hint="leave out --rank, or take lora")
    if recipe.rank is None and method != "full":
        assumed.append(f"rank {how.rank}, on the projections of attention: --rank")
    if recipe.sequence is None:
        assumed.append(f"sequences of {how.sequence_tokens:,} tokens: --sequence")
    if recipe.batch is None:
        assumed.append(f"{how.batch} sequence at a time on each GPU: --batch")
    return how, Data(recipe.tokens, epochs), tuple(assumed)
