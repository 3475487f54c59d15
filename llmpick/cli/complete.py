"""
What a shell offers at a press of the Tab key: an answer in the time of a start of Python.

    llmpick __complete words recommend --task cod      zsh, fish: the words up to the cursor
    llmpick __complete bash 'llmpick show gpt' "$COMP_WORDBREAKS"

It writes what else the shell may offer (`files`, `folders` or nothing) on the first line, then a
line `word<TAB>what it is` for each word. Neither the parser nor the catalog's facts are loaded:
what stands where is in the table that `complete_table` makes, names are in the section `words` of
the compiled catalog. Where that is older than its folder, the names of its files are taken.
"""

import os

from llmpick.catalog.container import Container, Damaged, open_container
from llmpick.cli import places
from llmpick.cli.complete_stored import table

TYPE_CHECKING = False
if TYPE_CHECKING:  # at run time it would take longer than the answer
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

PACKAGED = os.path.join(places.PROGRAM, "catalog", "catalog.bin")
MANY = 100
"""Of more names than these the part up to the next `/` or `@` is offered first."""
BARE = ("--budget", "--privacy")
"""Options whose value may be left out."""
OPEN = ("/", "@", "=", ":", ",")
"""A word that ends so goes on: no space after it."""


def answer(arguments: "Sequence[str]") -> str:
    """What `llmpick __complete` writes for its *arguments*."""
    shell, *words = arguments
    cut = 0
    if shell == "bash":  # which replaces what is behind the last sign that breaks words
        line, breaks = words
        words = split(line)[1:]
        signs = (
            [words[-1].rfind(sign) for sign in breaks if sign not in "\"' \t\n"] if words else []
        )
        cut = max(signs, default=-1) + 1
    more, found = offered(words or [""])
    return "\n".join([more, *(f"{word[cut:]}\t{told}" for word, told in found)]) + "\n"


def split(line: str) -> list[str]:
    """The words of a command *line* up to the cursor, as a shell reads them; the last is open."""
    words, word, quote, escaped = [], "", "", False
    for letter in line:
        if escaped:
            word, escaped = word + letter, False
        elif letter == "\\" and quote != "'":
            escaped = True
        elif letter in ("'", '"') and quote in ("", letter):
            quote = "" if quote else letter
        elif letter in " \t\n" and not quote:
            words += [word] if word else []
            word = ""
        else:
            word += letter
    return [*words, word]


def offered(words: "Sequence[str]") -> "tuple[str, list[tuple[str, str]]]":
    """What else may stand there, and the words that may, where the last of *words* is typed."""
    *before, typed = words
    if before[:1] == ["help"]:
        before = before[1:]
        if before:
            return "", []
    read = table()
    path: list[str] = []
    command = read("")
    position, value_of, ended = 0, "", False
    catalog: str | None = None
    given: set[str] = set()
    for word in before:
        if value_of:
            if value_of == "--catalog":
                catalog = word
            after, value_of = value_of, ""
            if not (after in BARE and word.startswith("-")):
                continue
        if ended or not word.startswith("-") or word == "-":
            if command.commands:
                if word not in command.commands:
                    return "", []
                path.append(word)
                command = read(" ".join(path))
            else:
                position += 1
            continue
        if word == "--":
            ended = True
            continue
        name, has_value, value = word.partition("=")
        option = command.options.get(name)
        if option is None:
            continue
        given.add(option.name)
        if has_value and option.name == "--catalog":
            catalog = value
        if option.takes and not has_value:
            value_of = option.name
    source = NameSource(catalog)
    if value_of and not (value_of in BARE and typed.startswith("-")):
        return _values(command.options[value_of].values, typed, source)
    if typed.startswith("-") and not ended:
        name, has_value, value = typed.partition("=")
        if has_value:
            option = command.options.get(name)
            more, found = _values(option.values if option else (), value, source)
            return more, [(f"{name}={word}", told) for word, told in found]
        return "", [
            (one.name, one.help)
            for flag, one in command.options.items()
            if flag == one.name and flag.startswith(typed)
            if one.repeats or flag not in given
        ]
    if command.commands:
        named = command.commands.items()
        return "", [(name, told) for name, told in named if name.startswith(typed)]
    return _values(command.argument(position), typed, source)


def _values(parts: "Sequence[str]", typed: str, source: "NameSource") -> "tuple[str, list[Any]]":
    """
    The words that begin with what is *typed*, of the *parts* that a place takes.

    A part is a word with what it is, or `@` and a kind of names; `#files` and `#folders` are the
    shell's; `%list` says that commas separate several, `%count` that a number and `x` may be ahead.
    """
    more, head, rest = "", "", typed
    found: dict[str, str] = {}
    for part in parts:
        if part == "%list":
            head, rest = (
                typed[: len(typed) - len(typed.rpartition(",")[2])],
                typed.rpartition(",")[2],
            )
        elif part == "%count":
            number, sign, name = typed.partition("x")
            if sign and number.isdigit():
                head, rest = number + sign, name
        elif part.startswith("#"):
            more = part[1:]
        else:
            lines = source.lines(part[1:], rest) if part.startswith("@") else [part]
            folded = rest.casefold()
            for line in lines:
                word, _, told = line.partition("\t")
                if word.casefold().startswith(folded):
                    found.setdefault(word, told)
    return more, [(head + word, told) for word, told in _stepped(found, rest)]


def _stepped(found: "dict[str, str]", typed: str) -> "Iterable[tuple[str, str]]":
    """*found*, or where they are many, each up to its next `/` or `@`, and at first these alone."""
    if len(found) <= MANY:
        return found.items()
    steps: dict[str, str] = {}
    for word, told in found.items():
        ends = [at + 1 for sign in "/@" if (at := word.find(sign, len(typed))) >= 0]
        step = word[: min(ends)] if ends else word
        if ends or typed:
            steps[step] = told if step == word else ""
    return (steps or found).items()


class NameSource:
    """Names of the catalog that is meant, under the user's own layers, and of what is theirs."""

    def __init__(self, catalog: "str | None") -> None:
        """*catalog* is what `--catalog` names."""
        self._named = catalog
        self._read: Callable[[str], Iterable[str]] | None = None

    def lines(self, kind: str, typed: str) -> "Iterable[str]":
        """The names of a *kind*, each with what it is after a tab."""
        if kind == "offerings" and "@" not in typed:
            return ()
        own = getattr(self, f"_{kind}", None)
        if own is not None:
            return own()  # type: ignore[no-any-return]
        if self._read is None:
            self._read = _opened(places.chosen(self._named), places.own_layers())
        return self._read(kind)

    def _profiles(self) -> list[str]:
        folder = os.path.join(places.config_folder(), "profiles")
        return _names(folder, ".toml")

    def _versions(self) -> list[str]:
        found = [name for name in _names(places.catalogs_folder(), "") if places.is_version(name)]
        return [*found, f"{places.SHIPPED}\tthe catalog that came with llmpick"]

    def _evidence(self) -> list[str]:
        return _names(places.evidence_folder(), ".toml")


def _names(folder: str, ending: str) -> list[str]:
    try:
        entries = sorted(os.listdir(folder))
    except OSError:
        return []
    return [name[: len(name) - len(ending)] for name in entries if name.endswith(ending)]


def _compiled(folder: "str | None") -> str:
    """Where the compiled catalog lies: beside the program, or in its *folder*."""
    if folder is None and os.path.exists(PACKAGED):
        return PACKAGED
    return os.path.join(folder or places.CHECKOUT, ".compiled", "catalog.bin")


def _opened(
    folder: "str | None", layers: "Sequence[tuple[str, str]]"
) -> "Callable[[str], Iterable[str]]":
    """What gives the names of a kind in the catalog of *folder* under the user's own *layers*."""
    beside = folder or places.CHECKOUT
    own = [path for _, path in layers if os.path.isdir(path)]
    try:
        words = open_container(_compiled(folder)).nested("words")
        mark = words.section("mark")
    except (Damaged, KeyError):
        return lambda kind: _of_files([beside, *own], kind)
    is_fresh = mark is None or _is_fresh(beside, mark)
    if not layers:
        if is_fresh:
            return lambda kind: _lines(words, kind)
    elif is_fresh and (laid := _laid(folder, layers)) is not None:
        return lambda kind: _lines(laid, kind)

    def of_both(kind: str) -> "Iterable[str]":
        lines = _lines(words, kind)
        if is_fresh:
            return [*lines, *_of_files(own, kind)]
        told = dict(line.partition("\t")[::2] for line in lines)
        now = _of_files([beside, *own], kind)
        return [f"{name}\t{told.get(name, '')}" for name in now] or lines

    return of_both


def _lines(words: Container, kind: str) -> list[str]:
    try:
        return words.section(kind).split("\n")  # type: ignore[no-any-return]
    except (Damaged, KeyError):
        return []


def _is_fresh(folder: str, mark: "Iterable[tuple[str, int]]") -> bool:
    try:
        return all(os.stat(os.path.join(folder, name)).st_mtime_ns == at for name, at in mark)
    except OSError:
        return False


def _of_files(folders: "Iterable[str]", kind: str) -> "list[str]":
    """Names of a *kind* by the files below *folders*."""
    from llmpick.catalog.stamp import files

    where = {"short": "models", "gpus": "hardware"}.get(kind, kind)
    found = []
    for path in (path for folder in folders for path in files(folder)):
        begin, _, name = path.removesuffix(".toml").partition("/")
        if begin != where or path == name:
            continue
        if kind == "offerings":
            place, _, variant = name.partition("@")
            provider, _, model = place.partition("/")
            name = f"{model}@{provider}" + (f"/{variant}" if variant else "")
        found.append(name.rpartition("/")[2] if kind == "short" else name)
    return found


def _laid(folder: "str | None", layers: "Sequence[tuple[str, str]]") -> "Container | None":
    """The words of the catalog under the user's own *layers*, None where they are not as new."""
    from llmpick.overlay.places import LayerPlace, cache_path, stamp

    try:
        base = _Base(open_container(_compiled(folder)), folder)
        laid_over = [LayerPlace(*one) for one in layers]
        found = open_container(cache_path(base, laid_over))  # type: ignore[arg-type]
        mark = stamp(base, laid_over, found.section("layer_folders"))  # type: ignore[arg-type]
        return found.nested("words") if found.section("fingerprint") == mark else None
    except (Damaged, KeyError, OSError):
        return None


class _Base:
    """As much of a catalog as says which it is."""

    def __init__(self, container: Container, folder: "str | None") -> None:
        self.meta = self
        self.sha256 = container.section("meta")["sha256"]
        packaged = os.path.join(places.PROGRAM, "catalog", "catalog.bin")
        self.folder = (
            None if folder is None and os.path.exists(packaged) else folder or places.CHECKOUT
        )
