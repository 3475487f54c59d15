"""Graders: what a reply is worth, from 0 to 1."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from llmpick.errors import MissingExtra, UserError, near_names, shown
from llmpick.files.read import read_text
from llmpick.trying.prompts import Prompt, Prompts

NAMES = ("exact", "includes", "number", "regex", "json-schema", "command", "judge")
NEED_TARGETS = ("exact", "includes", "number")
COMMAND_SECONDS = 60.0
MAX_SCHEMA_BYTES = 1_000_000
NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?")
FENCE = re.compile(r"\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*", re.DOTALL)

Grade = Callable[[Prompt, str], float | None]
"""From a prompt and a reply to a share of 0 to 1; None: it could not be graded."""


class Grader(NamedTuple):
    """
    How replies are graded: *name*, its *argument* and what does it.

    *grade* None where nothing does, or where a judge model is to be asked.
    """

    name: str
    argument: str
    grade: Grade | None

    @property
    def said(self) -> str:
        """As the option states it."""
        return f"{self.name}:{self.argument}" if self.argument else self.name


NONE = Grader("none", "", None)


def grader_of(text: str | None, prompts: Prompts, secret: Collection[str] = ()) -> Grader:
    """
    The grader that *text* states as NAME or NAME:ARGUMENT; `includes` where every prompt has a
    target and nothing is stated.

    Args:
        text: The option.
        prompts: What is graded.
        secret: Variables that a command is not to see.

    Raises:
        UserError: no such grader, an argument or a target is missing, or it cannot be used.
    """
    if text is None:
        return Grader("includes", "", includes) if prompts.have_targets else NONE
    name, _, argument = text.partition(":")
    if name not in NAMES:
        near = near_names(name, NAMES, 1)
        raise UserError(
            f"no grader `{shown(name)}`",
            hint=f"did you mean `{near[0]}`?" if near else f"one of {', '.join(NAMES)}",
        )
    if name in NEED_TARGETS and not prompts.have_targets:
        raise UserError(
            f"--grader {name} needs a target of every prompt",
            hint='JSON lines of {"input": ..., "target": ...}',
        )
    if name in ("command", "judge") and not argument:
        what = "PROGRAM" if name == "command" else "ROUTE"
        raise UserError(f"--grader {name} needs one", hint=f"--grader '{name}:{what}'")
    if name == "judge":
        return Grader(name, argument, None)
    return Grader(name, argument, _made(name, argument, prompts, secret))


def _made(name: str, argument: str, prompts: Prompts, secret: Collection[str]) -> Grade:
    if name == "regex":
        return _by_pattern(argument, prompts)
    if name == "json-schema":
        return _by_schema(argument, prompts)
    if name == "command":
        return _by_command(argument, secret)
    return {"exact": exact, "includes": includes, "number": number}[name]


def exact(prompt: Prompt, reply: str) -> float:
    """Whether the reply is a target, but for blanks around it."""
    return float(reply.strip() in [target.strip() for target in prompt.targets])


def includes(prompt: Prompt, reply: str) -> float:
    """Whether a target stands somewhere in the reply, in upper or lower case."""
    folded = reply.casefold()
    return float(any(target.strip().casefold() in folded for target in prompt.targets))


def number(prompt: Prompt, reply: str) -> float:
    """Whether the last number of the reply is that of a target, to a millionth."""
    found = NUMBER.findall(reply)
    if not found:
        return 0.0
    last = _value(found[-1])
    for target in prompt.targets:
        wanted = NUMBER.findall(target)
        if wanted and abs(last - _value(wanted[-1])) <= 1e-6 * max(1.0, abs(last)):
            return 1.0
    return 0.0


def _value(text: str) -> float:
    return float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def _by_pattern(argument: str, prompts: Prompts) -> Grade:
    if not argument and not prompts.have_targets:
        raise UserError(
            "--grader regex needs a pattern", hint="--grader 'regex:PATTERN', or as the target"
        )
    for text in {argument} if argument else {one for item in prompts.items for one in item.targets}:
        try:
            re.compile(text)
        except re.error as error:
            raise UserError(f"`{shown(text)}` is no pattern: {error}") from None

    def grade(prompt: Prompt, reply: str) -> float:
        wanted = (argument,) if argument else prompt.targets
        return float(any(re.search(one, reply) for one in wanted))

    return grade


def _by_schema(argument: str, prompts: Prompts) -> Grade:
    if not argument and not prompts.have_targets:
        raise UserError(
            "--grader json-schema needs a schema",
            hint="--grader json-schema:FILE, or one as the target of each prompt",
        )
    try:
        import jsonschema
    except ImportError:
        raise MissingExtra("--grader json-schema", "jsonschema", "try") from None
    whole = read_text(argument, "schema", MAX_SCHEMA_BYTES) if argument else None
    made: dict[str, Any] = {}
    for text in [whole] if whole else {item.targets[0] for item in prompts.items}:
        try:
            schema = json.loads(text)
            kind = jsonschema.validators.validator_for(schema)
            kind.check_schema(schema)
            made[text] = kind(schema)
        except (ValueError, AttributeError, jsonschema.exceptions.SchemaError):
            raise UserError("a schema is no JSON schema", hint="mend it there") from None

    def grade(prompt: Prompt, reply: str) -> float:
        fenced = FENCE.fullmatch(reply)
        try:
            value = json.loads(fenced[1] if fenced else reply)
        except (ValueError, RecursionError):
            return 0.0
        return float(made[whole or prompt.targets[0]].is_valid(value))

    return grade


def _by_command(argument: str, secret: Collection[str]) -> Grade:
    try:
        # Windows starts a line as it stands, and has backslashes in its paths
        words = argument if sys.platform == "win32" else shlex.split(argument)
    except ValueError as error:
        raise UserError(f"the command of --grader cannot be read: {error}") from None
    environment = {name: value for name, value in os.environ.items() if name not in secret}

    def grade(prompt: Prompt, reply: str) -> float | None:
        row = {"id": prompt.id, "input": prompt.input, "target": None, "output": reply}
        if prompt.targets:
            one = len(prompt.targets) == 1
            row["target"] = prompt.targets[0] if one else list(prompt.targets)  # type: ignore[assignment]
        try:
            done = subprocess.run(
                words,
                input=json.dumps(row).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # it may hold the reply
                timeout=COMMAND_SECONDS,
                env=environment,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return _share_of(done.returncode, done.stdout)

    return grade


def _share_of(code: int, out: bytes) -> float | None:
    """A number of 0 to 1 that was printed, else 1 for exit code 0 and 0 for exit code 1."""
    text = out.decode("utf-8", "replace").strip()
    if code == 0 and text:
        try:
            share = float(text)
        except ValueError:
            return None
        return share if 0 <= share <= 1 else None
    return {0: 1.0, 1: 0.0}.get(code)
