"""The answer of `alternatives`: what would do the work of a model in use, and how it differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from llmpick.core.answers.replacements import Alternatives, Difference, Replacement
from llmpick.core.facts.dialects import DialectChange, Spoken
from llmpick.core.facts.records import Support
from llmpick.render import words
from llmpick.render.answers.comparison import limits_broken, side_record
from llmpick.render.answers.methods import head, need_lines
from llmpick.render.answers.sentences import RULE_WORDS
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About
from llmpick.render.wording.candidates import Backing, candidate
from llmpick.render.wording.needs import requirements

if TYPE_CHECKING:
    from llmpick.render.records.alternatives import (
        AlternativesAnswer,
        DifferenceRecord,
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
    records = [_record(row, backing) for row in found.replacements]
    payload: AlternativesAnswer = {
        **head("alternatives", about, found.need),
        "in_use": side_record(found.in_use, backing),
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


def _record(row: Replacement, backing: Backing) -> ReplacementRecord:
    return {
        **candidate(row.candidate, backing),
        "named_by_maker": row.named_by_maker,
        "ends": row.ends,
        "supported_days": row.supported_days,
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
    asked = requirements(found.need)
    lines = list(need_lines(about, found.need).pairs)
    if asked:
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
    if side.ends:
        parts.append(f"ends {side.ends}")
    if found.dialects:
        parts.append(f"API {api_words(found.dialects)}")
    if found.in_use.candidate and "@" not in found.in_use.pick.name:
        parts.append("name MODEL@PROVIDER for another route")
    return " · ".join(parts)


def _headline(found: Alternatives) -> str:
    name = found.in_use.model.id
    if not found.replacements:
        return f"Nothing that the catalog knows would replace {name} on these terms."
    first = found.replacements[0]
    text = f"{first.candidate.route.id} would replace {name}"
    if first.named_by_maker:
        text = f"{first.candidate.route.id} is what its maker names in place of {name}"
    said = _change_words(first.difference)
    return f"{text}{': ' if said else ''}{said}."


def _change_words(change: Difference) -> str:
    parts = []
    if change.quality is not None and change.p_better is not None:
        way = "more" if change.quality >= 0 else "less"
        parts.append(
            f"{abs(change.quality):.0f} points of quality {way} (P it is better "
            f"{words.chance(change.p_better)})"
        )
    if change.cost is not None:
        way = "dearer" if change.cost > 0 else "cheaper"
        parts.append(f"{words.money(abs(change.cost))} USD a month {way}")
    parts += _api_change(change.dialects)
    return ", ".join(parts)


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
    notes += [f"not met: {violation.rule}" for violation in row.violations]
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
        row.ends or words.NOTHING,
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
