"""Packages are read in memory and to a limit."""

from __future__ import annotations

import pytest
from feed_files import tgz, wheel

from llmpick.feeds import package
from llmpick.feeds.rows import OtherForm


@pytest.mark.parametrize("pack", [wheel, tgz])
def test_only_what_fits_is_taken(pack):
    """Other files of the package are not unpacked."""
    data = pack({"a/api.json": b"1", "api.json": b"2", "other.json": b"3"})
    assert package.files("x", data, r"(.*/)?api\.json") == {"a/api.json": b"1", "api.json": b"2"}


@pytest.mark.parametrize("pack", [wheel, tgz])
def test_a_package_without_the_file_is_refused(pack):
    """It is another package."""
    with pytest.raises(OtherForm, match="has no such file"):
        package.files("x", pack({"other": b"1"}), "api.json")


@pytest.mark.parametrize("pack", [wheel, tgz])
def test_too_large_a_file_is_refused(monkeypatch, pack):
    """Whatever the package says of its size: the limit holds for what comes out."""
    monkeypatch.setattr(package, "MAX_FILE_BYTES", 10)
    with pytest.raises(OtherForm, match="larger than 10 bytes"):
        package.files("x", pack({"api.json": b"1" * 11}), "api.json")
    with pytest.raises(OtherForm, match="more than 10 bytes"):
        package.files("x", pack({"a1": b"1" * 8, "a2": b"1" * 8}), "a.")
    with pytest.raises(OtherForm, match="larger than 10 bytes"):
        package.files("x", b"1" * 11, "api.json")


def test_a_tgz_that_unpacks_without_end_is_refused(monkeypatch):
    """What is skipped counts too."""
    monkeypatch.setattr(package, "MAX_PACKAGE_BYTES", 1000)
    data = tgz({"zeros": b"0" * 2000, "api.json": b"1"})
    assert len(data) < 1000
    with pytest.raises(OtherForm, match="unpacks to more than"):
        package.files("x", data, "api.json")


@pytest.mark.parametrize("pack", [wheel, tgz])
def test_a_package_cut_in_the_middle_is_refused(pack):
    """A download that died."""
    data = pack({"api.json": bytes(range(256)) * 50})
    with pytest.raises(OtherForm, match="broken"):
        package.files("x", data[: len(data) // 2], "api.json")
