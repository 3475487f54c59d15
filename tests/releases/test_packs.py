"""Packs: the same bytes for the same files, and nothing of a pack lands outside its folder."""

from __future__ import annotations

import json
import lzma
import shutil

import pytest

from llmpick.catalog import compile
from llmpick.catalog.load import load
from llmpick.errors import UserError
from llmpick.releases import packs


def test_packs_hold_every_file_once(small_catalog):
    """What is packed and unpacked is the catalog."""
    texts = packs.texts_of(str(small_catalog))
    found = [packs.unpacked(content) for content in packs.packed(texts).values()]
    assert sum(map(len, found)) == len(texts)
    assert {path: text for files in found for path, text in files.items()} == texts


def test_a_compiled_catalog_has_the_same_packs(small_catalog, tmp_path, monkeypatch):
    """An installed llmpick has no files, and still fetches only what changed."""
    folder = tmp_path / "c"
    shutil.copytree(small_catalog, folder)
    compile.write(str(folder), portable=True)
    opened = load(str(folder))
    opened.meta = opened.meta._replace(folder=None)
    assert packs.packed(packs.texts_in(opened)) == packs.packed(packs.texts_of(str(folder)))


def test_a_changed_file_changes_its_pack_alone(small_catalog):
    """So that others need not be fetched."""
    texts = packs.texts_of(str(small_catalog))
    before = packs.packed(texts)
    texts["offerings/acme/acme/atlas-1.toml"] += "# x\n"
    after = packs.packed(texts)
    assert before.keys() == after.keys()
    assert len([name for name in before if before[name] != after[name]]) == 1


def test_a_large_file_has_a_pack_of_its_own():
    """The fit changes often, and is half of the catalog."""
    found = packs.packed({"derived/a.csv": "x" * packs.ALONE_BYTES + "y", "derived/b.csv": "x"})
    assert sorted(found) == ["derived", "derived-a"]


@pytest.mark.parametrize(
    "path",
    [
        *("../x", "models/../../x", "/etc/passwd", "C:\\x", "C:/x", "a\0b", "~/x", "models/./x"),
        *("models//x", "", "models/con.toml", "NUL", "models/.hidden", "models/x.", "models/x\ny"),
        *("models\\..\\x", "models/\u202ex", "models/" + "x" * 200),
    ],
)
def test_a_path_that_is_none(path):
    """The whole pack is refused."""
    with pytest.raises(UserError, match="which is no place"):
        packs.unpacked(json.dumps({"models/a.toml": "", path: "x"}).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"a": 1}', b"[" * 100_000])
def test_what_is_no_pack(content):
    """One sentence."""
    with pytest.raises(UserError, match="a pack of the published catalog cannot be used"):
        packs.unpacked(content)


def test_a_pack_expands_to_the_size_that_was_said_and_no_further():
    """A bomb ends there; so does what is cut, or goes on."""
    bomb = packs.compressed(b"0" * 20_000_000)
    good = packs.compressed(b"0" * 100)
    assert packs.expanded(good, 100) == b"0" * 100
    for data, size in ((bomb, 1_000), (good, 99), (good, 101), (good[:-5], 100), (b"x", 100)):
        with pytest.raises(UserError, match="not what its list says"):
            packs.expanded(data, size)
    with pytest.raises(UserError, match="not what its list says"):
        packs.expanded(good + b"x", 100)


def test_a_pack_may_not_ask_for_all_memory():
    """What it declares is bounded too."""
    wide = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 512_000_000}]
    data = lzma.compress(b"0" * 100, filters=wide)
    with pytest.raises(UserError, match="not what its list says"):
        packs.expanded(data, 100)
