"""What goes to stderr: --quiet and --verbose, before a command or behind it, of every command."""

from __future__ import annotations

import pytest

from llmpick.cli.complete_table import commands

NEED = ("recommend", "--task", "coding", "--format", "ids")


def test_every_command_takes_both():
    """Those below a group as well."""
    for path, one in commands().items():
        names = {name for names, *_ in one["options"] for name in names}
        assert one["commands"] or {"--quiet", "-q", "--verbose", "-v"} <= names, path


@pytest.mark.parametrize("quiet", [("-q", *NEED), (*NEED, "--quiet")], ids=["before", "behind"])
def test_quiet_leaves_the_answer_alone(run, small_catalog, quiet):
    """No note; the same answer, byte by byte, and the same exit code."""
    noted = run(*NEED, "--catalog", str(small_catalog))
    assert noted.stderr.startswith("note: reading the catalog from TOML")
    found = run(*quiet, "--catalog", str(small_catalog))
    assert (found.code, found.stderr) == (0, "")
    assert found.raw == noted.raw


def test_quiet_still_says_what_is_wrong(run, compiled_catalog):
    """A mistake, and the lines of a batch that failed."""
    place = ("--catalog", str(compiled_catalog))
    assert run("-q", "show", "nothing-such", *place).stderr.startswith("error: ")
    failed = run("batch", "-q", *place, stdin='{"task": "cooking"}\n')
    assert failed.code == 1
    assert "1 line failed" in failed.stderr


def test_verbose_says_where_it_comes_from(run, compiled_catalog):
    """Catalog, its form, place and day, and how long it took; on stderr alone."""
    usual = run(*NEED, "--catalog", str(compiled_catalog))
    found = run(*NEED, "-v", "--catalog", str(compiled_catalog), "--as-of", "2026-11-23")
    first, *_, last = found.stderr.splitlines()
    assert first.startswith("catalog 2026.")
    assert f", compiled, {compiled_catalog}; asked about 2026-11-23" in first
    assert last.startswith("recommend: ")
    assert last.endswith(" s")
    assert usual.stderr == ""
    assert run(*NEED, "--catalog", str(compiled_catalog)).stderr == ""  # it does not stay


def test_verbose_tells_stages_where_there_is_no_terminal(run, own_catalog):
    """A line a stage; without it a pipe is told what was written, and no more."""
    usual = run("catalog", "build", "--catalog", str(own_catalog)).stderr
    assert usual.splitlines() == [f"wrote {own_catalog}/.compiled/catalog.bin"]
    told = run("catalog", "build", "-v", "--catalog", str(own_catalog)).stderr
    assert told.splitlines()[:2] == ["reading files ...", "compiling ..."]


def test_both_are_refused(run):
    """One of them, wherever they stand."""
    for words in (("-q", "list", "-v"), ("list", "-q", "-v")):
        found = run(*words)
        assert (found.code, found.stderr.splitlines()[0]) == (
            2,
            "error: --quiet and --verbose differ",
        )
