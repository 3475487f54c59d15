"""How models count text, and how much they think."""

from collections.abc import Mapping
from typing import NamedTuple


class Tokenizer(NamedTuple):
    """
    How many tokens a text is; *spread* is the standard deviation of the logarithm of its ratios.

    *ratios* are tokens for one reference token by content, *per_character* tokens a character.
    """

    id: str
    name: str
    published: bool
    spread: float
    ratios: dict[str, float]
    per_character: dict[str, float]


class Thinking(NamedTuple):
    """
    Tokens of a model beside those of the median one, on prompts of one class.

    *median_tokens* are those of the median model, at *median_effort* (None: as at medium);
    *spread* is of the logarithm, over prompts, None where it is not known.
    """

    prompts: str
    effort: str | None
    multiple: float
    spread: float | None
    median_tokens: float
    median_effort: str | None = None


class OwnThinking(NamedTuple):
    """
    Reasoning tokens of a call that the user measured, a mean of so many *calls*; *spread* is the
    standard error of the mean, as a share of it.
    """

    tokens: float
    spread: float
    calls: int


class Tokens(NamedTuple):
    """
    What is measured of tokens: tokenizers, whose they are (by model), thinking (by model).

    *own* is what the user measured on prompts of the task that is asked about, by (model, effort).
    """

    reference: Tokenizer | None
    tokenizers: dict[str, Tokenizer]
    thinking: dict[str, tuple[Thinking, ...]]
    own: Mapping[tuple[str, str | None], OwnThinking] = {}


NO_TOKENS = Tokens(None, {}, {})
