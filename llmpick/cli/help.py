"""Help that a person can read: options in groups, the usual ones first, and examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from llmpick.inputs import options as declared

if TYPE_CHECKING:
    from typer._click import Context
    from typer.core import TyperCommand

MANY = 30
"""A command with more options shows the usual ones, and all of them with --help-all."""
START = """\
llmpick says which large language model to use for a job, and where to run it.

  llmpick recommend --task coding --budget 300
  llmpick recommend "summarise contracts in German, nothing may leave the EU"
  llmpick compare gpt-4o llama3-70b
  llmpick cost gpt-4o --requests 50000
  llmpick alternatives gpt-4o
  llmpick interview

`llmpick --help` lists all commands, `llmpick help COMMAND` explains one.
"""

_MONEY = ("budget", "currency")
GROUPS: dict[str, frozenset[str]] = {
    "Job": frozenset(one.field for one in declared.JOB) - {"privacy", "region", *_MONEY},
    "Budget and volume": frozenset(
        (*_MONEY, *(one.field for one in (*declared.WORK, *declared.BILLING, *declared.PEOPLE)))
    ),
    "Privacy": frozenset(("privacy", "region", *(one.field for one in declared.PRIVACY))),
    "Model and licence": frozenset(one.field for one in declared.LIMITS),
    "Embeddings and reranking": frozenset(one.field for one in declared.SEARCH),
    "Own hardware": frozenset(one.field for one in declared.ALL_HOSTING),
    "Ranking": frozenset((*(one.field for one in declared.WEIGHTING), "method", "by", "on")),
}
REST = "Output and settings"
USUAL = frozenset(
    (
        *("task", "language", "budget", "requests", "input_tokens", "output_tokens", "cache_share"),
        *("seats", "privacy", "region", "zdr", "no_training", "made_in", "open_weights"),
        *("min_context", "tools", "providers", "weights", "min_quality", "gpu", "self_host"),
        *("top", "explain", "form", "as_json", "save", "as_of", "profile", "help"),
    )
)
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "recommend": (
        ("-t coding -b 300", "what to use for coding at up to 300 USD a month"),
        ("-t rag -l ja -p confidential --region JP", "for documents in Japanese that stay there"),
        ('"classify 50,000 support mails a month in German"', "the same in plain words"),
    ),
    "compare": (
        ("gpt-4o llama3-70b", "two models side by side"),
        ("gpt-4o llama3-70b -t coding -b 100", "for coding, within 100 USD a month"),
    ),
    "cost": (
        ("gpt-4o --requests 50000", "a month of 50,000 requests"),
        ("--usage log.csv", "what a log of requests cost, and would cost elsewhere"),
        ("gpt-4o --history", "every price there was, with its source"),
    ),
    "alternatives": (
        ("gpt-4o", "what can replace it"),
        ("gpt-4o --cheaper --still-supported 365", "for less, with a year ahead of it"),
    ),
    "pareto": (("-t coding --on performance,cost", "what no other route beats on both"),),
    "sensitivity": (("-t coding -b 300", "which weight or price would change the answer"),),
    "selfhost": (
        ("gpt-oss-120b", "hardware for a model"),
        ("--gpu 2xL40S -t coding", "models for hardware"),
        ("gpt-oss-120b --break-even", "from which volume it pays"),
    ),
    "report": (("-t coding -b 300 --out report.html", "a page to hand on"),),
    "check": (
        ("gpt-4o --policy policy.toml", "whether a model keeps your rules"),
        ("decision.toml", "whether a saved decision still holds"),
    ),
    "list": (
        ("models --open-weights", "models whose weights can be had"),
        ("tasks", "the jobs that can be asked for"),
    ),
    "show": (("gpt-4o", "all that is known of it, with sources"),),
    "batch": (("needs.jsonl", "an answer for each line"),),
    "completion": (("zsh", 'the script; `eval "$(llmpick completion zsh)"` runs it'),),
}


def show(context: Context, command: TyperCommand, *, whole: bool) -> None:
    """Write the help of *command*, called in *context*: with all options if *whole*."""
    inner = command.make_context(command.name or "", [], parent=context, resilient_parsing=True)
    formatter = inner.make_formatter()
    say = speaker()
    _usage(inner, command, formatter, say)
    options = [one for one in command.get_params(inner) if one.param_type_name == "option"]
    arguments = [one for one in command.get_params(inner) if one.param_type_name == "argument"]
    short = len(options) > MANY and not whole
    left = 0
    for title, members in grouped([*arguments, *options]):
        rows = []
        for one in members:
            row = one.get_help_record(inner)
            if row is None:
                continue
            if short and one.param_type_name == "option" and one.name not in USUAL:
                left += 1
                continue
            rows.append(_said_row(row, one.help or "", say))
        if rows:
            with formatter.section(say(title)):
                write_rows(formatter, rows)
    name = inner.command_path
    if examples := EXAMPLES.get(command.name or "", ()):
        with formatter.section(say("Examples")):
            for words, told in examples:
                formatter.write(f"  {name} {words}\n      {say(told)}\n")
    if left:
        formatter.write_paragraph()
        more = say("{left} more options: {command}")
        formatter.write_text(more.format(left=left, command=f"{name} --help-all"))
    from llmpick.cli import out

    out.write(formatter.getvalue().rstrip("\n") + "\n")


def speaker() -> Callable[[str], str]:
    """What says a text of the help in the language of the reader."""
    from llmpick.lang import choice

    if choice.language == "en":
        return str
    from llmpick.lang.speak import Speaker

    found = Speaker()
    return lambda text: found.word("", text)


def _usage(
    context: Context, command: TyperCommand, formatter: Any, say: Callable[[str], str]
) -> None:
    """How *command* is called and what it does, by paragraphs of its docstring."""
    pieces = " ".join(command.collect_usage_pieces(context))
    formatter.write_usage(context.command_path, pieces, prefix=say("Usage: "))
    for paragraph in (command.help or "").partition("\f")[0].strip().split("\n\n"):
        formatter.write_paragraph()
        with formatter.indentation():
            text = say(" ".join(paragraph.split()))
            if text.isascii():
                formatter.write_text(text)
            else:
                formatter.write(_folded(text, formatter.width - 2, "  "))


def write_rows(formatter: Any, rows: list[tuple[str, str]]) -> None:
    """Names, and what they are for, beside or below them; wide characters take two cells."""
    if all(told.isascii() for _, told in rows):
        formatter.write_dl(rows)
        return
    first = min(max(len(names) for names, _ in rows), 30)
    margin = " " * (first + 4)
    for names, told in rows:
        text = _folded(told, formatter.width - len(margin), margin)
        beside = len(names) <= first
        head = f"  {names}" + ("" if beside else "\n")
        formatter.write(head + (text[len(head) :] if beside else text))


def _folded(text: str, width: int, margin: str) -> str:
    from llmpick.lang.wrap import wrapped

    return "".join(f"{margin}{line}\n" for line in wrapped(text, width))


def _said_row(row: tuple[str, str], told: str, say: Callable[[str], str]) -> tuple[str, str]:
    """A line of options: what it is for in the reader's language, what is beside it as it is."""
    names, text = row
    plain = " ".join(told.split())
    return (names, text.replace(plain, say(plain), 1)) if plain and plain in text else row


def grouped(params: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """The parameters by group, in the order of `GROUPS`, arguments first."""
    yield "Arguments", [one for one in params if one.param_type_name == "argument"]
    options = [one for one in params if one.param_type_name == "option"]
    required = {one.field for one in (*declared.OF_PRIVACY, *declared.OF_MODELS)}
    known = required.union(*GROUPS.values())
    for title, names in GROUPS.items():
        yield title, [one for one in options if one.name in names]
    yield REST, [one for one in options if one.name not in known]
