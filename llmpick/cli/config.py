"""`llmpick config …`"""

from llmpick.cli import options, wish
from llmpick.cli.app import command
from llmpick.core.need import Wish

app = command("config")


@app.callback()
def main() -> None:
    """Where each setting comes from."""


@app.command()
@wish.asks(*wish.GROUPS, alone=True)
def show(
    asked: Wish,
    profile: wish.Profile = None,
    without: wish.Without = None,
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
    from llmpick import profiles
    from llmpick.api.wish import need_of
    from llmpick.cli import layers, out
    from llmpick.errors import UserError
    from llmpick.render import settings as render

    chosen = out.check_format(form, as_json)
    found = layers.resolved(asked, profile, without or ())
    opened = options.open_catalog(catalog, as_of)
    try:
        need = need_of(opened, layers.wish_from(found))
    except UserError as error:
        raise layers.blamed(error, found, catalog, as_of) from None
    named = [(name, found[key.field]) for name, key in wish.keys().items() if key.field in found]
    rows = [(name, setting.value, setting.source) for name, setting in named]
    places = {
        "project_file": wish.project_file(),
        "profiles": profiles.folder(),
        "own_results": options.evidence_folder(),
    }
    return out.emit(render.config(rows, need, places), chosen, options.notes(opened))
