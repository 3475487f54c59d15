"""
The typed records of the Python API, from those that the renderers build.

`python -m llmpick.python.generate` writes `answers.py` and `stated.py` beside this module.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from typing_extensions import get_original_bases, get_type_hints, is_typeddict

from llmpick.inputs.options import ALL_HOSTING, NEED, Declared, Money
from llmpick.python.need import python_name
from llmpick.render.schemas import ANSWERS, docstrings

FOLDER = Path(__file__).parent
RETURNED = (
    *("recommend", "recommend-embeddings", "compare", "compare-plans", "compare-embeddings"),
    *("cost", "alternatives", "pareto", "check", "selfhost", "connect"),
)
"""The answers that functions of the API return."""
NAMES = {"RecommendAnswer": "Decision", "CatalogRecord": "CatalogUsed"}
"""What records are called here; others lose their `Record`, or keep their `Answer`."""
HEAD = """{what}
# Made by `python -m llmpick.python.generate`.

from __future__ import annotations
"""


def answers() -> str:
    """The text of `answers.py`: a class for each record that an answer holds."""
    found: dict[type, None] = {}
    for name in RETURNED:
        _walk(ANSWERS[name].record, found)
    named = {called(one) for one in found}
    assert len(named) == len(found), "two records would have one name"
    tops = {ANSWERS[one].record for one in RETURNED}
    head = HEAD.format(what='"""The records of answers, key by key as in the JSON."""')
    imports = (
        "\nfrom collections.abc import Mapping\nfrom typing import Literal\n\n"
        "from llmpick.python.value import AnswerValue, Value\n"
    )
    return head + imports + "".join(_class(one, one in tops, found) for one in found)


def stated() -> str:
    """The text of `stated.py`: what may be stated of a need, option by option."""
    head = HEAD.format(what='"""What may be stated of a need: the options of the command line."""')
    lines = [
        "\nfrom collections.abc import Sequence\nfrom typing import TypedDict\n\n\n",
        "class Stated(TypedDict, total=False):\n",
        '    """What may be stated of a need; `llmpick recommend --help` has the same."""\n\n',
    ]
    for one in (*NEED, *ALL_HOSTING):
        lines.append(f"    {python_name(one)}: {_stated_kind(one)}\n{_doc(one.option.help, 4)}")
    return head + "".join(lines)


def _stated_kind(one: Declared) -> str:
    kinds = {Money: "float | str", tuple: "Sequence[str]"}
    return kinds.get(one.kind, one.kind.__name__)


def called(record: type) -> str:
    """What *record* is called in the API."""
    return NAMES.get(record.__name__, record.__name__.removesuffix("Record"))


def _walk(hint: Any, found: dict[type, None]) -> None:
    """Put the records that *hint* holds into *found*, each after those that it extends."""
    if not is_typeddict(hint):
        for one in () if get_origin(hint) is Literal else get_args(hint):
            _walk(one, found)
        return
    if hint in found:
        return
    for base in _bases(hint):
        _walk(base, found)
    found[hint] = None
    for one in get_type_hints(hint).values():
        _walk(one, found)


def _bases(record: type) -> Iterator[type]:
    yield from (one for one in get_original_bases(record) if is_typeddict(one))


def _class(record: type, top: bool, known: dict[type, None]) -> str:
    bases = [called(one) for one in _bases(record) if one in known]
    inherited = {key for one in _bases(record) for key in get_type_hints(one)}
    if top:
        bases = [*bases, "AnswerValue"]
    lines = [f"\n\nclass {called(record)}({', '.join(bases or ['Value'])}):\n"]
    lines.append(_doc((record.__doc__ or "").strip(), 4))
    words = [repr(key) for key in get_type_hints(record) if iskeyword(key)]
    if words and record.__doc__ is None:
        lines.append(_doc(f"Keys that are words of Python: value[{words[0]}].", 4))
    told = docstrings(record)
    own = {key: one for key, one in get_type_hints(record).items() if key not in inherited}
    if any(not iskeyword(key) for key in own):
        lines.append("\n")
    for key, hint in own.items():
        if key.isidentifier() and not iskeyword(key):
            lines.append(f"    {key}: {_written(hint)}\n{_doc(told.get(key, ''), 4)}")
    return "".join(lines)


def _doc(text: str, indent: int) -> str:
    if not text:
        return ""
    line = " ".join(text.split())
    wrapped = textwrap.wrap(f'"""{line}', 99 - indent)
    if len(wrapped[-1]) + indent + 3 > 100:
        wrapped = textwrap.wrap(f'"""{line}', 95 - indent)
    return textwrap.indent("\n".join(wrapped) + '"""\n', " " * indent)


def _written(hint: Any) -> str:
    """*hint* as source: lists are tuples here, tables are read-only."""
    origin, arguments = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return called(hint)
    if origin in (Union, UnionType):
        return " | ".join(_written(one) for one in arguments)
    if origin is Literal:
        return f"Literal[{', '.join(repr(one) for one in arguments).replace(chr(39), chr(34))}]"
    if origin is list:
        return f"tuple[{_written(arguments[0])}, ...]"
    if origin is tuple:
        return f"tuple[{', '.join('...' if one is ... else _written(one) for one in arguments)}]"
    if origin is dict:
        return f"Mapping[str, {_written(arguments[1])}]"
    if hint in (Any, NoneType):
        return "Any" if hint is Any else "None"
    return str(hint.__name__)


if __name__ == "__main__":
    for file, text in {"answers.py": answers(), "stated.py": stated()}.items():
        (FOLDER / file).write_text(text, encoding="utf-8")
