"""What the commands that rank have in common: a need from the command line, and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmpick.cli import options

if TYPE_CHECKING:
    from llmpick.asking.query import Query
    from llmpick.cli.options import AnswerOptions
    from llmpick.inputs.options import HostingOptions, NeedOptions
    from llmpick.render.blocks import Answer


def opened(need: NeedOptions, hosting: HostingOptions | None, how: AnswerOptions) -> Query:
    """
    What is stated, checked against the catalog.

    Raises:
        UserError: there is no such catalog, or a value is unknown, absurd or contradictory.
    """
    from llmpick.asking.query import asked

    catalog = options.open_catalog(how.catalog, how.as_of)
    return asked(catalog, need, hosting, options.own_results(catalog, how.no_evidence))


def within_keys(need: NeedOptions, how: AnswerOptions) -> NeedOptions:
    """
    *need* kept to providers that the environment has a key for.

    Raises:
        UserError: there is no key, or none of a provider that *need* allows.
    """
    import os

    from llmpick.api import connecting
    from llmpick.errors import UserError
    from llmpick.inputs.options import stating

    catalog = options.open_catalog(how.catalog, how.as_of)
    held = (name for name, value in os.environ.items() if value)
    found = [one.provider for one in connecting.keys(catalog, held) if one.found]
    allowed = need.limits.providers
    kept = tuple(one for one in found if not allowed or one in allowed)
    if not kept:
        of = f"of {' or '.join(allowed)}" if allowed else "of any provider"
        raise UserError(f"the environment has no key {of}", hint="llmpick keys names the variables")
    return stating(need, providers=kept)


def emit(found: Query, answer: Answer, form: str) -> int:
    """Write *answer* to *found* in *form*, notes on stderr; the exit code."""
    return options.emit(answer, form, found.catalog, found.notes)
