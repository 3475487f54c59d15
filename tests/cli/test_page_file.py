"""Where a page goes: its file, a name that is free, a browser that is asked for."""

from __future__ import annotations

import pytest

from llmpick.cli import page_file
from llmpick.errors import UserError


def test_a_name_says_what_and_when_and_takes_no_other_place(tmp_path, monkeypatch):
    """Of task and day; a second of the same has a number, and nothing is written over."""
    monkeypatch.chdir(tmp_path)
    names = []
    for _ in range(3):
        names.append(page_file.free_name("coding", "2026-11-23", "html"))
        (tmp_path / names[-1]).write_text("x", encoding="utf-8")
    stem = "llmpick-coding-2026-11-23"
    assert names == [f"{stem}.html", f"{stem}-2.html", f"{stem}-3.html"]
    assert page_file.free_name("coding", "2026-11-23", "md") == f"{stem}.md"


@pytest.mark.parametrize("name", ["", ".", "a\0b"])
def test_what_is_no_file_is_refused(name):
    """Before any work is done."""
    with pytest.raises(UserError, match="is no file"):
        page_file.checked(name)


def test_a_report_is_opened_only_where_asked(run, part, tmp_path, monkeypatch):
    """--open hands the address of the written file to the browser; without it nobody is asked."""
    asked: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: asked.append(url) or True)
    monkeypatch.chdir(tmp_path)
    where = ("--task", "coding", "--as-of", "2026-11-23", "--catalog", str(part))
    done = run("report", *where, "--format", "markdown")
    assert (done.code, asked) == (0, [])
    target = tmp_path / "llmpick-coding-2026-11-23.md"
    assert done.stdout.startswith(f"{target.name}: ")
    done = run("report", *where, "--out", "a b.md", "--open")
    assert asked == [(tmp_path / "a b.md").as_uri()]
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    done = run("report", *where, "--out", "a b.md", "--open")
    assert (done.code, "no browser opened a b.md" in done.stderr) == (0, True)
