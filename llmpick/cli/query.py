"""What the commands that rank have in common: a need, and the facts that it is asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llmpick.cli import options

if TYPE_CHECKING:
    from llmpick.api.deployments import OwnDeployments
    from llmpick.api.facts import Adjust
    from llmpick.catalog.load import Catalog
    from llmpick.cli.options import AnswerOptions
    from llmpick.core.need.need import Need
    from llmpick.evidence.own import OwnResults
    from llmpick.inputs.options import HostingOptions, NeedOptions
    from llmpick.render.blocks import Answer
    from llmpick.render.wording.about import About


class Query(NamedTuple):
    """A checked *need*, asked of *catalog*, the user's own *results* and *deployments* if any."""

    catalog: Catalog
    need: Need
    results: OwnResults | None
    deployments: OwnDeployments | None
    notes: list[str]

    @property
    def adjust(self) -> Adjust | None:
        """Puts the user's own results into the estimates."""
        return self.results.adjust if self.results else None

    @property
    def about(self) -> About:
        """What an answer says of what it was made from."""
        return options.about(self.catalog, self.results)

    def emit(self, answer: Answer, form: str) -> int:
        """Write *answer* in *form*, notes on stderr; the exit code."""
        return options.emit(answer, form, self.catalog, self.notes)


def opened(need: NeedOptions, hosting: HostingOptions | None, how: AnswerOptions) -> Query:
    """
    What is stated, checked against the catalog.

    Raises:
        UserError: there is no such catalog, or a value is unknown, absurd or contradictory.
    """
    from llmpick.inputs.need import need_of

    catalog = options.open_catalog(how.catalog, how.as_of)
    return about(catalog, need_of(catalog, need), hosting, how)


def about(
    catalog: Catalog, need: Need, hosting: HostingOptions | None, how: AnswerOptions
) -> Query:
    """
    The query of a checked *need*.

    Raises:
        UserError: something stated of own deployments is unknown, absurd or contradictory.
    """
    results = options.own_results(catalog, how.no_evidence)
    adjust = results.adjust if results else None
    if hosting is None:
        return Query(catalog, need, results, None, [])
    mine = options.own_routes(catalog, need, hosting, adjust)
    return Query(catalog, need, results, mine, options.own_route_notes(mine, hosting))


def is_by_route(by: str) -> bool:
    """
    Whether every route is ranked, not each model by its best one.

    Raises:
        UserError: there is no such word.
    """
    from llmpick.errors import UserError, shown

    if by not in ("model", "route"):
        raise UserError(f"--by `{shown(by)}` is none", hint="model or route")
    return by == "route"


def check_top(top: int, most: int = 10_000) -> None:
    """
    Refuse a number of rows that is none.

    Raises:
        UserError: it is below 1, or above *most*.
    """
    from llmpick.errors import UserError

    if not 1 <= top <= most:
        raise UserError(f"--top {top} is none", hint=f"from 1 to {most}")
