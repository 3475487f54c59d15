"""Requirements of privacy, model and licence, checked as they come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, assert_never

from llmpick.catalog.contents import Catalog
from llmpick.core.need import need as needs
from llmpick.core.need.need import Required, Requirement
from llmpick.core.privacy.levels import (
    CERTIFICATIONS,
    LONGEST_RETENTION_DAYS,
    certification_named,
)
from llmpick.core.privacy.requirements import (
    EXCLUDE_JURISDICTION as EXCLUDED,
)
from llmpick.core.privacy.requirements import (
    FACTS,
    MADE_IN,
    MAX_RETENTION,
    NOT_MADE_IN,
    OF_PROVIDER,
    OLD_FACTS,
    REQUIREMENTS,
    TOOLS,
)
from llmpick.errors import UserError
from llmpick.inputs import values as check
from llmpick.inputs.options import NeedOptions, field_of, is_stated
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.core.need.need import LicenceNeed

HAVE = ("zdr-approval", "opt-out")


def fact_named(name: str) -> str:
    """
    A fact that may be unknown; the names of before are still read.

    Raises:
        UserError: there is no such fact.
    """
    known = check.one_of("fact", name, (*FACTS, *OLD_FACTS))
    return OLD_FACTS.get(known, known)


OF_LICENCE = ("use", "revenue", "monthly_users", "established", "distil", "redistribute")
"""What is stated of the use of weights."""


def licence(options: NeedOptions, catalog: Catalog) -> LicenceNeed | None:
    """
    What is done with open weights, where anything is stated of it.

    Raises:
        UserError: it is stated without open weights, or a value is off.
    """
    limits = options.limits
    stated = [name for name in OF_LICENCE if is_stated(getattr(limits, name))]
    if not stated:
        return None
    if not limits.open_weights:
        raise UserError(
            said(
                "--{stated} asks what a licence of weights allows",
                stated=stated[0].replace("_", "-"),
            ),
            hint=said("add --open-weights; a closed model's terms are its provider's"),
        )
    from llmpick.core.need.need import LicenceNeed

    revenue = check.bounded("revenue", limits.revenue, check.MAX_BUDGET_USD)
    use = check.one_of("use", limits.use or "commercial", needs.USES)
    return LicenceNeed(
        use=use,  # type: ignore[arg-type]
        annual_revenue_usd=revenue,
        monthly_users=check.whole("users", limits.monthly_users, check.MAX_REQUESTS),
        established=tuple(map(check.region, limits.established)),
        distils=limits.distil,
        redistributes=limits.redistribute,
        rates=tuple(
            {
                **{rate.currency: rate.per_usd for rate in catalog.rates.values()},
                **dict(map(check.rate, options.work.rates)),
            }.items()
        ),
    )


def sector(text: str | None, region: str | None) -> str | None:
    """
    The sector whose rules are flagged.

    Raises:
        UserError: it is unknown, or the user's region is not stated.
    """
    if text is None:
        return None
    from llmpick.core.legal.regulations import SECTORS

    sector = check.one_of("sector", text, SECTORS)
    if region is None:
        raise UserError(
            said("the rules of {sector} hang on where you are", sector=sector),
            hint=said("add --region EU, JP, US ..."),
        )
    return sector


def requirements(
    options: NeedOptions, level: str, *, calls_tools: bool
) -> tuple[Required[Any], ...]:
    """
    What is required by name, in the order of the records.

    Raises:
        UserError: a value that is unknown, or that the *level* or another one contradicts.
    """
    stated = dict(options.requirements)
    if calls_tools:
        stated[field_of(TOOLS.name)] = True
    found = tuple(
        required for one in REQUIREMENTS if (required := _required(one, stated)) is not None
    )
    places = {one.what.name: {*one.value} for one in found if one.what in (MADE_IN, NOT_MADE_IN)}
    if places.get(MADE_IN.name) and places[MADE_IN.name] <= places.get(NOT_MADE_IN.name, set()):
        raise UserError(
            said(
                "--made-in and --not-made-in both name {places}",
                places=", ".join(sorted(places[MADE_IN.name])),
            ),
            hint=said("leave one of both out"),
        )
    # whose law an operator is under is no term that a provider offers
    of_terms = [one for one in found if one.what in OF_PROVIDER and one.what is not EXCLUDED]
    if level == "air-gapped" and of_terms:
        raise UserError(
            said("air-gapped leaves no provider whose terms could be asked for"),
            hint=said("leave out the level, or the single requirement beside it"),
        )
    most = {"confidential": LONGEST_RETENTION_DAYS, "regulated": 0}.get(level)
    longest = next((one.value for one in found if one.what is MAX_RETENTION), None)
    if most is not None and longest is not None and longest > most:
        raise UserError(
            said(
                "{level} lets nothing be kept longer than {most} days, "
                "--max-retention {longest} does",
                level=level,
                most=most,
                longest=longest,
            ),
            hint=said("leave one of both out"),
        )
    if level == "regulated" and not (options.job.region or options.privacy.processing_regions):
        raise UserError(
            said("regulated asks where requests may be processed"),
            hint=said("add --region EU, JP, US ..."),
        )
    return found


def _required(what: Requirement[Any], stated: Mapping[str, Any]) -> Required[Any] | None:
    """
    The requirement *what* as it is *stated* by its option or its shorthand, None where by neither.

    Raises:
        UserError: the value is unknown or absurd, or both are stated.
    """
    value, short = stated.get(field_of(what.name)), what.shorthand
    if short is not None and stated.get(field_of(short.name)):
        if value:
            raise UserError(
                said(
                    "both --{name} and --{name2} {value} are given",
                    name=short.name,
                    name2=what.name,
                    value=value,
                ),
                hint=said("leave one of both out"),
            )
        value = short.value
    if value is None:
        return None
    return Required(what, checked(what, value))


def checked(what: Requirement[Any], value: Any) -> Any:
    """
    The *value* that a requirement is made with, in its canonical form.

    Raises:
        UserError: it is unknown or absurd.
    """
    match what.kind:
        case "flag":
            return value
        case "whole":
            return check.whole(what.unit or what.name, value, what.most)
        case "place":
            return tuple(map(check.region, value))
        case "certificate":
            return tuple(
                certification_named(name) or check.one_of("certification", name, CERTIFICATIONS)
                for name in value
            )
        case _:
            assert_never(what.kind)
