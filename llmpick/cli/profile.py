"""`llmpick profile …`"""

from typing import Annotated

import typer

from llmpick.cli import options, wish
from llmpick.cli.app import command
from llmpick.core.need import Wish

app = command("profile")

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `llmpick profile list` says.")]


@app.callback()
def main() -> None:
    """Saved needs, for --profile."""


@app.command()
@wish.asks(*wish.GROUPS, alone=True)
def save(
    asked: Wish,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as support-ja.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Where there is one of that name already.")
    ] = False,
    catalog: options.Folder = None,
    bare: options.Bare = None,
) -> int:
    """Keep a need: the options of `recommend` and `cost`, checked."""
    from llmpick import profiles
    from llmpick.api.wish import need_of
    from llmpick.cli import out

    profiles.name_of(name)
    need_of(options.open_catalog(catalog, None), asked)
    with out.interruptible():
        found = profiles.save(profiles.folder(), name, asked, wish.keys(), replace=replace)
    out.complain(f"saved {found.path}")
    return 0


@app.command(name="list")
def list_profiles(form: options.Format = None, as_json: options.AsJson = False) -> int:
    """Your profiles, one line each."""
    from llmpick import profiles
    from llmpick.cli import out
    from llmpick.needfile import table_of
    from llmpick.render import settings as render

    chosen = out.check_format(form, as_json)
    folder, keys = profiles.folder(), wish.keys()
    found = [profiles.read(folder, name, keys) for name in profiles.names(folder)]
    rows = [(item.name, item.path, table_of(item.wish, keys)) for item in found]
    return out.emit(render.profiles(rows, folder), chosen)


@app.command()
def show(name: Name, form: options.Format = None, as_json: options.AsJson = False) -> int:
    """What a profile states."""
    from llmpick import profiles
    from llmpick.cli import out
    from llmpick.needfile import table_of
    from llmpick.render import settings as render

    chosen = out.check_format(form, as_json)
    keys = wish.keys()
    found = profiles.read(profiles.folder(), name, keys)
    return out.emit(render.profile(found.name, found.path, table_of(found.wish, keys)), chosen)


@app.command()
def delete(name: Name) -> int:
    """Forget a profile."""
    from llmpick import profiles
    from llmpick.cli import out

    out.complain(f"deleted {profiles.delete(profiles.folder(), name)}")
    return 0
