"""Many needs, one a line, answered in their order."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from llmpick.errors import UserError
from llmpick.inputs import needfile
from llmpick.inputs.options import ALL_HOSTING, NEED, HostingOptions, keys, need_options

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.evidence.own import OwnResults

MAX_LINE_BYTES = 100_000
MOST_PROCESSES = 61  # Windows waits for no more at once
AHEAD = 4
"""Chunks that are handed to each process before the first of them is asked for."""
CHUNK = 8
_KEYS = keys(*NEED, *ALL_HOSTING)


class Asking(NamedTuple):
    """How every line is asked: what it *states* unless the line does, and the form."""

    states: Mapping[str, Any]
    top: int
    by_route: bool
    form: str


class BatchLine(NamedTuple):
    """What stands for one line of the input; *mistake* says why it is no answer, if so."""

    text: str
    mistake: str | None = None


def answers(
    lines: Iterable[bytes],
    asking: Asking,
    opened: Callable[[], tuple[Catalog, OwnResults | None]],
    jobs: int = 1,
) -> Iterator[BatchLine]:
    """
    An answer for each of *lines* that is not blank, in their order, each as soon as it is there.

    Args:
        lines: Each a JSON object whose keys are options, `{"task": "coding", "budget": 300}`.
        asking: How they are asked.
        opened: Opens the catalog and own results: once in each process.
        jobs: Processes.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    if jobs == 1:
        catalog, results = opened()
        for number, line in numbered:
            yield answer(number, line, asking, catalog, results)
        return
    from concurrent.futures import Future, ProcessPoolExecutor

    with ProcessPoolExecutor(
        min(jobs, MOST_PROCESSES), initializer=_open, initargs=(opened,)
    ) as pool:
        waiting: deque[Future[list[BatchLine]]] = deque()
        for chunk in _chunks(numbered):
            waiting.append(pool.submit(partial(_answer_chunk, asking), chunk))
            if len(waiting) >= jobs * AHEAD:
                yield from waiting.popleft().result()
        for one in waiting:
            yield from one.result()


def _chunks(numbered: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    chunk: list[tuple[int, bytes]] = []
    for one in numbered:
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


_OPENED: list[tuple[Catalog, OwnResults | None]] = []
"""What the process of a pool answers from."""


def _open(opened: Callable[[], tuple[Catalog, OwnResults | None]]) -> None:
    _OPENED[:] = [opened()]


def _answer_chunk(asking: Asking, chunk: list[tuple[int, bytes]]) -> list[BatchLine]:
    return [answer(number, line, asking, *_OPENED[0]) for number, line in chunk]


def answer(
    number: int, line: bytes, asking: Asking, catalog: Catalog, results: OwnResults | None
) -> BatchLine:
    """The answer to *line*, or its mistake, as one line; empty for a mistake in the form `ids`."""
    from llmpick.render.formats.documents import lines as rows

    try:
        made = _made(_read(line), asking, catalog, results)
    except UserError as error:
        from llmpick.render.wording.about import head

        said = {"line": number, "message": str(error), "hint": error.hint}
        text = "\n" if asking.form == "ids" else rows([{**head("recommend"), "error": said}])
        return BatchLine(text, f"line {number}: {error}")
    return BatchLine(made)


def _read(line: bytes) -> dict[str, Any]:
    """
    The fields that a line states.

    Raises:
        UserError: it is too long, no JSON object, or states what no option is.
    """
    where = "the need"
    if len(line) > MAX_LINE_BYTES:
        raise UserError(f"{where} is longer than {MAX_LINE_BYTES:,} bytes", hint="one need a line")
    try:
        table = json.loads(line)
    except (ValueError, RecursionError):
        raise UserError(f"{where} is no JSON", hint='as {"task": "coding"}') from None
    if not isinstance(table, dict):
        raise UserError(f"{where} is no object", hint='as {"task": "coding", "budget": 300}')
    named = {name.replace("_", "-"): value for name, value in table.items() if value is not None}
    return needfile.values_of(named, _KEYS, where)


def _made(
    stated: Mapping[str, Any], asking: Asking, catalog: Catalog, results: OwnResults | None
) -> str:
    from llmpick.asking import query, recommend
    from llmpick.inputs.job import search_task
    from llmpick.render.answers.decision import SHOWN
    from llmpick.render.formats.documents import lines as rows

    fields = {**asking.states, **stated}
    own = {one.field: fields.pop(one.field) for one in ALL_HOSTING if one.field in fields}
    need, hosting = need_options(fields), HostingOptions(**own)
    names_alone = asking.form == "ids"
    if (task := search_task(need)) is not None:
        from llmpick.asking import embeddings

        made = embeddings.recommend(
            catalog, task, need, hosting, top=asking.top, shown=SHOWN, by_route=asking.by_route
        ).answer
    else:
        found = query.asked(catalog, need, hosting, results)
        ranked = recommend.recommend(
            found,
            top=asking.top,
            by_route=asking.by_route,
            robust=not names_alone,
            evidence=not names_alone,
            whole=not names_alone,
        )
        made = query.answered(ranked.answer, catalog).answer
    return f"{' '.join(made.ids)}\n" if names_alone else rows([made.payload])


def read_lines(stream: Any) -> Iterator[bytes]:
    """
    The lines of a binary *stream*; of one that is too long, its beginning.

    Raises:
        OSError: it cannot be read.
    """
    while line := stream.readline(MAX_LINE_BYTES + 2):
        rest = line
        while rest and not rest.endswith(b"\n") and len(rest) > MAX_LINE_BYTES:
            rest = stream.readline(MAX_LINE_BYTES + 2)
        yield line
