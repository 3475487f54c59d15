"""What every page is put together from: escaped pieces, tables, and a policy that loads nothing."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from llmpick.render import words
from llmpick.render.formats.documents import dumps
from llmpick.render.page.report_text import link
from llmpick.render.page.tongue import spoken, spoken_all

STATIC = os.path.join(os.path.dirname(__file__), "static")


def static(name: str) -> str:
    """A file that pages are made of."""
    with open(os.path.join(STATIC, name), encoding="utf-8") as file:
        return file.read()


def policy(scripts: Iterable[str]) -> str:
    """A page's content security policy: nothing is fetched, no script runs but its own."""
    hashes = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    ]
    own = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {own}; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'none'; base-uri 'none'"
    )


def script_json(value: Any) -> str:
    """*value* as JSON that may stand in a script element, whatever texts it holds."""
    text = dumps(spoken_all(value), separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def text(value: str) -> str:
    """*value* as HTML, in the language of the page."""
    return escape(words.printable(spoken(value)))


def pairs(given: Iterable[tuple[str, str]]) -> str:
    """Labels with what they mean, for a `dl`."""
    return "\n".join(
        f"<div><dt>{text(label)}</dt><dd>{text(line)}</dd></div>" for label, line in given
    )


def items(lines: Iterable[str]) -> str:
    """Lines of a list."""
    return "\n".join(f"<li>{text(line)}</li>" for line in lines)


CELLS = {
    "h": '<th scope="row">{}</th>',
    "n": '<td class="n">{}</td>',
    "d": '<td class="d">{}</td>',
    "t": "<td>{}</td>",
}
"""By the letter of a column: h heads its row, n is a number, d a day, t a text."""


def cells(row: Iterable[str], kinds: str) -> str:
    """Cells of one row by a letter each, see `CELLS`; all are escaped."""
    return "".join(CELLS[kind].format(text(cell)) for cell, kind in zip(row, kinds, strict=True))


def table(label: str, heads: Sequence[str], kinds: str, rows: Iterable[str]) -> str:
    """A table that scrolls by itself where it is too wide; *rows* are HTML of cells."""
    top = "".join(
        f'<th scope="col"{" class=n" if kind == "n" else ""}>{text(head)}</th>'
        for head, kind in zip(heads, kinds, strict=True)
    )
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{text(label)}"><table>\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def anchor(name: str, url: str | None) -> str:
    """*name* as a link where *url* may be followed."""
    target = link(url)
    if not target:
        return text(name)
    return f'<a href="{text(target)}" rel="noopener noreferrer">{text(name)}</a>'


def contents(sections: Iterable[tuple[str, str]]) -> str:
    """Links to sections of the page, by their identifier and heading."""
    return "\n".join(f'<li><a href="#{key}">{text(name)}</a></li>' for key, name in sections)
