"""A page without sliders: sections of text and tables, and charts that are drawn once."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from html import escape
from string import Template
from typing import NamedTuple

from llmpick.render.blocks import Block, Grid, Lines, Sentence
from llmpick.render.page import shell, texts, tongue
from llmpick.render.page.shell import static, text
from llmpick.render.page.tongue import spoken_blocks
from llmpick.render.wording.about import About
from llmpick.version import __version__


class Section(NamedTuple):
    """A part of a page: its identifier, its heading, and its HTML."""

    key: str
    head: str
    body: str


def html(
    title: str,
    headline: str,
    facts: str,
    about: About,
    top: str,
    sections: Sequence[Section],
    command: Sequence[str],
) -> str:
    """
    The whole page; the same bytes for the same input.

    Args:
        title: What it is about.
        headline: What to know first.
        facts: What it stands on, in a line.
        about: The catalog.
        top: HTML that stands above the list of contents.
        sections: What follows it.
        command: The command that asks the same again, without its day.
    """
    save = static("save.js")
    links: list[tuple[str, str]] = [
        *((one.key, one.head) for one in sections),
        ("repeat", texts.PAGE["h_repeat"]),
    ]
    nav = f'<nav aria-label="{text(texts.PAGE["contents"])}"><ul>{shell.contents(links)}</ul></nav>'
    parts = {
        **texts.page(notice=texts.REPORT["notice"], version=__version__, day=about.day),
        "lang": tongue.code(),
        "title": text(title),
        "headline": text(headline),
        "facts": text(facts),
        "body": "\n".join([top, nav, *map(_section, sections)]),
        "command": text(f"{shlex.join(command)} --as-of {about.day}"),
        "version": escape(__version__),
        "policy": shell.policy([save]),
        "style": static("page.css"),
        "model": shell.script_json(
            {"day": about.day, "words": {key: texts.SCRIPT[key] for key in ("svg", "png", "dated")}}
        ),
        "save": save,
    }
    return Template(static("sheet.html")).substitute(parts)


def _section(one: Section) -> str:
    head = f'<h2 id="h-{one.key}">{text(one.head)}</h2>'
    return f'<section id="{one.key}" aria-labelledby="h-{one.key}">\n{head}\n{one.body}\n</section>'


def blocks(found: Iterable[Block], label: str) -> str:
    """Blocks of an answer as HTML; a table is called *label*."""
    return "\n".join(_block(block, label) for block in spoken_blocks(found))


def _block(block: Block, label: str) -> str:
    if isinstance(block, Sentence):
        return f"<p>{text(block.text)}</p>"
    if isinstance(block, Lines):
        return f"<dl>{shell.pairs(block.pairs)}</dl>" if block.pairs else ""
    return grid(block, label)


def grid(block: Grid, label: str) -> str:
    """A table, its first column the heads of its rows, numbers to the right."""
    kinds = "".join(
        "h" if place == 0 else "n" if head.startswith(">") else "t"
        for place, head in enumerate(block.heads)
    )
    heads = [head.removeprefix(">") or texts.COMPARED["fact"] for head in block.heads]
    return shell.table(label, heads, kinds, (shell.cells(row, kinds) for row in block.rows))
