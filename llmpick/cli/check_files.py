"""`llmpick check --files`: loaded only where it is asked."""

from __future__ import annotations

import os
from typing import NamedTuple

from llmpick.api import code_check
from llmpick.api.code_check import CodeQuestion
from llmpick.cli import options, out
from llmpick.errors import UserError, shown
from llmpick.files import write
from llmpick.inputs import baseline as baselines
from llmpick.inputs import policy_file as policies
from llmpick.render.answers import code as render


class FileOptions(NamedTuple):
    """What was typed of the files."""

    upcoming: int | None
    fix: bool
    baseline: str | None
    write_baseline: str | None
    exclude: list[str] | None
    partial: bool


def check(
    paths: list[str],
    policy: str | None,
    how: FileOptions,
    form: str,
    folder: str | None,
    as_of: str | None,
) -> int:
    """
    Hold the identifiers in *paths* against their ends, and against the file *policy* if any.

    Raises:
        UserError: nothing is at a path, or the policy, the baseline or a file cannot be used.
    """
    if not paths:
        raise UserError("no file was named", hint="llmpick check --files . takes all from here on")
    catalog = options.open_catalog(folder, as_of)
    found = CodeQuestion(
        paths,
        policies.read(catalog, policy) if policy else None,
        policy,
        how.upcoming,
        tuple(how.exclude or ()),
        baselines.read(how.baseline) if how.baseline else frozenset(),
        how.fix,
        how.partial,
    )
    report = code_check.check(catalog, found)
    for sentence in report.unread:
        out.complain(f"note: {sentence}")
    about = options.about(catalog)
    answer = render.answer(report, about)
    code = answer.code
    if how.write_baseline:
        data = baselines.document(render.baseline_rows(report))
        write.replace(how.write_baseline, data)
        out.complain(f"wrote {shown(how.write_baseline, 200)}")
        code = 0
    if form == "sarif":
        out.write(render.sarif(report, about), data=True)
    else:
        options.emit(answer, form, catalog)
    return code


def policy_of(named: str, *, is_typed: bool) -> str | None:
    """The policy to hold files against: the one typed, or the usual one where it is there."""
    return named if is_typed or os.path.lexists(named) else None
