"""
Files drafted for entries of a feed that are no offering yet, to be accepted by a person.

Of a model that the catalog knows by that name, or of a new one of a developer that it knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from llmpick.feeds import guards
from llmpick.feeds.entries import entry_of
from llmpick.feeds.join import squashed
from llmpick.feeds.merge import Reading
from llmpick.feeds.records import StoredModel, StoredOffering, Table
from llmpick.feeds.rows import FeedPrices, FeedRow

MOVES = re.compile(r"(.*[^a-z])?latest|(.*/)?~.*|.*:.*(free|batch|thinking|online)")
"""Names that mean another model in time, or a service; never an offering of their own."""


MOST = 0.9
OF_A_REGION = re.compile(r"(us|eu|ap|ca|sa|me|af|il|mx|global)(-[a-z]+-\d+)?/")
"""Keys that hold a price for one region of an offering."""


class Draft(NamedTuple):
    """An offering to be, the entry that it is of, what else is written, and what stops it."""

    offering: StoredOffering
    key: str
    prices: Mapping[str, float]
    models: Mapping[str, Table]
    stops: Sequence[guards.Stop]
    why: str


def drafted(
    rows: Sequence[FeedRow],
    offerings: Sequence[StoredOffering],
    models: Sequence[StoredModel],
    reading: Reading,
) -> list[Draft]:
    """A draft for each of *rows*, entries without an offering, whose model can be told."""
    names = _Names(offerings, models)
    found: dict[str, Draft] = {}
    left = [row for row in rows if _is_plain(row)]
    for _ in range(2):  # a host may sell what the first round finds at its maker
        again = []
        for row in left:
            draft = _draft(row, names, reading)
            if draft is None:
                again.append(row)
            elif draft.offering.id not in names.taken:
                names.taken.add(draft.offering.id)
                found[draft.offering.id] = draft
        left = again
    return list(found.values())


def _is_plain(row: FeedRow) -> bool:
    name = row.models[0].lower()
    return bool(row.base) and not MOVES.fullmatch(name) and not OF_A_REGION.match(name)


class _Names:
    """What names mean in the catalog: models, developers, regions."""

    def __init__(self, offerings: Iterable[StoredOffering], models: Iterable[StoredModel]) -> None:
        self.models = {model.id: model for model in models}
        self._known: dict[str, set[str]] = {}
        self._developers: dict[str, Counter[str]] = {}
        self.regions: dict[str, set[str]] = {}
        self.own: dict[str, set[str]] = {}
        self._sold: dict[str, Counter[str]] = {}
        self.taken: set[str] = set()
        for model in self.models.values():
            self.add(model)
        for one in offerings:
            self.taken.add(one.id)
            developer = one.id.split("/")[1]
            self._sold.setdefault(one.provider, Counter())[developer] += 1
            prefix, _, _ = one.data["api_model"].lower().rpartition("/")
            if prefix:
                maker = prefix.rpartition("/")[2]
                self._developers.setdefault(maker, Counter())[developer] += 1
            if one.data["first_party"]:
                self.own.setdefault(one.provider, set()).add(developer)
            first = one.data["api_model"].partition(".")[0]
            if one.region == first:
                self.regions.setdefault(one.provider, set()).add(first)

    def add(self, model: StoredModel) -> None:
        """Let the names of *model* mean it."""
        self.models[model.id] = model
        for name in (model.id, *model.data["aliases"]):
            self._known.setdefault(squashed(name), set()).add(model.id)

    def model(self, name: str) -> str | None:
        """The one model that *name* is of."""
        found = self._known.get(squashed(name), set())
        return next(iter(found)) if len(found) == 1 else None

    def developer(self, provider: str, name: str) -> str | None:
        """Who makes what *provider* calls *name*: the maker in it, or who makes all it sells."""
        maker = name.lower().rpartition("/")[0].rpartition("/")[2]
        if maker in self.makers():
            return maker
        return _nearly_all(self._developers.get(maker)) or _nearly_all(self._sold.get(provider))

    def makers(self) -> set[str]:
        """The developers that have a model."""
        return {model.partition("/")[0] for model in self.models}


def _nearly_all(found: Counter[str] | None) -> str | None:
    """The developer that most are of, where hardly one is of another."""
    name, number = (found or Counter({"": 0})).most_common(1)[0]
    return name if found and number >= MOST * found.total() else None


def _draft(row: FeedRow, names: _Names, reading: Reading) -> Draft | None:
    providers = reading.feed.prices["providers"][row.provider]
    if len(providers) != 1:
        return None
    (provider,) = providers
    region, name = _region(row.models[0], names.regions.get(provider, set()))
    maker, _, rest = name.rpartition("/")[2].partition(".")
    if rest and maker in names.makers():  # `openai.gpt-…` of Bedrock
        name = f"{maker}/{rest}"
    name = re.sub(r"(?<=\d)p(?=\d)", ".", name) if provider == "fireworks" else name
    model = names.model(name)
    written: dict[str, Table] = {}
    why = "of a model that the catalog has"
    if model is None:
        developer = names.developer(provider, name)
        slug = re.sub(r"[^a-z0-9._-]", "-", name.rpartition("/")[2].lower())
        if developer is None or not _says_enough(row):
            return None
        model = f"{developer}/{slug}"
        stub = StoredModel(model, f"models/{model}.toml", {})
        is_own = developer in names.own.get(provider, set())
        stub = stub._replace(data=_stub(row, slug, reading, is_own=is_own))
        names.add(stub)
        written[stub.path] = stub.data
        why = f"of a new model of {developer}"
    developer = model.partition("/")[0]
    is_own = developer in names.own.get(provider, set())
    known = names.models[model]
    if not written and is_own and (fuller := _fuller(known, row, reading)):
        written[known.path] = fuller
    target = f"{provider}/{model}" + (f"@{region}" if region else "")
    data = _table(row, reading, region=region, is_own=is_own)
    offering = StoredOffering(target, f"offerings/{target}.toml", data)
    base = row.base
    assert base is not None
    return Draft(offering, row.key, base.amounts, written, _stops(row, base, reading), why)


def _region(name: str, regions: Iterable[str]) -> tuple[str | None, str]:
    """The region that a provider writes before an identifier, and the rest."""
    first, _, rest = name.partition(".")
    return (first, rest) if rest and first in set(regions) else (None, name)


def _says_enough(row: FeedRow) -> bool:
    """Whether a model can be recorded: the feed knows its name, and its window or its first day."""
    facts = row.facts or {}
    return bool(row.name) and bool({"context_window_tokens", "released"} & set(facts))


def _stops(row: FeedRow, base: FeedPrices, reading: Reading) -> list[guards.Stop]:
    converted = row.provider in (reading.feed.prices.get("converted") or ())
    found = [*guards.of_list(base, None, converted=converted), *guards.of_cache(base)]
    if "listing" not in reading.feed.prices["states"]:
        found.append(guards.Stop("unlisted", "an entry of this feed is no proof of sale"))
    return [stop for stop in found if stop.guard not in reading.accepted]


def _source(row: FeedRow, reading: Reading) -> Table:
    source: Table = {"kind": "feed"}
    if row.url:
        source["url"] = row.url
    return source | {"read": reading.day, "feed": reading.feed.id}


def _table(row: FeedRow, reading: Reading, *, region: str | None, is_own: bool) -> Table:
    """The file of the offering."""
    name = reading.feed.id
    facts: Table = {"listing": [{"value": "current", "source": name}]}
    if "listing" in reading.feed.prices["states"]:
        facts["last_listed_on"] = [{"value": reading.day, "source": name}]
    else:
        facts["listing"][0]["confidence"] = "low"
    if region:
        facts["region"] = [{"value": region, "source": name}]
    return {
        "api_model": row.models[0],
        "first_party": is_own,
        "sources": {name: _source(row, reading)},
        "facts": facts,
        "prices": list(_prices(row, reading)),
    }


def _prices(row: FeedRow, reading: Reading) -> Iterator[Table]:
    """The lists in force, the base first; no hours, which the feed's entry alone does not have."""
    found: dict[tuple[str, str | None, int | None], FeedPrices] = {}
    for price in row.prices:
        starts = price.since or reading.day
        if starts <= reading.day and not price.window and "input_per_mtok" in price.amounts:
            found[price.terms] = price
    for price in found.values():
        since = None if price.listed else price.since
        yield entry_of(reading.feed.id, price, since)


def _facts(row: FeedRow, reading: Reading) -> Table:
    """What the feed says of the model, as one of low confidence."""
    more = {"source": reading.feed.id, "confidence": "low"}
    return {fact: [{"value": value, **more}] for fact, value in (row.facts or {}).items()}


def _stub(row: FeedRow, slug: str, reading: Reading, *, is_own: bool) -> Table:
    """The file of a model that the catalog does not have."""
    status = "active" if is_own else "listed-on-hosts"
    name = (row.name or slug).rpartition(": ")[2]
    return {
        "name": name,
        "aliases": [slug],
        "sources": {reading.feed.id: _source(row, reading)},
        "facts": {
            **_facts(row, reading),
            "status": [{"value": status, "source": reading.feed.id}],
        },
    }


def _fuller(model: StoredModel, row: FeedRow, reading: Reading) -> Table | None:
    """The file of a known model with what it lacks and its maker's list says."""
    facts = model.data["facts"]
    lacking = {fact: value for fact, value in _facts(row, reading).items() if fact not in facts}
    if not lacking:
        return None
    name = reading.feed.id
    held = model.data["sources"].get(name)
    if held and held["read"] > reading.day:
        return None
    sources = model.data["sources"] | {name: _source(row, reading)}
    if held and held["read"] != reading.day:
        return None  # what rests on an older state would move with it
    return {**model.data, "sources": sources, "facts": {**facts, **lacking}}
