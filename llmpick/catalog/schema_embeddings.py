"""The shapes of embeddings/ and embedding_boards/, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from llmpick.catalog.schema_base import (
    Amount,
    Count,
    Date,
    Day,
    Flag,
    Line,
    Modalities,
    Name,
    Number,
    Region,
    Slug,
    Source,
    Strict,
    Text,
    Url,
    Value,
)

Size = Annotated[int, Field(gt=0, le=100_000)]
Of = Literal["en", "ja", "de", "fr", "multilingual", "code", "law", "finance", "health"]


class Sizes(Value):
    """Numbers of dimensions."""

    value: list[Size] = Field(description="Numbers of dimensions, the smallest first.")


class EmbeddingFacts(Strict):
    """What is true of the model wherever it runs; each fact is a list of dated values."""

    dimensions: list[Count] | None = Field(
        None, description="Dimensions of a vector, unless fewer are asked for."
    )
    dimensions_selectable: list[Sizes] | None = Field(
        None, description="Dimensions that can be asked for, where its maker names them."
    )
    max_input_tokens: list[Count] | None = Field(
        None,
        description="Longest text that is read whole, tokens; of a reranker, query and text "
        "together.",
    )
    languages: list[Count] | None = Field(None, description="How many languages it is made for.")
    inputs: list[Modalities] | None = Field(None, description="What it reads.")
    open_weights: list[Flag] | None = Field(
        None, description="Whether the weights can be downloaded."
    )
    licence: list[Text] | None = Field(None, description="Licence of the weights, in licences/.")
    licence_tag: list[Text] | None = Field(
        None, description="Licence as its maker names it, where licences/ has none of it."
    )
    parameters_b: list[Number] | None = Field(
        None, description="Parameters, thousands of millions (1e9)."
    )
    released: list[Date] | None = Field(None, description="Day of release.")
    retires_on: list[Date] | None = Field(None, description="Day on which its maker ends it.")


class EmbeddingOfferingFile(Strict):
    """What a provider asks for it. A price that was not read is absent."""

    provider: Slug = Field(description="Provider, in providers/.")
    api_model: Name = Field(description="Identifier that a request to this provider names.")
    region: Region | None = Field(
        None, description="Region that it is pinned to; absent: the account's, or unknown."
    )
    usd_per_mtok: Amount | None = Field(None, description="US dollars per million tokens read.")
    usd_per_mtok_batch: Amount | None = Field(
        None, description="The same where requests are sent as a batch."
    )
    usd_per_query: Amount | None = Field(
        None, description="US dollars for a query of a reranker, where no token is priced."
    )
    max_input_tokens: Annotated[int, Field(gt=0)] | None = Field(
        None, description="Longest text here, where a source names it, tokens."
    )
    retires_on: Day | None = Field(None, description="Day on which the provider ends it.")
    other_terms: bool | None = Field(
        None,
        description="Whether it is sold on terms that are not the ordinary ones of its provider.",
    )
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    note: Line | None = Field(None, description="What to know beside the price.")


class EmbeddingResult(Strict):
    """Its mean over the tasks of a board."""

    board: Slug = Field(description="Board, in embedding_boards/.")
    score: Annotated[float, Field(ge=0, le=100)] = Field(
        description="Mean of the main score over all tasks of the board, 0 to 100."
    )
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    note: Line | None = Field(None, description="What to know beside the score.")


class EmbeddingFile(Strict):
    """
    embeddings/DEVELOPER/MODEL.toml: a model that makes vectors of texts, or orders texts by a
    query.
    """

    kind: Literal["embedding", "reranker"] = Field(
        description="`embedding` makes a vector of a text; `reranker` orders texts by a query."
    )
    name: Name = Field(description="Name to show.")
    aliases: list[Name] | None = Field(None, description="Further names.")
    note: Line | None = Field(None, description="What to know before choosing it.")
    facts: EmbeddingFacts = Field(description="Facts, each a list of dated values.")
    offerings: list[EmbeddingOfferingFile] | None = Field(
        None, description="What providers ask for it; absent: no offering was found."
    )
    results: list[EmbeddingResult] | None = Field(
        None, description="Its means on boards; only such as may be passed on."
    )
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )

    @model_validator(mode="after")
    def of_its_kind(self) -> EmbeddingFile:
        """A reranker makes no vectors, and what makes vectors is not priced by the query."""
        if self.kind == "reranker" and (self.facts.dimensions or self.facts.dimensions_selectable):
            raise ValueError("a reranker makes no vectors, so that it has no dimensions")
        if self.kind == "embedding" and any(one.usd_per_query for one in self.offerings or ()):
            raise ValueError("an embedding model is priced by the token, not by the query")
        return self


class BoardFile(Strict):
    """embedding_boards/BOARD.toml: a set of tasks on which embedding models are compared."""

    name: Name = Field(description="Name with version.")
    of: Of = Field(
        description="What it tests: a language (ISO 639-1), several of them (`multilingual`), or "
        "a subject."
    )
    measures: Literal["retrieval", "all"] = Field(
        description="`retrieval` finds texts by a query; `all` also classifies, clusters and "
        "compares texts. Only the first ranks."
    )
    tasks: Annotated[int, Field(gt=0)] = Field(description="Tasks that the mean is over.")
    holds: list[Slug] | None = Field(
        None, description="Boards whose tasks are among its own, so that the two are not apart."
    )
    url: Url = Field(description="Where its tasks are named.")
    note: Line | None = Field(None, description="What to know before trusting it.")


SHAPES: dict[str, type[Strict]] = {"embeddings": EmbeddingFile, "embedding_boards": BoardFile}
