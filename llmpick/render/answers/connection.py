"""The answers of `connect` and `keys`: how a route is reached, and which keys are at hand."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from llmpick.core.connecting.connection import Connection, Keys
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence

if TYPE_CHECKING:
    from llmpick.render.records.connection import (
        ConnectAnswer,
        ConnectionRecord,
        KeysAnswer,
        SignIn,
    )
    from llmpick.render.wording.about import About

PROMPT = "Say hello."
FORMS = ("env", "curl", "python")
"""Forms of one connection beside the usual ones."""


def answer(found: Sequence[Connection], about: About) -> Answer:
    """All forms of how routes are reached."""
    payload: ConnectAnswer = {
        **about.own_head("connect"),
        "results": [record(one) for one in found],
        "warnings": about.own_words(),
    }
    return Answer(
        payload=payload,
        records=payload["results"],
        ids=[one.route for one in found if one.refusal is None],
        blocks=list(_blocks(found)),
        code=0 if any(one.refusal is None for one in found) else 1,
    )


def record(found: Connection) -> ConnectionRecord:
    """One connection in JSON."""
    return {
        "route": found.route,
        "provider": found.provider,
        "base_url": found.base_url,
        "url": found.url,
        "api_model": found.model,
        "dialect": found.dialect,
        "key_variable": found.key_variable,
        "further_variables": list(found.variables),
        "headers": dict(found.headers),
        "placeholders": list(found.placeholders),
        "sign_in": cast("SignIn", found.sign_in),
        "region": found.region,
        "docs_url": found.docs_url,
        "notes": list(found.notes),
        "refusal": found.refusal,
    }


def _blocks(found: Sequence[Connection]) -> Iterator[Block]:
    if len(found) == 1:
        yield from _one(found[0])
        return
    rows = tuple(
        (one.route, one.refusal or one.base_url or "", one.model, one.key_variable or "not known")
        for one in found
    )
    yield Grid(("route", "base URL", "model", "key"), rows, key=1)
    yield Sentence("llmpick connect ROUTE prints one of them with a curl line")


def _one(found: Connection) -> Iterator[Block]:
    if found.refusal:
        yield Sentence(found.refusal, strong=True)
        return
    yield Lines(tuple(_lines(found)))
    if (line := curl(found)) is not None:
        yield Sentence(line)


def _lines(found: Connection) -> Iterator[tuple[str, str]]:
    yield "route", found.route
    yield "base URL", found.base_url or "not known"
    yield "model", found.model
    yield "dialect", found.dialect or "not known"
    yield "key", f"${found.key_variable}" if found.key_variable else "no variable is known"
    if found.variables:
        yield "also", ", ".join(found.variables)
    if found.placeholders:
        yield "yours", ", ".join(f"{{{name}}}" for name in found.placeholders)
    if found.region:
        yield "region", found.region
    if found.sign_in != "key":
        yield "sign in", SIGN_IN[found.sign_in]
    for note in found.notes:
        yield "note", note
    if found.docs_url:
        yield "docs", found.docs_url


SIGN_IN = {
    "access-token": "with an access token made of the cloud's credentials, not with a plain key",
    "token-exchange": "with a token that the key is exchanged for, not with a plain key",
}


def body(found: Connection) -> dict[str, Any] | None:
    """The smallest request in the dialect of *found*, None where it is not known here."""
    said = [{"role": "user", "content": PROMPT}]
    bodies: dict[str, dict[str, Any]] = {
        "openai-chat": {"model": found.model, "messages": said},
        "openai-responses": {"model": found.model, "input": PROMPT},
        "anthropic-messages": {"model": found.model, "max_tokens": 64, "messages": said},
        "gemini": {"contents": [{"parts": [{"text": PROMPT}]}]},
        "bedrock-converse": {"messages": [{"role": "user", "content": [{"text": PROMPT}]}]},
    }
    return bodies.get(found.dialect or "")


def curl(found: Connection) -> str | None:
    """One line for a shell: the key by the name of its variable; None where a key is not enough."""
    sent = body(found)
    if sent is None or not found.has_plain_key:
        return None
    heads = [("Content-Type", "application/json"), *found.headers]
    parts = [f'-H "{name}: {value}"' for name, value in heads]
    return " ".join(
        ["curl", shlex.quote(found.url or ""), *parts, "-d", shlex.quote(json.dumps(sent))]
    )


def env(found: Connection) -> str:
    """Lines for a file of variables: what is known, and what the user must fill in, empty."""
    names = [found.key_variable, *found.variables] if found.key_variable else [*found.variables]
    names += [name for name in found.placeholders if name not in names]
    lines = [f"# {found.route}"]
    lines += [f"LLM_BASE_URL={found.base_url}", f"LLM_MODEL={found.model}"]
    lines += [f"{name}=" for name in names]
    return "\n".join(lines) + "\n"


def python(found: Connection) -> str | None:
    """A request with the standard library alone; None where a key is not enough."""
    sent = body(found)
    if sent is None or not found.has_plain_key:
        return None
    key = f'os.environ["{found.key_variable}"]'
    heads = ['"Content-Type": "application/json"']
    for name, value in found.headers:
        before, has_key, _ = value.partition(f"${found.key_variable}")
        heads.append(
            f'"{name}": {(json.dumps(before) + " + " if before else "") + key}'
            if has_key
            else f'"{name}": {json.dumps(value)}'
        )
    inside = "".join(f"        {one},\n" for one in heads)
    return (
        f"# {found.route}\nimport json\nimport os\nimport urllib.request\n\n"
        f"request = urllib.request.Request(\n    {json.dumps(found.url)},\n"
        f"    data=json.dumps({sent!r}).encode(),\n    headers={{\n{inside}    }},\n)\n"
        "with urllib.request.urlopen(request) as reply:\n    print(json.load(reply))\n"
    )


def text(found: Sequence[Connection], form: str) -> Iterator[str]:
    """Each connection in one of `FORMS`; what a plain key does not reach is said in a comment."""
    for one in found:
        if form == "env":
            yield env(one) if one.refusal is None else f"# {one.route}: {one.refusal}\n"
        else:
            made = curl(one) if form == "curl" else python(one)
            why = one.refusal or SIGN_IN.get(one.sign_in, "how it is called is not known")
            yield (made.rstrip("\n") if made else f"# {one.route}: {why}") + "\n"


def keys_answer(found: Iterable[Keys], about: About) -> Answer:
    """Which providers the environment has a key for: names of variables, never what they hold."""
    rows = list(found)
    payload: KeysAnswer = {
        **about.own_head("keys"),
        "results": [
            {
                "provider": one.provider,
                "name": one.name,
                "variables": list(one.variables),
                "found": one.found,
                "sign_in": cast("SignIn", one.sign_in),
            }
            for one in rows
        ],
        "warnings": about.own_words(),
    }
    held = [one for one in rows if one.found]
    blocks: list[Block] = []
    if held:
        grid = tuple((one.provider, one.found or "", SHORT[one.sign_in]) for one in held)
        blocks.append(Grid(("provider", "variable", "use"), grid, key=1))
    count = f"{len(held)} of {len(rows)} providers have a key in the environment"
    blocks.append(Sentence(f"{count}; values are not read. llmpick connect ROUTE names the rest."))
    return Answer(
        payload, payload["results"], [one.provider for one in held], blocks, 0 if held else 1
    )


SHORT = {
    "key": "as it is",
    "access-token": "for an access token",
    "token-exchange": "for a token",
}
