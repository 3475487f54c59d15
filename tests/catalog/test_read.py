"""Files that are no records: a catalog of them ends in one sentence and a hint, never a crash."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from llmpick.catalog import check
from llmpick.catalog.read import MAX_FILE_BYTES

ATLAS = "models/acme/atlas-2.toml"


def asked(run, folder):
    """A question to the catalog in *folder*."""
    return run("recommend", "--catalog", str(folder), "--as-of", "2026-11-23")


def refused(found):
    """One sentence, one hint, exit 2, nothing on stdout, nothing for a terminal to obey."""
    assert found.code == 2
    assert found.raw == b""
    lines = [line for line in found.stderr.splitlines() if line]
    assert [line.partition(":")[0] for line in lines] == ["error", "hint"]
    assert "".join(lines).isprintable()
    return lines[0]


def fifo(path: Path) -> None:
    """A pipe that nobody writes to."""
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def linked(path: Path) -> None:
    """A link to a file outside the catalog."""
    path.unlink(missing_ok=True)
    path.symlink_to("/etc/hostname")


def looped(path: Path) -> None:
    """A link to itself."""
    path.unlink(missing_ok=True)
    path.symlink_to(path)


def zeros(path: Path) -> None:
    """A link to a device without end."""
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def binary(path: Path) -> None:
    """Bytes that are not UTF-8."""
    path.write_bytes(b'name = "\xff\xfe"\n')


def nul(path: Path) -> None:
    """A NUL."""
    path.write_bytes(b'name = "a\0b"\n')


def large(path: Path) -> None:
    """More bytes than a record may have."""
    path.write_bytes(b"# " + b"x" * 100 + b"\n" * MAX_FILE_BYTES)


def noise(path: Path) -> None:
    """Half a file, torn off in the middle of a character."""
    path.write_bytes(path.read_bytes()[:100] + "é".encode()[:1])


@pytest.mark.parametrize("spoil", [fifo, linked, looped, zeros, binary, nul, large, noise])
@pytest.mark.parametrize("path", [ATLAS, "scale.toml", "derived/estimates.csv"])
def test_what_is_no_file_of_facts(own_catalog, run, spoil, path):
    """Pipes, links, devices, other encodings, giants: the file is named and nothing hangs."""
    spoil(own_catalog / path)
    assert Path(path).name in refused(asked(run, own_catalog))
    assert path in {row.file for row in check.findings(str(own_catalog)) if row.level == "error"}


@pytest.mark.parametrize("spoil", [linked, zeros, binary, nul, large, noise])
def test_a_version_that_is_no_date(own_catalog, run, spoil):
    """VERSION is read with the same care as any other file."""
    spoil(own_catalog / "VERSION")
    assert "VERSION" in refused(asked(run, own_catalog))


@pytest.mark.parametrize("path", ["VERSION", ".compiled/catalog.bin"])
def test_a_pipe_is_not_waited_for(own_catalog, spawn, path):
    """A pipe without a writer in place of VERSION or of the compiled form: no hang."""
    (own_catalog / ".compiled").mkdir()
    fifo(own_catalog / path)
    found = spawn(
        shell=f"timeout 20 LLMPICK recommend --as-of 2026-11-23 --catalog '{own_catalog}'"
    )
    assert found.returncode in (0, 2)


@pytest.mark.parametrize(
    "text",
    ["", "\n", "latest", "2026", "2026.13.1", "2026.2.30", "2026.11.20.1", "-1.1.1", "2" * 99],
)
def test_a_version_with_something_else(own_catalog, run, text):
    """VERSION holds one day."""
    (own_catalog / "VERSION").write_text(text)
    assert "VERSION" in refused(asked(run, own_catalog))


def test_a_folder_named_like_a_file(own_catalog, run):
    """A folder named x.toml is a folder; what is in it counts, what it is called does not."""
    (own_catalog / "models" / "acme" / "folder.toml").mkdir()
    assert asked(run, own_catalog).code == 0


def test_a_folder_in_place_of_a_file(own_catalog, run):
    """A scale.toml that is a folder is no scale."""
    (own_catalog / "scale.toml").unlink()
    (own_catalog / "scale.toml").mkdir()
    assert "scale.toml" in refused(asked(run, own_catalog))


def test_names_that_differ_in_case_only(own_catalog, run):
    """Two files that are one on some disks."""
    shutil.copy(own_catalog / ATLAS, own_catalog / "models/acme/ATLAS-2.toml")
    refused(asked(run, own_catalog))
    assert any("but for case" in row.message for row in check.findings(str(own_catalog)))


def test_a_file_name_that_is_not_text(own_catalog, run):
    """A name of bytes that are no UTF-8."""
    where = os.fsencode(own_catalog / "models" / "acme") + b"/\xff\xfe.toml"
    with open(where, "wb") as file:
        file.write((own_catalog / ATLAS).read_bytes())
    refused(asked(run, own_catalog))
    assert any(row.level == "error" for row in check.findings(str(own_catalog)))
    assert run("catalog", "validate", "--catalog", str(own_catalog)).code == 1


@pytest.mark.parametrize("form", ["text", "table", "json", "jsonl", "csv", "markdown"])
def test_a_hostile_file_name_is_printed_harmlessly(own_catalog, run, form):
    """Findings name the file; its escapes do nothing."""
    name = "a\x1b]0;x\x07\u202e\x9b31m.toml"
    shutil.copy(own_catalog / ATLAS, own_catalog / "models" / "acme" / name)
    found = run("catalog", "validate", "--catalog", str(own_catalog), "--format", form)
    assert found.code == 1
    text = found.stdout + found.stderr
    assert not any(char in text for char in "\x1b\x07\u202e\x9b")


def test_folders_in_each_other(own_catalog, run):
    """Folders a thousand deep."""
    here = os.open(own_catalog / "models", os.O_RDONLY)
    try:
        for _ in range(1200):
            os.mkdir("a", dir_fd=here)
            deeper = os.open("a", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
    finally:
        os.close(here)
    try:
        assert asked(run, own_catalog).code in (0, 2)
    finally:
        # deeper than Python's own removal of temporary folders goes
        subprocess.run(["rm", "-rf", str(own_catalog / "models")], check=True)


def test_files_that_are_no_facts_are_left_alone(own_catalog, run):
    """A README, hidden files and other endings are nobody's records."""
    (own_catalog / "README.md").write_text("# words\n")
    (own_catalog / "models" / "acme" / ".hidden.toml").write_bytes(b"\xff")
    (own_catalog / "models" / "acme" / "atlas-2.toml~").write_bytes(b"\xff")
    (own_catalog / "elsewhere").mkdir()
    (own_catalog / "elsewhere" / "x.toml").write_bytes(b"\xff")
    assert asked(run, own_catalog).code == 0
    assert check.findings(str(own_catalog)) == []


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda base: base / "missing", "no catalog folder", id="missing"),
        pytest.param(lambda base: base, "not a catalog", id="empty"),
        pytest.param(lambda base: touched(base / "file"), "no catalog folder", id="a file"),
        pytest.param(lambda base: base / ("x" * 5000), "no catalog folder", id="too long a name"),
        pytest.param(lambda base: base / "a\x1b[31m\nb", "no catalog folder", id="escapes"),
        pytest.param(lambda base: versioned(base / "bare"), "", id="a VERSION and nothing else"),
    ],
)
def test_what_is_no_catalog(tmp_path, run, make, words):
    """A folder that is missing, empty or something else."""
    assert words in refused(asked(run, make(tmp_path)))


def touched(path: Path) -> Path:
    """An empty file."""
    path.touch()
    return path


def versioned(path: Path) -> Path:
    """A folder with a VERSION."""
    path.mkdir()
    (path / "VERSION").write_text("2026.11.20\n")
    return path


@pytest.mark.parametrize("arguments", [("show", "atlas-3"), ("list",), ("compare", "a", "b")])
def test_every_command_refuses_a_broken_catalog(own_catalog, run, arguments):
    """Not only recommend."""
    (own_catalog / ATLAS).write_text("broken = =\n")
    found = run(*arguments, "--catalog", str(own_catalog), "--as-of", "2026-11-23")
    assert "models/acme/atlas-2.toml:1" in refused(found)


def test_the_line_of_a_mistake_is_named(own_catalog, run):
    """A mistake in the third line is told with the line."""
    lines = (own_catalog / ATLAS).read_text().splitlines()
    (own_catalog / ATLAS).write_text("\n".join([*lines[:2], "what = = this", *lines[2:]]))
    assert f"{ATLAS}:3" in refused(asked(run, own_catalog))
