"""
What is fuzzed: each target takes bytes to a reader, which answers or says no in its own words.

Whatever else it raises is a crash. Only readers of files that others may have written are here;
the compiled catalog is not, for marshal is read only where its file belongs to those who may write
the program itself (docs/reliability.md).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from llmpick.errors import UserError

ROOT = Path(__file__).parents[1]
MEMORY = "/dev/shm"
Target = Callable[[bytes], None]


@cache
def scratch() -> Path:
    """A folder of this process, in memory where the system has such a place."""
    folder = tempfile.mkdtemp(prefix="llmpick-fuzz-", dir=MEMORY if os.path.isdir(MEMORY) else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def on_disk(data: bytes, name: str) -> str:
    """*data* as a file, by its path."""
    path = scratch() / name
    path.write_bytes(data)
    return str(path)


@cache
def catalog() -> Any:
    """The small catalog of the tests, compiled and loaded once."""
    from llmpick.catalog import compile, load

    folder = scratch() / "catalog"
    if not folder.exists():
        shutil.copytree(ROOT / "tests" / "small_catalog", folder)
        compile.write(str(folder))
    return load.load(str(folder), "2026-11-23")


def evidence(data: bytes) -> None:
    """Result files of every tool; the first byte says what is chosen of them."""
    from llmpick.evidence.formats import parse
    from llmpick.evidence.rows import Choice

    choice = Choice(scale=(1.0, 5.0)) if data[:1] > b"\x7f" else Choice()
    parse("results", data[1:], choice)


def own_results(data: bytes) -> None:
    """A source of own results as it lies on disk."""
    from llmpick.evidence import files

    on_disk(data, "own.toml")
    files.read(str(scratch()), "own")


def policy(data: bytes) -> None:
    """A policy."""
    from llmpick.inputs import policy_file

    policy_file.read(catalog(), on_disk(data, "policy.toml"))


def need(data: bytes) -> None:
    """A project's file, and what it makes of a need; the same keys are those of profiles."""
    from llmpick.inputs import settings
    from llmpick.inputs.need import need_of
    from llmpick.inputs.options import keys, need_options

    layer = settings.from_file(on_disk(data, "llmpick.toml"), keys())
    need_of(catalog(), need_options(layer.values))


def workload(data: bytes) -> None:
    """A workload file."""
    from llmpick.inputs.needfile import with_workload

    with_workload({}, on_disk(data, "work.toml"))


def decision(data: bytes) -> None:
    """A decision on file, with and without a seal that fits."""
    from llmpick.files.read import toml_of
    from llmpick.inputs import decision_file

    path = on_disk(data, "decision.toml")
    try:
        decision_file.read(path)
    except UserError:
        try:
            table = toml_of(data.decode("utf-8", "replace"))
        except ValueError:
            return
        if set(decision_file.NEEDED) <= table.keys():
            decision_file._saved(path, "it", table)


def record(data: bytes) -> None:
    """A file of the catalog or of a layer; the first byte says of which kind."""
    from llmpick.catalog import check, read, stamp

    kinds = [f"{kind}/a/b.toml" for kind in stamp.KINDS] + ["derived/a.csv", "overlay.toml"]
    found = read.parsed(kinds[data[0] % len(kinds)] if data else kinds[0], data[1:])
    if isinstance(found, read.Record):
        slips = list(check.shape_findings(found))
        if not slips and not found.path.endswith(".csv"):
            list(check.missing_sources(found.path, found.data))
            read.plain(found.data)


def refreshed(data: bytes) -> None:
    """The layer that a refresh keeps."""
    from llmpick.overlay import refreshed as layer
    from llmpick.overlay.places import LayerPlace

    layer.layer_of(LayerPlace("refreshed", on_disk(data, "refreshed.toml")), "2026.11.23")


def feed(data: bytes) -> None:
    """A feed of prices; the first byte says which, the second in which package."""
    from llmpick.feeds import readers

    forms = sorted(readers.FORMS)
    name = ("feed.json", "feed.tar.gz", "feed.whl", "feed.py")[data[1] % 4] if data[1:] else "a"
    form = forms[data[0] % len(forms)] if data else forms[0]
    readers.state(form, on_disk(data[2:], name), lambda *_: b"")


def rates(data: bytes) -> None:
    """Rates of exchange, as a table or zipped."""
    from llmpick.feeds import ecb, rows

    try:
        ecb.rates({"rates": data})
    except rows.OtherForm:
        return


def ends(data: bytes) -> None:
    """Ends of models, of every form; the first byte says which."""
    from llmpick.feeds import end_rows, rows

    forms = sorted(end_rows.FORMS)
    form = forms[data[0] % len(forms)] if data else forms[0]
    try:
        end_rows.rows(form, {"ends": data[1:]})
    except rows.OtherForm:
        return


def pack(data: bytes) -> None:
    """What is published: a list of versions, and the files in a pack."""
    from llmpick.releases import forms, packs

    for read in (
        lambda: forms.read(forms.Index, data),
        lambda: packs.unpacked(data),
        lambda: packs.unpacked(packs.expanded_list(data)),
    ):
        try:
            read()
        except UserError:
            continue


def words(data: bytes) -> None:
    """What a person types: plain words, names, sums, GPUs."""
    from llmpick.core.names.gpu_names import counted
    from llmpick.core.names.resolve import resolve
    from llmpick.inputs.money import read_sum
    from llmpick.inputs.options import keys
    from llmpick.inputs.plain_words.read import understood

    text = data.decode("utf-8", "replace")[:300]
    fields = [one.field for one in keys().values()]
    for read in (
        lambda: understood(text, fields, catalog().tasks),
        lambda: resolve(text, catalog().names),
        lambda: read_sum(text),
        lambda: counted(text),
    ):
        try:
            read()
        except UserError:
            continue


def arguments(data: bytes) -> None:
    """A command line, by grammar."""
    from command_lines import ask

    catalog()
    ask(data, str(scratch() / "catalog"))


TARGETS: dict[str, Target] = {
    one.__name__: one
    for one in (
        *(arguments, decision, ends, evidence, feed, need, own_results, pack, policy, rates),
        *(record, refreshed, words, workload),
    )
}


def tried(target: Target, data: bytes) -> None:
    """
    One execution.

    Raises:
        Exception: a crash.
    """
    try:
        target(data)
    except UserError as said:
        if not str(said) or "\n\n\n" in str(said):
            raise AssertionError("a refusal that says nothing") from said
