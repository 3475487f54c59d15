"""The values that records hold: numbers with their limits, days, names of closed sets."""

from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import Field

from llmpick.core.answers import policy
from llmpick.core.customisation.tunable import HOSTED_METHODS, NEEDS
from llmpick.core.legal.regulations import SECTORS
from llmpick.core.need.need import CRITERIA, EFFORTS, PRIVACY_LEVELS, SERVICES, USES
from llmpick.core.ranking import limits
from llmpick.core.ranking.methods import METHODS
from llmpick.core.self_hosting.engines import ENGINE_NAMES

T = TypeVar("T")


def told(text: str) -> Any:
    """What a value is, where it is no field with a docstring of its own."""
    return Field(description=text)


def one_of(*names: str) -> Any:
    """A text of the closed set *names*, which `core` holds as text."""
    return Field(json_schema_extra={"enum": list(names)})


def every(*names: str) -> Any:
    """A table of exactly the keys *names*, which are no words of Python or made by `core`."""
    return Field(
        json_schema_extra={"required": list(names), "propertyNames": {"enum": list(names)}}
    )


def some(*names: str) -> Any:
    """A table of no other keys than *names*."""
    return Field(json_schema_extra={"propertyNames": {"enum": list(names)}})


def named(pattern: str) -> Any:
    """A table whose keys match *pattern*."""
    return Field(json_schema_extra={"propertyNames": {"pattern": pattern}})


Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
SumOfShares: TypeAlias = Annotated[float, Field(ge=0, le=1.000001)]
"""Shares that were added up: their rounding errors too."""
PositiveShare: TypeAlias = Annotated[float, Field(gt=0, le=1)]
Amount: TypeAlias = Annotated[float, Field(ge=0)]
Positive: TypeAlias = Annotated[float, Field(gt=0)]
AtLeastOne: TypeAlias = Annotated[float, Field(ge=1)]
Score100: TypeAlias = Annotated[float, Field(ge=0, le=100)]
Correlation: TypeAlias = Annotated[float, Field(ge=-1, le=1)]
Count: TypeAlias = Annotated[int, Field(ge=0)]
Ordinal: TypeAlias = Annotated[int, Field(ge=1)]
Points: TypeAlias = Annotated[int, Field(ge=0, le=100)]

Day: TypeAlias = Annotated[str, Field(json_schema_extra={"format": "date"})]
PartialDay: TypeAlias = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A day; a month or a year where no more is known."""
Sha256: TypeAlias = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Commit: TypeAlias = Annotated[str, Field(pattern="^[0-9a-f]{40}$")]
Language: TypeAlias = Annotated[str, Field(pattern="^[a-z]{2}$")]

Effort: TypeAlias = Annotated[str, one_of(*EFFORTS)]
PrivacyLevel: TypeAlias = Annotated[str, one_of(*PRIVACY_LEVELS)]
Rule: TypeAlias = Annotated[str, one_of(*limits.RULES)]
PolicyRule: TypeAlias = Annotated[str, one_of(*policy.RULES, policy.EXPIRED, policy.UNUSED)]
Method: TypeAlias = Annotated[str, one_of(*METHODS)]
Level: TypeAlias = Annotated[str, one_of("high", "medium", "low")]
Service: TypeAlias = Annotated[str, one_of(*SERVICES)]
LicenceUse: TypeAlias = Annotated[str, one_of(*USES)]
NeededChange: TypeAlias = Annotated[str, one_of(*NEEDS)]
Sector: TypeAlias = Annotated[str, one_of(*SECTORS)]
HostedMethod: TypeAlias = Annotated[str, one_of(*HOSTED_METHODS)]
EngineName: TypeAlias = Annotated[str, one_of(*ENGINE_NAMES)]
Terms: TypeAlias = Annotated[str, one_of("on-demand", "spot", "reserved", "owned")]
Dialect: TypeAlias = Annotated[
    str,
    one_of(
        *("openai-chat", "openai-responses", "anthropic-messages", "gemini", "bedrock-converse"),
        *("cohere-chat", "watsonx-chat", "oci-chat", "sap-orchestration"),
    ),
]

Stated: TypeAlias = str | float | bool | list[str]
"""What an option, a rule or a fact says: a text, a number, a yes or no, or texts."""
NonEmpty: TypeAlias = Annotated[list[T], Field(min_length=1)]
AtLeastTwo: TypeAlias = Annotated[list[T], Field(min_length=2)]
ByCriterion: TypeAlias = Annotated[dict[str, T], every(*CRITERIA)]
"""One value for each of the four criteria."""
