"""A catalog into a repository, beside those that are there: packs, lists, signatures."""

from __future__ import annotations

import re
from typing import NamedTuple

from llmpick.catalog import compile, read
from llmpick.errors import UserError, shown
from llmpick.files.read import read_bytes
from llmpick.releases import archive, forms, packs
from llmpick.releases.repository import Repository, keys_in
from llmpick.version import __version__

MAX_INDEX_BYTES = 5_000_000


class Published(NamedTuple):
    """
    What a publication made.

    *packs* it has, *new_packs* of them were not there; *new_bytes* is what those who have the
    version before must fetch of them; *archive* is where the archive lies, None without one.
    """

    version: str
    sha256: str
    needs: str
    root_version: int
    packs: int
    new_packs: int
    new_bytes: int
    archive: str | None


def publish(
    catalog: str,
    repository: str,
    keys: str,
    *,
    old_keys: str | None = None,
    needs: str | None = None,
    days: int = 30,
    into: str | None = None,
) -> Published:
    """
    Publish the catalog in the folder *catalog*, or renew the signatures where it is there already.

    Args:
        catalog: A folder of TOML files.
        repository: The folder to publish in; new, or one that this function made.
        keys: The folder of private keys.
        old_keys: The folder with the root's key of before, where that changes.
        needs: The oldest llmpick that can read the catalog; None for this one.
        days: So long the list of versions holds, until it must be signed again.
        into: An archive to write beside it, for those without a network.

    Raises:
        UserError: the catalog is broken, its version is taken, a key is missing, or no llmpick
            has the number that it *needs*.
    """
    if needs is not None and re.fullmatch(forms.TOOL, needs) is None:
        raise UserError(f"`{shown(needs)}` is no version of llmpick", hint="as --needs 0.1.0")
    signers = keys_in(keys)
    older = keys_in(old_keys) if old_keys else {role: [] for role in signers}
    version = read.version(catalog)
    compile.tables(catalog)  # what nobody could read is not published
    release = forms.Release(
        version=version,
        sha256=compile.content_hash(catalog),
        needs=needs or plain_version(__version__),
        contents=f"{version}.json.xz",
    )
    there = Repository(repository)
    known = _releases(there)
    taken = next((one for one in known if one.version == version), None)
    if taken is not None and taken.sha256 != release.sha256:
        raise UserError(
            f"version {version} is published already, with other facts",
            hint="raise the day in VERSION: what is published does not change",
        )
    root_version = there.renew_root(signers, older)
    made, new = _put(there, catalog, release)
    every = sorted(
        [*(one for one in known if one.version != version), release],
        key=lambda one: read.day_of(one.version),
    )
    index = forms.written(forms.Index(releases=every))
    there.put_target(forms.INDEX, index, packs.digest(index))
    there.state(forms.INDEX, index)
    there.commit(signers, days)
    if into is not None:
        archive.write(there, release, made, into)
    return Published(
        version=version,
        sha256=release.sha256,
        needs=release.needs,
        root_version=root_version,
        packs=len(made),
        new_packs=len(new),
        new_bytes=sum(pack.length for pack in new),
        archive=into,
    )


def plain_version(text: str) -> str:
    """The numbers that *text*, a version of llmpick, begins with: 0.2 of 0.2rc1."""
    numbers = []
    for part in text.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(digits)
    return ".".join(numbers)


def _releases(there: Repository) -> list[forms.Release]:
    target = there.targets.signed.targets.get(forms.INDEX)
    if target is None:
        return []
    path = there.target_path(forms.INDEX, target.hashes["sha256"])
    return forms.read(forms.Index, read_bytes(path, "list of versions", MAX_INDEX_BYTES)).releases


def _put(
    there: Repository, catalog: str, release: forms.Release
) -> tuple[list[forms.Pack], list[forms.Pack]]:
    """All packs of the catalog, and those of them that were not there."""
    made, new = [], []
    for name, content in packs.packed(packs.texts_of(catalog)).items():
        data = packs.compressed(content)
        pack = forms.Pack(
            name=name,
            sha256=packs.digest(data),
            length=len(data),
            content_sha256=packs.digest(content),
            content_bytes=len(content),
        )
        made.append(pack)
        if there.put_target(pack.target, data, pack.sha256):
            new.append(pack)
    contents = packs.compressed(forms.written(forms.Contents(packs=made)))
    there.put_target(release.target, contents, packs.digest(contents))
    there.state(release.target, contents)
    return made, new
