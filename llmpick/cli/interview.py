"""`llmpick interview`"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from llmpick.cli import need_command, options, out
from llmpick.cli.app import command
from llmpick.errors import UserError
from llmpick.inputs.options import NeedOptions, keys, stated

if TYPE_CHECKING:
    from llmpick.api import interview as questions
    from llmpick.catalog.contents import Catalog

Got = TypeVar("Got")
app = command("interview")
MAX_CHARACTERS = 1000


@app.command()
@need_command.takes_need()
def interview(
    typed: NeedOptions,
    *,
    no_evidence: options.NoEvidence = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    A few questions on the terminal; then the answer, and the command that gives it.

    Exit codes: 0 there is an answer, 1 nothing fits, 2 there was no terminal, or you left.
    """
    from llmpick.api import decisions
    from llmpick.inputs.need import need_of
    from llmpick.inputs.needfile import table_of
    from llmpick.render.answers import decision as render
    from llmpick.render.answers import interview as words

    chosen = out.check_format(form, as_json)
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UserError(
            "an interview needs a terminal",
            hint="say it in options: llmpick recommend --task coding --budget 300",
        )
    found = options.open_catalog(catalog, as_of)
    out.rest()
    with out.interruptible():
        _say(words.welcome())
        options_given = _weights(found, _need(found, typed))
        need = need_of(found, options_given)
        own = options.own_results(found, no_evidence)
        adjust = own.adjust if own else None
        made = decisions.recommend(found, need, adjust=adjust)
        wanted = chosen in ("json", "jsonl")
        answer = render.answer(
            made,
            options.about(found, own),
            support=found.support if wanted else {},
            spoken=decisions.spoken_labels(found, need, adjust) if wanted else {},
        )
        _say("\n")
        code = options.emit(answer, chosen, found)
        _say(f"\nthe same again: {words.command(table_of(stated(options_given), keys()))}\n")
        _offer(options_given)
    return code


def _say(text: str) -> None:
    from llmpick.render.words import printable

    sys.stderr.write(printable(text))
    sys.stderr.flush()


def _line() -> str:
    """
    The next line of the terminal.

    Raises:
        UserError: there is none any more.
    """
    try:
        text = sys.stdin.readline(MAX_CHARACTERS)
    except (OSError, UnicodeDecodeError):
        text = ""
    except KeyboardInterrupt:
        _say("\n")
        raise
    if not text:
        _say("\n")
        raise UserError("the interview ended early", hint="nothing was saved; begin again any time")
    return text.strip()


def _until(prompt: str, read: Callable[[str], Got]) -> Got:
    """What *read* makes of the first answer that it takes."""
    while True:
        _say(prompt)
        text = _line()
        try:
            return read(text)
        except UserError as error:
            _say(f"{error}" + (f" ({error.hint})" if error.hint else "") + "\n")


def _need(catalog: "Catalog", given: NeedOptions) -> NeedOptions:
    from llmpick.api import interview as questions
    from llmpick.render.answers import interview as words

    for question in questions.questions(catalog, given):
        usual = questions.preset(catalog, given, question)
        text = words.question(question.text, question.choices, usual)

        def read(
            answer: str, question: "questions.Question" = question, given: NeedOptions = given
        ) -> NeedOptions:
            return questions.answered(catalog, given, question, answer) if answer else given

        given = _until(text, read)
    return given


def _weights(catalog: "Catalog", given: NeedOptions) -> NeedOptions:
    """*given* with the weights that the answers about swings stand for."""
    from llmpick.api import interview as questions
    from llmpick.render.answers import interview as words

    anchors = questions.anchors(catalog, given)
    choices = [(item.criterion, words.swing(item)) for item in anchors]
    names = [name for name, _ in choices]
    _say(f"\n{words.SWING[0]}\n")

    def pick(answer: str) -> str:
        found = dict(zip(map(str, range(1, len(names) + 1)), names, strict=True)).get(answer)
        near = [name for name in names if answer and name.startswith(answer.lower())]
        if not answer or found or len(near) == 1:
            return found or (near[0] if near else "")
        raise UserError(f"`{answer}` is not one of them", hint=f"1 to {len(names)}, or {names[0]}")

    first = _until(words.question(words.SWING[1], choices, "the weights of the task"), pick)
    if not first:
        return given
    top = anchors[names.index(first)]
    points = {first: 100.0}
    for anchor in anchors:
        if anchor.criterion != first:
            points[anchor.criterion] = _until(
                words.points(anchor, top), lambda text: questions.points_of(text or "50")
            )
    found, shares = questions.weighed(given, {name: points[name] for name in names})
    _say(words.shares(shares))
    return found


def _offer(given: NeedOptions) -> None:
    """Save the need as a profile, if a name is given; the end of input is a no."""
    from llmpick.inputs import profiles

    def read(name: str) -> str | None:
        if not name:
            return None
        return profiles.save(profiles.folder(), name, stated(given), keys(), replace=False).path

    try:
        path = _until("\nSave it as a profile? Its name, or nothing: ", read)
    except UserError:
        return
    if path:
        _say(f"saved {path}\n")
