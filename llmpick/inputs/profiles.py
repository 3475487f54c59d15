"""Saved needs: one TOML file a name in the user's configuration folder."""

from __future__ import annotations

import os
import re
from typing import Any, NamedTuple

from llmpick.errors import UserError, near_names, shown
from llmpick.inputs.needfile import Keys, read_table, table_of, values_of
from llmpick.inputs.options import Values
from llmpick.lang.said import said

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names that are no files on Windows."""


class Profile(NamedTuple):
    """A need by its *name*, in the file *path*."""

    name: str
    path: str
    values: Values


def folder() -> str:
    """Where profiles lie: below LLMPICK_CONFIG_DIR, else in the user's configuration folder."""
    named = os.environ.get("LLMPICK_CONFIG_DIR")
    if named:
        return os.path.join(named, "profiles")
    base = os.environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):  # the XDG specification: a relative path is to be ignored
        base = os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(base, "llmpick", "profiles")


def name_of(text: str) -> str:
    """
    *text* as the name of a profile; capitals make no difference.

    Raises:
        UserError: it is none, such as a path.
    """
    folded = text.strip().lower()
    if not NAME.fullmatch(folded) or DEVICES.fullmatch(folded):
        raise UserError(
            said("no name `{text}` for a profile", text=shown(text)),
            hint=said("a-z, 0-9, `-` and `_`, such as support-ja"),
        )
    return folded


def names(where: str) -> list[str]:
    """The names of all profiles, sorted; none where there is no folder."""
    try:
        entries = os.listdir(where)
    except OSError:
        return []
    found = (entry[:-5] for entry in entries if entry.endswith(".toml"))
    return sorted(name for name in found if NAME.fullmatch(name))


def read(where: str, name: str, keys: Keys) -> Profile:
    """
    The profile *name*.

    Raises:
        UserError: there is none, or its file holds what no need has.
    """
    known = name_of(name)
    path = os.path.join(where, f"{known}.toml")
    if not os.path.lexists(path):
        raise _missing(where, name)
    table = read_table(path, "profile")
    return Profile(known, path, values_of(table, keys, f"the profile `{shown(path, 200)}`"))


def readable(where: str, keys: Keys) -> tuple[list[Profile], list[UserError]]:
    """The profiles that can be read, and what is wrong with the others."""
    found, faults = [], []
    for name in names(where):
        try:
            found.append(read(where, name, keys))
        except UserError as error:
            faults.append(error)
    return found, faults


def save(where: str, name: str, values: Values, keys: Keys, *, replace: bool) -> Profile:
    """
    Keep what is stated in *values* as the profile *name*, whole or not at all.

    Raises:
        UserError: it states nothing, the name is taken, or the folder does not take the file.
    """
    from llmpick.files import write as files

    known = name_of(name)
    table: dict[str, Any] = table_of(values, keys)
    if not table:
        raise UserError(
            said("nothing was stated that a profile could keep"),
            hint=said("llmpick profile save {known} --task coding --budget 300", known=known),
        )
    path = os.path.join(where, f"{known}.toml")
    files.private_folder(where)
    if replace:
        files.replace(path, files.toml(table), mode=0o600)
    else:
        taken = UserError(
            said("there is a profile `{known}` already", known=known),
            hint=said("another name, or --replace"),
        )
        files.create(path, files.toml(table), taken=taken, mode=0o600)
    return Profile(known, path, values)


def delete(where: str, name: str) -> str:
    """
    Delete the profile *name*; its path.

    Raises:
        UserError: there is none, or it cannot be deleted.
    """
    path = os.path.join(where, f"{name_of(name)}.toml")
    if not os.path.lexists(path):
        raise _missing(where, name)
    try:
        os.unlink(path)
    except OSError as error:
        raise UserError(
            said(
                "`{path}` cannot be deleted: {strerror}",
                path=shown(path, 200),
                strerror=error.strerror,
            ),
            hint=said("check the folder"),
        ) from None
    return path


def _missing(where: str, name: str) -> UserError:
    near = near_names(name, names(where), 1)
    hint = (
        said("did you mean `{near}`?", near=near[0])
        if near
        else said("`llmpick profile list` names yours")
    )
    return UserError(said("you have no profile `{name}`", name=shown(name)), hint=hint)
