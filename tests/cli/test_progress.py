"""The line of a long command: on a terminal alone, and gone before anything else is written."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from llmpick.cli import out, progress


class Screen(io.StringIO):
    """A terminal that says when something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = threading.Event()

    def isatty(self) -> bool:
        """It is one."""
        return True

    def write(self, text: str) -> int:
        """Keep it."""
        written = super().write(text)
        self.drawn.set()
        return written


@pytest.fixture
def screen(monkeypatch):
    """A terminal where a line is drawn at once; a test makes it standard error, as pytest does."""
    found = Screen()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "AFTER_SECONDS", 0.0)
    monkeypatch.setattr(out, "level", out.USUAL)
    yield found
    out.rest()


def test_it_is_drawn_and_cleared_before_a_note(screen, monkeypatch):
    """What goes on, then a note in a clean line; after the answer nothing is drawn."""
    monkeypatch.setattr(sys, "stderr", screen)
    out.begin("catalog stats")
    assert screen.drawn.wait(20)
    out.complain("wrote it")
    out.rest()
    text = screen.getvalue()
    assert text.startswith("\r\033[Kcatalog stats, 0 s")
    assert "\r\033[Kwrote it\n" in text
    assert text.endswith(("wrote it\n", "\r\033[K"))


def test_steps_have_an_end():
    """How many of how many; without an end their number, without steps the time alone."""
    line = progress.ProgressLine(Screen(), "catalog fit")
    assert line.text(0.4) == "catalog fit, 0 s"
    line.step("reading files", 1200, 4176)
    assert line.text(3.2) == "reading files 1,200 of 4,176, 3 s"
    line.step("calls", 7, 0)
    assert line.text(61.0) == "calls 7, 61 s"
    line.back()
    assert line.text(61.0) == "catalog fit, 61 s"
    line.end()


@pytest.mark.parametrize("why", ["quiet", "dumb", "pipe"])
def test_nothing_is_drawn_where_nobody_wants_it(screen, monkeypatch, why):
    """With --quiet, on a terminal that cannot clear a line, and where stderr is none."""
    monkeypatch.setattr(sys, "stderr", screen)
    if why == "quiet":
        monkeypatch.setattr(out, "level", out.QUIET)
    elif why == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    else:
        monkeypatch.setattr(sys, "stderr", io.StringIO())
    out.begin("catalog stats")
    with out.progress() as step:
        step("reading", 1, 2)
    assert out._line is None
    assert screen.getvalue() == ""
