"""
The table of what the command line takes where, as it is stored: read at a press of a key.

It lies in the wheel. In a checkout it is made again whenever a module of the program changed.
"""

import os
import zlib

from llmpick.catalog.container import Container, Damaged, open_container
from llmpick.cli import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    Plain: TypeAlias = "Mapping[str, Any]"
    """A command as plain values: commands, options, arguments."""

PACKAGED = os.path.join(places.PROGRAM, "cli", "completion.bin")
MADE = os.path.join(places.CHECKOUT, ".compiled", "completion.bin")


class StoredOption:
    """An option by its first *name*; *values* are parts as `complete` reads them."""

    __slots__ = ("help", "name", "repeats", "takes", "values")

    def __init__(self, name: str, takes: bool, repeats: bool, text: str, values: tuple[str, ...]):
        self.name, self.takes, self.repeats = name, takes, repeats
        self.help, self.values = text, values


class Command:
    """A command: its *commands* with what they are, or its *options* by each of their names."""

    __slots__ = ("_arguments", "_goes_on", "commands", "options")

    def __init__(self, plain: "Plain") -> None:
        self.commands: dict[str, str] = plain["commands"]
        self.options: dict[str, StoredOption] = {}
        for names, *rest in plain["options"]:
            option = StoredOption(names[0], *rest)
            self.options |= dict.fromkeys(names, option)
        self._arguments, self._goes_on = plain["arguments"]

    def argument(self, position: int) -> tuple[str, ...]:
        """What may stand as its argument at a *position*; the last of a list goes on."""
        if position >= len(self._arguments) and self._goes_on:
            position = -1
        known: list[tuple[str, ...]] = self._arguments
        return known[position] if position < len(known) else ()


def table() -> "Callable[[str], Command]":
    """What gives the command of a path: `catalog fit`, or `` for llmpick itself."""
    container = _stored()
    if container is None:
        return _make()
    return lambda path: Command(container.section(f"command {path}"))


def _stored() -> Container | None:
    try:
        if os.path.exists(PACKAGED):
            return open_container(PACKAGED)
        found = open_container(MADE)
        return found if found.section("sources") == sources() else None
    except (Damaged, KeyError):
        return None


def _make() -> "Callable[[str], Command]":
    from llmpick.cli.complete_table import commands, packed

    found = commands()
    if not os.path.exists(PACKAGED) and os.path.isdir(places.CHECKOUT):
        from llmpick.errors import UserError
        from llmpick.files.write import replace

        try:
            os.makedirs(os.path.dirname(MADE), exist_ok=True)
            replace(MADE, packed(found, sources()))
            os.chmod(MADE, 0o644)
        except (OSError, UserError):  # somebody else's checkout: made again each time
            pass
    return lambda path: Command(found[path])


def sources() -> tuple[int, int]:
    """Count and checksum of the names, sizes and times of the program's modules."""
    count = check = 0
    folders = [places.PROGRAM]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.name.endswith(".py"):
                    info = entry.stat()
                    line = f"{entry.path}\0{info.st_size}\0{info.st_mtime_ns}"
                    count, check = count + 1, check ^ zlib.crc32(line.encode("utf-8", "replace"))
    return count, check
