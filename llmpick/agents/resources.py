"""What an agent can read beside the tools, and the prompts that it can offer a person."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from llmpick.agents.arguments import OPTIONS
from llmpick.agents.tools import ToolFacts, call
from llmpick.errors import UserError, shown

SCHEME = "llmpick://"
MAX_ARGUMENT = 4000
"""Characters of what a prompt is asked about."""


class Resource(NamedTuple):
    """Where it is read, with {NAMES} where it is one of many, and what it holds."""

    uri: str
    name: str
    text: str


RESOURCES = (
    Resource("llmpick://catalog/stamp", "catalog", "Version, day and hash of the facts."),
    Resource("llmpick://options", "options", "Every option of a need: its name and what it says."),
)
TEMPLATES = (
    Resource("llmpick://model/{maker}/{name}", "model", "What is known of a model."),
    Resource("llmpick://task/{id}", "task", "A job: what it is measured by, its usual work."),
)


def read(facts: ToolFacts, uri: str) -> str:
    """
    What stands at *uri*, as JSON.

    Raises:
        UserError: nothing does.
    """
    path = unquote(uri.removeprefix(SCHEME)) if uri.startswith(SCHEME) else ""
    kind, _, name = path.partition("/")
    if path == "catalog/stamp":
        from llmpick.asking.query import about

        return _json(about(facts.catalog).payload())
    if path == "options":
        return _json({name: one.option.help for name, one in OPTIONS.items()})
    if kind in ("model", "task") and name:
        return _json(call(facts, "show_record", {"name": name, "kind": kind}))
    known = ", ".join(one.uri for one in (*RESOURCES, *TEMPLATES))
    raise UserError(f"no resource `{shown(uri)}`", hint=f"there are {known}")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


class AgentPrompt(NamedTuple):
    """A question that a person starts: its one *argument*, and the words that an agent is given."""

    name: str
    title: str
    text: str
    argument: str
    about: str
    words: Callable[[str], str]


def _choose(job: str) -> str:
    return (
        f"Choose a language model for this job:\n\n{job}\n\n"
        "Use the llmpick tools. First list_records with kind=tasks, and take the task that is "
        "nearest. Then recommend_routes with that task and every limit that the job states: "
        "volume, budget, region, privacy, language. Ask me for the volume and for the limits on "
        "privacy if the job does not say them, rather than guess. Give the headline, what better "
        "and cheaper would be, what was left out by which rule, and each warning. Say what was "
        "assumed, the day of the facts (as_of), and the confidence. Name no price or score that "
        "a tool did not give."
    )


def _review(repository: str) -> str:
    return (
        f"Review the language models that this repository uses: {repository}\n\n"
        "Find every model id in its code and settings. Call show_record for each: is it on sale, "
        "and when does it end? Call check_policy with all of them, if there is a policy. For "
        "each that ends or breaks a rule, call recommend_routes with the task it is used for. "
        "Give one line an id: file and line, state, replacement, and the month's cost of both "
        "by estimate_cost. Change no file before I agree."
    )


PROMPTS: Mapping[str, AgentPrompt] = {
    one.name: one
    for one in (
        AgentPrompt(
            "choose_model",
            "Choose a model",
            "From a job in plain words to a choice with its reasons.",
            "job",
            "The job, its volume and its limits, in plain words.",
            _choose,
        ),
        AgentPrompt(
            "review_models",
            "Review the models in use",
            "Which models a repository uses, which of them end, and what replaces them.",
            "repository",
            "Its folder or address.",
            _review,
        ),
    )
}


def prompt(name: str, given: Mapping[str, str]) -> str:
    """
    The words of the prompt called *name*.

    Raises:
        UserError: there is none, or its argument is missing or too long.
    """
    if name not in PROMPTS:
        raise UserError(f"no prompt `{shown(name)}`", hint=f"one of {', '.join(PROMPTS)}")
    one = PROMPTS[name]
    value = given.get(one.argument, "").strip()
    if not value:
        raise UserError(f"{name} needs `{one.argument}`", hint=one.about)
    if len(value) > MAX_ARGUMENT:
        raise UserError(
            f"`{one.argument}` is too long", hint=f"{MAX_ARGUMENT:,} characters at most"
        )
    return one.words(value)
