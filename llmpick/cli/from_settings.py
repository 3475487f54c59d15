"""What is not on the command line, where there is any: loaded only then."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from llmpick.cli import need_options, options, out
from llmpick.errors import UserError
from llmpick.inputs import needfile, settings
from llmpick.inputs.settings import Layer, Setting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmpick.core.need.need import Wish


def resolved(typed: Wish, profile: str | None, without: Sequence[str] = ()) -> dict[str, Setting]:
    """
    Each field that is stated anywhere, with its source; of the options *without* as typed alone.

    Raises:
        UserError: a place states what no need has, or there is no such option.
    """
    keys = need_options.keys()
    dropped = {needfile.known(name.lstrip("-"), keys, "--without").field for name in without}
    path = need_options.project_file()
    found = [Layer(settings.COMMAND_LINE, typed)]
    found += settings.from_environment(os.environ, keys)
    found += [settings.from_profile(profile, keys)] if profile is not None else []
    found += [settings.from_file(path, keys)] if path is not None else []
    kept = [found[0]]
    kept += [
        layer._replace(wish=cast("Wish", {k: v for k, v in layer.wish.items() if k not in dropped}))
        for layer in found[1:]
    ]
    return settings.merged(kept)


def wish_from(found: Mapping[str, Setting]) -> Wish:
    """The wish that settings make up."""
    return cast("Wish", {field: setting.value for field, setting in found.items()})


def told(found: Mapping[str, Setting]) -> None:
    """Say on stderr what the environment and the project's file state: nobody typed it today."""
    by_source: dict[str, list[str]] = {}
    for name, key in need_options.keys().items():
        setting = found.get(key.field)
        if setting is not None and not setting.source.startswith(("profile", "command")):
            by_source.setdefault(setting.source, []).append(name)
    for source, names in by_source.items():
        out.complain(f"note: {', '.join(names)} from {source}")


def blamed(
    error: UserError, found: Mapping[str, Setting], folder: str | None, as_of: str | None
) -> UserError:
    """*error* with the place and the key whose value alone makes it, where there is one."""
    from llmpick.inputs.need import need_of

    try:
        catalog = options.open_catalog(folder, as_of)
    except UserError:
        return error
    for name, key in need_options.keys().items():
        setting = found.get(key.field)
        if setting is None or setting.source == settings.COMMAND_LINE:
            continue
        try:
            need_of(catalog, cast("Wish", {key.field: setting.value}))
        except UserError as alone:
            if str(alone) == str(error):
                where = f"{setting.source}, `{name}`: {error}"
                return UserError(where, hint=error.hint)
    return error
