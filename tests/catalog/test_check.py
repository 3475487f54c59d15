"""
Every rule of a catalog, by one file that it passes and one that it stops.

A case is a TOML file in good/ or bad/: which file of the small catalog it changes (`edit`,
`text` or `remove`), and what is found then: `level`, `fact`, `message` and `tip` (parts of them),
`file` where another file is named, and whether answers are `refused`. Dropping in a file adds a
case.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from llmpick.catalog import check
from llmpick.catalog.finding import Finding

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.toml"))
BAD = sorted((HERE / "bad").glob("*.toml"))
NAMES = [path.stem for path in BAD]


def case(path: Path, folder: Path) -> dict[str, Any]:
    """Change the catalog in *folder* as the case at *path* says; the case."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    target = folder / found["path"]
    if found.get("remove"):
        target.unlink()
        return found
    text = found.get("text")
    if text is None:
        text = target.read_text(encoding="utf-8")
    for edit in found.get("edit", ()):
        assert edit["old"] in text, f"the small catalog no longer has {edit['old']!r}"
        text = text.replace(edit["old"], edit["new"], 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="")
    return found


def matches(finding: Finding, wanted: dict[str, Any]) -> bool:
    """Whether *finding* is the one that the case expects."""
    return (
        finding.level == wanted["level"]
        and finding.file == wanted.get("file", wanted["path"])
        and finding.fact.startswith(wanted["fact"])
        and wanted["message"] in finding.message
        and wanted.get("tip", "") in finding.tip
    )


def test_the_small_catalog_has_no_finding(small_catalog):
    """The catalog that the cases change is right to begin with."""
    assert check.findings(str(small_catalog)) == []


@pytest.mark.parametrize("path", BAD, ids=NAMES)
def test_bad(path, own_catalog, run):
    """The rule finds it: level, file, fact, what is wrong, how to mend it; no answer crashes."""
    wanted = case(path, own_catalog)
    found = check.findings(str(own_catalog))
    assert any(matches(finding, wanted) for finding in found), found
    for finding in found:
        assert finding.message
        assert finding.tip
        assert finding.level in ("error", "warning")
        assert f"{finding.message}{finding.tip}{finding.fact}".isprintable()
    answer = run("recommend", "--catalog", str(own_catalog), "--as-of", "2026-11-23")
    assert "Traceback" not in answer.stderr
    if wanted["refused"]:
        refused_in_one_sentence(answer)
    else:
        assert answer.code in (0, 1)


def refused_in_one_sentence(answer):
    """An answer from a bad catalog is refused with the file and a hint."""
    assert answer.code == 2
    assert answer.raw == b""
    first, *rest = answer.stderr.splitlines()
    assert first.startswith("error: ")
    assert any(line.startswith("hint: ") for line in rest)
    assert answer.stderr.replace("\n", "").isprintable()
    assert len(answer.stderr) < 1000


@pytest.mark.parametrize("path", GOOD, ids=[path.stem for path in GOOD])
def test_good(path, own_catalog, run):
    """Nothing is found, and answers are given."""
    case(path, own_catalog)
    found = check.findings(str(own_catalog))
    assert [finding for finding in found if finding.level == "error"] == []
    code = run("recommend", "--catalog", str(own_catalog), "--as-of", "2026-11-23").code
    assert code == 0


def test_every_case_says_why():
    """A case has a sentence about what it is for."""
    for path in (*GOOD, *BAD):
        assert tomllib.loads(path.read_text(encoding="utf-8"))["why"].endswith((".", "?"))


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 0)])
def test_the_exit_code_of_validate(own_catalog, run, level, code):
    """Errors fail a gate, warnings do not; both are named."""
    name = {"error": "price-negative", "warning": "price-zero"}[level]
    case(HERE / "bad" / f"{name}.toml", own_catalog)
    found = run("catalog", "validate", "--catalog", str(own_catalog))
    assert found.code == code
    assert "offerings/acme/acme/atlas-2.toml" in found.stdout
