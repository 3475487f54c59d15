"""The steps of `llmpick try`: what is asked, where it goes, the question, the run, what is kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from llmpick.api import decisions, reached
from llmpick.api import trying as api
from llmpick.cli import options, query
from llmpick.errors import UserError, shown
from llmpick.evidence import files, importing, tried
from llmpick.trying import prompts as prompt_files
from llmpick.trying.graders import Grader, grader_of

if TYPE_CHECKING:
    from llmpick.api.trying import Foretold
    from llmpick.asking.query import Query
    from llmpick.catalog.contents import Catalog
    from llmpick.cli.options import AnswerOptions
    from llmpick.core.answers.decide import Decision
    from llmpick.core.connecting.connection import Connection
    from llmpick.inputs.options import NeedOptions
    from llmpick.trying.prompts import Prompts


class TrialOptions(NamedTuple):
    """The options of the command beside the need, as they were given."""

    prompts: str
    routes: tuple[str, ...]
    decision: str | None
    top: int
    grader: str | None
    max_output: int
    temperature: float | None
    concurrency: int
    per_minute: float | None
    retries: int
    timeout: float
    max_usd: float | None
    yes: bool
    dry_run: bool
    keep: str | None
    journal: str | None
    resend: bool
    name: str | None
    no_store: bool
    base_urls: tuple[str, ...]


class Planned(NamedTuple):
    """What is to be run: prompts, routes with their connections and keys; a judge stands last."""

    prompts: Prompts
    grader: Grader
    before: Decision
    routes: list[Foretold]
    judge: Foretold | None
    connections: dict[str, Connection]

    @property
    def every(self) -> list[Foretold]:
        """Routes and judge."""
        return [*self.routes, *([self.judge] if self.judge else [])]


def check(asked: TrialOptions) -> None:
    """
    Refuse numbers that are none, and options that contradict each other.

    Raises:
        UserError: there is one.
    """
    if asked.decision is not None and asked.routes:
        raise UserError("--decision names its own routes", hint="leave one of both out")
    for name, value, least, most in (
        ("--max-output", asked.max_output, 1, 1_000_000),
        ("--temperature", asked.temperature, 0, 2),
        ("--concurrency", asked.concurrency, 1, 64),
        ("--per-minute", asked.per_minute, 0.01, 100_000),
        ("--most-retries", asked.retries, 0, 20),
        ("--timeout", asked.timeout, 1, 3600),
        ("--max-usd", asked.max_usd, 0, 1_000_000),
    ):
        if value is not None and not least <= value <= most:
            raise UserError(f"{name} {value:g} cannot be used", hint=f"from {least:g} to {most:,}")


def query_of(asked: TrialOptions, need: NeedOptions, how: AnswerOptions) -> Query:
    """
    The need that routes are tried for: that of a decision on file, else as stated.

    Raises:
        UserError: a value is unknown, absurd or contradictory.
    """
    if asked.decision is None:
        return query.opened(need, None, how)
    from llmpick.cli import decided
    from llmpick.inputs.options import HostingOptions

    return decided.query_of(decided.opened(asked.decision, need, HostingOptions(), {}), how)


def plan(found: Query, asked: TrialOptions) -> Planned:
    """
    What is to be run, all of it held to the need.

    Raises:
        UserError: a file, a name or a grader is none, or a route breaks the need.
    """
    catalog, need = found.catalog, found.need
    given = prompt_files.read(asked.prompts)
    before = decisions.recommend(
        catalog, need, adjust=found.adjust, robust=True, whole=True, own=found.deployments
    )
    urls = _base_urls(catalog, asked.base_urls)

    def reach(one: Foretold) -> Connection:
        return reached.connected(catalog, need, one.route.offering, urls, os.environ)

    if asked.routes:
        routes = api.named(catalog, need, asked.routes, found.adjust)
    else:
        routes, passed = api.shortlist(catalog, need, asked.top, found.adjust, reach)
        found.notes.extend(passed)
    if not routes:
        raise UserError(
            "no route that can be called fits the need", hint="llmpick recommend says what fits"
        )
    grader = grader_of(asked.grader, given)
    judge = None
    if grader.name == "judge":
        judge = api.named(catalog, need, [grader.argument], found.adjust)[0]
    planned = Planned(given, grader, before, routes, judge, {})
    api.hold(catalog, need, planned.every)
    for one in planned.every:
        planned.connections[one.route.id] = reach(one)
    secret = {one.key_variable for one in planned.connections.values() if one.key_variable}
    return planned._replace(grader=grader_of(asked.grader, given, secret))


def _base_urls(catalog: Catalog, given: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in given:
        provider, _, url = text.partition("=")
        if provider not in catalog.providers or not url.startswith(("https://", "http://")):
            raise UserError(
                f"no address in --base-url `{shown(text)}`",
                hint="PROVIDER=URL, such as openai=https://gateway.example/v1",
            )
        found[provider] = url
    return found


def source_name(asked: TrialOptions) -> str:
    """The name under which results are kept as own evidence."""
    return files.name_of(asked.name or importing.default_name(asked.prompts))


def check_evidence(catalog: Catalog, planned: Planned, source: str, task: str) -> None:
    """That results can be kept, asked before they cost anything."""
    if planned.grader.grade is None and planned.judge is None:
        return
    before = tried.stands(options.evidence_folder(), source)
    tested = [tried.TriedRoute(_model_name(one), 0.5, 1, None) for one in planned.routes]
    tried.taken(catalog, source, task, planned.prompts.name, tested, before)


def _model_name(one: Foretold) -> str:
    return tried.name_of(one.route)
