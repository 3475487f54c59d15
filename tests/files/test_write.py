"""The one writer: what no command reaches easily."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from llmpick.errors import UserError
from llmpick.files import write

TAKEN = UserError("taken", hint="another")


def refuse(number: int):
    """A call of the system that fails."""

    def call(*arguments: object, **more: object) -> None:
        raise OSError(number, os.strerror(number))

    return call


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_takes_nothing(tmp_path, monkeypatch, call, number):
    """A sentence with a hint; what was there is as it was, and nothing stays beside it."""
    (tmp_path / "one").write_text("before")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse(number))
        with pytest.raises(UserError, match=os.strerror(number)) as caught:
            write.replace_all({str(tmp_path / name): b"after" for name in ("one", "two")})
    assert caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    assert (tmp_path / "one").read_text() == "before"


def test_the_file_and_its_folder_are_synced(tmp_path, monkeypatch):
    """First the bytes, then the name: after a crash there is the old file or the new one."""
    told = []
    sync = os.fsync
    monkeypatch.setattr(
        os,
        "fsync",
        lambda handle: (told.append(stat.S_ISDIR(os.fstat(handle).st_mode)), sync(handle)),
    )
    write.replace(str(tmp_path / "one"), b"data")
    write.create(str(tmp_path / "two"), b"data", taken=TAKEN)
    assert told == [False, True, False, True]


def test_a_new_file_has_the_rights_that_the_umask_leaves(tmp_path):
    """As any program's; where a mode is given, no more than that."""
    before = os.umask(0o027)
    try:
        write.replace(str(tmp_path / "replaced"), b"")
        write.create(str(tmp_path / "new"), b"", taken=TAKEN)
        write.create(str(tmp_path / "private"), b"", taken=TAKEN, mode=0o600)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"replaced": 0o640, "new": 0o640, "private": 0o600}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_a_file_keeps_its_owner(tmp_path):
    """Also where root writes it."""
    path = tmp_path / "file"
    path.write_text("before")
    os.chown(path, 1234, 2345)
    path.chmod(0o604)
    write.replace(str(path), b"after")
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 2345, 0o604)


def test_a_disk_without_second_names(tmp_path, monkeypatch):
    """Where no file has two names, a new one is as exclusive and as whole."""
    monkeypatch.setattr(os, "link", refuse(errno.EPERM))
    write.create(str(tmp_path / "one"), b"data", taken=TAKEN)
    assert (tmp_path / "one").read_bytes() == b"data"
    monkeypatch.setattr(os.path, "lexists", lambda path: False)
    with pytest.raises(UserError, match="taken"):
        write.create(str(tmp_path / "one"), b"other", taken=TAKEN)
    assert (tmp_path / "one").read_bytes() == b"data"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_link_to_nothing_has_its_name(tmp_path):
    """A new file never goes where a link leads."""
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="taken"):
        write.create(str(tmp_path / "link"), b"data", taken=TAKEN)
    assert not (tmp_path / "elsewhere").exists()


def test_of_two_folders_one_is_kept(tmp_path):
    """The second finds the first there, and removes its own."""

    def late() -> None:
        with write.new_folder(f"{tmp_path}/new/", taken=TAKEN) as folder:
            write.fill(f"{folder}/a", b"late")
            with write.new_folder(str(tmp_path / "new"), taken=TAKEN) as other:
                write.fill(f"{other}/a", b"early")

    with pytest.raises(UserError, match="taken"):
        late()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    assert (tmp_path / "new" / "a").read_bytes() == b"early"


def test_streams_by_name():
    """Open descriptors, by any of their names; a number that no process has is one as well."""
    for path in ("/dev/stdout", "/dev/stderr", "/dev/fd/1", "/proc/self/fd/2"):
        assert write.is_stream(path)
    for path in ("", "\0", "/dev/stdoutx", "/dev/fd/9999999", "page.html"):
        assert not write.is_stream(path)
    with pytest.raises(UserError, match="cannot be written"):
        write.replace("/dev/fd/999999", b"")
