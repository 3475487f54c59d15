"""Tests stand where what they test stands: `tests/` has the rooms of `llmpick/`."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "llmpick"

EXCEPTIONS = {
    "catalog/test_shipped.py": "the facts that are shipped, not a module",
    "catalog/test_shipped_hardware.py": "the hardware that is shipped, not a module",
    "catalog/test_shipped_plans.py": "the plans that are shipped, not a module",
    "cli/test_decision_own_routes.py": "one story over recommend, check and the file between them",
    "cli/test_faults.py": "what disks and networks do to every command",
    "cli/test_forms.py": "every command in every form",
    "cli/test_mistakes.py": "every command's mistakes",
    "cli/test_process.py": "the command line as a process",
    "cli/test_snapshots.py": "what a user sees of every command",
    "core/test_advice.py": "what holds of every answer to what to use",
    "core/cost/test_against_genai_prices.py": "bills against another program's",
    "cli/test_written_files.py": "every command that writes a file",
    "core/test_properties.py": "what holds of a whole decision",
    "core/test_same_bytes.py": "what no module of core may use",
    "inputs/test_old_files.py": "files of 0.1.0, whatever reads them",
    "inputs/test_old_requirements.py": "what 0.1.0 answered to them",
    "render/test_json_schema.py": "every command's document against docs/schema",
}
"""A file that is the twin of no module, and what it is of instead."""

FILES = sorted(
    path.relative_to(TESTS).as_posix()
    for path in TESTS.rglob("test_*.py")
    if path.parent not in (TESTS, TESTS / "docs")
)


def twin(name: str) -> Path:
    """The module or package that the file of tests *name* must be of."""
    path = PACKAGE / name
    return path.with_name(path.stem.removeprefix("test_"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_tests_is_of_a_module(name):
    """tests/core/cost/test_bill.py is of llmpick/core/cost/bill.py; or it says of what it is."""
    found = twin(name)
    stands = found.with_suffix(".py").is_file() or found.is_dir()
    assert stands != (name in EXCEPTIONS), f"{name}: move it to the room of what it tests"


def test_no_exception_is_left_over():
    """Who is excused is there."""
    assert set(EXCEPTIONS) <= set(FILES)


def test_a_module_that_is_not_there_is_found():
    """The rule can say no."""
    assert not twin("core/cost/test_nothing.py").with_suffix(".py").exists()
    assert twin("core/cost/test_bill.py").with_suffix(".py").is_file()
