"""The options that state a need: each is declared once, and a command gets them as one wish."""

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llmpick.cli import options
from llmpick.core.need import numbers
from llmpick.errors import shown

if TYPE_CHECKING:
    from llmpick.inputs.needfile import Keys


def whole(text: str) -> int:
    """A whole number of the command line."""
    try:
        return numbers.whole(text)
    except ValueError:
        raise typer.BadParameter(f"'{shown(text)}' is not a whole number") from None


def number(text: str) -> float:
    """A number of the command line."""
    try:
        return numbers.number(text)
    except ValueError:
        raise typer.BadParameter(f"'{shown(text)}' is not a number") from None


def _text(flag: str, metavar: str, help: str, *short: str) -> Any:
    return Annotated[str | None, typer.Option(flag, *short, metavar=metavar, help=help)]


def _whole(flag: str, metavar: str, help: str) -> Any:
    return Annotated[int | None, typer.Option(flag, metavar=metavar, help=help, parser=whole)]


def _number(flag: str, metavar: str, help: str, *short: str) -> Any:
    option = typer.Option(flag, *short, metavar=metavar, help=help, parser=number)
    return Annotated[float | None, option]


def _many(flag: str, metavar: str, help: str) -> Any:
    return Annotated[list[str] | None, typer.Option(flag, metavar=metavar, help=help)]


def _flag(flag: str, help: str) -> Any:
    return Annotated[bool, typer.Option(flag, help=help)]


JOB = {
    "task": _text("--task", "TASK", "The job; `llmpick list tasks` names them.", "-t"),
    "language": _text("--language", "CODE", "Language of the work: ja, zh, de ...", "-l"),
    "budget": _number("--budget", "USD", "Most a month may cost. Bare: 100.", "-b"),
    "privacy": _text(
        "--privacy",
        "LEVEL",
        "public, internal, confidential, regulated or air-gapped. Bare: confidential.",
        "-p",
    ),
    "region": _text("--region", "CODE", "Requests are processed there: JP, EU, US ..."),
}
WEIGHTS = {
    "weights": _text(
        "--weights",
        "WEIGHTS",
        "performance=5,cost=3,privacy=2,customisability=1; or balanced, quality, cheap, "
        "private, own.",
        "-w",
    ),
    "rank": _text("--rank", "CRITERIA", "Weights by their order alone: perf,cost,privacy,custom."),
    "rank_rule": _text(
        "--rank-rule", "RULE", "rs: even steps (rank sum); roc: the first counts most (centroid)."
    ),
}
WORK = {
    "requests": _whole("--requests", "N", "Requests a month."),
    "input_tokens": _whole("--input-tokens", "N", "Tokens into a request."),
    "output_tokens": _whole("--output-tokens", "N", "Visible tokens out of a request."),
    "cache_share": _number("--cache-share", "SHARE", "Part of the input read from the cache."),
    "reasoning_tokens": _whole(
        "--reasoning-tokens",
        "N",
        "Tokens a request that a reasoning model thinks at medium effort.",
    ),
    "rates": _many("--rate", "JPY=N", "Units of a currency for one US dollar."),
}
PRIVACY = {
    "no_training": _flag("--no-training", "What you send trains no model."),
    "max_retention": _whole("--max-retention", "DAYS", "Kept at most so long; 0: not stored."),
    "zdr": _flag("--zdr", "Zero data retention; with --have zdr-approval where it needs one."),
    "processing_regions": _many(
        "--processing-region", "CODE", "Processed in one of these, whatever your --region."
    ),
    "blocked_jurisdictions": _many(
        "--exclude-jurisdiction", "CODE", "Operators not under its law."
    ),
    "certifications": _many("--certification", "NAME", "soc2, iso27001, c5, ismap, hipaa ..."),
    "dpa": _flag("--dpa", "A data processing agreement is to be had."),
    "baa": _flag("--baa", "A business associate agreement (HIPAA) is to be had."),
    "customer_managed_keys": _flag("--customer-managed-keys", "Encrypted with your own keys."),
    "private_network": _flag("--private-network", "Reached without the public internet."),
    "no_human_review": _flag("--no-human-review", "No person at the provider reads content."),
    "have": _many("--have", "WHAT", "zdr-approval, opt-out: you hold it."),
    "accept_low_confidence": _flag(
        "--accept-low-confidence", "Facts of low confidence prove privacy too."
    ),
    "sector": _text(
        "--sector", "NAME", "Flags its rules: health, hiring, credit, education, public."
    ),
    "allow_unknown": _many("--allow-unknown", "FACT", "Unknown passes, with a warning."),
}
LIMITS = {
    "min_context": _whole("--min-context", "TOKENS", "Least context window."),
    "modalities": _many("--modality", "KIND", "Reads image, pdf, audio, video."),
    "tools": _flag("--tools", "Calls tools."),
    "structured_output": _flag("--structured-output", "Keeps to a JSON schema."),
    "open_weights": _flag("--open-weights", "Weights can be downloaded."),
    "use": _text("--use", "USE", "Of open weights: commercial, internal or research."),
    "revenue": _number("--revenue", "USD", "Your group's revenue a year, for caps of licences."),
    "monthly_users": _whole("--monthly-users", "N", "Your users a month, for caps of licences."),
    "established": _many("--established", "CODE", "Where you are established: EU, JP ..."),
    "distil": _flag("--distil", "Outputs train other models."),
    "redistribute": _flag("--redistribute", "You pass the weights on."),
    "needs": _many("--needs", "WHAT", "fine-tune, weights, lora, dpo, logprobs, seed ..."),
    "providers": _many("--provider", "ID", "Only these; may be repeated."),
    "no_providers": _many("--no-provider", "ID", "Not these."),
    "developers": _many("--developer", "ID", "Only models made by these."),
    "no_developers": _many("--no-developer", "ID", "No models made by these."),
    "min_quality": _number("--min-quality", "POINTS", "Least expected quality, 0 to 100."),
    "include_unrated": _flag("--include-unrated", "Rank models with a single score too."),
}
BILLED = {
    "characters": _whole("--characters", "N", "Characters into a request, for tokens."),
    "output_characters": _whole("--output-characters", "N", "Characters out of a request."),
    "content": _text("--content", "WHAT", "What the text is: en, ja, code_python ..."),
    "billed_tokens": _flag("--billed-tokens", "Tokens are given as each model counts them."),
    "cache_write_share": _number("--cache-write-share", "SHARE", "Part written to the cache."),
    "cache_write_1h_share": _number("--cache-write-1h-share", "SHARE", "Part written for an hour."),
    "retries": _number("--retries", "N", "Further tries of a request, on average."),
    "service": _text("--service", "NAME", "standard, batch, flex or priority."),
    "batch_share": _number("--batch", "SHARE", "Part of the requests sent as a batch."),
    "peak_share": _number("--peak-share", "SHARE", "Part of the requests at peak hours."),
    "images": _number("--images", "N", "Images a request, for fees."),
    "turns": _whole("--turns", "N", "A request is a loop of so many turns."),
    "context_growth": _whole("--context-growth", "N", "Tokens that each turn adds."),
}

HOSTING = {
    "gpu": _text("--gpu", "NxGPU", "Your hardware: 2xL40S: these; L40S: as many as it takes."),
    "concurrency": _whole("--concurrency", "N", "Requests at a time that a copy has room for."),
    "peak_to_mean": _number("--peak-to-mean", "X", "The busiest hour's load by the mean."),
    "min_speed": _number("--min-speed", "TPS", "Least tokens a second of a request."),
    "redundancy": _whole("--redundancy", "N", "Copies to spare."),
    "people_usd": _number("--people-usd", "USD", "People's work on it, a month."),
    "own": _flag("--own", "Bought, not rented."),
    "years": _number("--years", "N", "Bought: written off over."),
    "power_price": _number("--power-price", "USD", "Bought: a kWh."),
    "pue": _number("--pue", "X", "Bought: all power by that of IT."),
    "purchase_usd": _number("--purchase-usd", "USD", "Bought: one GPU with its part."),
}
"""What is said of deployments of one's own: no part of a need."""

GROUPS = (JOB, WEIGHTS, WORK, PRIVACY, LIMITS, BILLED)
"""All options that state a need."""

Command = Callable[..., int]


SELF_HOSTING = {"self_host": options.SelfHost, **HOSTING}
"""Whether deployments of one's own take part, and what is said of them."""


def keys(*groups: dict[str, Any]) -> "Keys":
    """
    Option → the field of a wish that it says, and its type: the keys of a need in a file.

    Of the options of *groups*; of all that state a need, where none is named.
    """
    from llmpick.inputs.needfile import Key

    options = [item for group in groups or GROUPS for item in group.items()]
    return {flag_of(kind)[2:]: Key(field, _type(kind)) for field, kind in options}


def flag_of(kind: Any) -> str:
    """The option as it is typed: `--exclude-jurisdiction`."""
    option = kind.__metadata__[0]  # Typer has the first name in the place of a default
    return str(option.default)


def _type(kind: Any) -> type:
    if kind.__origin__ is bool:
        return bool
    stated = kind.__origin__.__args__[0]
    found: type = getattr(stated, "__origin__", stated)
    return found


PROJECT = "llmpick.toml"


def project_file() -> str | None:
    """The nearest llmpick.toml, from the working folder upwards."""
    try:
        folder = os.getcwd()
    except OSError:  # it was removed
        return None
    while True:
        path = os.path.join(folder, PROJECT)
        if os.path.lexists(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def typed(asked: Mapping[str, Any], *without: str) -> list[str]:
    """The options that say *asked*, but for the fields *without*, as they are typed."""
    found: list[str] = []
    for field, kind in (item for group in (*GROUPS, HOSTING) for item in group.items()):
        value = None if field in without else asked.get(field)
        if value is True:
            found.append(flag_of(kind))
        elif isinstance(value, tuple):
            found += [word for each in value for word in (flag_of(kind), str(each))]
        elif value is not None and value is not False:
            found += [flag_of(kind), f"{value:.15g}" if isinstance(value, float) else str(value)]
    return found
