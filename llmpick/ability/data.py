"""The records that the ability fit reads. A catalog reader makes them; no file is touched here."""

from typing import Literal, NamedTuple

SourceClass = Literal["independent", "developer", "third_party"]
Link = Literal["logit", "elo", "none"]
Role = Literal["overall", "category", "single", "aggregate"]

SOURCE_CLASSES: tuple[SourceClass, ...] = ("independent", "developer", "third_party")

# Order of the domain factors.
DOMAINS = (
    "coding_gen",
    "coding_agentic",
    "agentic_tool",
    "instruction",
    "reasoning",
    "math",
    "knowledge",
    "chat_pref",
    "long_context",
    "factuality",
    "multilingual",
    "japanese",
    "lang_zh",
    "lang_ko",
    "lang_de",
    "lang_fr",
    "lang_es",
    "lang_ru",
    "writing",
    "vision",
    "extraction",
)
LANGUAGE_DOMAIN = {
    "ja": "japanese",
    "zh": "lang_zh",
    "ko": "lang_ko",
    "de": "lang_de",
    "fr": "lang_fr",
    "es": "lang_es",
    "ru": "lang_ru",
}
# Broad factors that several domains share beside the general one.
TECHNICAL = "technical"
PARENT = dict.fromkeys(LANGUAGE_DOMAIN.values(), "multilingual") | dict.fromkeys(
    ("coding_gen", "coding_agentic", "agentic_tool", "math", "reasoning"), TECHNICAL
)
# Domains in which the harness or a judge decides a good part of the score.
HARNESS_DOMAINS = frozenset({"coding_gen", "coding_agentic", "agentic_tool", "chat_pref"})


# Factors that are abilities: all but the boards and the residual ones.
ABILITY_FACTORS = ("general", *DOMAINS, TECHNICAL)
# Factors that every benchmark may load on, either way: what the named ones leave in common.
RESIDUAL = ("residual_1", "residual_2")


class Traits(NamedTuple):
    """What is known of a model apart from its scores; *size* is parameters in billions."""

    family: str | None = None
    size: float | None = None


class PublishedScore(NamedTuple):
    """One published score. *value*, *stderr* and *interval* are in the benchmark's own unit."""

    model: str
    effort: str | None
    mode: str | None
    benchmark: str
    value: float
    source: str
    source_class: SourceClass
    date: str
    items: int | None = None
    stderr: float | None = None
    interval: tuple[float, float] | None = None


class FitBenchmark(NamedTuple):
    """
    A benchmark with version, harness and metric; *chance* in the unit of the scale.

    *published* is the ISO day (or month, or year) from which it is known, empty where it is not
    recorded; *contamination* how its questions may have come into training data, where its record
    says so.
    """

    id: str
    domain: str
    scale_min: float | None
    scale_max: float | None
    chance: float | None
    higher_is_better: bool
    link: Link
    board: str
    role: Role
    in_fit: bool
    reason: str = ""
    published: str = ""
    contamination: str = ""


class TaskDomains(NamedTuple):
    """A basket: shares of domains (they add to 1), empty for the general task."""

    id: str
    domains: dict[str, float]
    languages: tuple[str, ...] = ()
