"""`llmpick policy init`: a policy to begin with."""

from __future__ import annotations

import tomllib

from llmpick.inputs.policy_file import SECTIONS


def test_a_policy_that_check_reads(run, compiled_catalog, tmp_path, monkeypatch):
    """It is valid as it is, and once every comment of a key is taken away it is TOML still."""
    monkeypatch.chdir(tmp_path)
    assert run("policy", "init").code == 0
    text = (tmp_path / "policy.toml").read_text(encoding="utf-8")
    where = ("--catalog", str(compiled_catalog), "--as-of", "2026-11-23")
    assert run("check", "acme/atlas-3", *where).code == 0
    lines = [line.removeprefix("# ") for line in text.split("\n") if "=" in line or "[" in line]
    whole = tomllib.loads("\n".join(lines))
    assert set(whole) <= {"name", "exceptions", *SECTIONS}
    for section, keys in SECTIONS.items():
        assert set(whole.get(section, ())) <= set(keys)


def test_it_never_overwrites(run, tmp_path):
    """A file that is there stays as it is."""
    path = tmp_path / "mine.toml"
    path.write_text("x", encoding="utf-8")
    found = run("policy", "init", str(path))
    assert (found.code, path.read_text(encoding="utf-8")) == (2, "x")
    assert "is there already" in found.stderr
