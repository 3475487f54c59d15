"""The eight tools: what each takes, answers and does. None spends money or writes anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from llmpick.agents import records, short
from llmpick.agents.arguments import Argument, Arguments, ToolArguments, read
from llmpick.errors import UserError, near_names, shown

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.evidence.own import OwnResults
    from llmpick.render.blocks import Answer

Found: TypeAlias = "tuple[Mapping[str, Any], Mapping[str, Any]]"
"""The short answer, and the whole one."""


class ToolFacts(NamedTuple):
    """What is answered from; *policy* is the file that holds where a call states none."""

    catalog: Catalog
    results: OwnResults | None = None
    policy: str | None = None


class Tool(NamedTuple):
    """A tool: what an agent reads of it, what it *takes*, the *record* it answers, what it does."""

    name: str
    title: str
    text: str
    takes: Arguments
    record: type
    ask: Callable[[ToolFacts, ToolArguments], Found]


def call(facts: ToolFacts, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """
    What the tool called *name* answers to *given*.

    Raises:
        UserError: there is no such tool, or an argument is unknown, absurd or contradictory.
    """
    if name not in TOOLS:
        near = near_names(name, TOOLS, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(TOOLS)}"
        raise UserError(f"no tool `{shown(name)}`", hint=hint)
    tool = TOOLS[name]
    asked = read(name, tool.takes, given)
    brief, whole = tool.ask(facts, asked)
    full = {"full": dict(whole)} if asked.own.get("detail") == "full" else {}
    return {**brief, **full}


def _payload(facts: ToolFacts, answer: Answer) -> Mapping[str, Any]:
    from llmpick.asking.query import answered

    return answered(answer, facts.catalog).answer.payload


def _recommend(facts: ToolFacts, asked: ToolArguments) -> Found:
    from llmpick.asking import query, recommend
    from llmpick.inputs.job import search_task

    limit = asked.own.get("limit", 5)
    top = max(limit, recommend.USUAL_TOP)
    by_route = asked.own.get("by") == "route"
    if (task := search_task(asked.need)) is not None:
        from llmpick.asking import embeddings
        from llmpick.render.answers.decision import SHOWN

        made = embeddings.recommend(
            facts.catalog, task, asked.need, asked.hosting, top=top, shown=SHOWN, by_route=by_route
        )
        whole = made.answer.payload
    else:
        found = query.asked(facts.catalog, asked.need, asked.hosting, facts.results)
        whole = _payload(facts, recommend.recommend(found, top=top, by_route=by_route).answer)
    return short.recommended(whole, limit), whole


def _compare(facts: ToolFacts, asked: ToolArguments) -> Found:
    from llmpick.asking import compare

    made = compare.compare(
        facts.catalog,
        asked.own["names"],
        asked.need,
        asked.hosting,
        facts.results,
        effort=asked.own.get("effort"),
    )
    whole = made.answer.payload
    return short.compared(whole), whole


def _cost(facts: ToolFacts, asked: ToolArguments) -> Found:
    from llmpick.asking import cost

    names, effort = asked.own.get("names", ()), asked.own.get("effort")
    limit = asked.own.get("limit", 5)
    top = max(limit, cost.USUAL_TOP)
    made = cost.cost(facts.catalog, asked.need, names, effort=effort, top=top)
    whole = made.answer.payload
    return short.priced(whole, limit), whole


def _show(facts: ToolFacts, asked: ToolArguments) -> Found:
    from llmpick.asking import records as asking

    answer = asking.show(facts.catalog, asked.own["name"], asked.own.get("kind"))
    whole = _payload(facts, answer)
    return short.shown(whole, answer.records), whole


def _list(facts: ToolFacts, asked: ToolArguments) -> Found:
    from llmpick.asking import records as asking
    from llmpick.core.answers.listing import Filter

    own = asked.own
    wanted = Filter(
        own.get("provider"),
        own.get("developer"),
        own.get("open_weights", False),
        own.get("model"),
        False,
    )
    answer = asking.listing(
        facts.catalog,
        own.get("kind", "models"),
        wanted,
        task=own.get("task"),
        language=own.get("language"),
        sort="-quality" if {"task", "language"} & own.keys() else None,
        results=facts.results,
    )
    whole = _payload(facts, answer)
    return short.listed(whole, own.get("limit", short.MOST)), whole


def _check(facts: ToolFacts, asked: ToolArguments) -> Found:
    from llmpick.api import policy_check
    from llmpick.asking.query import about
    from llmpick.inputs import policy_file
    from llmpick.render.answers import policy as render

    catalog, table = facts.catalog, asked.own.get("policy")
    if table is not None:
        file = "the call"
        wanted = policy_file.of_table(catalog, table, file)
    elif facts.policy is not None:
        file = facts.policy
        wanted = policy_file.read(catalog, file)
    else:
        raise UserError(
            "check_policy has no policy",
            hint='state one, {"models": {"denied": ["gpt-4o"]}}, or start with --policy FILE',
        )
    names = policy_check.named(catalog, asked.own["names"])
    report = policy_check.check(catalog, wanted, file, names, partial=True)
    whole = _payload(facts, render.answer(report, about(catalog)))
    return short.checked(whole), whole


def _size(facts: ToolFacts, asked: ToolArguments) -> Found:
    from llmpick.asking import selfhost

    limit = asked.own.get("limit", 5)
    top = max(limit, selfhost.USUAL_TOP)
    made = selfhost.size(
        facts.catalog, asked.need, asked.hosting, asked.own.get("model"), facts.results, top=top
    )
    whole = made.answer.payload
    return short.sized(whole, limit), whole


def _connect(facts: ToolFacts, asked: ToolArguments) -> Found:
    from llmpick.asking import connect
    from llmpick.render.answers.connection import curl

    found = connect.connect(facts.catalog, asked.own["route"], asked.own.get("regions", ()))
    whole = _payload(facts, found.answer)
    lines = [None if one.refusal else curl(one) for one in found.connections]
    return short.connected(whole, lines, 5), whole


WORK = ("requests", "input_tokens", "output_tokens", "cache_share")
DETAIL = Argument("detail", str, "full: also the whole JSON answer, long.", ("short", "full"))
BY = Argument("by", str, "Each model by its best route, or every route.", ("model", "route"))
EFFORT = Argument("effort", str, "Reasoning effort of all names: low, medium, high ...")


def _limit(most: int) -> Argument:
    return Argument("limit", int, f"How many at most, 1 to {most}.", most=most)


def _names(what: str, *, needed: bool = True) -> Argument:
    return Argument("names", tuple, what, most=20, needed=needed)


TOOLS: Mapping[str, Tool] = {
    one.name: one
    for one in (
        Tool(
            "recommend_routes",
            "Recommend models and routes",
            "Which language model to use for a job, and at which provider: ranked by expected "
            "quality, cost, privacy and freedom to change it, with what was left out and why. "
            "State the task and every limit that holds.",
            Arguments(
                (_limit(20), BY, DETAIL),
                (
                    *("task", "language", "budget", "privacy", "region", "weights", *WORK),
                    *("failure_cost", "tools", "structured_output", "min_context", "modality"),
                    *("open_weights", "zdr", "provider", "no_provider"),
                ),
            ),
            records.RecommendRoutes,
            _recommend,
        ),
        Tool(
            "compare_routes",
            "Compare models",
            "Two or more models side by side for a job: quality, cost, limits broken, end of "
            "life, and what each is better in. Plans by the seat and embedding models, too.",
            Arguments(
                (_names("Models in any spelling, two or more."), EFFORT, DETAIL),
                ("task", "language", "budget", "privacy", "region", *WORK),
            ),
            records.CompareRoutes,
            _compare,
        ),
        Tool(
            "estimate_cost",
            "Estimate a month's cost",
            "What a month's work costs route by route, term by term, with its range and "
            "announced price changes. Without names: the cheapest routes that fit.",
            Arguments(
                (
                    _names("Models or routes, MODEL@PROVIDER.", needed=False),
                    EFFORT,
                    _limit(20),
                    DETAIL,
                ),
                ("task", "language", *WORK, "reasoning_tokens", "batch", "turns", "retries"),
            ),
            records.EstimateCost,
            _cost,
        ),
        Tool(
            "show_record",
            "Show one record",
            "What is known of one model, route, provider, plan, benchmark, licence, task, "
            "accelerator or other record: each value with the day and the place it was read.",
            Arguments(
                (
                    Argument("name", str, "Its name, in any spelling.", needed=True),
                    Argument("kind", str, "What it is, where several have the name: model ..."),
                    DETAIL,
                )
            ),
            records.ShowRecord,
            _show,
        ),
        Tool(
            "list_records",
            "List records",
            "The ids of models, offerings, providers, benchmarks, licences, regulations, tasks, "
            "hardware, formats, feeds, plans or embeddings. With a task: models by quality.",
            Arguments(
                (
                    Argument("kind", str, "models, offerings, providers, tasks ..."),
                    Argument("task", str, "Of models: those with a quality for it."),
                    Argument("language", str, "And in this language: ja, zh, de ..."),
                    Argument("provider", str, "Of offerings: of this provider."),
                    Argument("developer", str, "Of models: made by this developer."),
                    Argument("model", str, "Of offerings: of this model."),
                    Argument("open_weights", bool, "Of models: with open weights."),
                    _limit(200),
                    DETAIL,
                )
            ),
            records.ListRecords,
            _list,
        ),
        Tool(
            "check_policy",
            "Check names against a policy",
            "Whether models, routes and plans keep a policy: every rule that is broken, or not "
            "known to be kept.",
            Arguments(
                (
                    _names("What is in use, in any spelling.")._replace(most=200),
                    Argument(
                        "policy",
                        dict,
                        'The tables of a policy file, {"privacy": {"level": "confidential"}}. '
                        "Default: the policy that the server was started with.",
                    ),
                    DETAIL,
                )
            ),
            records.CheckPolicy,
            _check,
        ),
        Tool(
            "size_self_hosting",
            "Size hardware",
            "Hardware for an open model, or open models for given hardware (gpu): what fits, "
            "how fast, at what cost a month, and the command that starts it.",
            Arguments(
                (
                    Argument("model", str, "In any spelling; default: all, for the gpu stated."),
                    _limit(20),
                    DETAIL,
                ),
                (
                    *("task", "requests", "input_tokens", "output_tokens", "gpu", "memory"),
                    *("concurrency", "context", "quantization", "engine", "min_speed"),
                ),
            ),
            records.SizeSelfHosting,
            _size,
        ),
        Tool(
            "connect_route",
            "How a route is reached",
            "Base URL, model id, dialect, name of the key's variable and a curl line of a "
            "route. No key is read.",
            Arguments(
                (
                    Argument("route", str, "MODEL@PROVIDER, or a model.", needed=True),
                    Argument("regions", tuple, "Only addresses that keep requests there.", most=20),
                    DETAIL,
                )
            ),
            records.ConnectRoute,
            _connect,
        ),
    )
}
