"""A need as a TOML table: what is written is read again, and no file is a crash."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from llmpick.errors import UserError
from llmpick.inputs import decision_file
from llmpick.inputs.needfile import read_table, table_of, values_of
from llmpick.inputs.options import Money, is_stated, keys, need_options, stated

KEYS = keys()
TEXTS = some.text(max_size=20)
VALUES: dict[type, some.SearchStrategy[Any]] = {
    str: TEXTS,
    int: some.integers(-(10**12), 10**12),
    float: some.floats(allow_nan=False, allow_infinity=False),
    bool: some.booleans(),
    tuple: some.lists(TEXTS, max_size=4).map(tuple),
    Money: some.floats(allow_nan=False, allow_infinity=False)
    | some.sampled_from(["300EUR", "€300/year", "5万円", "0.01/request"]),
}
NOT_MONEY = [name for name, key in KEYS.items() if key.kind is not Money]
"""Keys that take any text, or none."""
VALUES_OF_NEEDS = some.fixed_dictionaries(
    {}, optional={key.field: VALUES[key.kind] for key in KEYS.values()}
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(VALUES_OF_NEEDS)
def test_what_is_written_is_read(values):
    """Every value that states something comes back as it was, and nothing else does."""
    text = tomli_w.dumps(table_of(values, KEYS))
    found = values_of(tomllib.loads(text), KEYS, "here")
    assert found == {field: value for field, value in values.items() if is_stated(value)}
    assert stated(need_options(values)) == found


@given(some.dictionaries(some.sampled_from([*NOT_MONEY, "other", ""]), some.none() | TEXTS))
def test_a_value_of_another_type_is_a_sentence(table):
    """Right types pass; all else ends in a UserError that names where it stands."""
    wrong = {name for name, value in table.items() if name not in KEYS or value is None}
    wrong |= {name for name in table if name in KEYS and KEYS[name].kind is not str}
    if not wrong:
        assert values_of(table, KEYS, "here") == {KEYS[n].field: v for n, v in table.items()}
        return
    with pytest.raises(UserError, match="here: "):
        values_of(table, KEYS, "here")


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    """A file to be written again and again."""
    return tmp_path_factory.mktemp("files") / "file.toml"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.binary(max_size=200) | some.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_table_or_a_sentence(path, data):
    """No content is a crash, for a need or for a decision."""
    path.write_bytes(data)
    with suppress(UserError):
        read_table(str(path), "settings")
    with pytest.raises(UserError):
        decision_file.read(str(path))
