"""An archive: a catalog on a machine without a network, checked like one from it."""

from __future__ import annotations

import datetime
import os
import socket
import zipfile
from pathlib import Path

import publisher
import pytest
from publisher import Publisher

from llmpick.errors import UserError
from llmpick.releases.archive import Archive
from llmpick.releases.store import Store
from llmpick.releases.update import update

NEW = "2026.11.22"


@pytest.fixture(scope="module")
def published(tmp_path_factory, small_catalog) -> Publisher:
    """A publisher, with an archive beside its repository."""
    folder = tmp_path_factory.mktemp("archive")
    made = Publisher(folder)
    publisher.make_keys(made.keys)
    made.publish(
        publisher.version(small_catalog, folder / "new", NEW), into=str(folder / "new.zip")
    )
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store of catalogs."""
    return Store(str(tmp_path / "store"))


def install(store: Store, path: Path, small, root: Path | None = None):
    """Take what the archive at *path* has."""
    source = Archive(str(path))
    try:
        return update(store, str(path), source, small, root=str(root) if root else None)
    finally:
        source.close()


def changed(path: Path, target: Path, **members: bytes) -> Path:
    """A copy of an archive with other *members*, by a part of their name."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            other = [data for part, data in members.items() if part in name]
            new.writestr(name, other[0] if other else old.read(name))
    return target


def test_an_archive_is_installed_without_a_network(store, published, small, monkeypatch):
    """No name is looked up, nobody is called."""

    def never(*given, **more):
        raise AssertionError("a socket")

    monkeypatch.setattr(socket, "socket", never)
    monkeypatch.setattr(socket, "getaddrinfo", never)
    done = install(store, published.folder / "new.zip", small, published.root)
    assert (done.version, done.new) == (NEW, True)
    assert store.in_use() == NEW


def test_an_archive_knows_no_clock(published):
    """It depends on nothing but what is in it."""
    with zipfile.ZipFile(published.folder / "new.zip") as found:
        assert {member.date_time for member in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_member_with_other_bytes(store, published, small, tmp_path):
    """Nothing is believed because it came on a stick."""
    path = changed(published.folder / "new.zip", tmp_path / "a.zip", base=b"x" * 100)
    with pytest.raises(UserError, match="other bytes than were signed"):
        install(store, path, small, published.root)
    assert store.in_use() is None


def test_an_archive_of_somebody_else(store, published, small, tmp_path, small_catalog):
    """The root of trust decides."""
    other = Publisher(tmp_path / "other")
    publisher.make_keys(other.keys)
    catalog = publisher.version(small_catalog, tmp_path / "c", NEW)
    other.publish(catalog, into=str(tmp_path / "other.zip"))
    with pytest.raises(UserError, match="not signed by the keys"):
        install(store, tmp_path / "other.zip", small, published.root)


def test_an_archive_that_is_out_of_date(store, published, small, tmp_path):
    """A freeze by hand."""

    def expired(signed):
        signed.expires = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)

    before = published.newest("timestamp").read_bytes()
    published.resign("timestamp", expired)
    data = published.newest("timestamp").read_bytes()
    published.newest("timestamp").write_bytes(before)
    path = changed(published.folder / "new.zip", tmp_path / "a.zip", timestamp=data)
    with pytest.raises(UserError, match="signed to hold until a day before"):
        install(store, path, small, published.root)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "C:\\x", "metadata/../../x", "a\0b"])
def test_a_member_that_leads_elsewhere(published, tmp_path, name):
    """The archive is refused whole, before anything of it is read."""
    path = changed(published.folder / "new.zip", tmp_path / "a.zip")
    with zipfile.ZipFile(path, "a") as zipped:
        info = zipfile.ZipInfo("x" * len(name))
        zipped.writestr(info, b"x")
    data = path.read_bytes().replace(b"x" * len(name), name.encode())
    path.write_bytes(data)
    with pytest.raises(UserError, match="which is no place"):
        Archive(str(path))


def test_what_is_no_archive(published, tmp_path):
    """Text, a cut archive, a compressed one, two members of one name, none at all."""
    text = tmp_path / "text"
    text.write_text("x")
    cut = tmp_path / "cut"
    cut.write_bytes((published.folder / "new.zip").read_bytes()[:-100])
    squeezed = tmp_path / "squeezed"
    with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("timestamp.json", b"0" * 1000)
    twice = tmp_path / "twice"
    with zipfile.ZipFile(twice, "w") as zipped:
        zipped.writestr("a", b"0")
        zipped.writestr("A", b"1")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (text, cut, squeezed, twice, pipe, Path("/dev/zero")):
        with pytest.raises(UserError, match="is no archive of published catalogs"):
            Archive(str(path))
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(UserError, match="cannot be read"):
            Archive(str(path))
