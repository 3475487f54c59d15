"""A user's own prompts: JSON lines of input, target, id, images; or one prompt a line."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from llmpick.errors import UserError, shown
from llmpick.files.read import read_bytes, read_text

MAX_BYTES = 50_000_000
MAX_PROMPTS = 10_000
MAX_IMAGE_BYTES = 20_000_000
KEYS = ("input", "target", "id", "images")
IMAGES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}


class Image(NamedTuple):
    """An image that is sent with a prompt: its media type, and its bytes in base64."""

    media_type: str
    data: str


class Prompt(NamedTuple):
    """
    One prompt.

    *targets* are the answers that count, any of them; none: it is not graded. *images* are read.
    """

    id: str
    input: str
    targets: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()


class Prompts(NamedTuple):
    """The prompts of a file: its last name, the SHA-256 of its bytes, and all of them in order."""

    name: str
    sha256: str
    items: tuple[Prompt, ...]

    @property
    def have_targets(self) -> bool:
        """Whether every prompt has one."""
        return all(item.targets for item in self.items)


def read(path: str) -> Prompts:
    """
    The prompts of the file *path*.

    Raises:
        UserError: it cannot be read, a line is no prompt, or an image is missing.
    """
    text = read_text(path, "file of prompts", MAX_BYTES)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    name = os.path.basename(path)
    if not lines:
        raise UserError(f"`{shown(name)}` has no prompt", hint="one a line, or JSON lines")
    if len(lines) > MAX_PROMPTS:
        raise UserError(
            f"`{shown(name)}` has {len(lines):,} prompts, more than {MAX_PROMPTS:,}",
            hint="fifty to two hundred tell models apart",
        )
    as_json = path.lower().endswith((".jsonl", ".ndjson")) or lines[0][1].lstrip().startswith("{")
    folder = os.path.dirname(path)
    items = [
        _of_json(number, line, folder) if as_json else Prompt(str(number), line.strip())
        for number, line in lines
    ]
    seen: set[str] = set()
    for item, (number, _) in zip(items, lines, strict=True):
        if item.id in seen:
            raise UserError(f"line {number}: the id `{shown(item.id)}` is there twice")
        seen.add(item.id)
    return Prompts(name, sha256(text.encode()).hexdigest(), tuple(items))


def _of_json(number: int, line: str, folder: str) -> Prompt:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise UserError(f"line {number} is no JSON", hint="one table a line") from None
    if not isinstance(row, Mapping) or not isinstance(row.get("input"), str):
        raise UserError(
            f"line {number} has no text `input`", hint='{"input": "...", "target": "..."}'
        )
    for key in row:
        if key not in KEYS:
            raise UserError(f"line {number}: no key `{shown(key)}`", hint=f"{', '.join(KEYS)}")
    images = row.get("images") or []
    if not isinstance(images, list) or not all(isinstance(one, str) for one in images):
        raise UserError(f"line {number}: `images` is no list of paths")
    given = row.get("id")
    return Prompt(
        str(number) if given is None else str(given),
        row["input"],
        _targets(row.get("target")),
        tuple(_image(number, one, folder) for one in images),
    )


def _targets(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple(map(_text, value))
    return (_text(value),)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _image(number: int, path: str, folder: str) -> Image:
    kind = IMAGES.get(os.path.splitext(path)[1].lower())
    if kind is None:
        raise UserError(
            f"line {number}: `{shown(path)}` is no image that is sent",
            hint=f"a file ending in {', '.join(IMAGES)}",
        )
    data = read_bytes(os.path.join(folder, path), "image", MAX_IMAGE_BYTES)
    return Image(kind, base64.b64encode(data).decode("ascii"))
