"""States of a catalog by name."""

from __future__ import annotations

import pytest

from llmpick.catalog import load, states
from llmpick.errors import CatalogError


def test_a_folder_is_a_state(small_catalog):
    """Its version, its day, its files."""
    found = states.state(str(small_catalog), ".")
    assert (found.version, found.day) == ("2026.11.20", "2026-11-20")
    assert found.files["tasks/coding.toml"] == (small_catalog / "tasks/coding.toml").read_bytes()


def test_an_installed_catalog_is_a_state_without_files(monkeypatch, tmp_path, own_catalog):
    """`shipped` is what comes with llmpick, also where it has no TOML beside it."""
    from llmpick.catalog import compile

    packaged = tmp_path / "catalog.bin"
    packaged.write_bytes(compile.build(str(own_catalog), portable=True))
    monkeypatch.setattr(load, "PACKAGED", str(packaged))
    monkeypatch.setattr(states, "CHECKOUT", str(tmp_path / "nowhere"))
    shipped, folder = states.state("shipped", "."), states.state(str(own_catalog), ".")
    assert shipped.version == folder.version
    assert shipped.files == folder.files


def test_a_record_that_is_no_toml_names_file_and_line(small_catalog):
    """And the state that it is of."""
    found = states.state(str(small_catalog), ".")
    broken = found._replace(files={"models/a/b.toml": b"name = \n"})
    with pytest.raises(CatalogError, match=r"models/a/b\.toml:1 of "):
        states.records(broken, broken.files)
