"""Where an answer goes: its form, its colour, its width, its stream."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from llmpick.errors import UserError, near_names, shown
from llmpick.lang import choice
from llmpick.lang.said import said
from llmpick.render.blocks import Answer

if TYPE_CHECKING:
    from llmpick.cli.progress import ProgressLine
    from llmpick.core.facts.records import ExchangeRate
    from llmpick.lang.speak import Speaker

    Rates = Callable[[], Mapping[str, ExchangeRate]]

QUIET, USUAL, VERBOSE = -1, 0, 1
"""How much goes to stderr: mistakes alone, notes and progress, where all comes from as well."""
level = USUAL
_line: ProgressLine | None = None

FORMATS = ("table", "text", "json", "jsonl", "csv", "tsv", "markdown", "ids")
PLAIN = str.maketrans({"±": "+/-", "·": "|", "–": "-", "…": "...", "≥": ">=", "≤": "<=", "×": "x"})


def check_format(text: str | None, as_json: bool, also: tuple[str, ...] = ()) -> str:
    """
    The form asked for: an option, else LLMPICK_FORMAT, else by where stdout goes.

    *also* are forms that only this command has.

    Raises:
        UserError: no such form, or two that differ.
    """
    if as_json and text not in (None, "json"):
        raise UserError(
            said("--json and --format {text} differ", text=shown(text or "")),
            hint=said("give one of them"),
        )
    wanted = "json" if as_json else text or os.environ.get("LLMPICK_FORMAT") or ""
    if not wanted:
        return "table" if sys.stdout.isatty() else "text"
    folded = {"md": "markdown"}.get(wanted.lower(), wanted.lower())
    known = (*FORMATS, *also)
    if folded not in known:
        near = near_names(folded, known, 1)
        raise UserError(
            said("no format `{wanted}`", wanted=shown(wanted)),
            hint=said("did you mean `{near}`?", near=near[0])
            if near
            else said("one of {known}", known=", ".join(known)),
        )
    return folded


def speaker(rates: Rates | None) -> Speaker:
    """Who says an answer in the reader's language, with yen at *rates*."""
    from llmpick.lang.speak import Speaker, YenRate

    yen = rates().get("JPY") if rates else None
    return Speaker(YenRate(yen.per_usd, yen.since) if yen else None)


def emit(answer: Answer, form: str, notes: Iterable[str] = (), rates: Rates | None = None) -> int:
    """
    Write *answer* to stdout in the *form* that `check_format` gave, *notes* to stderr.

    What a program reads is English; what a person reads is in their language, with yen at *rates*.
    """
    for note in notes:
        complain(note)
    data = form in ("json", "jsonl", "csv", "tsv", "ids")
    if choice.language != "en" and not data:
        from llmpick.render.formats.spoken import spoken

        width = _width() if form == "table" else None
        answer = answer._replace(blocks=spoken(answer.blocks, speaker(rates), width))
    text = _text(answer, form)
    coloured = form == "table" and wants_colour()
    if form == "table" and _paged(text, coloured):
        return answer.code
    write(text, data=data, coloured=coloured)
    return answer.code


def _paged(text: str, coloured: bool) -> bool:
    """Whether *text* was longer than the terminal, and a pager showed it."""
    if not sys.stdout.isatty():
        return False
    rest()
    from llmpick.cli import pager

    return pager.needed(text) and pager.show(_encoded(text, data=False, coloured=coloured))


def _text(answer: Answer, form: str) -> str:
    if form == "json":
        from llmpick.render.formats.documents import document

        return document(answer.payload)
    if form == "jsonl":
        from llmpick.render.formats.documents import lines

        return lines(answer.records)
    if form == "ids":
        return "".join(f"{name}\n" for name in answer.ids)
    if form in ("csv", "tsv"):
        from llmpick.render.formats.tabular import separated

        return separated(answer.records, "," if form == "csv" else "\t")
    if form == "markdown":
        from llmpick.render.formats.tabular import markdown

        return markdown(answer.blocks)
    if form == "table":
        return _table(answer)
    from llmpick.render.formats.plain import text

    return text(answer.blocks)


def _table(answer: Answer) -> str:
    from llmpick.render.formats.table import table

    return table(
        answer.blocks, width=_width(), colour=wants_colour(), ascii_only=not _unicode_stdout()
    )


def _width() -> int:
    """COLUMNS, else the terminal's, else 100."""
    text = os.environ.get("COLUMNS", "")
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text):
        return min(int(text), 1000)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 100
    except (OSError, ValueError):
        return 100


def wants_colour() -> bool:
    """NO_COLOR, FORCE_COLOR and TERM decide, else whether stdout is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if sys.platform == "win32" and not os.environ.get("WT_SESSION"):
        return False  # the old console shows escape sequences as text
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _unicode_stdout() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf16", "cp65001")


def write(text: str, *, data: bool = False, coloured: bool = False) -> None:
    """
    *text* to stdout: data as UTF-8 whatever the locale, prose in what the terminal can show.

    What is *coloured* holds escape sequences of our own, and no others.

    Raises:
        OSError: it could not be written.
    """
    if sys.stdout.isatty():
        rest()
    raw = _encoded(text, data=data, coloured=coloured)
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(raw.decode("utf-8", "replace"))
    else:
        sys.stdout.flush()
        buffer.write(raw)
        buffer.flush()


def _encoded(text: str, *, data: bool, coloured: bool) -> bytes:
    from llmpick.render.words import printable

    if not data and not coloured:
        text = "\n".join(map(printable, text.split("\n")))
    if data or _unicode_stdout():
        return text.encode("utf-8", "replace")
    return text.translate(PLAIN).encode(sys.stdout.encoding or "ascii", "replace")


def complain(note: str, *, always: bool = False) -> None:
    """One line to stderr; with --quiet only what must *always* be said."""
    from llmpick.render.words import printable

    if level == QUIET and not always:
        return
    if _line is not None:
        _line.clear()
    encoding = sys.stderr.encoding or "utf-8"
    line = f"{printable(note)}\n".translate(PLAIN if not encoding.lower().startswith("utf") else {})
    try:
        sys.stderr.write(line.encode(encoding, "replace").decode(encoding))
    except OSError:
        return


def detail(note: str) -> None:
    """One line to stderr with --verbose."""
    if level == VERBOSE:
        complain(note)


@contextmanager
def interruptible() -> Iterator[None]:
    """While files are written, Ctrl-C raises, so that nothing half-written is left behind."""
    import signal

    from llmpick.errors import UserError
    from llmpick.files import write as write_files

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    changed = len(write_files.written)
    try:
        yield
    except KeyboardInterrupt:
        made = [f"`{shown(path, 200)}`" for path in write_files.written[changed:]]
        hint = (
            said("written before: {made}", made=", ".join(made[:3]))
            if made
            else said("no file was changed")
        )
        raise UserError(said("interrupted"), hint=hint) from None
    finally:
        signal.signal(signal.SIGINT, before)


def begin(stage: str) -> None:
    """From now on a terminal shows after a second what goes on, until something is written."""
    global _line
    rest()
    if level != QUIET and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        from llmpick.cli.progress import ProgressLine

        _line = ProgressLine(sys.stderr, stage)


def rest() -> None:
    """No more of that: the answer follows, or a question."""
    global _line
    if _line is not None:
        _line.end()
        _line = None


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """What a long task tells of its steps: to a terminal, and with --verbose a line a stage."""
    last = ""
    is_first = _line is None
    if is_first:
        begin("working")

    def step(stage: str, done: int, of: int) -> None:
        nonlocal last
        if _line is not None:
            _line.step(stage, done, of)
        if stage != last:
            detail(f"{stage} ...")
        last = stage

    try:
        yield step
    finally:
        if is_first:
            rest()
        elif _line is not None:
            _line.back()
