"""The compiled form gives back what was put in, or says that it is damaged."""

from __future__ import annotations

import math
import os
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmpick.catalog import container
from llmpick.catalog.columns import pack, unpack

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=("Cs",)))
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)
SECTIONS = st.dictionaries(st.text(min_size=1, max_size=8), VALUES, max_size=5)


def opened(data: bytes) -> container.Container:
    """A container of these bytes."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return container.open_container(file.name)


def same(one: object, other: object) -> bool:
    """Equal in value and in type, -0.0 and 0.0 apart."""
    return type(one) is type(other) and repr(one) == repr(other)


@given(SECTIONS)
@settings(max_examples=60, deadline=None)
def test_what_goes_in_comes_out(sections):
    """Every section, by its name, in any order."""
    found = opened(container.dumps(sections))
    assert found.names() == list(sections)
    for name in reversed(list(sections)):
        assert same(found.section(name), sections[name])


@given(SECTIONS)
@settings(max_examples=30, deadline=None)
def test_the_same_values_make_the_same_bytes(sections):
    """Two builds of one catalog do not differ."""
    again = {name: eval(repr(value)) for name, value in sections.items() if _plain(value)}
    plain = {name: sections[name] for name in again}
    assert container.dumps(plain) == container.dumps(again)


def _plain(value: object) -> bool:
    return not any(word in repr(value) for word in ("inf", "nan"))


@given(SECTIONS, SECTIONS)
@settings(max_examples=30, deadline=None)
def test_a_container_in_a_container(outer, inner):
    """A nested container is read in place."""
    data = container.dumps({**outer, "\0nested": container.Nested(container.dumps(inner))})
    found = opened(data).nested("\0nested")
    assert {name: repr(found.section(name)) for name in found.names()} == {
        name: repr(value) for name, value in inner.items()
    }


DATA = container.dumps({"one": [1, "two", None], "other": {"a": 1.5}, "third": ("x",) * 50})


def damage(path):
    """Whether the container at *path*, or any of its sections, is seen to be damaged."""
    try:
        found = container.open_container(str(path))
        for name in found.names():
            found.section(name)
    except container.Damaged:
        return True
    return False


def test_a_file_that_is_cut_off(tmp_path):
    """Cut anywhere, it is damaged."""
    path = tmp_path / "cut"
    for length in range(len(DATA)):
        path.write_bytes(DATA[:length])
        assert damage(path), length


def test_a_byte_that_is_another(tmp_path):
    """One flipped byte anywhere is seen."""
    path = tmp_path / "flipped"
    path.write_bytes(DATA)
    assert not damage(path)
    for position in range(len(DATA)):
        for flip in (0x01, 0xFF):
            data = bytearray(DATA)
            data[position] ^= flip
            path.write_bytes(data)
            assert damage(path), (position, flip)


def test_an_unknown_section():
    """A section that is not there is a KeyError."""
    with pytest.raises(KeyError):
        opened(DATA).section("none")


def test_a_missing_file(tmp_path):
    """No file is a damaged file."""
    with pytest.raises(container.Damaged):
        container.open_container(str(tmp_path / "none"))


def test_other_bytes():
    """Any other file is a damaged file."""
    for data in (b"", b"LLMPICK", b"\0" * 100, b"LLMPICK\x02" + b"\xff" * 8):
        with pytest.raises(container.Damaged):
            opened(data)


CELLS = PLAIN | st.lists(st.text(max_size=3), max_size=3)


@given(st.integers(0, 4).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width), max_size=30)))
@settings(max_examples=100, deadline=None)
def test_rows_as_columns_and_back(rows):
    """Rows come back in order, with their types, unknown still unknown."""
    width = len(rows[0]) if rows else 0
    found = list(unpack(pack(rows, width)))
    assert len(found) == (len(rows) if width else 0)
    for one, other in zip(found, rows, strict=False):
        assert same(tuple(one), other)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([None, *map(float, range(400))], id="numbers and unknowns"),
        pytest.param([None, *map(str, range(400))], id="texts and unknowns"),
        pytest.param([*map(str, range(400))], id="texts"),
        pytest.param(["a\0b", *map(str, range(400))], id="a NUL in a text"),
        pytest.param(["", *map(str, range(400))], id="an empty text"),
        pytest.param([*range(400)], id="whole numbers"),
        pytest.param([1, 1.0, True, *map(str, range(400))], id="all sorts"),
        pytest.param([0.0, -0.0, *map(float, range(1, 400))], id="signs of nought"),
        pytest.param([[], ["a"], *map(str, range(400))], id="lists"),
        pytest.param(["a"] * 400, id="one value"),
        pytest.param([*map(str, range(255))], id="255 values"),
        pytest.param([*map(str, range(256))], id="256 values"),
        pytest.param([*map(str, range(257))], id="257 values"),
        pytest.param([math.inf, *map(float, range(400))], id="infinity"),
    ],
)
def test_every_kind_of_column(values):
    """More than 255 different values take another form, and come back alike."""
    found = [row[0] for row in unpack(pack([(value,) for value in values], 1))]
    assert all(same(one, other) for one, other in zip(found, values, strict=True))


def test_a_file_is_read_as_bytes_where_the_system_has_texts(tmp_path, monkeypatch):
    """On Windows a descriptor without O_BINARY ends at the first 0x1A."""
    binary, path = 0x8000, tmp_path / "catalog.bin"
    path.write_bytes(container.dumps({"one": "\x1a" * 9, "two": b"\r\n\x1a"}))
    texts: set[int] = set()
    opened, read = os.open, os.read

    def open_as_windows(name, flags, *mode):
        handle = opened(name, flags & ~binary, *mode)
        (texts.discard if flags & binary else texts.add)(handle)
        return handle

    def read_as_windows(handle, length):
        data = read(handle, length)
        return data.partition(b"\x1a")[0].replace(b"\r\n", b"\n") if handle in texts else data

    monkeypatch.setattr(os, "O_BINARY", binary, raising=False)
    monkeypatch.setattr(os, "open", open_as_windows)
    monkeypatch.setattr(os, "read", read_as_windows)
    found = container.open_container(str(path))
    assert (found.section("one"), found.section("two")) == ("\x1a" * 9, b"\r\n\x1a")
