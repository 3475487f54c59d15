"""The answer of `alternatives`: what would do the work of a model in use, and how it differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from llmpick.core.answers.compare import Side
from llmpick.core.answers.replacements import Alternatives, Difference, Inherited, Replacement
from llmpick.core.facts.dialects import DialectChange, Spoken
from llmpick.core.facts.life import OVER
from llmpick.core.facts.records import Support
from llmpick.core.ranking.limits import is_preview
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
        lines.insert(1, ("asked for", " · ".join(asked)))
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
    parts = [side.candidate.route.id if side.candidate else f"{side.model.id}, not on sale"]
    if side.estimate:
        estimate = side.estimate
        parts.append(f"quality {words.quality(estimate.score, estimate.low, estimate.high)}")
    if side.candidate:
        parts.append(f"{words.money(side.candidate.cost.total)} USD/month")
        parts.append(f"privacy {side.candidate.privacy_level}")
    if side.life.on:
        parts.append(f"{'ended' if (side.life.days_left or 0) <= 0 else 'ends'} {side.life.on}")
    if found.dialects:
        parts.append(f"API {api_words(found.dialects)}")
    if found.in_use.candidate and "@" not in found.in_use.pick.name:
        parts.append("name MODEL@PROVIDER for another route")
    return " · ".join(parts)


OPTION = {
    "privacy": "--privacy",
    "region": "--region",
    "modality": "--modality",
    "context": "--min-context",
    "tools": "",
}
"""What is inherited, and the option that states it otherwise."""


def _inherited(rows: Iterable[Inherited]) -> str:
    parts = []
    for what, value in rows:
        option = f" ({OPTION[what]})" if OPTION[what] else ""
        parts.append(f"{_value_words(what, value)}{option}")
    return f"{' · '.join(parts)} · --any WHAT asks less"


def _value_words(what: str, value: object) -> str:
    if isinstance(value, tuple):
        return f"reads {', '.join(value)}"
    if what == "context" and isinstance(value, int):
        return f"context {words.short_count(value)}"
    return "tools" if what == "tools" else f"{what} {value}"


def _headline(found: Alternatives) -> str:
    """One line to act on: what ends and when, what to move to, what that changes."""
    side, best = found.in_use, found.best
    sold = side.candidate.route.offering if side.candidate else None
    ends = life.sentence(side.model, sold, side.life)
    if best is None:
        start = f"{ends}. " if ends else ""
        return f"{start}Nothing known would replace {side.model.id} on these terms.{_named(found)}"
    where = route_words(best.candidate)
    changes = ", ".join(_changes(found, best))
    changes = f": {changes}" if changes else ""
    left = side.life.days_left
    if side.life.state == "open":
        start = f"{_still_sold(side)}; {where} would replace it"
    elif side.life.state == "ending" and left is not None and left > 0:
        by = f"when {side.model.id} ends" + (" at its maker" if side.life.by_maker else "")
        start = f"Move to {where} by {side.life.on}, {by} (in {words.plural(left, 'day')})"
    else:
        start = f"{ends}. Move to {where} now"
    return f"{start}{changes}.{_named(found)}"


def _still_sold(side: Side) -> str:
    """That no end is announced where it is in use; its maker's API may have ended all the same."""
    model = side.model
    if model.status in OVER and not side.pick.routes:
        on = f" on {model.retires_on}" if model.retires_on else ""
        return f"The maker of {model.id} ended it{on}, and others go on with its open weights"
    return f"No end of {model.id} is announced"


def _named(found: Alternatives) -> str:
    """What its maker names instead, where that is not what is advised."""
    if found.best is not None and found.best.named_by_maker:
        return ""
    row = next((row for row in found.replacements if row.named_by_maker), None)
    if row is not None:
        unknown = all(violation.unknown for violation in row.violations)
        lacks = "is not known to meet" if unknown else "does not meet"
        rules = words.listed(list(row.broken))
        return f" Its maker names {row.candidate.route.model.id}, which {lacks} {rules}."
    if found.successors:
        return f" Its maker names {found.successors[-1]}, which is not on sale either."
    return ""


def _changes(found: Alternatives, row: Replacement) -> Iterable[str]:
    if row.named_by_maker:
        yield "named by its maker"
    change, old = row.difference, found.in_use.candidate
    before, after = found.in_use.estimate, row.candidate.route.estimate
    if "evidence" in row.broken:
        yield "hardly measured yet"
    elif after is not None:
        was = f" instead of {before.score * 100:.0f}" if before else ""
        yield f"{after.score * 100:.0f}{was} of 100 expected at {found.need.task.id}"
    was = f" instead of {words.money(old.cost.total)}" if old else ""
    yield f"{words.money(row.candidate.cost.total)}{was} USD a month"
    if change.dialects.same is not None:
        yield "same API" if change.dialects.same else "another API"
    if (change.context or 0) < 0:
        now, was = (
            words.short_count(model.context_window_tokens)
            for model in (row.candidate.route.model, found.in_use.model)
        )
        yield f"context {now} instead of {was}"
    if is_preview(row.candidate.route.offering, row.candidate.route.model):
        yield "a preview"
    if row.life.on:
        yield f"ends itself on {row.life.on}"


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
    return "same" if change.same else "other"


def _api_change(change: DialectChange) -> list[str]:
    if change.shared:
        return [f"same API ({api_words(change.shared)})"]
    if change.shared is not None and change.after is not None:
        return [f"other API ({api_words(change.after)})"]
    return []


def _row(number: int, row: Replacement) -> tuple[str, ...]:
    one, change = row.candidate, row.difference
    estimate = one.route.estimate
    notes = ["its maker's replacement"] if row.named_by_maker else []
    notes += [f"not met: {rule}" for rule in row.broken]
    if change.dialects.same is False:
        notes += _api_change(change.dialects)
    return (
        str(number),
        one.route.id,
        words.quality(estimate.score, estimate.low, estimate.high) if estimate else words.NOTHING,
        words.chance(change.p_better),
        words.money_range(one.cost.total, *one.cost_interval),
        words.NOTHING if change.cost_ratio is None else f"{change.cost_ratio:.2g}",
        one.privacy_level,
        words.short_count(one.route.model.context_window_tokens),
        "open" if one.route.model.open_weights else "closed",
        _api(change.dialects),
        row.life.on or words.NOTHING,
        "; ".join([*notes, *row.warnings]),
    )


def _below(found: Alternatives) -> Iterable[tuple[str, str]]:
    more = found.models - len(found.replacements)
    if more > 0:
        yield "of", f"{words.plural(found.models, 'model')} that can do its work"
    routes = [
        f"{count:,} {RULE_WORDS.get(rule, rule)}"
        for rule, count in found.left_out
        if rule not in FILTER_WORDS
    ]
    models = [
        f"{count:,} {FILTER_WORDS[rule]}" for rule, count in found.left_out if rule in FILTER_WORDS
    ]
    if routes:
        yield "excluded", f"routes: {', '.join(routes)}"
    if models:
        yield "left out", f"models: {', '.join(models)}"
    if found.replacements:
        yield "next", "try the first few on prompts that the model in use answers well"
