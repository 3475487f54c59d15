"""A published version onto this machine: from an address, or from an archive."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import NamedTuple

from llmpick.catalog import read
from llmpick.catalog.contents import Catalog
from llmpick.errors import CatalogError, UserError, shown
from llmpick.files import write
from llmpick.files.read import read_bytes
from llmpick.releases import forms, packs
from llmpick.releases.client import BOOTSTRAP, STAYS, Client, ReleaseSource
from llmpick.releases.publish import plain_version
from llmpick.releases.store import GONE, Store
from llmpick.version import __version__

MAX_ROOT_BYTES = 200_000
ONE_DAY = timedelta(days=1)
Progress = Callable[[str, int, int], None]


class Updated(NamedTuple):
    """
    What an update did: the *version* now in use, and the one *before*, None for the shipped one.

    *packs* it has; *fetched_packs* of them were not at hand; *moved_bytes* counts bodies of all
    *requests*, lists and signatures included.
    """

    version: str
    sha256: str
    before: str | None
    new: bool
    packs: int
    fetched_packs: int
    moved_bytes: int
    requests: int


def update(
    store: Store,
    address: str,
    source: ReleaseSource,
    catalog: Catalog,
    *,
    root: str | None = None,
    to: str | None = None,
    remember: bool = False,
    progress: Progress = lambda stage, done, of: None,
    waiting: Callable[[], None] | None = None,
) -> Updated:
    """
    Take the newest version that *source* has, or the version *to*, and use it.

    Args:
        store: Where to.
        address: Where the repository lies.
        source: What reads there.
        catalog: The one in use, for what needs not be fetched.
        root: The file of the root of trust; needed once.
        to: A version; older ones may be asked for by name.
        remember: The address is that of the next update, where none is named.
        progress: Told how far it is: stage, done, of.
        waiting: Called where another update must end first.

    Raises:
        UserError: it cannot be had, trusted or kept. The old catalog stays in use.
    """
    _check_clock(catalog)
    with store.changing(waiting):
        before = store.in_use()
        with _trust(store, root) as trust, write.scratch_folder(store.folder) as room:
            client = Client(address, source, trust, room)
            release = _chosen(client.index().releases, to)
            if to is None and _is_old(release, catalog):
                if before == catalog.meta.version:
                    store.use(before, "update")  # another llmpick may have compiled it
                return _nothing_new(catalog, before, source)
            found, made, fetched = store.version(release.version), 0, 0
            if found is not None and found.sha256 not in (None, release.sha256):
                raise UserError(
                    f"a catalog {release.version} with other facts is here already",
                    hint=f"look where it is from, then llmpick catalog versions --remove "
                    f"{release.version}",
                )
            if found is None:
                listed = client.contents(release).packs
                texts, fetched = _texts(client, listed, catalog, progress)
                progress("compiling", 0, 0)
                store.put(release.version, texts, release.sha256)
                made = len(listed)
        store.use(release.version, "update")
        if remember:
            store.keep_source(address)
        return Updated(
            version=release.version,
            sha256=release.sha256,
            before=before,
            new=before != release.version,
            packs=made,
            fetched_packs=fetched,
            moved_bytes=source.received_bytes,
            requests=source.requests,
        )


def _is_old(release: forms.Release, catalog: Catalog) -> bool:
    """Whether *catalog* is that release, or of a later day."""
    own, day = catalog.meta.own_day, read.day_of(release.version)
    return day < own or (day == own and release.sha256 == catalog.meta.sha256)


def _nothing_new(catalog: Catalog, before: str | None, source: ReleaseSource) -> Updated:
    meta, moved = catalog.meta, source.received_bytes
    return Updated(meta.version, meta.sha256, before, False, 0, 0, moved, source.requests)


def _check_clock(catalog: Catalog) -> None:
    """A clock before the catalog's own day would take what is out of date for fresh."""
    today = date.today()
    if (today + ONE_DAY).isoformat() < catalog.meta.own_day:  # it may be tomorrow elsewhere
        raise UserError(
            f"this machine's clock says {today}, before the day of the catalog that it has, "
            f"{catalog.meta.own_day}",
            hint="set the clock: what is signed holds for some days only",
        )


@contextmanager
def _trust(store: Store, root: str | None) -> Iterator[str]:
    """The folder of trust; a new one is kept only if what it names could be trusted."""
    given = read_bytes(root, "root of trust", MAX_ROOT_BYTES) if root is not None else None
    if os.path.isdir(store.trust):
        if given is not None and not _is_known(store.trust, given):
            raise UserError(
                "the catalogs here are trusted by another root",
                hint=f"other catalogs have another folder: LLMPICK_CATALOGS_DIR; or remove "
                f"`{shown(store.trust, 120)}`, and trust the new root alone",
            )
        yield store.trust
        return
    if given is None:
        raise UserError(
            "no root of trust is known: llmpick ships none yet",
            hint="get root.json from the publisher, check it, and name it once: --root FILE",
        )
    with write.new_folder(store.trust, taken=GONE) as folder:
        write.fill(os.path.join(folder, BOOTSTRAP), given)
        yield folder


def _is_known(trust: str, given: bytes) -> bool:
    """Whether *given* is the root that this store began with, or one that followed it."""
    history = os.path.join(trust, "root_history")
    names = [os.path.join(history, name) for name in os.listdir(history)]
    for path in [os.path.join(trust, BOOTSTRAP), *names]:
        with open(path, "rb") as file:
            if file.read() == given:
                return True
    return False


def _chosen(releases: list[forms.Release], to: str | None) -> forms.Release:
    """
    The newest of *releases*, or the one that is named.

    Raises:
        UserError: there is no such version, or it needs a newer llmpick.
    """
    known = {one.version: one for one in releases}
    if to is not None and to not in known:
        raise UserError(
            f"no catalog `{shown(to)}` is published",
            hint=f"there are {', '.join([*known][-5:])}",
        )
    release = known[to] if to is not None else releases[-1]
    if _fits(release):
        return release
    older = [one.version for one in releases if _fits(one)]
    also = f"; or --to {older[-1]}, which this one reads" if older else ""
    raise UserError(
        f"catalog {release.version} needs llmpick {release.needs} or later, this is {__version__}",
        hint=f"{STAYS}; install a newer llmpick{also}",
    )


def _fits(release: forms.Release) -> bool:
    def numbers(text: str) -> list[int]:
        found = [int(part) for part in text.split(".")]
        return [*found, 0, 0, 0, 0][:4]

    return numbers(release.needs) <= numbers(plain_version(__version__))


def _own_packs(catalog: Catalog) -> dict[str, bytes]:
    """The content of each pack of *catalog* by its hash; none where its files are damaged."""
    try:
        return {packs.digest(one): one for one in packs.packed(packs.texts_in(catalog)).values()}
    except (OSError, ValueError, CatalogError):
        return {}


def _texts(
    client: Client, listed: list[forms.Pack], catalog: Catalog, progress: Progress
) -> tuple[dict[str, str], int]:
    """All files of the packs *listed*, and how many packs *catalog* did not have."""
    own = _own_packs(catalog)
    missing = sum(pack.content_sha256 not in own for pack in listed)
    texts: dict[str, str] = {}
    fetched = 0
    for pack in listed:
        content = own.get(pack.content_sha256)
        if content is None:
            fetched += 1
            progress("fetching", fetched, missing)
            content = client.content(pack)
        texts |= packs.unpacked(content)
    return texts, missing
