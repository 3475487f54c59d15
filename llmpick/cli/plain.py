"""A need in plain words on the command line: loaded only where there are any."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from llmpick.cli import options
from llmpick.cli.need_options import as_typed
from llmpick.errors import UserError, shown
from llmpick.inputs.job import SEARCH_TASKS
from llmpick.inputs.options import ALL_HOSTING, NEED, HostingOptions, need_options, stated
from llmpick.inputs.plain_words.read import MAX_CHARACTERS, understood
from llmpick.render.wording.heard import Heard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmpick.cli.options import AnswerOptions
    from llmpick.inputs.options import NeedOptions


def read(
    words: Sequence[str], need: NeedOptions, hosting: HostingOptions, how: AnswerOptions
) -> tuple[NeedOptions, HostingOptions, Heard]:
    """
    What *words* state beside *need* and *hosting*, which win; and what was made of them.

    Raises:
        UserError: nothing of them is understood, or there are too many.
    """
    text = " ".join(words)
    if len(text) > MAX_CHARACTERS:
        raise UserError(
            f"a need of {len(text):,} characters is too long",
            hint=f"at most {MAX_CHARACTERS:,}, or options: llmpick recommend --help",
        )
    catalog = options.open_catalog(how.catalog, how.as_of)
    of_need = {one.field for one in NEED}
    of_hosting = {one.field for one in ALL_HOSTING}
    found = understood(text, of_need | of_hosting, {*catalog.tasks, *SEARCH_TASKS.values()})
    if not found.parts:
        raise UserError(
            f"nothing of `{shown(text, 80)}` is understood",
            hint="say the job: summarise, classify, code ...; `llmpick list tasks` names them",
        )
    values = {**found.values, **stated(need), **stated(hosting)}
    missed = [(one.words, one.why) for one in found.missed]
    if "task" not in values:
        missed.insert(0, ("the job", "none is named, so it is judged as general work"))
    heard = Heard(
        text,
        shlex.join(["llmpick", "recommend", *as_typed(values)]),
        tuple((part.words, shlex.join(as_typed(part.states))) for part in found.parts),
        tuple(missed),
    )
    hosted = {field: value for field, value in values.items() if field in of_hosting}
    said = {field: value for field, value in values.items() if field in of_need}
    return need_options(said), HostingOptions(**hosted), heard
