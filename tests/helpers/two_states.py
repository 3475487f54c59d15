"""Two states of the small catalog, and a repository that holds both."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

OWN = {
    **{f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
ATLAS_3 = "offerings/acme/acme/atlas-3.toml"


def git(folder: Path, *arguments: str) -> None:
    """Run Git in *folder*, whatever its user has set."""
    command = ["git", "-C", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **OWN})


def replace(folder: Path, path: str, old: str, new: str) -> None:
    """Put *new* in the place of *old* in a file of the catalog in *folder*."""
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text, path
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def make_newer(folder: Path) -> None:
    """A price that halves, a day of an end, a term, a route that goes, a model that comes."""
    replace(folder, "VERSION", "2026.11.20", "2026.11.27")
    replace(
        folder,
        ATLAS_3,
        "input_per_mtok = 2.0\noutput_per_mtok = 10.0",
        "input_per_mtok = 1.0\noutput_per_mtok = 9.0",
    )
    replace(
        folder,
        "models/acme/atlas-3.toml",
        "[facts]\n",
        '[facts]\nretires_on = [\n    { value = 2027-06-01, source = "page" },\n]\n',
    )
    replace(
        folder,
        "providers/acme.toml",
        '{ value = 30, source = "terms" }',
        '{ value = 60, source = "terms" }',
    )
    replace(
        folder,
        "offerings/relay/acme/atlas-3.toml",
        '{ value = "current",',
        '{ value = "removed",',
    )
    path = folder / "models" / "acme" / "atlas-3-mini.toml"
    shutil.copy(folder / "models" / "acme" / "atlas-1.toml", path)
    text = path.read_text(encoding="utf-8")
    text = text.replace("atlas-1", "atlas-3-mini").replace("Atlas 1", "Atlas 3 mini")
    path.write_text(text, encoding="utf-8")


def repository(folder: Path, catalog: Path) -> None:
    """
    A repository in *folder* with the small catalog at `catalog/`, then with its newer state.

    Args:
        folder: Where it is made.
        catalog: The small catalog.
    """
    shutil.copytree(catalog, folder / "catalog")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    make_newer(folder / "catalog")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "second")
