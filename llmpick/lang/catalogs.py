"""`python -m llmpick.lang.catalogs` renews the files of translations; it needs babel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO

from llmpick.lang import extract

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "llmpick", "lang", "ja", "LC_MESSAGES")
SOURCES = (
    ("llmpick", ".py", extract.python),
    ("catalog/tasks", ".toml", extract.tasks),
    ("catalog/regulations", ".toml", extract.regulations),
)


def messages() -> Iterator[tuple[str, str, str]]:
    """Every message there is to say, as (file, context, English)."""
    for folder, ending, read in SOURCES:
        for place, folders, names in os.walk(os.path.join(ROOT, folder)):
            folders.sort()
            for name in sorted(names):
                if not name.endswith(ending):
                    continue
                path = os.path.join(place, name)
                with open(path, "rb") as file:
                    for _, _, (context, text), _ in read(file):
                        yield os.path.relpath(path, ROOT).replace(os.sep, "/"), context, text


def translated() -> dict[tuple[str, str], str]:
    """The translations on file, by context and English."""
    from babel.messages.pofile import read_po

    with open(os.path.join(FOLDER, "llmpick.po"), "rb") as file:
        return {
            (one.context or "", str(one.id)): str(one.string)
            for one in read_po(file, locale="ja")
            if one.id and one.string
        }


def written() -> tuple[bytes, bytes]:
    """
    What the files are to hold: translations of messages that there are, in the order of them.

    Returns:
        The text (.po), and what is read at run time (.mo).
    """
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import write_po

    known = translated()
    made = Catalog(locale="ja", project="llmpick", fuzzy=False)
    for path, context, text in messages():
        if (context, text) in known:
            made.add(text, known[context, text], context=context or None, locations=[(path, 0)])
    text_file, compiled = BytesIO(), BytesIO()
    write_po(text_file, made, width=0, omit_header=True, include_lineno=False)
    made.mime_headers = [("Content-Type", "text/plain; charset=utf-8")]
    write_mo(compiled, made)
    head = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + text_file.getvalue(), compiled.getvalue()


def main() -> None:
    """Write both files."""
    for name, data in zip(("llmpick.po", "llmpick.mo"), written(), strict=True):
        with open(os.path.join(FOLDER, name), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main()
