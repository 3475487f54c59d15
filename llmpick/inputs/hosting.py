"""What a user typed of own deployments: the hardware, its terms, and what they come to, checked."""

from __future__ import annotations

from llmpick.core.self_hosting.job import Ownership
from llmpick.errors import UserError
from llmpick.inputs import values
from llmpick.inputs.options import HostingOptions


def _paid(options: HostingOptions) -> Ownership:
    """Hardware that is there already: its power where that is stated, and no price."""
    for flag, value in (
        ("--own", options.own or None),
        ("--years", options.years),
        ("--purchase-usd", options.purchase_usd),
    ):
        if value is not None:
            raise UserError(
                f"{flag} is of what is to be bought, --owned is paid already",
                hint="leave one of both out",
            )
    if options.scale_to_zero:
        raise UserError(
            "owned hardware does not scale to zero", hint="leave out --owned or --scale-to-zero"
        )
    if options.pue is not None and not 1 <= options.pue <= 10:
        raise UserError(
            f"a PUE of {options.pue:g} is none", hint="from 1 to 10: all power by that of IT"
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
            raise UserError(f"{stated[0]} is said of bought hardware", hint="add --own")
        return None
    if options.scale_to_zero:
        raise UserError(
            "bought hardware does not scale to zero", hint="leave out --own or --scale-to-zero"
        )
    is_paid = options.purchase_usd == 0
    if is_paid and options.years is None:  # nothing is left to write off
        given["--years"] = 1.0
    given = {**given, "--people-usd": options.people_usd}
    missing = [flag for flag, value in given.items() if value is None and flag != "--purchase-usd"]
    if missing:
        raise UserError(
            f"--own needs {', '.join(missing)}: nothing is assumed of them",
            hint="--own --years 4 --power-price .15 --pue 1.3 --people-usd 3000, with your numbers",
        )
    years, power, pue = given["--years"] or 0.0, options.power_price, options.pue or 0.0
    if not 0 < years <= 50:
        raise UserError(f"{years:g} years of use are none", hint="more than 0, at most 50")
    if not 1 <= pue <= 10:
        raise UserError(f"a PUE of {pue:g} is none", hint="from 1 to 10: all power by that of IT")
    price = values.bounded("price of electricity", power, 100.0) or 0.0
    bought = options.purchase_usd
    if bought is not None and not 0 <= bought <= 1e9:
        raise UserError(
            f"a purchase price of {bought:g} USD is none",
            hint="0 for what is paid already, or more",
        )
    return Ownership(years * 12, pue, price, bought)
