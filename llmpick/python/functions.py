"""The questions, as functions of a catalog and a need."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

from llmpick.asking import query
from llmpick.asking.query import Answered
from llmpick.errors import UserError
from llmpick.inputs.job import search_task
from llmpick.python import answers
from llmpick.python.catalog import Catalog, Path
from llmpick.python.need import Need, split
from llmpick.python.value import AnswerValue
from llmpick.render.answers.decision import SHOWN

Kind = TypeVar("Kind", bound=AnswerValue)
NOTHING = Need()


def recommend(
    catalog: Catalog,
    need: Need,
    *,
    top: int = 10,
    by: str = "model",
    method: str = "additive",
) -> answers.Decision:
    """
    What to use for a job, ranked, with reasons and with what was left out.

    Args:
        catalog: The facts.
        need: The job and what must hold.
        top: How many at most.
        by: `model` (its best route) or `route` (all).
        method: What ranks: additive, product, topsis, promethee.

    Raises:
        LlmpickError: a value is unknown, absurd or contradictory.
    """
    from llmpick.asking import recommend as asking

    by_route = query.is_by_route(by)
    asking.check_method(method)
    query.check_top(top)
    options, hosting = split(need)
    if (task := search_task(options)) is not None:
        raise UserError(
            f"recommend() ranks models that write, and {task} is another job",
            hint="llmpick.python.functions.recommend_embeddings() ranks these",
        )
    found = query.asked(catalog._facts, options, hosting, catalog._results)
    _, answer = asking.recommend(found, top=top, by_route=by_route, method=method)
    return _value(answers.Decision, query.answered(answer, catalog._facts))


def recommend_embeddings(
    catalog: Catalog, need: Need, *, top: int = 10, by: str = "model"
) -> answers.RecommendEmbeddingsAnswer:
    """
    Which embedding model or reranker to use: the task of *need* says which of the two.

    Raises:
        LlmpickError: a value is unknown, absurd or contradictory, or the task is another one.
    """
    from llmpick.asking import embeddings

    options, hosting = split(need)
    task = search_task(options)
    if task is None:
        raise UserError("the need names no task of search", hint='task="embeddings" or "reranking"')
    query.check_top(top)
    by_route = query.is_by_route(by)
    made = embeddings.recommend(
        catalog._facts, task, options, hosting, top=top, shown=SHOWN, by_route=by_route
    )
    return _value(answers.RecommendEmbeddingsAnswer, made)


def compare(
    catalog: Catalog, names: Sequence[str], need: Need = NOTHING, *, effort: str | None = None
) -> answers.CompareAnswer | answers.ComparePlansAnswer | answers.CompareEmbeddingsAnswer:
    """
    Models, plans by the seat, or embedding models, side by side.

    Args:
        catalog: The facts.
        names: Two or more of one kind, in any spelling.
        need: The job that they are compared for.
        effort: Of all that name none: low, high ...

    Raises:
        LlmpickError: one name alone, one that nothing or several have, or a value that is off.
    """
    from llmpick.asking import compare as asking

    options, hosting = split(need)
    made = asking.compare(
        catalog._facts, _names(names), options, hosting, catalog._results, effort=effort
    )
    payload = made.answer.payload
    if "boards" in payload:
        return _value(answers.CompareEmbeddingsAnswer, made)
    if "plans" in payload:
        return _value(answers.ComparePlansAnswer, made)
    return _value(answers.CompareAnswer, made)


def cost(
    catalog: Catalog,
    names: Sequence[str] = (),
    need: Need = NOTHING,
    *,
    effort: str | None = None,
    horizon_days: int = 90,
    top: int = 20,
) -> answers.CostAnswer:
    """
    A month's work priced route by route, term by term, with every assumption named.

    Args:
        catalog: The facts.
        names: Of models or routes; none: all that fit.
        need: The work.
        effort: At which they think.
        horizon_days: Announced prices so far ahead are told.
        top: How many at most.

    Raises:
        LlmpickError: a name that nothing or several have, or a value that is off.
    """
    from llmpick.asking import cost as asking

    options, _ = split(need)
    made = asking.cost(
        catalog._facts, options, _names(names), effort=effort, horizon_days=horizon_days, top=top
    )
    return _value(answers.CostAnswer, made)


def alternatives(
    catalog: Catalog,
    name: str,
    need: Need = NOTHING,
    *,
    cheaper: bool = False,
    other_developer: bool = False,
    still_supported: int | None = None,
    any_of: Sequence[str] = (),
    top: int = 10,
) -> answers.AlternativesAnswer:
    """
    Replacements for a model in use: what differs, and how much.

    Args:
        catalog: The facts.
        name: The model in use, in any spelling.
        need: The job.
        cheaper: It costs less a month.
        other_developer: It is made by somebody else.
        still_supported: No end of it is announced within so many days.
        any_of: What need not be as it is in use: privacy, region, modality, tools or context.
        top: How many at most.

    Raises:
        LlmpickError: a name that nothing or several have, or a value that is off.
    """
    from llmpick.asking import alternatives as asking

    options, _ = split(need)
    made = asking.alternatives(
        catalog._facts,
        name,
        options,
        catalog._results,
        cheaper=cheaper,
        other_developer=other_developer,
        still_supported=still_supported,
        any_of=_names(any_of),
        top=top,
    )
    return _value(answers.AlternativesAnswer, made)


def pareto(
    catalog: Catalog, need: Need, *, on: Sequence[str] = ("performance", "cost"), by: str = "route"
) -> answers.ParetoAnswer:
    """
    The routes that no other one beats on every criterion, and what a step between them costs.

    Args:
        catalog: The facts.
        need: The job and what must hold.
        on: Two criteria or more.
        by: `model` (its best route) or `route` (all).

    Raises:
        LlmpickError: a value is unknown, absurd or contradictory.
    """
    from llmpick.asking import pareto as asking

    options, hosting = split(need)
    by_route = query.is_by_route(by)
    found = query.asked(catalog._facts, options, hosting, catalog._results)
    made = asking.pareto(found, on=",".join(_names(on)), by_route=by_route)
    return _value(answers.ParetoAnswer, made)


def check(
    catalog: Catalog, names: Sequence[str], *, policy: Path, partial: bool = False
) -> answers.CheckAnswer:
    """
    Models, routes and plans against a policy file: every rule they break, with its source.

    Args:
        catalog: The facts.
        names: What is in use, in any spelling.
        policy: The path of the policy.
        partial: Not all that is in use is named: idle exceptions of the policy are fine.

    Raises:
        LlmpickError: a name that nothing or several have, or a policy that cannot be read.
    """
    from llmpick.asking import policy as asking

    facts = catalog._facts
    _, answer = asking.check(facts, os.fspath(policy), _names(names), partial=partial)
    return _value(answers.CheckAnswer, query.answered(answer, facts))


def size(
    catalog: Catalog,
    model: str | None = None,
    need: Need = NOTHING,
    *,
    by: str = "format",
    top: int = 10,
) -> answers.SelfhostAnswer:
    """
    Hardware for a model, or models for the hardware of *need*: what fits, how fast, at what cost.

    Args:
        catalog: The facts.
        model: In any spelling; None: all, and the need says `gpu`.
        need: The work and the hardware.
        by: Of a model: format, hardware or all.
        top: How many at most.

    Raises:
        LlmpickError: a name that nothing or several have, or a value that is off.
    """
    from llmpick.asking import selfhost as asking

    options, hosting = split(need)
    made = asking.size(catalog._facts, options, hosting, model, catalog._results, by=by, top=top)
    return _value(answers.SelfhostAnswer, made)


def connect(catalog: Catalog, route: str, *, regions: Sequence[str] = ()) -> answers.ConnectAnswer:
    """
    How a route is reached: address, model, dialect, variables. No key is read.

    Args:
        catalog: The facts.
        route: MODEL@PROVIDER, or a model: then all that sell it.
        regions: Only addresses that keep requests in one of these.

    Raises:
        LlmpickError: a name that nothing or several have, or no such region.
    """
    from llmpick.asking import connect as asking

    facts = catalog._facts
    made = asking.connect(facts, route, _names(regions))
    return _value(answers.ConnectAnswer, query.answered(made.answer, facts))


def export(
    catalog: Catalog, target: str, routes: Sequence[str], *, regions: Sequence[str] = ()
) -> str:
    """
    Routes as the text of another tool's file; it names keys by their variables.

    Args:
        catalog: The facts.
        target: Whose file: litellm, openrouter, promptfoo ..., as `llmpick export list` names them.
        routes: The pick, then its fallbacks, each MODEL@PROVIDER.
        regions: Every route must keep requests in one of these.

    Raises:
        LlmpickError: no such target, no route, or one that cannot be reached as asked.
    """
    from llmpick.asking import export as asking
    from llmpick.render.export.targets import target as target_of

    chosen, names = target_of(target), _names(routes)
    if not names:
        raise UserError("what is to be exported?", hint='["openai/gpt-5@openai"]')
    return asking.export(catalog._facts, chosen, names, _names(regions))


def _names(names: Sequence[str]) -> list[str]:
    """
    *names* as a list.

    Raises:
        LlmpickError: it is one text, whose letters are no names.
    """
    if isinstance(names, str):
        raise UserError("names are a list, and this is one text", hint=f"[{names[:40]!r}]")
    return list(names)


def _value(kind: type[Kind], made: Answered) -> Kind:
    return kind(made.answer.payload, tuple(made.answer.blocks))
