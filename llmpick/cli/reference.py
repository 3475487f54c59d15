"""
The pages of reference, out of the commands and the records of their answers.

`python -m llmpick.cli.reference` writes docs/commands.md and docs/json.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from llmpick.cli.described import Described, Rows, every, program
from llmpick.inputs.settings import PREFIX
from llmpick.render.schemas import ANSWERS, json_schema

FOLDER = Path(__file__).parents[2] / "docs"
KEYS = ("key", "type", "meaning")
COMMON_SHARE = 0.7
"""A key that more of the answers have is stated once."""
SHARED_BY = 4
"""An option that as many commands have, in the same words, is stated once."""

EXIT_CODES = (
    ("0", "The answer is there."),
    ("1", "The answer is no: nothing fits, a rule is broken, a decision no longer holds."),
    ("2", "No answer: a mistake on the line, in a file or in the catalog; stderr says which."),
    ("130", "Interrupted by Ctrl-C."),
)
ENVIRONMENT = (
    (
        f"{PREFIX}OPTION",
        "An option of a need, as in `LLMPICK_BUDGET=300`; lists by commas. The command line wins, "
        "a profile and `llmpick.toml` come after ([settings](settings.md)).",
    ),
    ("LLMPICK_FORMAT", "Form of an answer, where no option gives one: `table`, `text`, `json`..."),
    ("LLMPICK_LANG", "Language of what a person reads, `en` or `ja`; else the terminal's locale."),
    (
        "LLMPICK_MAX_AGE",
        "Days; there is no answer by prices that were read longer ago "
        "([how old they are](changes.md#how-old-the-prices-are)).",
    ),
    ("LLMPICK_PAGER", "What shows a long answer on a terminal; else `PAGER`, `less`; empty: none."),
    ("LLMPICK_OVERLAY", "Folder of your own layer over the catalog; `off`: none."),
    ("LLMPICK_CONFIG_DIR", "Folder of profiles and of your own layer."),
    ("LLMPICK_EVIDENCE_DIR", "Folder of your own results."),
    ("LLMPICK_TRIES_DIR", "Folder of the journals of `try`."),
    ("LLMPICK_CATALOGS_DIR", "Folder of the catalogs that `catalog update` brought."),
    ("LLMPICK_UPDATE_URL", "Where `catalog update` looks ([updates](updates.md))."),
    ("LLMPICK_UPDATE_ROOT", "File of the publisher's root of trust, needed once."),
    ("NO_COLOR", "Not empty: no colours. `FORCE_COLOR`: colours in a pipe too; `TERM=dumb`: none."),
    ("COLUMNS", "Width of tables, in columns."),
)
FILES = (
    ("llmpick.toml", "The nearest one from the working folder upwards: a need, and a layer."),
    ("policy.toml", "What `check` holds to."),
    ("~/.config/llmpick/profiles/", "Needs saved by `profile save`."),
    ("~/.config/llmpick/overlay/", "Your own layer: prices, endpoints, contracts."),
    ("~/.local/share/llmpick/evidence/", "Results that `evidence import` and `try` took in."),
    ("~/.local/share/llmpick/tries/", "Journals of `try`, from which it goes on."),
    ("~/.local/share/llmpick/catalogs/", "Catalogs that `catalog update` brought."),
    ("~/.local/share/llmpick/refreshed.toml", "What `catalog refresh --mine` read."),
)
NOTE = "Made of the program by `python -m llmpick.cli.reference`; changes by hand are lost."


def commands() -> str:
    """docs/commands.md: every command and option, exit codes, environment and files."""
    whole = program()
    leaves = [one for one in every(whole) if one.name and not one.below]
    shared = _shared(leaves)
    parts = [
        "# Commands and options",
        f"<!-- {NOTE} -->",
        "What `llmpick help COMMAND` says, on one page.",
        _table(("command", "what it answers"), _contents(whole.below)),
        "## With any command",
        *_options(whole.groups, {}),
    ]
    for one in leaves:
        parts += _command(one, shared)
    parts += ["## Options of many commands", "Each command above names the groups that it takes."]
    for title, rows in shared.items():
        parts += [f"### {title}", _table(("option", "what it says"), rows)]
    parts += [
        "## Exit codes",
        _table(("code", "meaning"), EXIT_CODES),
        "## Environment",
        _table(("variable", "what it sets"), ENVIRONMENT),
        "## Files",
        "Folders follow `XDG_CONFIG_HOME` and `XDG_DATA_HOME` where these are set.",
        _table(("file", "what it holds"), FILES),
    ]
    return "\n\n".join(parts) + "\n"


def _contents(below: Iterable[Described]) -> Iterator[tuple[str, str]]:
    for one in below:
        if not one.below:
            yield f"[{one.name}](#llmpick-{one.name})", one.text
            continue
        links = (
            f"[{each.name.split()[-1]}](#{_anchor(f'llmpick {each.name}')})" for each in one.below
        )
        yield one.name, f"{one.text} {', '.join(links)}"


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower())


def _shared(leaves: Iterable[Described]) -> dict[str, Rows]:
    """By title of their group, the options that many commands have in the same words."""
    found = Counter(
        (title, row) for one in leaves for title, rows in one.groups for row in rows if title
    )
    shared: dict[str, Rows] = {}
    for (title, row), times in found.items():
        if times >= SHARED_BY:
            shared[title] = (*shared.get(title, ()), row)
    return shared


def _command(one: Described, shared: Mapping[str, Rows]) -> Iterator[str]:
    yield f"## llmpick {one.name}"
    yield from one.description or (one.text,)
    yield f"```text\n{one.usage}\n```"
    if one.examples:
        rows = ((f"`llmpick {one.name} {words}`", meant) for words, meant in one.examples)
        yield _table(("example", "what it answers"), rows, code=False)
    yield from _options(one.groups, shared)


def _options(groups: Iterable[tuple[str, Rows]], shared: Mapping[str, Rows]) -> Iterator[str]:
    own: list[tuple[str, str]] = []
    elsewhere = []
    for title, rows in groups:
        often = [row for row in rows if row in shared.get(title, ())]
        own += (row for row in rows if row not in often)
        if often:
            left = len(shared[title]) - len(often)
            elsewhere.append(f"[{title}](#{_anchor(title)})" + (f" ({len(often)})" if left else ""))
    if own:
        yield _table(("option", "what it says"), own)
    if elsewhere:
        many = "[options of many commands](#options-of-many-commands)"
        yield f"And of the {many}: {', '.join(elsewhere)}."


def answers() -> str:
    """docs/json.md: the keys of every answer in JSON, each record once."""
    schemas = {name: json_schema(name) for name in ANSWERS}
    often: dict[str, list[tuple[str, str, str]]] = {}
    for schema in schemas.values():
        for cells in _rows(schema):
            often.setdefault(cells[0], []).append(cells)
    common = {
        key: found[0] for key, found in often.items() if len(found) > len(schemas) * COMMON_SHARE
    }
    parts = [
        "# Keys of the JSON",
        f"<!-- {NOTE} -->",
        "`--json` gives these keys, whatever the language and the terminal.\n"
        "A key that is not in the table is never there; one marked *optional* may be absent.\n"
        "The JSON Schemas that this page is made of are docs/schema/answers/NAME.json;\n"
        "those of files (policy, decision, layer) are in docs/schema/files.",
        "## In nearly every answer",
        _table(KEYS, common.values()),
    ]
    records: dict[str, Any] = {}
    for name, schema in schemas.items():
        records |= schema["$defs"]
        title = schema["title"].removesuffix(" --json")
        parts += [f"## {title}", schema["description"], f"Schema: docs/schema/answers/{name}.json."]
        parts += [_table(KEYS, (row for row in _rows(schema) if row != common.get(row[0])))]
    parts += ["## Records", "What the answers above are made of, by name."]
    for name in sorted(records):
        parts += [f"### {name}"]
        if "description" in records[name]:
            parts += [records[name]["description"]]
        if "properties" in records[name]:
            parts += [_table(KEYS, _rows(records[name]))]
    return "\n\n".join(parts) + "\n"


def _rows(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each key of an object, its type and what it means."""
    required = schema.get("required", ())
    inner = schema.get("$defs", {})
    for key, found in schema["properties"].items():
        named = inner.get(found.get("$ref", "").rpartition("/")[2], {})
        meaning = found.get("description") or named.get("description", "")
        yield key, _type(found) + ("" if key in required else ", *optional*"), meaning


def _type(schema: Mapping[str, Any]) -> str:
    """What JSON Schema *schema* is called in a table."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "anyOf" in schema or "oneOf" in schema:
        parts = schema.get("anyOf") or schema["oneOf"]
        return " or ".join(dict.fromkeys(map(_type, parts)))
    if "enum" in schema:
        return ", ".join("null" if one is None else f"`{one}`" for one in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if "properties" in schema:
        return f"object of {', '.join(f'`{key}`' for key in schema['properties'])}"
    kinds = schema.get("type", "any value")
    return " or ".join(
        _one_type(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)
    )


def _one_type(kind: str, schema: Mapping[str, Any]) -> str:
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    values = schema.get("additionalProperties")
    if kind == "object" and isinstance(values, Mapping):
        return f"object of {_type(values)}"
    if kind == "string" and schema.get("format") == "date":
        return "day"
    return "yes or no" if kind == "boolean" else kind


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, code: bool = True) -> str:
    lines = [heads, ("---",) * len(heads)]
    for first, *others in rows:
        lines.append((f"`{first}`" if code and not first.startswith("[") else first, *others))
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", r"\<")


PAGES = {"commands.md": commands, "json.md": answers}


def main() -> None:
    """Write the pages."""
    from llmpick.files.write import replace

    for name, made in PAGES.items():
        replace(str(FOLDER / name), made().encode())


if __name__ == "__main__":
    main()
