"""The answers of `profile` and `config`: saved needs, and where each setting comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from llmpick.core.need.need import Need
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import head

if TYPE_CHECKING:
    from llmpick.render.records.settings import (
        ConfigAnswer,
        PlacesRecord,
        ProfileAnswer,
        ProfileRecord,
        SettingRecord,
    )

Row = tuple[str, str, dict[str, Any]]
"""Name, path, what it states."""


def profiles(rows: Sequence[Row], folder: str) -> Answer:
    """All profiles."""
    blocks: list[Block] = [Sentence(f"No profile in {folder}.")]
    if rows:
        cells = tuple((name, options(need)) for name, _, need in rows)
        blocks = [Grid(("profile", "need"), cells)]
    return _answer(rows, blocks)


def profile(name: str, path: str, need: dict[str, Any]) -> Answer:
    """One profile, an option a line."""
    pairs = tuple((key, words(value)) for key, value in need.items())
    return _answer([(name, path, need)], [Sentence(f"{name}: {path}"), Lines(pairs)])


def _answer(rows: Sequence[Row], blocks: list[Block]) -> Answer:
    records: list[ProfileRecord] = [
        {"name": name, "path": path, "need": need} for name, path, need in rows
    ]
    payload: ProfileAnswer = {**head("profile"), "profiles": records}
    return Answer(
        payload=payload,
        records=records,
        ids=[name for name, _, _ in rows],
        blocks=blocks,
    )


def config(rows: Sequence[tuple[str, object, str]], need: Need, places: PlacesRecord) -> Answer:
    """
    Where each setting comes from.

    Args:
        rows: Option, value and source of what is stated anywhere.
        need: What they make up, presets filled in.
        places: Where files are looked for; None where there is none.
    """
    stated = {name for name, _, _ in rows}
    presets = [row for row in _presets(need) if row[0] not in stated]
    records: list[SettingRecord] = [
        {"option": name, "value": _json(value), "source": source}
        for name, value, source in (*rows, *presets)
    ]
    cells = tuple((name, words(value), source) for name, value, source in (*rows, *presets))
    payload: ConfigAnswer = {**head("config"), "settings": records, "places": places}
    return Answer(
        payload=payload,
        records=records,
        ids=[name for name, _, _ in rows],
        blocks=[
            Grid(("option", "value", "from"), cells),
            Lines(
                tuple(
                    (name.replace("_", " "), str(path or "none")) for name, path in places.items()
                )
            ),
        ],
    )


def _presets(need: Need) -> list[tuple[str, object, str]]:
    """What nobody stated, as the program fills it in."""
    work, task = need.workload, f"preset of task {need.task.id}"
    weights = ",".join(f"{name}={share:g}" for name, share in need.weights.items())
    return [
        ("task", need.task.id, "preset"),
        ("privacy", need.privacy_level, "preset"),
        ("weights", weights, task),
        ("requests", work.requests_per_month, task),
        ("input-tokens", work.input_tokens, task),
        ("output-tokens", work.output_tokens, task),
        ("cache-share", work.cache_read_share, task),
        ("reasoning-tokens", work.reasoning_tokens, task),
    ]


def options(need: Mapping[str, Any]) -> str:
    """A need as options of the command line: --task coding --tools"""
    from shlex import quote

    parts: list[str] = []
    for key, value in need.items():
        values = value if isinstance(value, list | tuple) else [value]
        parts += [
            f"--{key}" if item is True else f"--{key} {quote(words(item))}" for item in values
        ]
    return " ".join(parts)


def words(value: object) -> str:
    """A value as it is typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _json(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value
