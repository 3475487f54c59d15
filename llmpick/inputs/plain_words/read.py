"""From plain words to options: what was understood, and what was not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from llmpick.inputs.plain_words import english, english_jobs, japanese, small_words
from llmpick.inputs.plain_words.rules import Refused

MAX_CHARACTERS = 2_000
ENGLISH = (*english.LIMITS, *english_jobs.JOBS)
LISTS = (
    *("modalities", "providers", "certification", "not_made_in", "made_in", "needs"),
    "exclude_jurisdiction",
)
"""Fields whose values add up."""


class Part(NamedTuple):
    """Words of the text, and the fields that they state."""

    words: str
    states: Mapping[str, Any]


class Missed(NamedTuple):
    """Words that bear on the answer, or may, and of which nothing was made; *why*, if known."""

    words: str
    why: str


class Understood(NamedTuple):
    """What a text states: *values* by field of an option, the *parts* they are from, the rest."""

    text: str
    values: Mapping[str, Any]
    parts: tuple[Part, ...]
    missed: tuple[Missed, ...]


class _Found(NamedTuple):
    start: int
    words: str
    states: Mapping[str, Any]


def understood(text: str, fields: Collection[str], tasks: Collection[str]) -> Understood:
    """
    What *text*, English or Japanese, states of a need.

    Args:
        text: Plain words, as a person would say them to a colleague.
        fields: Fields of options that there are; what would state another one is not understood.
        tasks: Tasks that there are.

    Returns:
        Every word of the text is in a part, or missed, or bears on nothing.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    found, missed, rest = _read(plain)
    task = _task([one.states["task"] for one in found if "task" in one.states], tasks)
    found = _directed(found, task)
    values: dict[str, Any] = {}
    parts: list[tuple[int, Part]] = []
    for one in found:
        stated, why = _sorted(one.states, values, task, fields)
        values |= stated
        if stated or not one.states:
            parts.append((one.start, Part(one.words, stated)))
        if why:
            missed.append((one.start, Missed(one.words, why)))
    seen = [BY_MODALITY[kind] for kind in values.get("modalities", ()) if kind in BY_MODALITY]
    if task is None and seen:
        values["task"] = seen[0]
    for field, why in _idle(values):
        del values[field]
        for start, part in parts:
            if field in part.states:
                missed.append((start, Missed(part.words, why)))
    parts = [
        (start, part._replace(states={k: v for k, v in part.states.items() if k in values}))
        for start, part in parts
    ]
    missed += [(start, Missed(words, "")) for start, words in _left(rest)]
    return Understood(
        text,
        values,
        tuple(part for _, part in sorted(parts, key=_first) if part.states),
        tuple(one for _, one in sorted(missed, key=_first)),
    )


def _first(item: tuple[int, object]) -> int:
    return item[0]


def _read(plain: str) -> tuple[list[_Found], list[tuple[int, Missed]], str]:
    """What the rules find in the order of the rules, what they refuse, and what is left."""
    found: list[_Found] = []
    refused: list[tuple[int, Missed]] = []
    rest = plain
    is_japanese = bool(re.search(r"[ぁ-んァ-ヴ一-龠]", plain))
    for rule in (*japanese.RULES, *ENGLISH) if is_japanese else ENGLISH:
        for match in rule.pattern.finditer(rest):
            words = match[0].strip(" 、,。")
            if not words:
                continue
            start, end = match.span()
            denied = _denied(rest, start, end)
            rest = rest[:start] + "\0" * (end - start) + rest[end:]
            states = rule.states(match)
            if isinstance(states, Refused):
                refused.append((start, Missed(words, states.why)))
            elif denied and states:
                refused.append((start, Missed(words, denied)))
            else:
                found.append(_Found(start, words, states))
    return found, refused, rest


_NOT_BEFORE = re.compile(
    r"(?:(?<![a-z0-9])(?<!why )(?:no|not|non|nor|never|without|neither|except|cannot)|n't)"
    r"(?:[ -](?:an?|any|the|our|my|be|been|being|is|are|do|does|to|for|in|about|at|of|need|needed|"
    r"needs?|want|require|required|have|use|using|so|too|very|really|necessarily|"
    r"all|that|particularly|especially))*[ -]$"
)
_NOT_BEHIND = re.compile(
    r"(?:で|に|が|を|も|の|い|性|である|する|して)*(?:"
    r"では?な[いく]|じゃな[いく]|でなくて|なくて|(?<=く)な[いく]|は?(?:必要)?(?:は|が)?(?:不要|なし)|"
    r"(?:は|が)?(?:必要|いら|要ら)(?:は|が)?な[いくし]|以外)"
    r"|(?: (?:is|are|was))?(?: not|n't) (?:really )?(?:needed|required|necessary|important|wanted)"
)
"""Words that turn the ones beside them round, unless a rule has read them itself."""


def _denied(rest: str, start: int, end: int) -> str:
    """Why nothing is made of the words from *start* to *end*: they are denied; else empty."""
    before = _NOT_BEFORE.search(rest, 0, start)
    behind = _NOT_BEHIND.match(rest, end)
    if before is None and behind is None:
        return ""
    told = before[0].strip(" -") if before else (behind[0].strip() if behind else "")
    return f"said with “{told}”, and what is not wanted is read of few things; say what is"


EXPERT = ("medical", "legal", "finance")
COVERED = {
    **dict.fromkeys(EXPERT, ("summarisation", "writing", "chat", "rag", "reasoning")),
    "voice": ("chat", "agents"),
    "rag": ("chat", "search", "summarisation"),
    "agentic-coding": ("coding", "agents"),
    "computer-use": ("agents",),
    "classification": ("chat", "extraction", "legal", "medical", "finance"),
    "extraction": ("vision", "legal", "medical", "finance", "chat"),
    "vision": ("extraction",),
    "summarisation": ("chat", "writing"),
    "translation": ("writing", "chat", "legal", "medical", "finance"),
    "tutoring": ("chat", "reasoning"),
    "data-analysis": ("coding", "finance"),
    "search": ("chat", "finance"),
    "embeddings": ("rag", "search", "coding", "legal", "medical", "finance"),
    "reranking": ("rag", "search", "embeddings"),
    "writing": ("chat",),
    "agents": ("chat",),
}
"""Task → what else may be said of the same job; the task holds what matters of it."""


SUBJECTS = {"coding": "code", "legal": "law", "finance": "finance", "medical": "health"}
"""Task → what texts are about that embeddings are asked of beside it."""


def _task(named: list[str], tasks: Collection[str]) -> str | None:
    """Of the tasks that are named, the one that is meant: the first, or what holds it in itself."""
    known = [name for name in named if name in tasks]
    if not known:
        return None
    first = known[0]
    return next((name for name in known if first in COVERED.get(name, ())), first)


def _directed(found: list[_Found], task: str | None) -> list[_Found]:
    """`Into French` is the target where a translation has another language; else the language."""

    def stating(field: str) -> list[_Found]:
        return [one for one in found if set(one.states) == {field}]

    written, into = stating("language"), stating("target_language")
    stated = any("source_language" in one.states for one in found)
    apart = {*(one.states["language"] for one in written)} ^ {
        *(one.states["target_language"] for one in into)
    }
    one_each = len(written) == len(into) == 1 and bool(apart)
    if task == "translation" and not stated and one_each:
        names = {id(written[0]): "source_language"}
    else:
        names = {id(one): "language" for one in into}
    return [
        one._replace(states=dict.fromkeys([names[id(one)]], *one.states.values()))
        if id(one) in names
        else one
        for one in found
    ]


def _sorted(
    states: Mapping[str, Any],
    values: Mapping[str, Any],
    task: str | None,
    fields: Collection[str],
) -> tuple[dict[str, Any], str]:
    """What of *states* is taken beside *values*, and why some of it is not."""
    taken: dict[str, Any] = {}
    why = ""
    for field, value in states.items():
        if field == "task":
            if value == task or (task and value in COVERED.get(task, ())):
                taken["task"] = task
                if value != task and task in EXPERT:
                    why = f"taken as a part of {task}; -t {value} judges it alone"
                if task == "embeddings" and value in SUBJECTS and "subject" in fields:
                    taken["subject"] = values.get("subject", SUBJECTS[value])
            else:
                why = f"the task is {task or 'none that is known'}; ask for {value} by itself"
        elif field == "seats" and task not in SEATED:
            why = "how many people there are is no limit of this task; say --requests a month"
        elif field not in fields:
            why = f"there is no option --{field.replace('_', '-')}"
        elif field in LISTS:
            taken[field] = tuple(dict.fromkeys((*values.get(field, ()), *value)))
        elif field not in values or values[field] in (value, "en"):
            taken[field] = value
        elif field == "language" and value == "en":
            taken[field] = values[field]  # English is never left out
        else:
            why = f"{field.replace('_', ' ')} is {values[field]} already; ask for one at a time"
    return taken, why


SEATED = ("coding", "agentic-coding", "chat", "writing")
"""Tasks for which products are sold by the seat."""


BY_MODALITY = {"image": "vision", "pdf": "rag"}
"""What is done with them, where no job is named."""


def _idle(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Fields that cannot stand beside the others, with the reason."""
    if "sector" in values and "region" not in values:
        yield "sector", "its rules hang on where you are: add --region EU, JP, US ..."
    if values.get("privacy") == "air-gapped":
        for field in ("no_training", "zdr", "dpa", "baa", "certification", "region"):
            if field in values:
                yield field, "on your own machines it is yours to keep"
    if values.get("task") != "translation":
        for field in ("source_language", "target_language"):
            if field in values:
                yield field, "two languages are of a translation; --language takes one"
    elif "source_language" in values and "language" in values:
        yield "language", "the direction of the translation says it"


def _left(rest: str) -> Iterator[tuple[int, str]]:
    """Words that no rule has read and that are not plain, with where they begin; runs as one."""
    start, run = -1, ""
    for found in re.finditer(r"[a-z0-9][a-z0-9'+./&%,-]*|[^a-z0-9\s]", rest):
        word = found[0].strip("'.-/,&")
        plain = not word or word in small_words.ENGLISH or not re.match(r"[a-z0-9]", word)
        if run and (plain or rest[start + len(run) : found.start()].strip(" ")):
            yield start, run
            run = ""
        if not plain:
            start = start if run else found.start()
            run = rest[start : found.start() + len(word)]
        if run and found[0][-1] in ",.":  # a clause ends
            yield start, run
            run = ""
    if run:
        yield start, run
    for found in small_words.WRITTEN.finditer(rest):
        left = small_words.JAPANESE.sub("", found[0])
        behind = rest[found.end() : found.end() + 1]
        # one character with a verb's ending behind it, or a stray sign of katakana
        verb = len(left) == 1 and found[0].endswith(left) and "ぁ" <= behind <= "ん"
        if left.strip("ー") and not verb:
            yield found.start(), _EDGES.sub("", found[0])


_EDGES = re.compile(rf"^(?:{small_words.JAPANESE.pattern})+|(?:{small_words.JAPANESE.pattern})+$")
"""What is plain at the ends of a run."""
