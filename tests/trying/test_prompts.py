"""Files of prompts."""

from __future__ import annotations

import base64

import pytest

from llmpick.errors import UserError
from llmpick.trying.prompts import read


def test_one_a_line(tmp_path):
    """Blank lines are none; the id is the line."""
    path = tmp_path / "a.txt"
    path.write_text("first\n\n second \n")
    assert [(item.id, item.input) for item in read(str(path)).items] == [
        ("1", "first"),
        ("3", "second"),
    ]


def test_json_lines(tmp_path):
    """Targets may be one, several, or a number; images are read beside the file."""
    (tmp_path / "cat.png").write_bytes(b"\x89PNG")
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"input": "a", "target": 4, "id": 7}\n'
        '{"input": "b", "target": ["x", "y"], "images": ["cat.png"]}\n'
    )
    one, two = read(str(path)).items
    assert (one.id, one.targets) == ("7", ("4",))
    assert two.targets == ("x", "y")
    assert two.images == (("image/png", base64.b64encode(b"\x89PNG").decode()),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no prompt"),
        ('{"input": 3}', "no text `input`"),
        ('{"input": "a"', "is no JSON"),
        ('{"input": "a", "answer": "b"}', "no key `answer`"),
        ('{"input": "a", "id": 1}\n{"input": "b", "id": "1"}', "there twice"),
        ('{"input": "a", "images": ["b.exe"]}', "no image"),
        ('{"input": "a", "images": ["gone.png"]}', "does not exist"),
    ],
)
def test_a_line_that_is_no_prompt_is_named(tmp_path, text, words):
    """With its line, before anything is sent."""
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    with pytest.raises(UserError, match=words):
        read(str(path))
