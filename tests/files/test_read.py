"""What a file may hold: text of some length and depth, as TOML or JSON."""

from __future__ import annotations

import pytest

from llmpick.errors import UserError
from llmpick.files.read import DEEPEST, TooDeep, json_of, read_toml, toml_of

DEEP = DEEPEST + 1


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * DEEP + "]" * DEEP,
        "a = " + "[\n" * DEEP + "]" * DEEP,
        "a = " + "{a = " * DEEP + "1" + "}" * DEEP,
        "x = 1\n" + "a." * DEEP + "b = 1",
        "[" + '"a" . ' * DEEP + "b]",
        "x = {" + "a." * DEEP + "b = 1}",
        'a = ["""x"""", ' + "[" * DEEP + "]" * DEEP + ', ""]',
    ],
)
def test_toml_that_is_deep_is_refused_unread(text, monkeypatch):
    """Python's reader takes the square of the depth for it."""
    monkeypatch.setattr("tomllib.loads", lambda _: pytest.fail("it was read"))
    with pytest.raises(TooDeep, match=r"line \d+: "):
        toml_of(text)


@pytest.mark.parametrize(
    "text",
    [
        'a = "' + "[" * DEEP + '"',
        "a = '" + "[" * DEEP + "'",
        'a = """\n' + "[\n" * DEEP + '\\""""',
        "# " + "[" * DEEP,
        "a = [" + "1.5, " * DEEP + "]",
        'a = "' + "a." * DEEP + '"',
        "[[a]]\n" * DEEP,
    ],
)
def test_toml_that_only_looks_deep_is_read(text):
    """Brackets and points in texts, comments and lists are none."""
    assert toml_of(text) is not None


def test_json_that_is_deep_is_refused():
    """Whatever Python's own limit is."""
    assert json_of("[" * DEEPEST + "]" * DEEPEST)
    for text in ("[" * 60 + "]" * 60, '{"a":' * 60 + "1" + "}" * 60, "[" * 100_000):
        with pytest.raises(TooDeep):
            json_of(text)


def test_a_byte_order_mark(tmp_path):
    """That of UTF-8 is left out, and UTF-16 is called by its name."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert read_toml(str(path), "file", 100) == {"a": 1}
    path.write_bytes("a = 1".encode("utf-16"))
    with pytest.raises(UserError, match="is UTF-16, not UTF-8"):
        read_toml(str(path), "file", 100)


def test_a_number_of_thousands_of_digits(tmp_path):
    """Python refuses to print it, or to read it: so do we, in a sentence."""
    for number in ("1" * 5000, "1" * 1500, "0x" + "f" * 5000, "[1_" + "0" * 1500 + "]"):
        (tmp_path / "a.toml").write_text(f"a = {number}")
        with pytest.raises(UserError, match="line 1: a number of more than 1,000 digits"):
            read_toml(str(tmp_path / "a.toml"), "file", 10_000)
    assert toml_of('a = "' + "1" * 1500 + '"') == {"a": "1" * 1500}
