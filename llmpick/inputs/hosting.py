"""What a user typed of own deployments: the hardware, its terms, and what they come to, checked."""

from __future__ import annotations

from typing import NamedTuple

from llmpick.core.hosting.ways import Ownership
from llmpick.errors import UserError
from llmpick.inputs import values


class HostingOptions(NamedTuple):
    """What was typed of the hardware and its terms, unchecked; None was not stated."""

    gpu: str | None = None
    context: int | None = None
    concurrency: int | None = None
    quantization: str | None = None
    engine: str | None = None
    peak_to_mean: float | None = None
    min_speed: float | None = None
    redundancy: int | None = None
    scale_to_zero: bool = False
    starts: float | None = None
    cold_start_seconds: float | None = None
    idle_minutes: float | None = None
    people_usd: float | None = None
    own: bool = False
    years: float | None = None
    power_price: float | None = None
    pue: float | None = None
    purchase_usd: float | None = None


def ownership(asked: HostingOptions) -> Ownership | None:
    """
    What is said of bought hardware, None where it is rented.

    Raises:
        UserError: a part is missing or absurd, or said of rented hardware.
    """
    given = {
        "--years": asked.years,
        "--power-price": asked.power_price,
        "--pue": asked.pue,
        "--purchase-usd": asked.purchase_usd,
    }
    if not asked.own:
        said = [flag for flag, value in given.items() if value is not None]
        if said:
            raise UserError(f"{said[0]} is said of bought hardware", hint="add --own")
        return None
    if asked.scale_to_zero:
        raise UserError(
            "bought hardware does not scale to zero", hint="leave out --own or --scale-to-zero"
        )
    given = {**given, "--people-usd": asked.people_usd}
    missing = [flag for flag, value in given.items() if value is None and flag != "--purchase-usd"]
    if missing:
        raise UserError(
            f"--own needs {', '.join(missing)}: nothing is assumed of them",
            hint="--own --years 4 --power-price .15 --pue 1.3 --people-usd 3000, with your numbers",
        )
    years, power, pue = asked.years or 0.0, asked.power_price, asked.pue or 0.0
    if not 0 < years <= 50:
        raise UserError(f"{years:g} years of use are none", hint="more than 0, at most 50")
    if not 1 <= pue <= 10:
        raise UserError(f"a PUE of {pue:g} is none", hint="from 1 to 10: all power by that of IT")
    price = values.bounded("price of electricity", power, 100.0) or 0.0
    bought = asked.purchase_usd
    if bought is not None and not 0 < bought <= 1e9:
        raise UserError(f"a purchase price of {bought:g} USD is none", hint="more than 0")
    return Ownership(years * 12, pue, price, bought)
