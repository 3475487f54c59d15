"""`llmpick check --files`: what is found in files, told apart, kept in a baseline and mended."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from llmpick.catalog import compile

NEW = "atlas-3-20260601"
DAY = ("--as-of", "2026-11-23")
ENDED = """
name = "Acme"

[[identifiers]]
id = "atlas-0-0301"
ends_on = 2025-01-31
replacement = "atlas-0.5-turbo"
source = "ends"

[[identifiers]]
id = "atlas-0.5-turbo"
ends_on = 2026-01-31
replacement = "atlas-3-20260601"
source = "ends"

[[identifiers]]
id = "atlas-0-soon"
ends_on = 2026-12-24
source = "ends"

[[identifiers]]
id = "atlas"
ends_on = 2024-01-31
replacement = "atlas-3-20260601"
source = "ends"

[sources.ends]
kind = "vendor"
url = "https://acme.example/ends"
read = 2026-11-01
"""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small catalog with identifiers that have ended."""
    folder = tmp_path_factory.mktemp("catalogs") / "ended"
    shutil.copytree(Path(__file__).parents[1] / "small_catalog", folder)
    (folder / "ended").mkdir()
    (folder / "ended" / "acme.toml").write_text(ENDED, encoding="utf-8")
    compile.write(str(folder))
    return folder


@pytest.fixture
def check(run, catalog, tmp_path, monkeypatch):
    """`check("app.py", ..., **files)` in a folder of its own."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)

    def call(*arguments: str):
        return run("check", "--files", *arguments, "--catalog", str(catalog), *DAY)

    return call


def put(name: str, text: str | bytes) -> Path:
    """A file in the working folder."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows(result) -> list[dict[str, Any]]:
    """The findings of a JSON answer."""
    return json.loads(result.stdout)["findings"]


def told(result) -> list[tuple[Any, ...]]:
    """Place, name, rule and state of the findings."""
    return [
        (row["file"], row["line"], row["column"], row["name"], row["rule"], row["where"])
        for row in rows(result)
    ]


def test_an_identifier_is_judged_by_its_own_provider(check):
    """What its provider has ended is found with the day, the source and what is named instead."""
    put("app.py", 'a = "atlas-0-0301"\nb = "atlas-3-20260601"\nc = "atlas-1"\n')
    result = check("app.py", "--json")
    assert result.code == 1
    old, gone = rows(result)
    assert (old["line"], old["column"], old["provider"]) == (1, 6, "acme")
    assert (old["rule"], old["value"]) == ("lifecycle.ended", "2025-01-31")
    assert old["instead"] == {"model": "acme/atlas-3", "identifier": NEW, "text": NEW}
    assert (old["source"], old["read"]) == ("https://acme.example/ends", "2026-11-01")
    assert (gone["name"], gone["value"]) == ("atlas-1", "2026-03-01")


def test_upcoming(check):
    """Ends within 90 days, or as many as asked; none of today's passes a day that is far enough."""
    put("a.env", "MODEL=atlas-0-soon\nOTHER=atlas-2-20250601\n")
    assert [row["name"] for row in rows(check("a.env", "--json"))] == [
        "atlas-0-soon",
        "atlas-2-20250601",
    ]
    assert [row["name"] for row in rows(check("a.env", "--upcoming", "40", "--json"))] == [
        "atlas-0-soon"
    ]
    assert check("a.env", "--upcoming", "10").code == 0


def test_comments_prose_and_lock_files_are_told_apart(check):
    """They are shown, and do not make it fail; code does."""
    put("a.py", '"""Once atlas-1."""\nx = 1  # atlas-1\ny = "# not a comment", 2\n')
    put("b.ts", "/* atlas-1 */ const a = 1; // atlas-1\n")
    put("c.md", "atlas-1 was good\n")
    put("uv.lock", 'name = "atlas-1"\n')
    result = check(".", "--json")
    assert result.code == 0
    assert [(row["file"], row["where"]) for row in rows(result)] == [
        ("a.py", "comment"),
        ("a.py", "comment"),
        ("b.ts", "comment"),
        ("b.ts", "comment"),
        ("c.md", "prose"),
        ("uv.lock", "lock"),
    ]
    put("d.py", 'url = "http://x/#atlas-1"; m = "# " + "atlas-1"\n')
    assert check(".").code == 1


def test_common_words_need_a_model_beside_them(check):
    """`atlas` is found where it is quoted or assigned in a line that speaks of a model."""
    put("a.yaml", "book: atlas\nmodel: atlas\nother: 'the model' 'atlas'\ntitle: 'atlas'\n")
    assert [row["line"] for row in rows(check("a.yaml", "--json"))] == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        'x = "atlas-1-"',
        'x = "atlas-1*"',
        'x = "my-atlas-1"',
        'label = "ATLAS-1"',
        "x = atlas-1_big",
        'x = "atlas-1.json"',
        'p = "prompts/atlas-1/system.txt"',
        'x = f"atlas-1{suffix}"',
        'x = "atlas-1"  # llmpick: ignore',
        '# llmpick: ignore-file\nx = "atlas-1"',
    ],
)
def test_what_is_no_use_of_a_model(check, text):
    """Prefixes, patterns, parts of longer words, and lines that say so."""
    put("a.py", text + "\n")
    assert rows(check("a.py", "--json")) == []


@pytest.mark.parametrize(
    "text",
    [
        'x = "https://api.example/v1/models/atlas-1:generateContent"',
        'x = "acme:atlas-1"',
        'x = "acme/atlas-1"',
        "x = ['atlas-1']",
        'MODEL="${MODEL:-atlas-1}"',
    ],
)
def test_pieces_of_longer_texts(check, text):
    """Addresses, and the provider ahead."""
    put("a.py", text + "\n")
    assert [row["provider"] for row in rows(check("a.py", "--json"))] == ["acme"]


def notebook(*cells: tuple[str, list[str]], **more: Any) -> str:
    """A notebook as Jupyter writes it."""
    made = [{"cell_type": kind, "source": lines, "outputs": ["atlas-1"]} for kind, lines in cells]
    return json.dumps({"cells": made, "nbformat": 4, **more}, indent=1)


def test_notebooks(check):
    """Line and column of the file, the cell's number; outputs count for nothing."""
    text = notebook(
        ("markdown", ["atlas-1\n"]), ("code", ["import x\n", 'm = "atlas-0-0301"  # atlas-1'])
    )
    put("a.ipynb", text)
    result = check("a.ipynb", "--json")
    found = [(row["name"], row["where"], row["cell"]) for row in rows(result)]
    assert found == [
        ("atlas-1", "prose", 1),
        ("atlas-0-0301", "code", 2),
        ("atlas-1", "comment", 2),
    ]
    row = rows(result)[1]
    line = text.split("\n")[row["line"] - 1]
    assert line[row["column"] - 1 :].startswith("atlas-0-0301")
    assert check("a.ipynb", "--fix").code == 0
    assert (
        json.loads(Path("a.ipynb").read_text())["cells"][1]["source"][1]
        == 'm = "atlas-3-20260601"  # atlas-1'
    )


@pytest.mark.parametrize("text", ['{"cells": [', "[]", '{"cells": [1]}', "[" * 100_000])
def test_a_broken_notebook_is_read_as_text(check, text):
    """One sentence, and the rest goes on."""
    put("a.ipynb", text + '\n"atlas-1"')
    put("b.py", 'x = "atlas-1"\n')
    result = check(".", "--json")
    assert [row["file"] for row in rows(result)] == ["a.ipynb", "b.py"]
    assert "no whole notebook" in result.stderr


def test_fix_writes_exact_replacements_alone(check):
    """The rest of the file stays as it is, byte for byte; comments and what has none too."""
    path = put("a.py", b'a = "acme/atlas-0-0301"\r\n# atlas-0-0301 \xff\nb = "atlas-0-soon"\n')
    os.chmod(path, 0o640)
    result = check("a.py", "--fix", "--json")
    assert path.read_bytes() == (
        b'a = "acme/atlas-3-20260601"\r\n# atlas-0-0301 \xff\nb = "atlas-0-soon"\n'
    )
    assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o640
    assert [row["state"] for row in rows(result)] == ["fixed", "broken", "broken"]
    assert result.code == 1
    assert os.listdir() == ["a.py"]


def test_a_baseline_hides_what_is_known(check):
    """A moved line is known; one more of the same, and another identifier, are new."""
    put("a.py", 'a = "atlas-1"\n')
    assert check("a.py", "--write-baseline", "known.json").code == 0
    put("a.py", '\n\nx = "atlas-1"\n')
    result = check("a.py", "--baseline", "known.json", "--json")
    assert (result.code, [row["state"] for row in rows(result)]) == (0, ["known"])
    put("a.py", 'a = "atlas-1"\nb = "atlas-1"\nc = "atlas-0-0301"\n')
    result = check("a.py", "--baseline", "known.json", "--json")
    assert (result.code, [row["state"] for row in rows(result)]) == (
        1,
        ["known", "broken", "broken"],
    )
    put("known.json", '{"findings": [1]}')
    assert check("a.py", "--baseline", "known.json").code == 2


def test_a_policy_is_held_too(check):
    """Its rules, by the provider of the spelling, and its exceptions."""
    put("a.py", 'a = "atlas-3-20260601"\nb = "atlas-1"\n')
    put("policy.toml", '[providers]\ndenied = ["acme"]\n')
    assert {(row["name"], row["rule"]) for row in rows(check("a.py", "--json"))} == {
        (NEW, "providers.denied"),
        ("atlas-1", "lifecycle.ended"),
    }
    put(
        "policy.toml",
        '[lifecycle]\nmin_days_supported = 30\n[[exceptions]]\nrule = "lifecycle"\n'
        'subject = "atlas-1"\nreason = "r"\napprover = "a"\nexpires = 2027-01-01\n',
    )
    result = check("a.py", "--json")
    assert (result.code, [row["state"] for row in rows(result)]) == (0, ["excepted"])


# ---- what cannot be read


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs there, and links need a right")
def test_binary_huge_and_odd_files(check):
    """A sentence where one was named; folders, links and devices never hang or loop."""
    put("a.py", 'x = "atlas-1"\n')
    put("b.py", b"\x00\x01atlas-1")
    put("c.json", b'"atlas-1"' + b" " * 4_000_001)
    put("node_modules/d.js", '"atlas-1"')
    os.symlink(".", "loop")
    os.symlink("gone", "lost.py")
    os.mkfifo("pipe.py")
    result = check(".", "--json")
    assert [row["file"] for row in rows(result)] == ["a.py"]
    assert json.loads(result.stdout)["unread"] == [
        "`./c.json` is larger than 4,000,000 bytes: not read"
    ]
    assert "`b.py` is binary: not read" in check("b.py").stderr
    assert "no ordinary file" in check("pipe.py").stderr
    for name in ("none.py", "lost.py"):
        result = check("a.py", name)
        assert (result.code, result.stdout) == (2, "")
        assert f"`{name}` " in result.stderr


def test_a_folder_with_too_many_entries(check, monkeypatch):
    """It is left out with a sentence, and the rest goes on."""
    monkeypatch.setattr("llmpick.files.walk.MOST_ENTRIES", 3)
    for number in range(4):
        put(f"many/{number}.py", 'x = "atlas-1"\n')
    put("a.py", 'x = "atlas-1"\n')
    result = check(".", "--json")
    assert [row["file"] for row in rows(result)] == ["a.py"]
    assert "has more than 3 entries: not read" in result.stderr


def test_options_of_files_alone(run, check):
    """They are refused elsewhere, and `--files` needs a path."""
    assert run("check", "atlas-4", "--fix").code == 2
    assert check().code == 2
    put("a.py", 'x = "atlas-1"\n')
    assert check("a.py", "--exclude", "*.py").code == 0


# ---- SARIF


def test_sarif(check):
    """Fingerprints that do not move with the line, help of every rule, the fix and its place."""
    put("a b.py", 'é = "atlas-0-0301"\n# atlas-1\n')
    log = json.loads(check("a b.py", "--format", "sarif").stdout)
    [run_] = log["runs"]
    assert all(rule["help"]["text"] for rule in run_["tool"]["driver"]["rules"])
    old, gone = run_["results"]
    assert (old["level"], gone["level"]) == ("error", "note")
    place = old["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b.py"
    assert place["region"] == {"startLine": 1, "startColumn": 6, "endColumn": 18}
    assert "https://acme.example/ends" in old["message"]["markdown"]
    [change] = old["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": NEW}
    put("a b.py", '\n\né = "atlas-0-0301"\n')
    again = json.loads(check("a b.py", "--format", "sarif").stdout)
    assert again["runs"][0]["results"][0]["partialFingerprints"] == old["partialFingerprints"]
