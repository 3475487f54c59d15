"""docs/updates.md: its commands run, in the order of a publisher and then of a reader."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import publisher
import pytest
from publisher import Publisher, served

PAGE = Path(__file__).parents[2] / "docs" / "updates.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.*)$", TEXT, re.MULTILINE)
URL = "https://catalogs.example/llmpick"


@pytest.fixture
def folder(tmp_path, monkeypatch, small_catalog):
    """A folder with the files that the page names."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLMPICK_CATALOGS_DIR", str(tmp_path / "catalogs"))
    publisher.version(small_catalog, tmp_path / "catalog", "2026.11.21")
    return tmp_path


def test_every_command_runs(run, folder, small_catalog):
    """Keys come from the tests, not from openssl; the server is on this machine."""
    keys = [command for command in COMMANDS if command.startswith("openssl")]
    assert [Path(command.split()[-1]).stem for command in keys] == list(publisher.ROLES)
    publisher.make_keys(folder / "keys")
    rest = [shlex.split(command) for command in COMMANDS if command not in keys]
    [publish] = [words for words in rest if words[2] == "publish"]
    assert run(*publish[1:]).code == 0
    publisher.version(small_catalog, folder / "later", "2026.11.22")
    theirs = Publisher(folder)
    theirs.repository = folder / "public"
    theirs.publish(folder / "later", into="catalog.zip")
    (folder / "root.json").write_bytes((folder / "public/metadata/1.root.json").read_bytes())
    # who has a newer catalog than is published takes none without naming it
    with served(folder / "public") as server:
        first = ("--url", server.url, "--root", "root.json", "--to", "2026.11.22")
        assert run("catalog", "update", *first).code == 0
        for words in rest:
            if words is not publish:
                found = run(*(server.url if word == URL else word for word in words[1:]))
                assert found.code == 0, (words, found.stderr)
    assert not (folder / "catalogs" / "2026.11.21").exists()


def test_the_page_names_no_other_address():
    """An example's address is nobody's."""
    assert re.findall(r"https://[^\s)`]+", TEXT).count(URL) == 1
