"""An update: the new catalog whole and in use, or the old one and a sentence."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import publisher
import pytest
from publisher import NEW, OLD, every_file, fetched, refused

from llmpick.catalog.load import load
from llmpick.errors import UserError


def test_the_newest_version_is_taken_and_used(trusting, server, small):
    """It answers from then on, compiled, with the hash that was published."""
    done = fetched(trusting, server.url, small)
    assert (done.version, done.before, done.new) == (NEW, OLD, True)
    assert trusting.in_use() == NEW
    found = load(trusting.version(NEW).folder)
    assert (found.meta.version, found.meta.sha256) == (NEW, done.sha256)
    assert found.meta.compiled
    assert found.models["acme/atlas-1"].name.startswith("new ")


def test_files_are_the_users_alone(trusting):
    """Files are 0600, folders 0700, whatever the umask is."""
    for path in Path(trusting.folder).rglob("*"):
        if not path.is_symlink():
            wanted = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_only_packs_that_changed_are_fetched(trusting, server, theirs):
    """A fact of one model: the pack of its developer, and the one with the version."""
    server.asked.clear()
    done = fetched(trusting, server.url, load(trusting.version(OLD).folder))
    packs = [path for path in server.asked if "/packs/" in path]
    assert len(packs) == done.fetched_packs == 2
    assert done.packs > 10


def test_a_second_update_asks_for_two_lists(trusting, server, small):
    """The next root, the timestamp, the versions; then it is known that nothing is newer."""
    fetched(trusting, server.url, small)
    server.asked.clear()
    done = fetched(trusting, server.url, load(trusting.version(NEW).folder))
    assert not done.new
    assert len(server.asked) == done.requests == 3


def test_an_older_version_is_taken_by_name(trusting, server, small):
    """Back to one that is here, and to one that is not."""
    fetched(trusting, server.url, small)
    assert fetched(trusting, server.url, small, to=OLD).version == OLD
    with trusting.changing():
        trusting.use(NEW, "choice")
        trusting.remove(OLD)
    assert fetched(trusting, server.url, small, to=OLD).version == OLD
    assert trusting.in_use() == OLD


def test_a_version_that_nobody_publishes(trusting, server, small):
    """It says which there are."""
    refused(trusting, server.url, small, "no catalog `2020.01.01`", to="2020.01.01")


def test_what_is_older_than_the_catalog_at_hand_is_not_taken(
    store, theirs, server, small_catalog, tmp_path
):
    """A newer catalog came with llmpick."""
    newer = publisher.version(small_catalog, tmp_path / "newer", "2026.11.23")
    done = fetched(store, server.url, load(str(newer)), root=str(theirs.root))
    assert (done.version, done.new) == ("2026.11.23", False)
    assert store.in_use() is None


def test_what_another_llmpick_compiled_is_compiled_again(trusting, server, small):
    """After an upgrade an update mends it, though nothing is newer."""
    fetched(trusting, server.url, small)
    folder = Path(trusting.version(NEW).folder)
    (folder / ".compiled" / "catalog.bin").write_bytes(b"LLMPICK\x01")
    slow = load(str(folder))
    assert not slow.meta.compiled
    assert not fetched(trusting, server.url, slow).new
    assert load(str(folder)).meta.compiled


def test_a_catalog_at_hand_that_is_damaged(trusting, server):
    """What it does not have is fetched."""
    held = load(trusting.version(OLD).folder)
    (Path(held.meta.folder) / "licences" / "unread.toml").unlink()
    assert fetched(trusting, server.url, held).fetched_packs == 3
    with trusting.changing():
        trusting.use(OLD, "choice")
        trusting.remove(NEW)
    (Path(held.meta.folder) / "licences" / "research-only.toml").write_bytes(b"\xff")
    done = fetched(trusting, server.url, held)
    assert done.fetched_packs == done.packs


# ---- what it needs


def test_a_catalog_that_needs_a_newer_llmpick(
    trusting, theirs, server, small, tmp_path, two_published
):
    """The version that it needs is named, and the newest that this one reads."""
    later = publisher.version(two_published / "new", tmp_path / "later", "2026.11.23")
    theirs.publish(later, needs="99.1")
    before = every_file(trusting)
    with pytest.raises(UserError, match=r"2026\.11\.23 needs llmpick 99\.1 or later") as error:
        fetched(trusting, server.url, small)
    assert f"--to {NEW}" in error.value.hint
    assert {name for name in every_file(trusting) if "trust" not in name} <= before
    assert fetched(trusting, server.url, small, to=NEW).version == NEW


def test_a_catalog_that_this_llmpick_cannot_read(trusting, theirs, server, small, monkeypatch):
    """What was said of its needs was wrong: it is compiled before it is used."""
    from llmpick.catalog import compile
    from llmpick.errors import CatalogError

    def broken(*_):
        raise CatalogError("models/acme/atlas-1.toml: name: unknown")

    monkeypatch.setattr(compile, "tables", broken)
    refused(trusting, server.url, small, f"cannot read catalog {NEW}: models/acme")


# ---- at once


def test_of_two_updates_one_waits_and_says_so(trusting, server, small):
    """Both end with the new catalog."""
    waited = threading.Event()
    done = []

    def second():
        done.append(fetched(trusting, server.url, small, waiting=waited.set).version)

    with trusting.changing():
        thread = threading.Thread(target=second)
        thread.start()
        assert waited.wait(10)
        assert trusting.in_use() == OLD
    thread.join()
    assert done == [NEW]


def test_what_a_killed_update_left_is_removed(trusting, server, small):
    """Half a version is never seen, and goes with the next update."""
    left = Path(trusting.folder) / ".llmpick-00ff.partial"
    (left / "models").mkdir(parents=True)
    assert [one.version for one in trusting.versions()] == [OLD]
    fetched(trusting, server.url, small)
    assert not left.exists()
