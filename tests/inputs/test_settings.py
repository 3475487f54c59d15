"""Profiles, LLMPICK_* variables and llmpick.toml: which wins, where it is told, what is wrong."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from llmpick.core.privacy.requirements import REQUIREMENTS, options_of
from llmpick.inputs.options import NeedOptions, field_of, keys
from llmpick.inputs.settings import SettingsLayer, merged

DAY = "2026-11-23"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, where the command line is run from two folders below."""
    below = tmp_path / "project" / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    return tmp_path / "project"


@pytest.fixture
def ask(run, compiled_catalog, tmp_path, project):
    """Run a command on the small catalog, with a configuration folder of its own."""

    def call(*arguments: str, env: dict[str, str] | None = None):
        found = {"LLMPICK_CONFIG_DIR": str(tmp_path / "config"), **(env or {})}
        queries = ("recommend", "compare", "cost", "config")
        where = ("--catalog", str(compiled_catalog))
        more = (*where, "--as-of", DAY) if arguments[0] in queries else ()
        return run(
            *arguments, *(where if arguments[:2] == ("profile", "save") else more), env=found
        )

    return call


def settings(found) -> dict[str, tuple[Any, str]]:
    """Option → value and source, of `config show --json`."""
    assert found.code == 0, found.stderr
    rows = json.loads(found.stdout)["settings"]
    return {row["option"]: (row["value"], row["source"]) for row in rows}


def test_every_option_of_a_need_is_a_key():
    """A new field of a need's options, or a requirement, is a key of profiles and projects."""
    fields = [field for group in NeedOptions()[:-1] for field in group._fields]
    fields += [field_of(name) for one in REQUIREMENTS for name in options_of(one)]
    assert sorted(key.field for key in keys().values()) == sorted(fields)
    assert len(set(fields)) == len(fields)


def test_which_place_wins(ask, project):
    """Command line, environment, --profile, llmpick.toml, preset: each over those after it."""
    toml = "requests = 5\nbudget = 50\nprivacy = 'internal'\nregion = 'JP'\n"
    (project / "llmpick.toml").write_text(toml, encoding="utf-8")
    assert (
        ask("profile", "save", "p", "--budget", "40", "--privacy", "public", "-t", "coding").code
        == 0
    )
    env = {"LLMPICK_BUDGET": "30", "LLMPICK_REGION": "EU"}
    file = f"`{project / 'llmpick.toml'}`"
    plain = settings(ask("config", "show", "--json"))
    assert plain["budget"] == (50.0, file)
    assert plain["task"] == ("general", "preset")
    named = settings(ask("config", "show", "--json", "--profile", "P"))
    assert named["budget"] == (40.0, "profile `p`")
    assert named["requests"] == (5, file)
    every = settings(ask("config", "show", "--json", "--profile", "p", "--region", "US", env=env))
    assert every["region"] == ("US", "command line")
    assert every["budget"] == (30.0, "LLMPICK_BUDGET")
    assert every["privacy"] == ("public", "profile `p`")
    assert every["input-tokens"] == (6000, "preset of task coding")


QUERIES = [("recommend",), ("compare", "atlas-3", "oak-70b"), ("cost",)]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[0])
def test_a_profile_is_its_options(ask, query):
    """The answer with a profile is that with the options it keeps, and stderr says nothing."""
    options = ("--task", "coding", "--requests", "77", "--exclude-jurisdiction", "CN", "--tools")
    assert ask("profile", "save", "mine", *options).code == 0
    typed = ask(*query, *options, "--json")
    named = ask(*query, "--profile", "mine", "--json")
    assert named.raw == typed.raw
    assert named.raw != ask(*query, "--json").raw
    assert named.stderr == ""


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[0])
def test_the_environment_and_the_project_are_told(ask, project, query):
    """What nobody typed today is named on stderr, and the answer is the same as if typed."""
    (project / "llmpick.toml").write_text("tools = true\n", encoding="utf-8")
    env = {"LLMPICK_EXCLUDE_JURISDICTION": "CN, RU", "LLMPICK_REQUESTS": "77"}
    found = ask(*query, "--json", env=env)
    assert f"note: tools from `{project / 'llmpick.toml'}`" in found.stderr
    assert "note: exclude-jurisdiction from LLMPICK_EXCLUDE_JURISDICTION" in found.stderr
    (project / "llmpick.toml").unlink()
    options = ("--tools", "--requests", "77", "--exclude-jurisdiction", "CN")
    typed = ask(*query, *options, "--exclude-jurisdiction", "RU", "--json")
    assert found.raw == typed.raw


def test_the_nearest_file_counts(ask, project):
    """A file in the folder hides one above it."""
    (project / "llmpick.toml").write_text("budget = 1\n", encoding="utf-8")
    (project / "a" / "llmpick.toml").write_text("requests = 3\n", encoding="utf-8")
    found = settings(ask("config", "show", "--json"))
    assert found["requests"][0] == 3
    assert "budget" not in found


def test_two_ways_to_say_one_thing(ask, project):
    """Characters typed take the place of tokens that a file states."""
    (project / "llmpick.toml").write_text("input-tokens = 3\nzdr = true\n", encoding="utf-8")
    found = settings(ask("config", "show", "--json", "--max-retention", "30"))
    assert found["max-retention"] == (30, "command line")
    assert found["input-tokens"][0] == 3
    assert "zdr" not in found
    layers = [
        SettingsLayer("typed", {"characters": 900}),
        SettingsLayer("file", {"input_tokens": 3, "turns": 2}),
    ]
    assert merged(layers) == {"characters": (900, "typed"), "turns": (2, "file")}


def test_a_workload_on_the_command_line_beats_the_settings(ask, project, tmp_path):
    """--workload is typed: a profile or a project fills in only what it leaves open."""
    (project / "llmpick.toml").write_text("requests = 3\ntask = 'coding'\n", encoding="utf-8")
    file = tmp_path / "work.toml"
    file.write_text("requests_per_month = 5\n", encoding="utf-8")
    found = ask("cost", "--workload", str(file), "--json")
    (project / "llmpick.toml").unlink()
    typed = ask("cost", "--requests", "5", "--task", "coding", "--json")
    assert found.raw == typed.raw


def test_a_decision_is_a_need_of_its_own(ask, project, tmp_path):
    """Neither the project nor the environment changes what a decision asked."""
    path = str(tmp_path / "d.toml")
    first = ask("recommend", "--task", "coding", "--save", path)
    (project / "llmpick.toml").write_text("task = 'general'\n", encoding="utf-8")
    again = ask("recommend", "--decision", path, env={"LLMPICK_BUDGET": "3"})
    assert again.raw == first.raw
    assert again.stderr == ""
    ask("profile", "save", "p", "--tools")
    both = ask("recommend", "--decision", path, "--profile", "p")
    assert both.code == 2
    assert "a need of its own" in both.stderr


def test_profiles_are_listed_shown_and_deleted(ask, tmp_path):
    """What was saved is there, by any capitals, until it is deleted."""
    assert ask("profile", "list").stdout.startswith("No profile in ")
    saved = ask("profile", "save", "Support-JA", "--language", "ja", "--budget")
    path = tmp_path / "config" / "profiles" / "support-ja.toml"
    assert saved.stderr == f"saved {path}\n"
    assert path.read_text(encoding="utf-8") == 'language = "ja"\nbudget = 100.0\n'
    assert "--language ja --budget 100" in ask("profile", "list").stdout
    assert ask("profile", "list", "--format", "ids").stdout == "support-ja\n"
    shown = json.loads(ask("profile", "show", "SUPPORT-ja", "--json").stdout)
    assert shown["profiles"][0]["need"] == {"language": "ja", "budget": 100.0}
    again = ask("profile", "save", "support-ja", "--tools")
    assert again.code == 2
    assert "there is a profile `support-ja` already" in again.stderr
    assert ask("profile", "save", "support-ja", "--tools", "--replace").code == 0
    assert ask("profile", "delete", "support-ja").code == 0
    assert ask("profile", "list", "--format", "ids").stdout == ""
    assert [item.name for item in path.parent.iterdir()] == []


MISTAKES = [
    (("profile", "save", "../x", "--tools"), "no name `../x` for a profile"),
    (("profile", "save", "a/b", "--tools"), "no name `a/b` for a profile"),
    (("profile", "save", "..", "--tools"), "no name `..` for a profile"),
    (("profile", "save", "con", "--tools"), "no name `con` for a profile"),
    (("profile", "save", "", "--tools"), "no name `` for a profile"),
    (("profile", "save", "x" * 65, "--tools"), "for a profile"),
    (("profile", "save", "x\x1b[31m", "--tools"), "for a profile"),
    (("profile", "save", "x"), "nothing was stated"),
    (("profile", "save", "x", "--task", "codng"), "no task `codng`"),
    (("profile", "show", "/etc/passwd"), "for a profile"),
    (("profile", "delete", "nobody"), "you have no profile `nobody`"),
    (("recommend", "--profile", "nobody"), "you have no profile `nobody`"),
    (("recommend", "--profile", "../../x"), "for a profile"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_mistake(ask, arguments, message):
    """One sentence, a hint, exit 2, nothing on stdout."""
    found = ask(*arguments)
    assert found.code == 2
    assert message in found.stderr
    assert "hint: " in found.stderr
    assert found.raw == b""


FILES = [
    ("budget = 'lots'", "llmpick.toml`: budget = `lots` is no sum of money"),
    ("budget = true", "`budget` is not a number"),
    ("requests = 1.5", "`requests` is not a whole number"),
    ("tools = 'yes'", "`tools` is not true or false"),
    ("provider = 'acme'", "`provider` is not a list of texts"),
    ("provider = [1]", "`provider` is not a list of texts"),
    ("tsk = 'coding'", "no key `tsk`"),
    ("exclude_jurisdiction = ['CN']", "no key `exclude_jurisdiction`"),
    ("task = 'codng'", "llmpick.toml`, `task`: no task `codng`"),
    ("budget = -1", "`budget`: a budget of -1"),
    ("budget = nan", "`budget`: a budget of nan"),
    ("budget = " + "9" * 400, "`budget` is not a number"),
    ("provider = ['acne']", "`provider`: no provider `acne`"),
    ("task = ", "is not TOML"),
    ("a = " + "[" * 100_000, "larger than"),
    ("a = " + "[" * 50_000, "is not TOML"),
]


@pytest.mark.parametrize(("text", "message"), FILES, ids=[text[:30] for text, _ in FILES])
@pytest.mark.parametrize("command", ["recommend", "config show", "profile"])
def test_a_wrong_file_is_named_with_its_key(ask, project, tmp_path, text, message, command):
    """The sentence has the file and the key, wherever the value is found to be wrong."""
    path = project / "llmpick.toml"
    arguments = tuple(command.split())
    if command == "profile":
        path = tmp_path / "config" / "profiles" / "p.toml"
        path.parent.mkdir(parents=True)
        arguments = ("recommend", "--profile", "p")
        message = message.removeprefix("llmpick.toml`, ").removeprefix("llmpick.toml`: ")
    path.write_text(text, encoding="utf-8")
    found = ask(*arguments)
    assert found.code == 2
    assert message in found.stderr
    assert ("profile" if command == "profile" else "llmpick.toml") in found.stderr
    assert found.raw == b""


VARIABLES = [
    ("LLMPICK_BUDGET", "lots", "LLMPICK_BUDGET=`lots` is no sum of money"),
    ("LLMPICK_BUDGET", "inf", "LLMPICK_BUDGET=`inf` is no sum of money"),
    ("LLMPICK_REQUESTS", "1.5", "is not a whole number"),
    ("LLMPICK_TOOLS", "maybe", "is not 1 or 0"),
    ("LLMPICK_TASK", "codng", "LLMPICK_TASK, `task`: no task `codng`"),
]


@pytest.mark.parametrize(("name", "text", "message"), VARIABLES)
def test_a_wrong_variable_is_named(ask, name, text, message):
    """The sentence has the variable."""
    found = ask("recommend", env={name: text})
    assert found.code == 2
    assert message in found.stderr


def test_variables_that_say_nothing(ask):
    """Empty, off, and names of no option: as if they were not there."""
    env = {"LLMPICK_BUDGET": "", "LLMPICK_TOOLS": "0", "LLMPICK_NEWS": "x"}
    assert ask("recommend", "--json", env=env).raw == ask("recommend", "--json").raw


def test_a_folder_in_the_place_of_the_file(ask, project):
    """A sentence, no crash."""
    (project / "llmpick.toml").mkdir()
    found = ask("recommend")
    assert found.code == 2
    assert "is no ordinary file" in found.stderr


def test_a_folder_that_takes_no_profile(ask, tmp_path):
    """A file where the folder should be: nothing is left behind."""
    (tmp_path / "config").write_text("x", encoding="utf-8")
    found = ask("profile", "save", "p", "--tools")
    assert found.code == 2
    assert "cannot be written" in found.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_fifo_is_not_waited_for(ask, project):
    """A file that never ends or never begins is no file."""
    os.mkfifo(project / "llmpick.toml")
    assert stat.S_ISFIFO((project / "llmpick.toml").stat().st_mode)
    assert ask("recommend").code == 2


def test_config_show(ask, project):
    """Each value with its place, then where files are looked for."""
    found = ask("config", "show", "--budget", env={"LLMPICK_CONFIG_DIR": "/x"})
    lines = found.stdout.splitlines()
    assert lines[0].split() == ["option", "value", "from"]
    assert lines[1].split() == ["budget", "100", "command", "line"]
    assert "project file  none" in lines
    assert f"profiles      {os.path.join('/x', 'profiles')}" in lines


def test_a_setting_can_be_left_out(ask, project):
    """Whatever stated it: a flag, a number, a list; what is typed stands."""
    toml = "tools = true\nbudget = 50\nprivacy = 'internal'\nexclude-jurisdiction = ['CN']\n"
    (project / "llmpick.toml").write_text(toml, encoding="utf-8")
    env = {"LLMPICK_REGION": "EU"}
    but = [
        word
        for name in ("--tools", "budget", "exclude-jurisdiction", "region")
        for word in ("--without", name)
    ]
    found = ask("config", "show", "--json", *but, "--budget", "70", env=env)
    kept = settings(found)
    assert {name: value for name, (value, source) in kept.items() if "preset" not in source} == {
        "privacy": "internal",
        "budget": 70.0,
    }
    answer = ask("recommend", "--json", *but, env=env)
    assert answer.code == 0
    assert "tools" not in answer.stderr
    assert json.loads(answer.stdout)["need"]["budget_usd_per_month"] is None


@pytest.mark.parametrize("asked", [(), ("--budget", "7")])
def test_what_is_left_out_must_be_an_option(ask, asked):
    """A near name is offered, with and without settings."""
    found = ask("recommend", "--without", "bugdet", *asked)
    assert found.code == 2
    assert "bugdet" in found.stderr
    assert "`budget`" in found.stderr


def test_a_number_may_end_in_thousands(ask):
    """On the command line and in the environment alike."""
    env = {"LLMPICK_MIN_CONTEXT": "32k"}
    found = settings(ask("config", "show", "--json", "--requests", "1.5M", env=env))
    assert found["min-context"] == (32_000, "LLMPICK_MIN_CONTEXT")
    assert found["requests"] == (1_500_000, "command line")


def test_one_broken_profile_does_not_hide_the_others(ask, tmp_path):
    """It is left out of the list, and named with what is wrong."""
    ask("profile", "save", "good", "--tools")
    (tmp_path / "config" / "profiles" / "bad.toml").write_text("requests = 0x" + "f" * 5000)
    found = ask("profile", "list", "--format", "ids")
    assert (found.code, found.stdout) == (0, "good\n")
    assert "bad.toml` is not TOML: line 1: a number of more than 1,000 digits" in found.stderr


def test_profiles_are_private(ask, tmp_path):
    """Folder and file are the user's alone, whatever the umask."""
    before = os.umask(0)
    try:
        ask("profile", "save", "good", "--tools")
        ask("profile", "save", "other", "--tools", "--replace")
    finally:
        os.umask(before)
    folder = tmp_path / "config" / "profiles"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("columns", ["²", "１００", "9" * 5000, "-1", "0"])
def test_columns_that_are_no_number(ask, columns):
    """They are as if they were not there."""
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        found = ask("profile", "list", "--format", "table", env={name: columns})
        assert (found.code, found.stderr) == (0, "")
