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


def emit(found: Query, answer: Answer, form: str) -> int:
    """Write *answer* to *found* in *form*, notes on stderr; the exit code."""
    return options.emit(answer, form, found.catalog, found.notes)
