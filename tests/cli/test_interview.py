"""`llmpick interview` on a real terminal, and what it says where there is none."""

from __future__ import annotations

import os
import select
import shlex
import signal
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

pty = pytest.importorskip("pty", reason="no terminals of this kind here")

DAY = "2026-11-23"
ROOT = Path(__file__).parents[2]
LIMIT_S = 60


class Seen(NamedTuple):
    """What a terminal showed, and how the program ended."""

    text: str
    code: int


@pytest.fixture
def talk(compiled_catalog, tmp_path):
    """Run an interview on a terminal: each of the answers is typed at a prompt, `[...] `."""

    def call(*answers: str, arguments: tuple[str, ...] = ()) -> Seen:
        where = ("--catalog", str(compiled_catalog), "--as-of", DAY)
        command = [sys.executable, "-m", "llmpick", "interview", *where, *arguments]
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LLMPICK_CONFIG_DIR": str(tmp_path / "config"),
            "TERM": "dumb",
            "COLUMNS": "200",
        }
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(tmp_path)
            os.execve(command[0], command, env)
        shown, left = b"", list(answers)
        asked = 0
        until = time.monotonic() + LIMIT_S
        try:
            while time.monotonic() < until:
                if not select.select([terminal], [], [], 1)[0]:
                    continue
                try:
                    got = os.read(terminal, 65536)
                except OSError:  # Linux: the program has ended
                    break
                if not got:
                    break
                shown += got
                prompts = shown[asked:].rstrip(b" ").endswith((b"]", b"nothing:"))
                if prompts and left:
                    asked = len(shown)
                    os.write(terminal, left.pop(0).encode())
        finally:
            os.close(terminal)
            if time.monotonic() >= until:
                os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
        text = shown.decode().replace("\r\n", "\n")
        return Seen(text, os.waitstatus_to_exitcode(status))

    return call


WORK = ("coding\n", "none\n", "20k\n", "300\n", "\n", "1\n", "no\n")
SWINGS = ("1\n", "50\n", "20\n", "10\n")


def test_an_interview_ends_in_an_answer_a_command_and_a_profile(talk, run, compiled_catalog):
    """The command that it names gives the same answer, and so does the profile that it saves."""
    seen = talk(*WORK, *SWINGS, "mine\n")
    assert seen.code == 0, seen.text
    assert "to 82, those of acme/atlas-3" in seen.text
    assert "cost: from 2,700 to 0.00 USD a month" in seen.text
    assert "weights of 100: performance 56, cost 28, privacy 11, customisability 6" in seen.text
    [line] = [part for part in seen.text.splitlines() if part.startswith("the same again: ")]
    command = shlex.split(line.removeprefix("the same again: llmpick "))
    where = ("--catalog", str(compiled_catalog), "--as-of", DAY)
    again = run(*command, *where)
    assert again.code == 0
    headline = " ".join(again.stdout.splitlines()[0].split())
    assert headline.startswith("Use ")
    shown = " ".join(seen.text.split())
    assert headline in shown
    [saved] = [part for part in seen.text.splitlines() if part.startswith("saved ")]
    folder = str(Path(saved.removeprefix("saved ")).parents[1])
    env = {"LLMPICK_CONFIG_DIR": folder}
    named = run("recommend", "--profile", "mine", *where, env=env)
    assert named.raw == again.raw


def test_empty_answers_take_what_stands_in_brackets(talk, run, compiled_catalog):
    """Nothing but Enter: the presets, and no profile."""
    seen = talk(*["\n"] * 9)
    assert seen.code == 0, seen.text
    plain = run("recommend", "--catalog", str(compiled_catalog), "--as-of", DAY)
    picks, _, _ = plain.stdout.partition("\n\n")
    assert [line.split()[0] for line in picks.splitlines()] == ["Use", "Cheaper", "Equal"]
    assert " ".join(picks.split()) in " ".join(seen.text.split())
    assert "the same again: llmpick recommend\n" in seen.text
    assert "saved" not in seen.text


def test_a_wrong_answer_is_asked_again(talk):
    """The sentence of the mistake, then the same question."""
    wrong = ("codng\n", "99\n", "coding\n", "klingon\n", "ja\n", "many\n", "-5\n", "100\n")
    seen = talk(*wrong, "lots\n", "0\n", "300\n", "nowhere\n", "eu\n", "secret\n", "3\n", "\x03")
    assert "no task `codng` in the catalog (did you mean `coding`" in seen.text
    assert "there is no choice 99" in seen.text
    assert "no language `klingon`" in seen.text
    assert "`many` is not a number" in seen.text
    assert "-5 requests is less than none" in seen.text
    assert "a budget of 0 cannot be met" in seen.text
    assert "no privacy level `secret`" in seen.text
    assert "Must you be able to run the model yourself?" in seen.text


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("before", [0, 3, len(WORK), len(WORK) + 2])
def test_leaving_at_any_question(talk, tmp_path, key, before):
    """One sentence, exit 2, nothing saved, no traceback."""
    seen = talk(*[*WORK, *SWINGS][:before], key)
    assert seen.code == 2
    assert "Traceback" not in seen.text
    assert seen.text.count("error: ") == 1
    assert not (tmp_path / "config").exists()


def test_leaving_at_the_last_question_keeps_the_answer(talk):
    """Ctrl-D at the offer of a profile is a no; the answer was given."""
    assert talk(*WORK, *SWINGS, "\x04").code == 0


def test_a_profile_of_a_wrong_name_is_asked_again(talk):
    """A path is no name."""
    seen = talk(*WORK, *SWINGS, "../x\n", "mine\n")
    assert "no name `../x` for a profile" in seen.text
    assert "saved " in seen.text


def test_without_a_terminal(run, spawn):
    """A pipe, a file, a closed stdin: one sentence and a hint, and nothing is waited for."""
    found = run("interview", stdin="coding\n")
    assert found.code == 2
    assert found.raw == b""
    assert "error: an interview needs a terminal" in found.stderr
    assert "hint: " in found.stderr
    closed = spawn(shell="LLMPICK interview <&-")
    assert closed.returncode == 2
    assert b"needs a terminal" in closed.stderr
