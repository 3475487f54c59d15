"""What a server may do: signatures, days, bytes and connections, each refused in words."""

from __future__ import annotations

import datetime
import os
import shutil

import publisher
import pytest
from publisher import NEW, OLD, Publisher, every_file, fetched, refused

from llmpick.errors import UserError
from llmpick.releases import update as updates
from llmpick.releases.repository import Repository
from llmpick.releases.store import Store

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


def test_a_foreign_repository(store, theirs, server, small, tmp_path, two_published):
    """Signed, but by keys that the root does not name; a root that did not help is not kept."""
    foreign = Publisher(tmp_path / "foreign")
    publisher.make_keys(foreign.keys)
    foreign.publish(two_published / "old")
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


def test_a_key_rotation_is_followed(trusting, theirs, server, small, two_published, tmp_path):
    """All keys are new: the new root is signed by the old one's key, and readers follow it."""
    old_keys = theirs.keys.rename(theirs.folder / "old-keys")
    publisher.make_keys(theirs.keys)
    done = theirs.publish(two_published / "new", old_keys=str(old_keys))
    assert done.root_version == 2
    assert fetched(trusting, server.url, small).version == NEW
    late = Store(str(tmp_path / "late"))
    assert fetched(late, server.url, small, root=str(theirs.root)).version == NEW


def test_a_revoked_key_is_refused(trusting, theirs, server, small, two_published):
    """Who has the old key of the timestamp signs in vain once the root names another."""
    old_keys = theirs.folder / "old-keys"
    shutil.copytree(theirs.keys, old_keys)
    publisher.make_keys(theirs.keys, "timestamp")
    assert theirs.publish(two_published / "new").root_version == 2
    theirs.resign("timestamp", lambda signed: None, old_keys)
    refused(trusting, server.url, small, "not signed by the keys")


def test_a_root_that_the_old_one_did_not_sign(
    trusting, theirs, server, small, tmp_path, two_published
):
    """The chain of roots is checked link by link."""
    foreign = Publisher(tmp_path / "foreign")
    publisher.make_keys(foreign.keys)
    foreign.publish(two_published / "old")
    there = Repository(str(foreign.repository))
    there.root.signed.version = 2
    (theirs.repository / "metadata" / "2.root.json").write_bytes(there.root.to_bytes())
    refused(trusting, server.url, small, "not signed by the keys")


# ---- time


def test_a_rollback_is_refused(trusting, theirs, server, small, two_published):
    """An older state of the repository, validly signed, after a newer one was seen."""
    fetched(trusting, server.url, small, to=OLD)
    shutil.rmtree(theirs.repository)
    shutil.copytree(two_published / "before", theirs.repository)
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


def test_metadata_of_two_states_is_not_mixed(trusting, theirs, server, small, two_published):
    """The targets of an older state under the newer snapshot's name."""
    newest = theirs.newest("targets")
    shutil.copy(two_published / "before" / "metadata" / "1.targets.json", newest)
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
