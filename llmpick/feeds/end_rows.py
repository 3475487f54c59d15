"""Days on which models end, as SDKs, price maps and lists state them: files to plain rows."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.feeds.litellm import FILE as LITELLM_FILE
from llmpick.feeds.litellm import MODES
from llmpick.feeds.rows import OtherForm, day, listing, page, parsed, table, word
from llmpick.files.read import toml_of


class EndRow(NamedTuple):
    """
    One model at one provider: `day` it ends, or before which it does not where `is_floor`.

    `url` is the page that the file names, `read` when that was read, where it says so.
    """

    provider: str
    model: str
    day: datetime.date
    is_floor: bool = False
    replacement: str | None = None
    url: str | None = None
    read: datetime.date | None = None


class EndForm(NamedTuple):
    """A form of file: the path of it in a package, and what reads its text."""

    file: str
    read: Callable[[str], Iterator[EndRow]]


def of_openai_sdk(text: str) -> Iterator[EndRow]:
    """
    The paragraphs under "Deprecated values:" in the types of the OpenAI SDK.

    Raises:
        OtherForm: there are none, or one is not of ids and a day.
    """
    match = re.search(r'Deprecated values:\s*\n(.*?)(?:\*/|""")', text, re.DOTALL)
    if not match:
        raise OtherForm("it has no comment on deprecated values")
    plain = re.sub(r"\s+", " ", re.sub(r"(?m)^\s*\*", "", match[1])).strip()
    for paragraph in re.split(r"(?:^| )- (?=\")", plain)[1:]:
        ids = re.match(r'((?:"[^"]+",? ?)+): ?', paragraph)
        said = paragraph[ids.end() :] if ids else ""
        ended = re.match(r"Announced shutdown date: (\d{4}-\d{2}-\d{2})\. ", said + " ")
        if ids and ended:
            for model in re.findall(r'"([^"]+)"', ids[1]):
                yield EndRow("openai", word(model, "an id"), _day(ended[1]))
        elif not (ids and said.startswith("Not a supported model ID.")):
            raise OtherForm(f"a paragraph that is not known: {paragraph[:80]}")


LONG_DAY = re.compile(r"([A-Z][a-z]+) (\d{1,2})(?:st|nd|rd|th), (\d{4})")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def of_anthropic_sdk(text: str) -> Iterator[EndRow]:
    """
    The table DEPRECATED_MODELS of the Anthropic SDK.

    Raises:
        OtherForm: there is none, or a line is not an id and a day.
    """
    match = re.search(r"DEPRECATED_MODELS\b[^=]*= \{\n(.*?)\n\}", text, re.DOTALL)
    if not match:
        raise OtherForm("it has no table of deprecated models")
    for line in match[1].splitlines():
        entry = re.fullmatch(r"""\s*(['"])([^'"]+)\1: (['"])([^'"]+)\3,""", line)
        said = LONG_DAY.fullmatch(entry[4]) if entry else None
        if not entry or not said or said[1] not in MONTHS:
            raise OtherForm(f"a line that is not known: {line.strip()[:80]}")
        month = MONTHS.index(said[1]) + 1
        yield EndRow(
            "anthropic", word(entry[2], "an id"), _day(f"{said[3]}-{month:02}-{int(said[2]):02}")
        )


def of_litellm(text: str) -> Iterator[EndRow]:
    """
    The entries of LiteLLM's price map that have a `deprecation_date`.

    Raises:
        OtherForm: not such a map.
    """
    for key, value in table(parsed(text.encode()), "the file").items():
        entry = table(value, f"`{key}`")
        if key == "sample_spec" or entry.get("mode") not in MODES:
            continue
        ends = day(entry.get("deprecation_date"), f"`deprecation_date` of `{key}`")
        if ends:
            provider = word(entry.get("litellm_provider"), f"`litellm_provider` of `{key}`")
            provider = "vertex_ai" if provider.startswith("vertex_ai") else provider
            first, _, rest = key.partition("/")
            ours = (provider, provider.removesuffix("_converse"), provider.removesuffix("_chat"))
            model = rest if rest and first in ours else key
            url = page(entry.get("deprecation_source"))
            yield EndRow(provider, word(model, "a key"), ends, url=url)


def of_llm_sunset(text: str) -> Iterator[EndRow]:
    """
    The rows of llm-sunset.

    Raises:
        OtherForm: not such a list.
    """
    for position, value in enumerate(listing(parsed(text.encode()), "the file")):
        where = f"row {position}"
        row = table(value, where)
        ends = day(row.get("shutdown_date") or None, f"`shutdown_date` of {where}")
        if ends:
            names = listing(row.get("replacement_models") or [], where)
            yield EndRow(
                word(row.get("provider"), f"`provider` of {where}"),
                word(row.get("model_id"), f"`model_id` of {where}"),
                ends,
                replacement=word(names[0], where) if len(names) == 1 else None,
                url=page(row.get("url")),
                read=day(row.get("last_observed"), f"`last_observed` of {where}"),
            )


COLUMNS = ("provider", "model", "ends_on", "floor", "replacement", "source", "day")


def of_end_list(text: str) -> Iterator[EndRow]:
    """
    A page of a maker, kept as a plain list: CSV, JSON, or [[ends]] in TOML.

    Each row has `provider`, `model` and `ends_on`; `floor` (`yes`: not before that day),
    `replacement`, `source` (address of the page) and `day` (when it was read).

    Raises:
        OtherForm: none of the three, a further column, or a row that lacks one of the first three.
    """
    for position, row in enumerate(_plain_rows(text)):
        where = f"row {position + 1}"
        unknown = sorted(set(row) - set(COLUMNS))
        if unknown:
            raise OtherForm(f"{where} has `{unknown[0]}`; it may have {', '.join(COLUMNS)}")
        floor = str(row.get("floor") or "no").lower()
        if floor not in ("yes", "no", "true", "false"):
            raise OtherForm(f"`floor` of {where} is neither yes nor no")
        ends = day(row.get("ends_on") or None, f"`ends_on` of {where}")
        if ends is None:
            raise OtherForm(f"{where} has no `ends_on`")
        replacement = row.get("replacement") or None
        yield EndRow(
            word(row.get("provider"), f"`provider` of {where}"),
            word(row.get("model"), f"`model` of {where}"),
            ends,
            floor in ("yes", "true"),
            word(replacement, f"`replacement` of {where}") if replacement else None,
            page(row.get("source")),
            day(row.get("day") or None, f"`day` of {where}"),
        )


def _plain_rows(text: str) -> Sequence[Mapping[str, Any]]:
    start = text.lstrip()[:2]
    if start == "[[":
        try:
            found = toml_of(text).get("ends")
        except ValueError as error:
            raise OtherForm(f"not TOML: {str(error)[:100]}") from None
        return [table(row, "an entry of [[ends]]") for row in listing(found, "[[ends]]")]
    if start[:1] == "[":
        return [table(row, "an entry") for row in listing(parsed(text.encode()), "the file")]
    rows = csv.DictReader(io.StringIO(text), strict=True)
    try:
        found = list(rows)
    except csv.Error as error:
        raise OtherForm(f"not CSV: {str(error)[:100]}") from None
    if not {"provider", "model", "ends_on"} <= set(rows.fieldnames or ()):
        raise OtherForm("it has no columns `provider`, `model` and `ends_on`")
    if any(None in row for row in found):
        raise OtherForm("a line has more columns than the first")
    return found


def _day(text: str) -> datetime.date:
    found = day(text, "a day")
    assert found is not None
    return found


FORMS: Mapping[str, EndForm] = {
    "openai-sdk": EndForm(
        r"(.*/)?(src/resources/shared\.ts|types/shared/chat_model\.py)", of_openai_sdk
    ),
    "anthropic-sdk": EndForm(
        r"(.*/)?(deprecated-models\.ts|deprecated_models\.py)", of_anthropic_sdk
    ),
    "litellm": EndForm(LITELLM_FILE, of_litellm),
    "llm-sunset": EndForm(r"(.*/)?llm_sunset/snapshot\.json", of_llm_sunset),
    "end-list": EndForm(r".*\.(csv|json|toml)", of_end_list),
}
"""By the name that a feed's record gives its form."""


def rows(form: str, files: Mapping[str, bytes]) -> list[EndRow]:
    """
    The rows of all *files*.

    Raises:
        OtherForm: one is of another form, or there is none.
    """
    found: list[EndRow] = []
    for data in files.values():
        try:
            found += FORMS[form].read(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise OtherForm("it is no text") from None
    if not found:
        raise OtherForm("it names no day")
    return found
