"""
Compiles the catalog when a wheel is built, so that an installed llmpick answers at once.

The wheel also gets what shells read: the table of completion, the scripts, and manual pages.

An editable install compiles it in place, beside its TOML.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

import tomli
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogHook(BuildHookInterface[Any]):
    """Puts llmpick/catalog/catalog.bin into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before anything is packed."""
        sys.path.insert(0, self.root)
        # Half of the build is reading TOML, which this reader, the one that Python took over, does
        # in less than half the time where it is compiled; and nothing made here is garbage.
        sys.modules["tomllib"] = tomli
        gc.disable()
        from llmpick.catalog import compile

        folder = os.path.join(self.root, "catalog")
        if version == "editable":
            compile.write(folder)
            return
        target = os.path.join(self.directory, "catalog.bin")
        os.makedirs(self.directory, exist_ok=True)
        with open(target, "wb") as file:
            file.write(compile.build(folder, portable=True))
        build_data["force_include"][target] = "llmpick/catalog/catalog.bin"
        self._for_shells(os.path.join(self.directory, "shells"), build_data)

    def _for_shells(self, folder: str, build_data: dict[str, Any]) -> None:
        from llmpick.catalog import read
        from llmpick.cli import complete_table, man
        from llmpick.cli.complete_scripts import PLACES, SCRIPTS

        for path in man.write(
            folder, read.day_of(read.version(os.path.join(self.root, "catalog")))
        ):
            build_data["shared_data"][path] = f"share/man/man1/{os.path.basename(path)}"
        for shell, script in SCRIPTS.items():
            path = os.path.join(folder, f"llmpick.{shell}")
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(script)
            build_data["shared_data"][path] = PLACES[shell]
        table = os.path.join(folder, "completion.bin")
        with open(table, "wb") as packed:
            packed.write(complete_table.packed(complete_table.commands(), None))
        build_data["force_include"][table] = "llmpick/cli/completion.bin"
