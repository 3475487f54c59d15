"""An update: the new catalog whole, or the old one and a sentence, whatever a server does."""

from __future__ import annotations

import datetime
import os
import shutil
import stat
import threading
from pathlib import Path

import publisher
import pytest
from publisher import Publisher, fetched, served

from llmpick.catalog.load import load
from llmpick.errors import UserError
from llmpick.releases import update as updates
from llmpick.releases.repository import Repository
from llmpick.releases.store import Store

OLD, NEW = "2026.11.21", "2026.11.22"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, small_catalog: Path) -> Path:
    """
    A publisher of two versions, to be copied.

    `before` is its repository with one of them, `store` that of who trusted it then.
    """
    folder = tmp_path_factory.mktemp("publisher")
    made = Publisher(folder)
    publisher.make_keys(made.keys)
    made.publish(publisher.version(small_catalog, folder / "old", OLD, "old"))
    shutil.copytree(made.repository, folder / "before")
    with served(folder / "before") as server:
        first = load(str(small_catalog))
        fetched(Store(str(folder / "store")), server.url, first, root=str(made.root))
    made.publish(publisher.version(small_catalog, folder / "new", NEW, "new"))
    return folder


@pytest.fixture
def theirs(published: Path, tmp_path: Path) -> Publisher:
    """A publisher that the test may change."""
    shutil.copytree(published, tmp_path / "publisher")
    return Publisher(tmp_path / "publisher")


@pytest.fixture
def server(theirs: Publisher):
    """Its server."""
    with served(theirs.repository) as found:
        yield found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store of catalogs."""
    return Store(str(tmp_path / "store"))


@pytest.fixture
def trusting(published: Path, tmp_path: Path) -> Store:
    """A store that has the old version, and trusts its publisher."""
    shutil.copytree(published / "store", tmp_path / "trusting", symlinks=True)
    return Store(str(tmp_path / "trusting"))


def refused(store: Store, url: str, small, match: str, **more) -> None:
    """An update is refused, in words that *match*; the old catalog stays, and nothing else."""
    before = every_file(store)
    with pytest.raises(UserError, match=match):
        fetched(store, url, small, **more)
    assert store.in_use() == OLD
    assert [one.version for one in store.versions()] == [OLD]
    assert load(store.versions()[0].folder).meta.compiled
    after = every_file(store)
    assert {name for name in after if "trust" not in name} == {
        name for name in before if "trust" not in name
    }


def every_file(store: Store) -> set[str]:
    """The paths of all files of a store."""
    return {str(path) for path in Path(store.folder).rglob("*") if path.is_file()}


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


# ---- trust


def test_without_a_root_nothing_is_trusted(store, server, small):
    """None ships yet, and the sentence says so."""
    with pytest.raises(UserError, match="no root of trust is known: llmpick ships none yet"):
        fetched(store, server.url, small)
    assert every_file(store) == {f"{store.folder}/.lock"}


def test_another_root_is_not_taken_later(trusting, server, small, tmp_path, theirs):
    """A store trusts one publisher."""
    other = tmp_path / "other.json"
    other.write_bytes(theirs.root.read_bytes() + b" ")
    refused(trusting, server.url, small, "trusted by another root", root=str(other))
    fetched(trusting, server.url, small, root=str(theirs.root))


def test_a_foreign_repository(store, theirs, server, small, tmp_path, published):
    """Signed, but by keys that the root does not name; a root that did not help is not kept."""
    foreign = Publisher(tmp_path / "foreign")
    publisher.make_keys(foreign.keys)
    foreign.publish(published / "old")
    with pytest.raises(UserError, match="not signed by the keys"):
        fetched(store, server.url, small, root=str(foreign.root))
    assert not os.path.exists(store.trust)
    fetched(store, server.url, small, root=str(theirs.root))


@pytest.mark.parametrize("role", ["targets", "snapshot", "timestamp"])
def test_metadata_by_a_foreign_key(trusting, theirs, server, small, tmp_path, role):
    """Each role has its key."""
    theirs.resign(role, lambda signed: None, publisher.make_keys(tmp_path / "foreign"))
    # the timestamp names hashes: a forger without its key cannot mend them
    refused(trusting, server.url, small, "not signed by the keys|other bytes than were signed")


def test_metadata_without_a_signature(trusting, theirs, server, small, tmp_path):
    """Nobody signed it."""
    (tmp_path / "none").mkdir()
    theirs.resign("timestamp", lambda signed: None, tmp_path / "none")
    refused(trusting, server.url, small, "not signed by the keys")


def test_a_key_rotation_is_followed(trusting, theirs, server, small, published, tmp_path):
    """All keys are new: the new root is signed by the old one's key, and readers follow it."""
    old_keys = theirs.keys.rename(theirs.folder / "old-keys")
    publisher.make_keys(theirs.keys)
    done = theirs.publish(published / "new", old_keys=str(old_keys))
    assert done.root_version == 2
    assert fetched(trusting, server.url, small).version == NEW
    late = Store(str(tmp_path / "late"))
    assert fetched(late, server.url, small, root=str(theirs.root)).version == NEW


def test_a_revoked_key_is_refused(trusting, theirs, server, small, published):
    """Who has the old key of the timestamp signs in vain once the root names another."""
    old_keys = theirs.folder / "old-keys"
    shutil.copytree(theirs.keys, old_keys)
    publisher.make_keys(theirs.keys, "timestamp")
    assert theirs.publish(published / "new").root_version == 2
    theirs.resign("timestamp", lambda signed: None, old_keys)
    refused(trusting, server.url, small, "not signed by the keys")


def test_a_root_that_the_old_one_did_not_sign(trusting, theirs, server, small, tmp_path, published):
    """The chain of roots is checked link by link."""
    foreign = Publisher(tmp_path / "foreign")
    publisher.make_keys(foreign.keys)
    foreign.publish(published / "old")
    there = Repository(str(foreign.repository))
    there.root.signed.version = 2
    (theirs.repository / "metadata" / "2.root.json").write_bytes(there.root.to_bytes())
    refused(trusting, server.url, small, "not signed by the keys")


# ---- time


def test_a_rollback_is_refused(trusting, theirs, server, small, published):
    """An older state of the repository, validly signed, after a newer one was seen."""
    fetched(trusting, server.url, small, to=OLD)
    shutil.rmtree(theirs.repository)
    shutil.copytree(published / "before", theirs.repository)
    refused(trusting, server.url, small, "refused as a rollback")


def test_what_is_out_of_date_is_refused(trusting, theirs, server, small):
    """A freeze: the newest that is handed out was signed to hold until last year."""

    def expired(signed):
        signed.expires = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)

    theirs.resign("timestamp", expired)
    refused(trusting, server.url, small, "signed to hold until a day before")


def test_a_clock_that_is_ahead(trusting, theirs, server, small):
    """The server's clock says another day than this machine's."""

    def expired(signed):
        signed.expires = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)

    theirs.resign("timestamp", expired)
    body = theirs.newest("timestamp").read_bytes()

    def answer(handler):
        handler.send_response_only(200)
        handler.send_header("Date", "Mon, 30 Dec 2024 12:00:00 GMT")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    server.answers["timestamp.json"] = answer
    refused(trusting, server.url, small, "this machine's clock says .*, the server's says 2024-12")


def test_a_clock_that_is_behind(trusting, server, small, monkeypatch):
    """Before the day of the catalog at hand, old signatures would look fresh."""

    class Past(datetime.date):
        @classmethod
        def today(cls):
            return cls(1999, 1, 1)

    monkeypatch.setattr(updates, "date", Past)
    refused(trusting, server.url, small, "clock says 1999-01-01, before the day of the catalog")
    assert server.asked == []


# ---- bytes


def test_metadata_of_two_states_is_not_mixed(trusting, theirs, server, small, published):
    """The targets of an older state under the newer snapshot's name."""
    newest = theirs.newest("targets")
    shutil.copy(published / "before" / "metadata" / "1.targets.json", newest)
    refused(trusting, server.url, small, "other bytes than were signed|rollback")


def test_a_pack_with_other_bytes(trusting, theirs, server, small):
    """Its hash is not the one in the list."""
    path = max((theirs.repository / "targets" / "packs").glob("*models-*"), key=os.path.getmtime)
    data = bytearray(path.read_bytes())
    data[20] ^= 1
    path.write_bytes(bytes(data))
    refused(trusting, server.url, small, "other bytes than were signed")


@pytest.mark.parametrize("part", ["timestamp.json", "/packs/", "versions.json"])
def test_endless_bytes_end_at_the_size_that_was_signed(trusting, server, small, part):
    """Or at the most that a timestamp may have."""
    server.answers[part] = publisher.endless
    refused(trusting, server.url, small, "more bytes than there may be")


def test_endless_roots_end_too(trusting, server, small):
    """The next root may be of a size, and no larger."""
    server.answers["3.root.json"] = server.answers["2.root.json"] = publisher.endless
    refused(trusting, server.url, small, "more bytes than there may be")


@pytest.mark.parametrize("what", [publisher.reset, publisher.cut], ids=["reset", "cut"])
def test_a_connection_that_dies_in_the_middle(trusting, server, small, what):
    """With an error, or as if it were the end."""
    server.answers["/packs/"] = what
    refused(trusting, server.url, small, "cannot be read: (it ended in the middle|Connection)")


@pytest.mark.parametrize("part", ["timestamp.json", "/packs/"])
def test_a_slow_server_ends_at_the_deadline_of_all(trusting, server, small, part):
    """One byte at a time never stalls, and never ends."""
    server.answers[part] = publisher.drip(server)
    refused(trusting, server.url, small, "takes longer than 0.8 seconds", seconds=0.8)


def test_a_silent_server(trusting, server, small):
    """It took the connection, and says nothing."""
    server.answers["timestamp.json"] = publisher.stall(server)
    refused(trusting, server.url, small, "nothing came for 0.2 seconds", stall=0.2)


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/", "https://127.0.0.1:1/"])
def test_a_redirect_to_another_scheme(trusting, server, small, to):
    """Nothing but the scheme that was named is read."""
    server.answers["timestamp.json"] = publisher.redirect(to)
    refused(trusting, server.url, small, "only https|to another scheme")


def test_a_redirect_on_the_same_server_is_followed(trusting, theirs, server, small):
    """As web servers do."""
    path = theirs.newest("timestamp")
    path.rename(path.with_name("moved.json"))
    server.answers["timestamp.json"] = publisher.redirect("/metadata/moved.json")
    assert fetched(trusting, server.url, small).version == NEW


def test_no_server(trusting, small):
    """Nobody listens there."""
    refused(trusting, "http://127.0.0.1:1", small, "cannot be read: Connection refused")


# ---- what it needs


def test_a_catalog_that_needs_a_newer_llmpick(trusting, theirs, server, small, tmp_path, published):
    """The version that it needs is named, and the newest that this one reads."""
    later = publisher.version(published / "new", tmp_path / "later", "2026.11.23")
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

    def broken(folder):
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
