"""What a user can mend: one sentence, a hint, an exit code."""

from __future__ import annotations

from collections.abc import Iterable

from llmpick.lang.said import joined, said, term

EXIT_ANSWER = 0
EXIT_NO = 1
EXIT_NONE = 2


class UserError(Exception):
    """What went wrong, and, as *hint*, the next thing to try."""

    exit_code = EXIT_NONE

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class CatalogError(UserError):
    """The catalog is missing, unreadable or broken."""


class UnknownName(UserError):
    """The user named something that the catalog does not hold."""

    def __init__(self, kind: str, name: str, near: Iterable[str], listing: str) -> None:
        names = [f"`{item}`" for item in near]
        hint = (
            said("did you mean {names}?", names=joined(", ", names))
            if names
            else said("`{listing}` names them all", listing=listing)
        )
        super().__init__(
            said("no {kind} `{name}` in the catalog", kind=term("kind", kind), name=shown(name)),
            hint=hint,
        )


class AmbiguousName(UserError):
    """A name that fits several models: never guessed."""

    def __init__(self, name: str, candidates: Iterable[str]) -> None:
        found = list(candidates)
        first = ", ".join(f"`{item}`" for item in found[:8])
        more = f" and {len(found) - 8} more" if len(found) > 8 else ""
        super().__init__(
            said("`{name}` fits {found} models", name=shown(name), found=len(found)),
            hint=said("say which: {first}{more}", first=first, more=more),
        )


class StaleAnswer(UserError):
    """An answer would rest on a price that was read longer ago than the user takes."""

    def __init__(self, offering: str, age_days: int, most_days: int) -> None:
        super().__init__(
            said(
                "the price of `{offering}` was read {age_days} days ago, and --max-age takes "
                "{most_days}",
                offering=offering,
                age_days=age_days,
                most_days=most_days,
            ),
            hint=said(
                "`llmpick catalog update`, or `catalog refresh FEED --from FILE --mine`, brings "
                "newer ones; or take older ones with --max-age"
            ),
        )


class TooFewScores(UserError):
    """No benchmark is left that enough models share, so that there is nothing to fit."""

    def __init__(self, models: int, scores: int) -> None:
        super().__init__(
            said(
                "too few scores to fit: no benchmark has {models} models with {scores} scores each",
                models=models,
                scores=scores,
            ),
            hint=said("leave less out, or add scores to the catalog"),
        )


class MissingExtra(UserError):
    """A command needs a package that an extra brings."""

    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(
            said("{what} needs {package}", what=what, package=package),
            hint=said('install it with: pip install "llmpick[{extra}]"', extra=extra),
        )


def near_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The *known* names nearest to *name* by edit distance, nearest first."""
    from difflib import get_close_matches

    by_folded = {item.lower(): item for item in known}
    return [by_folded[item] for item in get_close_matches(name.lower()[:80], by_folded, count)]


def shown(text: str, limit: int = 80) -> str:
    """A user's *text* as it may stand in a message: printable, at most *limit* characters."""
    safe = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"
