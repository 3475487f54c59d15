"""
Embedding models, rerankers, and the boards they are compared on: frozen records.

They are apart from `Model` and `Offering`: they write nothing, so that no task, effort, output
price or ability is theirs, and nothing that ranks what writes may see them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from llmpick.core.facts.records import NO_PRICES, Model, Offering

Kind: TypeAlias = Literal["embedding", "reranker"]


class EmbeddingOffering(NamedTuple):
    """
    What a provider asks, in US dollars; None where it was not read.

    *read* is the ISO day of the price.
    """

    provider: str
    api_model: str
    region: str | None
    usd_per_mtok: float | None
    usd_per_mtok_batch: float | None
    usd_per_query: float | None
    max_input_tokens: int | None
    retires_on: str | None
    other_terms: bool | None
    read: str

    @property
    def is_priced(self) -> bool:
        """Whether any price is known."""
        return self.usd_per_mtok is not None or self.usd_per_query is not None

    @property
    def place(self) -> str:
        """PROVIDER[/REGION]"""
        return f"{self.provider}/{self.region}" if self.region else self.provider


class EmbeddingModel(NamedTuple):
    """
    What makes a vector of a text, or orders texts by a query.

    *results* are its means on boards, 0 to 100, by board; *parameters_b* are thousands of millions.
    """

    id: str
    kind: Kind
    name: str
    note: str | None
    dimensions: int | None
    dimensions_selectable: tuple[int, ...]
    max_input_tokens: int | None
    languages: int | None
    inputs: tuple[str, ...] | None
    open_weights: bool | None
    licence: str | None
    licence_tag: str | None
    parameters_b: float | None
    released: str | None
    retires_on: str | None
    made_in: str | None
    offerings: tuple[EmbeddingOffering, ...]
    results: Mapping[str, float]

    def dimensions_within(self, most: int | None) -> int | None:
        """Its most dimensions that are no more than *most*; None where none are, or unknown."""
        if most is None:
            return self.dimensions
        sizes = {*self.dimensions_selectable, *((self.dimensions,) if self.dimensions else ())}
        return max((size for size in sizes if size <= most), default=None)

    @property
    def weights_gb(self) -> float | None:
        """Its weights in memory at two bytes a parameter, GB; None where they are not to be had."""
        known = self.parameters_b if self.open_weights else None
        return None if known is None else 2.0 * known


class Board(NamedTuple):
    """
    A set of *tasks* tasks, the mean over which is a result.

    *of* is a language, `multilingual`, or a subject; *holds* are boards whose tasks are among its
    own.
    """

    id: str
    name: str
    of: str
    measures: Literal["retrieval", "all"]
    tasks: int
    holds: tuple[str, ...]
    url: str
    note: str | None


def model_of(row: Sequence[Any], day: str) -> EmbeddingModel:
    """
    The model of a stored *row*, without the offerings that have ended by the ISO *day*.

    What was asked before a price was first read is not known.
    """
    found = EmbeddingModel._make(row)
    offered = [EmbeddingOffering._make(one) for one in found.offerings]
    offered = [
        one._replace(usd_per_mtok=None, usd_per_mtok_batch=None, usd_per_query=None)
        if one.read > day
        else one
        for one in offered
    ]
    kept = tuple(one for one in offered if one.retires_on is None or one.retires_on > day)
    return found._replace(offerings=kept)


def as_model(model: EmbeddingModel) -> Model:
    """*model* as what limits of any model are asked of."""
    blank = Model._make([None] * len(Model._fields))
    return blank._replace(
        id=model.id,
        name=model.name,
        released=model.released,
        context_window_tokens=model.max_input_tokens,
        input_modalities=model.inputs,
        open_weights=model.open_weights,
        licence=model.licence,
        licence_tag=model.licence_tag,
        parameters_total_b=model.parameters_b,
        retires_on=model.retires_on,
        made_in=model.made_in,
    )


def as_offering(model: EmbeddingModel, offering: EmbeddingOffering) -> Offering:
    """*offering* of *model* as what limits of any offering are asked of."""
    blank = Offering._make([None] * len(Offering._fields))
    return blank._replace(
        model=model.id,
        provider=offering.provider,
        variant=offering.region,
        api_model=offering.api_model,
        region=offering.region,
        listing="current",
        retires_on=offering.retires_on,
        other_terms=offering.other_terms,
        price_read=offering.read,
        prices=NO_PRICES,
        price_lists=(),
    )
