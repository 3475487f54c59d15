"""What is not on the command line, where there is any: loaded only then."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from llmpick.cli import options, out
from llmpick.errors import UserError
from llmpick.inputs import needfile, settings
from llmpick.inputs.options import NeedOptions, Values, keys
from llmpick.inputs.options import need_options as need_of_values
from llmpick.inputs.settings import Setting, SettingsLayer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def resolved(typed: Values, profile: str | None, without: Sequence[str] = ()) -> dict[str, Setting]:
    """
    Each field that is stated anywhere, with its source; of the options *without* as typed alone.

    Raises:
        UserError: a place states what no need has, or there is no such option.
    """
    known = keys()
    dropped = {needfile.known(name.lstrip("-"), known, "--without").field for name in without}
    path = options.project_file()
    found = settings.from_environment(os.environ, known)
    found += [settings.from_profile(profile, known)] if profile is not None else []
    found += [settings.from_file(path, known)] if path is not None else []
    kept = [
        layer._replace(values={k: v for k, v in layer.values.items() if k not in dropped})
        for layer in found
    ]
    return settings.merged([SettingsLayer(settings.COMMAND_LINE, typed), *kept])


def options_of(found: Mapping[str, Setting]) -> NeedOptions:
    """The options that settings make up."""
    return need_of_values({field: setting.value for field, setting in found.items()})


def report(found: Mapping[str, Setting]) -> None:
    """Say on stderr what the environment and the project's file state: nobody typed it today."""
    by_source: dict[str, list[str]] = {}
    for name, key in keys().items():
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
    for name, key in keys().items():
        setting = found.get(key.field)
        if setting is None or setting.source == settings.COMMAND_LINE:
            continue
        try:
            need_of(catalog, options_of({key.field: setting}))
        except UserError as alone:
            if str(alone) == str(error):
                where = f"{setting.source}, `{name}`: {error}"
                return UserError(where, hint=error.hint)
    return error
