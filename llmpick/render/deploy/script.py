"""A shell script that starts a copy with the engine's own command."""

from __future__ import annotations

import shlex

from llmpick.core.self_hosting.launch import Launch
from llmpick.render.deploy import parts


def text(found: Launch) -> str:
    """The script: assumptions, weights, environment, and the command in lines."""
    lines = ["#!/bin/sh", parts.comments(found).rstrip(), "set -eu"]
    weights = found.weights
    if weights is None:
        lines.append(f': "${{WEIGHTS:?path of {_plain(found.build or "")}}}"')
    lines += [f"export {key}={value}" for key, value in parts.environment(found).items()]
    command = parts.words(found, weights or "$WEIGHTS")
    quoted = ['"$WEIGHTS"' if word == "$WEIGHTS" else shlex.quote(word) for word in command]
    if found.engine == "ollama":
        lines += _ollama(found)
    else:
        lines.append(f"exec {_in_lines(quoted)}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Without what a shell would read in double quotes."""
    return "".join(sign for sign in text if sign not in '"$`\\}')


def _ollama(found: Launch) -> list[str]:
    """Ollama takes a file as a model of a name, once its server is up."""
    name = shlex.quote(parts.slug(found))
    return [
        "ollama serve &",
        f"until {parts.health(found)} >/dev/null; do sleep 1; done",
        "modelfile=$(mktemp)",
        'printf \'FROM %s\\n\' "$WEIGHTS" >"$modelfile"',
        f'ollama create {name} --file "$modelfile"',
        "wait",
    ]


def _in_lines(words: list[str]) -> str:
    """A command with an option a line."""
    lines = [""]
    for word in words:
        is_option = word.startswith("--")
        if is_option:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return " \\\n  ".join(lines)
