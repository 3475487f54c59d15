"""A checked need, the facts that it is asked of, and what every answer to it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.api.deployments import OwnDeployments
    from llmpick.api.facts import Adjust
    from llmpick.catalog.contents import Catalog
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
        return about(self.catalog, self.results)


def asked(
    catalog: Catalog,
    need: NeedOptions,
    hosting: HostingOptions | None = None,
    results: OwnResults | None = None,
) -> Query:
    """
    What is stated, checked against the catalog.

    Raises:
        UserError: a value is unknown, absurd or contradictory.
    """
    from llmpick.inputs.need import need_of

    return of_need(catalog, need_of(catalog, need), hosting, results)


def of_need(
    catalog: Catalog, need: Need, hosting: HostingOptions | None, results: OwnResults | None
) -> Query:
    """
    The query of a checked *need*.

    Raises:
        UserError: something stated of own deployments is unknown, absurd or contradictory.
    """
    if hosting is None:
        return Query(catalog, need, results, None, [])
    mine = own_routes(catalog, need, hosting, results.adjust if results else None)
    return Query(catalog, need, results, mine, own_route_notes(mine, hosting))


def own_results(catalog: Catalog, folder: str) -> OwnResults | None:
    """The user's own results that lie in *folder*, None where there are none."""
    import os

    try:
        if not any(name.endswith(".toml") for name in os.listdir(folder)):
            return None
    except OSError:
        return None
    from llmpick.evidence import files
    from llmpick.evidence.own import own

    return own(catalog, files.sources(folder))


def about(catalog: Catalog, own: OwnResults | None = None) -> About:
    """What an answer says of the catalog, and of the user's own results, that it was made from."""
    from llmpick.render.wording.about import About

    meta = catalog.meta
    sources = own.sources if own else ()
    return About(meta.version, meta.sha256, meta.own_day, meta.day, sources, catalog.own_layer)


class Answered(NamedTuple):
    """
    An *answer*, with *notes* on how it was made.

    *own_layer* is what of it rests on the user's own layers: it stands in the answer, but not in
    forms that have no room for it.
    """

    answer: Answer
    notes: list[str]
    own_layer: list[str]


def answered(answer: Answer, catalog: Catalog, notes: list[str] | None = None) -> Answered:
    """*answer*, with what of it rests on the user's own layers."""
    if catalog.own_layer is None:
        return Answered(answer, notes or [], [])
    from llmpick.render.answers.own_layer import said

    answer, lines = said(answer, catalog.own_layer, catalog.meta.day)
    return Answered(answer, notes or [], lines)


def own_routes(
    catalog: Catalog, need: Need, hosting: HostingOptions, adjust: Adjust | None
) -> OwnDeployments | None:
    """
    The user's own deployments, None where they are not to be ranked.

    Raises:
        UserError: no such word, or something stated of what is never run, or what is absurd.
    """
    from llmpick.inputs.options import ALL_HOSTING, is_stated

    when = hosting.self_host
    flags = [
        one.option.flag
        for one, value in zip(ALL_HOSTING, hosting, strict=True)
        if is_stated(value) and one.field != "self_host"
    ]
    if when is None and not flags and need.privacy_level != "air-gapped":
        return None
    from llmpick.errors import UserError
    from llmpick.inputs import values

    if flags == ["--min-speed"] and when is None and need.privacy_level != "air-gapped":
        raise UserError(
            said(
                "--min-speed is of your own hardware: how fast a hosted route is hangs on the hour "
                "and the place, and is no fact of the catalog"
            ),
            hint=said(
                "--patience TOKENS bounds what a call thinks while a person waits; --gpu or "
                "--self-host also for your own"
            ),
        )
    when = values.one_of("--self-host", when or "also", ("only", "also", "never"))
    if when == "never":
        if flags:
            raise UserError(
                said(
                    "{flags} is said of your own deployments, --self-host never has none",
                    flags=flags[0],
                ),
                hint=said("leave one of both out"),
            )
        return None
    from llmpick.api.deployments import own

    return own(catalog, need, hosting, alone=when == "only", adjust=adjust)


def own_route_notes(own: OwnDeployments | None, hosting: HostingOptions) -> list[str]:
    """What to say on stderr of the price of one's own deployments, and of their speed."""
    notes = []
    if hosting.min_speed is not None and hosting.self_host != "only":
        notes.append(
            "note: --min-speed holds for your own deployments; hosted speed is not known here"
        )
    if own is None or not own.offerings:
        return notes
    kind = "your own" if hosting.owned else "bought" if hosting.own else "rented"
    people = hosting.people_usd
    whose = (
        "without people's work"
        if people is None
        else f"with {people:,.0f} USD a month of people's work"
    )
    more = "" if hosting.own or hosting.owned else ", --own is for bought hardware"
    return [
        *notes,
        f"note: self-hosted is priced as {kind} hardware that is always on, {whose}; "
        f"`llmpick selfhost MODEL` has the terms{more}",
    ]


def is_by_route(by: str) -> bool:
    """
    Whether every route is ranked, not each model by its best one.

    Raises:
        UserError: there is no such word.
    """
    from llmpick.errors import UserError, shown

    if by not in ("model", "route"):
        raise UserError(
            said("--by `{by}` cannot be used", by=shown(by)), hint=said("model or route")
        )
    return by == "route"


def check_top(top: int, most: int = 10_000) -> None:
    """
    Refuse a number of rows that is none.

    Raises:
        UserError: it is below 1, or above *most*.
    """
    from llmpick.errors import UserError

    if not 1 <= top <= most:
        raise UserError(
            said("--top {top} cannot be used", top=top), hint=said("from 1 to {most}", most=most)
        )
