"""Files written whole or not at all: made beside their place, synced, then put there at once."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from llmpick.errors import UserError, shown

HINT = "check the folder and the disk"
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
NEW |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
OPEN_DESCRIPTOR = re.compile(r"/dev/(?:stdout|stderr)|/(?:dev|proc/self)/fd/\d{1,6}")
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
LOCKED_BYTE = 1 << 30
PAUSES_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


written: list[str] = []
"""What this process has put in its place, for what is said where it ends badly afterwards."""


def toml(table: Mapping[str, Any], *, multiline: bool = False) -> bytes:
    """*table* as TOML in the canonical form; texts of several lines as such where *multiline*."""
    import tomli_w

    return tomli_w.dumps(table, multiline_strings=multiline).encode()


def is_stream(path: str) -> bool:
    """Whether bytes pass through *path*: a terminal, a FIFO, an open descriptor; links followed."""
    if OPEN_DESCRIPTOR.fullmatch(path):
        return True
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):  # nothing there, or no path at all
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def private_folder(folder: str, hint: str = HINT) -> None:
    """
    Make *folder* where there is none, for its user alone.

    Raises:
        UserError: it cannot be made.
    """
    with _in_words(folder, hint):
        os.makedirs(folder, mode=0o700, exist_ok=True)


def replace(path: str, data: bytes, mode: int = 0o666) -> None:
    """
    Put *data* into the file *path*, whole or not at all; a stream takes it as it is.

    *mode*, less the umask, is that of a file that was not there.

    Raises:
        UserError: a folder, a socket, a disk or a link to nothing is there, or the disk is full.
    """
    if is_stream(path):
        _pass_through(path, data)
    else:
        replace_all({path: data}, mode)


def replace_all(files: Mapping[str, bytes], mode: int = 0o666) -> None:
    """
    Put the bytes of each of *files*, by its path, in its place; none where one cannot be made.

    A link to a file is followed, and a file that was there keeps its owner and mode.

    Raises:
        UserError: a path holds no file, or the disk or the folder takes none.
    """
    with ExitStack() as made:
        moves = []
        for path, data in files.items():
            with _in_words(path, HINT):
                place, before = _place(path)
                partial = made.enter_context(_beside(place, data, mode, before))
                moves.append((path, partial, place))
        with _uninterrupted():
            for path, partial, place in moves:
                with _in_words(path, HINT):
                    _replace(partial, place)
                written.append(path)
            for folder in {os.path.dirname(place) for _, _, place in moves}:
                _sync_folder(folder)


def create(
    path: str, data: bytes, *, taken: UserError, mode: int = 0o666, hint: str = HINT
) -> None:
    """
    Put *data* into the new file *path*, whole or not at all; of two at once one does.

    Args:
        path: Where nothing is yet, not even a link.
        data: The whole content.
        taken: Raised where there is something.
        mode: Who may read and write it, less the umask.
        hint: What to try where the file cannot be written.

    Raises:
        UserError: *taken*; or the disk or the folder does not take it.
    """
    with _in_words(path, hint):
        if os.path.lexists(path):
            raise taken
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with _beside(path, data, mode) as partial, _uninterrupted():
            try:
                _move_to_new(partial, path)
            except FileExistsError:
                raise taken from None
            written.append(path)
            _sync_folder(os.path.dirname(path))


@contextmanager
def new_folder(path: str, *, taken: UserError) -> Iterator[str]:
    """
    A folder to fill, which becomes the new folder *path* at the end, or is removed with all in it.

    Raises:
        UserError: *taken*, where there is something; or the disk or the folder does not take it.
    """
    place = path.rstrip(os.sep + (os.altsep or "")) or path
    partial = _unguessable(os.path.dirname(place))
    with _in_words(path, HINT):
        if os.path.lexists(place):
            raise taken
        os.makedirs(os.path.dirname(place) or ".", exist_ok=True)
        try:
            os.mkdir(partial)
            yield partial
            if hasattr(os, "sync"):  # once, not for each of thousands of files
                os.sync()
            with _uninterrupted():
                _rename_folder(partial, place, taken)
                written.append(place)
                _sync_folder(os.path.dirname(place))
        finally:
            _remove_folder(partial)


def fill(path: str, data: bytes) -> None:
    """
    Put *data* into the new file *path* of a folder from `new_folder`, which is not yet seen.

    Raises:
        OSError: it is there already, or the disk does not take it.
    """
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(os.open(path, NEW, 0o666), "wb") as file:
        file.write(data)


@contextmanager
def scratch_folder(folder: str) -> Iterator[str]:
    """A folder below *folder* for the time being, removed with all in it."""
    partial = _unguessable(folder)
    try:
        os.mkdir(partial)
        yield partial
    finally:
        _remove_folder(partial)


@contextmanager
def locked(folder: str, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """
    Alone in *folder* among all processes that lock it; the lock ends with its process.

    *waiting* is called where another process has it.

    Raises:
        UserError: the folder does not take the lock's file.
    """
    path = os.path.join(folder, ".lock")
    with _in_words(path, HINT):
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags, 0o600)
    try:
        with _in_words(path, HINT):
            if not lock(handle, wait=waiting is None) and waiting is not None:
                waiting()
                lock(handle)
        yield
    finally:
        os.close(handle)


def lock(handle: int, *, wait: bool = True) -> bool:
    """
    Whether the lock of an open file is had; where one is not to *wait*, another may have it.

    Raises:
        OSError: the disk fails.
    """
    if sys.platform == "win32":
        return _lock_byte(handle, wait)
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in NO_LOCKS:  # a disk without locks: names are exclusive still
            raise
    return True


def _lock_byte(handle: int, wait: bool) -> bool:
    """Windows keeps others from what is locked: so a byte far beyond the end of the file is."""
    import msvcrt

    windows: Any = msvcrt  # elsewhere it has no such functions
    while True:
        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        try:
            windows.locking(handle, windows.LK_LOCK if wait else windows.LK_NBLCK, 1)
        except OSError as error:
            if not wait:
                return False
            if error.errno not in (errno.EACCES, errno.EDEADLK):  # after ten seconds it gives up
                raise
        else:
            return True


@contextmanager
def _in_words(path: str, hint: str) -> Iterator[None]:
    """What the system says of *path*, as a sentence."""
    try:
        yield
    except OSError as error:
        why = f"cannot be written: {error.strerror}"
        raise UserError(f"`{shown(path, 200)}` {why}", hint=hint) from None


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C does nothing for the moment that a change takes: it is made, and then said to be."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _place(path: str) -> tuple[str, os.stat_result | None]:
    """
    The path of the file itself, links followed, and what it is now; None where it is new.

    Raises:
        UserError: no file is there, but something else.
    """
    if not os.path.lexists(path):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        return path, None
    if not os.path.exists(path):
        raise UserError(f"`{shown(path, 200)}` is a link to nothing", hint="name a file")
    before = os.stat(path)
    if not stat.S_ISREG(before.st_mode):
        raise UserError(f"`{shown(path, 200)}` is no ordinary file", hint="name a file")
    return (os.path.realpath(path) if os.path.islink(path) else path), before


@contextmanager
def _beside(
    path: str, data: bytes, mode: int = 0o666, before: os.stat_result | None = None
) -> Iterator[str]:
    """A file with *data* beside *path*, safe on the disk; it is gone afterwards, unless moved."""
    partial = _unguessable(os.path.dirname(path))
    try:
        _fill(partial, data, mode, before)
        yield partial
    finally:
        with suppress(OSError):
            os.unlink(partial)


def _unguessable(folder: str) -> str:
    return os.path.join(folder, f".llmpick-{os.urandom(8).hex()}.partial")


def _fill(path: str, data: bytes, mode: int, before: os.stat_result | None = None) -> None:
    with open(os.open(path, NEW, mode if before is None else 0o600), "wb") as file:
        if before is not None:
            _keep_owner(file.fileno(), before)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_owner(handle: int, before: os.stat_result) -> None:
    """Owner, group and mode as *before*, as far as this user may give them."""
    if not hasattr(os, "fchown"):
        return
    for owner in (before.st_uid, -1):
        with suppress(PermissionError):
            os.fchown(handle, owner, before.st_gid)
            break
    os.fchmod(handle, before.st_mode & 0o777)


def _replace(partial: str, place: str) -> None:
    """Put *partial* in its place; Windows refuses while another process reads what is there."""
    import time

    for pause in (*PAUSES_S, None):
        try:
            os.replace(partial, place)
        except PermissionError:
            if sys.platform != "win32" or pause is None:
                raise
            time.sleep(pause)
        else:
            return


def _pass_through(path: str, data: bytes) -> None:
    with _in_words(path, HINT), open(_stream_at(path), "wb") as stream:
        stream.write(data)


def _stream_at(path: str) -> int:
    """A descriptor to write to; that of a FIFO comes when somebody reads it."""
    if OPEN_DESCRIPTOR.fullmatch(path):
        name = os.path.basename(path)
        return os.dup({"stdout": 1, "stderr": 2}.get(name) or int(name))
    return os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0))


def _move_to_new(partial: str, path: str) -> None:
    """
    Give *partial* the name *path*, which nobody has.

    Raises:
        FileExistsError: somebody has it.
    """
    if sys.platform == "win32":
        os.rename(partial, path)
        return
    try:
        os.link(partial, path)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        _reserve(path)
        _replace(partial, path)


def _reserve(path: str) -> None:
    """An empty file in the place of a link, on a disk that has no second names."""
    os.close(os.open(path, NEW, 0o600))


def _rename_folder(partial: str, place: str, taken: UserError) -> None:
    try:
        os.rename(partial, place)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
            raise taken from None
        raise


def _remove_folder(partial: str) -> None:
    if os.path.lexists(partial):
        import shutil

        with _uninterrupted():
            shutil.rmtree(partial, ignore_errors=True)


def _sync_folder(folder: str) -> None:
    """That a new name is on the disk; some disks, and Windows, have no such thing."""
    with suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
