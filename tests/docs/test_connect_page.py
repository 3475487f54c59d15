"""docs/connect.md: its tables are what the catalog and the targets say now."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmpick.api.connecting import endpoint
from llmpick.core.connecting.connection import Connection, connection
from llmpick.render.answers.connection import SIGN_IN
from llmpick.render.export.targets import TARGETS

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).parents[2] / "docs" / "connect.md"
TABLES = re.compile(r"(?<=<!-- providers -->\n).*?(?=<!-- end of providers -->)", re.DOTALL)


def providers(catalog: Any) -> str:
    """Both tables: what a plain key reaches, and what else the others want."""
    reached: dict[str, list[Connection]] = {}
    for one in sorted(catalog.offerings, key=lambda one: one.id):
        if one.is_on_sale(catalog.meta.day):
            found = connection(one, endpoint(catalog, one))
            reached.setdefault(one.provider, []).append(found)
    plain = ["| provider | key | routes |", "| --- | --- | ---: |"]
    others = [
        "| provider | routes with a plain key | of | what is printed |",
        "| --- | ---: | ---: | --- |",
    ]
    for name, found in sorted(reached.items()):
        direct = [one for one in found if one.has_plain_key and not one.placeholders]
        if len(direct) == len(found):
            plain.append(f"| {name} | `{found[0].key_variable}` | {len(found)} |")
        else:
            others.append(f"| {name} | {len(direct)} | {len(found)} | {printed(found)} |")
    return "\n".join(
        [
            "Routes on sale that a plain key reaches, with nothing to fill in:\n",
            *plain,
            "\nMore is needed, and `connect` prints what:\n",
            *others,
            "",
        ]
    )


def printed(found: list[Connection]) -> str:
    """What `connect` says of those that want more than a key."""
    own = sorted({name for one in found for name in one.placeholders})
    parts = [f"fill in {', '.join(f'`{{{name}}}`' for name in own)}"] if own else []
    signed = {SIGN_IN[one.sign_in].partition(",")[0] for one in found if one.sign_in != "key"}
    parts += [one.removeprefix("with ") for one in sorted(signed)]
    if not any(one.key_variable for one in found):
        parts.append("no variable is known")
    if any(one.url is None and not one.refusal and one.sign_in == "key" for one in found):
        parts.append("base address and model; no curl line for its dialect")
    refused = Counter(one.refusal for one in found if one.refusal)
    for why, count in sorted(refused.items()):
        parts.append(f"{count} {'route' if count == 1 else 'routes'} refused: {why}")
    return "; ".join(parts)


def test_the_tables_are_the_catalogs(shipped: Any, request: pytest.FixtureRequest) -> None:
    """Every provider with routes on sale; `--write-snapshots` rewrites them."""
    text, now = PAGE.read_text(encoding="utf-8"), providers(shipped)
    if request.config.getoption("--write-snapshots"):
        PAGE.write_text(TABLES.sub(lambda _: now, text), encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
    found = TABLES.search(text)
    assert found
    assert found.group() == now


def test_every_target_stands_on_the_page() -> None:
    """In the order of `llmpick export list`."""
    text = PAGE.read_text(encoding="utf-8").partition("## Targets")[2].partition("## ")[0]
    assert re.findall(r"^\| ([a-z0-9-]+) \|", text, re.MULTILINE)[2:] == list(TARGETS)
