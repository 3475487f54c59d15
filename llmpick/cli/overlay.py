"""`llmpick overlay …`"""

from typing import TYPE_CHECKING, Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmpick.catalog.contents import Catalog
    from llmpick.overlay.places import LayerPlace
    from llmpick.render.records.overlay import LayerRecord

app = command("overlay")


@app.callback()
def main() -> None:
    """Your own prices, endpoints, contracts and what is forbidden, over the catalog."""
    import gc

    gc.enable()  # these run long and hold much


@app.command()
def init(
    target: Annotated[
        str | None,
        typer.Argument(metavar="[DIR]", help="Default: overlay/ in your configuration folder."),
    ] = None,
) -> int:
    """Begin a layer: a file overlay.toml whose examples are comments, which state nothing yet."""
    import os

    from llmpick.cli import out
    from llmpick.errors import UserError, shown
    from llmpick.files import write
    from llmpick.overlay.starter import STARTER

    folder = options.layer_folder() if target is None else target
    path = os.path.join(folder, "overlay.toml")
    taken = UserError(f"`{shown(path, 200)}` exists already", hint="edit it, or name another DIR")
    with out.interruptible():
        write.private_folder(folder)
        write.create(path, STARTER.encode(), taken=taken, mode=0o600)
    out.complain(f"wrote {shown(path, 200)}")
    if target is not None:
        out.complain(f"name it with LLMPICK_OVERLAY={shown(target, 200)}")
    return 0


@app.command()
def check(
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Every finding about your layers: file, key, what is wrong; and compile them where all is well.

    Exit codes: 0 no errors, 1 errors, 2 no catalog.
    """
    from llmpick.cli import out
    from llmpick.overlay.build import write
    from llmpick.render.answers import catalog as report

    chosen = out.check_format(form, as_json)
    base, places = _opened(catalog)
    with out.interruptible():
        laid = write(places, base) if places else None
    for place in places:
        out.complain(f"note: {place.name} layer: {place.path}")
    if not places:
        out.complain("note: you have no layer of your own: `llmpick overlay init` begins one")
    found = laid.findings if laid else []
    return out.emit(report.findings(found, "overlay check"), chosen)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A model, route or provider of the catalog.")
    ],
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """What the facts of a name become by your layers, and on which ground."""
    return _listed("overlay show", name, as_of, catalog, form, as_json)


@app.command(name="list")
def list_changes(
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """Your layers, and every fact that they change, with its value before and after."""
    return _listed("overlay list", None, as_of, catalog, form, as_json)


def _listed(
    called: str,
    name: str | None,
    as_of: str | None,
    catalog: str | None,
    form: str | None,
    as_json: bool,
) -> int:
    from llmpick.cli import out
    from llmpick.overlay import changes
    from llmpick.render.answers import overlay as render

    chosen = out.check_format(form, as_json)
    below = options.open_catalog(catalog, as_of, layered=False)
    above = options.open_catalog(catalog, as_of)
    rows = changes.changes(below, above)
    if name is not None:
        rows = changes.of_name(rows, _names(above, name))
    layers = _layers(below, _places())
    answer = render.answer(called, layers, rows, options.about(above))
    return out.emit(answer, chosen, options.notes(above))


def _names(catalog: "Catalog", name: str) -> "Sequence[str]":
    """
    The identifiers that *name* stands for.

    Raises:
        AmbiguousName, UnknownName: several, or none.
    """
    from llmpick.inputs.names import model_of

    if name in catalog.providers:
        return (name,)
    model, _, routes, _ = model_of(catalog, name)
    return routes or (model,)


def _places() -> "list[LayerPlace]":
    from llmpick.overlay.places import LayerPlace

    return [LayerPlace(*one) for one in options.own_layers()]


def _opened(catalog: str | None) -> "tuple[Catalog, list[LayerPlace]]":
    """The catalog without layers, on its own day, and where these lie."""
    return options.base_catalog(catalog), _places()


def _layers(base: "Catalog", places: "Sequence[LayerPlace]") -> "list[LayerRecord]":
    from llmpick.overlay.build import opened

    found = [opened(place, base.meta.version)[0] for place in places]
    return [
        {
            "name": layer.name,  # type: ignore[typeddict-item]
            "place": layer.place,
            "files": layer.files,
            "sha256": layer.sha256,
            "in_force": layer.states,
            "states": layer.about,
        }
        for layer in found
    ]
