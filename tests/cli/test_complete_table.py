"""The table of what stands where, out of the commands themselves."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from llmpick.catalog.container import open_container
from llmpick.cli.complete import NameSource, _compiled
from llmpick.cli.complete_table import commands, values_of
from llmpick.cli.complete_values import VALUES


@pytest.fixture(scope="module")
def table():
    """Every command, by its path."""
    return commands()


def test_every_option_has_said_what_it_takes(table):
    """A command, an option of it, an argument: none is left out, and none can be forgotten."""
    flags = [name for names, *_ in table["recommend"]["options"] for name in names]
    assert {"--task", "-t", "--zdr", "--help"} <= set(flags)
    assert table["catalog fit"]["options"]
    option = {"param_type_name": "option", "is_flag": False, "opts": ["--new-one"]}
    new = SimpleNamespace(**option, metavar="WHAT")
    with pytest.raises(KeyError, match=r"--new-one of `llmpick recommend` \(complete_values"):
        values_of("recommend", new)


def test_no_value_is_of_an_option_that_is_gone(table):
    """Each key is of a command, an option or an argument that there is."""
    flags = {name for one in table.values() for names, *_ in one["options"] for name in names}
    for key in VALUES:
        path, _, name = key.rpartition(" ")
        assert path in table, key
        assert not name.startswith("--") or name in flags, key


def test_every_kind_of_names_is_in_the_catalog(compiled_catalog, table):
    """`@tasks` are names that the compiled catalog holds, or that are the user's own."""
    words = open_container(_compiled(str(compiled_catalog))).nested("words").names()
    named = {
        part[1:]
        for one in table.values()
        for parts in (*(row[-1] for row in one["options"]), *one["arguments"][0])
        for part in parts
        if part.startswith("@")
    }
    assert {kind for kind in named - {*words} if not hasattr(NameSource, f"_{kind}")} == set()
    assert len(named) > 15
