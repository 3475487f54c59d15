"""The pages of the site that stand elsewhere in the checkout, and links between all of them."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent
ELSEWHERE = {
    "README.md": "index.md",
    "README.ja.md": "index.ja.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "catalog/README.md": "catalog.md",
    "catalog/CHANGELOG.md": "catalog-changelog.md",
}
"""File of the checkout → page of the site."""
LINK = re.compile(r"\[([^\]\n]*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """Put in the pages that stand outside of docs/."""
    for path, page in ELSEWHERE.items():
        text = _linked((ROOT / path).read_text(encoding="utf-8"), path)
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Lead links out of docs/ to the pages that stand for those files."""
    if page.file.src_uri in ELSEWHERE.values():
        return markdown
    return _linked(markdown, f"docs/{page.file.src_uri}")


def _linked(markdown: str, path: str) -> str:
    """*markdown* of the file *path*, its links to files as links to pages, or as plain words."""
    here = posixpath.dirname(path)
    base = posixpath.dirname(ELSEWHERE.get(path, path.removeprefix("docs/")))

    def link(found: re.Match[str]) -> str:
        words, file, anchor = found.groups()
        target = posixpath.normpath(posixpath.join(here, file))
        page = ELSEWHERE.get(target, target.removeprefix("docs/"))
        if not page.endswith(".md"):
            return words
        return f"[{words}]({posixpath.relpath(page, base or '.')}{anchor or ''})"

    return LINK.sub(link, markdown)
