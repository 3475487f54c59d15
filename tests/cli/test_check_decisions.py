"""`llmpick check --decisions`: all decisions of a folder, one line each, errors by file."""

from __future__ import annotations

import json

import own_layer
import pytest

DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def folder(run, compiled_catalog, tmp_path):
    """A folder with one decision that holds, and the options that ask the same catalog."""
    where = ("--catalog", str(compiled_catalog), *DAY)
    (tmp_path / "team").mkdir()
    asked = ("recommend", "--task", "coding", "--budget", "300", "--top", "3")
    assert run(*asked, "--save", str(tmp_path / "team" / "a.toml"), *where).code == 0
    return tmp_path / "team", where


def test_one_line_a_decision(run, folder):
    """Holds and changed with the reason, in the order of names; 1 where one changed."""
    path, where = folder
    held = run("check", "--decisions", str(path), "--json", *where)
    assert held.code == 0, held.stderr
    first = json.loads(held.stdout)["decisions"][0]["first"]
    provider = first.partition("@")[2].partition("/")[0]
    table = f'[[forbidden]]\nprovider = "{provider}"\nreason = "not approved"\n'
    layer = own_layer.write(path.parent / "layer", {"overlay.toml": table})
    env = {"LLMPICK_OVERLAY": str(layer), "XDG_CACHE_HOME": str(path.parent)}
    changed = run("check", "--decisions", str(path), "--json", *where, env=env)
    [row] = json.loads(changed.stdout)["decisions"]
    assert (changed.code, row["state"]) == (1, "changed")
    assert row["first"] != row["first_before"]
    assert row["first_before"] in row["message"]


def test_errors_are_told_by_file(run, folder):
    """A file that is no decision is told of, and the others go on; 2."""
    path, where = folder
    (path / "b.toml").write_text("x = 1\n", encoding="utf-8")
    (path / "c.txt").write_text("no decision\n", encoding="utf-8")
    found = run("check", "--decisions", str(path), "--json", *where)
    answer = json.loads(found.stdout)
    assert [row["state"] for row in answer["decisions"]] == ["holds", "error"]
    assert "is no decision" in answer["decisions"][1]["message"]
    assert (found.code, answer["hold"], answer["errors"]) == (2, 1, 1)
    text = run("check", "--decisions", str(path), *where).stdout
    assert "1 of 2 decisions holds" in text


@pytest.mark.parametrize("more", [("atlas-3",), ("--files",), ("--format", "sarif")])
def test_nothing_beside_it(run, folder, more):
    """Names, files and SARIF are refused in a sentence."""
    path, where = folder
    found = run("check", "--decisions", str(path), *more, *where)
    assert (found.code, found.stdout) == (2, "")


def test_no_folder(run, folder, tmp_path):
    """None there, a file, or one without decisions."""
    path, where = folder
    (tmp_path / "empty").mkdir()
    for name in (tmp_path / "none", path / "a.toml", tmp_path / "empty"):
        found = run("check", "--decisions", str(name), *where)
        assert (found.code, found.stdout) == (2, "")
