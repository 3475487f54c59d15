"""`llmpick config …`"""

from typing import TYPE_CHECKING

from llmpick.cli import need_command, options
from llmpick.cli.app import command
from llmpick.inputs.options import NEED, NeedOptions, keys, stated

if TYPE_CHECKING:
    from llmpick.render.records.settings import PlacesRecord

app = command("config")


@app.callback()
def main() -> None:
    """Where each setting comes from."""


@app.command()
@need_command.takes_need(NEED, alone=True)
def show(
    need: NeedOptions,
    *,
    profile: need_command.Profile = None,
    without: need_command.Without = None,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
    bare: options.Bare = None,
) -> int:
    """
    Each value of the need that `recommend` would get here, and its source.

    First wins: command line, LLMPICK_* variables, --profile, llmpick.toml, the task's presets.
    """
    from llmpick.cli import from_settings, out
    from llmpick.errors import UserError
    from llmpick.inputs import profiles
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import settings as render

    chosen = out.check_format(form, as_json)
    found = from_settings.resolved(stated(need), profile, without or ())
    opened = options.open_catalog(catalog, as_of)
    try:
        full = need_of(opened, from_settings.options_of(found))
    except UserError as error:
        raise from_settings.blamed(error, found, catalog, as_of) from None
    named = [(name, found[one.field]) for name, one in keys().items() if one.field in found]
    rows = [(name, setting.value, setting.source) for name, setting in named]
    places: PlacesRecord = {
        "project_file": options.project_file(),
        "profiles": profiles.folder(),
        "own_results": options.evidence_folder(),
    }
    return out.emit(render.config(rows, full, places), chosen, options.notes(opened))
