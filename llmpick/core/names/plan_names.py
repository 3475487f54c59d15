"""From any spelling of a plan's name to its identifier: `copilot business`, `claude team`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Names: TypeAlias = "Mapping[str, Sequence[str]]"
"""Identifier → name and further names."""


def exact(text: str, names: Names) -> str | None:
    """The plan of which *text* is the identifier, its end, a name, or a further name."""
    wanted = _words(text)
    found = [plan for plan in names if wanted in _forms(plan, names[plan])]
    return found[0] if len(found) == 1 else None


def matches(text: str, names: Names) -> tuple[str, ...]:
    """The plan that is called *text*; else all whose names hold every word of it."""
    one = exact(text, names)
    if one is not None:
        return (one,)
    wanted = set(_words(text))
    return tuple(
        plan for plan in names if wanted and wanted <= set(_every(_forms(plan, names[plan])))
    )


def _forms(plan: str, given: Sequence[str]) -> list[tuple[str, ...]]:
    return [_words(form) for form in (plan, plan.partition("/")[2], *given)]


def _every(forms: Iterable[tuple[str, ...]]) -> Iterable[str]:
    return (word for form in forms for word in form)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9.]+", text.lower().replace("+", " plus")))
