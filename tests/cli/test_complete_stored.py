"""The stored table: made when it is asked for, and again when a module changed."""

from __future__ import annotations

import pytest

from llmpick.cli import complete_stored as stored
from llmpick.cli import complete_table


@pytest.fixture
def made(tmp_path, monkeypatch):
    """How often it was made, in a checkout of its own."""
    made = []
    plain = {"commands": {}, "options": [(("--one", "-o"), True, False, "One.", ("a",))]}
    plain["arguments"] = ([("b",)], True)

    def commands():
        made.append(1)
        return {"": plain}

    monkeypatch.setattr(complete_table, "commands", commands)
    monkeypatch.setattr(stored, "PACKAGED", str(tmp_path / "none"))
    monkeypatch.setattr(stored, "MADE", str(tmp_path / ".compiled" / "completion.bin"))
    monkeypatch.setattr(stored.places, "CHECKOUT", str(tmp_path))
    monkeypatch.setattr(stored.places, "PROGRAM", str(tmp_path / "program"))
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "one.py").write_text("1")
    return made


def test_it_is_made_once_and_again_after_a_change(made, tmp_path):
    """Options by each name, an argument that goes on; no table is older than the program."""
    for _ in range(2):
        found = stored.table()("")
        assert found.options["-o"].name == found.options["--one"].name == "--one"
        assert (found.argument(0), found.argument(7)) == (("b",), ("b",))
    assert len(made) == 1
    (tmp_path / "program" / "two.py").write_text("2")
    stored.table()
    assert len(made) == 2


def test_that_of_a_wheel_is_taken_as_it_is(made, tmp_path, monkeypatch):
    """Nobody looks at the modules; where others may write it, it is not read."""
    path = tmp_path / "packaged.bin"
    path.write_bytes(complete_table.packed(complete_table.commands(), None))
    monkeypatch.setattr(stored, "PACKAGED", str(path))
    monkeypatch.setattr(stored, "sources", None)
    made.clear()
    assert stored.table()("").options["--one"].values == ("a",)
    path.chmod(0o666)
    assert stored.table()("").options["--one"].values == ("a",)
    assert made == [1]
