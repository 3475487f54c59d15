"""Which language a person is answered in."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "ja")
language = "en"
"""Of this run of the command line; nothing but texts for a person may ask for it."""
asked_for = False
"""Whether an option or LLMPICK_LANG named it: files never depend on the locale alone."""


def choose(arguments: list[str], environment: Mapping[str, str], terminal: bool) -> list[str]:
    """
    Settle the language, by `--lang`, else LLMPICK_LANG, else on a *terminal* by the locale.

    Returns:
        *arguments* without the option, wherever before `--` it stood.

    Raises:
        UserError: it is none that there is.
    """
    global language, asked_for
    language, asked_for = "en", True
    rest, named = _without(arguments)
    if named is not None:
        language = _known(named, "--lang")
    elif environment.get("LLMPICK_LANG"):
        language = _known(environment["LLMPICK_LANG"], "LLMPICK_LANG")
    else:
        asked_for = False
    if terminal and not asked_for:
        names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        place = next(filter(None, names), "")
        language = "ja" if place.partition("_")[0].partition(".")[0] == "ja" else "en"
    return rest


def _without(arguments: list[str]) -> tuple[list[str], str | None]:
    rest: list[str] = []
    named = None
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--lang":
            named = next(words, "")
        elif word.startswith("--lang="):
            named = word.partition("=")[2]
        else:
            rest.append(word)
    return rest, named


def _known(text: str, option: str) -> str:
    from llmpick.errors import UserError, shown
    from llmpick.lang.said import said

    folded = text.lower().replace("_", "-").partition("-")[0].partition(".")[0]
    if folded not in LANGUAGES:
        raise UserError(
            said("no language `{name}`", name=shown(text)),
            hint=said("{option} takes one of {languages}", option=option, languages="en, ja"),
        )
    return folded
