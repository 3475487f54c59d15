"""`llmpick batch` and `recommend -`: answers in order, the same bytes as single runs."""

from __future__ import annotations

import json
import sys

import pytest

DAY = ("--as-of", "2026-11-23")
NEEDS = [
    ({"task": "coding", "budget": 300}, ("-t", "coding", "-b", "300")),
    ({"task": "coding", "min-context": 1000, "zdr": True}, None),
    ({"budget": 0.001}, ("-b", "0.001")),
    ({"task": "embeddings"}, ("-t", "embeddings")),
    ({"task": "coding", "provider": ["relay"]}, ("-t", "coding", "--provider", "relay")),
]
LINES = "".join(f"{json.dumps(need)}\n" for need, _ in NEEDS)
WRONG = '{"task": "codign"}\nno json\n\n[1]\n{"taks": 1}\n{"task": "coding"}\n'


@pytest.fixture
def ask(run, compiled_catalog):
    """Run a command on the small catalog, with needs on stdin."""

    def call(*arguments, stdin=""):
        given = stdin.encode("utf-8", "surrogateescape")
        return run(*arguments, *DAY, "--catalog", str(compiled_catalog), stdin=given)

    return call


def test_answers_are_those_of_single_runs(ask):
    """Line by line the document that `recommend --json` prints, on one line."""
    found = ask("batch", stdin=LINES)
    assert found.code == 0
    rows = found.stdout.splitlines()
    assert len(rows) == len(NEEDS)
    for row, (_, arguments) in zip(rows, NEEDS, strict=True):
        if arguments is not None:
            single = json.loads(ask("recommend", *arguments, "--json").stdout)
            assert row == json.dumps(single, ensure_ascii=False)


@pytest.mark.parametrize("arguments", [("recommend", "-"), ("batch", "--jobs", "2")], ids=" ".join)
def test_every_way_gives_the_same_bytes(ask, arguments):
    """`recommend -`, one process, two processes."""
    assert ask(*arguments, stdin=LINES).stdout == ask("batch", stdin=LINES).stdout


def test_options_hold_for_every_line_that_does_not_say_otherwise(ask):
    """A line wins over the command."""
    lines = '{}\n{"task": "general"}\n'
    found = ask("batch", "-t", "coding", "--top", "1", stdin=lines).stdout.splitlines()
    assert [json.loads(row)["need"]["task"] for row in found] == ["coding", "general"]
    assert {len(json.loads(row)["results"]) for row in found} == {1}


def test_a_line_that_fails_is_named_and_the_rest_goes_on(ask):
    """Its place holds the mistake, by the number of the line; the exit code says that some did."""
    found = ask("batch", stdin=WRONG)
    rows = [json.loads(row) for row in found.stdout.splitlines()]
    assert found.code == 1
    assert [row["error"]["line"] for row in rows[:-1]] == [1, 2, 4, 5]
    assert "did you mean" in rows[0]["error"]["hint"]
    assert rows[-1]["results"]
    assert "4 lines failed" in found.stderr


def test_names_alone(ask):
    """`ids`: the routes of an answer on its line, an empty line for a mistake, told on stderr."""
    found = ask("batch", "-f", "ids", stdin=WRONG)
    rows = found.stdout.split("\n")
    assert rows[:4] == ["", "", "", ""]
    assert "@" in rows[4]
    assert "line 4: the need is no object" in found.stderr


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"task": "' + "x" * 200_000 + '"}', "longer than"),
        ("[" * 50_000, "no JSON"),
        ("\udcff\udcfe", "no JSON"),
        ('{"budget": 1e999}', ""),
        ('{"budget": NaN}', ""),
        ('{"requests": 1' + "0" * 6000 + "}", ""),
        ('{"task": ["coding"]}', "not a text"),
        ('{"provider": "relay"}', "a list"),
    ],
    ids=["long", "deep", "binary", "infinite", "nan", "digits", "type", "no list"],
)
def test_no_line_ends_it(ask, line, told):
    """Whatever stands in a line, the next one is answered."""
    found = ask("batch", stdin=f'{line}\n{{"task": "coding"}}\n')
    first, second = map(json.loads, found.stdout.splitlines())
    assert told in first["error"]["message"]
    assert second["results"]
    assert found.code == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("batch", "/nowhere.jsonl"), "cannot be read"),
        (("batch", "."), "cannot be read"),
        (("batch", "--jobs", "0"), "--jobs 0"),
        (("batch", "--format", "csv"), "no batch as `csv`"),
        (("recommend", "-", "--save", "x.toml"), "--save is of one need"),
        (("recommend", "-", "--explain"), "--explain is of one need"),
    ],
    ids=" ".join,
)
def test_mistakes(ask, arguments, told):
    """One sentence, exit code 2, nothing on stdout."""
    found = ask(*arguments, stdin=LINES)
    assert (found.code, found.stdout) == (2, "")
    assert told in found.stderr


def test_it_answers_while_it_reads(compiled_catalog, tmp_path):
    """An answer is written before the next line is there: a program may ask and wait."""
    import subprocess

    command = [sys.executable, "-m", "llmpick", "batch", *DAY, "--catalog", str(compiled_catalog)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for task in ("coding", "general"):
            process.stdin.write(f'{{"task": "{task}"}}\n'.encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["need"]["task"] == task
        process.stdin.close()
        assert process.wait(10) == 0
