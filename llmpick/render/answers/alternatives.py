"""The answer of `alternatives`: what would do the work of a model in use, and how it differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from llmpick.core.answers.compare import Side
from llmpick.core.answers.replacements import Alternatives, Difference, Inherited, Replacement
from llmpick.core.facts.dialects import DialectChange, Spoken
from llmpick.core.facts.estimates import Support
from llmpick.core.facts.life import OVER
from llmpick.core.ranking.limits import is_preview
from llmpick.lang.said import joined, said, term
from llmpick.render import words
from llmpick.render.answers.comparison import limits_broken, side_record
from llmpick.render.answers.methods import head, need_lines
from llmpick.render.answers.sentences import RULE_WORDS
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording import life
from llmpick.render.wording.about import About
from llmpick.render.wording.candidates import Backing, candidate
from llmpick.render.wording.needs import requirements
from llmpick.render.wording.picks import route_words

if TYPE_CHECKING:
    from llmpick.render.records.alternatives import (
        AlternativesAnswer,
        DifferenceRecord,
        InheritedRecord,
        ReplacementRecord,
    )

FILTER_WORDS = {
    "other-developer": "of the same developer",
    "still-supported": "ending too soon",
    "cheaper": "not cheaper",
}


def answer(
    found: Alternatives, about: About, support: Mapping[tuple[str, str | None], Support]
) -> Answer:
    """All forms of the replacements."""
    backing = Backing(support, {})
    records = [_record(row, found.need.day, backing) for row in found.replacements]
    payload: AlternativesAnswer = {
        **head("alternatives", about, found.need),
        "headline": _headline(found),
        "inherited": cast("InheritedRecord", {row.what: row.value for row in found.inherited}),
        "named_by_maker": list(found.successors),
        "in_use": side_record(found.in_use, found.need.day, backing),
        "in_use_api_dialects": listed(found.dialects),
        "results": records,
        "models_fitting": found.models,
        "left_out": dict(found.left_out),
        "warnings": about.own_words(),
    }
    return Answer(
        payload=payload,
        records=records,
        ids=[row.candidate.route.id for row in found.replacements],
        blocks=list(_blocks(found, about)),
        code=0 if records else 1,
    )


def _record(row: Replacement, day: str, backing: Backing) -> ReplacementRecord:
    return {
        **candidate(row.candidate, day, backing),
        "named_by_maker": row.named_by_maker,
        "ends": row.life.on,
        "supported_days": row.life.days_left,
        "limits_broken": limits_broken(row.violations),
        "difference": _difference(row.difference),
        "warnings": list(row.warnings),
    }


def _difference(change: Difference) -> DifferenceRecord:
    return {
        "monthly_cost_usd": change.cost,
        "cost_ratio": change.cost_ratio,
        "quality_points": change.quality,
        "quality_points_interval_80": None
        if change.quality_low is None or change.quality_high is None
        else (change.quality_low, change.quality_high),
        "p_better": change.p_better,
        "privacy_levels": change.privacy,
        "context_tokens": change.context,
        "open_weights": change.open_weights,
        "licence": change.licence,
        "same_api": change.dialects.same,
        "api_dialects": listed(change.dialects.after),
        "shared_api_dialects": listed(change.dialects.shared),
    }


def listed(spoken: Spoken | None) -> list[str] | None:
    """Dialects as a list, None where they are not known."""
    return None if spoken is None else list(spoken)


def _blocks(found: Alternatives, about: About) -> Iterable[Block]:
    yield Sentence(_headline(found), strong=True)
    lines = list(need_lines(about, found.need).pairs)
    if found.inherited:
        lines.insert(1, ("as in use", _inherited(found.inherited)))
    if asked := requirements(found.asked):
        lines.insert(1, ("asked for", joined(" · ", asked)))
    yield Lines((*lines, ("in use", _in_use(found))))
    if found.replacements:
        yield Grid(
            (
                *(">#", "replacement", "quality", ">P(better)", ">USD/month", ">times"),
                *("privacy", ">context", "weights", "API", "ends", "note"),
            ),
            tuple(_row(number, row) for number, row in enumerate(found.replacements, start=1)),
            minor=("context", "P(better)", "times"),
        )
    yield Lines(tuple(_below(found)))


def _in_use(found: Alternatives) -> str:
    side = found.in_use
    parts = [
        side.candidate.route.id if side.candidate else said("{id}, not on sale", id=side.model.id)
    ]
    if side.estimate:
        estimate = side.estimate
        parts.append(
            said(
                "quality {score}", score=words.quality(estimate.score, estimate.low, estimate.high)
            )
        )
    if side.candidate:
        parts.append(said("{usd} USD/month", usd=words.usd(side.candidate.cost.total)))
        parts.append(said("privacy {level}", level=term("level", side.candidate.privacy_level)))
    if side.life.on:
        over = (side.life.days_left or 0) <= 0
        parts.append(said("ended {day}" if over else "ends {day}", day=side.life.on))
    if found.dialects:
        parts.append(said("API {api}", api=api_words(found.dialects)))
    if found.in_use.candidate and "@" not in found.in_use.pick.name:
        parts.append(said("name MODEL@PROVIDER for another route"))
    return joined(" · ", parts)


OPTION = {
    "privacy": "--privacy",
    "region": "--region",
    "modality": "--modality",
    "context": "--min-context",
    "tools": "",
}
"""What is inherited, and the option that states it otherwise."""


def _inherited(rows: Iterable[Inherited]) -> str:
    parts: list[str] = []
    for what, value in rows:
        words_of, option = _value_words(what, value), OPTION[what]
        parts.append(
            said("{what} ({option})", what=words_of, option=option) if option else words_of
        )
    return joined(" · ", [*parts, said("--any WHAT asks less")])


def _value_words(what: str, value: object) -> str:
    if isinstance(value, tuple):
        return said("reads {value}", value=", ".join(value))
    if what == "context" and isinstance(value, int):
        return said("context {value}", value=words.short_count(value))
    if what == "tools":
        return said("tools")
    return said("{what} {value}", what=term("rule", what), value=value)


def _headline(found: Alternatives) -> str:
    """One line to act on: what ends and when, what to move to, what that changes."""
    side, best = found.in_use, found.best
    sold = side.candidate.route.offering if side.candidate else None
    ends = life.sentence(side.model, sold, side.life)
    if best is None:
        start = said("{ends}. ", ends=ends) if ends else ""
        return said(
            "{start}Nothing known would replace {id} on these terms.{named}",
            start=start,
            id=side.model.id,
            named=_named(found),
        )
    where = route_words(best.candidate)
    changes = joined(", ", _changes(found, best))
    left = side.life.days_left
    if side.life.state == "open":
        start = said(
            "{still_sold}; {where} would replace it", still_sold=_still_sold(side), where=where
        )
    elif side.life.state == "ending" and left is not None and left > 0:
        by = said(
            "when {id} ends at its maker" if side.life.by_maker else "when {id} ends",
            id=side.model.id,
        )
        start = said(
            "Move to {where} by {on}, {by} (in {days})",
            where=where,
            on=side.life.on,
            by=by,
            days=words.plural(left, "day"),
        )
    else:
        start = said("{ends}. Move to {where} now", ends=ends, where=where)
    return said("{start}: {changes}.{named}", start=start, changes=changes, named=_named(found))


def _still_sold(side: Side) -> str:
    """That no end is announced where it is in use; its maker's API may have ended all the same."""
    model = side.model
    if model.status in OVER and not side.pick.routes:
        on = said(" on {retires_on}", retires_on=model.retires_on) if model.retires_on else ""
        return said(
            "The maker of {id} ended it{on}, and others go on with its open weights",
            id=model.id,
            on=on,
        )
    return said("No end of {id} is announced", id=model.id)


def _named(found: Alternatives) -> str:
    """What its maker names instead, where that is not what is advised."""
    if found.best is not None and found.best.named_by_maker:
        return ""
    row = next((row for row in found.replacements if row.named_by_maker), None)
    if row is not None:
        unknown = all(violation.unknown for violation in row.violations)
        lacks = said("is not known to meet") if unknown else said("does not meet")
        rules = words.listed(list(row.broken))
        return said(
            " Its maker names {id}, which {lacks} {rules}.",
            id=row.candidate.route.model.id,
            lacks=lacks,
            rules=rules,
        )
    if found.successors:
        return said(
            " Its maker names {successors}, which is not on sale either.",
            successors=found.successors[-1],
        )
    return ""


def _changes(found: Alternatives, row: Replacement) -> Iterable[str]:
    if row.named_by_maker:
        yield said("named by its maker")
    change, old = row.difference, found.in_use.candidate
    before, after = found.in_use.estimate, row.candidate.route.estimate
    if "evidence" in row.broken:
        yield said("hardly measured yet")
    elif after is not None:
        was = said(" instead of {score:.0f}", score=before.score * 100) if before else ""
        yield said(
            "{score:.0f}{was} of 100 expected at {id}",
            score=after.score * 100,
            was=was,
            id=term("task", found.need.task.id),
        )
    was = said(" instead of {usd}", usd=words.usd(old.cost.total)) if old else ""
    yield said("{usd}{was} USD a month", usd=words.usd(row.candidate.cost.total), was=was)
    if change.dialects.same is not None:
        yield said("same API") if change.dialects.same else said("another API")
    if (change.context or 0) < 0:
        now, was = (
            words.short_count(model.context_window_tokens)
            for model in (row.candidate.route.model, found.in_use.model)
        )
        yield said("context {now} instead of {was}", now=now, was=was)
    if is_preview(row.candidate.route.offering, row.candidate.route.model):
        yield said("a preview")
    if row.life.on:
        yield said("ends itself on {on}", on=row.life.on)


DIALECT_WORDS = {
    "openai-chat": "OpenAI chat completions",
    "openai-responses": "OpenAI responses",
    "anthropic-messages": "Anthropic messages",
    "gemini": "Gemini generateContent",
    "bedrock-converse": "Bedrock Converse",
    "cohere-chat": "Cohere chat",
    "watsonx-chat": "watsonx chat",
    "oci-chat": "OCI chat",
    "sap-orchestration": "SAP orchestration",
}


def api_words(spoken: Spoken) -> str:
    """Dialects by their names."""
    return ", ".join(DIALECT_WORDS[name] for name in spoken)


def _api(change: DialectChange) -> str:
    if change.same is None:
        return words.NOTHING
    return said("same") if change.same else said("other")


def _api_change(change: DialectChange) -> list[str]:
    if change.shared:
        return [said("same API ({api})", api=api_words(change.shared))]
    if change.shared is not None and change.after is not None:
        return [said("other API ({api})", api=api_words(change.after))]
    return []


def _row(number: int, row: Replacement) -> tuple[str, ...]:
    one, change = row.candidate, row.difference
    estimate = one.route.estimate
    notes = [said("its maker's replacement")] if row.named_by_maker else []
    notes += [said("not met: {rule}", rule=term("rule", rule)) for rule in row.broken]
    if change.dialects.same is False:
        notes += _api_change(change.dialects)
    return (
        str(number),
        one.route.id,
        words.quality(estimate.score, estimate.low, estimate.high) if estimate else words.NOTHING,
        words.chance(change.p_better),
        words.money_range(one.cost.total, *one.cost_interval),
        words.NOTHING if change.cost_ratio is None else f"{change.cost_ratio:.2g}",
        term("level", one.privacy_level),
        words.short_count(one.route.model.context_window_tokens),
        said("open") if one.route.model.open_weights else said("closed"),
        _api(change.dialects),
        row.life.on or words.NOTHING,
        joined("; ", [*notes, *row.warnings]),
    )


def _below(found: Alternatives) -> Iterable[tuple[str, str]]:
    more = found.models - len(found.replacements)
    if more > 0:
        yield (
            "of",
            said("{models} that can do its work", models=words.plural(found.models, "model")),
        )
    routes = [
        said(
            "{count:,} {what}",
            count=count,
            what=said(RULE_WORDS[rule]) if rule in RULE_WORDS else term("rule", rule),
        )
        for rule, count in found.left_out
        if rule not in FILTER_WORDS
    ]
    models = [
        said("{count:,} {what}", count=count, what=said(FILTER_WORDS[rule]))
        for rule, count in found.left_out
        if rule in FILTER_WORDS
    ]
    if routes:
        yield "excluded", said("routes: {routes}", routes=joined(", ", routes))
    if models:
        yield "left out", said("models: {models}", models=joined(", ", models))
    if found.replacements:
        yield "next", said("try the first few on prompts that the model in use answers well")
