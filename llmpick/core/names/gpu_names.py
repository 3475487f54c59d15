"""What people type for a GPU, and how many of it: `h100`, `RTX 4090`, `2xL40S`."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from llmpick.errors import UnknownName, UserError, near_names, shown
from llmpick.lang.said import said

Names = Mapping[str, Iterable[str]]
"""Identifier of an accelerator → further names of it"""

_SILENT = frozenset(
    {"nvidia", "amd", "intel", "apple", "google", "aws", "geforce", "instinct", "radeon"}
    | {
        "tesla",
        "gpu",
        "gpus",
        "chip",
        "per",
        "gb",
        "gib",
        "blackwell",
        "hopper",
        "generation",
        "rtx",
        "rx",
    }
)
"""Words that identify nothing: a name means the same with and without them."""

# `rtx4090` and `rtxa5000` are written as one word; the prefix is one of the silent words
_GLUED = re.compile(r"^(?:rtx|rx)(?=a?\d)")
# Ahead, a count needs its sign (`2xL40S`), as `4090` alone is a name; behind, the sign must stand
# apart (`L40S x2`), or `rtx 4090` would be 4,090 of `rt`. Fractions and negative numbers match too,
# so that they are refused as counts and not read as part of the name.
_AHEAD = re.compile(r"^([+-]?\d+(?:[.,]\d+)?)\s*[xX×*]\s*(?=\S)(.+)$")
_BEHIND = re.compile(r"^(.*\S)\s*(?:\s[xX×*]|:)\s*([+-]?\d+(?:[.,]\d+)?)$")
MOST = 1024
"""The largest count that is accepted."""


# A size behind the name has a unit (`m4-max:64GB`), or follows a chip that is sold in several.
_SIZED = re.compile(r"^(.*\S)\s*:\s*(\d+(?:[.,]\d+)?\s*(?:[kmgt]i?b?))$", re.IGNORECASE)
_PLAIN = re.compile(r"^(.*\S)\s*:\s*(\d+(?:\.\d+)?)$")
_UNITS = {"m": 1 / 1024, "g": 1.0, "t": 1024.0, "": 1.0}
MOST_GIB = 8192.0
"""The largest memory that is accepted."""


class Gpus(NamedTuple):
    """
    So many of one accelerator; *note* where the name left something open.

    *memory_gib* is the memory of each where it was stated, *is_counted* whether the number was.
    """

    number: int
    accelerator: str
    note: str | None = None
    memory_gib: float | None = None
    is_counted: bool = False


def kinds(text: str) -> list[str]:
    """The kinds of accelerators that *text* names: `2x3090+1x4090` are two."""
    return [part.strip() for part in re.split(r"[+,]", text)]


def memory_gib(text: str) -> float:
    """
    A size of memory in GiB: `24G`, `24GB`, `24GiB`, `32000M`, `1.5T`, or a number of GiB.

    What is sold as GB is GiB of memory.

    Raises:
        UserError: no size, or one that no machine has.
    """
    found = re.match(r"^(\d+(?:[.,]\d+)?)\s*([mgt]?)(?:i?b)?$", text.strip().lower())
    size = float(found[1].replace(",", ".")) * _UNITS[found[2]] if found else 0.0
    if not 0 < size <= MOST_GIB:
        raise UserError(
            said("a memory of `{text}` cannot be used", text=shown(text)),
            hint=said("for example 24G, 1.5T or 32000M"),
        )
    return size


def gpus(text: str, names: Names, sold: Mapping[str, Iterable[float]] | None = None) -> Gpus:
    """
    The accelerator, the count and the memory that *text* means.

    Args:
        text: What a user typed, such as `2xL40S` or `m4-max:64GB`.
        names: The accelerators of the catalog with their further names.
        sold: Accelerator → the sizes of memory in which it is sold, GiB. A number behind the name
            is a memory where it is one of them or several are sold, else a count.

    Raises:
        UserError: no count of one or more, no such accelerator, or several.
    """
    name, size = _sized(text, names, sold or {})
    count, name = counted(name)
    is_counted = name != text.strip() and (size is None or _AHEAD.match(text.strip()) is not None)
    found = matches(name, names)
    if not found:
        raise UnknownName("accelerator", name, near(name, names), "llmpick list hardware")
    if len(found) > 1:
        raise UserError(
            said("`{name}` fits {found} accelerators", name=shown(name), found=len(found)),
            hint=said("say which: {what}", what=", ".join(f"`{item}`" for item in found[:8])),
        )
    # a match by part of the words is one that the user should see
    left_open = _words(name) < _words(found[0]) and not _is_exact(name, found[0], names)
    note = f"`{shown(name)}` is read as `{found[0]}`" if left_open else None
    return Gpus(count, found[0], note, size, is_counted)


def _sized(
    text: str, names: Names, sold: Mapping[str, Iterable[float]]
) -> tuple[str, float | None]:
    """*text* without the memory behind it, and that memory in GiB where it is one."""
    found = _SIZED.match(text.strip())
    if found:
        return found[1], memory_gib(found[2])
    plain = _PLAIN.match(text.strip())
    if plain:
        ahead = _AHEAD.match(plain[1])
        sizes = [
            tuple(sold.get(one, ())) for one in matches(ahead[2] if ahead else plain[1], names)
        ]
        # two numbers are a count and a memory; a lone one that fits a size is that
        fits = any(float(plain[2]) in each or len(each) > 1 for each in sizes)
        if ahead or fits:
            return plain[1], memory_gib(plain[2])
    return text, None


def counted(text: str) -> tuple[int, str]:
    """
    The count and the name in *text*: `2xL40S`, `L40S x2` and `L40S:2` are two, `L40S` is one.

    Raises:
        UserError: the count is not a whole number from 1 on, or no name is there.
    """
    folded = text.strip()
    ahead, behind = _AHEAD.match(folded), _BEHIND.match(folded)
    if ahead:
        number, name = ahead[1], ahead[2]
    elif behind:
        number, name = behind[2], behind[1]
    else:
        number, name = "1", folded
    if not _words(name):
        raise UserError(
            said("`{text}` names no GPU", text=shown(text)), hint=said("for example --gpu 2xL40S")
        )
    if not number.isdecimal() or len(number) > 9 or not 1 <= int(number) <= MOST:
        raise UserError(
            said("a count of `{number}` GPUs cannot be used", number=shown(number)),
            hint=said(
                "a whole number from 1 to {MOST:,}, such as 2x{name}", MOST=MOST, name=shown(name)
            ),
        )
    return int(number), name.strip()


def matches(name: str, names: Names) -> list[str]:
    """
    The accelerators that *name* means.

    Args:
        name: A name without a count.
        names: The accelerators of the catalog with their further names.

    Returns:
        Those of which it is the identifier or a further name, written in any way; else all whose
        words include each of its own, so that a word too much or another size fits none.
    """
    exact = [item for item in sorted(names) if _is_exact(name, item, names)]
    if exact:
        return exact
    words = _words(name)
    return [
        item
        for item in sorted(names)
        if words and any(words <= _words(spelling) for spelling in (item, *names[item]))
    ]


def near(name: str, names: Names, count: int = 3) -> list[str]:
    """The identifiers whose spellings are nearest to *name*."""
    spelled = {
        _squashed(spelling): item for item in sorted(names) for spelling in (item, *names[item])
    }
    # several spellings may lead to one accelerator, so look up more than are returned
    nearest = [spelled[key] for key in near_names(_squashed(name), spelled, 4 * count)]
    return list(dict.fromkeys(nearest))[:count]


def _is_exact(name: str, item: str, names: Names) -> bool:
    squashed = _squashed(name)
    return any(squashed == _squashed(spelling) for spelling in (item, *names[item]))


def _words(text: str) -> frozenset[str]:
    """The words that identify something, whatever their order."""
    return frozenset(_tokens(text))


def _squashed(text: str) -> str:
    """The words of a name in order as one: `RTX 4090` and `rtx-4090` are the same."""
    return "".join(_tokens(text))


def _tokens(text: str) -> list[str]:
    """The identifying words of *text*, a size without its unit: `80GB` is `80`."""
    found = re.findall(r"[a-z0-9.]+", text.lower())
    # the unit goes first: `gb` alone is a silent word, but `80gb` is one word
    plain = (_GLUED.sub("", re.sub(r"^(\d+)(?:gb|gib)$", r"\1", word)) for word in found)
    return [word for word in plain if word not in _SILENT]
