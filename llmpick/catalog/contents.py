"""What a catalog holds: its facts in force on one day, decoded table by table when first used."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from llmpick.catalog.columns import unpack, unpack_columns
from llmpick.core.cost.price_lists import settled
from llmpick.core.facts.counting import Thinking, Tokenizer, Tokens
from llmpick.core.facts.days import listing_on, status_on
from llmpick.core.facts.estimates import Benchmark, Estimate, Frontier, Scale, Support
from llmpick.core.facts.records import (
    Custom,
    ExchangeRate,
    Fact,
    Fee,
    Hosted,
    Licence,
    ListedPrices,
    Model,
    Offering,
    PriceList,
    Prices,
    Provider,
    Providers,
    Task,
    Uplift,
)

if TYPE_CHECKING:
    from llmpick.core.answers.code import EndedIdentifier
    from llmpick.core.cost.media import MediaRule
    from llmpick.core.embeddings.records import Board, EmbeddingModel
    from llmpick.core.facts.dialects import DialectTable
    from llmpick.core.facts.hardware import (
        Accelerator,
        Architecture,
        Configuration,
        Electricity,
        EngineFacts,
        Format,
        Rental,
        SpeedFit,
    )
    from llmpick.core.facts.own_layer import OwnLayer
    from llmpick.core.facts.plans import Plan, SeatUse
    from llmpick.core.legal.regulations import Regulation


class Meta(NamedTuple):
    """Which catalog this is: its dated *version*, the hash of its files, the day asked about."""

    version: str
    sha256: str
    own_day: str
    day: str
    folder: str | None
    compiled: bool
    own_layer: str | None = None
    """The hash of the user's own layers that lie over it, None where there are none."""


class Catalog:
    """The facts in force on one day, decoded table by table when first used."""

    def __init__(
        self,
        meta: Meta,
        section: Callable[[str], Any],
        record: Callable[[str], Mapping[str, Any]],
        ids: Callable[[], list[str]],
    ) -> None:
        self.meta = meta
        self.section = section
        self._record = record
        self._ids = ids

    @cached_property
    def models(self) -> dict[str, Model]:
        """id → model, in its state of the day"""
        found = {row[0]: Model._make(row) for row in unpack(self.section("models"))}
        for name, model in found.items():
            noticed, ends = model.deprecated_on, model.retires_on
            if noticed is not None or ends is not None:
                opened = bool(model.open_weights)
                state = status_on(model.status, noticed, ends, self.meta.day, open_weights=opened)
                found[name] = model._replace(status=state)
        return found

    @cached_property
    def offerings(self) -> list[Offering]:
        """All offerings, by path, at the prices in force, on sale or not on the day."""
        made: dict[int | None, ListedPrices] = {
            number: Prices._make(row) for number, row in enumerate(unpack(self.section("prices")))
        }
        *fields, numbers = unpack_columns(self.section("offerings"))
        count = len(numbers)
        none = (repeat((), count), repeat((), count))  # lists and fees, put in below, as limits are
        unknown = (repeat(None, count), repeat(None, count))
        whole = zip(*fields, map(made.get, numbers), *none, *unknown, strict=True)
        found = list(map(Offering._make, whole))
        lists: dict[int, list[PriceList]] = {}
        for position, *row, number in unpack(self.section("price_lists")):
            lists.setdefault(position, []).append(PriceList._make((*row, made[number])))
        for position, own in lists.items():
            offering = found[position]._replace(price_lists=tuple(own))
            found[position] = settled(offering, self.meta.day)
        for position, *row in unpack(self.section("fees")):
            fees = (*found[position].fees, Fee._make(row))
            found[position] = found[position]._replace(fees=fees)
        for position, requests, tokens in unpack(self.section("rate_limits")):
            found[position] = found[position]._replace(
                requests_per_minute=requests, tokens_per_minute=tokens
            )
        for position, offering in enumerate(found):
            if offering.retires_on is not None:
                listing = listing_on(offering.listing, offering.retires_on, self.meta.day)
                found[position] = offering._replace(listing=listing)
            elif offering.listing == "current" and _is_over(offering, self.meta.day):
                found[position] = offering._replace(listing="removed")
        return found

    @cached_property
    def providers(self) -> Providers:
        """id → provider, and who serves an offering on which terms"""
        own = {(row[0], model): _provider(row) for model, *row in unpack(self.section("own_terms"))}
        rows = unpack(self.section("providers"))
        return Providers({row[0]: _provider(row) for row in rows}, own)

    @cached_property
    def licences(self) -> dict[str, Licence]:
        """id → licence"""
        return {row[0]: Licence._make(row) for row in unpack(self.section("licences"))}

    @cached_property
    def regulations(self) -> "dict[str, Regulation]":
        """id → regulation"""
        from llmpick.core.legal.regulations import Regulation, RegulationDuty

        rows = map(Regulation._make, unpack(self.section("regulations")))
        return {
            row.id: row._replace(duties=tuple(map(RegulationDuty._make, row.duties)))
            for row in rows
        }

    @cached_property
    def benchmarks(self) -> dict[str, Benchmark]:
        """id → benchmark"""
        return {row[0]: Benchmark._make(row) for row in unpack(self.section("benchmarks"))}

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """id → task"""
        return {row[0]: Task._make(row) for row in unpack(self.section("tasks"))}

    @cached_property
    def uplifts(self) -> dict[str, Uplift]:
        """provider → what it asks more for a pinned region"""
        return {row[0]: Uplift._make(row) for row in unpack(self.section("uplifts"))}

    @cached_property
    def dialects(self) -> "DialectTable":
        """Which dialects of API providers speak."""
        from llmpick.core.facts.dialects import DialectTable

        return DialectTable(unpack(self.section("dialects")))

    @cached_property
    def rates(self) -> dict[str, ExchangeRate]:
        """currency → its rate on the day"""
        return {row[0]: ExchangeRate._make(row) for row in unpack(self.section("rates"))}

    @cached_property
    def media(self) -> "list[MediaRule]":
        """How models count images, pages, sound and film."""
        from llmpick.core.cost.media import MediaRule

        return list(map(MediaRule._make, unpack(self.section("media"))))

    @cached_property
    def ended(self) -> "list[EndedIdentifier]":
        """Identifiers that have ended and that no offering stands for."""
        from llmpick.core.answers.code import EndedIdentifier

        return list(map(EndedIdentifier._make, unpack(self.section("ended"))))

    @cached_property
    def scale(self) -> Scale:
        """The fixed ends of the criteria."""
        found = Scale._make(self.section("scale"))
        frontiers = {name: Frontier._make(row) for name, row in found.frontiers.items()}
        return found._replace(frontiers=frontiers)

    @cached_property
    def tokens(self) -> Tokens:
        """Tokenizers and thinking, by model."""
        reference, tokenizers, thinking = self.section("tokens")
        made = {row[0]: Tokenizer._make(row) for row in tokenizers.values()}
        return Tokens(
            Tokenizer._make(reference) if reference else None,
            {model: made[row[0]] for model, row in tokenizers.items()},
            {model: tuple(map(Thinking._make, rows)) for model, rows in thinking.items()},
        )

    @cached_property
    def custom(self) -> dict[str, Custom]:
        """model → what can be changed of it"""
        rows = list(unpack(self.section("custom")))
        made = {pair: Custom(*pair) for pair in set(rows)}
        found = list(map(made.__getitem__, rows))
        for place, *fields in self.section("hosted"):
            before = found[place]
            found[place] = before._replace(hosted=(*before.hosted, Hosted._make(fields)))
        return dict(zip(self.models, found, strict=True))

    @cached_property
    def takes(self) -> dict[str, Custom]:
        """offering → what its requests are known to take and to lack"""
        offerings = self.offerings
        return {
            offerings[place].id: Custom(yes, no) for place, yes, no in unpack(self.section("takes"))
        }

    @cached_property
    def names(self) -> Any:
        """The tables of the name resolver."""
        from llmpick.core.names.name_index import NameIndex

        return NameIndex._make(self.section("names"))

    @cached_property
    def fit(self) -> Mapping[str, Any]:
        """What is known of the ability fit: its day, its hash, its report."""
        return self.section("fit") if self.section("estimates") else {}

    @cached_property
    def support(self) -> dict[tuple[str, str | None], Support]:
        """(model, effort) → what its estimates rest on"""
        if not self.section("estimates"):
            return {}
        return {row[:2]: Support._make(row) for row in unpack(self.section("support"))}

    @cached_property
    def accelerators(self) -> "dict[str, Accelerator]":
        """id → accelerator"""
        from llmpick.core.facts.hardware import Accelerator

        return {row[0]: Accelerator._make(row) for row in unpack(self.section("accelerators"))}

    @cached_property
    def rentals(self) -> "list[Rental]":
        """Prices of an accelerator-hour in force, by accelerator, the cheapest first."""
        from llmpick.core.facts.hardware import Rental

        return list(map(Rental._make, unpack(self.section("rentals"))))

    @cached_property
    def electricity(self) -> "list[Electricity]":
        """Prices of electricity, by region."""
        from llmpick.core.facts.hardware import Electricity

        return list(map(Electricity._make, unpack(self.section("electricity"))))

    @cached_property
    def plans(self) -> "dict[str, Plan]":
        """id → what is sold by the seat"""
        from llmpick.core.facts.plans import Allowance, Plan

        rows = map(Plan._make, unpack(self.section("plans")))
        return {
            row.id: row._replace(
                allowance=row.allowance and Allowance._make(row.allowance),
                provider=_provider(row.provider),
            )
            for row in rows
        }

    @cached_property
    def seat_uses(self) -> "list[SeatUse]":
        """How much people use what is sold by the seat."""
        from llmpick.core.facts.plans import SeatUse

        return list(map(SeatUse._make, unpack(self.section("seat_uses"))))

    @cached_property
    def formats(self) -> "dict[str, Format]":
        """id → format"""
        from llmpick.core.facts.hardware import Format

        return {row[0]: Format._make(row) for row in unpack(self.section("formats"))}

    @cached_property
    def configurations(self) -> "list[Configuration]":
        """Sizes in which chips with unified memory are sold, the smallest of each first."""
        from llmpick.core.facts.hardware import Configuration

        return list(map(Configuration._make, unpack(self.section("configurations"))))

    @cached_property
    def engines(self) -> "dict[str, EngineFacts]":
        """id → inference engine, and what it runs on which generation of hardware"""
        from llmpick.core.facts.hardware import EngineFacts

        return {
            name: EngineFacts(
                row["name"],
                row["version"],
                tuple(row["caches"]),
                {(form, hardware): state for form, hardware, state in row["runs"]},
            )
            for name, row in self.section("engines").items()
        }

    @cached_property
    def architectures(self) -> "dict[str, Architecture]":
        """Model → its architecture, of those that are out on the day and can be sized."""
        from llmpick.core.facts.hardware import Architecture

        rows = unpack(self.section("architectures"))
        return {row[0]: Architecture._make(row) for row in rows if row[0] in self.models}

    @cached_property
    def speed(self) -> "SpeedFit | None":
        """The constants of speed, or None where the catalog has none."""
        from llmpick.core.facts.hardware import SpeedFit

        found = self.section("speed")
        return SpeedFit._make(found) if found else None

    @cached_property
    def embeddings(self) -> "dict[str, EmbeddingModel]":
        """id → embedding model or reranker, in its state of the day, with what is asked for it"""
        from llmpick.core.embeddings.records import model_of

        return {row[0]: model_of(row, self.meta.day) for row in self.section("embeddings")}

    @cached_property
    def embedding_boards(self) -> "dict[str, Board]":
        """id → board on which embedding models are compared"""
        from llmpick.core.embeddings.records import Board

        return {row[0]: Board._make(row) for row in unpack(self.section("embedding_boards"))}

    @cached_property
    def own_layer(self) -> "OwnLayer | None":
        """What rests on the user's own layers, None where there are none."""
        if self.meta.own_layer is None:
            return None
        from llmpick.core.facts.own_layer import LayerFiles, Mark, OwnLayer

        sha256, layers, marks, forbidden = self.section("own_layer")
        files = tuple(map(LayerFiles._make, layers))
        return OwnLayer(sha256, files, tuple(map(Mark._make, marks)), forbidden)

    def estimates(self, task: str) -> list[Estimate]:
        """The quality of every (model, effort) that has an estimate for *task*."""
        if task not in self.section("estimates"):
            return []
        return list(map(Estimate._make, unpack(self.section(f"estimate/{task}"))))

    def paths(self) -> list[str]:
        """KIND/ID of every record."""
        return self._ids()

    def ids(self, kind: str) -> list[str]:
        """The identifiers of all records of one *kind*, sorted."""
        prefix = f"{kind}/"
        return sorted(name[len(prefix) :] for name in self._ids() if name.startswith(prefix))

    def record(self, kind: str, name: str) -> Mapping[str, Any]:
        """
        The whole record: every value of every fact with its sources; days as ISO texts.

        Raises:
            KeyError: no such record.
        """
        return self._record(f"{kind}/{name}")


def _is_over(offering: Offering, day: str) -> bool:
    """Whether *day* is past the last one on which it was seen, of what ended since."""
    return offering.listed_until is not None and offering.listed_until < day


PLAIN_FIELDS = 6
"""So many fields of a provider come before its facts."""


def _provider(row: Sequence[Any]) -> Provider:
    facts = (None if known is None else Fact(*known) for known in row[PLAIN_FIELDS:])
    return Provider(*row[:PLAIN_FIELDS], *facts)
