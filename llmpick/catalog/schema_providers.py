"""The shape of providers: what they do with what is sent, in pydantic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from llmpick.catalog.schema_base import (
    Day,
    Dialect,
    Flag,
    Line,
    ModelRef,
    Name,
    Names,
    Region,
    Slug,
    Source,
    Strict,
    Text,
    Url,
    Value,
)


class Training(Value):
    """Whether a provider trains on what it is sent."""

    value: Literal["never", "opt-in", "opt-out", "yes"] = Field(
        description="`never`; `opt-in` only if the customer agrees; `opt-out` unless the "
        "customer objects; `yes` always.",
    )


class ZeroRetention(Value):
    """How a customer comes to zero data retention."""

    value: Literal["default", "self-serve", "by-approval", "none"] = Field(
        description="`default` without asking; `self-serve` by a switch; `by-approval` on "
        "request; `none` not at all.",
    )


class Regions(Value):
    """Regions a customer can pin; an empty list is a known "none"."""

    value: list[Region] = Field(
        description="Region codes: countries by ISO 3166, `EU`, or `any-of-the-cloud`; an empty"
        " list is a known none.",
    )


class Days(Value):
    """Days that content is kept at most, by default."""

    value: Annotated[int, Field(ge=0, le=36500)] = Field(description="Days.")


class Country(Value):
    """Whose law the operator is under: ISO 3166 code, or EU."""

    value: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(
        description="ISO 3166 code of a country, or `EU`."
    )


class Review(Value):
    """Whether people at the provider read content."""

    value: Literal["none", "flagged", "yes"] = Field(
        description="`none`; `flagged` only what a filter marks as abuse; `yes` more than that.",
    )


class Dialects(Value):
    """Formats of request and answer that an endpoint speaks."""

    value: list[Dialect] = Field(
        min_length=1,
        description="Wire formats: `openai-chat` chat completions, `openai-responses`, "
        "`anthropic-messages`, `gemini` generateContent, `bedrock-converse`, `cohere-chat`, "
        "`watsonx-chat`, `oci-chat`, `sap-orchestration`.",
    )


class OutputTraining(Value):
    """Whether outputs may train models that compete with the provider's."""

    value: Literal["allowed", "restricted", "forbidden"] = Field(
        description="`allowed` by the terms; `restricted` for some outputs or models, which the "
        "note names; `forbidden` for competing models at least.",
    )


class OutputOwner(Value):
    """Whom the outputs belong to."""

    value: Literal["customer", "provider"] = Field(description="`customer` or `provider`.")


BaseUrl = Annotated[
    str,
    StringConstraints(
        max_length=300, pattern=r"^(https://|http://localhost|\{[A-Z_]+\})[^\s\x00-\x1f\x7f]+$"
    ),
]


class Address(Value):
    """Where requests go; what the user must fill in stands in braces."""

    value: BaseUrl = Field(
        description="Address; what is the user's own stands in braces: `{AWS_REGION}`."
    )
    dialects: list[Dialect] | None = Field(
        None, description="Dialects that it speaks; absent: the OpenAI ones of the provider."
    )


EnvironmentName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,63}$")]


class FurtherHost(Strict):
    """An address beside the base one: of another dialect or for one region."""

    base_url: BaseUrl = Field(description="Base address; the user's own in braces.")
    dialects: list[Dialect] | None = Field(
        None, description="Dialects that it speaks; absent: those of the base address."
    )
    region: Region | None = Field(
        None, description="Region in which it keeps requests; absent: as the base address."
    )
    note: Line | None = Field(None, description="What to know of it, in one line.")


class FurtherHosts(Value):
    """Addresses beside the base one."""

    value: list[FurtherHost] = Field(min_length=1, description="Addresses, the usual one first.")


class Page(Value):
    """A page for a person."""

    value: Url = Field(description="Address of the page.")


class SignIn(Value):
    """What a request is signed with."""

    value: Literal["key", "access-token", "token-exchange"] = Field(
        description="`key` the key as it is; `access-token` a token of the cloud's credentials; "
        "`token-exchange` a token that the key is exchanged for.",
    )


class OwnModel(Value):
    """What the user's own name of a model stands for."""

    value: EnvironmentName = Field(description="Placeholder that stands for it.")


class KeyVariable(Value):
    """The environment variable that holds the key, and how tools call it."""

    value: EnvironmentName = Field(description="Name of the environment variable.")
    by_tool: dict[Slug, list[EnvironmentName]] | None = Field(
        None, description="By tool that reads others: their names."
    )
    further: list[EnvironmentName] | None = Field(
        None, description="Further variables that a request needs or may need."
    )


class NamesInTools(Strict):
    """Names by tool; absent: no name of its own there, any OpenAI-compatible client serves."""

    litellm: Name | None = Field(None, description="Prefix of a model in LiteLLM.")
    openrouter: Name | None = Field(None, description="Slug of the provider at OpenRouter.")
    models_dev: Name | None = Field(None, description="Identifier at models.dev.")
    pydantic_ai: Name | None = Field(None, description="Prefix of a model in Pydantic AI.")
    inspect_ai: Name | None = Field(None, description="Prefix of a model in Inspect.")
    promptfoo: Name | None = Field(None, description="Prefix of a provider in promptfoo.")
    ai_sdk: Name | None = Field(None, description="Package of the AI SDK.")
    langchain: Name | None = Field(None, description="`model_provider` in LangChain.")
    langchain_package: Name | None = Field(None, description="Package for LangChain.")
    llama_index: Name | None = Field(None, description="Class in LlamaIndex.")
    llama_index_package: Name | None = Field(None, description="Package for LlamaIndex.")


class ToolNames(Value):
    """How other tools call the provider."""

    value: NamesInTools = Field(description="Names by tool.")


class RegionalUplift(Value):
    """What a price is multiplied by where a customer pins a region."""

    value: Annotated[float, Field(gt=1, le=10, allow_inf_nan=False)] = Field(
        description="Factor on every price."
    )
    home: list[Region] | None = Field(None, description="Regions without it; absent: none.")
    models_since: Day | None = Field(
        None, description="Only for models released from this day on; absent: all."
    )


class ProviderFacts(Strict):
    """Terms that are true of all of a provider's offerings."""

    jurisdiction: list[Country] | None = Field(
        None, description="Country whose law the operator is under."
    )
    trains_on_inputs: list[Training] | None = Field(
        None, description="Whether what a customer sends trains models."
    )
    retention_days: list[Days] | None = Field(
        None,
        description="Days that prompts and outputs are kept at most by default, abuse "
        "monitoring included; 0: not stored.",
    )
    zero_data_retention: list[ZeroRetention] | None = Field(
        None, description="How a customer comes to zero data retention (ZDR)."
    )
    human_review: list[Review] | None = Field(
        None, description="Whether people at the provider may read content."
    )
    api_dialects: list[Dialects] | None = Field(
        None,
        description="Dialects of API that its endpoint speaks: those that a source names; a layer "
        "that the provider calls a trial is left out.",
    )
    regional_uplift: list[RegionalUplift] | None = Field(
        None, description="What pinning a region adds to the list price."
    )
    subprocessors: list[Text] | None = Field(
        None, description="Address of its list of sub-processors."
    )
    processing_regions: list[Regions] | None = Field(
        None,
        description="Regions to which a customer can pin processing: ISO 3166 codes, `EU`, or "
        "`any-of-the-cloud`; an empty list is a known none.",
    )
    storage_regions: list[Regions] | None = Field(
        None,
        description="Regions to which a customer can pin what is stored, where that differs from "
        "processing; an empty list is a known none.",
    )
    certifications: list[Names] | None = Field(
        None, description="Certificates and reports it holds; an empty list is a known none."
    )
    dpa: list[Flag] | None = Field(
        None, description="Whether it offers a data processing agreement (DPA)."
    )
    hipaa_baa: list[Flag] | None = Field(
        None,
        description="Whether it signs a business associate agreement under HIPAA (US health data).",
    )
    fedramp: list[Text] | None = Field(
        None, description="Level of its FedRAMP authorisation (US federal agencies)."
    )
    ismap: list[Flag] | None = Field(
        None, description="Whether it is registered under ISMAP (Japanese government)."
    )
    c5: list[Flag] | None = Field(
        None, description="Whether it holds a C5 attestation (BSI, Germany)."
    )
    pci_dss: list[Flag] | None = Field(
        None, description="Whether it is certified under PCI DSS (card payments)."
    )
    customer_managed_keys: list[Flag] | None = Field(
        None, description="Whether data at rest can be encrypted with the customer's own keys."
    )
    private_network: list[Flag] | None = Field(
        None, description="Whether it can be reached without the public internet."
    )
    air_gap: list[Flag] | None = Field(
        None, description="Whether it can run without any connection to the outside."
    )
    forwarded_to: list[Text] | None = Field(
        None,
        description="Company that requests are passed on to or that processes them, so that its "
        "own policies hold as well.",
    )
    competing_models: list[OutputTraining] | None = Field(
        None, description="Whether outputs may train models that compete with the provider's."
    )
    output_ownership: list[OutputOwner] | None = Field(
        None, description="Whom outputs belong to by the terms."
    )
    contracting_entity: list[Text] | None = Field(
        None, description="Company that the contract is with, by the customer's country."
    )
    base_url: list[Address] | None = Field(
        None, description="Base address that clients of its API are given."
    )
    further_hosts: list[FurtherHosts] | None = Field(
        None, description="Addresses beside the base one: of other dialects, for one region."
    )
    sign_in: list[SignIn] | None = Field(
        None, description="What a request is signed with; absent: the key as it is."
    )
    own_model: list[OwnModel] | None = Field(
        None, description="Stands where a request names what the user set up, not the model."
    )
    key_variable: list[KeyVariable] | None = Field(
        None, description="Environment variable that holds the key."
    )
    docs_url: list[Page] | None = Field(
        None, description="Page of its models or its API, for a person."
    )
    tool_names: list[ToolNames] | None = Field(
        None, description="How other tools call the provider."
    )


class ProviderFile(Strict):
    """providers/PROVIDER.toml: who serves models, and on which terms."""

    name: Name = Field(description="Name to show.")
    operator: Name | None = Field(None, description="Company that runs it.")
    plan: Literal["api", "free-api", "cloud", "consumer", "business", "developer-tool"] = Field(
        description="Which terms are meant: a paid `api`, a `free-api`, a `cloud` platform, a "
        "`consumer` or `business` app, a `developer-tool`.",
    )
    deployment: Literal["hosted", "router", "private", "self"] = Field(
        description="`hosted` by the provider; a `router` passes requests on to others; "
        "`private` runs for one customer; `self` runs on one's own machines.",
    )
    token_priced: bool = Field(description="Whether the catalog holds offerings of it.")
    sources: dict[Slug, Source] | None = Field(
        None, description="Sources that the values of this file name, by a name of their own."
    )
    facts: ProviderFacts | None = Field(None, description="Facts, each a list of dated values.")
    own_terms: dict[ModelRef, ProviderFacts] | None = Field(
        None,
        description="By model of the catalog: facts that are other for it than for the rest of "
        "what the provider serves; an empty list says that the provider's value does not hold "
        "for it and that no other is known.",
    )
