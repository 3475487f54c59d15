"""What a user typed of own deployments: the hardware, its terms, and what they come to, checked."""

from __future__ import annotations

from typing import NamedTuple

from llmpick.core.names.gpu_names import memory_gib
from llmpick.core.self_hosting.job import Ownership
from llmpick.errors import UserError
from llmpick.inputs import values
from llmpick.inputs.options import HostingOptions
from llmpick.lang.said import said

MAX_ADAPTERS = 1000
MAX_RANK = 4096
DEFAULT_RANK = 16
MAX_GB_PER_S = 1e5


class ServingExtras(NamedTuple):
    """What is stated of prompts in the engine's cache, of adapters, and of main memory."""

    prefix_share: float
    adapters: int
    rank: int
    ram_gib: float | None
    ram_gb_per_s: float | None


def beside_weights(options: HostingOptions) -> ServingExtras:
    """
    What stands beside the weights.

    Raises:
        UserError: a value that is none, or one that says nothing without another.
    """
    prefix = values.share("prefix", options.prefix_share, 0.0)
    adapters = values.whole("adapters", options.adapters, MAX_ADAPTERS) or 0
    rank = values.whole("ranks of an adapter", options.adapter_rank, MAX_RANK)
    if rank is not None and not adapters:
        raise UserError(
            said("--adapter-rank is said of adapters, and there are none"),
            hint=said("add --adapters N"),
        )
    ram = None if options.ram is None else memory_gib(options.ram)
    speed = options.ram_speed
    if speed is not None and ram is None:
        raise UserError(
            said("--ram-speed is said of main memory, and none is stated"),
            hint=said("add --ram 128G"),
        )
    if speed is not None and not 0 < speed <= MAX_GB_PER_S:
        raise UserError(
            said("main memory of {speed:g} GB a second cannot be used", speed=speed),
            hint=said("more than 0, at most {most:,.0f}", most=MAX_GB_PER_S),
        )
    return ServingExtras(prefix, adapters, rank or DEFAULT_RANK, ram, speed)


def _paid(options: HostingOptions) -> Ownership:
    """Hardware that is there already: its power where that is stated, and no price."""
    for flag, value in (
        ("--own", options.own or None),
        ("--years", options.years),
        ("--purchase-usd", options.purchase_usd),
    ):
        if value is not None:
            raise UserError(
                said("{flag} is of what is to be bought, --owned is paid already", flag=flag),
                hint=said("leave one of both out"),
            )
    if options.scale_to_zero:
        raise UserError(
            said("owned hardware does not scale to zero"),
            hint=said("leave out --owned or --scale-to-zero"),
        )
    if options.pue is not None and not 1 <= options.pue <= 10:
        raise UserError(
            said("a PUE of {pue:g} cannot be used", pue=options.pue),
            hint=said("from 1 to 10: all power by that of IT"),
        )
    price = values.bounded("price of electricity", options.power_price, 100.0) or 0.0
    return Ownership(12.0, options.pue or 1.0, price, 0.0)


def ownership(options: HostingOptions) -> Ownership | None:
    """
    What is stated of bought hardware, None where it is rented.

    Raises:
        UserError: a part is missing or absurd, or stated of rented hardware.
    """
    given = {
        "--years": options.years,
        "--power-price": options.power_price,
        "--pue": options.pue,
        "--purchase-usd": options.purchase_usd,
    }
    if options.owned:
        return _paid(options)
    if not options.own:
        stated = [flag for flag, value in given.items() if value is not None]
        if stated:
            raise UserError(
                said("{stated} is said of bought hardware", stated=stated[0]),
                hint=said("add --own"),
            )
        return None
    if options.scale_to_zero:
        raise UserError(
            said("bought hardware does not scale to zero"),
            hint=said("leave out --own or --scale-to-zero"),
        )
    is_paid = options.purchase_usd == 0
    if is_paid and options.years is None:  # nothing is left to write off
        given["--years"] = 1.0
    given = {**given, "--people-usd": options.people_usd}
    missing = [flag for flag, value in given.items() if value is None and flag != "--purchase-usd"]
    if missing:
        raise UserError(
            said("--own needs {missing}: nothing is assumed of them", missing=", ".join(missing)),
            hint=said(
                "--own --years 4 --power-price .15 --pue 1.3 --people-usd 3000, with your numbers"
            ),
        )
    years, power, pue = given["--years"] or 0.0, options.power_price, options.pue or 0.0
    if not 0 < years <= 50:
        raise UserError(
            said("{years:g} years of use cannot be used", years=years),
            hint=said("more than 0, at most 50"),
        )
    if not 1 <= pue <= 10:
        raise UserError(
            said("a PUE of {pue:g} cannot be used", pue=pue),
            hint=said("from 1 to 10: all power by that of IT"),
        )
    price = values.bounded("price of electricity", power, 100.0) or 0.0
    bought = options.purchase_usd
    if bought is not None and not 0 <= bought <= 1e9:
        raise UserError(
            said("a purchase price of {bought:g} USD cannot be used", bought=bought),
            hint=said("0 for what is paid already, or more"),
        )
    return Ownership(years * 12, pue, price, bought)
