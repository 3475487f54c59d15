"""`catalog publish`, `update`, `install`, `versions` and `use`, and what queries make of them."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import publisher
import pytest
from publisher import Publisher, served

from llmpick.catalog import compile
from llmpick.releases import packs
from llmpick.releases.store import Store

OLD, NEW = "2026.11.21", "2026.11.22"
DAY = ("--as-of", "2026-11-23")


@pytest.fixture(scope="module")
def published(tmp_path_factory, small_catalog) -> Path:
    """A publisher, and a store that has its older version."""
    folder = tmp_path_factory.mktemp("published")
    theirs = Publisher(folder)
    publisher.make_keys(theirs.keys)
    old = publisher.version(small_catalog, folder / "old", OLD, "old")
    theirs.publish(old)
    theirs.publish(
        publisher.version(small_catalog, folder / "new", NEW), into=str(folder / "a.zip")
    )
    store = Store(str(folder / "store"))
    with store.changing():
        store.put(OLD, packs.texts_of(str(old)), compile.content_hash(str(old)))
        store.use(OLD, "update")
    return folder


@pytest.fixture
def theirs(published) -> Publisher:
    """Who publishes."""
    return Publisher(published)


@pytest.fixture
def ask(run, published, tmp_path):
    """Run the command line with a store of catalogs that has the older version in use."""
    shutil.copytree(published / "store", tmp_path / "store")

    def call(*arguments, **env):
        return run(*arguments, env={"LLMPICK_CATALOGS_DIR": str(tmp_path / "store"), **env})

    return call


def versions(ask) -> dict[str, bool]:
    """The installed versions, and whether each is in use."""
    rows = json.loads(ask("catalog", "versions", "--json").stdout)["results"]
    return {row["version"]: row["in_use"] for row in rows if not row["shipped"]}


def answering(ask, *more) -> str:
    """The version that a query answers from."""
    found = ask("list", "models", "--json", *DAY, *more)
    return json.loads(found.stdout)["catalog"]["version"]


def test_update_and_back(ask, theirs):
    """The newest answers after an update, the older again after `use`."""
    with served(theirs.repository) as server:
        found = ask("catalog", "update", "--url", server.url, "--root", str(theirs.root))
        assert found.code == 0, found.stderr
        assert found.stdout.startswith(f"Catalog {NEW} is in use, after {OLD}; ")
        again = ask("catalog", "update", "--json")  # the address and the root are known
        assert json.loads(again.stdout)["changed"] is False
    assert versions(ask) == {OLD: False, NEW: True}
    assert answering(ask) == NEW
    assert ask("catalog", "use", OLD).stderr == f"using catalog {OLD}\n"
    assert answering(ask) == OLD


def test_settings_name_address_and_root(ask, theirs):
    """For machines that are set up by a file."""
    with served(theirs.repository) as server:
        env = {"LLMPICK_UPDATE_URL": server.url, "LLMPICK_UPDATE_ROOT": str(theirs.root)}
        assert ask("catalog", "update", **env).code == 0
    assert versions(ask)[NEW]


def test_no_address_ships_yet(ask):
    """One sentence says so."""
    found = ask("catalog", "update")
    assert found.code == 2
    assert "llmpick knows no address of published catalogs yet" in found.stderr
    assert "--url" in found.stderr
    assert "--root" in found.stderr


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:,x", "ftp://x/", "http://8.8.8.8/"])
def test_an_address_that_is_not_read(ask, url):
    """Whoever wrote it into the environment."""
    found = ask("catalog", "update", LLMPICK_UPDATE_URL=url)
    assert found.code == 2
    assert "cannot be read" in found.stderr or "no root of trust" in found.stderr
    assert versions(ask) == {OLD: True}


@pytest.mark.parametrize("seconds", ["nan", "0", "-1"])
def test_no_time_at_all(ask, seconds):
    """A number that is none is no time either."""
    found = ask("catalog", "update", "--url", "http://127.0.0.1:1", "--timeout", seconds)
    assert found.code == 2
    assert "is too short" in found.stderr


def test_install(ask, published, theirs):
    """From one file, with the same root of trust."""
    refused = ask("catalog", "install", str(published / "a.zip"))
    assert refused.code == 2
    assert "no root of trust is known" in refused.stderr
    found = ask("catalog", "install", str(published / "a.zip"), "--root", str(theirs.root))
    assert found.code == 0, found.stderr
    assert versions(ask) == {OLD: False, NEW: True}


def test_publish(ask, published, tmp_path):
    """It says what is new, and where the archive is."""
    asked = ("--keys", str(published / "keys"), "--catalog", str(published / "old"))
    target, archive = str(tmp_path / "r"), str(tmp_path / "a.zip")
    found = ask("catalog", "publish", "--out", target, "--archive", archive, *asked)
    assert found.code == 0, found.stderr
    assert found.stderr.startswith(f"published catalog {OLD} in {target}: ")
    assert f"wrote {archive}" in found.stderr


def test_without_the_extra(ask, published, monkeypatch):
    """What to install is said; no query needs it."""
    monkeypatch.setitem(sys.modules, "tuf", None)
    for command in (("update", "--url", "https://a.example"), ("install", "x")):
        found = ask("catalog", *command)
        assert found.code == 2
        assert 'pip install "llmpick[update]"' in found.stderr
    assert ask("list", "models", *DAY).code == 0
    assert ask("catalog", "versions").code == 0


def test_a_version_can_be_asked_by_name(ask):
    """For one question: --catalog VERSION, or shipped."""
    assert ask("catalog", "use", "shipped").code == 0
    assert versions(ask) == {OLD: False}
    assert answering(ask, "--catalog", OLD) == OLD
    missing = ask("list", "models", "--catalog", "2020.01.01")
    assert missing.code == 2
    assert "catalog 2020.01.01 is not on this machine" in missing.stderr
    assert "catalog update --to 2020.01.01" in missing.stderr


def test_a_version_in_use_that_is_gone(ask, tmp_path):
    """An error, and never the answer of another catalog."""
    shutil.rmtree(tmp_path / "store" / OLD)
    found = ask("list", "models")
    assert found.code == 2
    assert f"the catalog in use, `{OLD}`, is not in" in found.stderr
    assert ask("catalog", "use", "shipped").code == 0
    for text in ("../store update 0.1.0\n", "x\n", ""):
        (tmp_path / "store" / "in-use").write_text(text)
        assert ask("list", "models").code == 2


def test_after_an_upgrade_an_old_update_hides_nothing(ask, tmp_path):
    """The newer catalog that came with llmpick answers; a choice of one's own stays."""
    (tmp_path / "store" / "in-use").write_text(f"{OLD} update 0.0.1\n")
    assert versions(ask) == {OLD: False}
    (tmp_path / "store" / "in-use").write_text(f"{OLD} choice 0.0.1\n")
    assert versions(ask) == {OLD: True}


def test_a_version_that_another_llmpick_compiled(ask, tmp_path):
    """It answers from its files, which is slow, and says what mends that."""
    (tmp_path / "store" / OLD / ".compiled" / "catalog.bin").write_bytes(b"LLMPICK\x01")
    assert f"see `llmpick catalog use {OLD}`" in ask("list", "models", *DAY).stderr
    ask("catalog", "use", OLD)
    assert ask("list", "models", *DAY).stderr == ""


def test_a_version_is_removed(ask):
    """Not the one in use."""
    assert "is in use" in ask("catalog", "versions", "--remove", OLD).stderr
    ask("catalog", "use", "shipped")
    assert ask("catalog", "versions", "--remove", OLD).code == 0
    assert versions(ask) == {}


def test_a_decision_names_its_catalog_and_can_be_asked_of_it(ask, published, theirs, tmp_path):
    """After an update `check` says what moved, and how to ask the catalog of then."""
    path = str(tmp_path / "d.toml")
    made = ask("recommend", "--task", "coding", *DAY, "--save", path)
    assert made.code == 0, made.stderr
    assert ask("check", path, *DAY).stderr == ""
    ask("catalog", "install", str(published / "a.zip"), "--root", str(theirs.root))
    found = ask("check", path, *DAY)
    assert f"made from catalog {OLD}" in found.stderr
    assert f"--catalog {OLD} asks that one" in found.stderr
    assert ask("check", path, *DAY, "--catalog", OLD).stderr == ""
    again = ask("recommend", "--decision", path, *DAY, "--catalog", OLD)
    assert again.stdout == made.stdout


@pytest.mark.parametrize("form", ["table", "text", "csv", "tsv", "markdown", "jsonl", "ids"])
def test_every_form(ask, published, theirs, form):
    """Each names the version."""
    assert OLD in ask("catalog", "versions", "--format", form).stdout
    archive = (str(published / "a.zip"), "--root", str(theirs.root))
    assert NEW in ask("catalog", "install", *archive, "--format", form).stdout
