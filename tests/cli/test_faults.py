"""What disks, neighbours and networks do to a command: old or new, never half, and said truly."""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import shutil
import sys
from pathlib import Path

import evidence_catalog
import pytest

from llmpick.files import write

DAY = ("--as-of", "2026-11-23")
CSV = "model,score,n\natlas-2,90,200\noak-70b,50,200\n"
NEED = ("--task", "coding", "--budget", "300")


class Short(io.FileIO):
    """A file on a disk that takes a few bytes and then no more."""

    def write(self, data):
        """Half of *data*."""
        super().write(bytes(data)[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def short(path, *more, **named):
    """`open`, of a disk that is full in the middle."""
    return Short(path, "wb") if "w" in (*more, "")[0] else builtins.open(path, *more, **named)


def failing(number):
    """A call of the system that fails."""

    def call(*_, **__):
        raise OSError(number, os.strerror(number))

    return call


FAULTS = {
    **{
        f"{errno.errorcode[number]} in {call}": (os, call, failing(number))
        for number in (errno.ENOSPC, errno.EIO, errno.EDQUOT)
        for call in ("fsync", "sync")
    },
    "EIO in replace": (os, "replace", failing(errno.EIO)),
    "EIO in link": (os, "link", failing(errno.EIO)),
    "EROFS in rename": (os, "rename", failing(errno.EROFS)),
    "ENOSPC in the middle": (write, "open", short),
}
COMMANDS = {
    "profile save": ("profile", "save", "new", *NEED),
    "profile save --replace": ("profile", "save", "old", *NEED, "--replace"),
    "recommend --save": ("recommend", *NEED, *DAY, "--save", "{}/new.toml"),
    "report": ("report", *NEED, *DAY, "--out", "{}/new.html"),
    "report again": ("report", *NEED, *DAY, "--out", "{}/old.md"),
    "overlay init": ("overlay", "init", "{}/layer"),
    "catalog export": ("catalog", "export", "{}/exported"),
    "catalog build": ("catalog", "build"),
}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below *folder* with what is in it."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def made(small_catalog, tmp_path_factory):
    """A folder with a catalog and what a user has kept."""
    folder = tmp_path_factory.mktemp("faults")
    shutil.copytree(small_catalog, folder / "catalog")
    (folder / "profiles").mkdir()
    (folder / "profiles" / "old.toml").write_text("tools = true\n")
    (folder / "old.md").write_text("before\n")
    (folder / "catalog" / ".compiled").mkdir()
    (folder / "catalog" / ".compiled" / "catalog.bin").write_text("before\n")
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_a_disk_that_fails(run, made, compiled_catalog, monkeypatch, name):
    """Whatever call fails: all is as it was, or all is done; and that is what is said."""
    words = [word.replace("{}", str(made)) for word in COMMANDS[name]]
    at = made / "catalog" if name == "catalog build" else compiled_catalog
    takes = () if name == "overlay init" else ("--catalog", str(at))
    before, hit = tree(made), 0
    for module, call, fault in FAULTS.values():
        with monkeypatch.context() as patch:
            patch.setattr(module, call, fault, raising=False)
            found = run(*words, *takes, env={"LLMPICK_CONFIG_DIR": str(made)})
        if found.code == 2:
            hit += 1
            assert found.stderr.startswith("error: ")
            assert "hint: " in found.stderr
            assert tree(made) == before
        else:  # a call that it does not make
            assert found.code == 0
            for path in tree(made).keys() - before.keys():
                (made / path).unlink()
            for path, data in before.items():
                (made / path).write_bytes(data)
            for folder in ("layer", "exported"):
                shutil.rmtree(made / folder, ignore_errors=True)
    assert hit >= 3


def test_an_import_on_a_disk_that_fails(run, small_catalog, tmp_path, monkeypatch):
    """Own results are whole or not there, and the store can be read either way."""
    folder = evidence_catalog.make(small_catalog, tmp_path / "catalog")
    (tmp_path / "mine.csv").write_text(CSV)
    own = {"LLMPICK_EVIDENCE_DIR": str(tmp_path / "own")}
    words = ("evidence", "import", str(tmp_path / "mine.csv"), "-t", "coding")
    for name in ("ENOSPC in fsync", "EIO in link", "ENOSPC in the middle"):
        with monkeypatch.context() as patch:
            patch.setattr(*FAULTS[name], raising=False)
            found = run(*words, "--catalog", str(folder), env=own)
        assert found.code == 2
        assert [path.name for path in (tmp_path / "own").glob("*")] == [".lock"]
    assert run("evidence", "list", "--format", "ids", env=own).stdout == ""


class Full(io.RawIOBase):
    """A stdout that takes nothing."""

    def writable(self):
        """It says that it does."""
        return True

    def write(self, _):
        """And does not."""
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_answer_that_is_lost_after_a_file_was_written(compiled_catalog, tmp_path, monkeypatch):
    """What is said is true: the file is there."""
    from llmpick.__main__ import run as front_door

    said, path = io.StringIO(), tmp_path / "d.toml"
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Full(), encoding="utf-8"))
    monkeypatch.setattr(sys, "stderr", said)
    words = ["recommend", *NEED, *DAY, "--catalog", str(compiled_catalog), "--save", str(path)]
    assert front_door(words) == 2
    monkeypatch.undo()
    assert path.exists()
    assert f"cannot write the answer: {os.strerror(errno.ENOSPC)}" in said.getvalue()
    assert f"`{path}` was written, and stands" in said.getvalue()


QUERIES = (
    ("recommend", *NEED),
    ("cost", "atlas-2"),
    ("compare", "atlas-2", "oak-70b"),
    ("show", "atlas-2"),
    ("list", "models"),
    ("resolve", "atlas-2"),
    ("alternatives", "atlas-2"),
    ("catalog", "stats"),
)
FORBIDDEN = ("socket.", "urllib.Request", "http.client.", "ftplib.", "smtplib.", "subprocess.")
heard: list[str] | None = None
"""Events since a test began to listen; None while none does."""


def hear(event: str, _: object) -> None:
    """Note what reaches beyond this process."""
    if heard is not None and event.startswith(FORBIDDEN):
        heard.append(event)


def test_no_question_reaches_the_network(run, compiled_catalog):
    """No socket is made and no program started: an audit hook of Python hears of each."""
    import socket

    global heard
    sys.addaudithook(hear)
    try:
        heard = []
        socket.socket().close()
        assert heard  # it does hear
        heard = []
        for words in QUERIES:
            assert run(*words, *DAY, "--catalog", str(compiled_catalog)).code == 0
        assert heard == []
    finally:
        heard = None


def test_a_key_in_the_environment_is_nowhere(run, compiled_catalog, tmp_path):
    """Not in answers, errors, decisions, reports or profiles."""
    key = "sk-planted-5f3b9c1d7e"
    env = {
        **dict.fromkeys(("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "HF_TOKEN"), key),
        "LLMPICK_CONFIG_DIR": str(tmp_path),
    }
    at = ("--catalog", str(compiled_catalog))
    kept = [
        ("recommend", *NEED, *DAY, "--save", str(tmp_path / "d.toml"), "--json"),
        ("recommend", *NEED, *DAY, "--explain"),
        ("report", *NEED, *DAY, "--out", str(tmp_path / "r.html")),
        ("report", *NEED, *DAY, "--out", str(tmp_path / "r.md")),
        ("profile", "save", "p", *NEED),
        ("config", "show", "--json"),
        ("recommend", "--task", "nothing"),
        ("show", "nobody/nothing"),
        *((*words, *form) for words in QUERIES for form in ((), ("--json",))),
        ("keys", "--json"),
        ("connect", "atlas-2"),
        ("overlay", "check", str(tmp_path / "none")),
        ("evidence", "list"),
        ("profile", "show", "p"),
        ("check", str(tmp_path / "d.toml")),
    ]
    for words in kept:
        found = run(*words, *at, env=env)
        assert key not in found.stdout + found.stderr
    written = tree(tmp_path)
    assert len(written) == 4
    assert all(
        (tmp_path / name).stat().st_mode & 0o077 == 0 for name in written if "profiles" in name
    )
    assert not [name for name, data in written.items() if key.encode() in data]
    assert json.loads(run(*kept[5], *at, env=env).stdout)
