"""Files that commands write: whole or not at all, of two at once one, and no device is replaced."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import evidence_catalog
import pytest

from llmpick.catalog import compile

ROOT = Path(__file__).parents[2]
DAY = ("--as-of", "2026-11-23")
AT_ONCE = 3

HOOKED = """
import os, signal, sys
left, barrier = int(sys.argv[1]), sys.argv[2] == "barrier"
def hook(event, args):
    global left
    if event != "open" or not isinstance(args[0], str) or not left:
        return
    if ".partial" in args[0] or args[0].endswith(".lock"):
        left -= 1
        if not left and barrier:
            os.write(1, b"ready\\n")
            os.read(0, 1)
        elif not left:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(hook)
from llmpick.__main__ import run
sys.exit(run(sys.argv[3:]))
"""
"""Runs a command line that stops where it is about to write: at a barrier, or by Ctrl-C."""


def start(count: int, how: str, arguments: Iterable[str], env: dict[str, str] | None = None):
    """A process that stops at the file number *count* that it opens to write."""
    return subprocess.Popen(
        [sys.executable, "-c", HOOKED, str(count), how, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
    )


def race(commands: list[list[str]], env: dict[str, str] | None = None) -> list[tuple[int, str]]:
    """Exit code and stderr of each of *commands*; all are about to write when one first does."""
    running = [start(1, "barrier", command, env) for command in commands]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    for process in running:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
    ended = [process.communicate() for process in running]
    return [
        (process.returncode, err.decode()) for process, (_, err) in zip(running, ended, strict=True)
    ]


def won(outcomes: list[tuple[int, str]], said: str) -> int:
    """Which process won; all others say *said* and exit with 2."""
    winners = [number for number, (code, _) in enumerate(outcomes) if code == 0]
    assert len(winners) == 1, outcomes
    for number, (code, err) in enumerate(outcomes):
        if number not in winners:
            assert code == 2
            assert said in err
            assert "hint: " in err
    return winners[0]


def only(folder: Path, *hidden: str) -> Path:
    """The one file of *folder*, but for *hidden* ones."""
    [found] = [path for path in folder.iterdir() if path.name not in hidden]
    return found


def test_of_profiles_saved_at_once_one_is_kept(compiled_catalog, tmp_path):
    """The others are told that there is one, and the file is the winner's, whole."""
    catalog = ("--catalog", str(compiled_catalog))
    commands = [
        ["profile", "save", "p", "--budget", str(100 + number), *catalog]
        for number in range(AT_ONCE)
    ]
    outcomes = race(commands, {"LLMPICK_CONFIG_DIR": str(tmp_path)})
    winner = won(outcomes, "there is a profile `p` already")
    assert only(tmp_path / "profiles").read_text() == f"budget = {100 + winner}.0\n"


def test_of_decisions_saved_at_once_one_is_kept(compiled_catalog, tmp_path, run):
    """A decision on file is a record: no other takes its name."""
    path = tmp_path / "saved" / "d.toml"
    catalog = ("--catalog", str(compiled_catalog), *DAY)
    commands = [
        ["recommend", "--budget", str(100 + number), "--save", str(path), *catalog]
        for number in range(AT_ONCE)
    ]
    winner = won(race(commands), "exists already")
    assert only(path.parent) == path
    assert f"budget = {100 + winner}.0\n" in path.read_text()
    assert run("check", str(path), *catalog).code == 0


@pytest.mark.parametrize("name", ["same", "another"])
def test_of_results_imported_at_once_one_is_kept(small_catalog, tmp_path, name):
    """Of one name one source; and one file counts once, under whatever names it is given."""
    folder = evidence_catalog.make(small_catalog, tmp_path / "catalog")
    compile.write(str(folder))
    commands = []
    for number in range(AT_ONCE):
        file = tmp_path / ("one.csv" if name == "another" else f"{number}.csv")
        score = 50 if name == "another" else 50 + number
        file.write_text(f"model,score,n\natlas-2,{score},200\noak-70b,50,200\n")
        chosen = f"n{number}" if name == "another" else name
        command = ["evidence", "import", str(file), "--name", chosen, "--task", "coding"]
        commands.append([*command, "--catalog", str(folder)])
    outcomes = race(commands, {"LLMPICK_EVIDENCE_DIR": str(tmp_path / "own")})
    said = "imported already" if name == "another" else "you have results named `same`"
    winner = won(outcomes, said)
    text = only(tmp_path / "own", ".lock").read_text()
    assert f'file = "{Path(commands[winner][2]).name}"' in text
    assert "atlas-2" in text
    assert "oak-70b" in text


# ---- Ctrl-C


def interrupted(count: int, *arguments: str) -> str:
    """What a command says that Ctrl-C meets at the file number *count* that it writes."""
    process = start(count, "interrupt", arguments)
    _, err = process.communicate()
    assert process.returncode == 2, err
    assert "interrupted" in err.decode()
    return err.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_an_interrupted_export_leaves_nothing(compiled_catalog, tmp_path, count):
    """A folder of some records would be taken for a catalog."""
    target = tmp_path / "export"
    said = interrupted(count, "catalog", "export", str(target), "--catalog", str(compiled_catalog))
    assert "no file was changed" in said
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_fmt_changes_nothing(own_catalog):
    """All files are made before one is put in its place."""
    changed = [own_catalog / "tasks" / name for name in ("coding.toml", "general.toml")]
    for path in changed:
        path.write_text(f"# {path.name}\n{path.read_text()}")
    before = [path.read_text() for path in changed]
    interrupted(2, "catalog", "fmt", "--catalog", str(own_catalog))
    assert [path.read_text() for path in changed] == before
    assert not list(own_catalog.rglob("*.partial"))


def test_an_interrupted_import_leaves_nothing(small_catalog, tmp_path):
    """No part of a source is taken for one."""
    folder = evidence_catalog.make(small_catalog, tmp_path / "catalog")
    own, file = tmp_path / "own", tmp_path / "mine.csv"
    file.write_text("model,score,n\natlas-2,90,200\noak-70b,50,200\n")
    command = ("evidence", "import", str(file), "--task", "coding", "--catalog", str(folder))
    process = start(2, "interrupt", command, {"LLMPICK_EVIDENCE_DIR": str(own)})
    _, err = process.communicate()
    assert (process.returncode, "interrupted" in err.decode()) == (2, True)
    assert [path.name for path in own.iterdir()] == [".lock"]


# ---- what is no ordinary file


@pytest.fixture
def report(compiled_catalog, spawn):
    """Write a report: `report(target)`."""

    def call(target: object, **more):
        where = ("--out", str(target), "--format", "html", "--catalog", str(compiled_catalog))
        return spawn("report", *where, *DAY, **more)

    return call


def is_page(data: bytes) -> bool:
    """Whether it is a whole page."""
    return data.startswith(b"<!DOCTYPE html>") and data.rstrip().endswith(b"</html>")


def test_a_device_stays_a_device(report, tmp_path):
    """As root too: `--out /dev/null` writes to it and leaves it what it is."""
    device = tmp_path / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        device.write_bytes(b"")
    except (OSError, AttributeError):
        pytest.skip("no device can be made here")
    done = report(device)
    assert done.returncode == 0, done.stderr
    assert stat.S_ISCHR(device.lstat().st_mode)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_fifo_gets_the_whole_page(report, tmp_path):
    """Whoever reads it gets all of it, and it stays there."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    page = tmp_path / "page"
    with page.open("wb") as out, subprocess.Popen(["cat", str(fifo)], stdout=out) as reader:
        done = report(fifo)
        if done.returncode or not stat.S_ISFIFO(fifo.lstat().st_mode):
            reader.kill()
    assert done.returncode == 0, done.stderr
    assert is_page(page.read_bytes())
    assert stat.S_ISFIFO(fifo.lstat().st_mode)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_without_an_answer_a_fifo_is_not_opened(run, compiled_catalog, tmp_path):
    """Nobody reads: a wrong question is answered all the same."""
    os.mkfifo(tmp_path / "fifo")
    where = ("--out", str(tmp_path / "fifo"), "--catalog", str(compiled_catalog), *DAY)
    assert run("report", "--task", "nonsense", *where).code == 2


@pytest.mark.skipif(not os.path.exists("/proc/self/fd/1"), reason="no /proc here")
def test_stdout_gets_the_page_alone(report, compiled_catalog, tmp_path):
    """By the name of its descriptor: the size is told on stderr, in a pipe as in a file."""
    done = report("/proc/self/fd/1")
    assert done.returncode == 0, done.stderr
    assert is_page(done.stdout)
    assert b"/proc/self/fd/1: " in done.stderr
    line = f"LLMPICK report --out /proc/self/fd/1 --catalog {compiled_catalog} --as-of 2026-11-23"
    subprocess.run(
        ["bash", "-c", line.replace("LLMPICK", f"'{sys.executable}' -m llmpick") + " > page"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert is_page((tmp_path / "page").read_bytes())


def test_a_link_leads_to_its_file(report, tmp_path):
    """The link stays, the file it names is replaced and keeps its mode, and nothing else is."""
    (tmp_path / "real").mkdir()
    file, link = tmp_path / "real" / "page.html", tmp_path / "link.html"
    file.write_text("before")
    file.chmod(0o640)
    link.symlink_to(Path("real") / "page.html")
    assert report(link).returncode == 0
    assert link.is_symlink()
    assert is_page(file.read_bytes())
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["link.html", "page.html", "real"]


def test_what_takes_no_file(report, tmp_path):
    """A link to nothing, a link to a folder, and a socket: a sentence, and all is as it was."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to(tmp_path / "none" / "page.html")
    (tmp_path / "to-folder").symlink_to(tmp_path / "folder")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(tmp_path)  # the name of a socket is short
        server.bind("socket")
        os.chdir(here)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    for name, said in (
        ("dangling", "is a link to nothing"),
        ("to-folder", "is no file"),
        ("socket", "is no ordinary file"),
        ("folder", "is no file"),
    ):
        done = report(tmp_path / name)
        assert done.returncode == 2
        assert said in done.stderr.decode()
        assert "hint: " in done.stderr.decode()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert (tmp_path / "dangling").is_symlink()
