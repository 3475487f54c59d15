"""`llmpick profile …`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, options
from llmpick.cli.app import command
from llmpick.inputs.options import NEED, NeedOptions, keys, stated

app = command("profile")

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `llmpick profile list` says.")]


@app.callback()
def main() -> None:
    """Saved needs, for --profile."""


@app.command()
@need_command.takes_need(NEED, alone=True)
def save(
    need: NeedOptions,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as support-ja.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Where there is one of that name already.")
    ] = False,
    catalog: options.Folder = None,
    bare: options.Bare = None,
) -> int:
    """Keep a need: the options of `recommend` and `cost`, checked."""
    from llmpick.cli import out
    from llmpick.inputs import profiles
    from llmpick.inputs.need import need_of

    profiles.name_of(name)
    need_of(options.open_catalog(catalog, None), need)
    with out.interruptible():
        found = profiles.save(profiles.folder(), name, stated(need), keys(), replace=replace)
    out.complain(f"saved {found.path}")
    return 0


@app.command(name="list")
def list_profiles(form: options.Format = None, as_json: options.AsJson = False) -> int:
    """Your profiles, one line each."""
    from llmpick.cli import out
    from llmpick.inputs import profiles
    from llmpick.inputs.needfile import table_of
    from llmpick.render.answers import settings as render

    chosen = out.check_format(form, as_json)
    folder = profiles.folder()
    found, faults = profiles.readable(folder, keys())
    rows = [(item.name, item.path, table_of(item.values, keys())) for item in found]
    return out.emit(render.profiles(rows, folder), chosen, [f"left out: {one}" for one in faults])


@app.command()
def show(name: Name, form: options.Format = None, as_json: options.AsJson = False) -> int:
    """What a profile states."""
    from llmpick.cli import out
    from llmpick.inputs import profiles
    from llmpick.inputs.needfile import table_of
    from llmpick.render.answers import settings as render

    chosen = out.check_format(form, as_json)
    found = profiles.read(profiles.folder(), name, keys())
    return out.emit(render.profile(found.name, found.path, table_of(found.values, keys())), chosen)


@app.command()
def delete(name: Name) -> int:
    """Forget a profile."""
    from llmpick.cli import out
    from llmpick.inputs import profiles

    out.complain(f"deleted {profiles.delete(profiles.folder(), name)}")
    return 0
