"""Where things of the user lie, and which catalog is meant: a look at names, without the parser."""

import os

PROGRAM = os.path.dirname(os.path.dirname(__file__))
"""The folder of the package."""
CHECKOUT = os.path.join(os.path.dirname(PROGRAM), "catalog")
"""The catalog's files, where llmpick runs from a checkout."""


def evidence_folder() -> str:
    """Where a user's own results lie: LLMPICK_EVIDENCE_DIR, else in their data folder."""
    return _data_folder("evidence", "LLMPICK_EVIDENCE_DIR")


def tries_folder() -> str:
    """Where the journals of `try` lie: LLMPICK_TRIES_DIR, else in the user's data folder."""
    return _data_folder("tries", "LLMPICK_TRIES_DIR")


def catalogs_folder() -> str:
    """Where published catalogs lie: LLMPICK_CATALOGS_DIR, else in the user's data folder."""
    return _data_folder("catalogs", "LLMPICK_CATALOGS_DIR")


def _data_folder(name: str, variable: str) -> str:
    named = os.environ.get(variable)
    if named:
        return named
    return os.path.join(home_folder("XDG_DATA_HOME", ".local", "share"), name)


def home_folder(variable: str, *usual: str) -> str:
    """A folder of llmpick's own in the user's home: below *variable*, else below *usual*."""
    base = os.environ.get(variable, "")
    if not os.path.isabs(base):  # the XDG specification: a relative path is to be ignored
        base = os.path.join(os.path.expanduser("~"), *usual)
    return os.path.join(base, "llmpick")


PROJECT = "llmpick.toml"


def project_file() -> str | None:
    """The nearest llmpick.toml, from the working folder upwards."""
    try:
        folder = os.getcwd()
    except OSError:  # it was removed
        return None
    while True:
        path = os.path.join(folder, PROJECT)
        if os.path.lexists(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def layer_folder() -> str:
    """Where the user's own layer lies: LLMPICK_OVERLAY, else in their configuration folder."""
    named = os.environ.get("LLMPICK_OVERLAY")
    if named:
        return os.path.abspath(named)
    return os.path.join(config_folder(), "overlay")


def config_folder() -> str:
    """Where the user's own files lie: LLMPICK_CONFIG_DIR, else in their configuration folder."""
    return os.environ.get("LLMPICK_CONFIG_DIR") or home_folder("XDG_CONFIG_HOME", ".config")


def refreshed_file() -> str:
    """Where `catalog refresh --mine` keeps what it read."""
    return os.path.join(home_folder("XDG_DATA_HOME", ".local", "share"), "refreshed.toml")


def own_layers() -> list[tuple[str, str]]:
    """
    Name and place of each layer of the user's own that there is, the lowest first.

    A look at names: nothing is read but whether the project's file speaks of a layer.

    Raises:
        UserError: LLMPICK_OVERLAY names no folder.
    """
    if os.environ.get("LLMPICK_OVERLAY") == "off":
        return []
    places = [("refreshed", refreshed_file()), ("user", layer_folder())]
    found = [(name, path) for name, path in places if os.path.lexists(path)]
    if os.environ.get("LLMPICK_OVERLAY") and not os.path.isdir(layer_folder()):
        from llmpick.errors import UserError, shown
        from llmpick.lang.said import said

        raise UserError(
            said(
                "LLMPICK_OVERLAY=`{layer_folder}` is no folder",
                layer_folder=shown(layer_folder(), 200),
            ),
            hint=said("the folder of a layer of your own, or off"),
        )
    project = project_file()
    if project is not None and _speaks_of_a_layer(project):
        found.append(("project", project))
    return found


def _speaks_of_a_layer(path: str) -> bool:
    from llmpick.files.read import bounded

    try:
        return b"overlay" in bounded(path, 100_000)
    except (OSError, ValueError):  # whoever reads the need in it says so
        return False


SHIPPED = "shipped"
"""The name of the catalog that comes with llmpick."""


def chosen(named: str | None) -> str | None:
    """
    The folder of the catalog that is *named*, or in use; None: the one that comes with llmpick.

    A name is a folder, a version that `catalog update` brought, or `shipped`.

    Raises:
        CatalogError: it is not on this machine.
    """
    if named is None:
        return _in_use()
    if os.path.isdir(named) or not (named == SHIPPED or is_version(named)):
        return named
    if named == SHIPPED or is_installed(named):
        return None if named == SHIPPED else os.path.join(catalogs_folder(), named)
    from llmpick.catalog.load import load

    if load().meta.version == named:
        return None
    from llmpick.errors import CatalogError
    from llmpick.lang.said import said

    raise CatalogError(
        said("catalog {named} is not on this machine", named=named),
        hint=said(
            "`llmpick catalog versions` lists those that are, `llmpick catalog update --to "
            "{named}` fetches it",
            named=named,
        ),
    )


def is_version(text: str) -> bool:
    """Whether *text* is the version of a catalog: 2026.11.30."""
    parts = text.split(".")
    return len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts)


def is_installed(version: str) -> bool:
    """Whether `catalog update` brought that *version*, and it is still there."""
    return is_version(version) and os.path.isdir(os.path.join(catalogs_folder(), version))


def _in_use() -> str | None:
    """
    The folder of the version in use; releases/store.py says what names it.

    After an upgrade of llmpick an update of before does not hide a newer catalog that came with it.
    """
    folder = catalogs_folder()
    try:
        with open(os.path.join(folder, "in-use"), encoding="utf-8") as file:
            version, by, tool = file.read(100).split()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        version = by = tool = ""
    if not is_installed(version):
        from llmpick.errors import CatalogError, shown
        from llmpick.lang.said import said

        raise CatalogError(
            said(
                "the catalog in use, `{version}`, is not in `{folder}`",
                version=shown(version),
                folder=shown(folder, 120),
            ),
            hint=said("llmpick catalog use shipped"),
        )
    from llmpick.version import __version__

    if by == "update" and tool != __version__ and _shipped_is_newer(version):
        return None
    return os.path.join(folder, version)


def _shipped_is_newer(version: str) -> bool:
    from llmpick.catalog.load import load

    return tuple(map(int, load().meta.version.split("."))) > tuple(map(int, version.split(".")))
