"""The shape of licences of weights, clause by clause, in pydantic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from llmpick.catalog.schema_base import (
    Flag,
    Name,
    Slug,
    Source,
    Strict,
    Text,
    Value,
)
from llmpick.catalog.schema_providers import Regions


class Permission(Value):
    """Whether a licence lets something be done."""

    value: Literal["yes", "conditional", "no"] = Field(
        description="`conditional` below a cap, or with duties."
    )


class Redistribution(Value):
    """Whether the weights may be passed on."""

    value: Literal["yes", "conditional", "non-commercial", "no"] = Field(
        description="`conditional` with duties; `non-commercial` not in the course of business."
    )


class LicensedOutputTraining(Value):
    """Whether outputs may train other models."""

    value: Literal["yes", "conditional", "no"] = Field(
        description="`conditional` with duties or limits."
    )


class Cap(Value):
    """A size beyond which the licence asks for another agreement, or gives no rights."""

    measure: Literal[
        "monthly-active-users",
        "monthly-revenue",
        "annual-revenue",
        "users-or-monthly-revenue",
        "service-revenue",
    ] = Field(description="What is counted.")
    value: Annotated[int, Field(gt=0)] = Field(
        description="Size of the cap: users, or money in *currency*."
    )
    users: Annotated[int, Field(gt=0)] | None = Field(
        None, description="Second size, monthly active users, where either of two breaks the cap."
    )
    currency: Literal["USD", "JPY"] | None = Field(None, description="Currency of a cap in money.")
    binds: Literal["anyone", "hosts"] | None = Field(
        None, description="`hosts`: only who sells the model as a service; absent: anyone."
    )


class ExcludedRegions(Regions):
    """Regions in which a licence grants no rights; an empty list is a known "none"."""

    only: Literal["multimodal"] | None = Field(
        None, description="`multimodal`: models that take more than text; absent: all."
    )


class LicenceFacts(Strict):
    """What a licence allows, asks and excludes."""

    commercial_use: list[Permission] | None = Field(
        None, description="Whether it may be used in business."
    )
    internal_use: list[Permission] | None = Field(
        None,
        description="Whether an organisation may use it for its own work; absent: as business use, "
        "where that is allowed.",
    )
    research_use: list[Permission] | None = Field(
        None,
        description="Whether it may be used in research; absent: as business use, where that is "
        "allowed.",
    )
    cap: list[Cap] | None = Field(
        None,
        description="Size of the licensee beyond which it grants no rights or asks for another "
        "agreement.",
    )
    display_cap: list[Cap] | None = Field(
        None, description="Size beyond which `display_duty` binds; absent: it always binds."
    )
    hosting: list[Permission] | None = Field(
        None,
        description="Whether the model itself may be sold as a service; absent: as business use, "
        "where the text was read.",
    )
    redistribution: list[Redistribution] | None = Field(
        None, description="Whether the weights, changed or not, may be passed on."
    )
    osi_approved: list[Flag] | None = Field(
        None, description="Whether the Open Source Initiative has approved the licence."
    )
    outputs_train_other_models: list[LicensedOutputTraining] | None = Field(
        None, description="Whether outputs may train other models."
    )
    display_duty: list[Text] | None = Field(None, description="Words that a product must show.")
    naming_duty: list[Text] | None = Field(
        None, description="Word that the name of a derived model must carry."
    )
    notice_duty: list[Text] | None = Field(
        None, description="What must go with weights that are passed on."
    )
    registration_duty: list[Text] | None = Field(
        None, description="What must be done before use in business, such as an application."
    )
    acceptable_use_policy: list[Flag] | None = Field(
        None, description="Whether a policy of acceptable use binds the licensee."
    )
    excluded_regions: list[ExcludedRegions] | None = Field(
        None,
        description="Regions of establishment in which it grants no rights: ISO 3166 codes, or "
        "`EU`.",
    )
    reserved_rights: list[Text] | None = Field(
        None, description="What the licensor keeps to itself, or what ends the licence."
    )
    governing_law: list[Text] | None = Field(None, description="Law and courts that it names.")
    text_read: list[Flag] | None = Field(
        None,
        description="Whether the whole text was read for this record: then a clause that is absent "
        "here is absent there.",
    )


class LicenceFile(Strict):
    """licences/LICENCE.toml: what a licence of weights allows."""

    name: Name = Field(description="Name with version or date.")
    spdx: Name | None = Field(None, description="SPDX identifier.")
    tags: list[Name] | None = Field(
        None, description="Licence tags of weights that mean this licence."
    )
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: LicenceFacts = Field(description="Facts, each a list of dated values.")
