"""The answers of `config` and `profile`."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.about import PlainAnswer
from llmpick.render.records.values import Stated, named


class SettingRecord(TypedDict):
    """A value of the need."""

    option: str
    """Option, without its dashes."""
    value: Stated
    """Its value."""
    source: str
    """`command line`, the name of a variable, a profile, a file, or a preset."""


class PlacesRecord(TypedDict):
    """Where files are looked for."""

    project_file: str | None
    """The nearest llmpick.toml."""
    profiles: str
    """Folder of profiles."""
    own_results: str
    """Folder of the user's own results."""


class ConfigAnswer(PlainAnswer):
    """Where each setting comes from. With `--format jsonl`, each line is one of `settings`."""

    settings: list[SettingRecord]
    """What is stated anywhere, then what presets fill in."""
    places: PlacesRecord
    """Where files are looked for; null where there is none."""


class ProfileRecord(TypedDict):
    """A saved need."""

    name: str
    """Its name."""
    path: str
    """Its file."""
    need: Annotated[dict[str, Stated], named("^[a-z][a-z0-9-]*$")]
    """What it states: options of `llmpick recommend` and `llmpick cost`, without their dashes."""


class ProfileAnswer(PlainAnswer):
    """Saved needs. With `--format jsonl`, each line is one of `profiles`."""

    profiles: list[ProfileRecord]
    """Profiles, by name."""
