"""What the files of several targets have in common."""

from __future__ import annotations

import json
import re

from llmpick.core.connecting.plan import Leg, RoutePlan
from llmpick.errors import UserError


def head(plan: RoutePlan, mark: str = "#") -> str:
    """Comment lines: where the file came from, and what the user must fill in."""
    lines = [*plan.origin]
    names = dict.fromkeys(name for leg in plan.legs for name in leg.connection.placeholders)
    if names:
        lines.append("fill in: " + ", ".join(f"{{{name}}}" for name in names))
    keys = dict.fromkeys(key(leg) for leg in plan.legs)
    lines.append(f"keys are read from: {', '.join(keys)}")
    return "".join(f"{mark} {line}\n" for line in lines)


def key(leg: Leg) -> str:
    """
    The variable that holds the key.

    Raises:
        UserError: none is known.
    """
    name = leg.connection.key_variable
    if name is None:
        raise UserError(
            f"no variable for a key of {leg.connection.provider} is known",
            hint=f"llmpick connect {leg.connection.route}",
        )
    return name


def base(leg: Leg) -> str:
    """The base address."""
    return leg.connection.base_url or ""


def quoted(text: str) -> str:
    """*text* as a literal that YAML, JSON, JavaScript and Python all read."""
    return json.dumps(text, ensure_ascii=False)


def number(value: float) -> str:
    """*value* without an exponent, and without zeros that say nothing."""
    return f"{value:.12f}".rstrip("0").rstrip(".")


def per_token(usd_per_mtok: float) -> str:
    """US dollars for one token."""
    return number(usd_per_mtok / 1e6)


def slug(text: str) -> str:
    """Letters, digits and dashes."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()


def variable(text: str) -> str:
    """A name that Python and a shell accept."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lower()
    return name if name[:1].isalpha() else f"model_{name}"


def is_openai(leg: Leg) -> bool:
    """Whether it speaks chat completions."""
    return leg.connection.dialect == "openai-chat"
