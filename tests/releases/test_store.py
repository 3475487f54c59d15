"""The catalogs on this machine: which is in use, and what a full or read-only disk does."""

from __future__ import annotations

import shutil
from pathlib import Path

import publisher
import pytest

from llmpick.catalog import compile, load
from llmpick.errors import UserError
from llmpick.releases import packs
from llmpick.releases.store import Store


@pytest.fixture
def store(tmp_path: Path, small_catalog: Path) -> Store:
    """A store of two versions, the older in use."""
    made = Store(str(tmp_path / "store"))
    with made.changing():
        for name in ("2026.11.21", "2026.11.22"):
            folder = str(publisher.version(small_catalog, tmp_path / name, name))
            made.put(name, packs.texts_of(folder), compile.content_hash(folder))
        made.use("2026.11.21", "choice")
    return made


def test_versions_by_day(store):
    """Oldest first, whatever their names sort like."""
    shutil.copytree(Path(store.folder) / "2026.11.22", Path(store.folder) / "2026.9.1")
    assert [one.version for one in store.versions()] == ["2026.9.1", "2026.11.21", "2026.11.22"]


def test_a_version_that_another_llmpick_compiled(store, monkeypatch):
    """It is compiled again when it is chosen."""
    bin_file = Path(store.folder) / "2026.11.22" / ".compiled" / "catalog.bin"
    bin_file.write_bytes(b"LLMPICK\x01")
    assert store.version("2026.11.22").sha256 is None
    with store.changing():
        store.use("2026.11.22", "choice")
    assert load.load(store.version("2026.11.22").folder).meta.compiled


def test_files_that_are_not_those_of_the_list(store, small_catalog):
    """A version whose hash is another's is not put there."""
    texts = packs.texts_of(str(small_catalog))
    sha256 = compile.content_hash(str(small_catalog))
    for changed in ({"models/acme/x.toml": ""}, {"VERSION": "2026.11.30\n"}):
        with store.changing(), pytest.raises(UserError, match="not those that its list names"):
            store.put("2026.11.20", texts | changed, sha256)
    assert store.version("2026.11.20") is None


def test_what_is_in_use_is_not_removed(store):
    """And what is not there cannot be."""
    with store.changing():
        with pytest.raises(UserError, match="is in use"):
            store.remove("2026.11.21")
        for name in ("2020.01.01", "../store", "trust"):
            with pytest.raises(UserError, match="is on this machine"):
                store.remove(name)
        store.remove("2026.11.22")
    assert [one.version for one in store.versions()] == ["2026.11.21"]


def test_a_folder_that_takes_nothing(tmp_path):
    """A read-only or missing disk is a sentence."""
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UserError, match=r"file.* cannot be written: (File exists|Not a directory)"),
        Store(str(tmp_path / "file")).changing(),
    ):
        pass


def test_a_disk_that_is_full(store, small_catalog, monkeypatch):
    """The version is not there at all, and no part of it."""
    from llmpick.files import write

    before = {path.name for path in Path(store.folder).iterdir()}
    done = []

    def full(path, data):
        done.append(path)
        if len(done) > 20:
            raise OSError(28, "No space left on device", path)
        return fill(path, data)

    fill = write.fill
    monkeypatch.setattr(write, "fill", full)
    texts = packs.texts_of(str(small_catalog))
    with store.changing(), pytest.raises(UserError, match="No space left on device"):
        store.put("2026.11.20", texts, "0" * 64)
    assert {path.name for path in Path(store.folder).iterdir()} == before
