"""`llmpick check --decisions`: loaded only where it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from llmpick.api import decision_folder
from llmpick.cli import decided, options, out
from llmpick.errors import UserError
from llmpick.render.answers import decisions as render

if TYPE_CHECKING:
    from llmpick.api.facts import Adjust
    from llmpick.inputs.decision_file import Saved


def check(
    folder: str,
    typed: Mapping[str, object],
    form: str,
    catalog_folder: str | None,
    as_of: str | None,
) -> int:
    """
    Make all decisions below *folder* again: 0 all hold, 1 one changed, 2 one cannot be made.

    Raises:
        UserError: there is no such folder, or something else is asked with it.
    """
    if typed:
        raise UserError(
            "decisions cannot be checked with other names, files or a policy",
            hint="llmpick check --decisions FOLDER",
        )
    if form == "sarif":
        raise UserError("decisions have no findings for SARIF", hint="--format json has it all")
    catalog = options.open_catalog(catalog_folder, as_of)
    own = options.own_results(catalog, left_out=False)

    def results(saved: Saved) -> tuple[Adjust | None, tuple[str, ...]]:
        taken = None if saved.options.no_evidence else own
        return (taken.adjust if taken else None), decided.names_of(taken)

    found = list(
        decision_folder.again(
            catalog, folder, results, lambda sentence: out.complain(f"note: {sentence}")
        )
    )
    answer = render.answer(found, folder, options.about(catalog, own))
    return options.emit(answer, form, catalog)
