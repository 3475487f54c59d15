"""Pages made of the program are what the program makes of itself now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from llmpick.cli import reference
from llmpick.inputs.settings import variable

PACKAGE = Path(reference.__file__).parents[1]


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_page_is_fresh(name):
    """`python -m llmpick.cli.reference` writes it."""
    made = reference.PAGES[name]()
    assert (reference.FOLDER / name).read_text(encoding="utf-8") == made


def test_every_option_has_a_row(run):
    """Those of --help-all as well; what many commands have is in a group of its own."""
    page = (reference.FOLDER / "commands.md").read_text(encoding="utf-8")
    for command in ("recommend", "selfhost", "cost"):
        shown = run(command, "--help-all").stdout
        flags = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", shown, re.M)
        assert len(flags) > 40
        assert [flag for flag in flags if not re.search(rf"`[^`]*{flag}\b[^`]*` \|", page)] == []


def test_every_variable_that_is_read_has_a_row():
    """Names that stand in the code, but for those of options."""
    read = {
        name
        for path in PACKAGE.rglob("*.py")
        for name in re.findall(r"""["'](LLMPICK_[A-Z_]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert "LLMPICK_OVERLAY" in read
    assert read - {"LLMPICK_"} <= {name for name, _ in reference.ENVIRONMENT}
    assert variable("budget") == "LLMPICK_BUDGET"


def test_links_lead_to_a_heading():
    """Each anchor within a page is one of its headings, as the site and GitHub name them."""
    for name in reference.PAGES:
        page = (reference.FOLDER / name).read_text(encoding="utf-8")
        titles = re.findall(r"^#+ (.*)$", page, re.M)
        anchors = {re.sub(r"[^a-z0-9_ -]", "", one.lower()).replace(" ", "-") for one in titles}
        assert set(re.findall(r"\]\(#([^)]*)\)", page)) - anchors == set()
