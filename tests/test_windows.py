"""What differs on Windows, emulated: text mode, locks, open files, code pages, forbidden names."""

from __future__ import annotations

import ast
import errno
import importlib.util
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from llmpick.catalog import container
from llmpick.cli import out, stdin
from llmpick.errors import UserError
from llmpick.files import write
from llmpick.files.log import AppendedFile
from llmpick.files.read import bounded

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "llmpick").rglob("*.py"))
BINARY = 1 << 30
POSIX_MODULES = {"fcntl", "grp", "pwd", "pty", "resource", "syslog", "termios", "tty"}
POSIX_CALLS = re.compile(
    r"\bos\.(chroot|fchmod|fchown|fork|forkpty|getegid|geteuid|getgid|getlogin|getpgid|getuid|killpg"
    r"|lchown|mkfifo|mknod|nice|openpty|pread|preadv|pwrite|pwritev|sendfile|setsid|statvfs|sync"
    r"|uname|O_DIRECTORY|O_NOCTTY|O_NOFOLLOW|O_NONBLOCK)\b"
)
SIGNALS = re.compile(r"signal\.SIG(?!INT\b|TERM\b|_IGN\b|_DFL\b|PIPE\b)")
OPENS = re.compile(r"(?<![\w.])open\(|read_text\(\)|write_text\(")
ASKED_FIRST = {"geteuid", "fchown", "fchmod", "sync"}
"""Used only behind a `hasattr(os, ...)`."""


def unguarded(text: str) -> list[str]:
    """What a module of this *text* needs and Windows lacks."""
    called = set(POSIX_CALLS.findall(text))
    found = sorted(called if "hasattr(os, " not in text else called - ASKED_FIRST)
    found += re.findall(rf"(?m)^import (?:{'|'.join(POSIX_MODULES)})$", text)
    found += SIGNALS.findall(text)
    return found + _opened_as_the_country_does(text)


def _opened_as_the_country_does(text: str) -> list[str]:
    if not OPENS.search(text):
        return []
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    found = []
    for node in calls:
        if not isinstance(node.func, ast.Name) or node.func.id != "open":
            continue
        mode = node.args[1] if len(node.args) > 1 else None
        binary = isinstance(mode, ast.Constant) and "b" in str(mode.value)
        line = ast.unparse(node)
        if not binary and "encoding=" not in line and "os.devnull" not in line:
            found.append(line)
    return found


def test_no_module_needs_what_windows_lacks():
    """No module or call of Unix without asking first, no text in the encoding of the country."""
    found = {
        path.relative_to(ROOT).as_posix(): lacking
        for path in MODULES
        if (lacking := unguarded(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "import fcntl\n",
        "os.pread(handle, 1, 0)",
        "os.geteuid()",
        "os.open(path, os.O_NOFOLLOW)",
        "signal.signal(signal.SIGALRM, stop)",
        "open(path)",
        "open(path, 'w')",
    ],
)
def test_what_windows_lacks_is_seen(text):
    """The rule can say no."""
    assert unguarded(text)


def test_no_name_of_a_file_is_one_that_windows_refuses():
    """No sign, device or final dot that Windows has not, and none of two names but for case."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    ).stdout.splitlines() or [path.relative_to(ROOT).as_posix() for path in MODULES]
    for name in listed:
        assert not re.search(r'[<>:"|?*\\]|[. ](?:/|$)', name)
        assert not re.search(r"(?i)(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:/|$)", name)
    assert len({name.lower() for name in listed}) == len(listed)


class TextMode:
    """The calls of the system as Windows makes them: without O_BINARY 0x1A ends a file."""

    def __init__(self) -> None:
        self.texts = set[int]()
        self.open, self.read = os.open, os.read

    def opened(self, path: str, flags: int, mode: int = 0o777) -> int:
        """Open, and note whether as text."""
        handle = self.open(path, flags & ~BINARY, mode)
        (self.texts.discard if flags & BINARY else self.texts.add)(handle)
        return handle

    def part(self, handle: int, length: int) -> bytes:
        """Read, as text where it was opened so."""
        data = self.read(handle, length)
        if handle in self.texts:
            data = data.partition(b"\x1a")[0].replace(b"\r\n", b"\n")
        return data


@pytest.fixture
def windows(monkeypatch):
    """`os` as on Windows, for modules that are loaded anew."""
    calls = TextMode()
    monkeypatch.setattr(os, "O_BINARY", BINARY, raising=False)
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_NOCTTY", "geteuid", "fchown"):
        monkeypatch.delattr(os, name, raising=False)
    monkeypatch.setattr(os, "open", calls.opened)
    monkeypatch.setattr(os, "read", calls.part)
    monkeypatch.setattr(sys, "platform", "win32")
    return calls


def anew(module: ModuleType) -> ModuleType:
    """The same module, loaded once more."""
    spec = importlib.util.spec_from_file_location(f"anew_{module.__name__}", str(module.__file__))
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_compiled_catalog_is_read_as_bytes(windows, tmp_path):
    """Whatever is in it: an index of 26 bytes puts a 0x1A into its head."""
    path = tmp_path / "catalog.bin"
    value = {"a": "\x1a\r\n\x1a", "b": [26, 13, 10]}
    path.write_bytes(container.dumps(value))
    found = anew(container).open_container(str(path))
    assert {name: found.section(name) for name in found.names()} == value


def test_the_shipped_catalog_would_end_early(compiled_catalog):
    """What the test above is for stands in every compiled catalog: a 0x1A."""
    assert b"\x1a" in (compiled_catalog / ".compiled" / "catalog.bin").read_bytes()


def test_a_link_is_not_followed_where_no_flag_forbids_it(windows, tmp_path):
    """A catalog's file that is a link leads nowhere, there too."""
    (tmp_path / "secret").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        bounded(str(tmp_path / "link"), 10, follow=False)


def test_a_file_that_is_read_is_replaced_when_it_is_closed(windows, tmp_path, monkeypatch):
    """Windows refuses for as long as it is open: tried again, and at last said."""
    refusals, replace = [errno.EACCES] * 3, os.replace

    def refuse(one: str, other: str) -> None:
        if refusals:
            raise PermissionError(refusals.pop(), "Access is denied")
        replace(one, other)

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr("time.sleep", lambda _: None)
    write.replace(str(tmp_path / "file"), b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    refusals[:] = [errno.EACCES] * 50
    with pytest.raises(UserError, match="Access is denied"):
        write.replace(str(tmp_path / "file"), b"newer")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.fixture
def msvcrt(monkeypatch):
    """The locks of Windows: *fails* are the errors of the next calls."""
    fails: list[int] = []
    asked: list[tuple[int, int]] = []

    def locking(handle: int, how: int, length: int) -> None:
        asked.append((how, os.lseek(handle, 0, os.SEEK_CUR)))
        if fails:
            number = fails.pop(0)
            raise OSError(number, os.strerror(number))

    module = SimpleNamespace(LK_LOCK=1, LK_NBLCK=2, locking=locking, fails=fails, asked=asked)
    monkeypatch.setitem(sys.modules, "msvcrt", module)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    return module


def test_a_lock_is_waited_for_longer_than_windows_does(windows, msvcrt, tmp_path):
    """Its own wait ends after ten seconds; and what it locks lies beyond what others read."""
    msvcrt.fails[:] = [errno.EACCES, errno.EDEADLK, errno.EDEADLK]
    told: list[None] = []
    with write.locked(str(tmp_path), lambda: told.append(None)):
        assert told == [None]
    assert [how for how, _ in msvcrt.asked] == [2, 1, 1, 1]
    assert {place for _, place in msvcrt.asked} == {write.LOCKED_BYTE}


def test_a_log_grows_without_the_calls_of_unix(windows, msvcrt, tmp_path, monkeypatch):
    """One writer at a time, and a line that was cut off is closed."""
    monkeypatch.delattr(os, "pread", raising=False)
    path = tmp_path / "log"
    path.write_bytes(b"cut")
    log = AppendedFile(str(path))
    log.append(b"line\n")
    log.close()
    assert path.read_bytes() == b"cut\nline\n"
    msvcrt.fails[:] = [errno.EACCES]
    with pytest.raises(UserError, match="another run writes"):
        AppendedFile(str(path))


@pytest.mark.parametrize("page", ["cp932", "cp1252", "cp437"])
def test_a_console_with_a_code_page(run, page, monkeypatch, compiled_catalog):
    """Prose in what it can show, data in UTF-8 all the same; no error, no lost row."""
    words = ("show", "atlas-2", "--catalog", str(compiled_catalog), "--as-of", "2026-11-23")
    plain = run(*words, "--json").raw
    from llmpick.__main__ import run as front_door

    for form in ("text", "table", "json"):
        shown = io.BytesIO()
        console = io.TextIOWrapper(shown, encoding=page, newline="\r\n")
        monkeypatch.setattr(sys, "stdout", console)
        monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding=page))
        assert front_door([*words, "--format", form]) == 0
        if form == "json":
            assert shown.getvalue() == plain
        else:
            assert "Atlas" in shown.getvalue().decode(page)
            assert b"\r\n" not in shown.getvalue()


def test_names_on_stdin_are_utf8_whatever_the_code_page(monkeypatch):
    """A pipe holds what was written into it; a byte order mark of PowerShell is left out."""
    given = io.BytesIO("\ufeffモデル\r\nqwen3\r\n".encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given, encoding="cp932"))
    assert stdin.lines() == ["モデル", "qwen3"]


def test_the_old_console_gets_no_escape_sequences(windows, monkeypatch):
    """The terminal of Windows 11 says what it is; what does not would print them as text."""
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: True))
    for name in ("NO_COLOR", "FORCE_COLOR", "WT_SESSION", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert not out.wants_colour()
    monkeypatch.setenv("WT_SESSION", "a-number")
    assert out.wants_colour()
