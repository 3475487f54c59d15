"""Layers laid over the records of a catalog, and what of its routes rests on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.catalog import read
from llmpick.catalog.contents import Catalog
from llmpick.catalog.finding import Finding
from llmpick.catalog.in_force import Table
from llmpick.catalog.read import Record
from llmpick.core.facts.own_layer import LayerFiles, Mark, OwnLayer
from llmpick.overlay import check
from llmpick.overlay.discount import Discount, discounted, discounts, percent
from llmpick.overlay.layer import Layer
from llmpick.overlay.merge import from_base, marked, over, terms_of

Records = dict[str, dict[str, Table]]
"""kind → id → table, days as ISO texts"""

FORBIDDEN = "forbidden"
"""What an offering is listed as that a layer forbids."""


class Laid(NamedTuple):
    """The records of a catalog under some layers, what rests on these, and what is wrong."""

    tables: Records
    layer: OwnLayer
    findings: list[Finding]
    folders: tuple[str, ...] = ()


def records_of(catalog: Catalog) -> Records:
    """All records of *catalog*."""
    tables: Records = {kind: {} for kind in (*read.KINDS, *read.SINGLE)}
    for path in catalog.paths():
        kind, _, name = path.partition("/")
        tables[kind][name] = catalog.record(kind, name)
    return tables


def lay(below: Records, layers: Sequence[Layer], day: str) -> Laid:
    """
    *layers* over the records *below*, the first lowest; findings leave a record out.

    Args:
        below: The catalog's records.
        layers: What lies over them.
        day: The catalog's own ISO day.
    """
    work = _Work(below, day)
    for layer in layers:
        if layer.whole:
            work.replace(layer)
        else:
            work.merge(layer)
    work.forbid(layers)
    work.take_off(layers)
    if not work.findings and work.paths:
        work.findings += check.reference_findings(work.tables, work.paths)
    return Laid(work.tables, _own_layer(layers, work), sorted(set(work.findings)))


def _own_layer(layers: Sequence[Layer], work: _Work) -> OwnLayer:
    import hashlib

    whole = hashlib.sha256(b"".join(layer.sha256.encode() for layer in layers)).hexdigest()
    files = tuple(LayerFiles(one.name, one.place, one.files, one.sha256) for one in layers)
    return OwnLayer(whole, files, tuple(dict.fromkeys(work.marks)), tuple(sorted(work.forbidden)))


class _Work:
    """Records under change, by kind; the catalog's own stay as they are."""

    def __init__(self, below: Records, day: str) -> None:
        self.day = day
        self.tables: Records = {kind: dict(found) for kind, found in below.items()}
        self.findings: list[Finding] = []
        self.marks: list[Mark] = []
        self.paths: dict[str, str] = {}
        self.forbidden: set[str] = set()
        self.new: set[str] = set()

    def replace(self, layer: Layer) -> None:
        """Records that stand for the catalog's own, as a newer state of a feed gives them."""
        for key, record in layer.records.items():
            kind, _, name = key.partition("/")
            before = self.tables[kind].get(name) or {}
            table = read.plain(record.data)
            self.tables[kind][name] = table
            if kind == "offerings":
                route = check.route_of(name)
                for why in _moved(before, table):
                    self.marks.append(Mark("prices", why, offering=route))

    def merge(self, layer: Layer) -> None:
        """Records of the user's own, fact by fact; what others are made of before these."""
        for key, record in sorted(layer.records.items(), key=_turn):
            below = self.tables[record.kind].get(record.id)
            found = list(check.record_findings(record, below, self.tables))
            if found:
                self.findings += found
                continue
            self.paths[key] = record.path
            own = marked(read.plain(record.data), layer.name)
            base = own.get("base")
            table = over(below, own) if below is not None else own
            if record.kind == "models" and base is not None:
                table = from_base(table, self.tables["models"][base])
                self._tune(record.id, base)
            self.tables[record.kind][record.id] = table
            if below is None:
                self.marks += _new(record.kind, record.id, own, self.new, self.tables)
                self.new.add(key)
            else:
                self.marks += _marks(record.kind, record.id, own)

    def _tune(self, name: str, base: str) -> None:
        """What is known of the model *base* beside its record, as that of *name*."""
        derived = dict(self.tables["derived"])
        for table, column in (("estimates", "model"), ("evidence", "model"), ("posterior", "row")):
            if table in derived:
                rows = derived[table]["rows"]
                copies = [{**row, column: _of(row[column], base, name)} for row in rows]
                new = [row for row in copies if row[column] is not None]
                new = [_untested(table, row) for row in new]
                derived[table] = {**derived[table], "rows": [*rows, *new]}
        self.tables["derived"] = derived
        own = self.tables["architectures"].get(base)
        if own is not None:
            self.tables["architectures"].setdefault(name, own)
        self._count_alike(name, base)

    def _count_alike(self, name: str, base: str) -> None:
        """The tokenizer and the thinking of *base*, for *name*."""
        family = f"{base.partition('/')[0]}/{self.tables['models'][base].get('family')}"
        for one, table in self.tables["tokenizers"].items():
            models = table.get("models") or ()
            if base in models or family in (table.get("families") or ()):
                self.tables["tokenizers"][one] = {**table, "models": [*models, name]}
                if base in models:
                    break
        for one, table in self.tables["thinking"].items():
            rows = table["multiples"]
            copies = [{**row, "model": name} for row in rows if row["model"] == base]
            if copies:
                self.tables["thinking"][one] = {**table, "multiples": [*rows, *copies]}

    def forbid(self, layers: Sequence[Layer]) -> None:
        """List as forbidden what a layer forbids, with its reason."""
        for layer in layers:
            self.findings += check.table_findings(layer, self.tables)
            for row in layer.table.get("forbidden") or ():
                self._forbid(layer, row)

    def _forbid(self, layer: Layer, row: Table) -> None:
        named = Mark(
            FORBIDDEN, row["reason"], row.get("provider"), row.get("model"), row.get("offering")
        )
        source = f"own.{layer.name}.forbidden"
        value = {"value": FORBIDDEN, "source": source, "note": row["reason"]}
        if named.provider is None and named.offering is None and named.model is not None:
            self.forbidden.add(named.model)
        self.marks.append(named)
        for name, table in self.tables["offerings"].items():
            if named.is_of(check.route_of(name)):
                title = {"kind": "own", "title": f"your own layer, {layer.name}", "read": self.day}
                self.tables["offerings"][name] = {
                    **table,
                    "sources": {**table["sources"], source: title},
                    "facts": {**table["facts"], "listing": [value]},
                }

    def take_off(self, layers: Sequence[Layer]) -> None:
        """Take the discounts of *layers* off every price that they are of."""
        found = [one for layer in layers for one in discounts(layer.table.get("discounts") or ())]
        if not found:
            return
        for name, table in self.tables["offerings"].items():
            prices, used = discounted(check.route_of(name), table.get("prices") or (), found)
            if used:
                self.tables["offerings"][name] = {**table, "prices": prices}
                self.marks += [self._discount(one) for one in used]

    def _discount(self, one: Discount) -> Mark:
        """What *one* is of, with its words: how much, of what, where, and by which contract."""
        of = one.of
        tier = f" of {one.service}" if one.service else ""
        if of.offering or not of.provider:
            where = f"on {of.offering or of.model}"
        else:
            named = self.tables["providers"].get(of.provider)
            where = f"at {named['name'] if named else of.provider}"
            where += f" on {of.model}" if of.model else ""
        ground = f"{one.contract} of {one.signed}"
        return of._replace(why=f"discount {percent(one.share)}{tier} {where}, {ground}")


UNTESTED = {
    "estimates": {"direct": "0", "near": "0", "label": "general only"},
    "evidence": {"scores": "0", "independent": "0", "benchmarks": "0", "usual_reported": "0"},
}
"""What is said of estimates that are of another model: no test of this one is in them."""


def _untested(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    said = UNTESTED.get(table, {})
    return {name: said.get(name, value) for name, value in row.items()}


def _turn(item: tuple[str, Record]) -> tuple[bool, bool, str]:
    """Offerings after their providers, and models after those that they were tuned from."""
    key, record = item
    return record.kind == "offerings", "base" in record.data, key


def _of(row: str, base: str, name: str) -> str | None:
    """The row of *base*, or of an effort of it, as that of *name*; None: of another model."""
    model, at, effort = row.partition("@")
    return f"{name}{at}{effort}" if model == base else None


def _moved(before: Table, after: Table) -> Iterator[str]:
    """The feeds and days whose prices in *after* are not those of *before*."""
    held = [_amounts(price) for price in before.get("prices") or () if not price.get("disputed")]
    for price in after.get("prices") or ():
        if not price.get("disputed") and _amounts(price) not in held:
            yield source_words(after["sources"][price["source"]])


def _amounts(price: Table) -> tuple[object, ...]:
    amounts = {name: value for name, value in price.items() if name.endswith("_per_mtok")}
    return (*terms_of(price), tuple(sorted(amounts.items())))


def _new(
    kind: str, name: str, own: Table, new: set[str], tables: Mapping[str, Mapping[str, Table]]
) -> Iterator[Mark]:
    """What the marked record *own*, which the catalog lacks, makes of routes."""
    if kind == "providers":
        yield Mark("route", f"an endpoint of your own at {own['name']}", provider=name)
    elif kind == "models" and "base" in own:
        yield Mark("quality", f"that expected of its base {own['base']}", model=name)
    elif kind == "models":
        yield Mark("route", "a model of your own", model=name)
    elif kind == "offerings":
        place, route = name.partition("/")[0], check.route_of(name)
        provider = tables["providers"].get(place) or {}
        if f"providers/{place}" not in new:
            yield Mark(
                "route", f"an endpoint of your own at {provider.get('name')}", offering=route
            )
        yield from _own_prices(route, own)


def _own_prices(route: str, own: Table) -> Iterator[Mark]:
    for price in own.get("prices") or ():
        why = f"own list prices, {source_words(own['sources'][price['source']])}"
        yield Mark("prices", why, offering=route, since=price.get("since"))


def _marks(kind: str, name: str, own: Table) -> Iterator[Mark]:
    """What the marked record *own* makes of routes, where it lies over the catalog's."""
    sources = own["sources"]
    if kind == "providers":
        for why, since, facts in _by_source(own.get("facts") or {}, sources):
            yield Mark("terms", why, provider=name, facts=facts, since=since)
        for model, terms in (own.get("own_terms") or {}).items():
            for why, since, facts in _by_source(terms, sources):
                yield Mark("terms", why, provider=name, model=model, facts=facts, since=since)
    elif kind == "models":
        for why, since, facts in _by_source(own.get("facts") or {}, sources):
            yield Mark("facts", why, model=name, facts=facts, since=since)
    elif kind == "offerings":
        route = check.route_of(name)
        yield from _own_prices(route, own)
        for why, since, facts in _by_source(own.get("facts") or {}, sources):
            yield Mark("facts", why, offering=route, facts=facts, since=since)


def _by_source(
    facts: Mapping[str, Any], sources: Mapping[str, Table]
) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """Each source with the day that what it says begins on, and the facts that it is of."""
    found: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for fact, values in facts.items():
        for value in values:
            key = source_words(sources[value["source"]]), value.get("since")
            found[key].append(fact)
    for (why, since), names in found.items():
        yield why, since, tuple(dict.fromkeys(names))


def source_words(source: Table) -> str:
    """A source with its day: a contract by the day that it bears."""
    name = source.get("title") or source.get("feed") or source.get("url")
    return f"{name} of {source.get('text_date') or source['read']}"
