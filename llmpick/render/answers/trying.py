"""The answers of `try`: what routes did with a user's own prompts, and what would be sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from llmpick.errors import EXIT_ANSWER, EXIT_NO
from llmpick.render import words
from llmpick.render.answers.sentences import headline
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.api.trying import TrialAnswer, Tried
    from llmpick.render.records.trying import (
        PlannedRouteRecord,
        SecondsRecord,
        TriedPairRecord,
        TriedRouteRecord,
        TryAnswer,
        TryPlanAnswer,
    )
    from llmpick.trying.summary import Pair, Quantiles


def answer(found: TrialAnswer, about: About) -> Answer:
    """All forms of what a trial found."""
    rows = [_row(one) for one in found.tried]
    before, after = found.before.ranking, found.after.ranking if found.after else ()
    payload: TryAnswer = {
        **about.own_head("try"),
        "task": found.before.need.task.id,
        "prompts": found.prompts,
        "grader": found.grader,
        "results": rows,
        "pairs": [_pair(one) for one in found.pairs],
        "first_before": before[0].candidate.route.id if before else None,
        "first_after": after[0].candidate.route.id if after else None,
        "stored": found.stored,
        "not_stored_because": found.unstored,
        "stopped_because": found.stopped,
        "spent_usd_at_most": found.spent_usd,
        "limit_usd": found.limit_usd,
        "overrun_usd": found.overrun_usd,
        "journal": found.journal,
    }
    return Answer(
        payload=payload,
        records=rows,
        ids=[one["route"] for one in rows],
        blocks=list(_blocks(found)),
        code=EXIT_NO if found.stopped else EXIT_ANSWER,
    )


def _row(one: Tried) -> TriedRouteRecord:
    did, before, after = one.summary, one.foretold.candidate, one.expected
    interval = None if did.low is None or did.high is None else (did.low, did.high)
    old = one.foretold.route.estimate
    new = after.route.estimate if after else None
    return {
        "route": did.route,
        "calls": did.calls,
        "answered": did.answered,
        "graded": did.graded,
        "quality": did.quality,
        "quality_interval_95": interval,
        "first_text_s": _seconds(did.first_text),
        "first_reasoning_s": _seconds(did.first_reasoning),
        "whole_s": _seconds(did.whole),
        "tokens_per_s": did.tokens_per_s,
        "calls_with_usage": did.counted,
        "input_tokens": did.input_tokens,
        "output_tokens": did.output_tokens,
        "reasoning_tokens": did.reasoning_tokens,
        "usd": did.usd,
        "unknown_usd_at_most": did.most_usd,
        "judge_usd": did.judge_usd,
        "retries": did.retries,
        "waited_s": did.waited_s,
        "limited": did.limited,
        "over": did.over,
        "resumed": did.resumed,
        "lost": did.lost,
        "failures": [{"why": why, "calls": calls} for why, calls in did.failures],
        "dropped_parameters": list(did.dropped),
        "not_evidence_because": one.doubt,
        "expected_before": 100 * old.score if old else None,
        "expected_after": 100 * new.score if new else None,
        "monthly_cost_usd_before": before.cost.total if before else None,
        "monthly_cost_usd_after": after.cost.total if after else None,
        "monthly_cost_usd_at_measured_calls": one.usd_per_month,
        "reasoning_tokens_before": before.reasoning_tokens if before else None,
    }


def _seconds(found: Quantiles | None) -> SecondsRecord | None:
    return None if found is None else {"p50": found.p50, "p95": found.p95}


def _pair(one: Pair) -> TriedPairRecord:
    return {
        "first": one.first,
        "second": one.second,
        "prompts": one.prompts,
        "difference": one.difference,
        "better": one.better,
        "worse": one.worse,
        "p": one.p,
        "apart": one.apart,
    }


def _blocks(found: TrialAnswer) -> Iterator[Block]:
    yield Sentence(_said(found), strong=True)
    for one in _twins(found):
        yield Sentence(one)
    yield _quality_grid(found)
    yield _cost_grid(found.tried)
    yield Lines(tuple(_notes(found)))


def _said(found: TrialAnswer) -> str:
    """Who did best, or that nobody was graded."""
    graded = [one.summary for one in found.tried if one.summary.quality is not None]
    if not graded:
        calls = sum(one.summary.answered for one in found.tried)
        return f"{words.plural(calls, 'call')} answered; nothing was graded."
    best = max(graded, key=lambda one: one.quality or 0.0)
    assert best.quality is not None
    assert best.low is not None
    assert best.high is not None
    return (
        f"{best.route} did best: {_share(best.quality)} of {best.graded} "
        f"({_share(best.low)}-{_share(best.high)})."
    )


def _share(value: float) -> str:
    return f"{value:.2f}".removeprefix("0") if value < 0.995 else f"{value:.2f}"


def _twins(found: TrialAnswer) -> list[str]:
    """Who cannot be told apart, in a sentence."""
    alike = [one for one in found.pairs if not one.apart]
    if not alike:
        return []
    told = [f"{one.first} and {one.second} (p = {one.p:.2f})" for one in alike]
    prompts = min(one.prompts for one in alike)
    return [
        f"On {words.plural(prompts, 'prompt')} these cannot be told apart: {words.listed(told)}."
    ]


def _quality_grid(found: TrialAnswer) -> Grid:
    rows = []
    for one in found.tried:
        did = one.summary
        quality = interval = words.NOTHING
        if did.quality is not None and did.low is not None and did.high is not None:
            quality, interval = _share(did.quality), f"{_share(did.low)}-{_share(did.high)}"
        rows.append(
            (
                did.route,
                f"{did.answered}/{found.prompts}",
                quality,
                interval,
                _times(did.first_text),
                _times(did.first_reasoning),
                words.count(did.tokens_per_s),
                str(did.retries),
            )
        )
    heads = (
        *("route", ">answered", ">right", ">95 %", ">first word s", ">first thought s"),
        *(">tokens/s", ">retries"),
    )
    return Grid(
        heads,
        tuple(rows),
        title="What they did; times at half and at 19 of 20 calls",
        minor=("first thought s", "retries"),
        key=1,
    )


def _times(found: Quantiles | None) -> str:
    return words.NOTHING if found is None else f"{found.p50:.2f} {found.p95:.2f}"


def _cost_grid(tried: Sequence[Tried]) -> Grid:
    rows = []
    for one in tried:
        did, before = one.summary, one.foretold.candidate
        thought = before.reasoning_tokens if before else None
        per_call = did.usd_per_call
        rows.append(
            (
                did.route,
                words.count(did.input_tokens),
                words.count(did.output_tokens),
                f"{words.count(did.reasoning_tokens)} ({words.count(thought)})",
                words.small(did.usd),
                words.NOTHING if per_call is None else words.small(1000 * per_call),
                words.money(one.usd_per_month),
                words.money(before.cost.total if before else None),
            )
        )
    heads = (
        *("route", ">in", ">out", ">thought (expected)", ">USD", ">USD/1,000", ">USD/month"),
        ">expected",
    )
    return Grid(
        heads,
        tuple(rows),
        title="What they used a call, and what a month costs so, beside what was expected",
        minor=("USD",),
        key=1,
    )


def _notes(found: TrialAnswer) -> Iterator[tuple[str, str]]:
    if found.stopped:
        yield "stopped", f"{found.stopped}; the same command goes on where it ended"
    for one in found.tried:
        for text in _route_notes(one):
            yield one.summary.route, text
    judge = sum(one.summary.judge_usd for one in found.tried)
    if judge:
        yield "judge", f"{words.small(judge)} USD"
    limit = "" if found.limit_usd is None else f" of {words.small(found.limit_usd)}"
    unknown = any(one.summary.most_usd for one in found.tried)
    yield "spent", f"{'at most ' if unknown else ''}{words.small(found.spent_usd)} USD{limit}"
    if found.overrun_usd:
        yield "overrun", f"servers charged {words.small(found.overrun_usd)} USD beyond the bound"
    yield "before", headline(found.before)
    if found.after is not None:
        yield "with it", headline(found.after)
        yield "kept", f"as own evidence, {found.stored}: `llmpick evidence remove` forgets it"
    elif found.unstored:
        yield "not kept", found.unstored
    yield "journal", f"{found.journal}, without a word of prompts or replies"


def _route_notes(one: Tried) -> Iterator[str]:
    did = one.summary
    for why, calls in did.failures:
        yield f"{words.plural(calls, 'call')} without an answer: {why}"
    unknown = did.calls - did.counted
    if did.most_usd:
        yield (
            f"no tokens told for {words.plural(max(unknown, did.lost), 'call')}: "
            f"at most {words.small(did.most_usd)} USD more"
        )
    if did.lost:
        yield f"{words.plural(did.lost, 'call')} of a run that died: sent, and not sent again"
    if did.limited:
        yield f"{words.plural(did.limited, 'reply')} cut at --max-output"
    if did.over:
        yield f"{words.plural(did.over, 'call')} with more tokens than can be, as the server says"
    if did.dropped:
        yield f"refused and left out: {', '.join(did.dropped)}"
    if did.resumed:
        yield f"{words.plural(did.resumed, 'call')} from an earlier run"
    if did.waited_s >= 1 and did.retries:
        yield f"{did.waited_s:.0f} s waited before retries, in no time above"
    if one.doubt and did.graded:
        yield f"no evidence of quality: {one.doubt}"


def plan(rows: Sequence[PlannedRouteRecord], prompts: int, grader: str, about: About) -> Answer:
    """All forms of what would be sent where."""
    bounds = [row["usd_at_most"] for row in rows]
    whole = None if None in bounds else sum(one or 0.0 for one in bounds)
    payload: TryPlanAnswer = {
        **about.head("try"),
        "prompts": prompts,
        "grader": grader,
        "results": list(rows),
        "usd_at_most": whole,
    }
    calls = sum(row["calls"] for row in rows)
    most = "an unknown sum" if whole is None else f"at most {words.small(whole)} USD"
    grid = Grid(
        ("route", "goes to", "as", "dialect", "key", ">calls", ">USD at most"),
        tuple(
            (
                row["route"],
                row["base_url"] + row["path"],
                row["model"],
                row["dialect"],
                _key(row),
                str(row["calls"]),
                words.NOTHING if row["usd_at_most"] is None else words.small(row["usd_at_most"]),
            )
            for row in rows
        ),
        minor=("dialect",),
        key=1,
    )
    said = f"Nothing was sent. It would be {words.plural(calls, 'call')}, {most}."
    return Answer(
        payload=payload,
        records=rows,
        ids=[row["route"] for row in rows],
        blocks=[Sentence(said, strong=True), grid, Lines((("grader", grader),))],
    )


def _key(row: PlannedRouteRecord) -> str:
    if row["key_variable"] is None:
        return "none"
    return row["key_variable"] + ("" if row["key_is_set"] else " (not set)")
