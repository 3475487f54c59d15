"""Publishing: what is out there never changes, what is broken never gets there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import publisher
import pytest
from publisher import Publisher

from llmpick.errors import UserError
from llmpick.releases import publish
from llmpick.releases.publish import plain_version
from llmpick.releases.repository import Repository


@pytest.fixture
def theirs(tmp_path: Path) -> Publisher:
    """A publisher with keys and nothing published."""
    made = Publisher(tmp_path / "publisher")
    publisher.make_keys(made.keys)
    return made


@pytest.fixture
def first(tmp_path: Path, small_catalog: Path) -> Path:
    """A catalog to publish."""
    return publisher.version(small_catalog, tmp_path / "first", "2026.11.21")


def files(folder: Path) -> dict[str, bytes]:
    """All files of a repository, by name."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_only_the_timestamp_changes(theirs, first, small_catalog, tmp_path):
    """What a reader fetched once under a name is there for ever."""
    theirs.publish(first)
    before = files(theirs.repository)
    done = theirs.publish(
        publisher.version(small_catalog, tmp_path / "second", "2026.11.22", "new")
    )
    after = files(theirs.repository)
    assert {name for name in before if before[name] != after[name]} == {"metadata/timestamp.json"}
    assert done.new_packs == 2
    assert done.new_bytes < 5_000


def test_every_target_is_named_by_its_hash(theirs, first):
    """And the lists name no other files than those that are there."""
    theirs.publish(first)
    targets = [path.name for path in (theirs.repository / "targets").rglob("*") if path.is_file()]
    assert targets
    assert all(re.match(r"[0-9a-f]{64}\.", name) for name in targets)


def test_publishing_again_renews_signatures(theirs, first):
    """The same facts: no new pack, a later timestamp."""
    theirs.publish(first)
    done = theirs.publish(first, days=3)
    assert (done.new_packs, done.root_version) == (0, 1)
    there = Repository(str(theirs.repository))
    assert there.timestamp.signed.version == 2
    assert there.timestamp.signed.expires < there.targets.signed.expires


def test_a_version_is_published_once(theirs, first, small_catalog, tmp_path):
    """Other facts have another day."""
    theirs.publish(first)
    other = publisher.version(small_catalog, tmp_path / "other", "2026.11.21", "other")
    with pytest.raises(UserError, match=r"2026\.11\.21 is published already, with other facts"):
        theirs.publish(other)


def test_a_broken_catalog_is_not_published(theirs, first):
    """Its readers would be told that they need another llmpick."""
    (first / "models" / "acme" / "atlas-1.toml").write_text("name = 1\n", encoding="utf-8")
    with pytest.raises(UserError, match="atlas-1"):
        theirs.publish(first)
    assert not theirs.repository.exists()


@pytest.mark.parametrize("role", publisher.ROLES)
def test_a_key_that_is_missing(theirs, first, role):
    """It is named, and nothing is signed."""
    (theirs.keys / f"{role}.pem").unlink()
    with pytest.raises(UserError, match=f"there is no key {role}.pem"):
        theirs.publish(first)


def test_the_roots_key_stays_away(theirs, first):
    """It is needed once, and when a key changes; the others publish without it."""
    theirs.publish(first)
    (theirs.keys / "root.pem").unlink()
    assert theirs.publish(first).root_version == 1
    publisher.make_keys(theirs.keys, "timestamp")
    with pytest.raises(UserError, match="and a new root needs"):
        theirs.publish(first)


def test_a_root_that_nobody_would_follow(theirs, first):
    """A new key of the root is vouched for by the old one."""
    theirs.publish(first)
    old = theirs.folder / "old"
    shutil.copytree(theirs.keys, old)
    publisher.make_keys(theirs.keys, "root")
    with pytest.raises(UserError, match="not signed by the old one's key"):
        theirs.publish(first)
    assert theirs.publish(first, old_keys=str(old)).root_version == 2


def test_any_of_several_keys_signs(theirs, first):
    """root-2.pem may lie in another safe."""
    publisher.make_keys(theirs.folder / "more", "root")
    (theirs.folder / "more" / "root.pem").rename(theirs.keys / "root-2.pem")
    theirs.publish(first)
    there = Repository(str(theirs.repository))
    assert len(there.root.signed.roles["root"].keyids) == len(there.root.signatures) == 2


@pytest.mark.parametrize("needs", ["abc", "", "1.", "-1", "1.2.3.4.5", "٣"])
def test_a_number_that_no_llmpick_has(theirs, first, needs):
    """A sentence, and nothing is written."""
    with pytest.raises(UserError, match="is no version of llmpick"):
        theirs.publish(first, needs=needs)
    assert not theirs.repository.exists()


def test_a_repository_that_is_a_file(theirs, first):
    """A sentence that names it."""
    theirs.repository.write_text("x")
    with pytest.raises(UserError, match="cannot be read: Not a directory"):
        theirs.publish(first)


@pytest.mark.parametrize("data", [b"x", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_what_is_no_key(theirs, first, data):
    """A sentence, and how to make one."""
    (theirs.keys / "root.pem").write_bytes(data)
    with pytest.raises(UserError, match="is no private key in PEM") as error:
        theirs.publish(first)
    assert "openssl genpkey" in error.value.hint


@pytest.mark.parametrize(
    ("text", "plain"), [("0.1.0", "0.1.0"), ("0.2rc1", "0.2"), ("1.0.dev3", "1.0"), ("3", "3")]
)
def test_the_numbers_of_a_version(text, plain):
    """A release candidate counts as what it is a candidate for."""
    assert plain_version(text) == plain


def test_a_catalogs_own_folder_is_no_repository(theirs, first):
    """Neither the folder of the catalog, nor one below it, nor that of another catalog."""
    for place in (first, first / "published"):
        with pytest.raises(UserError, match="is a catalog's own folder"):
            publish.publish(str(first), str(place), str(theirs.keys))
    assert not (first / "published").exists()
    assert not (first / "metadata").exists()
