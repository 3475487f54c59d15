"""A catalog as a revision has it: which files, and what is refused."""

from __future__ import annotations

import os

import pytest
from two_states import git as run_git
from two_states import repository

from llmpick.catalog import git
from llmpick.errors import UserError


@pytest.fixture
def home(small_catalog, tmp_path):
    """A repository with two states of the catalog."""
    repository(tmp_path, small_catalog)
    return tmp_path


def test_a_revision_has_the_files_of_its_folder(home, small_catalog):
    """Byte for byte, VERSION too, from the catalog's own folder and from the one above."""
    found = git.files_at("HEAD~1", str(home / "catalog"))
    assert found == git.files_at("HEAD~1", str(home))
    assert found["VERSION"] == b"2026.11.20\n"
    for path, content in found.items():
        assert (small_catalog / path).read_bytes() == content
    assert git.files_at("HEAD", str(home))["VERSION"] == b"2026.11.27\n"


def test_a_catalog_that_lay_elsewhere_is_named_with_its_folder(home):
    """Its folder of then, whatever it is called now."""
    run_git(home, "mv", "catalog", "facts")
    run_git(home, "commit", "-q", "-m", "moved")
    assert git.files_at("HEAD~1:catalog", str(home)).keys() == (
        git.files_at("HEAD", str(home / "facts")).keys()
    )


def test_links_and_what_is_no_file_of_a_catalog_are_passed_over(home):
    """A link leads nowhere, and a README is no fact."""
    os.symlink("/etc/passwd", home / "catalog" / "models" / "acme" / "link.toml")
    (home / "catalog" / "README.md").write_text("No fact.", encoding="utf-8")
    (home / "catalog" / ".hidden.toml").write_text("a = 1\n", encoding="utf-8")
    before = git.files_at("HEAD", str(home)).keys()
    run_git(home, "add", "-A")
    run_git(home, "commit", "-q", "-m", "more")
    assert git.files_at("HEAD", str(home)).keys() == before


@pytest.mark.parametrize(
    "name",
    [
        "",
        "-",
        "--output=x",
        "nonsense",
        "HEAD:nowhere",
        "HEAD;touch x",
        "$(touch x)",
        "HEAD\n",
        "@{u}",
    ],
)
def test_what_is_no_revision_is_one_sentence(home, name):
    """Nothing of a name is run, or taken for an option."""
    with pytest.raises(UserError) as refused:
        git.files_at(name, str(home))
    assert "\n" not in str(refused.value)
    assert refused.value.hint
    assert not (home / "x").exists()


def test_a_file_that_is_larger_than_a_catalog_has_is_not_read(home, monkeypatch):
    """Nor are files that are too much together."""
    for name, most in (("MAX_FILE_BYTES", 50), ("MAX_TREE_BYTES", 2000)):
        with monkeypatch.context() as patch:
            patch.setattr(git, name, most)
            with pytest.raises(UserError, match="larger than a catalog's"):
                git.files_at("HEAD", str(home))
