"""Every form from a file and from a package; and what is no such file is one sentence."""

from __future__ import annotations

import json

import pytest
from feed_files import FILES, LITELLM, tgz, wheel

from llmpick.errors import UserError
from llmpick.feeds import readers


def read(form, path):
    """The state of a feed in a file; no address is asked."""

    def fetch(address, most):
        raise AssertionError(address)

    return readers.state(form, str(path), fetch)


@pytest.mark.parametrize("form", readers.FORMS)
@pytest.mark.parametrize("pack", [None, wheel, tgz], ids=["file", "wheel", "tgz"])
def test_every_form_is_read_from_a_file_and_from_a_package(tmp_path, form, pack):
    """The price of Atlas 3 comes out alike, whatever the feed and the package."""
    name, data = FILES[form]
    path = tmp_path / (name.rpartition("/")[2] if pack is None else "package")
    path.write_bytes(data if pack is None else pack({name: data, "README": b"no"}))
    state = read(form, path)
    (row,) = [row for row in state.rows if "atlas-3" in row.key]
    assert row.base.amounts["input_per_mtok"] == 2.0
    assert row.base.amounts["output_per_mtok"] == 10.0
    assert "output_thinking_per_mtok" not in row.base.amounts
    assert state.unread == ()


def bad(form, change):
    """A file of *form* with its text changed."""
    return change(FILES[form][1].decode()).encode()


@pytest.mark.parametrize("form", readers.FORMS)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: "  \n",
        lambda text: text[: len(text) // 2],
        lambda text: "{}",
        lambda text: "[]",
        lambda text: "null",
        lambda text: "[" * 100_000,
        lambda text: text.replace("atlas-3", "at\\u001bs"),
        lambda text: "PK\x03\x04 no zip",
    ],
    ids=["empty", "blank", "cut", "table", "list", "null", "deep", "control", "zip"],
)
def test_a_file_of_another_form_is_one_sentence(tmp_path, form, change):
    """Truncated, empty, of another form, with control characters: no traceback."""
    path = tmp_path / FILES[form][0].rpartition("/")[2]
    path.write_bytes(bad(form, change))
    with pytest.raises(UserError, match="in a form that is known") as found:
        read(form, path)
    assert "stays as it was" in found.value.hint
    assert "\n" not in str(found.value)


@pytest.mark.parametrize("price", ["2e-06", True, -1, 1e9, [1], {"a": 1}])
def test_a_price_that_is_no_number_is_named(tmp_path, price):
    """A price as text, a negative one, one beyond all bounds: the file is refused whole."""
    entry = {**LITELLM["acme/atlas-3"], "input_cost_per_token": price}
    path = tmp_path / "f.json"
    path.write_text(json.dumps({"acme/atlas-3": entry}), encoding="utf-8")
    with pytest.raises(UserError, match="`input_cost_per_token` of `acme/atlas-3` is no"):
        read("litellm", path)


def test_nothing_but_null_has_no_price(tmp_path):
    """Entries whose prices are all null are rows without a price."""
    entry = dict.fromkeys(LITELLM["acme/atlas-3"]) | {"litellm_provider": "acme", "mode": "chat"}
    path = tmp_path / "f.json"
    path.write_text(json.dumps({"acme/atlas-3": entry}), encoding="utf-8")
    assert read("litellm", path).rows[0].base is None


def test_infinity_is_no_price(tmp_path):
    """What JSON does not know is refused."""
    path = tmp_path / "f.json"
    path.write_text('{"a": {"mode": "chat", "input_cost_per_token": Infinity}}', encoding="utf-8")
    with pytest.raises(UserError, match="Infinity is no number"):
        read("litellm", path)
