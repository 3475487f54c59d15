"""As a process: locales, pipes, full disks, closed streams, where it is run from."""

from __future__ import annotations

import os
import sys

import pytest

DAY = "--as-of 2026-11-23"
FORMS = ("table", "text", "json", "markdown")
EACH_FORM = """
import sys
from llmpick.__main__ import run
end = sys.argv.index("--")
for number, form in enumerate(sys.argv[1:end]):
    if number:
        sys.stdout.flush()
        sys.stdout.buffer.write(b"\\0")
        sys.stdout.buffer.flush()
    assert run([*sys.argv[end + 1:], "--format", form]) == 0
"""
"""One process that answers in each form, with a zero byte between."""


@pytest.fixture
def where(compiled_catalog):
    """The options that name the catalog and the day."""
    return f"{DAY} --catalog '{compiled_catalog}'"


@pytest.mark.parametrize(
    ("command", "end"),
    [
        ("recommend", "head -c1"),
        ("recommend", "head -1"),
        ("recommend", "true"),
        ("recommend --json", "head -c1"),
        ("recommend --json", "true"),
        ("recommend --format table", "head -1"),
        ("recommend --format table", "true"),
        ("show atlas-3", "true"),
        ("list --format csv", "head -1"),
    ],
)
def test_a_closed_pipe_is_quiet(spawn, where, command, end):
    """`| head` ends it without a word."""
    found = spawn(shell=f"set -o pipefail; LLMPICK {command} {where} | {end} > /dev/null")
    assert found.stderr == b""
    assert found.returncode in (0, 141)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize(
    "command", ["recommend", "recommend --json", "list --format table", "--help", "--version"]
)
def test_a_full_disk_is_told(spawn, where, command):
    """An answer that cannot be written is no answer: exit 2, one line."""
    more = "" if command.startswith("--") else where
    found = spawn(shell=f"LLMPICK {command} {more} > /dev/full")
    assert found.returncode == 2
    assert b"Traceback" not in found.stderr
    assert found.stderr.startswith(b"error: cannot write the answer")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_for_messages(spawn, where):
    """Messages that cannot be written do not turn the answer into a crash."""
    assert spawn(shell=f"LLMPICK recommend {where} 2> /dev/full").returncode == 0
    assert spawn(shell=f"LLMPICK recommend --task nothing {where} 2> /dev/full").returncode == 2


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-"])
@pytest.mark.parametrize("command", ["recommend", "recommend --task nothing", "--version"])
def test_closed_streams(spawn, where, command, closed):
    """A stream that the caller closed: no traceback."""
    more = "" if command.startswith("--") else where
    found = spawn(shell=f"LLMPICK {command} {more} {closed}")
    assert b"Traceback" not in found.stderr + found.stdout
    assert found.returncode in (0, 2)


@pytest.mark.parametrize(
    "env",
    [
        pytest.param(
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="the C locale"
        ),
        pytest.param({"PYTHONIOENCODING": "ascii"}, id="ASCII"),
        pytest.param({"PYTHONIOENCODING": "latin-1"}, id="Latin-1"),
        pytest.param({"PYTHONIOENCODING": "cp932"}, id="a Japanese code page"),
    ],
)
def test_locales(spawn, where, env):
    """Prose in what the terminal can show, data in UTF-8; never a crash."""
    line = f"'{sys.executable}' -c \"$EACH_FORM\" {' '.join(FORMS)} -- recommend {where}"
    found = spawn(shell=line, env={**env, "EACH_FORM": EACH_FORM})
    assert found.returncode == 0
    assert found.stderr == b""
    texts = found.stdout.split(b"\0")
    assert len(texts) == len(FORMS)
    for form, text in zip(FORMS, texts, strict=True):
        assert text.decode("utf-8" if form == "json" else env.get("PYTHONIOENCODING", "ascii"))


def test_the_same_bytes_everywhere(spawn, compiled_catalog, tmp_path):
    """Hash seeds, time zones, locales and the folder it is run from change nothing."""
    options = ("--as-of", "2026-11-23", "--catalog", str(compiled_catalog), "--by", "route")
    texts = {
        spawn("recommend", *options, "--json", "--explain", env=env, cwd=tmp_path).stdout
        for env in (
            {"PYTHONHASHSEED": "0"},
            {"PYTHONHASHSEED": "1"},
            {"PYTHONHASHSEED": "20", "TZ": "Pacific/Kiritimati", "LC_NUMERIC": "de_DE.UTF-8"},
        )
    }
    assert len(texts) == 1
    assert texts.pop()


def test_a_folder_that_is_gone(spawn, where, tmp_path):
    """Run from a folder that was removed."""
    found = spawn(
        shell=f"mkdir gone && cd gone && rmdir ../gone && LLMPICK list {where}", cwd=tmp_path
    )
    assert found.returncode == 0


def test_strict_python(spawn, compiled_catalog):
    """Python's own strictest mode finds nothing."""
    program = f"'{sys.executable}' -X dev -W error -m llmpick"
    found = spawn(shell=f"{program} list tasks {DAY} --format ids --catalog '{compiled_catalog}'")
    assert found.stderr == b""
    assert found.returncode == 0


def test_queries_do_not_read_stdin(spawn, where):
    """An endless stdin is not waited for."""
    found = spawn(shell=f"timeout 20 LLMPICK recommend {where} --format ids < /dev/zero")
    assert found.returncode == 0


def test_arguments_that_are_not_text(spawn, compiled_catalog):
    """Bytes that are no UTF-8 are a wrong name, not a crash."""
    found = spawn(
        shell=f"LLMPICK show $'\\xff\\xfe' {DAY} --catalog '{compiled_catalog}'",
        env={"LC_ALL": "C.UTF-8"},
    )
    assert found.returncode == 2
    assert found.stderr.startswith(b"error: no ")


def test_a_bug_keeps_its_traceback_and_exits_2(spawn, tmp_path):
    """A gate never reads a crash as a verdict: 1 would say that the answer is no."""
    (tmp_path / "sitecustomize.py").write_text(
        "import llmpick.api.decisions\n\n"
        "def broken(*given, **more):\n    raise ZeroDivisionError\n\n"
        "llmpick.api.decisions.recommend = broken\n"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    found = spawn(
        shell=f"LLMPICK recommend {DAY} --catalog tests/small_catalog",
        env={"PYTHONPATH": f"{tmp_path}:{root}"},
    )
    assert b"ZeroDivisionError" in found.stderr
    assert found.returncode == 2
